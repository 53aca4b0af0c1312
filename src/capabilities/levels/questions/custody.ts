import { calendarInWords } from '../../../kernel/calendar/words.ts'
import type { Timetable } from '../../../kernel/calendar/timetable.ts'
import { roundTheClock } from '../../../kernel/calendar/rule.ts'
import { compileCalendar } from '../../../kernel/calendar/timetable.ts'
import { utcDay } from '../../../kernel/day.ts'
import { isoOf, type Millis, millisOf } from '../../../kernel/instant.ts'
import type { Db } from '../../../platform/db/database.ts'
import type { Context } from '../../../platform/records/context.ts'
import { type Link, linksById } from '../../../platform/records/links.ts'
import { type AgreementTerms, heldAgreements, slaOf, type Ticket } from '../model/book.ts'
import { explainClock } from '../model/clock-words.ts'
import type { Custody, Holder } from '../model/custody.ts'
import { readHands } from '../model/custody.ts'
import { type ClockReading, type Reading, readTicket } from '../model/reading.ts'
import { keptChain } from '../store/custody.ts'
import { currentBook } from './book.ts'

const moment = (at: Millis | null): string | null => (at === null ? null : isoOf(at))

const stretchShown = ({ from, to, ...facts }: Custody[number]) => ({ from: isoOf(from), to: moment(to), ...facts })

const clockShown = ({ agreement, promise, clock, warn_at }: ClockReading, now: Millis) => {
  const { calendar } = promise
  return {
    promise: { id: promise.id, ref: promise.ref, title: promise.title },
    agreement: { id: agreement.id, ref: agreement.ref, title: agreement.title, agreement_type: agreement.type },
    calendar: { id: calendar.id, ref: calendar.ref, title: calendar.title },
    time_zone: calendar.rule.time_zone,
    words: calendarInWords(calendar.rule),
    held_by: agreement.provider,
    measure: promise.measure,
    priority: promise.priority,
    state: clock.state,
    paused: clock.paused,
    started_at: moment(clock.started_at),
    stopped_at: moment(clock.stopped_at),
    due_at: moment(clock.due_at),
    breached_at: moment(clock.breached_at),
    misses_at: moment(clock.misses_at),
    warn_at: moment(warn_at),
    at_risk: clock.state === 'running' && warn_at !== null && warn_at <= now,
    target_s: clock.target_s,
    elapsed_s: clock.elapsed_s,
    remaining_s: clock.remaining_s,
    used: clock.used,
    paused_s: clock.paused_s,
    parts: clock.parts.map((part) => ({ ...part, from: isoOf(part.from), to: isoOf(part.to) })),
    /** A line for each part, then the outcome. */
    explanation: explainClock(clock, calendar.rule.time_zone),
  }
}

const timetables = (reading: Reading, sla: AgreementTerms | null, held: readonly AgreementTerms[]) => {
  const always = compileCalendar(roundTheClock(), utcDay(reading.ticket.opened_at), utcDay(reading.read_at))
  return (holder: Holder): Timetable =>
    held.find((one) => one.provider?.type === holder.type && one.provider.id === holder.id)?.calendar.table ?? sla?.calendar.table ?? always
}

/**
 * How a ticket went from hand to hand, what every clock of it reads now and why, and how long each holder had it:
 * in their own agreement's working hours where they gave one, else in those of the service level agreement. Who asks has seen the ticket already.
 */
export const custodyPage = async (db: Db, ctx: Context, which: Readonly<{ id: string; kind: string }>) => {
  const kept = await keptChain(db, which.id)
  if (!kept) return { followed: false, as_of: isoOf(ctx.now), chain: [], clocks: [], hands: [], links: {} }
  const book = await currentBook(db, ctx.registry, ctx.now)
  const ticket: Ticket = { ...which, service: kept.service, opened_at: millisOf(kept.opened_at) }
  const reading = readTicket(book, ticket, kept.custody, ctx.now)
  const tableOf = timetables(reading, slaOf(book, ticket), heldAgreements(book, ticket, kept.custody))
  const people = kept.custody.flatMap((one) => [one.holder.id, one.owner]).filter((id) => id !== null)
  const links: Readonly<Record<string, Link>> = await linksById(db, [...new Set(people)])
  return {
    followed: true,
    as_of: isoOf(reading.read_at),
    chain: kept.custody.map(stretchShown),
    clocks: reading.clocks.map((one) => clockShown(one, reading.read_at)),
    hands: readHands(kept.custody, tableOf, reading.read_at),
    links,
  }
}
