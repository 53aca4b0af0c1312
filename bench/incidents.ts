import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { migrations } from '../src/house.ts'
import { newId } from '../src/kernel/id.ts'
import { type Database, openDatabase } from '../src/platform/db/database.ts'
import { migrate } from '../src/platform/db/migrate.ts'
import { startDatabase } from '../src/platform/db/server.ts'
import { sql } from '../src/platform/db/sql.ts'
import { fill } from './fill.ts'
import { cpuOfTree, drive, type Host, startHost } from './machine.ts'
import type { Bench, Row } from './row.ts'

const clients = 16

/** CPU seconds a request of a host and the database took, and how the requests went. */
const measured = async (host: Host, database: number, work: () => ReturnType<typeof drive>) => {
  const before = cpuOfTree(host.pid) + (database ? cpuOfTree(database) : 0)
  const load = await work()
  const after = cpuOfTree(host.pid) + (database ? cpuOfTree(database) : 0)
  return { ...load, cpuMs: ((after - before) / load.count) * 1000 }
}

/** Inserts of the same rows that one new incident leaves, one after the other on each of 16 connections, each a durable transaction. */
const bareInserts = async (db: Database, count: number): Promise<number> => {
  const rowsOfOne = await db.rows<{ event: unknown }>(
    sql`select after as event from event where kind = 'incident' order by id desc limit 1`,
  )
  const after = JSON.stringify(rowsOfOne[0]?.event ?? {})
  let next = 0
  const begun = performance.now()
  const client = async (): Promise<void> => {
    while (next++ < count) {
      const id = newId()
      const ref = `BARE-${id}`
      await db.transaction(async (tx) => {
        await tx.run(
          sql`insert into record (id, kind, ref, title, state, words, changed_at) values (${id}, 'incident', ${ref}, 'Printer on ward 7 does not print', 'new', to_tsvector('simple', 'Printer on ward 7 does not print'), now())`,
        )
        await tx.run(
          sql`insert into incident (id, ref, title, state, version, created_at, changed_at, priority, opened_at, level_state) values (${id}, ${ref}, 'Printer on ward 7 does not print', 'new', 1, now(), now(), '3', now(), 'none')`,
        )
        await tx.run(
          sql`insert into event (at, via, verb, kind, record_id, version, after) values (now(), 'api', 'create', 'incident', ${id}, 1, ${after})`,
        )
      })
    }
  }
  await Promise.all(Array.from({ length: clients }, client))
  return count / ((performance.now() - begun) / 1000)
}

const sized = async (incidents: number): Promise<readonly Row[]> => {
  const folder = mkdtempSync(join(tmpdir(), 'reeve-bench-'))
  const quiet = { info: () => undefined, error: (message: string) => void process.stderr.write(`${message}\n`) }
  const server = await startDatabase({ dataDir: folder, log: quiet, say: () => undefined })
  const db = openDatabase(server.url(), clients)
  const hosts: Host[] = []
  try {
    await migrate(db, migrations())
    const services = incidents >= 1_000_000 ? 10_000 : 500
    await fill(db, services, incidents)
    const hello = await startHost('hello')
    const reeve = await startHost('reeve', db.address.host ?? '', db.address.database ?? '')
    hosts.push(hello, reeve)
    const many = 3000
    const bare = await measured(hello, 0, () => drive(hello.port, clients, many * 4, () => ({ method: 'GET', path: '/' })))
    const create = (at: number) => ({
      method: 'POST' as const,
      path: '/api/v1/incidents',
      body: {
        title: 'Printer on ward 7 does not print',
        service: `SVC-${1 + (at % services)}`,
        priority: '3',
        opened_at: '2026-11-01T00:00:00Z',
        description: 'Since this morning.',
      },
    })
    await drive(reeve.port, clients, 300, create)
    const made = await measured(reeve, server.pid ?? 0, () => drive(reeve.port, clients, many, create))
    const inserts = await bareInserts(db, many)
    const list = () => ({ method: 'GET' as const, path: '/api/v1/incidents?phase=open,active,waiting&sort=-opened_at&limit=50' })
    await drive(reeve.port, clients, 100, list)
    const listed = await measured(reeve, server.pid ?? 0, () => drive(reeve.port, 4, 1000, list))
    const ofOne = (at: number) => ({
      method: 'GET' as const,
      path: `/api/v1/incidents?service=SVC-${1 + (at % services)}&priority=1,2&sort=-opened_at&limit=50`,
    })
    const narrow = await measured(reeve, server.pid ?? 0, () => drive(reeve.port, 4, 1000, ofOne))
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
    return [
      row('create, CPU with database', made.cpuMs, 'ms', bare.cpuMs, '<= 10 x bare node:http', made.cpuMs <= 10 * bare.cpuMs),
      row('create, per second', made.perSecond, '/s', inserts, '>= 0.5 x bare inserts', made.perSecond >= inserts / 2),
      row('create, p99 at 16 clients', made.p99, 'ms', 50, '< 50 ms', made.p99 < 50),
      row('list of open, CPU with database', listed.cpuMs, 'ms', bare.cpuMs, '<= 15 x bare node:http', listed.cpuMs <= 15 * bare.cpuMs),
      row('list of open, p95', listed.p95, 'ms', 25, '< 25 ms', listed.p95 < 25),
      row('list of one service, p95', narrow.p95, 'ms', 25, '< 25 ms', narrow.p95 < 25),
    ]
  } finally {
    for (const host of hosts) host.stop()
    await db.close()
    await server.stop()
  }
}

/** Sizes are words: `npm run bench incidents 10000 100000 1000000`. */
export const bench: Bench = {
  name: 'incidents over HTTP',
  run: async (args) => {
    const sizes = args.length > 0 ? args.map(Number) : [10_000, 100_000]
    const rows: Row[] = []
    for (const size of sizes) rows.push(...(await sized(size)))
    return rows
  },
}
