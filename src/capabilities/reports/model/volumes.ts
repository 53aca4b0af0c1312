import { countChange, levelChange } from './compare.ts'
import { closedIn, type Dataset, openAt, openedIn, reopenedIn, resolvedIn, type Ticket } from './dataset.ts'
import type { DayFacts, Part, ReportFacts } from './facts.ts'
import { type Frame, incidentsAt, rangeOf, spansOf } from './frame.ts'
import type { Sheet } from './sheet.ts'
import { priorityLabel } from './words.ts'

export type Asked = Readonly<{ data: Dataset; previous: Frame; current: Frame; sheet: Sheet; service: Readonly<{ ref: string }> }>

const idsOf = (tickets: readonly Ticket[]): readonly string[] => tickets.map((one) => one.id)

export const volumesOf = ({ data, previous, current, sheet, service }: Asked): ReportFacts['volumes'] => {
  const spans = spansOf(previous, current)
  const list = (field: string): string => incidentsAt({ service: service.ref, [field]: rangeOf(current.facts), state: '!cancelled' })
  const flow = (key: string, label: string, formula: string, pick: typeof openedIn, address: string | null) => {
    const [before, now] = [pick(data.tickets, previous.span), pick(data.tickets, current.span)]
    return sheet.figure({
      key,
      label,
      value: now.length,
      unit: 'tickets',
      previous: before.length,
      change: countChange(before.length, now.length, spans),
      formula,
      ids: idsOf(now),
      list: address,
    })
  }
  const [before, now] = [reopenedIn(data, previous.span), reopenedIn(data, current.span)]
  const times = (list: typeof now): number => list.reduce((sum, one) => sum + one.times, 0)
  const started = openAt(data.tickets, current.span.from)
  const ended = openAt(data.tickets, current.span.to)
  const earlier = openAt(data.tickets, previous.span.from)
  const unresolved = resolvedIn(data.tickets, current.span).length
  return {
    opened: flow(
      'opened',
      'Opened',
      'Incidents opened in the period, without those cancelled as opened by mistake',
      openedIn,
      list('opened_at'),
    ),
    resolved: flow(
      'resolved',
      'Resolved',
      'Incidents whose resolution (or closing, where no resolution is recorded) lies in the period',
      resolvedIn,
      unresolved > 0 ? list('resolved_at') : null,
    ),
    closed: flow('closed', 'Closed', 'Incidents closed in the period', closedIn, list('closed_at')),
    reopened: sheet.figure({
      key: 'reopened',
      label: 'Reopened',
      value: times(now),
      unit: 'times',
      previous: times(before),
      change: countChange(times(before), times(now), spans),
      formula: 'How often an incident came back into hand after it had been resolved, in the period',
      ids: now.map((one) => one.ticket.id),
    }),
    backlog_start: sheet.figure({
      key: 'backlog_start',
      label: 'Open at the start',
      value: started.length,
      unit: 'tickets',
      previous: earlier.length,
      change: levelChange(earlier.length, started.length),
      formula: 'Incidents opened before the period began and not resolved by then',
      ids: idsOf(started),
    }),
    backlog_end: sheet.figure({
      key: 'backlog_end',
      label: current.over ? 'Open at the end' : 'Open now',
      value: ended.length,
      unit: 'tickets',
      previous: started.length,
      change: levelChange(started.length, ended.length),
      formula: 'Incidents opened before the period ended (or before now) and not resolved by then',
      inputs: [{ label: 'Open at the start', value: String(started.length) }],
      ids: idsOf(ended),
    }),
  }
}

const cellOf = (rows: Map<string, { opened: number; resolved: number; backlog: number }>, day: string) => {
  const found = rows.get(day) ?? { opened: 0, resolved: 0, backlog: 0 }
  rows.set(day, found)
  return found
}

