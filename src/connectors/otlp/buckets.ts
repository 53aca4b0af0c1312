import type { Fields } from '../json.ts'
import { listOf, numberOf } from './json.ts'

/** Buckets by their upper bounds; the last count lies above all bounds. */
export type Buckets = Readonly<{ bounds: readonly number[]; counts: readonly number[] }>

/** More buckets than this are refused; the OpenTelemetry libraries make 160 at most on either side. */
export const mostBuckets = 1000

const numbersOf = (value: unknown, name: string): readonly number[] => listOf(value, name).map((one) => numberOf(one) ?? Number.NaN)

const isCount = (value: number): boolean => Number.isInteger(value) && value >= 0

/** The buckets that a histogram point names; words when they cannot be. A point without buckets counts everything in one. */
export const explicitBuckets = (point: Fields, count: number): Buckets | string => {
  const bounds = numbersOf(point['explicitBounds'], 'explicitBounds')
  const counts = numbersOf(point['bucketCounts'], 'bucketCounts')
  if (counts.length === 0 && bounds.length === 0) return { bounds, counts: [count] }
  if (counts.length > mostBuckets) return `a histogram has more than ${mostBuckets} buckets`
  if (counts.length !== bounds.length + 1) return "a histogram's counts are not one more than its bounds"
  if (!bounds.every((bound, at) => Number.isFinite(bound) && (at === 0 || bound > (bounds[at - 1] ?? 0))))
    return "a histogram's bounds do not rise"
  return counts.every(isCount) ? { bounds, counts } : "a histogram's counts are not whole numbers"
}

type Side = Readonly<{ offset: number; counts: readonly number[] }>

const sideOf = (value: Fields): Side => ({
  offset: numberOf(value['offset'] ?? 0) ?? Number.NaN,
  counts: numbersOf(value['bucketCounts'], 'bucketCounts'),
})

/**
 * An exponential histogram with its bounds written out. Bucket i of a side covers (base^i, base^(i+1)] with base = 2^(2^-scale), the zero bucket
 * what lies within `zeroThreshold` of 0 (opentelemetry-proto, metrics/v1/metrics.proto, ExponentialHistogramDataPoint).
 * Negative buckets include their other end; as explicit buckets they are told from below like all others.
 */
export const exponentialBuckets = (point: Fields, positive: Fields, negative: Fields): Buckets | string => {
  const scale = numberOf(point['scale'] ?? 0) ?? Number.NaN
  const zero = numberOf(point['zeroCount'] ?? 0) ?? Number.NaN
  const threshold = numberOf(point['zeroThreshold'] ?? 0) ?? Number.NaN
  const [above, below] = [sideOf(positive), sideOf(negative)]
  if (above.counts.length + below.counts.length > mostBuckets) return `a histogram has more than ${mostBuckets} buckets`
  if (![zero, ...above.counts, ...below.counts].every(isCount)) return "a histogram's counts are not whole numbers"
  const edge = (index: number): number => 2 ** (index * 2 ** -scale)
  const bounds: number[] = []
  const counts: number[] = []
  // Bounds that fall together, as tiny ones do near 0, become one bucket.
  const put = (bound: number, count: number): void => {
    const last = bounds.at(-1)
    if (last !== undefined && bound <= last) counts[counts.length - 1] = (counts.at(-1) ?? 0) + count
    else {
      bounds.push(bound)
      counts.push(count)
    }
  }
  if (below.counts.length > 0) {
    put(-edge(below.offset + below.counts.length), 0)
    for (let at = below.counts.length - 1; at >= 0; at--) put(-edge(below.offset + at), below.counts[at] ?? 0)
    put(-threshold, 0)
  }
  put(threshold, zero)
  if (above.counts.length > 0) {
    put(edge(above.offset), 0)
    for (const [at, count] of above.counts.entries()) put(edge(above.offset + at + 1), count)
  }
  if (!bounds.every(Number.isFinite)) return "a histogram's bounds are not finite numbers"
  return { bounds: bounds.map((bound) => (bound === 0 ? 0 : bound)), counts: [...counts, 0] }
}
