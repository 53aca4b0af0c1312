import { isoOf, type Millis } from '../../../kernel/instant.ts'
import type { Interval } from '../../../kernel/interval.ts'
import type { Db } from '../../../platform/db/database.ts'
import { raw, type Sql, sql } from '../../../platform/db/sql.ts'

const open = raw(`incident.state in ('new', 'active', 'pending')`)
const lateNow = (now: Millis): Sql =>
  sql`(incident.level_state = 'missed' or (incident.level_state = 'running' and incident.due_at <= ${isoOf(now)}))`

/** A running clock of this ticket has used up the share after which one is warned. */
const atRisk = (now: Millis): Sql =>
  sql`exists (select 1 from clock where clock.ticket = incident.id and clock.state = 'running' and clock.warn_at <= ${isoOf(now)})`

export type OpenByPriority = Readonly<{
  priority: string | null
  total: number
  missed: number
  at_risk: number
  running: number
  paused: number
  no_promise: number
}>

/** Open incidents of a service by priority and by the state of their clocks; each is counted in one column, the worst. */
export const openByPriority = async (db: Db, service: string, now: Millis): Promise<readonly OpenByPriority[]> =>
  await db.rows<OpenByPriority>(sql`
    select priority, count(*)::integer as total, count(*) filter (where late)::integer as missed, count(*) filter (where not late and risky)::integer as at_risk,
      count(*) filter (where not late and not risky and level_state in ('running', 'met'))::integer as running,
      count(*) filter (where not late and not risky and level_state = 'paused')::integer as paused,
      count(*) filter (where not late and not risky and coalesce(level_state, 'none') = 'none')::integer as no_promise
    from (select priority, level_state, ${lateNow(now)} as late, level_state = 'running' and ${atRisk(now)} as risky from incident where service = ${service} and ${open}) as found
    group by priority order by priority nulls last`)

export type OpenClock = Readonly<{ promise: string; running: number; at_risk: number; missed_unseen: number }>

/** Clocks of a service's open incidents that are not decided yet, by promise; `missed_unseen`: run out within a span, but not yet noticed. */
export const openClocks = async (db: Db, service: string, span: Interval, now: Millis): Promise<readonly OpenClock[]> =>
  await db.rows<OpenClock>(sql`
    select clock.promise, count(*) filter (where clock.state = 'paused' or clock.misses_at is null or clock.misses_at > ${isoOf(now)})::integer as running,
      count(*) filter (where clock.state = 'running' and clock.warn_at <= ${isoOf(now)} and clock.misses_at > ${isoOf(now)})::integer as at_risk,
      count(*) filter (where clock.state = 'running' and clock.misses_at <= ${isoOf(now)} and clock.misses_at >= ${isoOf(span.from)} and clock.misses_at < ${isoOf(span.to)})::integer as missed_unseen
    from incident join clock on clock.ticket = incident.id
    where incident.service = ${service} and ${open} and clock.state in ('running', 'paused') group by clock.promise`)

export type UrgentRow = Readonly<{
  id: string
  ref: string
  title: string
  state: string
  service: string | null
  priority: string | null
  level_state: string | null
  due_at: string | null
  opened_at: string
  waiting_for: string | null
  holder: string | null
  holder_type: string | null
}>

const urgentColumns =
  raw(`incident.id, incident.ref, incident.title, incident.state, incident.service, incident.priority, incident.level_state, incident.due_at, incident.opened_at, incident.waiting_for,
  (select coalesce(record.title, custody.holder_name) from custody left join record on record.id = custody.holder where custody.ticket = incident.id and custody.to_at is null) as holder,
  (select custody.holder_type from custody where custody.ticket = incident.id and custody.to_at is null) as holder_type`)

/** Open incidents of a service by when they are due, those without a due time last, the highest priority first. */
export const urgentOf = async (db: Db, service: string, most: number): Promise<readonly UrgentRow[]> =>
  await db.rows<UrgentRow>(sql`
    select ${urgentColumns} from (select * from incident where service = ${service} and ${open} order by due_at nulls last, priority nulls last, opened_at limit ${most}) as incident
    order by due_at nulls last, priority nulls last, opened_at`)

export type OpenOfService = Readonly<{ service: string; open: number; missed: number; at_risk: number }>

