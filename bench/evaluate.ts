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

type Made = Readonly<{ source: string; measures: readonly string[] }>

/** So many promises over a rolling year, each with an indicator of its own and a year of rollups. */
const fill = async (house: House, count: number): Promise<Made> => {
  const ctx: Context = { registry: house.registry, actor: system, now, via: 'system' }
  const measures: string[] = []
  const source = await house.db.transaction(
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
      return from.id
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
  return { source, measures }
}

const seconds = async (work: () => Promise<unknown>): Promise<number> => {
  const begun = performance.now()
  await work()
  return (performance.now() - begun) / 1000
}

export const bench: Bench = {
  name: 'evaluate',
  run: async ([size]): Promise<readonly Row[]> =>
    await withHouse(async (house) => {
      const count = Number(size ?? 10_000)
      const { source, measures } = await fill(house, count)
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
      ]
    }),
}
