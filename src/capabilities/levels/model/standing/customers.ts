import { type Period, periodLabel, parsePeriod, periodOf } from '../../../../kernel/period.ts'
import { atMostText } from '../composition/words.ts'

/** Names of all windows that can touch a period: its months, quarters and years, and whatever rolls. */
export const windowsTouching = (period: Period): readonly string[] => {
  const names = new Set(['rolling'])
  let month = periodOf('month', period.first)
  while (month.first < period.next) {
    for (const kind of ['month', 'quarter', 'year'] as const) names.add(periodOf(kind, month.first).text)
    month = periodOf('month', month.next)
  }
  return [...names]
}

const windowWords = (name: string): string => (name === 'rolling' ? 'so far' : `in ${periodLabel(parsePeriod(name))}`)

/** How a promise stands, in words: Available 99.9 % each month: 99.71 % in October 2026. A share is rounded down, so that a miss never reads as kept. */
export const standingWords = (
  of: Readonly<{ title: string; comparator: 'at_most' | 'at_least' | null; window_name: string; value: number | null; target: number }>,
): string => {
  const value = of.value === null ? 'no figure' : of.comparator === null ? atMostText(of.value) : String(Number(of.value.toPrecision(4)))
  const target = of.comparator === null ? atMostText(of.target) : `${of.comparator === 'at_most' ? 'at most' : 'at least'} ${of.target}`
  return `${of.title}: ${value} ${windowWords(of.window_name)}, promised ${target}`
}
