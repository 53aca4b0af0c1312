import { addToSketch, emptySketch, mergeSketches, quantileOf, type Sketch } from './sketch.ts'

/**
 * Readings of one measure in one stretch of time, added up. `count`: how many count; `good`: how many of them were good; `sum`, `min`, `max` of their values;
 * `last` the latest value, read at `lastAt` (epoch ms). Two rollups of one measure merge into that of both stretches.
 */
export type Rollup = Readonly<{
  count: number
  good: number
  sum: number
  min: number | null
  max: number | null
  last: number | null
  lastAt: number | null
  sketch: Sketch | null
}>

export const nothing: Rollup = { count: 0, good: 0, sum: 0, min: null, max: null, last: null, lastAt: null, sketch: null }

const least = (a: number | null, b: number | null): number | null => (a === null ? b : b === null ? a : Math.min(a, b))
const most = (a: number | null, b: number | null): number | null => (a === null ? b : b === null ? a : Math.max(a, b))

/** The rollup of both. Order does not matter, but for `last` of two readings of the same moment. */
export const merge = (one: Rollup, other: Rollup): Rollup => {
  const later = (other.lastAt ?? -Infinity) >= (one.lastAt ?? -Infinity) ? other : one
  return {
    count: one.count + other.count,
    good: one.good + other.good,
    sum: one.sum + other.sum,
    min: least(one.min, other.min),
    max: most(one.max, other.max),
    last: later.last,
    lastAt: later.lastAt,
    sketch: one.sketch && other.sketch ? mergeSketches(one.sketch, other.sketch) : (one.sketch ?? other.sketch),
  }
}

/** What a measure's rollups keep of a reading. */
export type Keeping = Readonly<{
  isGood: ((value: number) => boolean) | null
  sketched: boolean
}>

/** A rollup that grows: the one place where readings are added. */
export type Cell = {
  count: number
  good: number
  sum: number
  min: number | null
  max: number | null
  last: number | null
  lastAt: number | null
  sketch: Sketch | null
}

export const cellFrom = (rollup: Rollup): Cell => ({ ...rollup })

/** Adds one reading of a value at a moment. */
export const addReading = (cell: Cell, value: number, at: number, keeping: Keeping): void => {
  cell.count += 1
  cell.sum += value
  if (cell.min === null || value < cell.min) cell.min = value
  if (cell.max === null || value > cell.max) cell.max = value
  if (cell.lastAt === null || at >= cell.lastAt) {
    cell.last = value
    cell.lastAt = at
  }
  if (keeping.isGood?.(value)) cell.good += 1
  if (keeping.sketched) cell.sketch = addToSketch(cell.sketch ?? emptySketch(), value)
}

/** Adds counted events: `n` that count, `good` of them good. Both may be fractions and, for a late correction, negative. */
export const addEvents = (cell: Cell, n: number, good: number, at: number): void => {
  cell.count += n
  cell.good += good
  cell.sum += n
  if (cell.lastAt === null || at >= cell.lastAt) cell.lastAt = at
}

export type Bucket = Readonly<{ from: number; to: number; n: number }>

/** What is told of values beside their buckets; null for what is not. */
export type Beside = Readonly<{ sum: number | null; min: number | null; max: number | null }>

/**
 * Adds values of which only the buckets are known, and perhaps their sum, the lowest and the highest: without these each counts as the middle of its bucket.
 * A bucket is good when both its ends are: a limit inside a bucket takes the whole bucket as not good, which never flatters.
 */
export const addBuckets = (cell: Cell, buckets: readonly Bucket[], beside: Beside, at: number, keeping: Keeping): void => {
  const { sum } = beside
  let [lowest, highest]: [number | null, number | null] = [null, null]
  for (const { from, to, n } of buckets) {
    if (n <= 0) continue
    const low = Number.isFinite(from) ? from : Math.min(0, to)
    const high = Number.isFinite(to) ? to : low
    const value = (low + high) / 2
    cell.count += n
    if (sum === null) cell.sum += value * n
    lowest = least(lowest, low)
    highest = most(highest, high)
    // The open end beyond the last bound holds values of any size.
    if (keeping.isGood?.(to) && keeping.isGood(from === -Infinity ? low : from + Number.EPSILON * Math.abs(from))) cell.good += n
    if (keeping.sketched) cell.sketch = addToSketch(cell.sketch ?? emptySketch(), value, n)
  }
  if (cell.lastAt === null || at >= cell.lastAt) cell.lastAt = at
  if (lowest === null) return
  if (sum !== null) cell.sum += sum
  cell.min = least(cell.min, beside.min ?? lowest)
  cell.max = most(cell.max, beside.max ?? highest)
}

export type Aggregation = 'mean' | 'sum' | 'min' | 'max' | 'last' | 'quantile' | 'share'

/** The value of a stretch of time; null when nothing was read in it. `q`: which quantile. */
export const valueOf = (rollup: Rollup, aggregation: Aggregation, q = 0.95): number | null => {
  if (rollup.count <= 0) return null
  switch (aggregation) {
    case 'mean':
      return rollup.sum / rollup.count
    case 'sum':
      return rollup.sum
    case 'min':
      return rollup.min
    case 'max':
      return rollup.max
    case 'last':
      return rollup.last
    case 'quantile':
      return rollup.sketch ? quantileOf(rollup.sketch, q) : null
    case 'share':
      return rollup.good / rollup.count
  }
}
