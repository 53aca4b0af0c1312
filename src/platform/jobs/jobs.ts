import { setTimeout as wait } from 'node:timers/promises'
import { PgBoss } from 'pg-boss'
import { isRefusal } from '../../kernel/refusal.ts'
import type { Job, Loop } from '../capability.ts'
import type { Database } from '../db/database.ts'
import type { Log } from '../log.ts'
import type { Registry } from '../records/context.ts'
import { type LoopBook, makeLoopBook } from './loops.ts'

export type JobsHow = Readonly<{
  db: Database
  registry: Registry
  jobs: readonly Job[]
  loops?: readonly Loop[]
  /** Where the turns of the loops are noted for the operator's screen. */
  book?: LoopBook
  log: Log
  now: () => number
}>

export type Jobs = Readonly<{
  /** Asks for a job to be done soon, once however often it is asked for meanwhile. */
  ask: (name: string, data?: object) => Promise<void>
  stop: () => Promise<void>
}>

/** The schema of the job library's own tables. */
export const jobSchema = 'reeve_jobs'

/** Queue names hold letters, digits, dots, dashes and underscores. */
const queueOf = (job: Pick<Job, 'name'>): string => job.name

/** Runs are kept for the operator's screen: two weeks, but of work that comes each minute only a day. */
const keptSeconds = (job: Job): number => (job.cron?.startsWith('* ') ? 1 : 14) * 86_400

/** Turns a loop until the signal is aborted; a turn that fails is logged, and the next one comes after a pause. */
const turn = async (loop: Loop, { db, registry, log, now }: JobsHow, book: LoopBook, signal: AbortSignal): Promise<void> => {
  book.started(loop)
  while (!signal.aborted) {
    const begun = now()
    try {
      await loop.run(db, registry, now, signal)
      book.ended(loop, begun, now())
    } catch (error) {
      book.ended(loop, begun, now(), error)
      log.error({ err: error, loop: loop.name }, 'a loop failed')
    }
    await wait(loop.every, undefined, { signal, ref: false }).catch(() => undefined)
  }
  book.stopped(loop)
}

/**
 * Begins the work that comes by itself. Each job runs once in the cluster at its time, on whichever process takes it;
 * a failed one is tried again three times with growing pauses, and its failure stays visible.
 */
export const startJobs = async (how: JobsHow): Promise<Jobs> => {
  const { db, registry, jobs, log, now, book = makeLoopBook() } = how
  const boss = new PgBoss({ ...db.address, application_name: 'reeve jobs', schema: jobSchema, max: 3, warningSlowQuerySeconds: 30 })
  boss.on('error', (error) => log.error({ err: error }, 'jobs'))
  await boss.start()
  for (const job of jobs) {
    await boss.createQueue(queueOf(job), {
      policy: 'stately',
      retryLimit: 3,
      retryBackoff: true,
      retryDelay: 30,
      expireInSeconds: 3600,
      deleteAfterSeconds: keptSeconds(job),
    })
    await boss.work(queueOf(job), { pollingIntervalSeconds: 5 }, async (taken) => {
      for (const one of taken) {
        try {
          await job.run(db, registry, one.data, now())
        } catch (error) {
          if (!isRefusal(error)) log.error({ err: error, job: job.name }, 'a job failed')
          throw error
        }
      }
    })
    if (job.cron) await boss.schedule(queueOf(job), job.cron)
  }
  const stopping = new AbortController()
  const turning = (how.loops ?? []).map(async (loop) => await turn(loop, how, book, stopping.signal))
  return {
    ask: async (name, data = {}) => void (await boss.send(name, data)),
    stop: async () => {
      stopping.abort()
      await Promise.all([boss.stop({ graceful: true, timeout: 5_000 }), ...turning])
    },
  }
}
