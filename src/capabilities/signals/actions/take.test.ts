import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testHouse, type TestHouse } from '../../../../test/house.ts'
import { isoOf } from '../../../kernel/instant.ts'
import { openDatabase } from '../../../platform/db/database.ts'
import { sql } from '../../../platform/db/sql.ts'
import type { Reading, Sample } from '../model/sample.ts'
import type { SourceRow } from '../store/intake.ts'
import { openSource, takeReadings } from './take.ts'

let reeve: TestHouse
let source: SourceRow
const now = Date.parse('2026-03-02T12:00:30Z')
const made = async (plural: string, body: object): Promise<string> => {
  const { body: answer } = await reeve.call('POST', `/${plural}`, body)
  expect(answer).toHaveProperty('item')
  return (answer['item'] as { id: string }).id
}
const measures: Record<string, string> = {}
beforeAll(async () => {
  reeve = await testHouse()
  const id = await made('sources', { title: 'Probe', source_type: 'plain', max_series: 12 })
  source = await openSource(reeve.house.db, id)
  const base = { source: id, measure_type: 'latency' }
  measures['latency'] = await made('measures', {
    ...base,
    title: 'Latency',
    aggregation: 'quantile',
    series: { name: 'latency' },
    good_when: 'at_most',
    good_level: 300,
  })
  measures['share'] = await made('measures', {
    ...base,
    title: 'Requests',
    aggregation: 'share',
    series: { name: 'requests_total', labels: { service: 'portal' } },
    marked_series: { name: 'requests_total', labels: { service: 'portal', code: '5*' } },
    marked_are: 'bad',
  })
})
afterAll(async () => await reeve[Symbol.asyncDispose]())

const reading = (samples: readonly Sample[], rest: Partial<Reading> = {}): Reading => ({ samples, distributions: [], refused: [], ...rest })
const gauge = (value: number, at: number, labels = {}): Sample => ({ name: 'latency', labels, at, value, means: 'gauge' })
const take = async (one: Reading, at = now) => await takeReadings(reeve.house.db, source, { reading: one }, () => at)
const minutes = async (measure: string) =>
  await reeve.house.db.rows<{ at: string; count: number; good: number; sum: number; min: number; max: number; last: number }>(
    sql`select at, count, good, sum, min, max, last from rollup_minute where measure = ${measures[measure]} order by at`,
  )

