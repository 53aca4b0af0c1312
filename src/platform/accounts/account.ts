import { isoOf, type Millis } from '../../kernel/instant.ts'
import type { Db, Tx } from '../db/database.ts'
import { sql } from '../db/sql.ts'

export type Account = Readonly<{
  person: string
  password_hash: string | null
  totp_secret: string | null
  totp_confirmed_at: string | null
  disabled_at: string | null
  preferences: Readonly<Record<string, unknown>>
}>

export const accountOf = async (db: Db, person: string): Promise<Account | undefined> =>
  await db.first<Account>(
    sql`select person, password_hash, totp_secret, totp_confirmed_at, disabled_at, preferences from account where person = ${person}`,
  )

/** Whether anybody can sign in at all. A row that only keeps preferences does not count. */
export const anyAccount = async (db: Db): Promise<boolean> => {
  const row = await db.first<{ found: boolean }>(
    sql`select exists (select 1 from account where password_hash is not null) or exists (select 1 from account_identity) as found`,
  )
  return row?.found ?? false
}

/** Whether somebody may sign in now: an active person whose account is not disabled. */
export const isOpen = async (db: Db, person: string): Promise<boolean> => {
  const row = await db.first(
    sql`select 1 from record left join account on account.person = record.id where record.id = ${person} and record.state = 'active' and account.disabled_at is null`,
  )
  return row !== undefined
}

export const keepPassword = async (tx: Tx, person: string, hash: string, now: Millis): Promise<void> => {
  await tx.run(sql`insert into account (person, made_at, password_hash, password_changed_at) values (${person}, ${isoOf(now)}, ${hash}, ${isoOf(now)})
    on conflict (person) do update set password_hash = excluded.password_hash, password_changed_at = excluded.password_changed_at`)
}

/** @returns the preferences as they are now; a null forgets its name. undefined when they would grow past 32 KB */
export const keepPreferences = async (
  tx: Tx,
  person: string,
  change: Readonly<Record<string, unknown>>,
  now: Millis,
): Promise<Readonly<Record<string, unknown>> | undefined> => {
  await tx.run(sql`insert into account (person, made_at) values (${person}, ${isoOf(now)}) on conflict do nothing`)
  const forgotten = Object.keys(change).filter((name) => change[name] === null)
  const row = await tx.first<{ preferences: Record<string, unknown> }>(sql`
    update account set preferences = (preferences || ${JSON.stringify(change)}::jsonb) - ${forgotten}::text[]
    where person = ${person} and length((preferences || ${JSON.stringify(change)}::jsonb)::text) <= 32768 returning preferences`)
  return row?.preferences
}

/** What people set for themselves, by person. */
export const preferencesOf = async (db: Db, people: readonly string[]): Promise<ReadonlyMap<string, Readonly<Record<string, unknown>>>> =>
  new Map(
    (
      await db.rows<{ person: string; preferences: Readonly<Record<string, unknown>> }>(
        sql`select person, preferences from account where person = any(${[...people]}::uuid[])`,
      )
    ).map((row) => [row.person, row.preferences] as const),
  )
