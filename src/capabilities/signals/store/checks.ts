import { isoOf, type Millis, millisOf } from '../../../kernel/instant.ts'
import type { Db, Tx } from '../../../platform/db/database.ts'
import { sql } from '../../../platform/db/sql.ts'
import type { Assertions, CheckType } from '../model/check.ts'
import type { CheckState, Standing } from '../model/check-standing.ts'

/** A check with where its runs stand. Durations of the check in seconds. */
export type CheckRun = Readonly<{
  id: string
  ref: string
  title: string
  state: string
  subject: string
  check_type: CheckType
  target: string | null
  every: number
  timeout: number | null
  fails_after: number | null
  slow_after: number | null
  assertions: Assertions | null
  up_measure: string | null
  time_measure: string | null
  standing: Standing | null
  standing_since: string | null
  next_at: string
  claimed_until: string | null
  last_at: string | null
  last_ms: number | null
  last_text: string | null
  failures: number
  successes: number
  failing_since: string | null
  bad: number
  bad_since: string | null
  outage: string | null
  alert: string | null
}>

const columns = sql`c.id, c.ref, c.title, c.state, c.subject, c.check_type, c.target, c.every, c.timeout, c.fails_after, c.slow_after, c.assertions,
  c.up_measure, c.time_measure, c.standing, c.standing_since, r.next_at, r.claimed_until, r.last_at, r.last_ms, r.last_text, r.failures, r.successes,
  r.failing_since, r.bad, r.bad_since, r.outage, r.alert`

/** When what does not run comes next. */
export const never: Millis = 253_402_300_799_000

const at = (text: string | null): Millis | null => (text === null ? null : millisOf(text))
const iso = (time: Millis | null): string | null => (time === null ? null : isoOf(time))

export const stateOf = (run: CheckRun): CheckState => ({
  standing: run.standing ?? 'unknown',
  since: at(run.standing_since) ?? 0,
  failures: run.failures,
  failingSince: at(run.failing_since),
  bad: run.bad,
  badSince: at(run.bad_since),
  successes: run.successes,
})

/** Locks checks whose turn has come and that nobody else is about to run. */
export const lockDue = async (tx: Tx, now: Millis, limit: number): Promise<readonly CheckRun[]> =>
  await tx.rows<CheckRun>(sql`
    select ${columns} from check_run r join "check" c on c.id = r."check"
    where r.next_at <= ${isoOf(now)} and (r.claimed_until is null or r.claimed_until <= ${isoOf(now)}) and c.state = 'active'
    order by r.next_at limit ${limit} for update of r skip locked`)

export type Claim = Readonly<{ id: string; nextAt: Millis; until: Millis }>

export const claim = async (tx: Tx, claims: readonly Claim[]): Promise<void> => {
  if (claims.length === 0) return
  await tx.run(sql`
    update check_run set next_at = new.next_at, claimed_until = new.until
    from unnest(${claims.map((one) => one.id)}::uuid[], ${claims.map((one) => isoOf(one.nextAt))}::timestamptz[], ${claims.map((one) => isoOf(one.until))}::timestamptz[]) as new (id, next_at, until)
    where check_run."check" = new.id`)
}

/** Makes it a check's turn, unless that comes sooner anyway. */
export const comeNow = async (tx: Tx, check: string, now: Millis): Promise<void> =>
  void (await tx.run(sql`update check_run set next_at = least(next_at, ${isoOf(now)}) where "check" = ${check}`))

export const lockRun = async (tx: Tx, check: string): Promise<CheckRun | undefined> =>
  await tx.first<CheckRun>(sql`select ${columns} from check_run r join "check" c on c.id = r."check" where c.id = ${check} for update of r`)

export const runOf = async (db: Db, check: string): Promise<CheckRun | undefined> =>
  await db.first<CheckRun>(sql`select ${columns} from check_run r join "check" c on c.id = r."check" where c.id = ${check}`)

/** What a run leaves behind. `until` is its claim: what was claimed anew, or paused, since is not touched. */
export type RunWrite = Readonly<{
  id: string
  until: Millis
  at: Millis | null
  ms: number | null
  text: string
  state: CheckState
}>

