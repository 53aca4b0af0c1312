import { createHash } from 'node:crypto'
import { Refusal } from '../../kernel/refusal.ts'
import { isoOf } from '../../kernel/instant.ts'
import type { Database } from '../db/database.ts'
import { sql } from '../db/sql.ts'
import type { Context } from '../records/context.ts'

export type Remembered = Readonly<{ status: number; body: unknown }>

/** Who has no person behind it shares this owner of keys. */
const nobody = '00000000-0000-0000-0000-000000000000'

/**
 * Runs work once for a key: the second request with the same key and content gets the first one's answer.
 * A refused request frees its key, so that it can be mended and sent again.
 * @throws Refusal `key_reused` for another content under the same key; `in_progress` while the first one still runs
 */
export const once = async (
  db: Database,
  ctx: Context,
  key: string,
  method: string,
  url: string,
  body: unknown,
  work: () => Promise<Remembered>,
): Promise<Remembered> => {
  if (key.length > 200) throw new Refusal('invalid', 'key_too_long', 'An Idempotency-Key has 200 characters at most.')
  const actor = ctx.actor.id ?? nobody
  const request = createHash('sha256')
    .update(`${method} ${url}\n${JSON.stringify(body ?? null)}`)
    .digest('hex')
  const mine = await db.run(
    sql`insert into idempotency (key, actor, request, made_at) values (${key}, ${actor}, ${request}, ${isoOf(ctx.now)}) on conflict do nothing`,
  )
  if (mine === 0) {
    const before = await db.first<{ request: string; status: number | null; answer: unknown }>(
      sql`select request, status, answer from idempotency where actor = ${actor} and key = ${key}`,
    )
    if (before && before.request !== request)
      throw new Refusal('conflict', 'key_reused', 'This Idempotency-Key was used for another request. Use a new key for each new request.')
    if (!before || before.status === null)
      throw new Refusal(
        'conflict',
        'in_progress',
        'The first request with this Idempotency-Key is still being worked on. Ask again in a moment.',
      )
    return { status: before.status, body: before.answer }
  }
  try {
    const result = await work()
    await db.run(
      sql`update idempotency set status = ${result.status}, answer = ${JSON.stringify(result.body ?? null)} where actor = ${actor} and key = ${key}`,
    )
    return result
  } catch (error) {
    await db.run(sql`delete from idempotency where actor = ${actor} and key = ${key}`)
    throw error
  }
}
