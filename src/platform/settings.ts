import type { Db, Tx } from './db/database.ts'
import { sql } from './db/sql.ts'

/** A setting of the organisation by name; undefined when it was never set. */
export const setting = async <T>(db: Db, name: string): Promise<T | undefined> =>
  (await db.first<{ value: T }>(sql`select value from setting where name = ${name}`))?.value

export const setSetting = async (tx: Tx, name: string, value: unknown): Promise<void> => {
  await tx.run(
    sql`insert into setting (name, value) values (${name}, ${JSON.stringify(value)}) on conflict (name) do update set value = excluded.value`,
  )
}

export type Organisation = Readonly<{ name: string; sample: boolean; time_zone?: string | null }>

export const organisationOf = async (db: Db): Promise<Organisation> =>
  (await setting<Organisation>(db, 'organisation')) ?? { name: 'Reeve', sample: false }