describe('readings', () => {
  test('are added up by minute, those sent twice once, whatever their order', async () => {
    const samples = [gauge(100, now), gauge(400, now - 5_000), gauge(200, now - 61_000)]
    expect(await take(reading(samples))).toEqual({ taken: 3, refused: [] })
    expect(await take(reading([gauge(200, now - 61_000), gauge(250, now - 62_000)]))).toMatchObject({ taken: 1, refused: [{ count: 1 }] })
    expect(await minutes('latency')).toEqual([
      { at: '2026-03-02T11:59:00.000Z', count: 2, good: 2, sum: 450, min: 200, max: 250, last: 200 },
      { at: '2026-03-02T12:00:00.000Z', count: 2, good: 1, sum: 500, min: 100, max: 400, last: 100 },
    ])
  })
  test('from the future, too late or not a number are refused and counted by hour with an example', async () => {
    const answer = await take(
      reading([gauge(1, now + 3_600_000), gauge(1, now - 48 * 3_600_000), gauge(Number.NaN, now)], {
        refused: [{ reason: 'Line 3 has no value.', count: 2 }],
      }),
    )
    expect(answer.taken).toBe(0)
    expect(answer.refused.map(({ count }) => count).sort((a, b) => a - b)).toEqual([1, 1, 1, 2])
    const drops = await reeve.house.db.rows<{ reason: string; n: number; example: string | null }>(
      sql`select reason, n, example from source_drop where source = ${source.id} order by n desc, reason`,
    )
    expect(drops[0]).toEqual({ reason: 'Line 3 has no value.', n: 2, example: null })
    expect(drops.some((one) => one.reason.startsWith('It came too late') && one.example === 'latency')).toBe(true)
  })
  test('of counters give increases; a fall is a reset; bad events are taken off all', async () => {
    const at = now - 600_000
    const total = (value: number, second: number, code: string): Sample => ({
      name: 'requests_total',
      labels: { service: 'portal', code },
      at: at + second * 1000,
      value,
      means: 'total',
    })
    await take(reading([total(1000, 0, '200'), total(10, 0, '500')]))
    await take(reading([total(1090, 15, '200'), total(20, 15, '500')]))
    await take(reading([total(1090, 15, '200'), total(1050, 10, '200'), total(30, 30, '200'), total(20, 30, '500')]))
    const both = await minutes('share')
    // Ninety and, in the next minute, thirty after the reset; the ten errors count in both series.
    expect(both).toMatchObject([
      { count: 100, good: 90 },
      { count: 30, good: 30 },
    ])
    const resets = await reeve.house.db.first<{ resets: number }>(
      sql`select sum(resets)::integer as resets from series where source = ${source.id}`,
    )
    expect(resets).toEqual({ resets: 1 })
  })
  test('come into a minute that is stored already, whoever stored it and whatever this process remembers', async () => {
    const at = now - 2 * 3_600_000
    const other = openDatabase(reeve.house.db.address, 2)
    const send = async (db: typeof other, value: number, when: number) =>
      await takeReadings(db, source, { reading: reading([gauge(value, when)]) }, () => now)
    for (const [n, db] of [reeve.house.db, other, reeve.house.db, other].entries()) await send(db, 2 ** n, at + n * 1000)
    const third = openDatabase(reeve.house.db.address, 1)
    await send(third, 16, at + 4000)
    await Promise.all([other.close(), third.close()])
    expect((await minutes('latency')).find((one) => one.at === isoOf(at - (at % 60_000)))).toMatchObject({ count: 5, sum: 31 })
  })
  test('told twice in one message are taken once, and no more are said to be', async () => {
    const total = (value: number, second: number): Sample => ({
      name: 'jobs_total',
      labels: {},
      at: now + second * 1000,
      value,
      means: 'total',
    })
    expect(await take(reading([total(5, 0), total(5, 0)]))).toMatchObject({ taken: 1, refused: [{ reason: 'It came twice.', count: 1 }] })
    expect(await take(reading([total(4, -5), total(-3, 10), total(9, 20)]))).toMatchObject({
      taken: 1,
      refused: [{ count: 1 }, { count: 1 }],
    })
  })
  test('of a counter that says that it began anew count from 0, though it has grown beyond what it was', async () => {
    const at = now - 3_600_000
    const total = (value: number, second: number, since: number): Sample => ({
      name: 'requests_total',
      labels: { service: 'portal', code: 'new' },
      at: at + second * 1000,
      value,
      means: 'total',
      since: at + since * 1000,
    })
    await take(reading([total(100, 0, -50), total(110, 10, -50), total(150, 30, 20), total(160, 40, 20)]))
    expect((await minutes('share')).slice(0, 2)).toMatchObject([{ count: 10 }, { count: 160 }])
  })
  test('without a time of their own all count, since nothing tells that one came twice', async () => {
    const before = await minutes('latency')
    const bare = (value: number): Sample => ({ name: 'latency', labels: {}, at: null, value, means: 'gauge' })
    expect(await take(reading([bare(1), bare(2)]), now + 60_000)).toEqual({ taken: 2, refused: [] })
    expect((await minutes('latency')).length).toBe(before.length + 1)
    expect((await minutes('latency')).at(-1)).toMatchObject({ count: 2, sum: 3 })
  })
  test('named by an event count once for it, whatever their time; two events of one moment both count', async () => {
    const told = (event: string, value: number, at: number | null): Sample => ({
      name: 'latency',
      labels: { by: 'event' },
      at,
      value,
      means: 'gauge',
      event,
    })
    const at = now + 120_000
    expect(await take(reading([told('/a 1', 1, at), told('/a 2', 2, at), told('/a 3', 3, null)]), at)).toEqual({ taken: 3, refused: [] })
    expect(await take(reading([told('/a 3', 3, null), told('/a 1', 1, at), told('/a 4', 4, at)]), at + 90_000)).toMatchObject({
      taken: 1,
      refused: [{ reason: 'It came twice.', count: 2 }],
    })
    const both = await Promise.all([take(reading([told('/a 5', 5, null)]), at), take(reading([told('/a 5', 5, null)]), at)])
    expect(both.map((one) => one.taken).toSorted((a, b) => a - b)).toEqual([0, 1])
    expect((await minutes('latency')).filter((one) => Date.parse(one.at) >= at - 30_000)).toMatchObject([{ count: 5, sum: 15 }])
  })
  test('of running histograms count with their true sum, also after a reset', async () => {
    const distribution = (counts: readonly number[], sum: number, second: number) => ({
      name: 'latency',
      labels: { le: 'running' },
      at: now + 600_000 + second * 1000,
      means: 'total' as const,
      count: counts.reduce((all, n) => all + n, 0),
      sum,
      min: null,
      max: null,
      bounds: [10, 100],
      counts,
    })
    const send = async (...distributions: ReturnType<typeof distribution>[]) => await take(reading([], { distributions }), now + 700_000)
    await send(distribution([5, 5, 0], 200, 0))
    await send(distribution([5, 5, 4], 5200, 10), distribution([0, 1, 0], 50, 20))
    expect((await minutes('latency')).at(-1)).toMatchObject({ count: 5, sum: 5050 })
    expect(await send(distribution([0, 1, 0], 50, 20))).toMatchObject({ taken: 0, refused: [{ count: 1 }] })
  })
  test('say of their series when they last came, counters and others alike', async () => {
    const seen = async () =>
      await reeve.house.db.first<{ last_at: string }>(
        sql`select last_at from series where source = ${source.id} and name = 'latency' and labels = '{}'`,
      )
    const later = now + 2 * 3_600_000
    await take(reading([gauge(1, later)]), later)
    expect(await seen()).toEqual({ last_at: isoOf(later) })
    await take(reading([gauge(1, later + 60_000)]), later + 60_000)
    expect(await seen()).toEqual({ last_at: isoOf(later) })
  })
  test('of one series more than the source may have are refused; those of known series still count', async () => {
    const many = Array.from({ length: 40 }, (_, n) => gauge(1, now - 1000, { host: `h${n}` }))
    const answer = await take(reading([...many, gauge(5, now - 2_000)]))
    expect(answer.refused).toMatchObject([{ reason: expect.stringContaining('as many series') as string }])
    expect(answer.taken).toBeGreaterThanOrEqual(1)
    const series = await reeve.house.db.first<{ n: number }>(sql`select count(*)::integer as n from series where source = ${source.id}`)
    expect(series?.n).toBe(12)
  })
  test('sent at the same time, also by another process, all count', async () => {
    const before = (await minutes('latency')).reduce((sum, one) => sum + one.count, 0)
    const other = openDatabase(reeve.house.db.address, 2)
    await Promise.all(
      Array.from(
        { length: 20 },
        async (_, n) =>
          await takeReadings(
            n % 2 === 0 ? reeve.house.db : other,
            source,
            { reading: reading([gauge(n, now - 10_000 - n * 17)]) },
            () => now,
          ),
      ),
    )
    await other.close()
    expect((await minutes('latency')).reduce((sum, one) => sum + one.count, 0)).toBe(before + 20)
    const whole = await reeve.house.db.first(sql`select last_at, last_value from measure where id = ${measures['latency']}`)
    expect(whole).toMatchObject({ last_at: isoOf(now + 2 * 3_600_000 + 60_000) })
  })
})
