import { isId } from '../../../kernel/id.ts'
import { isoOf, millisOf } from '../../../kernel/instant.ts'
import { type Period, periodInstants } from '../../../kernel/period.ts'
import { invalid } from '../../../kernel/refusal.ts'
import type { Db } from '../../../platform/db/database.ts'
import type { Context } from '../../../platform/records/context.ts'
import { linksById } from '../../../platform/records/links.ts'
import { get, locate } from '../../../platform/records/read.ts'
import { needAnywhere, reachOf } from '../../../platform/rights/grants.ts'
import { outagesOf } from '../../signals/index.ts'
import { type Eater, type ListedStanding, type StandingCounts, type StandingsAsk, standingStates } from '../model/standing/listed.ts'
import { promiseMeasures } from '../model/promise.ts'
import { standingWords, windowsTouching } from '../model/standing/customers.ts'
import {
  countedStandings,
  type CustomerStanding,
  customerStandings,
  listedStandings,
  type Narrowed,
  type Place,
  promisedAbout,
  type StandingRow,
} from '../store/standings.ts'

const usual = 50

const placeText = (row: StandingRow): string =>
  Buffer.from(JSON.stringify([row.rank, row.left, row.promise, row.subject, row.window_name])).toString('base64url')

const placeIn = (text: string): Place => {
  try {
    const [rank, left, promise, subject, window] = JSON.parse(Buffer.from(text, 'base64url').toString()) as readonly unknown[]
    if (
      Number.isInteger(rank) &&
      typeof rank === 'number' &&
      Math.abs(rank) < 100 &&
      typeof left === 'number' &&
      typeof promise === 'string' &&
      isId(promise) &&
      typeof subject === 'string' &&
      isId(subject) &&
      typeof window === 'string' &&
      !window.includes('\0')
    )
      return { rank, left, promise, subject, window }
  } catch {
    // falls through: the same refusal for every way of being unreadable
  }
  throw invalid('after', 'This is not a place in this list. Begin again without “after”.', 'cursor')
}

/** The longest outage within each window; empty for a reader who may not see outages. */
const eaters = async (db: Db, ctx: Context, rows: readonly StandingRow[]): Promise<ReadonlyMap<StandingRow, Eater>> => {
  const found = new Map<StandingRow, Eater>()
  if (rows.length === 0 || reachOf(ctx.actor, 'outage.see') === null) return found
  const spans = rows.map((row) => ({ from: millisOf(row.from), to: Math.min(millisOf(row.to), ctx.now) }))
  const whole = { from: Math.min(...spans.map((one) => one.from)), to: Math.max(...spans.map((one) => one.to)) }
  const outages = await outagesOf(db, [...new Set(rows.map((row) => row.subject))], whole)
  for (const [index, row] of rows.entries()) {
    const span = spans[index]
    if (!span || row.measure !== 'availability') continue
    for (const one of outages) {
      if (one.subject !== row.subject || one.severity !== 'down') continue
      const seconds = (Math.min(one.to ?? ctx.now, span.to) - Math.max(one.from, span.from)) / 1000
      if (seconds > (found.get(row)?.seconds ?? 0))
        found.set(row, { id: one.id, ref: one.ref, title: one.title, seconds, cause: one.cause })
    }
  }
  return found
}

const narrowedBy = async (db: Db, ctx: Context, ask: StandingsAsk): Promise<Narrowed> => ({
  states: ask.states ?? null,
  subject: ask.subject === undefined ? null : (await locate(db, ctx, ask.subject)).record.id,
  agreement: ask.agreement === undefined ? null : (await get(db, ctx, ctx.registry.kind('agreement'), ask.agreement)).id,
  type: ask.type ?? null,
  measure: ask.measure ?? null,
  window: ask.window ?? null,
  seesAll: promisedAbout.every((name) => reachOf(ctx.actor, `${name}.see`) === 'all'),
})

const countsFrom = (rows: readonly Readonly<{ state: keyof StandingCounts; n: number }>[]): StandingCounts => ({
  missed: 0,
  at_risk: 0,
  no_data: 0,
  kept: 0,
  ...Object.fromEntries(rows.map((row) => [row.state, row.n])),
})

/**
 * How promises about availability and indicators stand: those of windows that run now, or of a named one; what is missed first, within each state what
 * has least of its budget left. As they were judged last, which for what changed is within a minute. Only what the reader may see is listed and counted.
 * @throws MissingRight `promise.see`; Refusal `not_found`, `cursor`
 */
export const standings = async (db: Db, ctx: Context, ask: StandingsAsk) => {
  needAnywhere(ctx.actor, 'promise.see', 'see how promises stand')
  const of = await narrowedBy(db, ctx, ask)
  const limit = ask.limit ?? usual
  const [rows, counted] = await Promise.all([
    listedStandings(db, ctx, of, limit + 1, ask.after === undefined ? null : placeIn(ask.after)),
    countedStandings(db, ctx, of),
  ])
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  const worst = await eaters(db, ctx, shown)
  const items = shown.map((row): ListedStanding => {
    const { rank: _rank, left: _left, ...one } = row
    return { ...one, worst: worst.get(row) ?? null }
  })
  return {
    as_of: isoOf(ctx.now),
    items,
    counts: countsFrom(counted),
    next: rows.length > limit && last ? placeText(last) : null,
    links: await linksById(db, [
      ...new Set(items.flatMap((one) => [one.promise, one.subject, one.agreement, ...(one.worst?.cause ? [one.worst.cause] : [])])),
    ]),
  }
}

export const standingMeasures = promiseMeasures
export const standingStateNames = standingStates

/** A promise to customers over windows and how it stands, in words: Available 99.9 % each month, 2026-10: 99.71 %. */
export type PromisedToCustomers = Pick<CustomerStanding, 'subject' | 'promise' | 'state' | 'window_name'> & Readonly<{ words: string }>

/** How promises to customers about availability and indicators stand in the windows that touch a period, the worst first. `services` null: all. */
export const promisedToCustomers = async (
  db: Db,
  services: readonly string[] | null,
  period: Period,
  timeZone: string,
): Promise<readonly PromisedToCustomers[]> =>
  (await customerStandings(db, services, windowsTouching(period), periodInstants(period, timeZone))).map((one) => ({
    subject: one.subject,
    promise: one.promise,
    state: one.state,
    window_name: one.window_name,
    words: standingWords(one),
  }))
