import { evaluateAll, evaluateChanged } from '../src/capabilities/levels/index.ts'
import { openSource, takeReadings } from '../src/capabilities/signals/index.ts'
import type { House } from '../src/house.ts'
import { sql } from '../src/platform/db/sql.ts'
import type { Context } from '../src/platform/records/context.ts'
import { create, move } from '../src/platform/records/write.ts'
import { system } from '../src/platform/rights/grants.ts'
import { withHouse } from './opened.ts'
import type { Bench, Row } from './row.ts'

const now = Date.UTC(2026, 10, 1, 12)

type Made = Readonly<{ source: string; measures: readonly string[]; agreement: string }>

/** So many promises over a rolling year, each with an indicator of its own and a year of rollups. */
const fill = async (house: House, count: number): Promise<Made> => {
  const ctx: Context = { registry: house.registry, actor: system, now, via: 'system' }
  const measures: string[] = []
  const made = await house.db.transaction(
    async (tx) => {
      const make = async (kind: string, fields: Readonly<Record<string, unknown>>) =>
        await create(tx, ctx, house.registry.kind(kind), fields)
      const service = await make('service', { title: 'Everything', service_kind: 'application' })
      const always = Object.fromEntries(['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'].map((name) => [name, [['00:00', '24:00']]]))
      const calendar = await make('calendar', { title: 'Always', time_zone: 'Etc/UTC', hours: always })
      const agreement = await make('agreement', { title: 'All', agreement_type: 'sla', calendar: calendar.id, services: [service.id] })
      await move(tx, ctx, house.registry.kind('agreement'), agreement.id, 'activate', { starts_on: '2025-01-01' })
      const from = await make('source', { title: 'Bench', source_type: 'plain' })
      for (let n = 0; n < count; n++) {
        const measure = await make('measure', {
          title: `M${n}`,
          source: from.id,
          subject: service.id,
          measure_type: 'quality',
          aggregation: 'share',
          series: { name: `m${n}` },
          good_when: 'at_most',
          good_level: 1,
        })
        measures.push(measure.id)
        await make('promise', {
          title: `P${n}`,
          agreement: agreement.id,
          measure: 'good_share',
          indicator: measure.id,
          share: 0.99,
          window_type: 'rolling',
          window_length: 365 * 86_400,
        })
      }
      return { source: from.id, agreement: agreement.id }
    },
    { deadline: 0 },
  )
  await house.db.transaction(
    async (tx) => {
      await tx.run(sql`
        insert into rollup_day (measure, at, count, good, sum)
        select measure, at, 1440, 1435, 1440 from unnest(${measures}::uuid[]) as measure, generate_series(date_trunc('day', ${new Date(now).toISOString()}::timestamptz) - interval '366 days', date_trunc('day', ${new Date(now).toISOString()}::timestamptz) - interval '1 day', interval '1 day') as at`)
      await tx.run(sql`
        insert into rollup_month (measure, at, count, good, sum)
        select measure, date_trunc('month', at, 'UTC'), sum(count), sum(good), sum(sum) from rollup_day where at < date_trunc('month', ${new Date(now).toISOString()}::timestamptz, 'UTC') group by 1, 2`)
      await tx.run(sql`
        insert into rollup_hour (measure, at, count, good, sum)
        select measure, at, 60, 60, 60 from unnest(${measures}::uuid[]) as measure, generate_series(date_trunc('day', ${new Date(now).toISOString()}::timestamptz) - interval '4 days', date_trunc('hour', ${new Date(now).toISOString()}::timestamptz) - interval '1 hour', interval '1 hour') as at`)
    },
    { deadline: 0 },
  )
  for (const table of ['rollup_month', 'rollup_day', 'rollup_hour', 'promise', 'measure'])
    await house.db.run({ strings: [`vacuum analyze ${table}`], values: [] })
  return { ...made, measures }
}

const seconds = async (work: () => Promise<unknown>): Promise<number> => {
  const begun = performance.now()
  await work()
  return (performance.now() - begun) / 1000
}

const made = async (house: House, kind: string, fields: Readonly<Record<string, unknown>>): Promise<string> => {
  const ctx: Context = { registry: house.registry, actor: system, now, via: 'system' }
  return (await house.db.transaction(async (tx) => await create(tx, ctx, house.registry.kind(kind), fields))).id
}

/** A promise about tickets with so many of them in its rolling year, and how long judging it takes after the clock of one changed, in ms. */
const tickets = async (house: House, agreement: string, count: number): Promise<number> => {
  const promise = await made(house, 'promise', {
    agreement,
    measure: 'resolution',
    priority: count > 50_000 ? '1' : '2',
    target: 3600,
    share: 0.9,
    window_type: 'rolling',
    window_length: 365 * 86_400,
  })
  await house.db.transaction(
    async (tx) =>
      await tx.run(sql`
        insert into clock (ticket, promise, agreement, measure, state, started_at, stopped_at, due_at, breached_at, target_s, elapsed_s, paused_s, read_at, calendar, calendar_version, agreement_version, promise_version, told)
        select gen_random_uuid(), ${promise}, ${agreement}, 'resolution', case when n % 20 = 0 then 'missed' else 'met' end, at - interval '1 hour', at, at, at, 3600, 3600, 0, at, ${agreement}, 1, 1, 1, 2
        from generate_series(1, ${count}) as n, lateral (select ${new Date(now).toISOString()}::timestamptz - interval '364 days' * (n::float8 / ${count})) as spread (at)`),
    { deadline: 0 },
  )
  await house.db.run({ strings: ['vacuum analyze clock'], values: [] })
  await evaluateChanged(house.db, house.registry, now + 180_000)
  const times: number[] = []
  for (let turn = 0; turn < 20; turn++) {
    await house.db.run(sql`
      update clock set state = case when state = 'met' then 'missed' else 'met' end
      where ticket = (select ticket from clock where promise = ${promise} order by stopped_at desc limit 1 offset ${turn * 7}) and promise = ${promise}`)
    times.push((await seconds(async () => await evaluateChanged(house.db, house.registry, now + 180_000))) * 1000)
  }
  return middle(times)
}

