import { clip, type Interval, type Intervals } from '../../../kernel/interval.ts'
import type { Millis } from '../../../kernel/instant.ts'
import type { Db } from '../../../platform/db/database.ts'
import {
  bySteps,
  correctionsOf,
  countsOver,
  type GoodOfAll,
  maintenanceOf,
  outagesOf,
  overSpans,
  quantileOf,
  type Rollup,
  subjectsOfMeasures,
  watchedSince,
} from '../../signals/index.ts'
import { windowsOf } from '../model/slo/alerts.ts'
import { type Counts, type Tally, tallyOf } from '../model/slo/sli.ts'
import { type Placed, placeWindow, windowNamed } from '../model/slo/window.ts'
import type { Line, Promised, Statistic } from '../model/standing/line.ts'
import {
  availabilityIn,
  availabilityStanding,
  type Evidence,
  eventStanding,
  levelStanding,
  type Standing,
} from '../model/standing/standing.ts'
import { linesMark, readLines } from '../store/lines.ts'
import type { KeptStanding } from '../store/standing.ts'

/** One line for one subject in one window, as of a moment. */
export type Item = Readonly<{ line: Line; subject: string; placed: Placed; name: string; now: Millis }>

/** Every line, with those that bear on a measure or a subject. `mark` tells one state of them all from another. */
export type Lines = Readonly<{
  mark: number
  all: readonly Line[]
  byId: ReadonlyMap<string, Line>
  touchedBy: ReadonlyMap<string, readonly Line[]>
}>

const known = new WeakMap<Db, Lines>()

const bearing = (line: Line): readonly string[] => (line.promised.measure === 'availability' ? line.subjects : [line.promised.indicator])

const linesOf = (mark: number, all: readonly Line[]): Lines => {
  const touchedBy = new Map<string, Line[]>()
  for (const line of all)
    for (const id of bearing(line)) {
      const found = touchedBy.get(id)
      if (found) found.push(line)
      else touchedBy.set(id, [line])
    }
  return { mark, all, byId: new Map(all.map((line) => [line.id, line])), touchedBy }
}

/** Every line that is judged over windows, read anew when one changed. */
export const currentLines = async (db: Db, now: Millis): Promise<Lines> => {
  const mark = await linesMark(db)
  const before = known.get(db)
  if (before?.mark === mark) return before
  const read = linesOf(mark, await readLines(db, now, async (ids) => await subjectsOfMeasures(db, ids)))
  known.set(db, read)
  return read
}

/** Every line in force that is judged over windows, for other tools' forms. */
export const judgedLines = async (db: Db, now: Millis): Promise<readonly Line[]> =>
  (await currentLines(db, now)).all.filter((line) => line.agreement.from <= now && now < line.agreement.to)

/** A window by its name: `rolling`, or a period such as 2026-03. */
export const placedAt = (line: Line, name: string, now: Millis): Placed =>
  line.window.type === 'rolling' ? placeWindow(line.window, now) : windowNamed(name, line.window.zone, now)

/** The name of the window that a moment lies in. */
export const nameAt = (line: Line, at: Millis): string => placeWindow(line.window, at).label ?? 'rolling'

/** A line in the window of a moment; a calendar window that is over is judged as of its end. */
export const itemAt = (line: Line, subject: string, name: string, now: Millis): Item => {
  const placed = placedAt(line, name, now)
  return { line, subject, placed, name, now: Math.min(now, placed.to) }
}

const inForce = ({ line, placed }: Item, hours: Intervals): Intervals =>
  clip(hours, Math.max(placed.from, line.agreement.from), Math.min(placed.to, line.agreement.to))

/** Hours of service of a window, while the agreement is in force. */
export const hoursOf = (item: Item): Intervals => inForce(item, item.line.calendar.table.expand(item.placed.from, item.placed.to))

/** The same, laid out once for lines that share calendar and window. */
const serviceHours = () => {
  const known = new Map<string, Intervals>()
  return (item: Item): Intervals => {
    const { line, placed } = item
    const key = `${line.calendar.id}/${line.calendar.version}/${placed.from}/${placed.to}`
    const hours = known.get(key) ?? line.calendar.table.expand(placed.from, placed.to)
    known.set(key, hours)
    return inForce(item, hours)
  }
}

const bySubject = <T extends Readonly<{ subject: string }>>(list: readonly T[]): ReadonlyMap<string, readonly T[]> =>
  Map.groupBy(list, (one) => one.subject)

/** Everything that is known of these subjects within a stretch of time, in one reading. */
export const evidenceOf = async (db: Db, subjects: readonly string[], within: Interval): Promise<(subject: string) => Evidence> => {
  const [outages, maintenance, corrections, watched] = await Promise.all([
    outagesOf(db, subjects, within),
    maintenanceOf(db, subjects, within),
    correctionsOf(db, subjects, within),
    watchedSince(db, subjects),
  ])
  const down = bySubject(outages)
  const fixed = bySubject(corrections)
  const planned = bySubject(maintenance.flatMap((one) => one.subjects.map((subject) => ({ ...one, subject }))))
  return (subject) => ({
    outages: (down.get(subject) ?? []).map(({ id, severity, from, to }) => ({ id, severity, from, to, users: null })),
    maintenance: planned.get(subject) ?? [],
    corrections: fixed.get(subject) ?? [],
    watched_from: watched.get(subject) ?? null,
  })
}

