import { openSource, type Sample, type SourceRow, takeReadings } from '../src/capabilities/signals/index.ts'
import type { House } from '../src/house.ts'
import { sql } from '../src/platform/db/sql.ts'
import type { Context } from '../src/platform/records/context.ts'
import { create } from '../src/platform/records/write.ts'
import { system } from '../src/platform/rights/grants.ts'
import { cpuOfTree } from './machine.ts'
import { withHouse } from './opened.ts'
import type { Bench, Row } from './row.ts'

const begin = Date.UTC(2026, 10, 1, 12)
const series = 1_000

/** A source with a measure for each of its series. */
const sourceOf = async (house: House): Promise<SourceRow> => {
  const ctx: Context = { registry: house.registry, actor: system, now: begin, via: 'system' }
  const id = await house.db.transaction(
    async (tx) => {
      const source = await create(tx, ctx, house.registry.kind('source'), { title: 'Bench', source_type: 'prometheus' })
      for (let n = 0; n < series; n++)
        await create(tx, ctx, house.registry.kind('measure'), {
          title: `Measure ${n}`,
          source: source.id,
          measure_type: 'latency',
          aggregation: 'mean',
          series: { name: 'latency', labels: { host: `h${n}` } },
        })
      return source.id
    },
    { deadline: 0 },
  )
  return await openSource(house.db, id)
}

const labels = Array.from({ length: series }, (_, n) => ({ host: `h${n}` }))

/** Every series read each second over so many seconds: what a sender that batches by the minute brings. */
const batchOf = (from: number, seconds: number): readonly Sample[] =>
  labels.flatMap((one, n) =>
    Array.from(
      { length: seconds },
      (_, second): Sample => ({
        name: 'latency',
        labels: one,
        at: from + second * 1000,
        value: ((n * 31 + second) % 100) / 10,
        means: 'gauge',
      }),
    ),
  )

type Took = Readonly<{ wall: number; cpu: number; rows: number }>

const timed = async (pid: number | null, work: () => Promise<number>): Promise<Took> => {
  const used = (): number => {
    const { user, system: kernel } = process.cpuUsage()
    return (user + kernel) / 1e6 + (pid === null ? 0 : cpuOfTree(pid))
  }
  const [cpu, begun] = [used(), performance.now()]
  const rows = await work()
  return { wall: (performance.now() - begun) / 1000, cpu: used() - cpu, rows }
}

/** Four senders at once, each with batches of its own minutes. */
const taking = async (
  house: House,
  source: SourceRow,
  pid: number | null,
  batches: number,
  seconds: number,
  from: number,
): Promise<Took> => {
  const made = Array.from({ length: batches }, (_, n) => batchOf(from + n * 60_000, seconds))
  return await timed(pid, async () => {
    let next = 0
    let taken = 0
    const sender = async (): Promise<void> => {
      for (let at = next++; at < made.length; at = next++) {
        const samples = made[at] ?? []
        const result = await takeReadings(
          house.db,
          source,
          { reading: { samples, distributions: [], refused: [] } },
          () => from + batches * 60_000,
        )
        taken += result.taken
      }
    }
    await Promise.all(Array.from({ length: 4 }, sender))
    return taken
  })
}

/** The limit: the rollup rows that come out of it, inserted by one statement a batch. */
const bare = async (house: House, pid: number | null, batches: number): Promise<Took> => {
  await house.db.run(sql`create table bare_rollup (like rollup_minute including all)`)
  return await timed(pid, async () => {
    for (let n = 0; n < batches; n++)
      await house.db.run(sql`
        insert into bare_rollup (measure, at, count, good, sum, min, max, last, last_at, marks)
        select gen_random_uuid(), now() - ${n}::integer * interval '1 minute', 60, 0, 300, 0, 10, 5, now(), decode(repeat('ab', 360), 'hex') from generate_series(1, ${series})`)
    return batches * series
  })
}

export const bench: Bench = {
  name: 'ingest',
  run: async ([size]): Promise<readonly Row[]> =>
    await withHouse(async (house, pid) => {
      const batches = Number(size ?? 20)
      const source = await sourceOf(house)
      await taking(house, source, pid, 2, 60, begin - 3_600_000)
      const minute = await taking(house, source, pid, batches, 60, begin)
      const sparse = await taking(house, source, pid, batches, 4, begin + 3_600_000)
      const limit = await bare(house, pid, batches)
      const perSample = (took: Took): number => took.rows / took.wall
      const beside = (limit.rows / limit.wall) * 60
      return [
        {
          work: `${series} series, a minute of seconds a batch: durable`,
          figure: perSample(minute),
          unit: 'samples/s',
          beside,
          ratio: perSample(minute) / beside,
          reach: '>= 200,000 (beside: bare INSERT of their rollups)',
          met: perSample(minute) >= 200_000,
        },
        {
          work: 'the same per CPU second, database included',
          figure: minute.rows / minute.cpu,
          unit: 'samples/s',
          beside: (limit.rows / limit.cpu) * 60,
          ratio: minute.rows / minute.cpu / ((limit.rows / limit.cpu) * 60),
          reach: '>= 200,000',
          met: minute.rows / minute.cpu >= 200_000,
        },
        {
          work: `${series} series, four readings a minute a batch: durable`,
          figure: perSample(sparse),
          unit: 'samples/s',
          beside: beside / 15,
          ratio: perSample(sparse) / (beside / 15),
          reach: '>= 1/5 of the bare INSERT',
          met: perSample(sparse) >= beside / 15 / 5,
        },
      ]
    }),
}
