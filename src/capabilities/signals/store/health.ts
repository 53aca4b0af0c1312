import { isoOf, type Millis, millisOf } from '../../../kernel/instant.ts'
import type { Db } from '../../../platform/db/database.ts'
import { sql } from '../../../platform/db/sql.ts'
import { meanings } from '../../../platform/graph/graph.ts'
import type { LiveGraph } from '../../../platform/graph/source.ts'
import type { Facts, Fault, Work } from '../model/health/health.ts'
import type { Watch } from '../model/health/sight.ts'

export type OpenOutage = Readonly<{
  id: string
  ref: string
  title: string
  subject: string
  severity: 'down' | 'degraded'
  started_at: string
  found_by: string | null
  cause: string | null
  own_fault: boolean | null
}>

/** Outages that go on, the earliest first. */
export const openOutages = async (db: Db): Promise<readonly OpenOutage[]> =>
  await db.rows<OpenOutage>(sql`
    select id, ref, title, subject, severity, started_at, found_by, cause, own_fault from outage where state = 'ongoing' and ended_at is null order by started_at, id`)

type Standing = Readonly<{ subject: string; severity: 'down' | 'degraded'; since: string }>

/** Checks that say that something fails. One whose outage somebody ended or dismissed says nothing: a person knew better. */
const failingChecks = async (db: Db): Promise<readonly Standing[]> =>
  await db.rows<Standing>(sql`
    select c.subject, c.standing as severity, coalesce(c.standing_since, c.changed_at) as since
    from "check" c left join check_run r on r."check" = c.id left join outage o on o.id = r.outage
    where c.standing in ('down', 'degraded') and c.state = 'active' and (o.id is null or o.state = 'ongoing')`)

/** Planned work whose window is open, by what it is done on. */
const workUnderWay = async (db: Db, now: Millis): Promise<ReadonlyMap<string, Work>> => {
  const rows = await db.rows<{ subject: string; since: string; down: boolean }>(sql`
    select unnest(subjects) as subject, min(starts_at) as since, bool_or(coalesce(down, false)) as down from maintenance
    where state in ('planned', 'under_way') and starts_at <= ${isoOf(now)} and ends_at > ${isoOf(now)} group by 1`)
  return new Map(rows.map((row) => [row.subject, { since: millisOf(row.since), down: row.down }]))
}

/** A measure without an expected rhythm is silent after this long without a reading. */
const silentAfter = 3600

/**
 * What is watched, and whether what watches it tells: a check that could be tried, or a measure that was read lately (within three times its rhythm). A tool whose alerts open
 * outages tells of trouble alone, so its silence says nothing. How much something is used, and what has no type, says nothing of health.
 */
const watchedNow = async (db: Db, now: Millis): Promise<ReadonlyMap<string, Watch>> => {
  // As two texts: twenty thousand rows one by one take several times as long to read.
  const rows = await db.rows<{ tells: boolean; subjects: string }>(sql`
    select tells, string_agg(subject::text, ',') as subjects from (
      select subject, coalesce(standing, 'unknown') <> 'unknown' as tells from "check" where state = 'active'
      union all
      select subject, coalesce(last_at > ${isoOf(now)}::timestamptz - make_interval(secs => coalesce(3 * every, ${silentAfter})), false) from measure
      where state = 'active' and subject is not null and measure_type not in ('use', 'other')
      union all
      select subject, false from source where state = 'active' and subject is not null and settings -> 'outages' is not null
    ) as seen group by tells order by tells`)
  const watched = new Map<string, Watch>()
  // The silent come first: one that tells is enough.
  for (const { tells, subjects } of rows) for (const subject of subjects.split(',')) watched.set(subject, tells ? 'telling' : 'silent')
  return watched
}

const worse = (one: Fault | undefined, other: Fault): Fault => {
  if (!one) return other
  if (one.severity !== other.severity) return one.severity === 'down' ? one : other
  return one.since <= other.since ? one : other
}

type Failing = Pick<Facts, 'graph' | 'means' | 'faults' | 'maintenance'> & Readonly<{ outages: readonly OpenOutage[] }>

/** What fails and what is worked on now, without what is known of the rest. `imported`: whether outages that an import brought count. */
export const failingNow = async (db: Db, graph: LiveGraph, now: Millis, imported = true): Promise<Failing> => {
  const [net, found, checks, maintenance] = await Promise.all([
    graph.current(db),
    openOutages(db),
    failingChecks(db),
    workUnderWay(db, now),
  ])
  const outages = imported ? found : found.filter((one) => one.found_by !== 'import')
  const faults = new Map<string, Fault>()
  for (const one of outages)
    faults.set(one.subject, worse(faults.get(one.subject), { severity: one.severity, since: millisOf(one.started_at) }))
  for (const one of checks) faults.set(one.subject, worse(faults.get(one.subject), { severity: one.severity, since: millisOf(one.since) }))
  return { graph: net, means: meanings, faults, maintenance, outages }
}

/** Everything that health is made of, as it is now. `more`: records whose health is asked for, should nothing else name them. */
export const factsNow = async (
  db: Db,
  graph: LiveGraph,
  now: Millis,
  more: Iterable<string> = [],
): Promise<Facts & Readonly<{ outages: readonly OpenOutage[] }>> => {
  const [failing, watched] = await Promise.all([failingNow(db, graph, now), watchedNow(db, now)])
  return { ...failing, watched, more }
}

/** How many checks and measures somebody set up for a record. */
export const watchersOf = async (db: Db, subject: string): Promise<Readonly<{ checks: number; measures: number }>> =>
  (await db.first<{ checks: number; measures: number }>(sql`
    select (select count(*) from "check" where subject = ${subject} and state = 'active') as checks,
      (select count(*) from measure where subject = ${subject} and state = 'active' and measure_type not in ('use', 'other')) as measures`)) ?? {
    checks: 0,
    measures: 0,
  }
