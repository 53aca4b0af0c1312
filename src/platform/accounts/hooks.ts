import type { Millis } from '../../kernel/instant.ts'
import type { ProviderConfig } from '../config.ts'
import type { Db, Tx } from '../db/database.ts'
import type { Context } from '../records/context.ts'

export type SamplePerson = Readonly<{ id: string; title: string; role: string; about: string; desk: string }>

/** What a person's own pages show of them, and what they may do. */
export type Profile = Readonly<{
  /** null when the person is gone. */
  person: Readonly<{ id: string; ref: string; title: string; email: string | null; level: unknown }> | null
  roles: readonly string[]
  desk: string
  rights: readonly unknown[]
  unread?: number
}>

/** What signing in needs to know of people and the organisation; the house, which knows them, fills it in. */
export type Hooks = Readonly<{
  organisation: (db: Db) => Promise<Readonly<{ name: string; sample: boolean }>>
  /** Who can be continued as in the sample organisation. */
  samplePeople: (db: Db) => Promise<readonly SamplePerson[]>
  /** Names the organisation and makes its first person with every right; `ctx.actor` is Reeve itself. @returns the person's id */
  firstAdministrator: (tx: Tx, ctx: Context, who: Readonly<{ organisation: string; title: string; email: string }>) => Promise<string>
  /** The one person with this address; null when there is none, or more than one. */
  personByEmail: (db: Db, email: string) => Promise<Readonly<{ id: string; title: string; active: boolean }> | null>
  profile: (db: Db, person: string, now: Millis) => Promise<Profile>
  /** Whether cookies travel over https only. */
  secure: boolean
  providers: readonly ProviderConfig[]
  /** How people reach Reeve, such as https://reeve.example.org; without it, the request's own host is taken. */
  publicUrl: string | undefined
}>
