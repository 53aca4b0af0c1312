import type { ReactNode } from 'react'
import { dayText, numberText } from '../../../platform/page/fields/format.ts'
import { Moment } from '../../../platform/page/kit/moment.tsx'
import { To } from '../../../platform/page/kit/to.tsx'
import type { Tone } from '../../../platform/records/fields.ts'
import type { MonthPoint } from '../model/desks.ts'
import type { Series } from '../../../platform/page/kit/chart-shapes.ts'
import { Sign } from './parts.tsx'
import classes from './reports.module.css'

/** A number with its word that opens its list; zero stays quiet. */
export const Count = ({ value, word, to, tone }: Readonly<{ value: number; word: string; to?: string; tone?: Tone }>) => {
  const inside = (
    <>
      {tone && value > 0 && <Sign tone={tone} />}
      <b>{numberText(value)}</b>
      <span>{word}</span>
    </>
  )
  return to && value > 0 ? (
    <To to={to} className={classes['count'] ?? ''} data-zero={false}>
      {inside}
    </To>
  ) : (
    <div className={classes['count']} data-zero={value === 0}>
      {inside}
    </div>
  )
}

/** A line that opens its evidence: sign, title, why, and something at the right. */
export const Line = ({
  tone,
  title,
  text,
  side,
  to,
}: Readonly<{ tone: Tone; title: ReactNode; text?: ReactNode; side?: ReactNode; to: string | null }>) => {
  const inside = (
    <>
      <Sign tone={tone} />
      <span className={classes['rowMain']}>
        <span className={classes['rowTitle']}>{title}</span>
        {text && <span className={classes['rowText']}>{text}</span>}
      </span>
      <span className={classes['rowSide']}>{side}</span>
    </>
  )
  return (
    <li>
      {to ? (
        <To to={to} className={classes['row'] ?? ''}>
          {inside}
        </To>
      ) : (
        <div className={classes['row']}>{inside}</div>
      )}
    </li>
  )
}

/** A day or a moment. */
export const When = ({ at }: Readonly<{ at: string }>) =>
  at.length === 10 ? <time dateTime={at}>{dayText(at)}</time> : <Moment at={at} ago />

/** Where an axis of shares begins, so that steps of a few per cent can be seen. */
export const lowest = (months: readonly MonthPoint[]): number => {
  const shares = months.flatMap((one) => (one.share === null ? [] : [one.share]))
  return shares.length === 0 ? 0 : Math.max(0, Math.floor(Math.min(...shares) * 10 - 0.5) / 10)
}

export const volumeSeries = (months: readonly MonthPoint[]): readonly Series[] => [
  { name: 'Opened', type: 'bar', tone: 'accent', points: months.map((one) => ({ x: one.label, y: one.opened })) },
  { name: 'Resolved', type: 'bar', tone: 'muted', points: months.map((one) => ({ x: one.label, y: one.resolved })) },
]

export const keptSeries = (months: readonly MonthPoint[]): readonly Series[] => [
  { name: 'Promises kept', type: 'line', tone: 'good', points: months.map((one) => ({ x: one.label, y: one.share })) },
]
