import { isoOf, type Millis } from '../../../kernel/instant.ts'
import type { Interval } from '../../../kernel/interval.ts'
import { type Period, periodInstants, periodLabel } from '../../../kernel/period.ts'
import type { Spans } from './compare.ts'
import type { PeriodFacts } from './facts.ts'

/** A period laid on the clocks of a zone, cut at the moment of the facts. */
export type Frame = Readonly<{ facts: PeriodFacts; span: Interval; over: boolean }>

export const frameOf = (period: Period, timeZone: string, asOf: Millis): Frame => {
  const whole = periodInstants(period, timeZone)
  const over = whole.to <= asOf
  const facts: PeriodFacts = {
    text: period.text,
    label: periodLabel(period),
    kind: period.kind,
    first: period.first,
    next: period.next,
    from: isoOf(whole.from),
    to: isoOf(whole.to),
    time_zone: timeZone,
    over,
  }
  return { facts, span: { from: whole.from, to: Math.max(whole.from, Math.min(whole.to, asOf)) }, over }
}

export const spansOf = (previous: Frame, current: Frame): Spans => ({ previous: previous.span, current: current.span, over: current.over })

/** `opened_at=2016-03-01T00:00:00.000Z..2016-04-01T00:00:00.000Z` as a list's filter takes it. */
export const rangeOf = (facts: PeriodFacts): string => `${facts.from}..${facts.to}`

/** The address of a list of incidents with these filters. */
export const incidentsAt = (filters: Readonly<Record<string, string>>): string => `/incidents?${new URLSearchParams(filters).toString()}`
