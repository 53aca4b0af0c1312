import { createHash } from 'node:crypto'

/** Repeatable chance: the same seed gives the same sequence on every machine. */
export type Chance = Readonly<{
  /** From 0 up to 1. */
  next: () => number
  /** A whole number from 0 up to `below`. */
  int: (below: number) => number
  /** True with the share given. */
  hit: (share: number) => boolean
  pick: <T>(from: readonly T[]) => T
  /** An index, each as likely as its weight. `sums` are running totals of the weights. */
  weighed: (sums: readonly number[]) => number
  /** Log-normal: half the values lie below `median`; `spread` is the standard deviation of the logarithm. */
  skewed: (median: number, spread: number) => number
}>

/** Mulberry32 (Tommy Ettinger, public domain): 32 bits of state, good enough for a sample, and fast. */
export const chance = (seed: number): Chance => {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  const int = (below: number): number => Math.floor(next() * below)
  return {
    next,
    int,
    hit: (share) => next() < share,
    pick: (from) => {
      const found = from[int(from.length)]
      if (found === undefined) throw new Error('nothing to pick from')
      return found
    },
    weighed: (sums) => {
      const wanted = next() * (sums.at(-1) ?? 0)
      const found = sums.findIndex((sum) => wanted < sum)
      return found < 0 ? sums.length - 1 : found
    },
    skewed: (median, spread) => median * Math.exp(spread * Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next())),
  }
}

/** Running totals, for `weighed`. */
export const sumsOf = (weights: readonly number[]): readonly number[] => {
  let sum = 0
  return weights.map((weight) => (sum += weight))
}

const idFrom = (at: number, bits: string): string => {
  const time = at.toString(16).padStart(12, '0')
  return `${time.slice(0, 8)}-${time.slice(8, 12)}-7${bits.slice(0, 3)}-a${bits.slice(3, 6)}-${bits.slice(6, 18)}`
}

/** The id (UUIDv7) that a named thing always has. `at`: epoch milliseconds. */
export const idOf = (at: number, name: string): string => idFrom(at, createHash('sha256').update(name).digest('hex'))

const hex = (from: Chance): string => from.int(0x1000000).toString(16).padStart(6, '0')

/** A new id from chance, for things that are too many to be named. */
export const chanceId = (at: number, from: Chance): string => idFrom(at, hex(from) + hex(from) + hex(from))
