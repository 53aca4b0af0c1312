import { readFileSync } from 'node:fs'
import { incident } from '../src/capabilities/support/kind.ts'
import { type Database, openDatabase } from '../src/platform/db/database.ts'
import { raw } from '../src/platform/db/sql.ts'
import { cpuOfTree, drive, type Host, startHost } from './machine.ts'
import type { Bench, Row } from './row.ts'
import { sameRows } from './same-rows.ts'
import { sampleHouse } from './sample.ts'

const clients = 16

/** CPU milliseconds a request of a host and the database took, and how the requests went. */
const measured = async (host: Host, database: number, work: () => ReturnType<typeof drive>) => {
  const used = (): number => cpuOfTree(host.pid) + (database ? cpuOfTree(database) : 0)
  const before = used()
  const load = await work()
  return { ...load, cpuMs: ((used() - before) / load.count) * 1000 }
}

/** Work done over and over by all clients. @returns how often a second */
const perSecond = async (count: number, work: () => Promise<void>): Promise<number> => {
  let next = 0
  const begun = performance.now()
  await Promise.all(
    Array.from({ length: clients }, async () => {
      while (next++ < count) await work()
    }),
  )
  return count / ((performance.now() - begun) / 1000)
}

/** Megabytes of memory that a process holds. */
const residentMb = (pid: number): number => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024

const refsOf = async (db: Database, statement: string): Promise<readonly string[]> =>
  (await db.rows<{ ref: string }>(raw(statement))).map((one) => one.ref)

const busiest = `select service.ref from incident join service on service.id = incident.service group by service.ref order by count(*) desc limit 5`
/** What the screen asks of each row. */
const shown = `fields=${incident.list.columns.join(',')}`
const one = (paths: readonly string[]) => (at: number) => ({ method: 'GET' as const, path: `/api/v1${paths[at % paths.length] ?? ''}` })

const sized = async (incidents: number): Promise<readonly Row[]> => {
  const { server, seconds, bytes, end } = await sampleHouse(incidents)
  const db = openDatabase(server.url(), clients)
  const hosts: Host[] = []
  try {
    const hello = await startHost('hello')
    const reeve = await startHost('reeve', db.address.host ?? '', db.address.database ?? '')
    hosts.push(hello, reeve)
    const pid = server.pid ?? 0
    const bare = await measured(hello, 0, async () => await drive(hello.port, clients, 12_000, one(['/'])))
    const size = incidents.toLocaleString('en-GB')
    const row = (work: string, figure: number, unit: string, beside: number, reach: string, met: boolean): Row => ({
      work: `${size}: ${work}`,
      figure,
      unit,
      beside,
      ratio: figure / beside,
      reach,
      met,
    })
    /** The CPU of requests beside a bare hello, and the time within which 95 of 100 were answered. */
    const read = async (work: string, paths: readonly string[], count: number, most: Readonly<{ hello?: number; p95: number }>) => {
      await drive(reeve.port, 4, Math.ceil(count / 5), one(paths))
      const found = await measured(reeve, pid, async () => await drive(reeve.port, 4, count, one(paths)))
      const ratio = most.hello ?? Number.POSITIVE_INFINITY
      return [
        row(
          `${work}, CPU with database`,
          found.cpuMs,
          'ms',
          bare.cpuMs,
          most.hello === undefined ? '-' : `<= ${ratio} x bare node:http`,
          found.cpuMs <= ratio * bare.cpuMs,
        ),
        row(`${work}, p95`, found.p95, 'ms', most.p95, `< ${most.p95} ms`, found.p95 < most.p95),
      ]
    }
    const services = await refsOf(db, busiest)
    const rows: Row[] = [
      row('the sample loaded with clocks and custody', seconds, 's', bytes / 1e9, '- (beside: GB on disk)', true),
      ...(await read('list of open', [`/incidents?phase=open,active,waiting&sort=-opened_at&limit=50&${shown}`], 1000, {
        hello: 15,
        p95: 25,
      })),
      ...(await read(
        'list of one service',
        services.map((ref) => `/incidents?service=${ref}&priority=1,2&sort=-opened_at&limit=50&${shown}`),
        1000,
        { hello: 15, p95: 25 },
      )),
      ...(await read(
        'page of the busiest services',
        services.map((ref) => `/services/${ref}/page`),
        200,
        { p95: 50 },
      )),
      ...(await read('desk of the day', ['/desks/run'], 100, { p95: 50 })),
      ...(await read('desk of plans', ['/desks/plan'], 100, { p95: 50 })),
      ...(await read('desk of steering', ['/desks/steer'], 100, { p95: 50 })),
    ]
    const many = 3000
    const all = await refsOf(db, `select ref from service where state = 'live' order by ref limit 500`)
    const create = (at: number) => ({
      method: 'POST' as const,
      path: '/api/v1/incidents',
      body: {
        title: 'Printer on ward 7 does not print',
        service: all[at % all.length],
        priority: '3',
        description: 'Since this morning.',
      },
    })
    await drive(reeve.port, clients, 500, create)
    const made = await measured(reeve, pid, async () => await drive(reeve.port, clients, many, create))
    const same = await sameRows(db)
    await perSecond(200, same.insert)
    const inserts = await perSecond(many, same.insert)
    return [
      ...rows,
      row('create, CPU with database', made.cpuMs, 'ms', bare.cpuMs, '<= 10 x bare node:http', made.cpuMs <= 10 * bare.cpuMs),
      row(
        'create, per second',
        made.perSecond,
        '/s',
        inserts,
        `>= 0.5 x bare inserts of the same ${same.rows} rows`,
        made.perSecond >= inserts / 2,
      ),
      row('create, p99 at 16 clients', made.p99, 'ms', 50, '< 50 ms', made.p99 < 50),
      row('memory of the server', residentMb(reeve.pid), 'MB', 400, '< 400 MB', residentMb(reeve.pid) < 400),
    ]
  } finally {
    for (const host of hosts) host.stop()
    await db.close()
    await end()
  }
}

/** `npm run bench incidents --size 10k,100k,1M`. */
export const bench: Bench = {
  name: 'incidents over HTTP',
  run: async (args) => {
    const sizes = args.length > 0 ? args.map(Number) : [10_000, 100_000]
    const rows: Row[] = []
    for (const size of sizes) rows.push(...(await sized(size)))
    return rows
  },
}
