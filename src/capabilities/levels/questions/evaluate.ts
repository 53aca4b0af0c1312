import { clip, type Interval, type Intervals } from '../../../kernel/interval.ts'
import type { Millis } from '../../../kernel/instant.ts'
import type { Db } from '../../../platform/db/database.ts'
import {
  bySteps,
  correctionsOf,
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
import type { Line, Statistic } from '../model/standing/line.ts'
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

const lines = new WeakMap<Db, Readonly<{ mark: string; lines: readonly Line[] }>>()

/** Every line that is judged over windows, read anew when one changed. */
export const currentLines = async (db: Db, now: Millis): Promise<readonly Line[]> => {
  const mark = await linesMark(db)
  const known = lines.get(db)
  if (known?.mark === mark) return known.lines
  const read = await readLines(db, now, async (ids) => await subjectsOfMeasures(db, ids))
  lines.set(db, { mark, lines: read })
  return read
}

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

/** Hours of service of a window, while the agreement is in force; laid out once for lines that share calendar and window. */
const serviceHours = () => {
  const known = new Map<string, Intervals>()
  return ({ line, placed }: Item): Intervals => {
    const key = `${line.calendar.id}/${line.calendar.version}/${placed.from}/${placed.to}`
    const hours = known.get(key) ?? line.calendar.table.expand(placed.from, placed.to)
    known.set(key, hours)
    return clip(hours, Math.max(placed.from, line.agreement.from), Math.min(placed.to, line.agreement.to))
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

const counts = (rollup: Rollup | undefined): Counts => ({ good: rollup?.good ?? 0, valid: rollup?.count ?? 0 })

const slicesIn = async (db: Db, indicator: string, span: Interval, slice_s: number): Promise<readonly Counts[]> =>
  (await bySteps(db, indicator, span, slice_s * 1000)).map((piece) => counts(piece.rollup))

const indicatorStanding = async (db: Db, { line, placed, now }: Item): Promise<Standing> => {
  const { promised } = line
  if (promised.measure === 'availability') throw new Error('an availability is not read from an indicator')
  const window: Interval = { from: placed.from, to: Math.min(placed.to, now) }
  if (promised.measure === 'level') {
    const [whole] = await overSpans(db, promised.indicator, [window])
    return levelStanding(promised, placed, whole ? statisticOf(whole, promised.statistic) : null, whole?.count ?? 0)
  }
  const lengths = windowsOf(line.burn_rows)
  const spans = [window, ...lengths.map((length_s) => ({ from: now - length_s * 1000, to: now }))]
  const [whole, ...recent] = await overSpans(db, promised.indicator, spans)
  const tally: Tally =
    promised.by.method === 'events'
      ? { ...counts(whole), unknown: 0 }
      : tallyOf(await slicesIn(db, promised.indicator, window, promised.slice_s), promised.by)
  return eventStanding(
    line,
    promised.objective,
    placed,
    tally,
    new Map(lengths.map((length_s, index) => [length_s, counts(recent[index])])),
  )
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

/** Judges items. Outages of all subjects are read at once; an indicator costs a few hundred rollups, however much was read into them. */
export const evaluate = async (db: Db, items: readonly Item[]): Promise<readonly KeptStanding[]> => {
  const available = items.filter((one) => one.line.promised.measure === 'availability')
  const others = items.filter((one) => one.line.promised.measure !== 'availability')
  const span = { from: Math.min(...available.map((one) => one.placed.from)), to: Math.max(...available.map((one) => one.placed.to)) }
  const evidence = available.length === 0 ? null : await evidenceOf(db, [...new Set(available.map((one) => one.subject))], span)
  const hours = serviceHours()
  const judged = available.flatMap((item) => {
    const { line, placed, now } = item
    const { promised } = line
    if (promised.measure !== 'availability' || evidence === null) return []
    const result = availabilityIn(promised, placed, hours(item), evidence(item.subject), now)
    return [keptOf(item, availabilityStanding(line, promised, placed, result, now))]
  })
  return [...judged, ...(await together(others, 8, async (item) => keptOf(item, await indicatorStanding(db, item))))]
}