/** A promise about slices of a minute with so many days of them, and how long judging it takes after a reading, in ms. */
const slices = async (house: House, { agreement, source }: Made, days: number): Promise<number> => {
  const measure = await made(house, 'measure', {
    title: `Slices of ${days} days`,
    source,
    measure_type: 'quality',
    aggregation: 'share',
    series: { name: `slices${days}` },
    good_when: 'at_most',
    good_level: 1,
  })
  await made(house, 'promise', {
    agreement,
    measure: 'good_share',
    indicator: measure,
    share: 0.99,
    budgeting: 'slices',
    slice: 60,
    slice_share: 0.9,
    window_type: 'rolling',
    window_length: days * 86_400,
  })
  await house.db.transaction(
    async (tx) =>
      await tx.run(sql`
        insert into rollup_minute (measure, at, count, good, sum)
        select ${measure}, at, 10, 10, 1 from generate_series(${new Date(now).toISOString()}::timestamptz - make_interval(days => ${days}), ${new Date(now).toISOString()}::timestamptz, interval '1 minute') as at`),
    { deadline: 0 },
  )
  await house.db.run({ strings: ['vacuum analyze rollup_minute'], values: [] })
  await evaluateChanged(house.db, house.registry, now + 180_000)
  const row = await openSource(house.db, source)
  const times: number[] = []
  for (let turn = 0; turn < 20; turn++) {
    const at = now + 181_000 + turn * 1000
    const samples = [{ name: `slices${days}`, labels: {}, at, value: 0.5, means: 'gauge' as const }]
    await takeReadings(house.db, row, { reading: { samples, distributions: [], refused: [] } }, () => at)
    times.push((await seconds(async () => await evaluateChanged(house.db, house.registry, at))) * 1000)
  }
  return middle(times)
}

const middle = (list: readonly number[]): number => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)] ?? 0

/** What grew tenfold costs no more than so many times as much. */
const flat = 2

export const bench: Bench = {
  name: 'evaluate',
  run: async ([size]): Promise<readonly Row[]> =>
    await withHouse(async (house) => {
      const count = Number(size ?? 10_000)
      const filled = await fill(house, count)
      const { source, measures, agreement } = filled
      await evaluateAll(house.db, house.registry, now)
      const all = await seconds(async () => await evaluateAll(house.db, house.registry, now + 60_000))
      const limit = await seconds(
        async () => await house.db.rows(sql`select measure, sum(count), sum(good) from rollup_day group by measure`),
      )
      await evaluateChanged(house.db, house.registry, now + 60_000)
      const row = await openSource(house.db, source)
      /** So many measures get a reading each; how long judging what it changed takes, in ms. */
      const changing = async (turn: number, many: number): Promise<number> => {
        const at = now + 120_000 + turn * 1000
        const samples = Array.from({ length: many }, (_, n) => ({
          name: `m${(turn * many + n) % measures.length}`,
          labels: {},
          at,
          value: 0.5,
          means: 'gauge' as const,
        }))
        await takeReadings(house.db, row, { reading: { samples, distributions: [], refused: [] } }, () => at)
        return (await seconds(async () => await evaluateChanged(house.db, house.registry, at))) * 1000
      }
      const mean = (list: readonly number[]): number => list.reduce((sum, one) => sum + one, 0) / list.length
      const alone: number[] = []
      const among: number[] = []
      for (let turn = 0; turn < 50; turn++) alone.push(await changing(turn, 1))
      for (let turn = 50; turn < 60; turn++) among.push((await changing(turn, 500)) / 500)
      const one = mean(alone)
      const each = mean(among)
      const [fewTickets, manyTickets] = [await tickets(house, agreement, 20_000), await tickets(house, agreement, 200_000)]
      const [fewDays, manyDays] = [await slices(house, filled, 3), await slices(house, filled, 30)]
      return [
        {
          work: `${count.toLocaleString('en-GB')} promises over a rolling year, judged and stored`,
          figure: all,
          unit: 's',
          beside: limit,
          ratio: all / limit,
          reach: '< 1 s (beside: one GROUP BY over their days)',
          met: all < 1,
        },
        {
          work: 'one changed promise, judged and stored, nothing else having changed',
          figure: one,
          unit: 'ms',
          beside: limit * 1000,
          ratio: one / (limit * 1000),
          reach: '< 1 ms',
          met: one < 1,
        },
        {
          work: 'each of 500 promises changed in the same second, judged and stored',
          figure: each,
          unit: 'ms',
          beside: limit * 1000,
          ratio: each / (limit * 1000),
          reach: '< 1 ms',
          met: each < 1,
        },
        {
          work: 'a promise about 200,000 tickets of a year, judged after the clock of one changed (beside: about 20,000)',
          figure: manyTickets,
          unit: 'ms',
          beside: fewTickets,
          ratio: manyTickets / fewTickets,
          reach: `flat: < ${flat} x`,
          met: manyTickets / fewTickets < flat,
        },
        {
          work: 'a promise about slices of a minute over 30 days, judged after a reading (beside: over 3 days)',
          figure: manyDays,
          unit: 'ms',
          beside: fewDays,
          ratio: manyDays / fewDays,
          reach: `flat: < ${flat} x`,
          met: manyDays / fewDays < flat,
        },
      ]
    }),
}
