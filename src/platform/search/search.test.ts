import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testHouse, type TestHouse } from '../../../test/house.ts'
import type { Actor } from '../rights/grants.ts'
import { excerptOf } from './excerpt.ts'

let reeve: TestHouse
let narrow: Actor
const found = async (q: string, as?: Actor): Promise<readonly { ref: string; title: string; excerpt: string | null }[]> => {
  const { body } = await reeve.call('GET', `/search?q=${encodeURIComponent(q)}&limit=50`, undefined, as ? { as } : {})
  return body['items'] as { ref: string; title: string; excerpt: string | null }[]
}
const make = async (plural: string, body: object): Promise<{ id: string; ref: string }> =>
  (await reeve.call('POST', `/${plural}`, body)).body['item'] as { id: string; ref: string }

beforeAll(async () => {
  reeve = await testHouse()
  const theirs = await make('services', { title: 'Nurse call', service_kind: 'communications' })
  const other = await make('services', { title: 'Printing', service_kind: 'application' })
  const incident = { opened_at: '2026-03-01T08:00:00Z' }
  await make('incidents', {
    ...incident,
    title: 'Toner empty on ward 1',
    service: theirs.id,
    description: 'The corridor’s printer says “toner low”.',
  })
  for (let n = 0; n < 230; n++) {
    reeve.now.value += 1000
    await make('incidents', { ...incident, title: `Toner empty ${n}`, service: other.id })
  }
  await make('incidents', { ...incident, title: 'Zürich line “Äther–Süd” is down', service: theirs.id })
  narrow = await reeve.person('Nora Narrow', 'Agent', { for_services: [theirs.id] })
})
afterAll(async () => await reeve[Symbol.asyncDispose]())

describe('search', () => {
  test('finds what a person may see behind more than two hundred newer ones that they may not', async () => {
    expect((await found('toner', narrow)).map((hit) => hit.title)).toEqual(['Toner empty on ward 1'])
  })
  test('answers the newest of many', async () => {
    const all = await found('empty')
    expect(all).toHaveLength(50)
    expect(all[0]?.title).toBe('Toner empty 229')
  })
  test('takes a ref however it is written, and only as its own kind', async () => {
    const first = (await found('INC-1'))[0]
    for (const written of ['inc-1', 'INC 1', 'inc1', ' Inc-001 ']) expect((await found(written))[0]).toEqual(first)
    expect(first?.ref).toBe('INC-1')
    expect((await found('svc1'))[0]?.ref).toBe('SVC-1')
  })
  test('finds words beside typographic signs and without their accents', async () => {
    for (const words of ['zurich', 'ather sud', 'Äther', 'SÜD down'])
      expect((await found(words)).map((hit) => hit.title)).toEqual(['Zürich line “Äther–Süd” is down'])
  })
  test('shows where the words stand in the text, not only that they do', async () => {
    expect((await found('corridor'))[0]?.excerpt).toBe('The corridor’s printer says “toner low”.')
    expect((await found('ward'))[0]?.excerpt).toBeNull()
  })
  test('finds nothing for nothing', async () => {
    for (const words of ['', '   ', '&|!()', "';--"]) expect(await found(words)).toEqual([])
  })
})

describe('an excerpt', () => {
  test('is a bounded part of the text that holds the word', () => {
    const word = fc.stringMatching(/^[a-z]{3,9}$/)
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 120 }), fc.nat(), (words, pick) => {
        const wanted = words[pick % words.length] ?? ''
        const excerpt = excerptOf(words.join(' '), wanted)
        expect(excerpt).toContain(wanted)
        expect(excerpt?.length ?? 0).toBeLessThanOrEqual(170)
      }),
    )
  })
  test('is missing when the word is', () => {
    expect(excerptOf('The corridor’s printer', 'ridor')).toBeNull()
    expect(excerptOf('', 'x')).toBeNull()
  })
})
