import { describe, expect, it } from 'vitest'
import { testHouse, type TestHouse } from '../../../test/house.ts'
import { sql } from '../../platform/db/sql.ts'
import { ringDue } from '../levels/index.ts'
import { followServiceDays, rebuildServiceDays } from './index.ts'
import type { ServicePage } from './model/service-page.ts'
import { february, story } from './samples.ts'

type Kept = Readonly<{
  days: readonly unknown[]
  totals: readonly unknown[]
  months: readonly unknown[]
  promise_months: readonly unknown[]
}>

const kept = async ({ house: { db } }: TestHouse): Promise<Kept> => ({
  days: await db.rows(sql`select * from service_day where opened + resolved + closed + reopened + kept + missed > 0 order by service, day`),
  totals: await db.rows(sql`select * from month_total where opened + resolved + kept + missed > 0 order by month`),
  months: await db.rows(sql`select * from service_month where opened + resolved + kept + missed > 0 order by service, month`),
  promise_months: await db.rows(sql`select * from promise_month order by service, month, promise`),
})

/** What following left must be what counting anew gives. */
const agrees = async (house: TestHouse): Promise<Kept> => {
  await followServiceDays(house.house.db, house.house.registry, house.now.value)
  const followed = await kept(house)
  await rebuildServiceDays(house.house.db, house.house.registry, house.now.value)
  expect(followed).toEqual(await kept(house))
  return followed
}

describe('the sums by day', () => {
  it('follow every kind of change as a recount would', async () => {
    await using house = await testHouse()
    const told = await story(house)
    await rebuildServiceDays(house.house.db, house.house.registry, house.now.value)
    const tickets = await february(told)
    const first = await agrees(house)
    expect(first.days.length).toBeGreaterThan(5)
    const other = await told.at('2026-03-02 09:00', 'POST', '/services', { title: 'Chat', service_kind: 'application', state: 'live' })
    await told.at('2026-03-02 09:05', 'PATCH', `/incidents/${tickets.a.ref}`, { service: other.ref })
    await agrees(house)
    await told.at('2026-03-02 09:10', 'PATCH', `/incidents/${tickets.c.ref}`, { priority: '4' })
    const fewer = await agrees(house)
    expect(fewer.promise_months).not.toEqual(first.promise_months)
    await told.at('2026-03-02 09:20', 'POST', `/incidents/${tickets.b.ref}/do/reopen`, { reason: 'Again.' })
    await agrees(house)
    await told.at('2026-03-02 09:30', 'PATCH', `/incidents/${tickets.f.ref}`, { opened_at: '2026-02-16T10:00:00Z' })
    await agrees(house)
    await told.at('2026-03-02 09:40', 'POST', `/incidents/${tickets.across.ref}/do/close`)
    await agrees(house)
    house.now.value = Date.parse('2026-03-05T09:00:00Z')
    expect(await ringDue(house.house.db, house.house.registry, house.now.value)).toBeGreaterThan(0)
    await agrees(house)
    await told.at('2026-03-05 10:00', 'POST', `/incidents/${tickets.quick.ref}/remove`, { reason: 'Not ours.' }).catch(() => undefined)
    const last = await agrees(house)
    expect(last.days.every((one) => (one as { day: string }).day >= '2026-01-30')).toBe(true)
  })

  it('say on the page of a service what the report says', async () => {
    await using house = await testHouse()
    const told = await story(house)
    await february(told)
    house.now.value = Date.parse('2026-03-03T09:00:00Z')
    const page = (await house.call('GET', `/services/${told.service.ref}/page?period=2026-02`)).body as unknown as ServicePage
    expect(page.promises.items.map((one) => [one.measure, one.reached.kept, one.reached.missed])).toEqual([
      ['response', 4, 1],
      ['resolution', 3, 3],
    ])
    expect(page.volume.months.slice(-2).map((one) => [one.period, one.opened, one.resolved, one.backlog])).toEqual([
      ['2026-01', 2, 1, 1],
      ['2026-02', 5, 5, 1],
    ])
    const week = (await house.call('GET', `/services/${told.service.ref}/page?period=2026-W07`)).body as unknown as ServicePage
    expect(week.promises.items.map((one) => [one.measure, one.reached.kept, one.reached.missed])).toEqual([
      ['response', 1, 0],
      ['resolution', 0, 1],
    ])
    expect(page.open).toMatchObject({ total: 1, by_priority: [{ priority: '3', missed: 1, running: 0 }] })
    expect(page.calm).toBe(false)
    const listed = (await house.call('GET', `${page.volume.months.at(-1)?.list ?? ''}&count=1`)).body as { count: { value: number } }
    expect(listed.count.value).toBe(5)
  })
})
