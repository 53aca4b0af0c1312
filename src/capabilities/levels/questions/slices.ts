import type { Interval } from '../../../kernel/interval.ts'
import type { Db } from '../../../platform/db/database.ts'
import { windowsOf } from '../model/slo/alerts.ts'
import { slicesByDay } from '../model/slo/slices.ts'
import { noTally, plus, type Tally } from '../model/slo/sli.ts'
import type { Line } from '../model/standing/line.ts'
import { sliceRule } from '../model/standing/slice-rule.ts'
import { keepSliceDays, sliceDays } from '../store/slice-days.ts'
import { type Item, passed } from './judged.ts'

/** Adds up the slices of a line that lie wholly within each of some stretches of time. */
export type ReadSlices = (stretches: readonly Interval[]) => Promise<readonly Tally[]>

/** Later than this after its end no reading of a day is expected; one that comes all the same has the day read again. */
const settles = 2 * 3_600_000

/** Stretches cut where any of them begins or ends, so that what they share is read once. */
const cut = (stretches: readonly Interval[]): readonly Interval[] => {
  const moments = [...new Set(stretches.flatMap((one) => [one.from, one.to]))].sort((a, b) => a - b)
  return moments
    .map((from, n) => ({ from, to: moments[n + 1] ?? from }))
    .filter((piece) => piece.to > piece.from && stretches.some((one) => isWithin(piece, one)))
}

const isWithin = (piece: Interval, stretch: Interval): boolean => stretch.from <= piece.from && piece.to <= stretch.to

/**
 * Slices of a line over stretches of time that end by now: days that are over from what was kept of them, the rest by `read`. What is read of whole days is kept.
 * `keep`: whether this is the time to write. @returns one tally a stretch
 */
export const sliceTallies = async (
  db: Db,
  line: Line,
  slice_s: number,
  stretches: readonly Interval[],
  now: number,
  keep: boolean,
  read: ReadSlices,
): Promise<readonly Tally[]> => {
  const covers = stretches.map((one) => slicesByDay(one, slice_s, now - settles))
  const days = [...new Map(covers.flatMap((one) => one.days).map((one) => [one.day, one])).values()]
  const of = { promise: line.id, rule: sliceRule(line) }
  const kept = await sliceDays(
    db,
    of,
    days.map((one) => one.day),
  )
  const missing = days.filter((one) => !kept.has(one.day))
  const pieces = cut(covers.flatMap((one) => one.edges))
  const tallies = await read([...missing.map((one) => one.span), ...pieces])
  const found = missing.map((one, n) => ({ day: one.day, tally: tallies[n] ?? noTally }))
  if (keep) await keepSliceDays(db, of, found)
  const byDay = new Map([...kept, ...found.map((one) => [one.day, one.tally] as const)])
  const atEdges = tallies.slice(missing.length)
  return covers.map(({ days: whole, edges }) =>
    [
      ...whole.map((one) => byDay.get(one.day) ?? noTally),
      ...atEdges.filter((_, n) => edges.some((edge) => isWithin(pieces[n] ?? edge, edge))),
    ].reduce(plus, noTally),
  )
}

/** The tally of an item's window, and those of its burn alerts by their length. */
export const slicesOfItem = async (
  db: Db,
  item: Item,
  slice_s: number,
  keep: boolean,
  read: ReadSlices,
): Promise<Readonly<{ tally: Tally; sums: ReadonlyMap<number, Tally> }>> => {
  const { line, now } = item
  const lengths = windowsOf(line.burn_rows)
  const recent = lengths.map((length_s) => ({ from: now - length_s * 1000, to: now }))
  const [tally = noTally, ...sums] = await sliceTallies(db, line, slice_s, [passed(item), ...recent], now, keep, read)
  return { tally, sums: new Map(lengths.map((length_s, n) => [length_s, sums[n] ?? noTally])) }
}
