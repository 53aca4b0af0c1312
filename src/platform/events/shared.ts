import type { Database } from '../db/database.ts'
import { sql } from '../db/sql.ts'
import type { Context } from '../records/context.ts'
import { type Seen, seenNow, unseen } from './unseen.ts'

/** `took`: how long it took to make, in ms; null while it is being made. */
type Kept = { answer: Promise<unknown>; seen: Promise<Seen>; marker: string; begun: number; took: number | null }

const answers = new WeakMap<Database, Map<string, Kept>>()

/** Answers that are made faster than this are made each time. */
const worthKeeping = 25
/** Time alone moves what is due, so that no answer stays longer. */
const mostAge = 30_000
/** Something happens all the time where much is going on: an answer may be this many times as old as it took to make, so that making it takes a tenth of the machine at most. */
const patience = 10
const mostAnswers = 40

const newsSince = async (db: Database, ctx: Context, seen: Seen): Promise<Readonly<{ any: boolean; mine: boolean }>> =>
  (await db.first<{ any: boolean; mine: boolean }>(sql`
    select count(*) > 0 as any, coalesce(bool_or(actor = ${ctx.actor.id}::uuid), false) as mine from (select actor from ${unseen(seen)} as happened limit 2000) as newest`)) ?? {
    any: true,
    mine: true,
  }

const isGood = async (db: Database, ctx: Context, kept: Kept, marker: string): Promise<boolean> => {
  const age = performance.now() - kept.begun
  if (age > mostAge) return false
  const news = await newsSince(db, ctx, await kept.seen)
  if (!news.any && kept.marker === marker) return true
  return !news.mine && kept.took !== null && age < kept.took * patience
}

/**
 * An answer over so many records that many people ask for alike, made once for all of them. It is good while no event has happened since; where events happen
 * all the time, for ten times as long as it took to make, but never for whoever caused one of them. What is made quickly is not kept.
 * @param key names the question, and everything of the person that bears on its answer
 * @param marker names the state of what the answer is made from, beside events
 */
export const sharedAnswer = async <T>(db: Database, ctx: Context, key: string, marker: string, make: () => Promise<T>): Promise<T> => {
  const all = answers.get(db) ?? new Map<string, Kept>()
  answers.set(db, all)
  const before = all.get(key)
  if (before && (await isGood(db, ctx, before, marker))) return (await before.answer) as T
  const during = all.get(key)
  if (during && during !== before) return (await during.answer) as T
  const begun = performance.now()
  const seen = seenNow(db)
  const answer = seen.then(make)
  const kept: Kept = { answer, seen, marker, begun, took: null }
  all.set(key, kept)
  const forget = (): void => {
    if (all.get(key) === kept) all.delete(key)
  }
  const [oldest] = all.keys()
  if (all.size > mostAnswers && oldest !== undefined) all.delete(oldest)
  try {
    const made = await answer
    kept.took = performance.now() - begun
    if (kept.took < worthKeeping) forget()
    return made
  } catch (error) {
    forget()
    throw error
  }
}
