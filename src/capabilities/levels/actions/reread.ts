import { createHash } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import type { Millis } from '../../../kernel/instant.ts'
import type { Database, Tx } from '../../../platform/db/database.ts'
import type { Context, Registry } from '../../../platform/records/context.ts'
import { needEverywhere } from '../../../platform/rights/grants.ts'
import { termsOf } from '../model/book-words.ts'
import type { Book } from '../model/book.ts'
import type { Custody } from '../model/custody.ts'
import { type Reading, readTicket } from '../model/reading.ts'
import { currentBook } from '../questions/book.ts'
import { type Progress, progressOf } from '../questions/reread.ts'
import { keptChains } from '../store/custody.ts'
import { rewrite } from '../store/follow.ts'
import { type Behind, countBehind, lockBehind, type Locked, lockRecords, show } from '../store/lock.ts'
import { askForAll, noteDone, noteEnd, noteStart, rereadNow, takeTurn, transactionsNow } from '../store/reread.ts'

export type RereadHow = Readonly<{
  now: Millis
  progress?: (done: number, total: number) => void
  /** Tickets read and written together. */
  batch?: number
  /** Batches under way at once: while the database writes one, the next is computed. */
  lanes?: number
}>

const iso = (at: Millis | null): string | null => (at === null ? null : new Date(at).toISOString())

const differs = (was: Locked, reading: Reading): boolean => was.level_state !== reading.level_state || was.due_at !== iso(reading.due_at)

/**
 * Reads the clocks of locked tickets anew and writes them; what is shown on the records changes with them.
 * Tickets whose record somebody is changing are left for the next time. @returns the readings that were written
 */
export const rereadLocked = async (tx: Tx, book: Book, tickets: readonly Locked[], chains: ReadonlyMap<string, Custody>, now: Millis): Promise<readonly Reading[]> => {
  const pairs = tickets.map((was) => ({ was, reading: readTicket(book, was.ticket, chains.get(was.ticket.id) ?? [], now) }))
  const toShow = pairs.filter(({ was, reading }) => differs(was, reading))
  const busy = new Set<string>()
  for (const kind of new Set(toShow.map(({ was }) => was.ticket.kind))) {
    const ids = toShow.filter(({ was }) => was.ticket.kind === kind).map(({ was }) => was.ticket.id)
    const mine = await lockRecords(tx, kind, ids)
    for (const id of ids) if (!mine.has(id)) busy.add(id)
    await show(
      tx,
      kind,
      toShow.filter(({ was }) => was.ticket.kind === kind && mine.has(was.ticket.id)).map(({ reading }) => reading),
    )
  }
  const readings = pairs.filter(({ was }) => !busy.has(was.ticket.id)).map(({ reading }) => reading)
  await rewrite(tx, readings)
  return readings
}

const lowest = '00000000-0000-0000-0000-000000000000'

/** One way through all tickets that are behind, in order of their ids. @returns how many were read */
const pass = async (db: Database, book: Book, behind: Behind, how: Required<Omit<RereadHow, 'progress'>>, seen: (count: number) => Promise<void>): Promise<number> => {
  let place = lowest
  let read = 0
  let turn: Promise<unknown> = Promise.resolve()
  const lane = async (): Promise<void> => {
    for (;;) {
      const count = await db.transaction(
        async (tx) => {
          // Lanes take their tickets one after the other, so that no two take the same.
          const taken = turn.then(async () => {
            const tickets = await lockBehind(tx, place, behind, how.batch)
            place = tickets.at(-1)?.ticket.id ?? place
            return tickets
          })
          turn = taken.catch(() => undefined)
          const tickets = await taken
          const [first, last] = [tickets[0], tickets.at(-1)]
          if (!first || !last) return null
          const chains = await keptChains(tx, { first: first.ticket.id, last: last.ticket.id })
          return (await rereadLocked(tx, book, tickets, chains, how.now)).length
        },
        { deadline: 0 },
      )
      if (count === null) return
      read += count
      await seen(read)
    }
  }
  await Promise.all(Array.from({ length: how.lanes }, lane))
  return read
}

/** Waits until every transaction that may know older agreements is over. False when one goes on for too long. */
const olderAreOver = async (db: Database, patience: number): Promise<boolean> => {
  const { next } = await transactionsNow(db)
  for (let waited = 0; waited <= patience; waited += 100) {
    if (BigInt((await transactionsNow(db)).oldest) >= BigInt(next)) return true
    await pause(100)
  }
  return false
}

const hashOf = (book: Book): string => createHash('sha256').update(termsOf(book)).digest('base64url')

const readBehind = async (db: Database, registry: Registry, how: RereadHow): Promise<number> => {
  let all = 0
  for (let round = 0; round < 50; round++) {
    const state = await rereadNow(db)
    if (state.finished_n >= state.n) return all
    const settled = await olderAreOver(db, 20_000)
    const book = await currentBook(db, registry, how.now)
    const terms = hashOf(book)
    // When the agreements say what they said before, only tickets read in between are out of date.
    const behind: Behind = { after: terms === state.terms ? state.finished_n : -1, before: book.version }
    const total = await countBehind(db, behind)
    await noteStart(db, book.version, total, how.now)
    const full = { now: how.now, batch: how.batch ?? 5_000, lanes: how.lanes ?? 2 }
    all += await pass(db, book, behind, full, async (done) => {
      await noteDone(db, done)
      how.progress?.(done, total)
    })
    // A ticket that was being changed was left out: read by its own change, or in the next round.
    if (settled && (await countBehind(db, behind)) === 0) await noteEnd(db, book.version, terms, how.now)
    else await pause(200)
  }
  return all
}

/**
 * Reads all clocks anew that were read by agreements, promises or calendars as they were before. Can be stopped at any time: what is left is found again.
 * Does nothing while another process does it. @returns how many tickets were read
 */
export const rereadAll = async (db: Database, registry: Registry, how: RereadHow): Promise<number> =>
  await db.transaction(async (tx) => ((await takeTurn(tx)) ? await readBehind(db, registry, how) : 0), { deadline: 0 })

/** Asks for all clocks to be read anew, although nothing changed. @throws MissingRight `level.reread` */
export const askReread = async (db: Database, ctx: Context): Promise<Progress> => {
  needEverywhere(ctx.actor, 'level.reread', 'have all clocks read again')
  await db.transaction(async (tx) => await askForAll(tx))
  return await progressOf(db, ctx)
}