/** Stores runs and gives their checks free. @returns the checks that were still claimed by these runs */
export const writeRuns = async (db: Db, list: readonly RunWrite[]): Promise<ReadonlySet<string>> => {
  if (list.length === 0) return new Set()
  const rows = await db.rows<{ check: string }>(sql`
    update check_run set claimed_until = null, last_at = coalesce(new.at, check_run.last_at), last_ms = new.ms, last_text = new.text, failures = new.failures,
      successes = new.successes, failing_since = new.failing_since, bad = new.bad, bad_since = new.bad_since
    from unnest(${list.map((one) => one.id)}::uuid[], ${list.map((one) => isoOf(one.until))}::timestamptz[], ${list.map((one) => iso(one.at))}::timestamptz[],
      ${list.map((one) => one.ms)}::double precision[], ${list.map((one) => one.text.slice(0, 500))}::text[], ${list.map((one) => one.state.failures)}::int[],
      ${list.map((one) => one.state.successes)}::int[], ${list.map((one) => iso(one.state.failingSince))}::timestamptz[], ${list.map((one) => one.state.bad)}::int[],
      ${list.map((one) => iso(one.state.badSince))}::timestamptz[]) as new (id, until, at, ms, text, failures, successes, failing_since, bad, bad_since)
    where check_run."check" = new.id and check_run.claimed_until = new.until returning check_run."check"`)
  return new Set(rows.map((row) => row.check))
}

export const writeOpened = async (
  tx: Tx,
  check: string,
  opened: Readonly<{ outage: string | null; alert: string | null }>,
): Promise<void> => {
  await tx.run(sql`update check_run set outage = ${opened.outage}, alert = ${opened.alert} where "check" = ${check}`)
}

export const addRun = async (tx: Tx, check: string, nextAt: Millis): Promise<void> => {
  await tx.run(sql`insert into check_run ("check", next_at) values (${check}, ${isoOf(nextAt)})`)
}

/** What a check saw last, brought along with it: it rests until `nextAt`. `text`: the words of its last run. */
export type RestingRun = Readonly<{ check: string; nextAt: Millis; at: Millis; ms: number; text: string; outage: string | null }>

export const restRuns = async (tx: Tx, list: readonly RestingRun[]): Promise<void> => {
  await tx.run(sql`
    insert into check_run ("check", next_at, last_at, last_ms, last_text, successes, outage)
    select * from unnest(${list.map((one) => one.check)}::uuid[], ${list.map((one) => isoOf(one.nextAt))}::timestamptz[], ${list.map((one) => isoOf(one.at))}::timestamptz[],
      ${list.map((one) => one.ms)}::double precision[], ${list.map((one) => one.text)}::text[], ${list.map(() => 1)}::int[], ${list.map((one) => one.outage)}::uuid[])`)
}

/** Begins the counting anew, as for a check that was never tried. */
export const resetRun = async (tx: Tx, check: string, nextAt: Millis): Promise<void> => {
  await tx.run(sql`
    update check_run set next_at = ${isoOf(nextAt)}, claimed_until = null, last_at = null, last_ms = null, last_text = null, failures = 0, successes = 0,
      failing_since = null, bad = 0, bad_since = null, outage = null, alert = null where "check" = ${check}`)
}

export const removeRun = async (tx: Tx, check: string): Promise<void> =>
  void (await tx.run(sql`delete from check_run where "check" = ${check}`))

/** Takes a measure off the checks that name it. */
export const unlinkMeasure = async (tx: Tx, measure: string): Promise<void> => {
  await tx.run(sql`
    update "check" set up_measure = nullif(up_measure, ${measure}::uuid), time_measure = nullif(time_measure, ${measure}::uuid)
    where up_measure = ${measure} or time_measure = ${measure}`)
}

export const setBeatKey = async (tx: Tx, check: string, hash: string): Promise<void> =>
  void (await tx.run(sql`update check_run set beat_key = ${hash} where "check" = ${check}`))

export type BeatWrite = Readonly<{ hash: string; at: Millis }>

/** Notes beats. A check that is not up, or never was, is looked at at once. @returns the hashes that belong to a check */
export const writeBeats = async (db: Db, beats: readonly BeatWrite[]): Promise<ReadonlySet<string>> => {
  const rows = await db.rows<{ beat_key: string }>(sql`
    update check_run set last_at = greatest(check_run.last_at, new.at),
      next_at = case when (check_run.failures > 0 or check_run.last_at is null) and check_run.next_at < ${isoOf(never)} then least(check_run.next_at, new.at) else check_run.next_at end
    from unnest(${beats.map((one) => one.hash)}::text[], ${beats.map((one) => isoOf(one.at))}::timestamptz[]) as new (hash, at)
    where check_run.beat_key = new.hash returning check_run.beat_key`)
  return new Set(rows.map((row) => row.beat_key))
}

/** The source of Reeve's own checks; the first one where there are several. */
export const checksSource = async (db: Db): Promise<string | undefined> =>
  (await db.first<{ id: string }>(sql`select id from source where source_type = 'checks' order by id limit 1`))?.id

export const lockChecksSource = async (tx: Tx): Promise<void> => {
  await tx.first(sql`select pg_advisory_xact_lock(7300021::bigint)`)
}
