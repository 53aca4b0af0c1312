import { createHash } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { isoOf, type Millis } from '../../../kernel/instant.ts'
import type { Database, Tx } from '../../../platform/db/database.ts'
import type { Context, Registry } from '../../../platform/records/context.ts'
import { needEverywhere } from '../../../platform/rights/grants.ts'
import { termsOf } from '../model/book-words.ts'
import type { Book } from '../model/book.ts'
import { type Reading, readTicket } from '../model/reading.ts'
import { currentBook } from '../questions/book.ts'
import { type Progress, progressOf } from '../questions/reread.ts'
import { keptChains } from '../store/custody.ts'
import { rewriteClocks, rewriteTickets } from '../store/follow.ts'
import { difference, keptClocks } from '../store/kept-clocks.ts'
import { type Behind, countBehind, type Followed, lockFollowed, lockRecords, nextBehind, show } from '../store/lock.ts'
import { askForAll, commitLazily, databaseNow, noteDone, noteEnd, noteStart, rereadNow, takeTurn, writersSince } from '../store/reread.ts'

export type RereadHow = Readonly<{
  now: Millis
  progress?: (done: number, total: number) => void
  /** Tickets read and written together. */
  batch?: number
  /** Batches under way at once: while the database writes one, the next is computed. */
  lanes?: number
}>

const isShown = (was: Followed, reading: Reading): boolean =>
  was.level_state === reading.level_state && was.due_at === (reading.due_at === null ? null : isoOf(reading.due_at))

/** Shows readings on the records that can be locked. @returns those readings */
const shownWhereFree = async (tx: Tx, readings: readonly Reading[]): Promise<readonly Reading[]> => {
  const free: Reading[] = []
  for (const [kind, some] of Map.groupBy(readings, (one) => one.ticket.kind)) {
    const locked = await lockRecords(
      tx,
      kind,
      some.map((one) => one.ticket.id),
    )
    const mine = some.filter((one) => locked.has(one.ticket.id))
    await show(tx, kind, mine)
    free.push(...mine)
  }
  return free
}

/**
 * Reads the clocks of some tickets anew, whatever has changed. Tickets that somebody is changing right now are left out.
 * @returns the readings that were written
 */
export const rereadThese = async (tx: Tx, book: Book, ids: readonly string[], now: Millis): Promise<readonly Reading[]> => {
  const tickets = await lockFollowed(tx, ids)
  if (tickets.length === 0) return []
  const chains = await keptChains(
    tx,
    tickets.map((one) => one.ticket.id),
  )
  const pairs = tickets.map((was) => ({ was, reading: readTicket(book, was.ticket, chains.get(was.ticket.id) ?? [], now, was.revision) }))
  const same = pairs.filter(({ was, reading }) => isShown(was, reading)).map(({ reading }) => reading)
  const free = await shownWhereFree(
    tx,
    pairs.filter(({ was, reading }) => !isShown(was, reading)).map(({ reading }) => reading),
  )
  const readings = [...same, ...free]
  await rewriteTickets(tx, readings)
  return readings
}

/**
 * Reads a run of tickets anew and writes what has changed. Most change nothing, or only what their clocks read: those are not locked,
 * since a clock's revision tells when it got a newer reading meanwhile. @returns ids of tickets that have to be read again
 */
const rereadRun = async (tx: Tx, book: Book, tickets: readonly Followed[], now: Millis): Promise<readonly string[]> => {
  const [first, last] = [tickets[0], tickets.at(-1)]
  if (!first || !last) return []
  const run = { first: first.ticket.id, last: last.ticket.id }
  await commitLazily(tx)
  const chains = await keptChains(tx, run)
  const kept = await keptClocks(tx, run)
  const lightly: Reading[] = []
  const wholly: string[] = []
  for (const was of tickets) {
    const reading = readTicket(book, was.ticket, chains.get(was.ticket.id) ?? [], now, was.revision)
    const what = difference(reading, kept.get(was.ticket.id))
    if (what === 'promises' || !isShown(was, reading)) wholly.push(was.ticket.id)
    else if (what === 'clocks') lightly.push(reading)
  }
  const again = (await rewriteClocks(tx, lightly)) ? [] : lightly.map((one) => one.ticket.id)
  const written = new Set((await rereadThese(tx, book, wholly, now)).map((one) => one.ticket.id))
  return [...again, ...wholly.filter((id) => !written.has(id))]
}

