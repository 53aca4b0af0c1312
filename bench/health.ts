import { tellCauses } from '../src/capabilities/signals/actions/tell-causes.ts'
import { actorFor, type House } from '../src/house.ts'
import type { Db } from '../src/platform/db/database.ts'
import { sql, type Sql } from '../src/platform/db/sql.ts'
import { makeNotify } from '../src/platform/notify/index.ts'
import type { Context } from '../src/platform/records/context.ts'
import { create } from '../src/platform/records/write.ts'
import { system } from '../src/platform/rights/grants.ts'
import { fill } from './fill.ts'
import { cpuOfTree, drive, type Host, startHost } from './machine.ts'
import { withHouse } from './opened.ts'
import type { Bench, Row } from './row.ts'

const idOf = (kind: string, n: string): string => `('${kind}000000-0000-7000-8000-' || lpad(to_hex(${n}), 12, '0'))::uuid`
const text = (statement: string): Sql => ({ strings: [statement], values: [] })

/** Storeys of components beneath the services: plant, racks, hosts, software; shares of all of them. */
const storeys = [0.01, 0.09, 0.3, 0.6] as const

/**
 * What stands beneath the services: six components and eleven edges for each of them. A component needs one of the storey below, close to its own place; a service needs four of the
 * highest storey (a third of them two of a group of three) and uses another service. Nine of ten services and every sixth component have a check, each third service a measure; 200 people
 * own the services, 50 each; there are 20,000 outages of the past. Now one plant, four racks, 20 hosts and 100 pieces of software fail, half of them by a check, and on 30 components work is done.
 */
