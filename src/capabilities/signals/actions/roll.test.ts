import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { monthAfter } from '../../../kernel/instant.ts'
import { testHouse, type TestHouse } from '../../../../test/house.ts'
import { coverOf, dayMs, hourMs, minuteMs } from '../model/spans.ts'
import { valueOf } from '../model/rollup.ts'
import { sql } from '../../../platform/db/sql.ts'
import { bySteps, overSpans } from '../store/rollups.ts'
import { pruneOld, rollHours } from './roll.ts'
import { openSource, takeReadings } from './take.ts'

let reeve: TestHouse
beforeAll(async () => {
  reeve = await testHouse()
})
afterAll(async () => await reeve[Symbol.asyncDispose]())

describe('what is read for a stretch of time', () => {
  test('covers each of its minutes once, whatever is stale', () => {
    const moment = fc.integer({ min: 0, max: 75 * 1440 }).map((minutes) => minutes * minuteMs)
    const hour = fc.integer({ min: 0, max: 75 * 24 - 1 }).map((hours) => hours * hourMs)
    const month = fc.constantFrom(0, Date.UTC(1970, 1), Date.UTC(1970, 2))
    const staleness = fc.record({
      hours: fc.uniqueArray(hour, { maxLength: 20 }).map((list) => new Set(list)),
      months: fc.uniqueArray(month, { maxLength: 2 }).map((list) => new Set(list)),
    })
    fc.assert(
      fc.property(moment, moment, staleness, (a, b, stale) => {
        const span = { from: Math.min(a, b), to: Math.max(a, b) }
        const cover = coverOf(span, stale)
        const parts = [
          ...cover.months.map((at) => ({ from: at, to: monthAfter(at) })),
          ...cover.days.map((at) => ({ from: at, to: at + dayMs })),
          ...cover.hours.map((at) => ({ from: at, to: at + hourMs })),
          ...cover.minutes,
        ].sort((one, other) => one.from - other.from)
        let at = span.from
        for (const part of parts) {
          expect(part.from).toBe(at)
          at = part.to
        }
        expect(at).toBe(span.to)
        for (const one of cover.hours) expect(stale.hours).not.toContain(one)
        for (const day of cover.days) for (let n = 0; n < 24; n++) expect(stale.hours).not.toContain(day + n * hourMs)
        for (const one of cover.months) {
          expect(stale.months).not.toContain(one)
          expect([...stale.hours].filter((other) => other >= one && other < monthAfter(one))).toEqual([])
        }
        expect(coverOf(span, stale, true).months).toEqual([])
      }),
    )
  })
  test('is a month where a whole one lies in it', () => {
    const fresh = { hours: new Set<number>(), months: new Set<number>() }
    const cover = coverOf({ from: Date.UTC(2026, 0, 31), to: Date.UTC(2026, 3, 2) }, fresh)
    expect(cover.months).toEqual([Date.UTC(2026, 1), Date.UTC(2026, 2)])
    expect(cover.days).toEqual([Date.UTC(2026, 0, 31), Date.UTC(2026, 3, 1)])
  })
})

test('a year of readings adds up alike before and after it is rolled up, by the hour, by the day and over any span', async () => {
  const { body } = await reeve.call('POST', '/sources', { title: 'History', source_type: 'imported', late_after: 400 * 86_400 })
  const source = await openSource(reeve.house.db, (body['item'] as { id: string }).id)
  const made = await reeve.call('POST', '/measures', {
    title: 'Temperature',
    source: source.id,
    measure_type: 'environment',
    aggregation: 'quantile',
    series: { name: 't' },
  })
  const measure = (made.body['item'] as { id: string }).id
  const now = reeve.now.value
  const samples = Array.from({ length: 3_000 }, (_, n) => ({
    name: 't',
    labels: {},
    at: now - 300 * dayMs + Math.floor((n * 300 * dayMs) / 3_000),
    value: (n * 37) % 100,
    means: 'gauge' as const,
  }))
  await takeReadings(reeve.house.db, source, { reading: { samples, distributions: [], refused: [] } }, () => now)
  const spans = [
    { from: now - 300 * dayMs, to: now },
    { from: now - 45 * dayMs - 17 * minuteMs, to: now - 3 * dayMs + 5 * hourMs },
    { from: now - hourMs, to: now },
  ]
  const figures = async () =>
    (await overSpans(reeve.house.db, measure, spans)).map((one) => [one.count, one.sum, one.min, one.max, valueOf(one, 'quantile', 0.9)])
  const before = await figures()
  expect(before[0]?.[0]).toBe(3_000)
  const stepsBefore = await bySteps(reeve.house.db, measure, { from: now - 10 * dayMs, to: now }, dayMs)
  expect(await rollHours(reeve.house.db, now)).toBeGreaterThan(2_900)
  expect(await figures()).toEqual(before)
  expect(
    (await bySteps(reeve.house.db, measure, { from: now - 10 * dayMs, to: now }, dayMs)).map((one) => [
      one.at,
      one.rollup.count,
      one.rollup.sum,
    ]),
  ).toEqual(stepsBefore.map((one) => [one.at, one.rollup.count, one.rollup.sum]))
  // One that comes late makes its hour stale, and is seen at once.
  await takeReadings(
    reeve.house.db,
    source,
    {
      reading: {
        samples: [{ name: 't', labels: {}, at: now - 20 * dayMs + 1000, value: 1_000, means: 'gauge' }],
        distributions: [],
        refused: [],
      },
    },
    () => now,
  )
  expect((await figures())[0]?.slice(0, 2)).toEqual([3_001, Number(before[0]?.[1]) + 1_000])
  await rollHours(reeve.house.db, now)
  expect((await figures())[1]?.[3]).toBe(1_000)
})

