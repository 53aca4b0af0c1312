import { hostname } from 'node:os'
import { Cron } from 'croner'
import { isoOf, type Millis } from '../../kernel/instant.ts'
import type { Job, Loop } from '../capability.ts'
import type { Db, Row } from '../db/database.ts'
import { raw, sql } from '../db/sql.ts'
import { type Route, route } from '../http/contract.ts'
import { needEverywhere } from '../rights/grants.ts'
import { jobSchema } from './jobs.ts'
import type { LoopBook } from './loops.ts'
import type { JobSeen, Work } from './shapes.ts'

type Seen = Row & Pick<JobSeen, 'name' | 'waiting' | 'running' | 'last_done' | 'last_failed' | 'failures'> & Readonly<{ error: unknown }>

/** How each job has been doing; empty when no process has begun working on jobs yet. */
const seenJobs = async (db: Db): Promise<readonly Seen[]> => {
  const there = await db.first<{ found: boolean }>(sql`select to_regclass(${`${jobSchema}.job`}) is not null as found`)
  if (!there?.found) return []
  return await db.rows<Seen>(sql`
    select name, count(*) filter (where state in ('created', 'retry'))::int as waiting, count(*) filter (where state = 'active')::int as running,
      max(completed_on) filter (where state = 'completed') as last_done, max(completed_on) filter (where state = 'failed') as last_failed,
      count(*) filter (where state = 'failed')::int as failures, (array_agg(output order by completed_on desc) filter (where state = 'failed'))[1] as error
    from ${raw(jobSchema)}.job group by name`)
}

/** When a job comes next by itself; null for work that somebody asks for. */
const nextRun = (cron: string | undefined, now: Millis): string | null => {
  const next = cron === undefined ? null : new Cron(cron, { timezone: 'UTC' }).nextRun(isoOf(now))
  return next ? isoOf(next.getTime()) : null
}

/** What of a failed run's output is for people. */
const words = (output: unknown): string | null => {
  if (output === null || output === undefined) return null
  const message = typeof output === 'object' && 'message' in output ? output.message : output
  return (typeof message === 'string' ? message : JSON.stringify(message)).slice(0, 500)
}

const never = { waiting: 0, running: 0, failures: 0, last_done: null, last_failed: null } as const

/** For the operator's screen: every job, when it comes, and how its last runs went; and the loops of the process that answers. */
export const jobRoutes = (jobs: () => readonly Job[], loops: () => readonly Loop[], book: LoopBook): readonly Route[] => [
  route({
    method: 'GET',
    path: '/jobs',
    tag: 'Operation',
    summary: 'Work that comes by itself, with its last runs and failures; loops as the process that answers saw them',
    handle: async ({ db, ctx }): Promise<Work> => {
      needEverywhere(ctx.actor, 'operator.read', 'see background jobs')
      const seen = new Map((await seenJobs(db)).map((row) => [row.name, row]))
      return {
        as_of: isoOf(ctx.now),
        process: `${hostname()}, process ${process.pid}`,
        items: jobs().map(({ name, about, cron }) => {
          const { error, ...row } = seen.get(name) ?? { ...never, name, error: null }
          return { ...row, name, about, cron: cron ?? null, next: nextRun(cron, ctx.now), error: words(error) }
        }),
        loops: loops().map((loop) => ({ name: loop.name, about: loop.about, every_ms: loop.every, ...book.of(loop) })),
      }
    },
  }),
]
