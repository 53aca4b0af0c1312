import type { Tx } from '../../../platform/db/database.ts'
import type { Sql } from '../../../platform/db/sql.ts'
import type { Context } from '../../../platform/records/context.ts'
import type { Ticket } from '../model/book.ts'
import { openedAt, prolonged } from '../model/chain.ts'
import { type Custody, type CustodyChange, type CustodyFacts, custodyOf } from '../model/custody.ts'
import { type Reading, readTicket } from '../model/reading.ts'
import { currentBook, lastBook } from '../questions/book.ts'
import { keptChain } from '../store/custody.ts'
import { copyIn, erase, insertingNew, write, writeNew } from '../store/follow.ts'
import { show } from '../store/lock.ts'

/**
 * What became of a ticket. `isNew`: there is no chain yet; `at_first`: what was so from its opening until now, where that differs.
 * `past` gives the changes of a ticket that was there before its chain, up to and including this one.
 */
export type Becomes = Readonly<{
  facts: CustodyFacts
  isNew?: boolean
  at_first?: Partial<CustodyFacts>
  past: () => Promise<readonly CustodyChange[]>
}>

/** A reading that is not written yet; its chain is as kept up to the stretch `from`. */
export type Foreseen = Reading & Readonly<{ from: number; isNew: boolean }>

const firstDifference = (one: Custody, other: Custody): number => {
  const at = one.findIndex((stretch, index) => stretch !== other[index])
  return at === -1 ? one.length : at
}

/** Reads a ticket's clocks as they will be once its record is saved, so that due time and level state are saved with it. */
export const foresee = async (tx: Tx, ctx: Context, ticket: Ticket, becomes: Becomes): Promise<Foreseen> => {
  const book = tx.turn > 1 ? await currentBook(tx, ctx.registry, ctx.now) : await lastBook(tx, ctx.registry, ctx.now)
  const kept = becomes.isNew ? undefined : await keptChain(tx, ticket.id, true)
  const before = becomes.isNew ? [] : kept?.custody
  const custody = before
    ? prolonged(openedAt(before, ticket.opened_at), ticket.opened_at, becomes.facts, ctx.now, becomes.at_first)
    : custodyOf(await becomes.past())
  return {
    ...readTicket(book, ticket, custody, ctx.now, (kept?.revision ?? 0) + 1),
    from: firstDifference(custody, before ?? []),
    isNew: becomes.isNew === true,
  }
}

/** Writes what was foreseen. When the agreements were changed meanwhile, the clocks are read again by them. */
export const follow = async (tx: Tx, ctx: Context, foreseen: Foreseen): Promise<void> => {
  let version = foreseen.isNew ? await writeNew(tx, foreseen) : await write(tx, foreseen, foreseen.from)
  let shown: Reading = foreseen
  while (version !== shown.book_version) {
    const reading = readTicket(await currentBook(tx, ctx.registry, ctx.now), foreseen.ticket, foreseen.custody, ctx.now, foreseen.revision)
    version = await write(tx, reading, reading.custody.length)
    if (reading.due_at !== shown.due_at || reading.level_state !== shown.level_state) await show(tx, reading.ticket.kind, [reading])
    shown = reading
  }
}

/** What was foreseen of a new ticket, as inserts for one statement with its record. When the agreements were changed meanwhile, the transaction is tried again. */
export const following = (foreseen: Foreseen): readonly Sql[] => insertingNew(foreseen)

/** A ticket that comes with its whole past. `changes` in any order; the first of them is the opening, with all facts. */
export type Arrival = Ticket & Readonly<{ changes: readonly CustodyChange[] }>

/** Reads the clocks of many tickets that arrive with their past; nothing is written. */
export const readArrivals = async (tx: Tx, ctx: Context, arrivals: readonly Arrival[]): Promise<readonly Reading[]> => {
  const book = await currentBook(tx, ctx.registry, ctx.now)
  // A ticket that arrives again must not look unchanged to a reading of all clocks that is under way.
  const revision = Math.floor(ctx.now / 1000) % 2_000_000_000
  return arrivals.map(({ changes, ...ticket }) => readTicket(book, ticket, custodyOf(changes), ctx.now, revision))
}

/** Begins to follow tickets whose records were loaded in this transaction. */
export const adopt = async (tx: Tx, _ctx: Context, readings: readonly Reading[]): Promise<void> => {
  if (readings.length > 0) await copyIn(tx, readings)
}

/** Ends following tickets whose records are removed. */
export const forget = async (tx: Tx, ids: readonly string[]): Promise<void> => {
  if (ids.length > 0) await erase(tx, ids)
}
