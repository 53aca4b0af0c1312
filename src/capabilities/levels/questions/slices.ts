import type { Interval } from '../../../kernel/interval.ts'
import type { Db } from '../../../platform/db/database.ts'
import { slicesByDay, wholeSlices } from '../model/slo/slices.ts'
import { noTally, plus, type Tally } from '../model/slo/sli.ts'
import type { Line } from '../model/standing/line.ts'
import { sliceRule } from '../model/standing/slice-rule.ts'
import { keepSliceDays, sliceDays } from '../store/slice-days.ts'

/** Adds up the slices of a line that lie wholly within each of some stretches of time. */
export type ReadSlices = (stretches: readonly Interval[]) => Promise<readonly Tally[]>

/** Later than this after its end no reading of a day is expected; one that comes all the same has the day read again. */
const settles = 2 * 3_600_000

/**
 * Slices of a line over a window: days that are over from what was kept of them, the rest by `read`. What is read of whole days is kept.
 * `keep`: whether this is the time to write.
 */
export const sliceTally = async (
  db: Db,
  line: Line,
  slice_s: number,
  window: Interval,
  now: number,
  keep: boolean,
  read: ReadSlices,
): Promise<Tally> => {
  const { days, edges } = slicesByDay(window, slice_s, now - settles)
  const of = { promise: line.id, rule: sliceRule(line) }
  const kept = await sliceDays(
    db,
    of,
    days.map((one) => one.day),
  )
  const missing = days.filter((one) => !kept.has(one.day))
  const tallies = await read([...missing.map((one) => one.span), ...edges])
  if (keep)
    await keepSliceDays(
      db,
      of,
      missing.map((one, n) => ({ day: one.day, tally: tallies[n] ?? noTally })),
    )
  return [...kept.values(), ...tallies].reduce(plus, noTally)
}

/** The whole slices of windows that end now, for burn alerts: they are short enough to be read as they are. */
export const recentSlices = async (
  lengths: readonly number[],
  slice_s: number,
  now: number,
  read: ReadSlices,
): Promise<ReadonlyMap<number, Tally>> => {
  const tallies = await read(lengths.map((length_s) => wholeSlices({ from: now - length_s * 1000, to: now }, slice_s)))
  return new Map(lengths.map((length_s, n) => [length_s, tallies[n] ?? noTally]))
}