const statisticOf = (rollup: Rollup, statistic: Statistic): number | null => {
  if (rollup.count <= 0) return null
  switch (statistic) {
    case 'mean':
      return rollup.sum / rollup.count
    case 'sum':
      return rollup.sum
    case 'min':
      return rollup.min
    case 'max':
      return rollup.max
    case 'p50':
    case 'p90':
    case 'p95':
    case 'p99':
      return rollup.sketch ? quantileOf(rollup.sketch, Number(statistic.slice(1)) / 100) : null
  }
}

const counts = (one: GoodOfAll | undefined): Counts => ({ good: one?.good ?? 0, valid: one?.count ?? 0 })

const slicesIn = async (db: Db, indicator: string, span: Interval, slice_s: number): Promise<readonly Counts[]> =>
  (await bySteps(db, indicator, span, slice_s * 1000)).map((piece) => counts(piece.rollup))

const passed = ({ placed, now }: Item): Interval => ({ from: placed.from, to: Math.min(placed.to, now) })

type EventItem = Item & Readonly<{ promised: Extract<Promised, { measure: 'good_share' }> }>

/** Items that are judged over the same stretches of time are read together. */
const stretchesOf = (item: EventItem): readonly Interval[] => [
  passed(item),
  ...windowsOf(item.line.burn_rows).map((length_s) => ({ from: item.now - length_s * 1000, to: item.now })),
]

const keyOf = (item: EventItem): string =>
  stretchesOf(item)
    .map(({ from, to }) => `${from}-${to}`)
    .join(' ')

const eventStandings = async (db: Db, items: readonly EventItem[]): Promise<readonly KeptStanding[]> => {
  const [first] = items
  if (!first) return []
  const read = await countsOver(db, [...new Set(items.map((one) => one.promised.indicator))], stretchesOf(first))
  const lengths = windowsOf(first.line.burn_rows)
  return await Promise.all(
    items.map(async (item) => {
      const { line, promised, placed } = item
      const [whole, ...recent] = read.get(promised.indicator) ?? []
      const tally: Tally =
        promised.by.method === 'events'
          ? { ...counts(whole), unknown: 0 }
          : tallyOf(await slicesIn(db, promised.indicator, passed(item), promised.slice_s), promised.by)
      const sums = new Map(lengths.map((length_s, index) => [length_s, counts(recent[index])]))
      return keptOf(item, eventStanding(line, promised.objective, placed, tally, sums))
    }),
  )
}

const levelOf = async (db: Db, item: Item, promised: Extract<Promised, { measure: 'level' }>): Promise<KeptStanding> => {
  const [whole] = await overSpans(db, promised.indicator, [passed(item)])
  return keptOf(item, levelStanding(promised, item.placed, whole ? statisticOf(whole, promised.statistic) : null, whole?.count ?? 0))
}

const together = async <T, R>(list: readonly T[], most: number, work: (one: T) => Promise<R>): Promise<readonly R[]> => {
  const results: R[] = []
  for (let at = 0; at < list.length; at += most) results.push(...(await Promise.all(list.slice(at, at + most).map(work))))
  return results
}

const keptOf = ({ line, subject, placed, name, now }: Item, standing: Standing): KeptStanding => ({
  ...standing,
  promise: line.id,
  subject,
  window_name: name,
  from: placed.from,
  to: placed.to,
  agreement: line.agreement.id,
  promise_version: line.version,
  agreement_version: line.agreement.version,
  evaluated_at: now,
  closed: line.window.type !== 'rolling' && placed.remaining_s <= 0,
})

const availabilities = async (db: Db, items: readonly Item[]): Promise<readonly KeptStanding[]> => {
  if (items.length === 0) return []
  const span = { from: Math.min(...items.map((one) => one.placed.from)), to: Math.max(...items.map((one) => one.placed.to)) }
  const evidence = await evidenceOf(db, [...new Set(items.map((one) => one.subject))], span)
  const hours = serviceHours()
  return items.flatMap((item) => {
    const { line, placed, now } = item
    const { promised } = line
    if (promised.measure !== 'availability') return []
    const result = availabilityIn(promised, placed, hours(item), evidence(item.subject), now)
    return [keptOf(item, availabilityStanding(line, promised, placed, result, now))]
  })
}

/** Judges items. Outages of all subjects are read at once, and events of all indicators that share their windows. */
export const evaluate = async (db: Db, items: readonly Item[]): Promise<readonly KeptStanding[]> => {
  const of = (measure: Promised['measure']): readonly Item[] => items.filter((one) => one.line.promised.measure === measure)
  const events = of('good_share').flatMap((one): readonly EventItem[] =>
    one.line.promised.measure === 'good_share' ? [{ ...one, promised: one.line.promised }] : [],
  )
  const groups = [...Map.groupBy(events, keyOf).values()]
  const levels = of('level').flatMap((one) => (one.line.promised.measure === 'level' ? [{ item: one, promised: one.line.promised }] : []))
  return [
    ...(await availabilities(db, of('availability'))),
    ...(await together(groups, 4, async (group) => eventStandings(db, group))).flat(),
    ...(await together(levels, 8, async ({ item, promised }) => levelOf(db, item, promised))),
  ]
}
