import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testHouse, type TestHouse } from '../../../test/house.ts'
import { isoOf } from '../../kernel/instant.ts'
import { sql } from '../../platform/db/sql.ts'
import { evaluateAll, evaluateChanged, ringDue } from './index.ts'
import { decidedOver } from './store/clock-hours.ts'
import { countClocks } from './store/performance.ts'
import { standingsOf } from './store/standing.ts'

type Made = Readonly<{ id: string; ref: string; version: number }>
let reeve: TestHouse
const hour = 3_600_000
const day = 24 * hour
/** The first of the month in which the tests begin. */
const march = Date.UTC(2026, 2, 1)

const made = async (plural: string, body: object): Promise<Made> => {
  const { body: answer } = await reeve.call('POST', `/${plural}`, body)
  expect(answer).toHaveProperty('item')
  return answer['item'] as Made
}
let service: Made
let agreement: Made
let resolve: Made
let respond: Made
beforeAll(async () => {
  reeve = await testHouse()
  service = await made('services', { title: 'Portal', service_kind: 'application' })
  const always = Object.fromEntries(['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'].map((name) => [name, [['00:00', '24:00']]]))
  const calendar = await made('calendars', { title: 'Always', time_zone: 'Etc/UTC', hours: always })
  agreement = await made('agreements', { title: 'Portal', agreement_type: 'sla', calendar: calendar.id, services: [service.id] })
  resolve = await made('promises', { agreement: agreement.id, measure: 'resolution', target: 4 * 3600, share: 0.9 })
  respond = await made('promises', { agreement: agreement.id, measure: 'response', target: 3600 })
  await reeve.call('POST', `/agreements/${agreement.id}/do/activate`, { starts_on: '2026-01-01' })
})
afterAll(async () => await reeve[Symbol.asyncDispose]())

const evaluated = async (): Promise<number> => await evaluateChanged(reeve.house.db, reeve.house.registry, reeve.now.value)
const standing = async (promise: Made, window = '2026-03') =>
  (await standingsOf(reeve.house.db, { promises: [promise.id] })).find((one) => one.window_name === window)
const at = (moment: number): void => void (reeve.now.value = moment)

/** A ticket that is opened, answered after ten minutes and resolved after so many hours; null leaves it open. */
const ticket = async (opened: number, hours: number | null): Promise<Made> => {
  at(opened)
  const one = await made('incidents', { title: 'No answer', service: service.id })
  at(opened + hour / 6)
  expect((await reeve.call('POST', `/incidents/${one.id}/do/start`, {})).status).toBe(200)
  if (hours === null) return one
  at(opened + hours * hour)
  const { status } = await reeve.call('POST', `/incidents/${one.id}/do/resolve`, { resolution: 'Restarted' })
  expect(status).toBe(200)
  return one
}

