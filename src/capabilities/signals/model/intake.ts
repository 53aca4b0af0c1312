import type { Feed } from './feeds.ts'
import { addBuckets, addEvents, addReading, type Bucket, type Cell } from './rollup.ts'
import type { Distribution, Reading, Sample, Series } from './sample.ts'

/** Why a reading was not taken. */
export const drops = {
  future: 'Its time lies in the future: the clock of the sender is wrong.',
  late: 'It came too late.',
  closed:
    'It is older than the minutes that are kept of this source, so that nothing can be added there. Send history to a source of its own.',
  duplicate: 'It came twice.',
  out_of_order: 'A later total of the same counter was read already.',
  not_a_number: 'It is not a finite number.',
  negative: 'The total of a counter lies below 0.',
  too_many_series: 'The source has as many series as it may have.',
} as const
export type Drop = keyof typeof drops
export const cameTwice: string = drops.duplicate

/** A minute of one measure while readings are added to it. `marks` tell which readings it holds. */
export type Minute = { readonly at: number; cell: Cell; marks: Set<number>; changed: boolean; known: boolean }

/** What is known of one series of a source: what it feeds, and where its counter stood: its total, for distributions that of their values. `seenAt`: when it was last stored. */
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
  seenAt: number
  stored: boolean
  changed: boolean
}

export type Window = Readonly<{ now: number; earliest: number; keptFrom: number; latest: number }>

/** How far into the future a sender's clock may be, in ms. */
const leeway = 5 * 60_000
export const usualLateness = 24 * 3_600_000
/** How many series a source may have that says nothing of it. */
export const usualSeries = 10_000

/** Which moments are taken. `keptFrom`: since when the source's minutes are all there; null when none was let go. */
export const windowAt = (now: number, lateAfter: number = usualLateness, keptFrom: number | null = null): Window => ({
  now,
  earliest: now - lateAfter,
  keptFrom: keptFrom ?? -Infinity,
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
  const drop = at > window.latest ? 'future' : at < window.earliest ? 'late' : at < window.keptFrom ? 'closed' : null
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

/** A total is older than the last one that was read, or is that one. */
const isOld = (known: Known, one: Sample | Distribution, at: number, isEqual: boolean, count: Count): boolean => {
  if (known.totalAt === null || at > known.totalAt) return false
  count(at === known.totalAt && isEqual ? 'duplicate' : 'out_of_order', one)
  return true
}

/** A counter that says that it began after it was last read began anew, whatever it has come to since. */
const hasBegunAnew = (known: Known, { since }: Sample | Distribution): boolean =>
  since !== undefined && known.totalAt !== null && since > known.totalAt

/** What a total tells: an increase, or nothing more than where counting begins; null when it is refused. */
type Told<T> = Readonly<{ increase: T | null }> | null

/** The increase of a counter since it was last read. A fall is a reset: it began at 0 again. */
const increase = (known: Known, value: number, at: number, sample: Sample, count: Count): Told<number> => {
  const { total } = known
  if (isOld(known, sample, at, value === total, count)) return null
  if (value < 0) {
    count('negative', sample)
    return null
  }
  const isNew = hasBegunAnew(known, sample)
  known.total = value
  known.totalAt = at
  known.changed = true
  if (total === null) return { increase: null }
  if (value >= total && !isNew) return { increase: value - total }
  known.resets += 1
  return { increase: value }
}

/** Takes one number. `at` was judged already. @returns whether it was taken */
export const takeSample = (known: Known, sample: Sample, at: number, count: Count): boolean => {
  if (!Number.isFinite(sample.value)) {
    count('not_a_number', sample)
    return false
  }
  const told: Told<number> = sample.means === 'total' ? increase(known, sample.value, at, sample, count) : { increase: sample.value }
  if (told === null) return false
  // The first total of a counter is only where counting begins.
  if (told.increase === null || known.feeds.length === 0) return true
  // What has no time of its own, or a name by which it is known, is not told from others by its time.
  const mark = sample.means === 'total' || sample.at === null || sample.event !== undefined ? null : readingMark(known.mark, at)
  let isTaken = false
  for (const { feed, minutes } of known.feeds) {
    const minute = minutes.get(minuteOf(at))
    if (!minute || (mark !== null && isTwice(minute, mark))) continue
    addTo(feed, minute, told.increase, at)
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

type Counted = Readonly<{ counts: readonly number[]; sum: number | null; min: number | null; max: number | null }>

/** What was counted since the last reading. The lowest and the highest of a running total are those since it began, and tell nothing of this stretch. */
const newCounts = (known: Known, one: Distribution, at: number, count: Count): Told<Counted> => {
  if (one.means === 'delta') return { increase: one }
  const { buckets, total } = known
  if (isOld(known, one, at, true, count)) return null
  const isNew = hasBegunAnew(known, one)
  known.buckets = one.counts
  known.total = one.sum
  known.totalAt = at
  known.changed = true
  if (buckets === null) return { increase: null }
  const none = { min: null, max: null }
  if (isNew || buckets.length !== one.counts.length || one.counts.some((n, index) => n < (buckets[index] ?? 0))) {
    known.resets += 1
    return { increase: { counts: one.counts, sum: one.sum, ...none } }
  }
  const sum = one.sum === null || total === null ? null : one.sum - total
  return { increase: { counts: one.counts.map((n, index) => n - (buckets[index] ?? 0)), sum, ...none } }
}

/** Takes many numbers that lie in buckets. @returns whether they were taken */
export const takeDistribution = (known: Known, one: Distribution, at: number, count: Count): boolean => {
  const told = newCounts(known, one, at, count)
  if (told === null) return false
  if (told.increase === null || known.feeds.length === 0) return true
  const { counts } = told.increase
  const mark = one.means === 'total' || one.at === null ? null : readingMark(known.mark, at)
  let isTaken = false
  for (const { feed, minutes } of known.feeds) {
    const minute = minutes.get(minuteOf(at))
    if (!minute || (mark !== null && isTwice(minute, mark))) continue
    if (feed.role === 'readings') addBuckets(minute.cell, bucketsOf(one, counts), told.increase, at, feed.keeping)
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
