import { dayAt, localToUtc } from '../../../kernel/calendar/zone.ts'
import { type Day, plusDays } from '../../../kernel/day.ts'
import { type Millis, millisOf } from '../../../kernel/instant.ts'
import { periodInstants, periodOf } from '../../../kernel/period.ts'

/** What is known of a change of an incident: from its event. */
export type Happened = Readonly<{
  record_id: string
  at: string
  occurred_at: string | null
  before: Readonly<Record<string, unknown>> | null
  after: Readonly<Record<string, unknown>> | null
}>

/** An incident as it stands, with the moments at which its clocks were decided. */
export type Standing = Readonly<{ service: string | null; opened_at: Millis; moments: readonly Millis[] }>

export type DayCell = Readonly<{ service: string; day: string; from: Millis; to: Millis }>

const moments = ['opened_at', 'resolved_at', 'closed_at'] as const

const momentsIn = (fields: Readonly<Record<string, unknown>> | null): readonly Millis[] =>
  moments.flatMap((name) => {
    const value = fields?.[name]
    return typeof value === 'string' ? [millisOf(value)] : []
  })

/** A change of these moves what its clocks were measured by, so that a miss may vanish from any day since it was opened. */
const movesClocks = (event: Happened): boolean =>
  event.before !== null && ['priority', 'service', 'opened_at'].some((name) => name in (event.before ?? {}))

const dayMs = 86_400_000
/** Older tickets' days in between are left to the nightly making anew. */
const longest = 400

/** Which dates of which services may count differently after these events. */
export const touchedDays = (
  events: readonly Happened[],
  standing: ReadonlyMap<string, Standing>,
  zoneOf: (service: string) => string,
): readonly DayCell[] => {
  const found = new Map<string, DayCell>()
  const add = (service: string, at: Millis): void => {
    const zone = zoneOf(service)
    const day = dayAt(zone, at)
    const key = `${service} ${day}`
    if (!found.has(key))
      found.set(key, { service, day, from: localToUtc(zone, day, '00:00'), to: localToUtc(zone, plusDays(day, 1), '00:00') })
  }
  for (const event of events) {
    const now = standing.get(event.record_id)
    const services = [now?.service, event.before?.['service'], event.after?.['service']].filter(
      (one): one is string => typeof one === 'string',
    )
    const happened = millisOf(event.occurred_at ?? event.at)
    const instants = [...(now?.moments ?? []), ...momentsIn(event.before), ...momentsIn(event.after), happened]
    const opened = Math.min(now?.opened_at ?? happened, ...momentsIn(event.before))
    if (movesClocks(event)) for (let at = opened, count = 0; at < happened && count < longest; at += dayMs, count++) instants.push(at)
    for (const service of new Set(services)) for (const at of instants) add(service, at)
  }
  return [...found.values()]
}

export type MonthOf = Readonly<{ service: string; month: string; from: Millis; to: Millis }>

/** The months of services that hold some of their days. */
export const monthsHolding = (cells: readonly DayCell[], zoneOf: (service: string) => string): readonly MonthOf[] => {
  const found = new Map<string, MonthOf>()
  for (const { service, day } of cells) {
    const month = day.slice(0, 7)
    const key = `${service} ${month}`
    if (!found.has(key)) found.set(key, { service, month, ...periodInstants(periodOf('month', day as Day), zoneOf(service)) })
  }
  return [...found.values()]
}
