import type { Millis } from '../../../kernel/instant.ts'
import { millisOf } from '../../../kernel/instant.ts'
import type { Database } from '../../../platform/db/database.ts'
import type { Registry } from '../../../platform/records/context.ts'
import { failsAfter, timeoutOf } from '../model/check.ts'
import { afterLook, nextLook, type Rhythm } from '../model/check-beat.ts'
import { nextTurn } from '../model/check-grid.ts'
import { afterResult } from '../model/check-standing.ts'
import { claim, type CheckRun, lockDue, stateOf } from '../store/checks.ts'
import type { TryHow } from './checks/ask.ts'
import { tryOnce } from './checks/try.ts'
import { type Done, recordRuns } from './record-runs.ts'

export type RunHow = Readonly<{
  now: () => Millis
  /** Aborted when the process is about to stop: nothing more is begun then. */
  signal?: AbortSignal
  /** Checks that run at the same time in this process. */
  most?: number
  tries?: TryHow
}>

const usualMost = 64
/** Beyond its time-out a claim lasts so long that whoever holds it can write what came of it. */
const slack = 30_000

const rhythmOf = (run: CheckRun): Rhythm => ({
  every: run.every * 1000,
  grace: timeoutOf(run) * 1000,
  last: run.last_at === null ? null : millisOf(run.last_at),
})

const nextAt = (run: CheckRun, now: Millis): Millis =>
  run.check_type === 'heartbeat' ? nextLook(rhythmOf(run), now) : nextTurn(run.id, run.every * 1000, now)

type Claimed = Readonly<{ run: CheckRun; until: Millis }>

/** Takes checks whose turn has come, and sets their next turn in the same transaction: whoever takes one, nobody else has it until then. */
const claimDue = async (db: Database, now: Millis, limit: number): Promise<readonly Claimed[]> =>
  await db.transaction(async (tx) => {
    const claimed = (await lockDue(tx, now, limit)).map((run) => ({ run, until: now + timeoutOf(run) * 1000 + slack }))
    await claim(
      tx,
      claimed.map(({ run, until }) => ({ id: run.id, nextAt: nextAt(run, now), until })),
    )
    return claimed
  })

/** Whether a heartbeat came in time. */
const look = ({ run, until }: Claimed, now: Millis): Done => {
  const rhythm = rhythmOf(run)
  const after = afterLook(stateOf(run), rhythm, now, failsAfter(run))
  const missed = after?.failures ?? 0
  const text =
    after === null
      ? 'no beat has come yet'
      : missed === 0
        ? 'the beat came'
        : missed === 1
          ? 'a beat is missing'
          : `${missed} beats are missing`
  const result = after === null ? 'cannot' : missed === 0 ? 'good' : 'failed'
  return { run, until, at: now, outcome: { result, ms: null, text }, after: after ?? stateOf(run) }
}

const tryOne = async ({ run, until }: Claimed, how: RunHow): Promise<Done> => {
  const at = how.now()
  if (run.check_type === 'heartbeat') return look({ run, until }, at)
  const outcome = await tryOnce(run.check_type, {
    target: run.target ?? '',
    timeoutMs: timeoutOf(run) * 1000,
    slowAfter: run.slow_after,
    must: run.assertions ?? {},
    now: at,
    how: how.tries ?? {},
  })
  return { run, until, at, outcome, after: afterResult(stateOf(run), outcome.result, at, failsAfter(run)) }
}

/**
 * Runs the checks whose turn has come, each once in its interval whatever the number of processes, until none is due and none is running.
 * @returns how many ran
 */
export const runDueChecks = async (db: Database, registry: Registry, how: RunHow): Promise<number> => {
  const running = new Set<Promise<void>>()
  const failures: unknown[] = []
  const begin = (work: Promise<void>): void => {
    const one: Promise<void> = work.catch((error: unknown) => void failures.push(error)).finally(() => running.delete(one))
    running.add(one)
  }
  let finished: Done[] = []
  let recording = false
  // What finishes while others are being written is written together.
  const record = async (): Promise<void> => {
    const batch = finished
    finished = []
    recording = true
    await recordRuns(db, registry, batch, how.now).finally(() => (recording = false))
  }
  const attempt = async (one: Claimed): Promise<void> => {
    const done = await tryOne(one, how)
    finished.push(done)
  }
  const most = how.most ?? usualMost
  let ran = 0
  for (;;) {
    const room = how.signal?.aborted || failures.length > 0 ? 0 : most - running.size
    const claimed = room > 0 ? await claimDue(db, how.now(), room) : []
    ran += claimed.length
    for (const one of claimed) begin(attempt(one))
    if (!recording && finished.length > 0) begin(record())
    if (running.size === 0 && finished.length === 0) break
    if (claimed.length === 0 || running.size >= most) await Promise.race([...running, waited(500)])
  }
  if (failures.length > 0) throw failures[0]
  return ran
}

const waited = async (ms: number): Promise<void> => await new Promise((done) => setTimeout(done, ms).unref())