/** Open incidents by service. `services` null: of all. */
export const openByService = async (db: Db, services: readonly string[] | null, now: Millis): Promise<readonly OpenOfService[]> =>
  await db.rows<OpenOfService>(sql`
    select incident.service, count(*)::integer as open, count(*) filter (where ${lateNow(now)})::integer as missed,
      count(*) filter (where risky.ticket is not null and not ${lateNow(now)})::integer as at_risk
    from incident left join (select distinct clock.ticket from clock where clock.next_at is not null and clock.state = 'running' and clock.warn_at <= ${isoOf(now)}) as risky on risky.ticket = incident.id
    where incident.service is not null and ${open} and ${services === null ? sql`true` : sql`incident.service = any(${[...services]}::uuid[])`} group by incident.service`)

export type DisturbanceRow = Readonly<{ service: string; priority: string; count: number; since: string; taken_up: boolean }>

/** Open incidents of priority 1 and 2, added up by service and priority. */
export const disturbancesOf = async (db: Db, services: readonly string[]): Promise<readonly DisturbanceRow[]> =>
  services.length === 0
    ? []
    : await db.rows<DisturbanceRow>(sql`
        select service, priority, count(*)::integer as count, min(opened_at) as since, bool_or(state = 'active') as taken_up
        from incident where service = any(${[...services]}::uuid[]) and ${open} and priority in ('1', '2') group by service, priority`)

/** The running incident of each service that is due next. `services` null: of all. */
export const nextDueOf = async (db: Db, services: readonly string[], now: Millis): Promise<readonly UrgentRow[]> =>
  services.length === 0
    ? []
    : await db.rows<UrgentRow>(sql`
        select ${urgentColumns} from unnest(${[...services]}::uuid[]) as asked (service)
        cross join lateral (select * from incident where incident.service = asked.service and ${open} and level_state = 'running' and due_at > ${isoOf(now)} order by due_at limit 1) as incident`)

/** The incident of each service that was missed longest ago and is still open. */
export const longestMissedOf = async (db: Db, services: readonly string[], now: Millis): Promise<readonly UrgentRow[]> =>
  services.length === 0
    ? []
    : await db.rows<UrgentRow>(sql`
        select ${urgentColumns} from unnest(${[...services]}::uuid[]) as asked (service)
        cross join lateral (select * from incident where incident.service = asked.service and ${open} and ${lateNow(now)} order by due_at nulls last, opened_at limit 1) as incident`)

export type MyWork = Readonly<{ open: number; due_today: number; items: readonly UrgentRow[] }>

/** Open incidents of a person or of their teams' that nobody took, most urgent first. */
export const workOf = async (db: Db, person: string, teams: readonly string[], until: Millis, most: number): Promise<MyWork> => {
  const mine = sql`${open} and (incident.owner = ${person} or (incident.owner is null and incident.team = any(${[...teams]}::uuid[])))`
  const counted = await db.first<{ open: number; due_today: number }>(
    sql`select count(*)::integer as open, count(*) filter (where due_at <= ${isoOf(until)})::integer as due_today from incident where ${mine}`,
  )
  const items = await db.rows<UrgentRow>(
    sql`select ${urgentColumns} from (select * from incident where ${mine} order by due_at nulls last, priority nulls last, opened_at limit ${most}) as incident order by due_at nulls last, priority nulls last, opened_at`,
  )
  return { open: counted?.open ?? 0, due_today: counted?.due_today ?? 0, items }
}

export type MajorRow = Readonly<{
  id: string
  ref: string
  title: string
  service: string | null
  opened_at: string
  ended_at: string | null
}>

/** Major incidents opened since a moment, newest first. `services` null: of all. */
export const majorsSince = async (db: Db, services: readonly string[] | null, since: Millis, most: number): Promise<readonly MajorRow[]> =>
  await db.rows<MajorRow>(sql`
    select id, ref, title, service, opened_at, case when state in ('resolved', 'closed') then coalesce(resolved_at, closed_at) end as ended_at from incident
    where major and state <> 'cancelled' and opened_at >= ${isoOf(since)} and ${services === null ? sql`true` : sql`service = any(${[...services]}::uuid[])`} order by opened_at desc limit ${most}`)

/** Incidents resolved in a span, at most so many, newest first: what the time in hands of a page is read from. */
export const resolvedIds = async (
  db: Db,
  service: string,
  from: Millis,
  to: Millis,
  most: number,
): Promise<readonly Readonly<{ id: string; opened_at: string; ended_at: string }>[]> =>
  await db.rows(sql`
    select id, opened_at, coalesce(resolved_at, closed_at) as ended_at from incident
    where service = ${service} and coalesce(resolved_at, closed_at) >= ${isoOf(from)} and coalesce(resolved_at, closed_at) < ${isoOf(to)} and state in ('resolved', 'closed')
    order by coalesce(resolved_at, closed_at) desc limit ${most}`)
