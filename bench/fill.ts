import type { Database } from '../src/platform/db/database.ts'
import { sql } from '../src/platform/db/sql.ts'

/**
 * Fills a database with services and incidents made by SQL alone: quick, repeatable, and spread over two years, with 1 % open.
 * Only for benchmarks of reading and writing; the sample organisation is the plausible one.
 */
export const fill = async (db: Database, services: number, incidents: number): Promise<void> => {
  await db.transaction(
    async (tx) => {
      await tx.run(sql`create temp table new_service on commit drop as
        select ('01000000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid as id, 'SVC-' || n as ref, 'Service ' || n as title, n from generate_series(1, ${services}::int) as n`)
      await tx.run(
        sql`insert into record (id, kind, ref, title, state, words, changed_at) select id, 'service', ref, title, 'live', to_tsvector('simple', ref || ' ' || title), now() from new_service`,
      )
      await tx.run(sql`insert into service (id, ref, title, state, version, created_at, changed_at, service_kind, criticality)
        select id, ref, title, 'live', 1, now(), now(), (array['application','infrastructure','facilities'])[1 + n % 3], (array['vital','high','medium','low'])[1 + n % 4] from new_service`)
      await tx.run(sql`select setval('ref_service', ${services})`)
      await tx.run(sql`create temp table new_incident on commit drop as
        select ('02000000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid as id, 'INC-' || n as ref, 'Something is wrong with number ' || n as title, n,
          ('01000000-0000-7000-8000-' || lpad(to_hex(1 + (n::bigint * 7919) % ${services}::int), 12, '0'))::uuid as service,
          timestamptz '2024-11-01' + (n::double precision / ${incidents}::int) * interval '730 days' as opened_at,
          case when n % 100 = 0 then (array['new','active','pending'])[1 + (n / 100) % 3] else 'closed' end as state
        from generate_series(1, ${incidents}::int) as n`)
      await tx.run(
        sql`insert into record (id, kind, ref, title, state, words, changed_at) select id, 'incident', ref, title, state, to_tsvector('simple', ref || ' ' || title), opened_at from new_incident`,
      )
      await tx.run(sql`insert into incident (id, ref, title, state, version, created_at, changed_at, service, priority, opened_at, resolved_at, closed_at, due_at, level_state, description)
        select id, ref, title, state, 3, opened_at, opened_at, service, (1 + n % 4)::text, opened_at,
          case when state = 'closed' then opened_at + interval '8 hours' end, case when state = 'closed' then opened_at + interval '3 days' end,
          case when state <> 'closed' then opened_at + interval '2 days' end, case when state <> 'closed' then 'running' when n % 10 = 0 then 'missed' else 'met' end,
          'It does not work as it should since this morning, and several people wait for it.' from new_incident`)
      await tx.run(
        sql`insert into event (at, via, verb, kind, record_id, version, after) select opened_at, 'import', 'create', 'incident', id, 1, jsonb_build_object('state', 'new', 'title', title) from new_incident`,
      )
      await tx.run(sql`select setval('ref_incident', ${incidents})`)
    },
    { deadline: 0 },
  )
  for (const table of ['record', 'service', 'incident', 'event']) await db.run({ strings: [`analyze ${table}`], values: [] })
}
