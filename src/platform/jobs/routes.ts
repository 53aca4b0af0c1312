import { Cron } from 'croner'
import { isoOf, type Millis } from '../../kernel/instant.ts'
import type { Job } from '../capability.ts'
import type { Db, Row } from '../db/database.ts'
import { raw, sql } from '../db/sql.ts'
import { type Route, route } from '../http/contract.ts'
import { needEverywhere } from '../rights/grants.ts'
import { jobSchema } from './jobs.ts'

type Seen = Row &
  Readonly<{
    name: string
    waiting: number
    running: number
    last_done: string | null
    last_failed: string | null
    failures: number
    error: unknown
  }>

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

/** For the operator's screen: every job, when it comes, and how its last runs went. */
export const jobRoutes = (jobs: () => readonly Job[]): readonly Route[] => [
  route({
    method: 'GET',
    path: '/jobs',
    tag: 'Operation',
    summary: 'Work that comes by itself, with its last runs and failures',
    handle: async ({ db, ctx }) => {
      needEverywhere(ctx.actor, 'operator.read', 'see background jobs')
      const seen = new Map((await seenJobs(db)).map((row) => [row.name, row]))
      return {
        items: jobs().map(({ name, about, cron }) => ({
          name,
          about,
          cron: cron ?? null,
          next: nextRun(cron, ctx.now),
          waiting: 0,
          running: 0,
          failures: 0,
          last_done: null,
          last_failed: null,
          error: null,
          ...seen.get(name),
        })),
      }
    },
  }),
]
