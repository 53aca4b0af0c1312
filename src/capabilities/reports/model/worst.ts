import { isoOf } from '../../../kernel/instant.ts'
import { type ClockRow, type CustodyRow, decidedIn, openedIn, type Ticket } from './dataset.ts'
import type { MajorFacts, WorstCase } from './facts.ts'
import type { Named } from './figure.ts'
import type { Asked } from './volumes.ts'
import { durationText, holderLabel, measureLabel, momentText } from './words.ts'

const most = 10

export const named = (ticket: Ticket): Named => ({ id: ticket.id, kind: 'incident', ref: ticket.ref, title: ticket.title })

export const holderName = (one: CustodyRow | undefined): string | null =>
  one ? (one.holder_name ?? holderLabel[one.holder_type] ?? one.holder_type) : null

/** Who had a ticket at a moment. */
export const holderAt = (chain: readonly CustodyRow[], at: number): CustodyRow | undefined =>
  chain.find((one) => one.from <= at && (one.to === null || one.to > at))

/** Working seconds beyond the target: as counted when it has stopped, else by the calendar since the target was used up. */
const overOf = ({ data }: Asked, clock: ClockRow): number =>
  clock.stopped_at !== null || clock.breached_at === null
    ? Math.max(0, clock.elapsed_s - clock.target_s)
    : data.working(clock.breached_at, data.asOf) / 1000

/** The clocks missed in the period that went furthest over, one per ticket. */
export const worstOf = (asked: Asked): readonly WorstCase[] => {
  const tickets = new Map(asked.data.tickets.map((one) => [one.id, one]))
  const zone = asked.current.facts.time_zone
  const seen = new Set<string>()
  return decidedIn(asked.data.clocks, asked.current.span)
    .missed.map((clock) => ({ clock, ticket: tickets.get(clock.ticket), over: overOf(asked, clock) }))
    .sort((a, b) => b.over - a.over || a.clock.ticket.localeCompare(b.clock.ticket))
    .flatMap(({ clock, ticket, over }): WorstCase[] => {
      if (!ticket || seen.has(ticket.id) || seen.size >= most) return []
      seen.add(ticket.id)
      const breached = clock.breached_at ?? 0
      const holder = holderName(holderAt(asked.data.custody.get(ticket.id) ?? [], breached))
      const end = clock.measure === 'response' ? 'answered' : 'resolved'
      const outcome = clock.stopped_at === null ? `it is still not ${end}` : `it was ${end} on ${momentText(clock.stopped_at, zone)}`
      return [
        {
          ticket: named(ticket),
          priority: ticket.priority,
          measure: clock.measure,
          target_s: clock.target_s,
          elapsed_s: clock.target_s + over,
          over_s: over,
          breached_at: clock.breached_at === null ? null : isoOf(clock.breached_at),
          holder,
          text: `${measureLabel[clock.measure]}: ${durationText(over)} of working time over its ${durationText(clock.target_s)}. ${holder ?? 'Nobody'} had it when the time ran out on ${momentText(breached, zone)}; ${outcome}.`,
        },
      ]
    })
}

/** Major incidents opened in the period, with the stages of their custody. */
export const majorsOf = (asked: Asked, stateLabels: ReadonlyMap<string, string>): readonly MajorFacts[] =>
  openedIn(asked.data.tickets, asked.current.span)
    .filter((one) => one.major)
    .toSorted((a, b) => a.opened_at - b.opened_at)
    .slice(0, most)
    .map((ticket) => {
      const chain = asked.data.custody.get(ticket.id) ?? []
      const stages = chain.map((one, at) => {
        const before = chain[at - 1]
        const state = stateLabels.get(one.state) ?? one.state
        const holder = holderName(one)
        const moved = before !== undefined && (before.holder !== one.holder || before.holder_type !== one.holder_type)
        return {
          at: isoOf(one.from),
          text: moved && before.state === one.state ? `Handed to ${holder}` : moved || at === 0 ? `${state}, with ${holder}` : state,
        }
      })
      return {
        ticket: named(ticket),
        opened_at: isoOf(ticket.opened_at),
        resolved_at: ticket.ended_at === null ? null : isoOf(ticket.ended_at),
        wall_s: ticket.ended_at === null ? null : (ticket.ended_at - ticket.opened_at) / 1000,
        timeline: (stages.length > 0 ? stages : [{ at: isoOf(ticket.opened_at), text: 'Opened' }])
          .filter((one, at, all) => at === 0 || one.text !== all[at - 1]?.text)
          .slice(0, 30),
      }
    })
