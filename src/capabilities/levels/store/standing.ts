import { isoOf, type Millis, millisOf } from '../../../kernel/instant.ts'
import type { Db, Tx } from '../../../platform/db/database.ts'
import { and, sql } from '../../../platform/db/sql.ts'
import type { StandingState } from '../model/standing/line.ts'
import type { Standing } from '../model/standing/standing.ts'

/** A standing with the window it is of. */
export type KeptStanding = Standing &
  Readonly<{
    promise: string
    subject: string
    window_name: string
    from: Millis
    to: Millis
    agreement: string
    promise_version: number
    agreement_version: number
    evaluated_at: Millis
    closed: boolean
  }>

type Row = Omit<KeptStanding, 'from' | 'to' | 'evaluated_at'> & Readonly<{ from_at: string; to_at: string; evaluated_at: string }>

const kept = ({ from_at, to_at, evaluated_at, ...row }: Row): KeptStanding => ({
  ...row,
  from: millisOf(from_at),
  to: millisOf(to_at),
  evaluated_at: millisOf(evaluated_at),
})

const columns = sql`promise, subject, window_name, from_at, to_at, agreement, value, low, high, if_kept, target, left_share, left_s, burn, state, policy, firing, good, valid, promise_version, agreement_version, evaluated_at, closed`

/** Stored standings of some promises, subjects or agreements: those whose window begins at or after a moment, newest first. */
export const standingsOf = async (
  db: Db,
  of: Readonly<{
    promises?: readonly string[]
    subjects?: readonly string[]
    agreements?: readonly string[]
    since?: Millis
    until?: Millis
  }>,
): Promise<readonly KeptStanding[]> => {
  const conditions = [
    ...(of.promises ? [sql`promise = any(${[...of.promises]}::uuid[])`] : []),
    ...(of.subjects ? [sql`subject = any(${[...of.subjects]}::uuid[])`] : []),
    ...(of.agreements ? [sql`agreement = any(${[...of.agreements]}::uuid[])`] : []),
    ...(of.since === undefined ? [] : [sql`to_at > ${isoOf(of.since)}`]),
    ...(of.until === undefined ? [] : [sql`from_at < ${isoOf(of.until)}`]),
  ]
  return (
    await db.rows<Row>(sql`select ${columns} from standing where ${and(conditions)} order by from_at desc, promise, subject limit 20000`)
  ).map(kept)
}

export type StateBefore = Readonly<{
  promise: string
  subject: string
  window_name: string
  state: StandingState
  firing: string | null
  policy: string | null
  closed: boolean
}>

/** Stores standings as they are now; returns what they were before, where they were stored. */
export const writeStandings = async (tx: Tx, list: readonly KeptStanding[]): Promise<readonly StateBefore[]> => {
  if (list.length === 0) return []
  const column = <T>(pick: (one: KeptStanding) => T): T[] => list.map(pick)
  const [promises, subjects, windows] = [column((one) => one.promise), column((one) => one.subject), column((one) => one.window_name)]
  const before = tx.rows<StateBefore>(sql`
    select standing.promise, standing.subject, standing.window_name, state, firing, policy, closed from standing
    join unnest(${promises}::uuid[], ${subjects}::uuid[], ${windows}::text[]) as new (promise, subject, window_name) using (promise, subject, window_name) for update of standing`)
  const written = tx.run(sql`
    insert into standing (${columns})
    select * from unnest(${promises}::uuid[], ${subjects}::uuid[], ${windows}::text[], ${column((one) => isoOf(one.from))}::timestamptz[], ${column((one) => isoOf(one.to))}::timestamptz[],
      ${column((one) => one.agreement)}::uuid[], ${column((one) => one.value)}::double precision[], ${column((one) => one.low)}::double precision[], ${column((one) => one.high)}::double precision[],
      ${column((one) => one.if_kept)}::double precision[], ${column((one) => one.target)}::double precision[], ${column((one) => one.left_share)}::double precision[], ${column((one) => one.left_s)}::double precision[],
      ${column((one) => one.burn)}::double precision[], ${column((one) => one.state)}::text[], ${column((one) => one.policy)}::text[], ${column((one) => one.firing)}::text[],
      ${column((one) => one.good)}::double precision[], ${column((one) => one.valid)}::double precision[], ${column((one) => one.promise_version)}::integer[], ${column((one) => one.agreement_version)}::integer[],
      ${column((one) => isoOf(one.evaluated_at))}::timestamptz[], ${column((one) => one.closed)}::boolean[])
    on conflict (promise, subject, window_name) do update set from_at = excluded.from_at, to_at = excluded.to_at, agreement = excluded.agreement, value = excluded.value, low = excluded.low, high = excluded.high,
      if_kept = excluded.if_kept, target = excluded.target, left_share = excluded.left_share, left_s = excluded.left_s, burn = excluded.burn, state = excluded.state, policy = excluded.policy, firing = excluded.firing,
      good = excluded.good, valid = excluded.valid, promise_version = excluded.promise_version, agreement_version = excluded.agreement_version, evaluated_at = excluded.evaluated_at, closed = excluded.closed`)
  // Asked for together, they are one journey to the database.
  return (await Promise.all([before, written]))[0]
}

/** By which versions of promise and agreement the open standings were judged, by promise, subject and window. */
export const openVersions = async (db: Db): Promise<ReadonlyMap<string, string>> => {
  const rows = await db.rows<{ key: string; versions: string }>(
    sql`select concat(promise, subject, window_name) as key, concat(promise_version, '/', agreement_version) as versions from standing where not closed`,
  )
  return new Map(rows.map((row) => [row.key, row.versions]))
}

/** Calendar windows that are over by now and were not judged for the last time. */
export const closingWindows = async (
  db: Db,
  now: Millis,
): Promise<readonly Readonly<{ promise: string; subject: string; window_name: string }>[]> =>
  await db.rows<{ promise: string; subject: string; window_name: string }>(
    sql`select promise, subject, window_name from standing where not closed and window_name <> 'rolling' and to_at <= ${isoOf(now)} limit 20000`,
  )
