import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { adopt, type Arrival, type CustodyChange, makeLevels, readArrivals, rereadAll } from '../src/capabilities/levels/index.ts'
import { support } from '../src/capabilities/support/index.ts'
import { migrations } from '../src/house.ts'
import { kinds } from '../src/kinds.ts'
import { type Database, openDatabase } from '../src/platform/db/database.ts'
import { migrate } from '../src/platform/db/migrate.ts'
import { startDatabase } from '../src/platform/db/server.ts'
import { sql } from '../src/platform/db/sql.ts'
import type { Context } from '../src/platform/records/context.ts'
import { makeRegistry } from '../src/platform/records/registry.ts'
import { create, move } from '../src/platform/records/write.ts'
import { system } from '../src/platform/rights/grants.ts'
import { fill } from './fill.ts'
import { cpuOfTree } from './machine.ts'
import type { Bench, Row } from './row.ts'

const minute = 60_000
const hour = 60 * minute
const now = Date.UTC(2026, 10, 1)
const begin = Date.UTC(2024, 10, 1)
const office = Object.fromEntries(['mon', 'tue', 'wed', 'thu', 'fri'].map((name) => [name, [['08:00', '18:00']]]))

const registryOf = () => {
  const levels = makeLevels()
  const [shape] = Object.values(levels.shapes ?? {})
  return makeRegistry({
    kinds,
    behaviours: [...(levels.behaviours ?? []), ...(support.behaviours ?? [])],
    shapes: new Proxy(levels.shapes ?? {}, { get: (shapes, name) => shapes[String(name)] ?? shape }),
    announce: () => undefined,
  })
}

/** An agreement for everything: respond and resolve by priority, in office hours of a zone with clock changes. @returns the calendar's id */
const agree = async (db: Database, ctx: Context): Promise<string> =>
  await db.transaction(async (tx) => {
    const make = async (kind: string, fields: Readonly<Record<string, unknown>>) => await create(tx, ctx, ctx.registry.kind(kind), fields)
    const calendar = await make('calendar', { title: 'Office', time_zone: 'Europe/London', hours: office })
    const sla = await make('agreement', { title: 'All', agreement_type: 'sla', calendar: calendar.id, pauses_on: ['customer'] })
    for (const priority of ['1', '2', '3', '4']) {
      await make('promise', { agreement: sla.id, measure: 'response', priority, target: Number(priority) * 3600, warn_at: 0.75 })
      await make('promise', { agreement: sla.id, measure: 'resolution', priority, target: Number(priority) * 4 * 3600, warn_at: 0.75 })
    }
    await move(tx, ctx, ctx.registry.kind('agreement'), sla.id, 'activate')
    return calendar.id
  })

const team = '01000000-0000-7000-8000-000000000001'
const hex = (n: number): string => n.toString(16).padStart(12, '0')

/** Ticket n of those that `fill` makes: six changes in about two days; one in a hundred is still open. */
const arrivalOf = (n: number, count: number, services: number): Arrival => {
  const opened = begin + Math.floor((n / count) * 729 * 24) * hour
  const holder = { type: 'team', id: team, name: 'Service desk' } as const
  const pause = (1 + (n % 5)) * 7 * hour
  const change = (at: number, order: number, set: CustodyChange['set']): CustodyChange => ({ at: opened + at, order, set })
  const changes = [
    change(0, 0, { holder, state: 'new', meaning: 'open', waiting_for: null, owner: null, priority: String(1 + (n % 4)) }),
    change((10 + (n % 50)) * minute, 1, { state: 'active', meaning: 'active', owner: team }),
    change(2 * hour, 2, {
      state: 'pending',
      meaning: 'waiting',
      waiting_for: 'customer',
      holder: { type: 'customer', id: null, name: 'Customer' },
    }),
    change(2 * hour + pause, 3, { state: 'active', meaning: 'active', waiting_for: null, holder }),
  ]
  if (n % 100 !== 0) {
    changes.push(change((4 + (n % 9)) * hour + pause, 4, { state: 'resolved', meaning: 'done' }))
    changes.push(change(72 * hour + pause, 5, { state: 'closed', meaning: 'closed' }))
  }
  const service = `01000000-0000-7000-8000-${hex(1 + ((n * 7919) % services))}`
  return { id: `02000000-0000-7000-8000-${hex(n)}`, kind: 'incident', service, opened_at: opened, changes }
}

type Adopted = Readonly<{ compute: number; all: number }>

