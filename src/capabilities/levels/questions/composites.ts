import { type Interval, length } from '../../../kernel/interval.ts'
import type { Millis } from '../../../kernel/instant.ts'
import type { Db } from '../../../platform/db/database.ts'
import { countsOver, slicesOf } from '../../signals/index.ts'
import { windowsOf } from '../model/slo/alerts.ts'
import { wholeSlices } from '../model/slo/slices.ts'
import { type Counts, noTally, ratioOf } from '../model/slo/sli.ts'
import { asTime, type SliceOf, slicesTogether, weighted } from '../model/standing/composite.ts'
import type { Line, Part } from '../model/standing/line.ts'
import { partTarget } from '../model/standing/slice-rule.ts'
import { eventStanding, slicesAhead } from '../model/standing/standing.ts'
import { decidedOver } from '../store/clock-hours.ts'
import type { KeptStanding } from '../store/standing.ts'
import { upOver } from './availabilities.ts'
import { readIndicatorSlices } from './indicators.ts'
import { type ItemOf, keptOf, passed, together } from './judged.ts'
import { type ReadSlices, slicesOfItem } from './slices.ts'
import { keptCounts } from './tickets.ts'

type Composite = ItemOf<'composite'>

/** What a part came to in each of some stretches of the past, as it counts itself. */
const partOver = async (db: Db, { promised, ...line }: Line, stretches: readonly Interval[]): Promise<readonly Counts[]> => {
  switch (promised.measure) {
    case 'availability':
      return await upOver(db, { ...line, promised }, stretches)
    case 'response':
    case 'resolution': {
      const found = (await decidedOver(db, [line.id], stretches)).get(line.id)
      return stretches.map((_, n) => keptCounts(found?.[n]))
    }
    case 'good_share': {
      if (promised.by.method !== 'events')
        return await readIndicatorSlices(db, promised)(stretches.map((one) => wholeSlices(one, promised.slice_s)))
      const found = (await countsOver(db, [promised.indicator], stretches)).get(promised.indicator)
      return stretches.map((_, n) => ({ good: found?.[n]?.good ?? 0, valid: found?.[n]?.count ?? 0 }))
    }
    case 'level':
    case 'composite':
      return stretches.map(() => ({ good: 0, valid: 0 }))
  }
}

/** What parts together came to in each of some stretches. */
const weighedOver = async (db: Db, { parts }: Composite['promised'], stretches: readonly Interval[]) => {
  const read = await together(parts, 4, async (part) => partOver(db, part.line, stretches))
  return stretches.map((_, n) => weighted(parts.map(({ weight }, at) => ({ weight, ratio: ratioOf(read[at]?.[n] ?? noTally) }))))
}

const byWeight = async (db: Db, item: Composite): Promise<KeptStanding> => {
  const { line, promised, placed, now } = item
  const lengths = windowsOf(line.burn_rows)
  const window = passed(item)
  const stretches = [window, ...lengths.map((length_s) => ({ from: now - length_s * 1000, to: now }))]
  const [whole, ...recent] = await weighedOver(db, promised, stretches)
  const passed_s = length([window]) / 1000
  const sums = new Map(lengths.map((length_s, n) => [length_s, asTime(recent[n]?.value ?? null, length_s)]))
  const tally = { ...asTime(whole?.value ?? null, passed_s), unknown: 0 }
  const standing = eventStanding(line, promised.objective, placed, tally, sums, null)
  return keptOf(item, { ...standing, low: whole?.low ?? null, high: whole?.high ?? null })
}

/** The slices of a part within a stretch, by the moment at which each begins. */
const slicesIn = async (db: Db, { promised, ...line }: Line, span: Interval, slice_s: number): Promise<(at: Millis) => SliceOf> => {
  if (promised.measure === 'good_share') {
    const found = await slicesOf(db, promised.indicator, span, slice_s)
    return (at) => found.get(at) ?? null
  }
  const moments = momentsOf(span, slice_s)
  const up = await upOver(
    db,
    { ...line, promised },
    moments.map((from) => ({ from, to: from + slice_s * 1000 })),
  )
  const found = new Map(moments.map((at, n) => [at, up[n] ?? null]))
  return (at) => found.get(at) ?? null
}

const momentsOf = ({ from, to }: Interval, slice_s: number): readonly Millis[] =>
  Array.from({ length: Math.max(0, Math.round((to - from) / (slice_s * 1000))) }, (_, n) => from + n * slice_s * 1000)

const readTogether =
  (db: Db, promised: Composite['promised']): ReadSlices =>
  async (stretches) =>
    await together(stretches, 4, async (span) => {
      const { slice_s, parts } = promised
      if (promised.by === 'events') return noTally
      const found = await Promise.all(
        parts.map(async (part) => ({ rule: { target: partTarget(part.line) }, at: await slicesIn(db, part.line, span, slice_s) })),
      )
      const slices = momentsOf(span, slice_s).map((moment) => found.map(({ rule, at }) => ({ rule, slice: at(moment) })))
      return slicesTogether(slices, promised.by)
    })

const bySlices = async (db: Db, item: Composite, keep: boolean): Promise<KeptStanding> => {
  const { line, promised, placed } = item
  const { tally, sums } = await slicesOfItem(db, item, promised.slice_s, keep, readTogether(db, promised))
  return keptOf(item, eventStanding(line, promised.objective, placed, tally, sums, slicesAhead(line, placed)))
}

/** Judges promises that are made of others. */
export const composites = async (db: Db, items: readonly Composite[], keep: boolean): Promise<readonly KeptStanding[]> =>
  await together(items, 4, async (item) => (item.promised.by === 'events' ? byWeight(db, item) : bySlices(db, item, keep)))

/** Good of valid of a line in each of some stretches of the past, in the unit in which it counts: events, slices, tickets, seconds. */
export const lineOver = async (db: Db, line: Line, stretches: readonly Interval[]): Promise<readonly Counts[]> => {
  const { promised } = line
  if (promised.measure !== 'composite') return await partOver(db, line, stretches)
  if (promised.by !== 'events') return await readTogether(db, promised)(stretches.map((one) => wholeSlices(one, promised.slice_s)))
  return (await weighedOver(db, promised, stretches)).map(({ value }, n) => asTime(value, length(stretches.slice(n, n + 1)) / 1000))
}

/** What each part came to in a stretch, and how much of the bad share of the whole it made, in the order of the parts. */
export const partsIn = async (
  db: Db,
  promised: Composite['promised'],
  stretch: Interval,
): Promise<readonly Readonly<{ part: Part; counts: Counts; adds: number | null }>[]> => {
  const read = await together(promised.parts, 4, async (part) => (await partOver(db, part.line, [stretch]))[0] ?? noTally)
  const telling = promised.parts.reduce((sum, part, n) => sum + (ratioOf(read[n] ?? noTally) === null ? 0 : part.weight), 0)
  return promised.parts.map((part, n) => {
    const counts = read[n] ?? noTally
    const ratio = ratioOf(counts)
    return { part, counts, adds: ratio === null || telling <= 0 ? null : (part.weight * (1 - ratio)) / telling }
  })
}
