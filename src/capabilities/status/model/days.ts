import { dayAt, localToUtc } from '../../../kernel/calendar/zone.ts'
import { type Day, plusDays } from '../../../kernel/day.ts'
import type { Millis } from '../../../kernel/instant.ts'
import { clip, type Interval, type Intervals, intersect, intervals, length, subtract, union } from '../../../kernel/interval.ts'
import { hits, raisedBy, type Status, statuses, type Told, type Trouble, type Work, worst } from './state.ts'

/** A day of an item in the page's zone. Times are whole seconds; `known` is the part of the day that is on record and was not planned work. */
export type DayCell = Readonly<{
  day: Day
  /** The worst state of the day; null when nothing is on record for it. */
  status: Status | null
  down_seconds: number
  degraded_seconds: number
  maintenance_seconds: number
  known_seconds: number
}>

/** `share`: the part of known time in which it was not down, 0-1; null when nothing is known. `coverage`: the part of the period that is on record, 0-1. */
export type Uptime = Readonly<{ days: number; share: number | null; coverage: number; down_seconds: number }>

export type ItemFacts = Readonly<{
  item: Readonly<{ id: string; subjects: readonly string[] }>
  /** From when outages of it are recorded; null when they are not. */
  since: Millis | null
  troubles: readonly Trouble[]
  works: readonly Work[]
  told: readonly Told[]
  /** Stretches of a subject that were measured wrongly or agreed as maintenance afterwards. */
  corrected: readonly Readonly<{ subject: string; from: Millis; to: Millis }>[]
}>

const seconds = (of: Intervals): number => Math.round(length(of) / 1000)

/** What each subject went through: sets that do not overlap, worst first. */
const livesOf = ({ item, troubles, works, corrected }: ItemFacts, now: Millis) =>
  item.subjects.map((subject) => {
    const work = intervals(works.filter((one) => one.subjects.includes(subject)))
    const excused = union(work, intervals(corrected.filter((one) => one.subject === subject)))
    const of = (severity: Trouble['severity']): Intervals =>
      subtract(
        intervals(
          troubles
            .filter((one) => one.subject === subject && one.severity === severity)
            .map((one): Interval => ({ from: one.from, to: one.to ?? now })),
        ),
        excused,
      )
    const down = of('down')
    return { work, down, degraded: subtract(of('degraded'), down) }
  })

/** The midnights that bound the last `count` days at a moment, the running day last: `count + 1` of them, so that each day has a beginning and an end. */
export const midnights = (zone: string, now: Millis, count: number): readonly Readonly<{ day: Day; at: Millis }>[] => {
  const today = dayAt(zone, now)
  return Array.from({ length: count + 1 }, (_, index) => {
    const day = plusDays(today, index - count + 1)
    return { day, at: localToUtc(zone, day, '00:00') }
  })
}

/** The last `count` days of an item, today last. */
export const dayCells = (facts: ItemFacts, zone: string, now: Millis, count = 90): readonly DayCell[] => {
  const lives = livesOf(facts, now)
  const parts = Math.max(1, lives.length)
  const anyDown = union(...lives.map((one) => one.down))
  const allDown = lives.map((one) => one.down).reduce((all, one) => intersect(all, one), lives[0]?.down ?? [])
  const anyDegraded = union(...lives.map((one) => one.degraded))
  const anyWork = union(...lives.map((one) => one.work))
  const told = facts.told
    .filter((one) => hits(one, facts.item.id) && one.impact !== 'none')
    .map((one) => ({ status: raisedBy[one.impact], when: intervals([{ from: one.from, to: one.to ?? now }]) }))
  const bounds = midnights(zone, now, count)
  return bounds.slice(0, -1).map(({ day, at }, index): DayCell => {
    const from = Math.max(at, facts.since ?? Infinity)
    const to = Math.min(bounds[index + 1]?.at ?? at, now)
    if (to <= from) return { day, status: null, down_seconds: 0, degraded_seconds: 0, maintenance_seconds: 0, known_seconds: 0 }
    const within = (set: Intervals): Intervals => clip(set, from, to)
    const mean = (of: (life: (typeof lives)[number]) => Intervals): number =>
      Math.round(lives.reduce((sum, life) => sum + length(within(of(life))), 0) / parts / 1000)
    const seen: readonly (readonly [Status, Intervals])[] = [
      ['major_outage', allDown],
      ['partial_outage', anyDown],
      ['degraded', anyDegraded],
      ['under_maintenance', anyWork],
      ...told.map((one) => [one.status, one.when] as const),
    ]
    const maintenance = mean((life) => life.work)
    return {
      day,
      status: worst(seen.filter(([, set]) => within(set).length > 0).map(([status]) => status)),
      down_seconds: mean((life) => life.down),
      degraded_seconds: seconds(within(subtract(anyDegraded, anyDown))),
      maintenance_seconds: maintenance,
      known_seconds: Math.max(0, Math.round((to - from) / 1000) - maintenance),
    }
  })
}

/** Uptime over the last `days` cells. Planned work stands outside the figure; days without data make the coverage smaller, never the uptime better. */
export const uptimeOf = (cells: readonly DayCell[], days: number, zone: string, now: Millis): Uptime => {
  const last = cells.slice(-days)
  const sum = (of: (cell: DayCell) => number): number => last.reduce((total, cell) => total + of(cell), 0)
  const known = sum((cell) => cell.known_seconds)
  const down = sum((cell) => cell.down_seconds)
  const first = midnights(zone, now, days)[0]?.at ?? now
  const passed = (now - first) / 1000
  const recorded = sum((cell) => cell.known_seconds + cell.maintenance_seconds)
  return {
    days,
    share: known > 0 ? Math.max(0, 1 - down / known) : null,
    coverage: passed > 0 ? Math.min(1, recorded / passed) : 0,
    down_seconds: down,
  }
}

/** A share as per cent with two decimals, cut off and not rounded: 100 % is written only when nothing was down. */
export const uptimeText = ({ share }: Pick<Uptime, 'share'>): string => {
  if (share === null) return 'no data'
  if (share === 1 || share === 0) return `${share * 100} %`
  return `${(Math.floor(share * 10_000 + 1e-9) / 100).toFixed(2)} %`
}

/** The worst of a day as a number from 0; -1 when there is no data. */
export const rankOf = (status: Status | null): number => (status === null ? -1 : statuses.indexOf(status))