/** Seconds to read the clocks of all tickets, and to read and write them. */
const adoptAll = async (db: Database, ctx: Context, count: number, services: number): Promise<Adopted> => {
  let [compute, all] = [0, 0]
  for (let first = 1; first <= count; first += 10_000) {
    const arrivals = Array.from({ length: Math.min(10_000, count - first + 1) }, (_, at) => arrivalOf(first + at, count, services))
    const begun = performance.now()
    await db.transaction(
      async (tx) => {
        const from = performance.now()
        const readings = await readArrivals(tx, ctx, arrivals)
        compute += performance.now() - from
        await adopt(tx, ctx, readings)
      },
      { deadline: 0 },
    )
    all += performance.now() - begun
  }
  return { compute: compute / 1000, all: all / 1000 }
}

const seconds = async (work: () => Promise<unknown>): Promise<number> => {
  const begun = performance.now()
  await work()
  return (performance.now() - begun) / 1000
}

const sized = async (count: number): Promise<readonly Row[]> => {
  const folder = mkdtempSync(join(tmpdir(), 'reeve-bench-'))
  const quiet = { info: () => undefined, error: (message: string) => void process.stderr.write(`${message}\n`) }
  const server = await startDatabase({ dataDir: folder, log: quiet, say: () => undefined })
  const db = openDatabase(server.url(), 4)
  try {
    await migrate(db, migrations())
    const services = 500
    await fill(db, services, count)
    const ctx: Context = { registry: registryOf(), actor: system, now, via: 'import' }
    const calendar = await agree(db, ctx)
    const adopted = await adoptAll(db, ctx, count, services)
    for (const table of ['chain', 'custody', 'clock']) await db.run({ strings: [`vacuum analyze ${table}`], values: [] })
    await rereadAll(db, ctx.registry, { now })
    const bare = await seconds(async () => {
      await db.transaction(async (tx) => await tx.run(sql`update clock set elapsed_s = elapsed_s + 0, read_at = now()`), { deadline: 0 })
    })
    const used = (): number => {
      const { user, system: kernel } = process.cpuUsage()
      return (user + kernel) / 1e6 + cpuOfTree(server.pid ?? 0)
    }
    const again = async (rule: Readonly<{ hours: unknown; holidays: readonly string[] }>) => {
      await db.run(
        sql`update calendar set holidays = ${JSON.stringify(rule.holidays)}, hours = ${JSON.stringify(rule.hours)} where id = ${calendar}`,
      )
      const cpu = used()
      let read = 0
      const took = await seconds(async () => {
        read = await rereadAll(db, ctx.registry, { now })
      })
      if (read !== count) throw new Error(`${read} of ${count} tickets were read again`)
      return { wall: (took / count) * 1e6, cpu: ((used() - cpu) / count) * 1e6 }
    }
    const holiday = await again({ hours: office, holidays: ['2026-05-04'] })
    const hours = await again({ hours: { ...office, mon: [['09:00', '17:30']] }, holidays: ['2026-05-04'] })
    const beside = (bare / count) * 1e6
    const size = count.toLocaleString('en-GB')
    const reread = (work: string, { wall, cpu }: typeof hours): readonly Row[] => [
      {
        work: `${size}: ${work}, for 1 M`,
        figure: wall,
        unit: 's',
        beside,
        ratio: wall / beside,
        reach: '< 60 s (beside: one UPDATE of all)',
        met: wall < 60,
      },
      {
        work: `${size}: CPU of it with the database, for 1 M`,
        figure: cpu,
        unit: 's',
        beside: wall,
        ratio: cpu / wall,
        reach: '< 100 s',
        met: cpu < 100,
      },
    ]
    const unit = 'tickets/s'
    return [
      {
        work: `${size}: clocks of arriving tickets computed`,
        figure: count / adopted.compute,
        unit,
        beside: count / adopted.all,
        ratio: adopted.all / adopted.compute,
        reach: '>= 20,000/s',
        met: count / adopted.compute >= 20_000,
      },
      {
        work: `${size}: chains and clocks computed and written`,
        figure: count / adopted.all,
        unit,
        beside: count / adopted.compute,
        ratio: adopted.compute / adopted.all,
        reach: '>= 5,000/s',
        met: count / adopted.all >= 5_000,
      },
      ...reread('all clocks read again after a holiday was added', holiday),
      ...reread('all clocks read again after new hours on Mondays', hours),
    ]
  } finally {
    await db.close()
    await server.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Sizes are words: `npm run bench clock-reread 10000 1000000`. */
export const bench: Bench = {
  name: 'clocks read again',
  run: async (args) => {
    const rows: Row[] = []
    for (const size of args.length > 0 ? args.map(Number) : [10_000, 100_000]) rows.push(...(await sized(size)))
    return rows
  },
}