describe('what is let go', () => {
  const now = monthAfter(Date.UTC(2026, 2, 1)) + 12 * hourMs
  const made = async (late: number | null) => {
    const { body } = await reeve.call('POST', '/sources', { title: `Late ${late}`, source_type: 'plain', late_after: late })
    const id = (body['item'] as { id: string }).id
    const measure = await reeve.call('POST', '/measures', {
      title: 'Level',
      source: id,
      measure_type: 'other',
      aggregation: 'sum',
      series: { name: 'level' },
    })
    const item = (measure.body['item'] as { id: string }).id
    const send = async (at: number, value: number, arrived = at) =>
      await takeReadings(
        reeve.house.db,
        await openSource(reeve.house.db, id),
        { reading: { samples: [{ name: 'level', labels: {}, at, value, means: 'gauge' }], distributions: [], refused: [] } },
        () => arrived,
      )
    const minutes = async () =>
      Number((await reeve.house.db.first<{ n: number }>(sql`select count(*)::integer as n from rollup_minute where measure = ${item}`))?.n)
    const sum = async (from: number, to: number) => (await overSpans(reeve.house.db, item, [{ from, to }]))[0]?.sum
    return { id, send, minutes, sum }
  }
  test('keeps its sums: a source that waits long keeps its minutes, and one that waits longer than before adds to no hour whose minutes are gone', async () => {
    const [usual, patient] = [await made(null), await made(100 * 86_400)]
    const hour = now - 60 * dayMs
    for (const one of [usual, patient]) {
      await one.send(hour + minuteMs, 5)
      await one.send(now - dayMs, 7)
    }
    await rollHours(reeve.house.db, now)
    await pruneOld(reeve.house.db, now)
    expect([await usual.minutes(), await patient.minutes()]).toEqual([1, 2])
    expect([await usual.sum(hour, hour + hourMs), await patient.sum(hour, hour + hourMs)]).toEqual([5, 5])
    await reeve.call('PATCH', `/sources/${usual.id}`, { late_after: 100 * 86_400 })
    expect(await usual.send(hour + 2 * minuteMs, 9, now)).toMatchObject({
      taken: 0,
      refused: [{ reason: expect.stringContaining('older than the minutes') as string }],
    })
    expect(await patient.send(hour + 2 * minuteMs, 9, now)).toEqual({ taken: 1, refused: [] })
    expect(await patient.send(hour + 2 * minuteMs, 9, now)).toMatchObject({ taken: 0 })
    await rollHours(reeve.house.db, now)
    expect([await usual.sum(hour, hour + hourMs), await patient.sum(hour, hour + hourMs)]).toEqual([5, 14])
    expect(await usual.send(now - 20 * dayMs, 9, now)).toEqual({ taken: 1, refused: [] })
  })
  test('is known at once to a process that remembers the source', async () => {
    const one = await made(null)
    await one.send(now - dayMs, 1)
    await pruneOld(reeve.house.db, now)
    const row = { ...(await openSource(reeve.house.db, one.id)), late_after: 100 * 86_400 }
    const samples = [{ name: 'level', labels: {}, at: now - 60 * dayMs, value: 1, means: 'gauge' as const }]
    expect(await takeReadings(reeve.house.db, row, { reading: { samples, distributions: [], refused: [] } }, () => now)).toMatchObject({
      taken: 0,
    })
  })
  test('keeps what was not added up yet', async () => {
    const late = await made(null)
    const hour = now - 50 * dayMs
    await late.send(hour, 3)
    await pruneOld(reeve.house.db, now)
    expect(await late.minutes()).toBe(1)
    await rollHours(reeve.house.db, now)
    await pruneOld(reeve.house.db, now)
    expect([await late.minutes(), await late.sum(hour, hour + hourMs)]).toEqual([0, 3])
  })
  test('are counts of what was not taken after 90 days', async () => {
    const one = await made(null)
    await one.send(now - 100 * dayMs, 1, now - 91 * dayMs)
    await one.send(now - 100 * dayMs, 1, now - 2 * dayMs)
    await pruneOld(reeve.house.db, now)
    expect(await reeve.house.db.rows(sql`select n from source_drop where source = ${one.id}`)).toEqual([{ n: 1 }])
  })
})