/** Each date of the period up to the moment of the facts. `dayAt` tells the date of a moment in the period's zone, `ends` when a date ends. */
export const daysOf = (
  { data, current }: Asked,
  days: readonly Readonly<{ day: string; ends: number }>[],
  dayAt: (at: number) => string,
): readonly DayFacts[] => {
  const rows = new Map<string, { opened: number; resolved: number; backlog: number }>()
  for (const one of openedIn(data.tickets, current.span)) cellOf(rows, dayAt(one.opened_at)).opened++
  for (const one of resolvedIn(data.tickets, current.span)) cellOf(rows, dayAt(one.ended_at ?? 0)).resolved++
  let open = openAt(data.tickets, current.span.from).length
  return days
    .filter(({ ends }, at) => (days[at - 1]?.ends ?? current.span.from) < current.span.to || ends <= current.span.to)
    .map(({ day }) => {
      const cell = cellOf(rows, day)
      open += cell.opened - cell.resolved
      return { day, opened: cell.opened, resolved: cell.resolved, backlog: open }
    })
}

type Cut = Readonly<{ name: 'priority' | 'category' | 'channel'; labelOf: (value: string | null) => string; most: number }>

/** Opened incidents by the values of one field, the most frequent first; beyond `most` they are one line. */
const cutOf = ({ data, previous, current, sheet, service }: Asked, { name, labelOf, most }: Cut): readonly Part[] => {
  const spans = spansOf(previous, current)
  const groups = new Map<string | null, Ticket[]>()
  const before = new Map<string | null, number>()
  const now = openedIn(data.tickets, current.span)
  for (const one of now) {
    const group = groups.get(one[name])
    if (group) group.push(one)
    else groups.set(one[name], [one])
  }
  for (const one of openedIn(data.tickets, previous.span)) before.set(one[name], (before.get(one[name]) ?? 0) + 1)
  for (const value of before.keys()) if (!groups.has(value)) groups.set(value, [])
  const sorted = [...groups].sort(([a, x], [b, y]) =>
    name === 'priority' ? String(a ?? '9').localeCompare(String(b ?? '9')) : y.length - x.length || String(a).localeCompare(String(b)),
  )
  const part = (
    key: string,
    value: string | null,
    label: string,
    tickets: readonly Ticket[],
    earlier: number,
    list: string | null,
  ): Part => ({
    name: value,
    label,
    share: now.length === 0 ? null : tickets.length / now.length,
    figure: sheet.figure({
      key: `${name}-${key}`,
      label,
      value: tickets.length,
      unit: 'tickets',
      previous: earlier,
      change: countChange(earlier, tickets.length, spans),
      formula: `Opened incidents of this ${name}`,
      ids: idsOf(tickets),
      list,
    }),
  })
  const filters = { service: service.ref, opened_at: rangeOf(current.facts), state: '!cancelled' }
  const shown = sorted
    .slice(0, most)
    .map(([value, tickets], at) =>
      part(
        name === 'priority' ? (value ?? 'none') : String(at + 1),
        value,
        labelOf(value),
        tickets,
        before.get(value) ?? 0,
        value?.includes(',') ? null : incidentsAt({ ...filters, [name]: value ?? 'none' }),
      ),
    )
  const rest = sorted.slice(most)
  if (rest.length === 0) return shown
  return [
    ...shown,
    part(
      'rest',
      null,
      `All others (${rest.length})`,
      rest.flatMap(([, tickets]) => tickets),
      rest.reduce((sum, [value]) => sum + (before.get(value) ?? 0), 0),
      null,
    ),
  ]
}

export const byPriority = (asked: Asked): readonly Part[] => cutOf(asked, { name: 'priority', labelOf: priorityLabel, most: 10 })
export const byCategory = (asked: Asked): readonly Part[] =>
  cutOf(asked, { name: 'category', labelOf: (value) => value ?? 'No category', most: 10 })
export const byChannel = (asked: Asked, labels: ReadonlyMap<string, string>): readonly Part[] =>
  cutOf(asked, { name: 'channel', labelOf: (value) => (value === null ? 'No channel' : (labels.get(value) ?? value)), most: 10 })
