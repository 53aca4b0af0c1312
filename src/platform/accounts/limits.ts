import { createHash } from 'node:crypto'
import { isIPv6 } from 'node:net'
import { isoOf, type Millis, millisOf } from '../../kernel/instant.ts'
import { Refusal } from '../../kernel/refusal.ts'
import type { Db } from '../db/database.ts'
import { sql } from '../db/sql.ts'

/**
 * How many tries may fail before a wait begins, and after how many milliseconds one failure is forgotten.
 * An address may stand for a whole office behind one router or proxy, so it is allowed more.
 */
const rules = {
  account: { limit: 5, drain: 30 * 60_000 },
  address: { limit: 20, drain: 60_000 },
} as const

/** The first wait in seconds; each further failure doubles it, up to the longest. */
const firstWait = 30
const longestWait = 900

export type TryKey = Readonly<{ key: string; rule: keyof typeof rules }>

const digest = (text: string): string => createHash('sha256').update(text).digest('base64url')

/** Tries against a person's account. */
export const personKey = (person: string): TryKey => ({ key: `person:${person}`, rule: 'account' })

/** Tries with an address that is nobody's: they are counted alike, so that waiting does not tell which accounts exist. */
export const nobodyKey = (email: string): TryKey => ({ key: `nobody:${digest(email.trim().toLowerCase())}`, rule: 'account' })

/** An IPv6 customer holds a whole /64 and can change the rest at will. */
const network = (address: string): string => {
  if (!isIPv6(address) || address.includes('.')) return address
  const [head = '', tail] = address.split('::')
  const left = head.split(':').filter((group) => group !== '')
  const right = (tail ?? '').split(':').filter((group) => group !== '')
  const groups = tail === undefined ? left : [...left, ...Array<string>(Math.max(0, 8 - left.length - right.length)).fill('0'), ...right]
  return groups
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')
}

export const addressKey = (address: string): TryKey => ({ key: `address:${digest(network(address))}`, rule: 'address' })

const tooMany = (seconds: number): Refusal => {
  const wait = seconds > 90 ? `${Math.ceil(seconds / 60)} minutes` : `${seconds} seconds`
  return new Refusal(
    'busy',
    'too_many_tries',
    `Too many tries failed. Wait ${wait}, then try again. If you forgot your password, ask your administrator to set a new one.`,
  )
}

const takeOne = async (db: Db, { key, rule }: TryKey, now: Millis): Promise<void> => {
  const { limit, drain } = rules[rule]
  const at = isoOf(now)
  const failed = sql`(greatest(0, account_try.failed - extract(epoch from ${at}::timestamptz - account_try.last_at) * 1000 / ${drain}::float8) + 1)`
  // A count is rounded up: part of a failure forgotten is none forgotten.
  const taken = await db.run(sql`
    insert into account_try (key, failed, last_at) values (${key}, 1, ${at})
    on conflict (key) do update set failed = ${failed}, last_at = excluded.last_at, locked_until = case when ceil(${failed}) >= ${limit}
      then ${at}::timestamptz + least(${longestWait}::float8, ${firstWait}::float8 * power(2, least(20, ceil(${failed}) - ${limit}))) * interval '1 second' end
    where account_try.locked_until is null or account_try.locked_until <= ${at}`)
  if (taken === 1) return
  const row = await db.first<{ locked_until: string }>(sql`select locked_until from account_try where key = ${key}`)
  throw tooMany(row ? Math.max(1, Math.ceil((millisOf(row.locked_until) - now) / 1000)) : 1)
}

/**
 * Counts a try as failed before it is checked, so that many at once cannot slip through; `passed` takes it back.
 * @throws Refusal `too_many_tries` with how long to wait
 */
export const takeTry = async (db: Db, keys: readonly TryKey[], now: Millis): Promise<void> => {
  for (const key of keys) await takeOne(db, key, now)
}

/** The try was right (or not to be held against anybody): takes one count back. */
export const giveBack = async (db: Db, keys: readonly TryKey[]): Promise<void> => {
  const names = keys.map(({ key }) => key)
  await db.run(sql`update account_try set failed = greatest(0, failed - 1), locked_until = null where key = any(${names}::text[])`)
}

/** The person proved who they are: their account starts anew. Their address does not, or one own account would clear it for guessing others. */
export const passed = async (db: Db, keys: readonly TryKey[]): Promise<void> => {
  await giveBack(
    db,
    keys.filter(({ rule }) => rule === 'address'),
  )
  const accounts = keys.filter(({ rule }) => rule === 'account').map(({ key }) => key)
  await db.run(sql`delete from account_try where key = any(${accounts}::text[])`)
}

/** Forgets tries that no longer count. */
export const sweepTries = async (db: Db, now: Millis): Promise<void> => {
  await db.run(sql`delete from account_try where last_at < ${isoOf(now - 3 * 86_400_000)}`)
}
