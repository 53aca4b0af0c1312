import { isoOf } from '../../../kernel/instant.ts'
import { type Day, dayNumber, dayOfNumber } from '../../../kernel/day.ts'
import { localToUtc, dayAt } from '../../../kernel/calendar/zone.ts'
import { type Blame, actionsOf } from './actions.ts'
import { type Dataset, decidedIn } from './dataset.ts'
import type { ReportFacts } from './facts.ts'
import type { Frame } from './frame.ts'
import { keptOf } from './kept.ts'
import { newSheet } from './sheet.ts'
import { summaryOf } from './summary.ts'
import { handsOf, reassignmentsOf, timesOf } from './times.ts'
import { type Asked, byCategory, byChannel, byPriority, daysOf, volumesOf } from './volumes.ts'
import { holderAt, holderName, majorsOf, worstOf } from './worst.ts'

/** Everything that is known about a report before its figures are made. */
export type Heading = Pick<ReportFacts, 'report' | 'organisation' | 'service' | 'agreements'>

export type Labels = Readonly<{ states: ReadonlyMap<string, string>; channels: ReadonlyMap<string, string> }>

export type Computed = Readonly<{ facts: ReportFacts; records: ReadonlyMap<string, readonly string[]> }>

const datesOf = ({ facts }: Frame): readonly Readonly<{ day: string; ends: number }>[] => {
  const first = dayNumber(facts.first as Day)
  return Array.from({ length: dayNumber(facts.next as Day) - first }, (_, at) => {
    const day = dayOfNumber(first + at)
    return { day, ends: localToUtc(facts.time_zone, dayOfNumber(first + at + 1), '00:00') }
  })
}

/** Of the tickets that missed each promise in the period: who held most of them when they did. */
const blamesOf = (data: Dataset, current: Frame): ReadonlyMap<string, Blame> => {
  const held = new Map<string, Map<string, number>>()
  for (const clock of decidedIn(data.clocks, current.span).missed) {
    const holder = holderName(holderAt(data.custody.get(clock.ticket) ?? [], clock.breached_at ?? 0)) ?? 'Nobody'
    const counts = held.get(clock.promise) ?? new Map<string, number>()
    held.set(clock.promise, counts.set(holder, (counts.get(holder) ?? 0) + 1))
  }
  return new Map(
    [...held].map(([promise, counts]) => {
      const [[holder, cases] = ['Nobody', 0]] = [...counts].sort(([a, x], [b, y]) => y - x || a.localeCompare(b))
      return [promise, { holder, cases, of: [...counts.values()].reduce((sum, one) => sum + one, 0) }]
    }),
  )
}

/** Open tickets with a clock past its target. */
const missedNow = (data: Dataset): number => {
  const open = new Set(data.tickets.filter((one) => one.ended_at === null && one.state !== 'cancelled').map((one) => one.id))
  return new Set(
    data.clocks.filter((one) => one.state === 'missed' && one.stopped_at === null && open.has(one.ticket)).map((one) => one.ticket),
  ).size
}

/** Makes every figure and sentence of a service report from its data. The same data gives the same report. */
export const computeReport = (heading: Heading, data: Dataset, previous: Frame, current: Frame, labels: Labels): Computed => {
  const as_of = isoOf(data.asOf)
  const sheet = newSheet({ as_of, source: 'Incidents, their custody and clocks in Reeve', path: `/reports/${heading.report.ref}/figures` })
  const asked: Asked = { data, previous, current, sheet, service: heading.service }
  const drawn = {
    version: 1 as const,
    ...heading,
    frozen: false,
    as_of,
    period: current.facts,
    previous: previous.facts,
    volumes: volumesOf(asked),
    days: daysOf(asked, datesOf(current), (at) => dayAt(current.facts.time_zone, at)),
    by_priority: byPriority(asked),
    by_category: byCategory(asked),
    by_channel: byChannel(asked, labels.channels),
    promises: keptOf(asked),
    times: timesOf(asked),
    hands: handsOf(asked),
    worst: worstOf(asked),
    reassignments: reassignmentsOf(asked),
    majors: majorsOf(asked, labels.states),
  }
  return {
    facts: { ...drawn, summary: summaryOf(drawn), actions: actionsOf(drawn, blamesOf(data, current), missedNow(data)) },
    records: sheet.records,
  }
}

/** The facts as they are frozen: lists that filter live records are left out, the records behind each figure are kept with it. */
export const frozenFacts = (facts: ReportFacts): ReportFacts => {
  const strip = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(strip)
    if (typeof value !== 'object' || value === null) return value
    const entries = Object.entries(value).map(
      ([name, one]) => [name, name === 'records' && isBehind(one) ? { ...one, list: null } : strip(one)] as const,
    )
    return Object.fromEntries(entries)
  }
  return { ...(strip(facts) as ReportFacts), frozen: true }
}

const isBehind = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && 'figure' in value && 'list' in value
