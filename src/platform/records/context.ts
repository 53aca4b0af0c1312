import type { z } from 'zod'
import type { Millis } from '../../kernel/instant.ts'
import type { Db, Tx } from '../db/database.ts'
import type { Sql } from '../db/sql.ts'
import type { Actor } from '../rights/grants.ts'
import type { AnyRecord, Kind } from './kind.ts'

/** Who asks, when, and by what way: the first argument of every question and action. */
export type Context = Readonly<{
  registry: Registry
  actor: Actor
  now: Millis
  via: 'web' | 'api' | 'cli' | 'job' | 'import' | 'system'
  /** Set when the change belongs to an import or a bulk edit, which is undone as one. */
  batch?: string
}>

export type Change = Readonly<{
  kind: Kind
  verb: string
  before: AnyRecord | null
  after: AnyRecord
  /** Names of the fields that differ; every field when the record is new. */
  changed: ReadonlySet<string>
}>

/** A record on its way to the table: links already ids, values already of their types. */
export type Draft = Record<string, unknown>

/** What a capability adds to what every kind can do. Both run in the transaction of the change. */
export type Behaviour = Readonly<{
  /** Checks the meaning and fills computed fields by changing the draft. @throws Refusal */
  prepare?: (tx: Tx, ctx: Context, draft: Draft, before: AnyRecord | null, verb: string) => Promise<void> | void
  /**
   * What is written in one statement with a new record, as inserts, and done after its commit: called where the record is all that a transaction writes,
   * and then instead of `saved`.
   */
  along?: (tx: Tx, ctx: Context, kind: Kind, draft: Draft) => readonly Sql[]
  /** Follows the change in the capability's own tables. */
  saved?: (tx: Tx, ctx: Context, change: Change) => Promise<void>
  /** Forgets what `saved` keeps, before the record is removed for good. */
  removing?: (tx: Tx, ctx: Context, record: AnyRecord) => Promise<void>
}>

/** All kinds with their behaviours and validators of structured values. */
export type Registry = Readonly<{
  kinds: readonly Kind[]
  kind: (name: string) => Kind
  plural: (plural: string) => Kind | undefined
  behaviours: (name: string) => readonly Behaviour[]
  shape: (name: string) => z.ZodType
  /** What mechanisms that surround records add to the answer with one: whether the person watches it. */
  beside: (db: Db, ctx: Context, record: AnyRecord) => Promise<Readonly<Record<string, unknown>>>
  /** Who holds a right everywhere, for "ask X". */
  holders: (db: Db, right: string) => Promise<readonly Readonly<{ ref: string; title: string }>[]>
  /** Tells everybody who looks at live screens, after the commit. */
  announce: (news: News) => void
}>

export type News = Readonly<{ kind: string; id: string; ref: string; verb: string; version: number; actor: string | null }>
