import { createHash, randomBytes } from 'node:crypto'
import type { Millis } from '../../../kernel/instant.ts'
import { Refusal } from '../../../kernel/refusal.ts'
import type { Database, Tx } from '../../../platform/db/database.ts'
import { append } from '../../../platform/events/append.ts'
import type { Context } from '../../../platform/records/context.ts'
import { get } from '../../../platform/records/read.ts'
import { needOn } from '../../../platform/rights/grants.ts'
import { setBeatKey, writeBeats } from '../store/checks.ts'

const hashOf = (key: string): string => createHash('sha256').update(key).digest('base64url')

/** Gives a heartbeat its secret address, in place of the one it had. @returns the address, shown this once @throws Refusal `no_heartbeat`, MissingRight `check.edit` */
export const makeBeatAddress = async (tx: Tx, ctx: Context, check: string): Promise<Readonly<{ key: string; address: string }>> => {
  const kind = ctx.registry.kind('check')
  const record = await get(tx, ctx, kind, check)
  needOn(ctx.actor, 'check.edit', kind, record, 'make the address of this heartbeat')
  if (record['check_type'] !== 'heartbeat')
    throw new Refusal('conflict', 'no_heartbeat', `${record.ref} is no heartbeat: Reeve goes there by itself.`)
  const key = `rvb_${randomBytes(18).toString('base64url')}`
  await setBeatKey(tx, record.id, hashOf(key))
  await append(tx, ctx, {
    verb: 'make_key',
    kind: 'check',
    record: record.id,
    version: record.version,
    before: null,
    after: { key: key.slice(0, 9) },
  })
  return { key, address: `/api/v1/beat/${key}` }
}

type Waiting = Readonly<{ hash: string; at: Millis; done: (known: boolean) => void; failed: (error: unknown) => void }>
type Intake = { waiting: Waiting[]; running: boolean }
const intakes = new WeakMap<Database, Intake>()

/** Beats that are written together at most. */
const most = 5000

const run = async (db: Database, intake: Intake): Promise<void> => {
  intake.running = true
  while (intake.waiting.length > 0) {
    const batch = intake.waiting.splice(0, most)
    const latest = new Map<string, Millis>()
    for (const { hash, at } of batch) latest.set(hash, Math.max(at, latest.get(hash) ?? at))
    try {
      const known = await writeBeats(
        db,
        [...latest].map(([hash, at]) => ({ hash, at })),
      )
      for (const one of batch) one.done(known.has(one.hash))
    } catch (error) {
      for (const one of batch) one.failed(error)
    }
  }
  intake.running = false
}

/** Takes a beat, durably. Beats that come while others are being written are written together. @throws Refusal `not_found` */
export const takeBeat = async (db: Database, key: string, now: Millis): Promise<void> => {
  const intake = intakes.get(db) ?? { waiting: [], running: false }
  intakes.set(db, intake)
  const known = await new Promise<boolean>((done, failed) => {
    intake.waiting.push({ hash: hashOf(key), at: now, done, failed })
    if (!intake.running) void run(db, intake)
  })
  if (!known)
    throw new Refusal(
      'not_found',
      'no_such_beat',
      'No heartbeat has this address. Make a new one on the check’s page in Reeve and call that.',
    )
}
