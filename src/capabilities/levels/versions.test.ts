import { afterAll, beforeAll, expect, test } from 'vitest'
import { monday, testHouse, type TestHouse } from '../../../test/house.ts'

let reeve: TestHouse
beforeAll(async () => {
  reeve = await testHouse()
})
afterAll(async () => await reeve[Symbol.asyncDispose]())

type Made = Readonly<{ id: string; ref: string; version: number }>
const made = async (plural: string, body: object): Promise<Made> => {
  const answer = await reeve.call('POST', `/${plural}`, body)
  expect(answer.body).toHaveProperty('item')
  return answer.body['item'] as Made
}
const dayMs = 86_400_000
const hours = { mon: [['09:00', '17:00']] }

test('an agreement is read as it stood on any day, version by version', async () => {
  const zone = 'Pacific/Auckland'
  const calendar = await made('calendars', { title: 'Office', time_zone: zone, hours })
  const supplier = await made('suppliers', { title: 'Netz' })
  const contract = await made('contracts', { title: 'Lines', supplier: supplier.ref, yearly_cost: '1200', currency: 'EUR' })
  const agreement = await made('agreements', {
    title: 'Lines',
    agreement_type: 'underpinning',
    provider: supplier.ref,
    calendar: calendar.ref,
    contract: contract.ref,
  })
  const fix = await made('promises', { agreement: agreement.ref, measure: 'resolution', target: 8 * 3600 })
  const up = await made('promises', { agreement: agreement.ref, measure: 'availability', share: 0.999 })
  reeve.now.value = monday + 10 * dayMs
  const boss = await reeve.person('Boss', 'Service manager')
  const opened = await reeve.call('POST', `/agreements/${agreement.ref}/do/activate`, { starts_on: '2026-03-12' })
  expect(opened.status).toBe(200)
  reeve.now.value = monday + 20 * dayMs
  expect((await reeve.call('PATCH', `/promises/${fix.ref}`, { target: 4 * 3600, reason: 'The hospital asked' })).status).toBe(200)
  expect((await reeve.call('PATCH', `/contracts/${contract.ref}`, { yearly_cost: '1500' })).status).toBe(200)
  reeve.now.value = monday + 30 * dayMs
  expect((await reeve.call('POST', `/promises/${up.ref}/remove`, {})).status).toBeLessThan(300)
  reeve.now.value = monday + 31 * dayMs
  expect((await reeve.call('PATCH', `/calendars/${calendar.ref}`, { holidays: ['2026-12-25'] })).status).toBe(200)

  const { body } = await reeve.call('GET', `/agreements/${agreement.ref}/versions`)
  // 2 March 09:00 UTC is 22:00 in Auckland; days there are those of the agreement.
  expect(body).toMatchObject({
    zone,
    items: [
      {
        number: 5,
        from: '2026-04-02',
        to: null,
        in_force: true,
        changes: [{ what: 'changed', after: { kind: 'calendar' }, fields: ['holidays'] }],
      },
      { number: 4, promises: 1, changes: [{ what: 'removed', before: { ref: up.ref } }] },
      {
        number: 3,
        reasons: ['The hospital asked'],
        changes: [
          { fields: ['target'], before: { fields: { target: 28_800 } }, after: { fields: { target: 14_400 } } },
          { fields: ['yearly_cost'], before: { fields: { currency: 'EUR' } } },
        ],
      },
      { number: 2, from: '2026-03-12', to: '2026-03-21', decisions: [{ verb: 'activate' }] },
      { number: 1, from: '2026-03-02', promises: 2, in_force: false },
    ],
  })

  const then = await reeve.call('GET', `/agreements/${agreement.ref}/agreed?on=2026-03-15&against=2026-04-10`)
  expect(then.body).toMatchObject({
    on: '2026-03-15',
    in_force: true,
    version: { number: 2 },
    terms: {
      promises: [{ ref: fix.ref, fields: { target: 28_800 } }, { ref: up.ref }],
      beside: [{ kind: 'calendar' }, { kind: 'contract' }],
    },
    against: { number: 5 },
  })
  expect((then.body['changes'] as { what: string }[]).map((one) => one.what).sort()).toEqual(['added', 'changed', 'changed', 'changed'])
  const early = await reeve.call('GET', `/agreements/${agreement.ref}/agreed?on=2026-03-01`)
  expect(early.status).toBe(422)
  expect(JSON.stringify(early.body)).toContain('its first version is of 2026-03-02')

  // Who may see contracts but not their money is not told of it in the past either; who may not see agreements is told nothing.
  const grants = ['agreement', 'promise', 'calendar', 'contract'].map((kind) => ({ right: `${kind}.see`, reach: 'all' as const }))
  const reader = { ...boss, grants }
  const poor = await reeve.call('GET', `/agreements/${agreement.ref}/versions`, undefined, { as: reader })
  expect(poor.status).toBe(200)
  expect(JSON.stringify(poor.body)).not.toContain('1200')
  expect((await reeve.call('GET', `/agreements/${agreement.ref}/versions`, undefined, { as: { ...boss, grants: [] } })).status).toBe(404)
})