const lowest = '00000000-0000-0000-0000-000000000000'

type Pass = Readonly<{ read: number; left: readonly string[] }>
type Seen = (read: number, place: string) => Promise<void>

/** One way through all tickets that are behind, in order of their ids. `seen` is told how many were read, and up to which all were. */
const pass = async (
  db: Database,
  book: Book,
  behind: Behind,
  from: string,
  how: Required<Omit<RereadHow, 'progress'>>,
  seen: Seen,
): Promise<Pass> => {
  let place = from
  let finished = from
  let read = 0
  let turn: Promise<unknown> = Promise.resolve()
  const left: string[] = []
  const underWay = new Set<Promise<unknown>>()
  const lane = async (): Promise<void> => {
    for (;;) {
      // Lanes take their tickets one after the other, so that no two take the same.
      const taken = turn.then(async () => {
        const tickets = await nextBehind(db, place, behind, how.batch)
        place = tickets.at(-1)?.ticket.id ?? place
        return tickets
      })
      turn = taken
      const tickets = await taken
      if (tickets.length === 0) return
      const earlier = [...underWay]
      const work = db.transaction(async (tx) => await rereadRun(tx, book, tickets, how.now), { deadline: 0 })
      underWay.add(work)
      left.push(...(await work))
      await Promise.all(earlier)
      underWay.delete(work)
      read += tickets.length
      // What was left behind has to be found again when this is stopped before it ends.
      if (left.length === 0) finished = tickets.at(-1)?.ticket.id ?? finished
      await seen(read, finished)
    }
  }
  await Promise.all(Array.from({ length: how.lanes }, lane))
  return { read, left }
}

/** Tickets that were being changed when their turn came, a few times more. @returns those that still are */
const remaining = async (db: Database, book: Book, ids: readonly string[], now: Millis): Promise<readonly string[]> => {
  let left = ids
  for (let turn = 0; left.length > 0 && turn < 20; turn++) {
    if (turn > 0) await pause(250)
    const written = new Set(
      (await db.transaction(async (tx) => await rereadThese(tx, book, left, now), { deadline: 0 })).map((one) => one.ticket.id),
    )
    left = left.filter((id) => !written.has(id))
  }
  return left
}

/** Waits until every transaction that may know older agreements is over. False when one goes on for too long. */
const olderAreOver = async (db: Database, patience: number): Promise<boolean> => {
  const begun = await databaseNow(db)
  for (let waited = 0; waited <= patience; waited += 50) {
    if (!(await writersSince(db, begun))) return true
    await pause(50)
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
    const place = state.wanted_n === book.version ? (state.place ?? lowest) : lowest
    const total = await countBehind(db, place, behind)
    await noteStart(db, book.version, place === lowest ? null : place, total, how.now)
    const full = { now: how.now, batch: how.batch ?? 4_000, lanes: how.lanes ?? 2 }
    const { read, left } = await pass(db, book, behind, place, full, async (done, finished) => {
      await noteDone(db, done, finished)
      how.progress?.(done, total)
    })
    all += read
    const still = await remaining(db, book, left, how.now)
    if (settled && still.length === 0) await noteEnd(db, book.version, terms, how.now)
    else {
      // A long transaction, such as an import, may still write clocks of the older agreements: once more at the job's next time.
      await noteStart(db, book.version, null, total, how.now)
      return all
    }
  }
  return all
}

/**
 * Reads all clocks anew that were read by agreements, promises or calendars as they were before. Can be stopped at any time: it goes on from where it was.
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
