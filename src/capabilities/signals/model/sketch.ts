/**
 * How many readings lie in each bucket of a logarithmic scale, so that any quantile of any merged stretch of time can be asked.
 * Bucket i holds values in (g^(i-1), g^i] with g = 1.02, hence a quantile is within 1 % of the true one.
 * Source of the idea: DDSketch (Masson, Rim, Lee, VLDB 2019). Mergeable by adding counts.
 */
export type Sketch = Readonly<{ zero: number; above: Map<number, number>; below: Map<number, number> }>

const growth = Math.log(1.02)
/** Values nearer to zero than this count as zero. */
const smallest = 1e-9
/** A scale from 1e-9 to 1e15 has this many buckets at most. */
const mostBuckets = 2_800

export const emptySketch = (): Sketch => ({ zero: 0, above: new Map(), below: new Map() })

const indexOf = (size: number): number => Math.ceil(Math.log(size) / growth)
/** The middle of a bucket, by ratio. */
const middleOf = (index: number): number => Math.exp((index - 0.5) * growth)

/** Adds a value `n` times. Changes the sketch. A value beyond the scale is counted at its end. */
export const addToSketch = (sketch: Sketch, value: number, n = 1): Sketch => {
  const size = Math.abs(value)
  if (size < smallest) return { ...sketch, zero: sketch.zero + n }
  const side = value > 0 ? sketch.above : sketch.below
  const index = indexOf(Math.min(size, 1e15))
  side.set(index, (side.get(index) ?? 0) + n)
  return sketch
}

const mergeSides = (into: Map<number, number>, from: ReadonlyMap<number, number>): void => {
  for (const [index, n] of from) into.set(index, (into.get(index) ?? 0) + n)
}

/** The sketch of both. */
export const mergeSketches = (one: Sketch, other: Sketch): Sketch => {
  const merged: Sketch = { zero: one.zero + other.zero, above: new Map(one.above), below: new Map(one.below) }
  mergeSides(merged.above, other.above)
  mergeSides(merged.below, other.below)
  return merged
}

const total = (side: ReadonlyMap<number, number>): number => [...side.values()].reduce((sum, n) => sum + n, 0)

/** The value that a share `q` of the readings does not exceed (nearest rank); null when there are none. */
export const quantileOf = (sketch: Sketch, q: number): number | null => {
  const all = sketch.zero + total(sketch.above) + total(sketch.below)
  if (all === 0) return null
  const rank = Math.max(1, Math.ceil(q * all))
  let seen = 0
  for (const [index, n] of [...sketch.below].sort(([a], [b]) => b - a)) {
    seen += n
    if (seen >= rank) return -middleOf(index)
  }
  seen += sketch.zero
  if (seen >= rank) return 0
  for (const [index, n] of [...sketch.above].sort(([a], [b]) => a - b)) {
    seen += n
    if (seen >= rank) return middleOf(index)
  }
  return null
}

/** Whole numbers in as few bytes as they need, seven bits a byte; negative ones by zigzag. */
const packed = (numbers: readonly number[]): Uint8Array => {
  const bytes: number[] = []
  for (const number of numbers) {
    let rest = number >= 0 ? number * 2 : -number * 2 - 1
    while (rest >= 128) {
      bytes.push((rest % 128) + 128)
      rest = Math.floor(rest / 128)
    }
    bytes.push(rest)
  }
  return Uint8Array.from(bytes)
}

const unpacked = (bytes: Uint8Array): readonly number[] => {
  const numbers: number[] = []
  let value = 0
  let scale = 1
  for (const byte of bytes) {
    value += (byte % 128) * scale
    scale *= 128
    if (byte >= 128) continue
    numbers.push(value % 2 === 0 ? value / 2 : -(value + 1) / 2)
    value = 0
    scale = 1
  }
  return numbers
}

const sideNumbers = (side: ReadonlyMap<number, number>): readonly number[] => {
  const sorted = [...side].sort(([a], [b]) => a - b)
  let before = 0
  return [
    sorted.length,
    ...sorted.flatMap(([index, n]) => {
      const step = index - before
      before = index
      return [step, Math.round(n)]
    }),
  ]
}

/** As bytes for the database. Counts are rounded to whole readings. */
export const sketchBytes = (sketch: Sketch): Uint8Array =>
  packed([Math.round(sketch.zero), ...sideNumbers(sketch.above), ...sideNumbers(sketch.below)])

const sideFrom = (numbers: readonly number[], start: number): Readonly<{ side: Map<number, number>; end: number }> => {
  const side = new Map<number, number>()
  const size = Math.min(numbers[start] ?? 0, mostBuckets)
  let index = 0
  for (let n = 0; n < size; n++) {
    index += numbers[start + 1 + n * 2] ?? 0
    side.set(index, numbers[start + 2 + n * 2] ?? 0)
  }
  return { side, end: start + 1 + size * 2 }
}

export const sketchFrom = (bytes: Uint8Array): Sketch => {
  const numbers = unpacked(bytes)
  const above = sideFrom(numbers, 1)
  const below = sideFrom(numbers, above.end)
  return { zero: numbers[0] ?? 0, above: above.side, below: below.side }
}