const fillBeneath = async (house: House, services: number): Promise<void> => {
  const components = services * 6
  await fill(house.db, services, 1)
  const ctx: Context = { registry: house.registry, actor: system, now: Date.now(), via: 'system' }
  const owners = await house.db.transaction(async (tx) => {
    const made: string[] = []
    for (let n = 0; n < 200; n++)
      made.push((await create(tx, ctx, house.registry.kind('person'), { title: `Owner ${n}`, email: `owner${n}@example.org` })).id)
    return made
  })
  await house.db.run(
    sql`update service set owner = (${owners}::uuid[])[1 + (substr(ref, 5)::int * 7919::bigint) % ${owners.length}::int] where ref like 'SVC-%'`,
  )
  await house.db.transaction(
    async (tx) => {
      const record = async (kind: string, table: string): Promise<void> => {
        await tx.run(
          text(
            `insert into record (id, kind, ref, title, state, words, changed_at) select id, '${kind}', ref, title, state, to_tsvector('simple', title), now() from ${table}`,
          ),
        )
      }
      const common = 'id, ref, title, state, version, created_at, changed_at'
      await tx.run(sql`select setseed(0.42)`)
      await tx.run(text('create temp table storey (floor int, first bigint, size bigint) on commit drop'))
      let first = 1
      for (const [floor, share] of storeys.entries()) {
        const size = Math.round(share * components)
        await tx.run(sql`insert into storey values (${floor}::int, ${first}::bigint, ${size}::bigint)`)
        first += size
      }
      await tx.run(
        text(`create temp table made on commit drop as
        select ${idOf('03', 'n')} as id, 'CMP-' || n as ref, 'Component ' || n as title, 'in_use' as state, n from storey, generate_series(first, first + size - 1) as n`),
      )
      await record('component', 'made')
      await tx.run(text(`insert into component (${common}) select id, ref, title, state, 1, now(), now() from made`))
      await tx.run(
        text(`create temp table edge on commit drop as
        select ${idOf('03', 'n')} as dependent, ${idOf('03', 'below.first + least(below.size - 1, greatest(0, floor(below.size * ((n - own.first)::float / own.size + (random() - 0.5) * 0.02))))::bigint')} as provider,
          'runs_on' as means, null::text as "group", null::bigint as needs_k
        from storey own join storey below on below.floor = own.floor - 1, generate_series(own.first, own.first + own.size - 1) as n
        union all
        select ${idOf('01', 'n')}, ${idOf('03', `top.first + least(top.size - 1, greatest(0, floor(top.size * (n::float / ${services} + (random() - 0.5) * 0.02))))::bigint`)}, 'requires',
          case when n % 3 = 0 and e > 1 then 'nodes' end, case when n % 3 = 0 and e > 1 then 2 end
        from storey top, generate_series(1, ${services}) as n, generate_series(1, 4) as e where top.floor = 3
        union all
        select ${idOf('01', 'n')}, ${idOf('01', `1 + (n::bigint * 7919) % ${services}`)}, 'uses', null, null from generate_series(1, ${services}) as n where 1 + (n::bigint * 7919) % ${services} <> n`),
      )
      await tx.run(
        text(`create temp table need on commit drop as
        select ${idOf('04', 'n')} as id, 'DEP-' || n as ref, 'Dependency ' || n as title, 'active' as state, dependent, provider, means, "group", needs_k
        from (select distinct on (dependent, provider) *, row_number() over () as n from edge) as numbered`),
      )
      await record('dependency', 'need')
      await tx.run(
        text(
          `insert into dependency (${common}, dependent, provider, means, "group", needs_k) select id, ref, title, state, 1, now(), now(), dependent, provider, means, "group", needs_k from need`,
        ),
      )
      await tx.run(
        text(`create temp table seen on commit drop as
        select ${idOf('05', 'n')} as id, 'CHK-' || n as ref, 'Check ' || n as title, 'active' as state, subject
        from (select ${idOf('01', 'n')} as subject, n from generate_series(1, ${services}) as n where n % 10 <> 0
          union all select ${idOf('03', 'n * 6')}, ${services} + n from generate_series(1, ${services}) as n) as watched`),
      )
      await record('check', 'seen')
      await tx.run(
        text(
          `insert into "check" (${common}, subject, check_type, every, standing, standing_since) select id, ref, title, state, 1, now(), now(), subject, 'http', 60, 'up', now() from seen`,
        ),
      )
      await tx.run(
        text(`create temp table measured on commit drop as
        select ${idOf('07', 'n')} as id, 'MSR-' || n as ref, 'Measure ' || n as title, 'active' as state, n from generate_series(1, ${Math.floor(services / 3)}) as n`),
      )
      await record('measure', 'measured')
      await tx.run(
        text(
          `insert into measure (${common}, subject, measure_type, aggregation, every, last_at) select id, ref, title, state, 1, now(), now(), ${idOf('01', 'n * 3')}, 'availability', 'mean', 86400, now() from measured`,
        ),
      )
      await tx.run(
        text(`create temp table fault on commit drop as
        select ${idOf('03', 'first + size * i / many')} as subject, i, many from (values (0, 1), (1, 4), (2, 20), (3, 100)) as wanted (floor, many) join storey using (floor), generate_series(0, many - 1) as i`),
      )
      await tx.run(
        text(`create temp table gone on commit drop as
        select ${idOf('06', 'n')} as id, 'OUT-' || n as ref, 'Outage ' || n as title, 'ended' as state, ${idOf('01', `1 + (n::bigint * 104729) % ${services}`)} as subject,
          now() - n * interval '30 minutes' as started_at, now() - n * interval '30 minutes' + interval '20 minutes' as ended_at from generate_series(1, 20000) as n
        union all
        select ${idOf('06', '20000 + row_number() over ()')}, 'OUT-' || 20000 + row_number() over (), 'Outage now', 'ongoing', subject, now() - interval '10 minutes', null from fault where i % 2 = 0`),
      )
      await record('outage', 'gone')
      await tx.run(
        text(
          `insert into outage (${common}, subject, severity, started_at, ended_at, found_by) select id, ref, title, state, 1, started_at, now(), subject, 'down', started_at, ended_at, 'check' from gone`,
        ),
      )
      await tx.run(
        text(`create temp table failing on commit drop as
        select ${idOf('05', `${2 * services} + row_number() over ()`)} as id, 'CHK-' || ${2 * services} + row_number() over () as ref, 'Check that fails' as title, 'active' as state, subject from fault where i % 2 = 1`),
      )
      await record('check', 'failing')
      await tx.run(
        text(
          `insert into "check" (${common}, subject, check_type, every, standing, standing_since) select id, ref, title, state, 1, now(), now(), subject, 'http', 60, 'down', now() - interval '10 minutes' from failing`,
        ),
      )
      await tx.run(
        text(`create temp table work on commit drop as
        select ${idOf('08', 'n')} as id, 'MNT-' || n as ref, 'Work ' || n as title, 'under_way' as state, array[${idOf('03', `${Math.floor(components / 2)} + n * 11`)}] as subjects from generate_series(1, 30) as n`),
      )
      await record('maintenance', 'work')
      await tx.run(
        text(
          `insert into maintenance (${common}, subjects, starts_at, ends_at, down) select id, ref, title, state, 1, now(), now(), subjects, now() - interval '1 hour', now() + interval '5 hours', true from work`,
        ),
      )
    },
    { deadline: 0 },
  )
  for (const table of ['record', 'component', 'dependency', '"check"', 'measure', 'outage', 'maintenance'])
    await house.db.run(text(`vacuum analyze ${table}`))
}

