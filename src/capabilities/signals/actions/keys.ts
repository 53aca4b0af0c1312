import { createHash, randomBytes } from 'node:crypto'
import { isId, newId } from '../../../kernel/id.ts'
import type { Millis } from '../../../kernel/instant.ts'
import { notFound, Refusal } from '../../../kernel/refusal.ts'
import type { Database, Tx } from '../../../platform/db/database.ts'
import { append } from '../../../platform/events/append.ts'
import type { Context } from '../../../platform/records/context.ts'
import { get } from '../../../platform/records/read.ts'
import { needOn } from '../../../platform/rights/grants.ts'
import { keysOf, noteUse, revoke, type SourceKey, sourceByHash, writeKey } from '../store/keys.ts'

const hashOf = (key: string): string => createHash('sha256').update(key).digest('hex')

const editable = async (tx: Tx, ctx: Context, source: string) => {
  const kind = ctx.registry.kind('source')
  const record = await get(tx, ctx, kind, source)
  needOn(ctx.actor, 'source.edit', kind, record, 'manage the keys of this source')
  return record
}

/** Makes a key by which a tool sends to a source. @returns the key itself, shown this once @throws MissingRight `source.edit` */
export const makeKey = async (tx: Tx, ctx: Context, source: string): Promise<Readonly<{ id: string; key: string }>> => {
  const record = await editable(tx, ctx, source)
  const key = `rvs_${randomBytes(24).toString('base64url')}`
  const id = newId()
  await writeKey(tx, { id, source: record.id, hash: hashOf(key), prefix: key.slice(0, 9), made_by: ctx.actor.id }, ctx.now)
  await append(tx, ctx, {
    verb: 'make_key',
    kind: 'source',
    record: record.id,
    version: record.version,
    before: null,
    after: { key: key.slice(0, 9) },
  })
  return { id, key }
}

/** @throws MissingRight `source.edit` */
export const listKeys = async (tx: Tx, ctx: Context, source: string): Promise<readonly SourceKey[]> =>
  await keysOf(tx, (await editable(tx, ctx, source)).id)

/** Ends a key: within ten seconds nothing is taken by it any more. @throws Refusal `not_found`, MissingRight `source.edit` */
export const revokeKey = async (tx: Tx, ctx: Context, source: string, key: string): Promise<void> => {
  const record = await editable(tx, ctx, source)
  if (!isId(key) || (await revoke(tx, record.id, key, ctx.now)) === 0) throw notFound('The key')
  await append(tx, ctx, {
    verb: 'revoke_key',
    kind: 'source',
    record: record.id,
    version: record.version,
    before: null,
    after: { id: key },
  })
}

const lived = 10_000
const noteEvery = 60_000
type Used = { source: string; until: Millis; noted: Millis; id: string }
const used = new WeakMap<Database, Map<string, Used>>()

/** The source that a key belongs to. @throws Refusal `key_missing`, `key_unknown` */
export const sourceOfKey = async (db: Database, key: string | undefined, now: Millis): Promise<string> => {
  if (!key)
    throw new Refusal(
      'unauthenticated',
      'key_missing',
      'Send the key of the source in the header “Authorization: Bearer rvs_...”, made on the source’s page in Reeve.',
    )
  const known = used.get(db) ?? new Map<string, Used>()
  used.set(db, known)
  const hash = hashOf(key)
  let found = known.get(hash)
  if (!found || found.until < now) {
    const row = await sourceByHash(db, hash)
    if (!row) {
      known.delete(hash)
      throw new Refusal(
        'unauthenticated',
        'key_unknown',
        'This key belongs to no source, or was taken back. Make a new one on the source’s page in Reeve.',
      )
    }
    if (known.size > 10_000) known.clear()
    found = { source: row.source, id: row.id, until: now + lived, noted: found?.noted ?? 0 }
    known.set(hash, found)
  }
  if (now - found.noted > noteEvery) {
    found.noted = now
    await noteUse(db, found.id, now)
  }
  return found.source
}
