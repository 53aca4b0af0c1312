import type { z } from 'zod'
import type { Database } from './db/database.ts'
import type { Route } from './http/contract.ts'
import type { Behaviour, Registry } from './records/context.ts'
import type { Kind } from './records/kind.ts'

/** Work that is done once in the cluster, at its time, retried when it fails. */
export type Job = Readonly<{
  name: string
  /** Cron text (UTC) for work that comes by itself; absent for work that somebody asks for. */
  cron?: string
  about: string
  run: (db: Database, registry: Registry, data: unknown, now: number) => Promise<void>
}>

/**
 * Work that every process does again and again while it runs; what must happen once only is claimed in the database.
 * `every`: milliseconds between the end of one turn and the next. A turn begins nothing more once `signal` is aborted.
 */
export type Loop = Readonly<{
  name: string
  every: number
  about: string
  run: (db: Database, registry: Registry, now: () => number, signal: AbortSignal) => Promise<void>
}>

/** What a capability (or a mechanism with tables of its own) brings to the house. Its folder of migrations lies beside its door. */
export type Capability = Readonly<{
  name: string
  /** Absolute folder of SQL files. */
  migrations?: string
  kinds?: readonly Kind[]
  behaviours?: readonly Readonly<{ kind: string; behaviour: Behaviour }>[]
  shapes?: Readonly<Record<string, z.ZodType>>
  routes?: readonly Route[]
  jobs?: readonly Job[]
  loops?: readonly Loop[]
}>
