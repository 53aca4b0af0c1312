import { countChange, timeChange } from './compare.ts'
import { type ClockRow, inHand, resolvedIn, type Ticket } from './dataset.ts'
import type { HandsFacts, ReportFacts, TimesFacts } from './facts.ts'
import type { Figure } from './figure.ts'
import { type Frame, spansOf } from './frame.ts'
import { quantile } from './stats.ts'
import type { Asked } from './volumes.ts'
import { holderLabel, measureLabel, priorityLabel } from './words.ts'

type Length = Readonly<{ ticket: string; wall: number; business: number | null }>
type Measure = 'response' | 'resolution'

const endOf = (ticket: Ticket, measure: Measure): number | null => (measure === 'response' ? ticket.responded_at : ticket.ended_at)

/** Lengths of what ended in a frame: wall from opened to responded or resolved, business as the clock of the promise counted it. */
const lengthsOf = (
  tickets: readonly Ticket[],
  clocks: ReadonlyMap<string, ClockRow>,
  measure: Measure,
  { span }: Frame,
): readonly Length[] =>
  tickets.flatMap((ticket) => {
    const end = endOf(ticket, measure)
    if (ticket.state === 'cancelled' || end === null || end < span.from || end >= span.to) return []
    const clock = clocks.get(`${ticket.id} ${measure}`)
    return [
      {
        ticket: ticket.id,
        wall: Math.max(0, (end - ticket.opened_at) / 1000),
        business: clock && clock.stopped_at !== null ? clock.elapsed_s : null,
      },
    ]
  })

/** One clock per ticket and measure: where several agreements promise the same, the first one. */
const clocksBy = (clocks: readonly ClockRow[]): ReadonlyMap<string, ClockRow> => {
  const found = new Map<string, ClockRow>()
  for (const one of clocks) if (!found.has(`${one.ticket} ${one.measure}`)) found.set(`${one.ticket} ${one.measure}`, one)
  return found
}

const numbers = (list: readonly Length[], unit: 'wall' | 'business'): readonly number[] =>
  list.map((one) => one[unit]).filter((one) => one !== null)

export const timesOf = ({ data, previous, current, sheet }: Asked): readonly TimesFacts[] => {
  const clocks = clocksBy(data.clocks)
  const priorities = [...new Set(data.tickets.map((one) => one.priority))].filter((one) => one !== null).sort()
  const rows: TimesFacts[] = []
  for (const measure of ['response', 'resolution'] as const)
    for (const priority of [null, ...priorities]) {
      const chosen = priority === null ? data.tickets : data.tickets.filter((one) => one.priority === priority)
      const [before, now] = [lengthsOf(chosen, clocks, measure, previous), lengthsOf(chosen, clocks, measure, current)]
      if (before.length === 0 && now.length === 0) continue
      const label = priority === null ? 'All' : priorityLabel(priority)
      const figure = (unit: 'wall' | 'business', point: number, name: string): Figure => {
        const [earlier, values] = [numbers(before, unit), numbers(now, unit)]
        const [was, is] = [quantile(earlier, point), quantile(values, point)]
        return sheet.figure({
          key: `time-${measure}-${priority ?? 'all'}-${unit}-${point * 100}`,
          label: `${measureLabel[measure]}, ${label}: ${name}`,
          value: is,
          unit: unit === 'wall' ? 's_wall' : 's_business',
          previous: was,
          change: timeChange(was, is, earlier, values),
          formula: `The time that ${point === 0.5 ? 'half' : `${point * 100} %`} of the tickets ${measure === 'response' ? 'responded to' : 'resolved'} in the period did not exceed (nearest rank); ${unit === 'wall' ? 'by the clock on the wall' : 'working seconds as counted by the clock of the promise, pauses left out'}`,
          inputs: [{ label: 'Tickets', value: String(values.length) }],
          ids: now
            .filter((one) => one[unit] !== null)
            .toSorted((a, b) => (b[unit] ?? 0) - (a[unit] ?? 0))
            .map((one) => one.ticket),
        })
      }
      rows.push({
        measure,
        priority,
        label,
        tickets: now.length,
        wall_median: figure('wall', 0.5, 'median'),
        wall_p90: figure('wall', 0.9, '90 %'),
        business_median: figure('business', 0.5, 'working time, median'),
        business_p90: figure('business', 0.9, 'working time, 90 %'),
      })
    }
  return rows
}

