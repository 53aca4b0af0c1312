import { subtractBusiness } from '../../../kernel/calendar/business-time.ts'
import type { Millis } from '../../../kernel/instant.ts'
import { type AgreementTerms, type Book, heldAgreements, type Measure, type PromiseTerms, promiseFor, slaOf, type Ticket } from './book.ts'
import { type Clock, type ClockPromise, decidingPriority, readClock } from './clock.ts'
import type { Custody } from './custody.ts'

/** A clock of a ticket with the promise it was read by. `warn_at`: when the share for warning is used, while the clock runs. */
export type ClockReading = Readonly<{ agreement: AgreementTerms; promise: PromiseTerms; clock: Clock; warn_at: Millis | null }>

export type LevelState = 'none' | 'running' | 'paused' | 'missed' | 'met'

/**
 * Everything that levels say of a ticket at a moment. `due_at` is the earliest due time of the clocks that have neither stopped nor paused, in the past
 * when one was missed; `level_state` sums up the service level agreement's clocks, the worst first.
 */
export type Reading = Readonly<{
  ticket: Ticket
  custody: Custody
  clocks: readonly ClockReading[]
  due_at: Millis | null
  level_state: LevelState
  book_version: number
  /** How often the chain has changed. */
  revision: number
  read_at: Millis
}>

const measures: readonly Measure[] = ['response', 'resolution']

/** A promise in the words of a clock. */
export const clockPromise = (agreement: AgreementTerms, promise: PromiseTerms): ClockPromise => ({
  measure: promise.measure,
  target_s: promise.target_s,
  pauses_on: agreement.pauses_on,
  when_reopened: agreement.when_reopened,
  ...(agreement.provider ? { held_by: agreement.provider } : {}),
})

const warnAt = (clock: Clock, promise: PromiseTerms): Millis | null => {
  if (clock.state !== 'running' || clock.due_at === null || promise.warn_at === null || promise.warn_at >= 1) return null
  return Math.ceil(subtractBusiness(promise.calendar.table, clock.due_at, promise.target_s * (1 - promise.warn_at)))
}

const readOne = (agreement: AgreementTerms, measure: Measure, custody: Custody, now: Millis): ClockReading | null => {
  const promise = promiseFor(agreement, measure, decidingPriority(custody, { measure }))
  if (!promise) return null
  const clock = readClock(custody, clockPromise(agreement, promise), promise.calendar.table, now)
  if (clock.state === 'none' || clock.state === 'not_started') return null
  return { agreement, promise, clock, warn_at: warnAt(clock, promise) }
}

const stateOf = (clocks: readonly ClockReading[]): LevelState => {
  let [missed, running, paused, met] = [false, false, false, false]
  for (const { agreement, clock } of clocks) {
    if (agreement.type !== 'sla') continue
    missed ||= clock.state === 'missed'
    running ||= clock.state === 'running'
    paused ||= clock.state === 'paused'
    met ||= clock.state === 'met'
  }
  return missed ? 'missed' : running ? 'running' : paused ? 'paused' : met ? 'met' : 'none'
}

const earliest = (clocks: readonly ClockReading[]): Millis | null => {
  let due: Millis | null = null
  for (const { clock } of clocks)
    if (clock.stopped_at === null && !clock.paused && clock.due_at !== null && (due === null || clock.due_at < due)) due = clock.due_at
  return due
}

/**
 * Reads every clock of a ticket off its chain: a pure function of the chain, the agreements and the moment.
 * Never earlier than the chain's last change, which may come from a clock that is a little ahead.
 */
export const readTicket = (book: Book, ticket: Ticket, custody: Custody, at: Millis, revision = 1): Reading => {
  const now = Math.max(at, custody.at(-1)?.from ?? at)
  const sla = slaOf(book, ticket)
  const clocks: ClockReading[] = []
  for (const agreement of sla ? [sla, ...heldAgreements(book, ticket, custody)] : heldAgreements(book, ticket, custody))
    for (const measure of measures) {
      const one = readOne(agreement, measure, custody, now)
      if (one) clocks.push(one)
    }
  return {
    ticket,
    custody,
    clocks,
    due_at: earliest(clocks),
    level_state: stateOf(clocks),
    book_version: book.version,
    revision,
    read_at: now,
  }
}
