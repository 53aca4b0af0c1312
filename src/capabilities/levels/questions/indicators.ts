import { type Interval, length } from '../../../kernel/interval.ts'
import type { Db } from '../../../platform/db/database.ts'
import { countsOver, type GoodOfAll, overSpans, type Rollup, slicesOver, valueOf } from '../../signals/index.ts'
import { windowsOf } from '../model/slo/alerts.ts'
import type { Counts, Tally } from '../model/slo/sli.ts'
import type { PromisedOf, Statistic } from '../model/standing/line.ts'
import { sliceTarget } from '../model/standing/slice-rule.ts'
import { eventStanding, levelStanding, slicesAhead } from '../model/standing/standing.ts'
import type { KeptStanding } from '../store/standing.ts'
import { type ItemOf, keptOf, passed, together } from './judged.ts'
import { type ReadSlices, slicesOfItem } from './slices.ts'

/** The statistic of all readings of a stretch of time: p95 is the 95th percentile. */
const statisticOf = (rollup: Rollup, statistic: Statistic): number | null => {
  switch (statistic) {
    case 'mean':
    case 'sum':
    case 'min':
    case 'max':
      return valueOf(rollup, statistic)
    case 'p50':
    case 'p90':
    case 'p95':
    case 'p99':
      return valueOf(rollup, 'quantile', Number(statistic.slice(1)) / 100)
  }
}

const counts = (one: GoodOfAll | undefined): Counts => ({ good: one?.good ?? 0, valid: one?.count ?? 0 })

type Events = ItemOf<'good_share'>

const stretchesOf = (item: Events): readonly Interval[] => [
  passed(item),
  ...windowsOf(item.line.burn_rows).map((length_s) => ({ from: item.now - length_s * 1000, to: item.now })),
]

/** Items that are judged over the same stretches of time are read together. */
const keyOf = (item: Events): string =>
  stretchesOf(item)
    .map(({ from, to }) => `${from}-${to}`)
    .join(' ')

const byEvents = async (db: Db, items: readonly Events[]): Promise<readonly KeptStanding[]> => {
  const [first] = items
  if (!first) return []
  const read = await countsOver(db, [...new Set(items.map((one) => one.promised.indicator))], stretchesOf(first))
  const lengths = windowsOf(first.line.burn_rows)
  return items.map((item) => {
    const { line, promised, placed } = item
    const [whole, ...recent] = read.get(promised.indicator) ?? []
    const sums = new Map(lengths.map((length_s, index) => [length_s, counts(recent[index])]))
    return keptOf(item, eventStanding(line, promised.objective, placed, { ...counts(whole), unknown: 0 }, sums, null))
  })
}

/** Slices of the indicator as the promise counts them. Of a stretch those that have no readings are unknown. */
export const readIndicatorSlices =
  (db: Db, promised: PromisedOf<'good_share'>): ReadSlices =>
  async (stretches) => {
    const { indicator, slice_s, by } = promised
    const sums = await slicesOver(db, indicator, stretches, slice_s, by.method === 'slice_ratios' ? null : sliceTarget(promised))
    return stretches.map((stretch, n): Tally => {
      const { good, valid } = sums[n] ?? { good: 0, valid: 0 }
      return { good, valid, unknown: Math.max(0, length([stretch]) / 1000 / slice_s - valid) }
    })
  }

const bySlices = async (db: Db, item: Events, keep: boolean): Promise<KeptStanding> => {
  const { line, promised, placed } = item
  const { tally, sums } = await slicesOfItem(db, item, promised.slice_s, keep, readIndicatorSlices(db, promised))
  return keptOf(item, eventStanding(line, promised.objective, placed, tally, sums, slicesAhead(line, placed)))
}

/** Judges promises about the share of good events. Events of all indicators that share their windows are read at once. */
export const goodShares = async (db: Db, items: readonly Events[], keep: boolean): Promise<readonly KeptStanding[]> => {
  const groups = [
    ...Map.groupBy(
      items.filter((one) => one.promised.by.method === 'events'),
      keyOf,
    ).values(),
  ]
  const sliced = items.filter((one) => one.promised.by.method !== 'events')
  return [
    ...(await together(groups, 4, async (group) => byEvents(db, group))).flat(),
    ...(await together(sliced, 8, async (item) => bySlices(db, item, keep))),
  ]
}

/** Judges promises about the level of an indicator. */
export const indicatorLevels = async (db: Db, items: readonly ItemOf<'level'>[]): Promise<readonly KeptStanding[]> =>
  await together(items, 8, async (item) => {
    const { promised, placed } = item
    const [whole] = await overSpans(db, promised.indicator, [passed(item)])
    return keptOf(item, levelStanding(promised, placed, whole ? statisticOf(whole, promised.statistic) : null, whole?.count ?? 0))
  })
