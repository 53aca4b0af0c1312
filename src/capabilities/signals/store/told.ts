import { isoOf, type Millis, millisOf } from '../../../kernel/instant.ts'
import type { Db, Tx } from '../../../platform/db/database.ts'
import { sql } from '../../../platform/db/sql.ts'
import { type Episode, lately, type Seen, type Severity } from '../model/telling/telling.ts'

/** Whether anything fails, or failed and people wait to hear that it is over: cheap, since mostly nothing does. */
export const anythingToTell = async (db: Db): Promise<boolean> =>
  (
    await db.first<{ some: boolean }>(sql`
      select exists (select 1 from outage where state = 'ongoing' and ended_at is null)
        or exists (select 1 from "check" where standing in ('down', 'degraded') and state = 'active')
        or exists (select 1 from told_cause where over_at is null) as some`)
  )?.some ?? false

type EpisodeRow = Omit<Episode, 'since' | 'seen_at' | 'told_at' | 'gone_at' | 'over_at'> &
  Readonly<{ since: string; seen_at: string; told_at: string | null; gone_at: string | null; over_at: string | null }>

const at = (text: string | null): Millis | null => (text === null ? null : millisOf(text))
const iso = (ms: Millis | null): string | null => (ms === null ? null : isoOf(ms))

/** Episodes that are open, the earliest first, and those that were over within the last hour. */
export const episodesLately = async (db: Db, now: Millis): Promise<readonly Episode[]> => {
  const rows = await db.rows<EpisodeRow>(sql`
    select id::text as id, subject, severity, since, seen_at, told_at, gone_at, over_at, times, hit, explains from told_cause
    where over_at is null or over_at > ${isoOf(now - lately)} order by since, id`)
  return rows.map((row) => ({
    ...row,
    since: millisOf(row.since),
    seen_at: millisOf(row.seen_at),
    told_at: at(row.told_at),
    gone_at: at(row.gone_at),
    over_at: at(row.over_at),
  }))
}

/** Begins episodes; one that another process began meanwhile is left as it is. */
export const beginEpisodes = async (tx: Tx, list: readonly Readonly<{ seen: Seen; times: number }>[], now: Millis): Promise<void> => {
  for (const { seen, times } of list)
    await tx.run(sql`
      insert into told_cause (subject, severity, since, seen_at, times, explains)
      select ${seen.subject}::uuid, ${seen.severity}, ${isoOf(seen.since)}::timestamptz, ${isoOf(now)}::timestamptz, ${times}::int, ${[...seen.explains]}::uuid[]
      where exists (select 1 from record where id = ${seen.subject}) on conflict do nothing`)
}

/** Writes what became of an episode. @returns false when it is not any more as it was read: somebody else did it */
export const turnEpisode = async (tx: Tx, before: Episode, after: Episode): Promise<boolean> =>
  (await tx.run(sql`
    update told_cause set severity = ${after.severity}, told_at = ${iso(after.told_at)}, gone_at = ${iso(after.gone_at)}, over_at = ${iso(after.over_at)}, times = ${after.times},
      hit = ${[...after.hit]}::uuid[], explains = ${[...after.explains]}::uuid[]
    where id = ${before.id}::bigint and over_at is null and told_at is not distinct from ${iso(before.told_at)}::timestamptz
      and gone_at is not distinct from ${iso(before.gone_at)}::timestamptz and severity = ${before.severity} and times = ${before.times} and hit = ${[...before.hit]}::uuid[]`)) >
  0

/** What a person was told of a cause. */
export type ToldPerson = Readonly<{ cause: string; person: string; severity: Severity; theirs: readonly string[]; others: number }>

export const toldPeople = async (db: Db, causes: readonly string[]): Promise<readonly ToldPerson[]> =>
  await db.rows<ToldPerson>(sql`
    select cause::text as cause, person, severity, theirs, others from told_person where cause = any(${[...causes]}::bigint[]) order by cause, person`)

/** Notes that these people are told. @returns those of them who were not told before, or only that it was degraded and is down now */
export const noteTold = async (tx: Tx, list: readonly ToldPerson[]): Promise<ReadonlySet<string>> => {
  if (list.length === 0) return new Set()
  const rows = await tx.rows<{ person: string }>(sql`
    insert into told_person (cause, person, severity, theirs, others)
    select cause, person, severity, theirs, others
    from jsonb_to_recordset(${JSON.stringify(list)}::jsonb) as new (cause bigint, person uuid, severity text, theirs uuid[], others integer)
    on conflict (cause, person) do update set severity = excluded.severity, theirs = excluded.theirs, others = excluded.others
      where told_person.severity = 'degraded' and excluded.severity = 'down'
    returning person`)
  return new Set(rows.map((row) => row.person))
}

/** Who was told of an episode is told of the cause that it joins: they hear when that is over. */
export const joinTold = async (tx: Tx, from: Episode, into: string): Promise<void> => {
  await tx.run(sql`
    insert into told_person (cause, person, severity, theirs, others)
    select ${into}::bigint, person, severity, case when ${from.subject}::uuid = any(theirs) then theirs else theirs || ${from.subject}::uuid end, 0 from told_person where cause = ${from.id}::bigint
    on conflict do nothing`)
}

/** How trouble ended: it did, somebody said that it was none, or its check was stopped, so that nobody knows. */
export type Ending = Readonly<{ at: Millis | null; how: 'ended' | 'dismissed' | 'unwatched' }>

/** How the last outage of something that began within a stretch of time ended; undefined where none stood for the trouble. */
export const endingOf = async (db: Db, subject: string, from: Millis, to: Millis): Promise<Ending | undefined> => {
  const row = await db.first<{ ended_at: string | null; how: Ending['how'] }>(sql`
    select outage.ended_at, case when outage.state = 'dismissed' then 'dismissed' when by.state <> 'active' then 'unwatched' else 'ended' end as how
    from outage left join "check" as by on by.id = outage."check"
    where outage.subject = ${subject} and outage.state <> 'ongoing' and outage.started_at >= ${isoOf(from)} and outage.started_at <= ${isoOf(to)}
    order by outage.started_at desc, outage.id desc limit 1`)
  return row && { at: at(row.ended_at), how: row.how }
}

/** Forgets causes that were over long ago. */
export const forgetTold = async (db: Db, before: Millis): Promise<number> =>
  await db.run(sql`delete from told_cause where over_at < ${isoOf(before)}`)
