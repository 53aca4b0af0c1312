import { createHash, randomBytes } from 'node:crypto'
import { isoOf, type Millis, millisOf } from '../../kernel/instant.ts'
import type { Db, Tx } from '../db/database.ts'
import { sql } from '../db/sql.ts'
import { makeCache } from './cache.ts'

/** Without a request for this long, a session is over. */
export const idleFor = 12 * 3_600_000
/** However busy, a session is over after this long. */
export const longestFor = 14 * 86_400_000
/** A session's last use is written down at most this often. */
const noteEvery = 60_000

/** How the person came in; `oidc:` is followed by the provider's name. */
export type Via = 'password' | 'password+code' | 'setup' | 'sample' | `oidc:${string}`

export type Session = Readonly<{ id: string; person: string; via: string; made: Millis; seen: Millis; expires: Millis }>

type Row = Readonly<{ id: string; person: string; via: string; made_at: string; seen_at: string; expires_at: string }>

export type Sessions = Readonly<{
  /** @returns the cookie's value, which is kept nowhere else */
  begin: (tx: Tx, who: Readonly<{ person: string; via: Via; userAgent: string | undefined; now: Millis }>) => Promise<string>
  /** The session of a cookie's value while it lasts and its person is active; null otherwise. */
  find: (db: Db, cookie: string, now: Millis) => Promise<Session | null>
  end: (tx: Tx, id: string) => Promise<void>
  /** Ends all sessions of a person, but for one. @returns how many */
  endAll: (tx: Tx, person: string, except?: string) => Promise<number>
}>

const idOf = (cookie: string): string => createHash('sha256').update(cookie).digest('hex')

const lasts = (session: Session, now: Millis): boolean => now < session.expires && now < session.seen + idleFor

const read = async (db: Db, id: string): Promise<Session | undefined> => {
  const row = await db.first<Row>(sql`
    select session.id, session.person, session.via, session.made_at, session.seen_at, session.expires_at
    from account_session session join record on record.id = session.person left join account on account.person = session.person
    where session.id = ${id} and record.state = 'active' and account.disabled_at is null`)
  return (
    row && {
      id: row.id,
      person: row.person,
      via: row.via,
      made: millisOf(row.made_at),
      seen: millisOf(row.seen_at),
      expires: millisOf(row.expires_at),
    }
  )
}

export const makeSessions = (): Sessions => {
  const cache = makeCache<Session>()
  return {
    begin: async (tx, { person, via, userAgent, now }) => {
      const cookie = randomBytes(32).toString('base64url')
      await tx.run(sql`insert into account_session (id, person, made_at, seen_at, expires_at, via, user_agent)
        values (${idOf(cookie)}, ${person}, ${isoOf(now)}, ${isoOf(now)}, ${isoOf(now + longestFor)}, ${via}, ${userAgent?.slice(0, 300) ?? null})`)
      return cookie
    },
    find: async (db, cookie, now) => {
      if (!/^[\w-]{43}$/.test(cookie)) return null
      const id = idOf(cookie)
      const known = cache.get(id, now)
      const session = known ?? (await read(db, id))
      if (!session || !lasts(session, now)) return null
      if (known) return known
      const noting = now - session.seen >= noteEvery
      // A database that can only be read at the moment must not sign people out.
      if (noting) await db.run(sql`update account_session set seen_at = ${isoOf(now)} where id = ${id}`).catch(() => 0)
      const current = noting ? { ...session, seen: now } : session
      cache.set(id, current, now)
      return current
    },
    end: async (tx, id) => {
      await tx.run(sql`delete from account_session where id = ${id}`)
      tx.afterCommit(() => cache.drop((key) => key === id))
    },
    endAll: async (tx, person, except) => {
      const count = await tx.run(sql`delete from account_session where person = ${person} and id <> ${except ?? ''}`)
      tx.afterCommit(() => cache.drop((key, session) => session.person === person && key !== except))
      return count
    },
  }
}

/** Forgets sessions that are over. */
export const sweepSessions = async (db: Db, now: Millis): Promise<void> => {
  await db.run(sql`delete from account_session where expires_at <= ${isoOf(now)} or seen_at <= ${isoOf(now - idleFor)}`)
}