describe('a promise about a share of tickets', () => {
  test('has no figure before a ticket kept or missed it', async () => {
    await evaluated()
    expect(await standing(resolve)).toMatchObject({ state: 'no_data', value: null, left_share: null })
  })
  test('is judged by the tickets of its window, so far and if nothing else fails', async () => {
    for (let n = 0; n < 9; n++) await ticket(march + n * hour, 2)
    const missed = await ticket(march + 10 * hour, 6)
    await ticket(march + 17 * hour, null)
    at(march + 18 * hour)
    await evaluated()
    const now = await standing(resolve)
    expect(now).toMatchObject({ good: 9, valid: 10, value: 0.9, target: 0.9, left_s: null, subject: service.id })
    expect(now?.if_kept).toBeCloseTo(10 / 11, 12)
    // 10 tickets in 18 hours make 413.3 in March; a tenth of them may miss it.
    expect(now?.left_share).toBeCloseTo(1 - 1 / ((10 * 31 * 24) / 18 / 10), 9)
    expect(now?.state).toBe('kept')
    const { body } = await reeve.call('GET', `/promises/${resolve.ref}/standing`)
    expect(body).toMatchObject({
      tickets: { kept: 9, missed: 1, open: 1, list: [{ ref: missed.ref, target_s: 4 * 3600, elapsed_s: 6 * 3600 }] },
      counted: { budget: { unit: 'tickets', spent: 1, estimated: true } },
    })
  })
  test('is judged again when a clock runs out, and when a ticket turns out otherwise', async () => {
    at(march + 22 * hour)
    await ringDue(reeve.house.db, reeve.house.registry, reeve.now.value)
    await evaluated()
    expect(await standing(resolve)).toMatchObject({ good: 9, valid: 11, state: 'at_risk' })
    const { body } = await reeve.call('GET', '/incidents?limit=50')
    const [one] = (body['items'] as { id: string; state: string; opened_at: string }[]).filter(
      (each) => each.state === 'resolved' && each.opened_at === isoOf(march),
    )
    const reopened = await reeve.call('POST', `/incidents/${one?.id}/do/reopen`, { reason: 'Not so' })
    expect(reopened.status).toBe(200)
    await evaluated()
    expect(await standing(resolve)).toMatchObject({ good: 8, valid: 10 })
    const { body: page } = await reeve.call('GET', `/promises/${resolve.ref}/standing`)
    expect(page).toMatchObject({ tickets: { missed: 2, open: 1 } })
  })
  test('of each one is lost with the first ticket that misses it, and nobody is told twice', async () => {
    at(march + 30 * hour)
    const late = await made('incidents', { title: 'Late', service: service.id })
    at(march + 32 * hour)
    await reeve.call('POST', `/incidents/${late.id}/do/start`, {})
    await evaluated()
    const now = await standing(respond)
    expect(now).toMatchObject({ target: 1, state: 'missed', left_share: null, policy: null })
    expect((now?.valid ?? 0) - (now?.good ?? 0)).toBe(1)
    const { body } = await reeve.call('GET', `/records/${respond.id}/events`)
    expect((body['items'] as { verb: string }[]).map((one) => one.verb)).toContain('promise_missed')
  })
  test('closes with its month, and rolls where that is promised', async () => {
    const change = { window_type: 'rolling', window_length: 7 * 86_400 }
    const changed = await reeve.call('PATCH', `/promises/${respond.id}`, change)
    expect(changed.status).toBe(200)
    at(Date.UTC(2026, 3, 1, 0, 5))
    await ticket(Date.UTC(2026, 3, 1, 1), 1)
    await evaluated()
    await evaluateAll(reeve.house.db, reeve.house.registry, reeve.now.value)
    expect(await standing(resolve)).toMatchObject({ closed: true })
    expect(await standing(respond, 'rolling')).toMatchObject({ good: 1, valid: 1, state: 'kept' })
    const bad = await reeve.call('PATCH', `/promises/${resolve.id}`, { window_type: 'rolling' })
    expect(bad.status).toBe(422)
  })
  test('shows its tickets only to those who may see them', async () => {
    const grants = ['promise.see', 'agreement.see', 'service.see'].map((right) => ({ right, reach: 'all' as const }))
    const blind = { id: null, title: 'Reader of promises', level: 3, teams: [], grants }
    const page = async (as?: typeof blind) =>
      (await reeve.call('GET', `/promises/${resolve.ref}/standing?window=2026-03`, undefined, as ? { as } : {})).body
    expect((await page())['tickets']).toMatchObject({ missed: 2, list: [{}, {}] })
    expect((await page(blind))['tickets']).toMatchObject({ missed: 2, list: [] })
    const none = await reeve.person('Rita Requester', 'Requester')
    expect((await reeve.call('GET', `/promises/${resolve.ref}/standing`, undefined, { as: none })).status).toBe(404)
  })
})

describe('sums of clocks by the hour', () => {
  test('are what counting the clocks comes to, over any stretch, counted or touched since', async () => {
    const random = (() => {
      let state = 7
      return (below: number): number => (state = (state * 48_271) % 2_147_483_647) % below
    })()
    const promises = [resolve.id, respond.id]
    const agree = async (): Promise<void> => {
      const stretches = Array.from({ length: 8 }, () => {
        const from = march - day + random(40 * 24 * 60) * 60_000 + random(60_000)
        return { from, to: from + random(20 * 24 * 60) * 60_000 }
      })
      const found = await decidedOver(reeve.house.db, promises, stretches)
      for (const [n, stretch] of stretches.entries())
        for (const promise of promises) {
          const [counted] = (await countClocks(reeve.house.db, promises, stretch)).filter((one) => one.promise === promise)
          const sums = found.get(promise)?.[n]
          expect([sums?.kept ?? 0, sums?.missed ?? 0]).toEqual([counted?.kept ?? 0, counted?.missed ?? 0])
        }
    }
    await agree()
    const tickets = await reeve.house.db.rows<{ ticket: string }>(sql`select ticket from chain order by ticket`)
    for (let n = 0; n < 12; n++) {
      const one = tickets[random(tickets.length)]?.ticket ?? ''
      const shift = `${random(50) - 25} hours`
      await reeve.house.db.run(sql`
        update clock set state = case when ${random(2)} = 1 then 'missed' else 'met' end, breached_at = coalesce(breached_at, stopped_at, read_at) + ${shift}::text::interval,
          stopped_at = coalesce(stopped_at, read_at) + ${shift}::text::interval where ticket = ${one}`)
      if (n % 4 === 3) await evaluated()
      await agree()
    }
    await reeve.house.db.run(sql`delete from clock where ticket = ${tickets[0]?.ticket ?? ''}`)
    await agree()
    await evaluated()
    await agree()
    expect(await reeve.house.db.first(sql`select count(*)::int as n from clock_touched`)).toEqual({ n: 0 })
  })
})
