import { type Millis, monthOf } from '../../../kernel/instant.ts'
import type { Database } from '../../../platform/db/database.ts'
import { dayMs, hourMs } from '../model/spans.ts'
import { closeBefore, prune, pruneIntake } from '../store/kept.ts'
import { readStale, rollUp, rollUpMonths } from '../store/rollups.ts'

/** An hour is added up so long after its end, so that what is still on its way is in it. */
const settled = 2 * 60_000
const together = 2_000
/** How long minutes and hours are kept, where a source does not wait longer for late readings; days are kept for good. */
const kept = { minutes: 35 * dayMs, hours: 800 * dayMs, marks: 31 * dayMs } as const

/** How long minutes can be read again at least. */
export const minutesKept: Millis = kept.minutes

/** Adds up every hour and every month that is over and has changed. @returns how many hours */
export const rollHours = async (db: Database, now: Millis): Promise<number> => {
  let done = 0
  for (;;) {
    const stale = await readStale(db, now - hourMs - settled, together)
    if (stale.length === 0) break
    await db.transaction(async (tx) => await rollUp(tx, stale), { deadline: 120_000 })
    done += stale.length
    if (stale.length < together) break
  }
  const month = monthOf(now - hourMs - settled)
  while ((await db.transaction(async (tx) => await rollUpMonths(tx, month, 500), { deadline: 120_000 })) === 500);
  return done
}

/** How long is kept what was not taken, and which events told something. */
const told = { drops: 90 * dayMs, events: 31 * dayMs } as const
const atOnce = 20_000

const untilFew = async (some: () => Promise<number>): Promise<number> => {
  for (let done = 0; ; ) {
    const gone = await some()
    done += gone
    if (gone < atOnce) return done
  }
}

/** Lets old minutes and hours go, and what is remembered of messages, some at a time. @returns how many rows */
export const pruneOld = async (db: Database, now: Millis): Promise<number> => {
  await closeBefore(db, now, kept)
  const rollups = await untilFew(async () => await prune(db, now, kept, atOnce))
  return rollups + (await untilFew(async () => await pruneIntake(db, now - told.drops, now - told.events, atOnce)))
}
