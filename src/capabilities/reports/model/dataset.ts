import type { Millis } from '../../../kernel/instant.ts'
import type { Interval } from '../../../kernel/interval.ts'

/** A ticket as reports read it; moments in epoch milliseconds. */
export type Ticket = Readonly<{
  id: string
  ref: string
  title: string
  state: string
  priority: string | null
  category: string | null
  channel: string | null
  major: boolean
  opened_at: Millis
  responded_at: Millis | null
  /** When it was resolved, or closed where no resolution is recorded; null while it is in hand. */
  ended_at: Millis | null
  closed_at: Millis | null
  reassignments: number
  reopenings: number
}>

/** A clock as it was last read. */
export type ClockRow = Readonly<{
  ticket: string
  promise: string
  measure: 'response' | 'resolution'
  state: string
  stopped_at: Millis | null
  breached_at: Millis | null
  target_s: number
  elapsed_s: number
}>

export type HolderType = 'customer' | 'team' | 'supplier' | 'approval'

/** One stretch of a ticket's custody. */
export type CustodyRow = Readonly<{
  ticket: string
  from: Millis
  to: Millis | null
  holder_type: HolderType
  holder: string | null
  holder_name: string | null
  meaning: string
  state: string
}>

/** A promise as it stands in its agreement. */
export type PromiseRow = Readonly<{
  id: string
  ref: string
  title: string
  agreement: string
  agreement_ref: string
  agreement_title: string
  agreement_type: 'sla' | 'ola' | 'underpinning'
  measure: 'response' | 'resolution'
  priority: string | null
  target_s: number
  share: number | null
  order: number | null
}>

/** Everything that a report on one service is computed from. Tickets are those that were in hand at some time of either period. */
export type Dataset = Readonly<{
  tickets: readonly Ticket[]
  clocks: readonly ClockRow[]
  /** Of tickets that were resolved in the period, were reopened, are major, or missed by most. */
  custody: ReadonlyMap<string, readonly CustodyRow[]>
  promises: readonly PromiseRow[]
  /** Working milliseconds between two moments, by the calendar of the service's agreement. */
  working: (from: Millis, to: Millis) => number
  asOf: Millis
}>

const within = (at: Millis | null, span: Interval): boolean => at !== null && at >= span.from && at < span.to

/** Opened by mistake: counted nowhere. */
const counts = (ticket: Ticket): boolean => ticket.state !== 'cancelled'

export const openedIn = (tickets: readonly Ticket[], span: Interval): readonly Ticket[] =>
  tickets.filter((one) => counts(one) && within(one.opened_at, span))

export const resolvedIn = (tickets: readonly Ticket[], span: Interval): readonly Ticket[] =>
  tickets.filter((one) => counts(one) && within(one.ended_at, span))

export const closedIn = (tickets: readonly Ticket[], span: Interval): readonly Ticket[] =>
  tickets.filter((one) => counts(one) && within(one.closed_at, span))

/** In hand at a moment: opened before it and not ended before it. */
export const openAt = (tickets: readonly Ticket[], at: Millis): readonly Ticket[] =>
  tickets.filter((one) => counts(one) && one.opened_at < at && (one.ended_at === null || one.ended_at >= at))

export const inHand = (meaning: string): boolean => meaning === 'open' || meaning === 'active' || meaning === 'waiting'

/** Moments at which a ticket came back into hand after it had been resolved. */
export const reopeningsOf = (chain: readonly CustodyRow[]): readonly Millis[] =>
  chain.flatMap((one, at) =>
    inHand(one.meaning) && chain[at - 1] !== undefined && !inHand(chain[at - 1]?.meaning ?? '') ? [one.from] : [],
  )

export const reopenedIn = (data: Dataset, span: Interval): readonly Readonly<{ ticket: Ticket; times: number }>[] =>
  data.tickets
    .filter((one) => counts(one) && one.reopenings > 0)
    .map((ticket) => ({ ticket, times: reopeningsOf(data.custody.get(ticket.id) ?? []).filter((at) => within(at, span)).length }))
    .filter((one) => one.times > 0)

/**
 * Clocks whose outcome became certain in a span: kept when they stopped in time in it, missed when their target was used up in it.
 * Each clock is decided once, so that months add up to the year, and a miss counts when it happens, not when the ticket is resolved at last.
 */
export const decidedIn = (
  clocks: readonly ClockRow[],
  span: Interval,
): Readonly<{ kept: readonly ClockRow[]; missed: readonly ClockRow[] }> => ({
  kept: clocks.filter((one) => one.state === 'met' && within(one.stopped_at, span)),
  missed: clocks.filter((one) => one.state === 'missed' && within(one.breached_at, span)),
})
