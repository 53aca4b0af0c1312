import type { Millis } from '../../../kernel/instant.ts'
import type { Interval } from '../../../kernel/interval.ts'
import type { Db } from '../../../platform/db/database.ts'
import { subjectsOfMeasures } from '../../signals/index.ts'
import { type Placed, placeWindow, windowNamed } from '../model/slo/window.ts'
import type { Line, PromisedOf, Promised } from '../model/standing/line.ts'
import type { Standing } from '../model/standing/standing.ts'
import { linesMark, readLines } from '../store/lines.ts'
import type { KeptStanding } from '../store/standing.ts'

/** One line for one subject in one window, as of a moment. */
export type Item = Readonly<{ line: Line; subject: string; placed: Placed; name: string; now: Millis }>

/** An item whose line promises a measure. */
export type ItemOf<M extends Promised['measure']> = Item & Readonly<{ promised: PromisedOf<M> }>

/** Every line, with those that a measure, a subject or the tickets of a promise bear on. `mark` tells one state of them all from another. */
export type Lines = Readonly<{
  mark: number
  all: readonly Line[]
  byId: ReadonlyMap<string, Line>
  touchedBy: ReadonlyMap<string, readonly Line[]>
}>

const known = new WeakMap<Db, Lines>()

/** What a line is judged by: measures, subjects whose outages count, promises whose tickets count. */
const bearing = (line: Line): readonly string[] => {
  const { promised } = line
  switch (promised.measure) {
    case 'availability':
      return line.subjects
    case 'good_share':
    case 'level':
      return [promised.indicator]
    case 'response':
    case 'resolution':
      return [line.id]
    case 'composite':
      return [...new Set(promised.parts.flatMap((part) => bearing(part.line)))]
  }
}

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

/** Of items those whose line promises one of some measures. */
export const itemsOf = <M extends Promised['measure']>(items: readonly Item[], ...measures: readonly M[]): readonly ItemOf<M>[] =>
  items.flatMap((item) => {
    const { promised } = item.line
    return (measures as readonly string[]).includes(promised.measure) ? [{ ...item, promised: promised as PromisedOf<M> }] : []
  })

/** The part of an item's window that has passed. */
export const passed = ({ placed, now }: Item): Interval => ({ from: placed.from, to: Math.min(placed.to, now) })

export const keptOf = ({ line, subject, placed, name, now }: Item, standing: Standing): KeptStanding => ({
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

/** Works on some of a list at once. */
export const together = async <T, R>(list: readonly T[], most: number, work: (one: T) => Promise<R>): Promise<readonly R[]> => {
  const results: R[] = []
  for (let at = 0; at < list.length; at += most) results.push(...(await Promise.all(list.slice(at, at + most).map(work))))
  return results
}
