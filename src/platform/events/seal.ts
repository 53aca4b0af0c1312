import { createHash } from 'node:crypto'
import { isoOf, type Millis } from '../../kernel/instant.ts'
import type { Database, Db, Row } from '../db/database.ts'
import { sql, type Sql } from '../db/sql.ts'

/** An event as the chain reads it: every column as text, JSON in PostgreSQL's own spelling, so that each machine reads the same. */
export type SealedEvent = Row & Readonly<{ id: string; era: number; tx: string; line: string }>

/** A unit separator between the columns: no text from outside holds it unescaped in JSON, and a missing value is told from an empty one. */
const line: Sql = {
  strings: [
    `concat_ws(e'\\x1f', id::text, era::text, tx::text, to_char(at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.US'), coalesce(to_char(occurred_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.US'), '-'),
      coalesce(actor::text, '-'), via, verb, kind, record_id::text, coalesce(version::text, '-'), coalesce(before::text, '-'), coalesce(after::text, '-'), coalesce('=' || reason, '-'), coalesce(batch::text, '-'))`,
  ],
  values: [],
}

export type Place = Readonly<{ era: number; tx: string; id: string }>

/** Events after a place up to a border, in the order of the chain, a page at a time. */
export const eventsAfter = async (
  db: Db,
  after: Place,
  border: Readonly<{ era: number; tx: string }>,
  limit: number,
): Promise<readonly SealedEvent[]> =>
  await db.rows<SealedEvent>(sql`
    select id::text as id, era, tx::text as tx, ${line} as line from event
    where (era, tx, id) > (${after.era}::smallint, ${after.tx}::xid8, ${after.id}::bigint) and (era, tx) <= (${border.era}::smallint, ${border.tx}::xid8)
    order by era, tx, id limit ${limit}`)

export const startOfChain = 'reeve'
const page = 5_000
const most = 100_000

/** One block's hash: that of the block before it, then each event's line. */
export const blockHash = (before: string) => {
  const hash = createHash('sha256').update(before)
  return { add: (event: SealedEvent) => void hash.update('\n').update(event.line), done: () => hash.digest('hex') }
}

type LastBlock = Row & Readonly<{ block: number; era: number; last_tx: string; hash: string }>

const sealLock = 7_300_002

/**
 * Seals what is not sealed yet: events of transactions that are finished for certain, because no older one is still under way.
 * One process at a time; others leave at once. @returns how many events were sealed
 */
export const seal = async (db: Database, now: Millis): Promise<number> => {
  let total = 0
  for (;;) {
    const sealed = await sealBlock(db, now)
    total += sealed
    if (sealed < most) return total
  }
}

const sealBlock = async (db: Database, now: Millis): Promise<number> =>
  await db.transaction(
    async (tx) => {
      const mine = await tx.first<{ got: boolean }>(sql`select pg_try_advisory_xact_lock(${sealLock}::bigint) as got`)
      if (!mine?.got) return 0
      const last = await tx.first<LastBlock>(
        sql`select block, era, last_tx::text as last_tx, hash from event_seal order by block desc limit 1`,
      )
      // Everything below this number has ended. Our own transaction has none, since it wrote nothing before this line.
      const horizon = await tx.first<{ tx: string; era: number }>(sql`
        select (pg_snapshot_xmin(pg_current_snapshot())::text::numeric - 1)::text as tx, coalesce((select max(era) from event), 0)::smallint as era`)
      if (!horizon) return 0
      const chain = blockHash(last?.hash ?? startOfChain)
      let place: Place = { era: last?.era ?? -1, tx: last?.last_tx ?? '0', id: '9223372036854775807' }
      let count = 0
      let border = { era: horizon.era, tx: horizon.tx }
      for (;;) {
        const events = await eventsAfter(tx, place, border, page)
        for (const event of events) chain.add(event)
        count += events.length
        const end = events.at(-1)
        if (!end) break
        place = { era: end.era, tx: end.tx, id: end.id }
        // A block ends between transactions: once it is large enough, only the rest of the present transaction follows.
        if (count >= most) border = { era: end.era, tx: end.tx }
      }
      if (count === 0) return 0
      await tx.run(
        sql`insert into event_seal (block, era, last_tx, events, hash, sealed_at) values (${(last?.block ?? 0) + 1}, ${place.era}, ${place.tx}::xid8, ${count}, ${chain.done()}, ${isoOf(now)})`,
      )
      return count
    },
    { deadline: 0 },
  )
