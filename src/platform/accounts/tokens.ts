import { createHash, randomBytes } from 'node:crypto'
import { newId } from '../../kernel/id.ts'
import { addDays, isDay, isoOf, type Millis, millisOf } from '../../kernel/instant.ts'
import { invalid, notFound, Refusal } from '../../kernel/refusal.ts'
import type { Db, Tx } from '../db/database.ts'
import { sql } from '../db/sql.ts'
import { makeCache } from './cache.ts'

/** A token as its owner sees it; `prefix` tells which one it is without giving it away. */
export type Token = Readonly<{
  id: string
  title: string
  prefix: string
  rights: readonly string[]
  expires_on: string
  made_at: string
  last_used_at: string | null
  revoked_at: string | null
}>

export type NewToken = Readonly<{ title: string; rights: readonly string[]; expires_on: string }>

type Used = Readonly<{
  id: string
  person: string
  rights: readonly string[]
  expires_on: string
  revoked_at: string | null
  last_used_at: string | null
  active: boolean
}>

export type Tokens = Readonly<{
  /** @returns the token itself, shown this once @throws Refusal for rights or days that do not fit */
  make: (tx: Tx, person: string, token: NewToken, now: Millis) => Promise<Readonly<{ id: string; token: string }>>
  list: (db: Db, person: string) => Promise<readonly Token[]>
  /** @throws Refusal `not_found` */
  revoke: (tx: Tx, person: string, id: string, now: Millis) => Promise<void>
  /** @throws Refusal `token_unknown`, `token_revoked`, `token_expired`, `account_closed` */
  use: (db: Db, token: string, now: Millis) => Promise<Readonly<{ person: string; rights: readonly string[] }>>
}>

const columns = sql`id, title, prefix, rights, expires_on, made_at, last_used_at, revoked_at`
const longestDays = 366
const noteEvery = 60_000
const right = /^(\*|[a-z_]+)\.(\*|[a-z_]+)(:own)?$|^\*$/

const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex')
const no = (code: string, message: string): Refusal => new Refusal('unauthenticated', code, message)
const today = (now: Millis): string => isoOf(now).slice(0, 10)

const check = (token: NewToken, now: Millis): void => {
  for (const one of token.rights)
    if (!right.test(one))
      throw invalid('rights', `“${one}” is not a right. Write it like incident.edit, incident.*, *.see or incident.see:own.`, 'right')
  if (!isDay(token.expires_on) || token.expires_on < today(now))
    throw invalid('expires_on', 'Choose a day from today on, written like 2016-03-01.', 'day')
  if (token.expires_on > addDays(today(now), longestDays))
    throw invalid('expires_on', 'A token lives a year at most. Choose an earlier day; you can make a new one then.', 'too_late')
}

/** @throws Refusal that says what to do with the token */
const needUsable = (found: Used | undefined, now: Millis): Used => {
  if (!found)
    throw no('token_unknown', 'Reeve does not know this token. Copy it again in full, or make a new one under your profile, Tokens.')
  if (found.revoked_at !== null)
    throw no('token_revoked', 'This token was revoked. Make a new one under your profile, Tokens, and give it to the program.')
  if (today(now) > found.expires_on)
    throw no(
      'token_expired',
      `This token expired after ${found.expires_on}. Make a new one under your profile, Tokens, and give it to the program.`,
    )
  if (!found.active)
    throw no('account_closed', 'The person whom this token belongs to is no longer active. Use the token of somebody else.')
  return found
}

export const makeTokens = (): Tokens => {
  const cache = makeCache<Used>()
  return {
    make: async (tx, person, token, now) => {
      check(token, now)
      const secret = `rv_${randomBytes(32).toString('base64url')}`
      const id = newId()
      await tx.run(sql`insert into account_token (id, person, title, hash, prefix, rights, expires_on, made_at)
        values (${id}, ${person}, ${token.title}, ${hashOf(secret)}, ${secret.slice(0, 8)}, ${[...token.rights]}, ${token.expires_on}, ${isoOf(now)})`)
      return { id, token: secret }
    },
    list: async (db, person) =>
      await db.rows<Token>(sql`select ${columns} from account_token where person = ${person} order by made_at desc, id desc limit 200`),
    revoke: async (tx, person, id, now) => {
      const count = await tx.run(
        sql`update account_token set revoked_at = ${isoOf(now)} where id = ${id} and person = ${person} and revoked_at is null`,
      )
      if (count === 0) throw notFound('This token')
      tx.afterCommit(() => cache.drop((_key, token) => token.id === id))
    },
    use: async (db, token, now) => {
      const hash = hashOf(token)
      const known = cache.get(hash, now)
      if (known) return needUsable(known, now)
      const found = needUsable(
        await db.first<Used>(sql`
          select token.id, token.person, token.rights, token.expires_on, token.revoked_at, token.last_used_at, (record.state = 'active' and account.disabled_at is null) as active
          from account_token token join record on record.id = token.person left join account on account.person = token.person where token.hash = ${hash}`),
        now,
      )
      // A database that can only be read at the moment still answers programs.
      if (found.last_used_at === null || now - millisOf(found.last_used_at) >= noteEvery)
        await db.run(sql`update account_token set last_used_at = ${isoOf(now)} where id = ${found.id}`).catch(() => 0)
      cache.set(hash, found, now)
      return found
    },
  }
}
