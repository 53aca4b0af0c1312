import type { Feed } from './feeds.ts'
import { addBuckets, addEvents, addReading, type Bucket, type Cell } from './rollup.ts'
import type { Distribution, Reading, Sample, Series } from './sample.ts'

/** Why a reading was not taken. */
export const drops = {
  future: 'Its time lies in the future: the clock of the sender is wrong.',
  late: 'It came too late.',
  duplicate: 'It came twice.',
  out_of_order: 'A later total of the same counter was read already.',
  not_a_number: 'It is not a finite number.',
  too_many_series: 'The source has as many series as it may have.',
} as const
export type Drop = keyof typeof drops

/** A minute of one measure while readings are added to it. `marks` tell which readings it holds. */
export type Minute = { readonly at: number; cell: Cell; marks: Set<number>; changed: boolean; known: boolean }

/** What is known of one series of a source: what it feeds, and where its counter stood. */
export type Known = {
  readonly key: string
  readonly name: string
  readonly labels: Readonly<Record<string, string>>
  readonly hash: string
  readonly mark: number
  readonly feeds: readonly Readonly<{ feed: Feed; minutes: Map<number, Minute> }>[]
  total: number | null
  buckets: readonly number[] | null
  totalAt: number | null
  resets: number
  stored: boolean
  changed: boolean
}

export type Window = Readonly<{ now: number; earliest: number; latest: number }>

/** How far into the future a sender's clock may be, in ms. */
const leeway = 5 * 60_000
export const usualLateness = 24 * 3_600_000

export const windowAt = (now: number, lateAfter: number = usualLateness): Window => ({
  now,
  earliest: now - lateAfter,
  latest: now + leeway,
})

/** Names a series within its source, whatever the order of its labels. */
export const seriesKey = ({ name, labels }: Series): string => {
  const names = Object.keys(labels)
  if (names.length > 1) names.sort()
  let key = name
  for (const one of names) key += `\u0000${one}\u0001${labels[one] ?? ''}`
  return key
}

const fnv = (text: string, seed: number): number => {
  let hash = seed
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 16777619)
  return hash >>> 0
}

/** 32 bits that stand for a series in marks. */
export const markOf = (key: string): number => fnv(key, 2166136261)

/** 48 bits that stand for one reading: two readings of one minute share them once in 10^13 pairs. */
export const readingMark = (series: number, at: number): number => {
  const low = Math.imul((series ^ (at % 60_000)) | 0, 2654435761) >>> 0
  const high = Math.imul(Math.imul(series | 0, 40503) ^ (at % 60_000), 2246822519) >>> 16
  return high * 4_294_967_296 + low
}

export const minuteOf = (at: number): number => at - (((at % 60_000) + 60_000) % 60_000)

export type Count = (drop: Drop, what: Series) => void

/** The time that a reading counts at; null when it is refused, which is then counted. */
export const timeOf = (one: Sample | Distribution, window: Window, count: Count): number | null => {
  const at = one.at ?? window.now
  const drop = at > window.latest ? 'future' : at < window.earliest ? 'late' : null
  if (drop !== null) {
    count(drop, one)
    return null
  }
  return at
}

/** More marks than this in one minute are not kept: readings beyond it are taken as they come. */
const mostMarks = 20_000

const isTwice = (minute: Minute, mark: number): boolean => {
  if (minute.marks.has(mark)) return true
  if (minute.marks.size < mostMarks) minute.marks.add(mark)
  return false
}

const addTo = (feed: Feed, minute: Minute, value: number, at: number): void => {
  switch (feed.role) {
    case 'readings':
      addReading(minute.cell, value, at, feed.keeping)
      break
    case 'all':
      addEvents(minute.cell, value, 0, at)
      break
    case 'all_but_bad':
      addEvents(minute.cell, value, value, at)
      break
    case 'good':
      minute.cell.good += value
      break
    case 'bad':
      minute.cell.good -= value
  }
  minute.changed = true
}

/** The increase of a counter since it was last read; null at its first reading and for a total older than the last one. A fall is a reset: it began at 0 again. */
const increase = (known: Known, value: number, at: number, sample: Sample, count: Count): number | null => {
  const { total, totalAt } = known
  if (totalAt !== null && at <= totalAt) {
    count(at === totalAt && value === total ? 'duplicate' : 'out_of_order', sample)
    return null
  }
  known.total = value
  known.totalAt = at
  known.changed = true
  if (total === null) return null
  if (value >= total) return value - total
  known.resets += 1
  return value
}

/** Takes one number. `at` was judged already. @returns whether it was taken */
export const takeSample = (known: Known, sample: Sample, at: number, count: Count): boolean => {
  if (!Number.isFinite(sample.value)) {
    count('not_a_number', sample)
    return false
  }
  const isTotal = sample.means === 'total'
  const value = isTotal ? increase(known, sample.value, at, sample, count) : sample.value
  // The first total of a counter is only where counting begins.
  if (value === null) return isTotal && known.totalAt === at && known.changed
  const mark = readingMark(known.mark, at)
  let isTaken = known.feeds.length === 0
  for (const { feed, minutes } of known.feeds) {
    const minute = minutes.get(minuteOf(at))
    if (!minute) continue
    if (!isTotal && isTwice(minute, mark)) continue
    addTo(feed, minute, value, at)
    isTaken = true
  }
  if (!isTaken) count('duplicate', sample)
  return isTaken
}

const bucketsOf = (distribution: Distribution, counts: readonly number[]): readonly Bucket[] =>
  counts.map((n, index) => ({
    from: index === 0 ? -Infinity : (distribution.bounds[index - 1] ?? -Infinity),
    to: distribution.bounds[index] ?? Infinity,
    n,
  }))

/** What was counted since the last reading; null at the first one and for an older one. */
const newCounts = (known: Known, one: Distribution, at: number, count: Count): readonly number[] | null => {
  if (one.means === 'delta') return one.counts
  const { buckets, totalAt } = known
  if (totalAt !== null && at <= totalAt) {
    count(at === totalAt ? 'duplicate' : 'out_of_order', one)
    return null
  }
  known.buckets = one.counts
  known.totalAt = at
  known.changed = true
  if (buckets === null) return null
  const isReset = buckets.length !== one.counts.length || one.counts.some((n, index) => n < (buckets[index] ?? 0))
  if (isReset) known.resets += 1
  return isReset ? one.counts : one.counts.map((n, index) => n - (buckets[index] ?? 0))
}

/** Takes many numbers that lie in buckets. @returns whether they were taken */
export const takeDistribution = (known: Known, one: Distribution, at: number, count: Count): boolean => {
  const counts = newCounts(known, one, at, count)
  if (counts === null) return one.means === 'total' && known.totalAt === at && known.changed
  const mark = readingMark(known.mark, at)
  let isTaken = known.feeds.length === 0
  for (const { feed, minutes } of known.feeds) {
    const minute = minutes.get(minuteOf(at))
    if (!minute || (one.means === 'delta' && isTwice(minute, mark))) continue
    if (feed.role === 'readings') addBuckets(minute.cell, bucketsOf(one, counts), one.means === 'delta' ? one.sum : null, at, feed.keeping)
    else
      addTo(
        feed,
        minute,
        counts.reduce((sum, n) => sum + n, 0),
        at,
      )
    minute.changed = true
    isTaken = true
  }
  if (!isTaken) count('duplicate', one)
  return isTaken
}

/** Every reading of a message in the order of the message. */
export const readingsOf = (reading: Reading): readonly (Sample | Distribution)[] =>
  reading.distributions.length === 0 ? reading.samples : [...reading.samples, ...reading.distributions]
