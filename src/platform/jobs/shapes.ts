import type { LoopSeen } from './loops.ts'

/** A job and how its last runs went, in the whole cluster. */
export type JobSeen = Readonly<{
  name: string
  about: string
  /** Cron text (UTC); null for work that somebody asks for. */
  cron: string | null
  next: string | null
  waiting: number
  running: number
  last_done: string | null
  last_failed: string | null
  /** Runs that failed, of those that are kept: two weeks, of work that comes each minute one day. */
  failures: number
  error: string | null
}>

/** GET /jobs. Loops are as the process that answers saw them. */
export type Work = Readonly<{
  as_of: string
  process: string
  items: readonly JobSeen[]
  loops: readonly (Readonly<{ name: string; about: string; every_ms: number }> & LoopSeen)[]
}>
