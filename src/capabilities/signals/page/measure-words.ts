import type { AnyRecord } from '../../../platform/records/kind.ts'
import { shareText } from '../../../platform/page/fields/format.ts'
import { selectorOf, selectorWords } from './selector.ts'

const ways: Readonly<Record<string, string>> = {
  mean: 'The mean of all readings, added up over the stretch and never an average of averages.',
  sum: 'All readings added up.',
  min: 'The lowest reading.',
  max: 'The highest reading.',
  last: 'The last reading.',
  share: 'Good of all, added up over the stretch and never an average of shares.',
}

const comparisons: Readonly<Record<string, string>> = {
  at_most: 'at most',
  below: 'below',
  at_least: 'at least',
  above: 'above',
}

/** "95th percentile", "Median". @param quantile 0-1 */
export const percentileWords = (quantile: number): string => {
  if (quantile === 0.5) return 'Median'
  const rank = Math.round(quantile * 10_000) / 100
  const ending = Number.isInteger(rank) && Math.floor(rank / 10) !== 1 ? ({ 1: 'st', 2: 'nd', 3: 'rd' }[rank % 10] ?? 'th') : 'th'
  return `${rank}${ending} percentile`
}

/** How a stretch of time becomes one value. @param quantile 0-1 */
export const wayWords = (record: AnyRecord, quantile: number | null): string => {
  const way = String(record['aggregation'])
  if (way === 'quantile')
    return `${percentileWords(quantile ?? 0.95)}: the value that ${shareText(quantile ?? 0.95)} of the readings stay below, from a sketch that is right to one part in a hundred.`
  const good = record['good_when']
  const when =
    typeof good === 'string'
      ? ` A reading is good when it is ${comparisons[good] ?? good} ${String(record['good_level'])} ${typeof record['unit'] === 'string' ? record['unit'] : ''}`.trimEnd() +
        '.'
      : ''
  return `${ways[way] ?? way}${way === 'share' ? when : ''}`
}

/** What a measure is made of, as a series or a question; null when nothing says so. */
export const madeOf = (record: AnyRecord): string | null => {
  const [all, marked] = [selectorOf(record['series']), selectorOf(record['marked_series'])]
  if (all && marked)
    return `${selectorWords(all)}, of which ${selectorWords(marked)} counts the ${record['marked_are'] === 'bad' ? 'bad' : 'good'} ones`
  if (all) return selectorWords(all)
  return typeof record['query'] === 'string' && record['query'] !== '' ? record['query'] : null
}

export const qualityWords = {
  A: 'Measured: the numbers come from what is measured itself.',
  B: 'Metered, then shared out: a meter above it was read, and its part was worked out.',
  C: 'Estimated: worked out from something else that is known.',
  D: 'Guessed: nobody measured it; take it as a hint.',
} as const
