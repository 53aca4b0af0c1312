import type { Database, Row } from '../db/database.ts'
import { sql } from '../db/sql.ts'
import { blockHash, eventsAfter, type Place, startOfChain } from './seal.ts'

export type Verdict = Readonly<{
  ok: boolean
  blocks: number
  events: number
  unsealed: number
  /** The hash of the newest block, which stands for all events before it: to be kept elsewhere. Null before the first seal. */
  last: string | null
  firstBad?: Readonly<{ block: number; reason: string }>
}>

type Block = Row & Readonly<{ block: number; era: number; last_tx: string; events: number; hash: string; sealed_at: string }>

const page = 5_000

/**
 * Reads the whole log against its chain, in one unchanging picture of the data and never all of it in memory.
 * A changed, removed or added event shows as a block whose hash differs, and so does a changed block.
 * Seals taken away from the end together with their events leave a chain that fits: `kept`, a hash that was noted elsewhere, shows it.
 */
export const verify = async (db: Database, kept?: string): Promise<Verdict> =>
  await db.transaction(
    async (tx) => {
      const blocks = await tx.rows<Block>(
        sql`select block, era, last_tx::text as last_tx, events, hash, sealed_at from event_seal order by block`,
      )
      let hash = startOfChain
      let place: Place = { era: -1, tx: '0', id: '9223372036854775807' }
      let events = 0
      for (const [at, block] of blocks.entries()) {
        const bad = (reason: string): Verdict => ({
          ok: false,
          blocks: blocks.length,
          events,
          unsealed: 0,
          last: blocks.at(-1)?.hash ?? null,
          firstBad: { block: block.block, reason },
        })
        if (block.block !== at + 1) return bad(`block ${at + 1} is missing`)
        const chain = blockHash(hash)
        let count = 0
        for (;;) {
          const found = await eventsAfter(tx, place, { era: block.era, tx: block.last_tx }, page)
          for (const event of found) chain.add(event)
          count += found.length
          const end = found.at(-1)
          if (!end) break
          place = { era: end.era, tx: end.tx, id: end.id }
        }
        if (count !== block.events) return bad(`it was sealed over ${block.events} events and now has ${count}, sealed ${block.sealed_at}`)
        hash = chain.done()
        if (hash !== block.hash) return bad(`an event in it, or the block itself, was changed after it was sealed (${block.sealed_at})`)
        events += count
        place = { era: block.era, tx: block.last_tx, id: '9223372036854775807' }
      }
      const rest = await tx.first<{ n: number }>(
        sql`select count(*) as n from event where (era, tx) > (${place.era}::smallint, ${place.tx}::xid8)`,
      )
      const found = { blocks: blocks.length, events, unsealed: rest?.n ?? 0, last: blocks.at(-1)?.hash ?? null }
      if (kept === undefined || blocks.some((block) => block.hash === kept)) return { ok: true, ...found }
      const reason = 'no block has the hash that you kept: seals were taken away from the end, or it is the hash of another organisation'
      return { ok: false, ...found, firstBad: { block: blocks.length + 1, reason } }
    },
    { snapshot: true, deadline: 0 },
  )
