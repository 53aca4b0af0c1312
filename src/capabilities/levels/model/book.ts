import { type Day, plusDays } from '../../../kernel/day.ts'
import type { CalendarRule } from '../../../kernel/calendar/rule.ts'
import type { Timetable } from '../../../kernel/calendar/timetable.ts'
import { localToUtc } from '../../../kernel/calendar/zone.ts'
import type { Millis } from '../../../kernel/instant.ts'
import type { PauseRules, ReopenRule } from './clock.ts'
import type { Custody, HolderType } from './custody.ts'

export type Measure = 'response' | 'resolution'

export type BusinessCalendar = Readonly<{ id: string; ref: string; title: string; version: number; rule: CalendarRule; table: Timetable }>

/** One line of an agreement, with the calendar that its clock runs by. `warn_at` is a share of the target. */
export type PromiseTerms = Readonly<{
  id: string
  ref: string
  title: string
  version: number
  measure: Measure
  /** Null: for every priority that has no promise of its own. */
  priority: string | null
  target_s: number
  warn_at: number | null
  calendar: BusinessCalendar
}>

export type AgreementType = 'sla' | 'ola' | 'underpinning'

/**
 * An agreement that clocks read. `from` and `to` are the moments between which an opened ticket falls under it, half-open.
 * `provider` is set where the clock counts only while the provider has the ticket in hand: not for service level agreements.
 */
export type AgreementTerms = Readonly<{
  id: string
  ref: string
  title: string
  version: number
  type: AgreementType
  provider: Readonly<{ type: HolderType; id: string }> | null
  services: readonly string[]
  from: Millis
  to: Millis
  pauses_on: PauseRules
  when_reopened: ReopenRule
  calendar: BusinessCalendar
  promises: readonly PromiseTerms[]
}>

/** Every agreement that is or was in force, as of a version of them all. */
export type Book = Readonly<{
  version: number
  named: ReadonlyMap<string, readonly AgreementTerms[]>
  general: readonly AgreementTerms[]
  /** Agreements of teams and suppliers by who gave them. */
  held: ReadonlyMap<string, readonly AgreementTerms[]>
  all: readonly AgreementTerms[]
}>

/** What clocks need to know of a ticket besides its chain. */
export type Ticket = Readonly<{ id: string; kind: string; service: string | null; opened_at: Millis }>

/** The moments between two dates, both included, on the clocks of a zone. An open end has no bound. */
export const inForce = (zone: string, starts: Day | null, ends: Day | null): Readonly<{ from: Millis; to: Millis }> => ({
  from: starts === null ? -Infinity : localToUtc(zone, starts, '00:00'),
  to: ends === null ? Infinity : localToUtc(zone, plusDays(ends, 1), '00:00'),
})

/** Puts agreements in order: by the service they name, by who gave them; within each by ref, so that reading is the same everywhere. */
export const bookOf = (version: number, agreements: readonly AgreementTerms[]): Book => {
  const all = [...agreements].sort((a, b) => a.from - b.from || (a.id < b.id ? -1 : 1))
  const named = new Map<string, AgreementTerms[]>()
  const held = new Map<string, AgreementTerms[]>()
  const general: AgreementTerms[] = []
  const put = (map: Map<string, AgreementTerms[]>, key: string, one: AgreementTerms): void =>
    void map.set(key, [...(map.get(key) ?? []), one])
  for (const one of all) {
    if (one.type !== 'sla') {
      if (one.provider) put(held, `${one.provider.type}:${one.provider.id}`, one)
    } else if (one.services.length === 0) general.push(one)
    else for (const service of one.services) put(named, service, one)
  }
  return { version, named, general, held, all }
}

const covers = (one: AgreementTerms, at: Millis): boolean => one.from <= at && at < one.to

/**
 * The service level agreement of a ticket: the one that names its service and was in force when it was opened,
 * else the one that names none and so covers every service not otherwise covered. One that promises nothing about tickets, of availability alone, does
 * not take them from one that does.
 */
export const slaOf = (book: Book, ticket: Pick<Ticket, 'service' | 'opened_at'>): AgreementTerms | null => {
  const named = ticket.service === null ? undefined : book.named.get(ticket.service)
  const first = (of: readonly AgreementTerms[] | undefined, aboutTickets: boolean): AgreementTerms | undefined =>
    of?.find((one) => covers(one, ticket.opened_at) && (!aboutTickets || one.promises.length > 0))
  return first(named, true) ?? first(book.general, true) ?? first(named, false) ?? first(book.general, false) ?? null
}

/**
 * What each team or supplier that ever had the ticket promised about tickets: its agreements that name the service, else those that name none. One without
 * such a promise, of availability alone, hides no other; of several alike each has its clock, so that what contradicts is seen.
 */
export const heldAgreements = (book: Book, ticket: Ticket, custody: Custody): readonly AgreementTerms[] => {
  if (book.held.size === 0) return []
  const found: AgreementTerms[] = []
  const seen = new Set<string>()
  for (const { holder } of custody) {
    if (holder.id === null) continue
    const key = `${holder.type}:${holder.id}`
    if (seen.has(key)) continue
    seen.add(key)
    const given = book.held.get(key)?.filter((one) => one.promises.length > 0 && covers(one, ticket.opened_at)) ?? []
    const { service } = ticket
    const named = given.filter((each) => service !== null && each.services.includes(service))
    found.push(...(named.length > 0 ? named : given.filter((each) => each.services.length === 0)))
  }
  return found
}

/** The promise of an agreement for a measure and a priority: its own, else the one for every other priority. */
export const promiseFor = (agreement: AgreementTerms, measure: Measure, priority: string | null): PromiseTerms | null => {
  let other: PromiseTerms | null = null
  for (const one of agreement.promises) {
    if (one.measure !== measure) continue
    if (one.priority === null) other = one
    else if (one.priority === priority) return one
  }
  return other
}
