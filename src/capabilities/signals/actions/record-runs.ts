import { isoOf, type Millis, millisOf } from '../../../kernel/instant.ts'
import { isRefusal } from '../../../kernel/refusal.ts'
import type { Database, Tx } from '../../../platform/db/database.ts'
import type { Context, Registry } from '../../../platform/records/context.ts'
import { find } from '../../../platform/records/read.ts'
import { create, save } from '../../../platform/records/write.ts'
import { system } from '../../../platform/rights/grants.ts'
import { failsAfter, type Outcome } from '../model/check.ts'
import { type CheckState, effectsOf } from '../model/check-standing.ts'
import type { Sample } from '../model/sample.ts'
import { lastAlert, lockAlerts } from '../store/alerts.ts'
import { checksSource, type CheckRun, lockRun, type RunWrite, stateOf, writeOpened, writeRuns } from '../store/checks.ts'
import { maintenanceOf } from '../store/outages.ts'
import { ownSource } from './check-record.ts'
import { endAlert, endOutage, openOutage } from './opened.ts'
import { openSource, takeReadings } from './take.ts'

/** A run that is over: what came of it, and what the check's state is after it. `until` is the claim under which it ran. */
export type Done = Readonly<{ run: CheckRun; until: Millis; at: Millis; outcome: Outcome; after: CheckState }>

const writeOf = ({ run, until, at, outcome, after }: Done): RunWrite => ({
  id: run.id,
  until,
  // When a heartbeat last came is for the heartbeat to say.
  at: run.check_type === 'heartbeat' ? null : at,
  ms: outcome.ms,
  text: outcome.text,
  state: after,
})

const alertEnds = ({ run, after }: Done): boolean =>
  run.alert !== null && after.standing !== 'down' && after.standing !== 'unknown' && after.successes >= failsAfter(run)
const alertBegins = ({ run, after }: Done): boolean => run.alert === null && after.standing === 'down'

/** Whether a run changes more than its counts. */
const tells = (done: Done): boolean => done.after.standing !== stateOf(done.run).standing || alertEnds(done) || alertBegins(done)

const isQuiet = async (tx: Tx, subject: string, at: Millis): Promise<boolean> =>
  (await maintenanceOf(tx, [subject], { from: at, to: at + 1 })).length > 0

const words = ({ run, outcome }: Done): string => `${run.title}: ${outcome.text}`

/** One alert an episode: while it is open nothing new is raised, however often the check goes up and down. Quiet during maintenance. */
const raise = async (tx: Tx, ctx: Context, done: Done): Promise<string | null> => {
  const { run, after, outcome } = done
  if (await isQuiet(tx, run.subject, ctx.now)) return null
  const source = await ownSource(tx, ctx)
  await lockAlerts(tx, source)
  const known = await lastAlert(tx, source, run.id)
  if (known && known.state !== 'resolved') return known.id
  const made = await create(tx, ctx, ctx.registry.kind('alert'), {
    title: words(done).slice(0, 300),
    subject: run.subject,
    severity: 'critical',
    source,
    alert_key: run.id,
    started_at: isoOf(after.since),
    text: outcome.text,
    labels: { check: run.ref },
  })
  return made.id
}

/** Writes what a run changed: the check's standing, its outage, its alert. */
const tell = async (tx: Tx, ctx: Context, done: Done): Promise<void> => {
  const { run, after } = done
  const effects = effectsOf(stateOf(run), after)
  let { outage, alert } = run
  if (effects.ends !== null && outage) {
    await endOutage(tx, ctx, outage, effects.ends)
    outage = null
  }
  if (effects.begins)
    outage = await openOutage(tx, ctx, {
      subject: run.subject,
      title: words(done),
      severity: effects.begins.severity,
      from: effects.begins.from,
      found_by: 'check',
      check: run.id,
      found_as: done.outcome.text,
    })
  if (alertBegins(done)) alert = await raise(tx, ctx, done)
  if (alertEnds(done) && alert) {
    await endAlert(tx, ctx, alert, after.since)
    alert = null
  }
  if (outage !== run.outage || alert !== run.alert) await writeOpened(tx, run.id, { outage, alert })
  if (after.standing === stateOf(run).standing) return
  const kind = ctx.registry.kind('check')
  const record = await find(tx, kind, run.id, true)
  if (record) await save(tx, ctx, kind, record, { ...record, standing: after.standing, standing_since: isoOf(after.since) }, 'judge')
}

