import type { Interval } from '../../../kernel/interval.ts'
import type { Change } from './figure.ts'
import { countsDiffer, sharesDiffer, valuesDiffer } from './stats.ts'
import { durationText, percentText, pointsText } from './words.ts'

const dayMs = 86_400_000

/** Two spans of time that are compared; the second one may still run. */
export type Spans = Readonly<{ previous: Interval; current: Interval; over: boolean }>

export const daysIn = (span: Interval): number => (span.to - span.from) / dayMs

/** Per cent of fewer than these say nothing. */
const enough = 10

const moved = (previous: number, value: number): Omit<Change, 'news'> => {
  const share = previous === 0 ? null : value / previous - 1
  if (previous === value) return { difference: 0, share, words: 'as before' }
  return {
    difference: value - previous,
    share,
    words: `${share === null || previous < enough ? '' : `${signed(share)} `}(${previous} > ${value})`,
  }
}

/** How a count moved. While the period still runs, its rate per day is compared instead of the counts. */
export const countChange = (previous: number, value: number, spans: Spans): Change => {
  const [before, now] = [daysIn(spans.previous), daysIn(spans.current)]
  const news = countsDiffer(previous, value, before, now)
  if (!spans.over) {
    const share = previous === 0 || now <= 0 ? null : value / now / (previous / before) - 1
    return { difference: value - previous, share, news, words: `${perDay(value, now)} a day, before ${perDay(previous, before)}` }
  }
  return { ...moved(previous, value), news }
}

/** Counts that stand at a moment (a backlog), where the length of the periods does not matter. */
export const levelChange = (previous: number, value: number): Change => {
  return { ...moved(previous, value), news: countsDiffer(previous, value, 1, 1) }
}

export const shareChange = (
  previous: Readonly<{ hits: number; cases: number }>,
  value: Readonly<{ hits: number; cases: number }>,
): Change | null => {
  if (previous.cases === 0 || value.cases === 0) return null
  const [before, now] = [previous.hits / previous.cases, value.hits / value.cases]
  return {
    difference: now - before,
    share: null,
    news: sharesDiffer(previous, value),
    words: `${pointsText(now - before)} (${percentText(before)} > ${percentText(now)})`,
  }
}

/** How a median or another point of two groups of lengths moved; seconds. */
export const timeChange = (
  previous: number | null,
  value: number | null,
  before: readonly number[],
  now: readonly number[],
): Change | null => {
  if (previous === null || value === null) return null
  const share = previous === 0 ? null : value / previous - 1
  return {
    difference: value - previous,
    share,
    news: valuesDiffer(before, now),
    words: `${share === null ? '' : `${signed(share)} `}(${durationText(previous)} > ${durationText(value)})`,
  }
}

/** '+18 %', '−3 %', '±0 %'. */
export const signed = (share: number): string => {
  const percent = Math.round(share * 100)
  return percent === 0 ? '±0 %' : `${percent > 0 ? '+' : '−'}${Math.abs(percent)} %`
}

const perDay = (count: number, days: number): string => (days <= 0 ? '0' : (count / days).toFixed(count / days < 10 ? 1 : 0))
