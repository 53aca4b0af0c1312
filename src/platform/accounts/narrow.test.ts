import { expect, test } from 'vitest'
import type { Actor, Grant } from '../rights/grants.ts'
import { reachOf } from '../rights/grants.ts'
import { narrowed } from './narrow.ts'

const holding = (...grants: readonly Grant[]): Actor => ({ id: 'p', title: 'Ada', level: 1, teams: [], grants })
const everywhere = (right: string): Grant => ({ right, reach: 'all' })

test.each([
  ['*', 'incident.see', 'incident.see', true],
  ['incident.*', '*.see', 'incident.see', true],
  ['incident.*', '*.see', 'incident.edit', false],
  ['incident.*', '*.see', 'service.see', false],
  ['incident.see', '*', 'incident.see', true],
  ['incident.see', 'incident.*', 'incident.edit', false],
  ['incident.see', 'service.see', 'incident.see', false],
  ['*.see', '*.*', 'service.see', true],
])('a holder of %s with a token for %s: may %s is %s', (held, token, right, may) => {
  expect(reachOf(narrowed(holding(everywhere(held)), [token]), right) !== null).toBe(may)
})

test('a token never reaches further than the person, and :own leaves only what is theirs', () => {
  const units: Grant = { right: 'incident.*', reach: { units: ['u'], services: [], own: false } }
  expect(reachOf(narrowed(holding(units), ['*']), 'incident.edit')).toEqual({ units: ['u'], services: [], own: false })
  expect(reachOf(narrowed(holding(units), ['incident.edit:own']), 'incident.edit')).toBeNull()
  expect(reachOf(narrowed(holding(everywhere('*')), ['incident.edit:own']), 'incident.edit')).toEqual({
    units: [],
    services: [],
    own: true,
  })
  expect(narrowed(holding(everywhere('*')), []).grants).toEqual([])
  expect(narrowed(holding(units), null).grants).toEqual([units])
})
