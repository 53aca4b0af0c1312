import { isoOf, type Millis } from '../../kernel/instant.ts'
import type { Db } from '../db/database.ts'
import { sql } from '../db/sql.ts'

/**
 * Takes or keeps a lease: true while this holder has it. Whoever holds it asks again well before `forMs` are over; when it does not, another one takes it.
 * No connection and no transaction stays open for it.
 */
export const holdLease = async (db: Db, name: string, holder: string, now: Millis, forMs: number): Promise<boolean> =>
  (await db.run(sql`
    insert into lease (name, holder, until) values (${name}, ${holder}, ${isoOf(now + forMs)})
    on conflict (name) do update set holder = excluded.holder, until = excluded.until where lease.holder = excluded.holder or lease.until < ${isoOf(now)}`)) >
  0

/** Gives a lease back, so that another one need not wait for its end. */
export const releaseLease = async (db: Db, name: string, holder: string): Promise<void> => {
  await db.run(sql`delete from lease where name = ${name} and holder = ${holder}`)
}