const holders = ['team', 'customer', 'supplier', 'approval'] as const

/** Whole seconds per kind of holder, over the tickets resolved in a frame, from opened to resolved. */
const inHands = ({ data }: Asked, { span }: Frame) => {
  const sums = new Map<string, { business: number; wall: number; ids: Set<string> }>(
    holders.map((type) => [type, { business: 0, wall: 0, ids: new Set() }]),
  )
  for (const ticket of resolvedIn(data.tickets, span))
    for (const one of data.custody.get(ticket.id) ?? []) {
      const to = Math.min(one.to ?? span.to, ticket.ended_at ?? span.to)
      const sum = sums.get(one.holder_type)
      if (!sum || to <= one.from || !inHand(one.meaning)) continue
      sum.business += data.working(one.from, to) / 1000
      sum.wall += (to - one.from) / 1000
      sum.ids.add(ticket.id)
    }
  return sums
}

export const handsOf = (asked: Asked): readonly HandsFacts[] => {
  const [before, now] = [inHands(asked, asked.previous), inHands(asked, asked.current)]
  const whole = [...now.values()].reduce((sum, one) => sum + one.wall, 0)
  const hadBefore = [...before.values()].some((one) => one.wall > 0)
  return holders.flatMap((type) => {
    const [was, is] = [before.get(type), now.get(type)]
    if (!is || !was || (is.wall === 0 && was.wall === 0)) return []
    const label = holderLabel[type] ?? type
    const figure = (unit: 'business' | 'wall'): Figure =>
      asked.sheet.figure({
        key: `hands-${type}-${unit}`,
        label: `${label}: ${unit === 'business' ? 'working time' : 'time'} in hand`,
        value: Math.round(is[unit]),
        unit: unit === 'wall' ? 's_wall' : 's_business',
        previous: hadBefore ? Math.round(was[unit]) : null,
        formula: `Sum of the stretches in which ${label.toLowerCase()} held the tickets resolved in the period, from opened to resolved${unit === 'business' ? ', inside the hours of the agreement’s calendar' : ''}`,
        inputs: [{ label: 'Tickets', value: String(is.ids.size) }],
        ids: [...is.ids],
      })
    return [{ holder_type: type, label, business: figure('business'), wall: figure('wall'), share: whole === 0 ? null : is.wall / whole }]
  })
}

/** More hand-overs than this within one ticket are worth a look. */
const often = 3

export const reassignmentsOf = ({ data, previous, current, sheet }: Asked): ReportFacts['reassignments'] => {
  const sum = (tickets: readonly Ticket[]): number => tickets.reduce((total, one) => total + one.reassignments, 0)
  const [before, now] = [resolvedIn(data.tickets, previous.span), resolvedIn(data.tickets, current.span)]
  const moved = now.filter((one) => one.reassignments > 0).toSorted((a, b) => b.reassignments - a.reassignments)
  const [oftenBefore, oftenNow] = [before.filter((one) => one.reassignments >= often), moved.filter((one) => one.reassignments >= often)]
  return {
    total: sheet.figure({
      key: 'reassignments',
      label: 'Reassigned',
      value: sum(now),
      unit: 'times',
      previous: sum(before),
      formula: 'Hand-overs from team to team of the incidents resolved in the period, from opened to resolved',
      ids: moved.map((one) => one.id),
    }),
    per_ticket: now.length === 0 ? null : sum(now) / now.length,
    often: sheet.figure({
      key: 'reassigned-often',
      label: `Reassigned ${often} times or more`,
      value: oftenNow.length,
      unit: 'tickets',
      previous: oftenBefore.length,
      change: countChange(oftenBefore.length, oftenNow.length, spansOf(previous, current)),
      formula: `Incidents resolved in the period that went from team to team ${often} times or more`,
      ids: oftenNow.map((one) => one.id),
    }),
  }
}
