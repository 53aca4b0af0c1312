import { afterAll, beforeAll, expect, test } from 'vitest'
import { testHouse, type TestHouse } from '../../../test/house.ts'
import { rereadAll } from './index.ts'

let reeve: TestHouse
beforeAll(async () => {
  reeve = await testHouse()
})
afterAll(async () => await reeve[Symbol.asyncDispose]())

const made = async (plural: string, body: object): Promise<{ id: string; ref: string }> => {
  const answer = await reeve.call('POST', `/${plural}`, body)
  expect(answer.body).toHaveProperty('item')
  return answer.body['item'] as { id: string; ref: string }
}

const weekdays = Object.fromEntries(['mon', 'tue', 'wed', 'thu', 'fri'].map((name) => [name, [['09:00', '17:00']]]))

test('from calendar to clock, over HTTP', async () => {
  const calendar = await made('calendars', {
    title: 'Office',
    time_zone: 'Europe/London',
    hours: weekdays,
    holidays: [{ date: '2026-03-04', name: 'Founders’ day' }],
  })
  const service = await made('services', { title: 'Telephony', service_kind: 'application' })
  const sla = await made('agreements', {
    title: 'Telephony',
    agreement_type: 'sla',
    calendar: calendar.ref,
    services: [service.ref],
    pauses_on: ['customer'],
  })
  const promise = await made('promises', { agreement: sla.ref, measure: 'resolution', target: 8 * 3600 })
  expect(promise).toMatchObject({ title: 'Resolve within 8 h' })
  expect((await reeve.call('POST', `/agreements/${sla.ref}/do/activate`, {})).status).toBe(200)
  const incident = await made('incidents', { title: 'No dial tone', service: service.ref, impact: '2', urgency: '1' })
  expect(incident).toMatchObject({ priority: '2', level_state: 'running', due_at: '2026-03-02T17:00:00.000Z' })

  const custody = await reeve.call('GET', `/incidents/${incident.ref}/custody`)
  expect(custody.body).toMatchObject({
    followed: true,
    chain: [{ state: 'new', to: null }],
    clocks: [
      {
        promise: { ref: promise.ref },
        agreement: { ref: sla.ref },
        words: expect.stringContaining('Mon-Fri 09:00-17:00') as string,
        state: 'running',
        remaining_s: 8 * 3600,
      },
    ],
    hands: [{ business_s: 0, holds_now: true }],
  })
  const preview = await reeve.call('GET', `/calendars/${calendar.ref}/preview?from=2026-03-02&to=2026-03-09`)
  expect((preview.body['periods'] as { day: string }[]).map((one) => one.day)).toEqual([
    '2026-03-02',
    '2026-03-03',
    '2026-03-05',
    '2026-03-06',
  ])
  expect(preview.body['seconds']).toBe(4 * 8 * 3600)
  expect((await reeve.call('GET', `/calendars/${calendar.ref}/preview?from=2026-03-02&to=2020-03-09`)).status).toBe(422)

  await reeve.call('POST', `/incidents/${incident.ref}/do/start`, {})
  reeve.now.value += 3_600_000
  await reeve.call('POST', `/incidents/${incident.ref}/do/resolve`, { resolution_code: 'fixed' })
  const performance = await reeve.call('GET', `/agreements/${sla.ref}/performance?period=2026-03`)
  expect(performance.body).toMatchObject({
    period: { label: 'March 2026', over: false },
    promises: [{ kept: 1, missed: 0, share_kept: 1, holds: true }],
  })
  expect((await reeve.call('GET', `/agreements/${sla.ref}/performance?period=soon`)).status).toBe(422)
})

test('reading all clocks again is asked for by those who may, and everybody with an eye on agreements sees how far it is', async () => {
  await rereadAll(reeve.house.db, reeve.house.registry, { now: reeve.now.value })
  const actor = (right: string) => ({ id: null, title: 'Somebody', level: 2, teams: [], grants: [{ right, reach: 'all' as const }] })
  const refused = await reeve.call('POST', '/clocks/reread', undefined, { as: actor('agreement.see') })
  expect(refused).toMatchObject({ status: 403, body: { right: 'level.reread' } })
  expect((await reeve.call('POST', '/clocks/reread', undefined, { as: actor('*') })).status).toBe(202)
  expect(await reeve.call('GET', '/clocks/reread', undefined, { as: actor('incident.see') })).toMatchObject({ status: 403 })
  expect((await reeve.call('GET', '/clocks/reread', undefined, { as: actor('agreement.see') })).body).toMatchObject({ state: 'waiting' })
  expect(await rereadAll(reeve.house.db, reeve.house.registry, { now: reeve.now.value })).toBe(1)
  expect((await reeve.call('GET', '/clocks/reread')).body).toMatchObject({ state: 'done', done: 1, total: 1 })
})

test('an incident that a person may not see has no custody for them either', async () => {
  const incident = await made('incidents', { title: 'Secret' })
  const nobody = { id: null, title: 'Nobody', level: 1, teams: [], grants: [] }
  expect((await reeve.call('GET', `/incidents/${incident.ref}/custody`, undefined, { as: nobody })).status).toBe(404)
})
