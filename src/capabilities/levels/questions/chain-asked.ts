import type { ChainPeriod } from '../model/composition/answer.ts'
import { elapsedMs } from '../../../kernel/calendar/business-time.ts'
import { isoOf } from '../../../kernel/instant.ts'
import type { Interval } from '../../../kernel/interval.ts'
import { parsePeriod, type PeriodKind, periodInstants, periodLabel, periodOf } from '../../../kernel/period.ts'
import { invalid } from '../../../kernel/refusal.ts'
import type { Db } from '../../../platform/db/database.ts'
import type { Context } from '../../../platform/records/context.ts'
import { lookUp } from '../../../platform/records/links.ts'
import type { BusinessCalendar } from '../model/book.ts'
import type { AvailabilityTerms } from '../store/promise-chain.ts'
import { dayIn } from './chain-figures.ts'

/** What the reader wants to see otherwise than it is. Keys are refs or ids of parts. */
export type ChainAsk = Readonly<{
  /** Availability to take for a part, 0-1, whatever is on record. */
  assume?: Readonly<Record<string, number>>
  /** Which figure counts where there are both: what is promised beneath (unless told), or what was measured. */
  basis?: 'promised' | 'measured'
  /** Such as 2026-03; else the window of the promise that holds now. */
  period?: string
  /** Share of failures within redundant groups that have a cause in common, 0-1. */
  beta?: number
  /** What it costs, in any one currency, to make a part fail a minute less in the period. */
  prices?: Readonly<Record<string, number>>
}>

/** Values given for parts, by their ids. @throws Refusal `unknown_reference` */
export const byId = async (db: Db, given: Readonly<Record<string, number>> | undefined, path: string): Promise<Record<string, number>> => {
  const entries = Object.entries(given ?? {})
  const found = await lookUp(
    db,
    entries.map(([key]) => key),
  )
  return Object.fromEntries(
    entries.map(([key, value]) => {
      const one = found.get(key)
      if (!one) throw invalid(path, `There is no record “${key.slice(0, 60)}”. Name parts by their ref, like CMP-12.`, 'unknown_reference')
      return [one.id, value]
    }),
  )
}

const minutesIn = (hours: BusinessCalendar | null, { from, to }: Interval): number =>
  (hours ? elapsedMs(hours.table, from, to) : to - from) / 60_000

const named = (kind: PeriodKind, text: string | undefined, ctx: Context, hours: BusinessCalendar | null): ChainPeriod => {
  const of = text === undefined ? periodOf(kind, dayIn(hours, ctx.now)) : parsePeriod(text)
  const stretch = periodInstants(of, hours?.rule.time_zone ?? 'Etc/UTC')
  return {
    text: of.text,
    label: periodLabel(of),
    each: `a ${of.kind}`,
    from: isoOf(stretch.from),
    to: isoOf(stretch.to),
    minutes: minutesIn(hours, stretch),
  }
}

/** The agreed minutes by which shares become time: of the period asked for, else of the promise's own window now. @throws Refusal `period` */
export const chainPeriod = (
  ctx: Context,
  asked: string | undefined,
  ours: AvailabilityTerms | null,
  hours: BusinessCalendar | null,
): ChainPeriod => {
  const length = ours?.window_type === 'rolling' ? ours.window_length : null
  if (asked === undefined && length !== null) {
    const stretch = { from: ctx.now - length * 1000, to: ctx.now }
    const days = Math.round(length / 86_400)
    const words = days >= 1 ? `${days} day${days === 1 ? '' : 's'}` : `${Math.round(length / 3600)} hours`
    return {
      text: '',
      label: `The last ${words}`,
      each: `in ${words}`,
      from: isoOf(stretch.from),
      to: isoOf(stretch.to),
      minutes: minutesIn(hours, stretch),
    }
  }
  const window = ours?.window_type ?? 'month'
  return named(window === 'rolling' ? 'month' : window, asked, ctx, hours)
}
