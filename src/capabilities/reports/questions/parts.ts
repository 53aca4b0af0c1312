import { utcDay } from '../../../kernel/day.ts'
import { dayAt } from '../../../kernel/calendar/zone.ts'
import { isoOf, type Millis } from '../../../kernel/instant.ts'
import { parsePeriod, type Period, periodOf, previousPeriod } from '../../../kernel/period.ts'
import type { Tone } from '../../../platform/records/fields.ts'
import type { AnyRecord } from '../../../platform/records/kind.ts'
import { noticeOf } from '../../suppliers/index.ts'
import type { Made, Named } from '../model/figure.ts'
import { dayText } from '../model/words.ts'

export const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null)
export const texts = (value: unknown): readonly string[] => (Array.isArray(value) ? value.map(String) : [])

export const namedRecord = (kind: string, record: Readonly<{ id: string; ref: string; title: string }>): Named => ({
  id: record.id,
  kind,
  ref: record.ref,
  title: record.title,
})

export const madeOf = (formula: string, source: string, now: Millis, inputs: Made['inputs'] = []): Made => ({
  formula,
  inputs,
  source,
  as_of: isoOf(now),
})

/** The period that was asked for, else the month that runs (or the one before it). @throws Refusal `period` */
export const askedPeriod = (asked: string | undefined, zone: string, now: Millis, usual: 'current' | 'last' = 'current'): Period => {
  if (asked !== undefined && asked.trim() !== '') return parsePeriod(asked.trim())
  const month = periodOf('month', dayAt(zone, now))
  return usual === 'current' ? month : previousPeriod(month)
}

export type NoticeWords = Readonly<{ tone: Tone; text: string; days: number | null }>

/** How long there is to give notice on a contract, in words. */
export const noticeWords = (contract: AnyRecord, now: Millis): NoticeWords => {
  const [ends, by] = [text(contract['ends_on']), text(contract['notice_by'])]
  const end = ends === null ? 'no end is recorded' : `ends ${dayText(ends)}`
  if (contract.state === 'notice') return { tone: 'warn', days: null, text: `notice is given, ${end}: what it covers needs another home` }
  if (contract.state !== 'active' || by === null)
    return {
      tone: ends !== null && ends < utcDay(now) ? 'bad' : 'neutral',
      days: null,
      text: ends !== null && ends < utcDay(now) ? `its term ended ${dayText(ends)} and nobody renewed or ended it` : end,
    }
  const alert = contract['first_alert_days']
  const notice = noticeOf(by, typeof alert === 'number' ? alert : null, utcDay(now))
  const renews = contract['renewal'] === 'automatic' ? ', else it renews by itself' : ''
  if (notice.state === 'missed') return { tone: notice.days > -30 ? 'warn' : 'neutral', days: notice.days, text: `${notice.words}; ${end}` }
  return {
    tone: notice.state === 'later' ? 'neutral' : notice.days <= 14 ? 'bad' : 'warn',
    days: notice.days,
    text: `give notice by ${dayText(by)} (${notice.words})${renews}; ${end}`,
  }
}