/** Milliseconds of CPU that work in this process took, with the database's. */
const cpuOf = async (database: number, work: () => Promise<unknown>): Promise<number> => {
  const [before, theirs] = [process.cpuUsage(), cpuOfTree(database)]
  await work()
  const { user, system: kernel } = process.cpuUsage(before)
  return (user + kernel) / 1000 + (cpuOfTree(database) - theirs) * 1000
}

/** `npm run bench health`: how things are, at 10,000 services or as many as are named. */
export const bench: Bench = {
  name: 'health over HTTP',
  run: async ([size]): Promise<readonly Row[]> =>
    await withHouse(async (house, pid) => {
      const services = Number(size ?? 10_000)
      await fillBeneath(house, services)
      const hosts: Host[] = []
      try {
        const { host = '', database = '' } = house.db.address
        const hello = await startHost('hello')
        const reeve = await startHost('reeve', host, database)
        hosts.push(hello, reeve)
        const measured = async (one: Host, path: string, count: number, clients: number) => {
          const used = (): number => cpuOfTree(one.pid) + (one === reeve ? cpuOfTree(pid ?? 0) : 0)
          await drive(one.port, clients, Math.ceil(count / 4), () => ({ method: 'GET', path }))
          const before = used()
          const load = await drive(one.port, clients, count, () => ({ method: 'GET', path }))
          return { cpuMs: ((used() - before) / load.count) * 1000, p95: load.p95 }
        }
        const bare = await measured(hello, '/', 12_000, 16)
        const row = (work: string, figure: number, beside: number, most: number): Row => ({
          work: `${services.toLocaleString('en-GB')} services: ${work}`,
          figure,
          unit: 'ms',
          beside,
          ratio: figure / beside,
          reach: `< ${most} ms`,
          met: figure < most,
        })
        const rows: Row[] = []
        for (const [work, path] of [
          ['live board', '/health/board'],
          ['services of which nobody knows', '/health/unmonitored'],
          ['health of one service', '/services/SVC-1/health'],
          ['outages of the last 30 days', '/outages/timeline'],
        ] as const) {
          const found = await measured(reeve, `/api/v1${path}`, 60, 1)
          rows.push(row(`${work}, CPU with database`, found.cpuMs, bare.cpuMs, 100), row(`${work}, p95`, found.p95, bare.p95, 200))
        }
        const hooks = {
          tell: makeNotify().notify,
          // What each may see is read as always; then each sees everything, so that each is told.
          actor: async (db: Db, person: string, at: number) => {
            await actorFor({ db, registry: house.registry }, person, at)
            return { ...system, id: person }
          },
        }
        const turn = async (at: number): Promise<number> =>
          await cpuOf(pid ?? 0, async () => await tellCauses(house.db, house.registry, at, hooks))
        const now = Date.now()
        await turn(now)
        const first = await turn(now + 70_000)
        const told = (await house.db.first<{ n: number }>(sql`select count(*)::int as n from notification`))?.n ?? 0
        const rest: number[] = []
        for (let n = 8; n < 18; n++) rest.push(await turn(now + n * 10_000))
        rows.push(
          row(`telling all causes at once in ${told} notifications, CPU with database`, first, bare.cpuMs, 2000),
          row('looking again while they go on, CPU with database', rest.reduce((sum, one) => sum + one, 0) / rest.length, bare.cpuMs, 100),
        )
        return rows
      } finally {
        for (const one of hosts) one.stop()
      }
    }),
}