/** A beat that came while it was found missing is not missing. */
const overtaken = (done: Done, now: CheckRun): boolean => done.run.check_type === 'heartbeat' && now.last_at !== done.run.last_at

const samplesOf = ({ at, outcome }: Done): Readonly<{ up: Sample | null; time: Sample | null }> => {
  const sample = (name: string, value: number): Sample => ({ name, labels: {}, at, value, means: 'gauge' })
  if (outcome.result === 'cannot') return { up: null, time: null }
  const failed = outcome.result === 'failed'
  return { up: sample('good', failed ? 0 : 1), time: failed || outcome.ms === null ? null : sample('time', outcome.ms) }
}

/** Hands results to the check's measures. */
const measure = async (db: Database, list: readonly Done[], now: () => Millis): Promise<void> => {
  const source = await checksSource(db)
  if (source === undefined) return
  const row = await openSource(db, source).catch((error: unknown) => {
    // Whoever pauses the source wants no readings; the checks go on.
    if (isRefusal(error)) return null
    throw error
  })
  if (!row) return
  const taken: Promise<unknown>[] = []
  const take = (into: string | null, one: Sample | null): void => {
    if (into !== null && one !== null)
      taken.push(takeReadings(db, row, { reading: { samples: [one], distributions: [], refused: [] }, measure: into }, now))
  }
  for (const done of list) {
    const { up, time } = samplesOf(done)
    take(done.run.up_measure, up)
    take(done.run.time_measure, time)
  }
  await Promise.all(taken)
}

/** Writes what a run changed, if it is still the run that has the check. @returns whether it was */
const writeTold = async (tx: Tx, ctx: Context, done: Done): Promise<boolean> => {
  const locked = await lockRun(tx, done.run.id)
  if (!locked || locked.claimed_until === null || millisOf(locked.claimed_until) !== done.until) return false
  if (overtaken(done, locked)) {
    await writeRuns(tx, [writeOf({ ...done, after: stateOf(locked), outcome: { result: 'cannot', ms: null, text: 'the beat came' } })])
    return false
  }
  await writeRuns(tx, [writeOf(done)])
  await tell(tx, ctx, done)
  return true
}

/** Runs that change a standing and are written in one transaction at most. */
const together = 25

type Written = Readonly<{ ids: readonly string[]; failures: readonly unknown[] }>

/** Writes changes together; where one of them cannot be written, each alone. */
const writeAllTold = async (db: Database, ctx: Context, list: readonly Done[]): Promise<Written> => {
  if (list.length === 0) return { ids: [], failures: [] }
  try {
    const ids = await db.transaction(async (tx) => {
      const written: string[] = []
      for (const done of list) if (await writeTold(tx, ctx, done)) written.push(done.run.id)
      return written
    })
    return { ids, failures: [] }
  } catch (error) {
    if (list.length === 1) return { ids: [], failures: [error] }
    const alone: Written[] = []
    for (const done of list) alone.push(await writeAllTold(db, ctx, [done]))
    return { ids: alone.flatMap((one) => one.ids), failures: alone.flatMap((one) => one.failures) }
  }
}

/**
 * Records runs: counts in one statement, those that change a standing or an alert in a transaction with what follows from it. A run whose check was paused
 * or claimed anew meanwhile leaves nothing. One that cannot be written keeps no other from being written. @throws what the first of them threw, at the end
 */
export const recordRuns = async (db: Database, registry: Registry, list: readonly Done[], now: () => Millis): Promise<void> => {
  const written = new Set(await writeRuns(db, list.filter((one) => !tells(one)).map(writeOf)))
  const telling = list.filter(tells)
  const failures: unknown[] = []
  for (let at = 0; at < telling.length; at += together) {
    const ctx: Context = { registry, actor: system, now: now(), via: 'job' }
    const done = await writeAllTold(db, ctx, telling.slice(at, at + together))
    for (const id of done.ids) written.add(id)
    failures.push(...done.failures)
  }
  await measure(
    db,
    list.filter((one) => written.has(one.run.id)),
    now,
  )
  if (failures.length > 0) throw failures[0]
}
