import type { ReactNode } from 'react'
import { dayText, numberText } from '../../../platform/page/fields/format.ts'
import { Moment } from '../../../platform/page/kit/moment.tsx'
import { To } from '../../../platform/page/kit/to.tsx'
import type { Tone } from '../../../platform/records/fields.ts'
import type { MonthPoint } from '../model/desks.ts'
import type { Series } from '../../../platform/page/kit/chart-shapes.ts'
import { Sign } from './parts.tsx'
import deskClasses from './desks.module.css'
import classes from './reports.module.css'

type FigureProps = Readonly<{
  value: number | string
  word: string
  note?: string | null
  tone?: Tone
  /** The list it opens. */
  to?: string
}>

/** A figure of a strip: its number above its word; it opens its list. Zero stays quiet. */
export const Figure = ({ value, word, note, tone, to }: FigureProps) => {
  const zero = value === 0
  const inside = (
    <>
      <span className={deskClasses['figureValue']}>
        {tone && !zero && <Sign tone={tone} />}
        <b>{typeof value === 'number' ? numberText(value) : value}</b>
        {note && <span>{note}</span>}
      </span>
      <span className={deskClasses['figureWord']}>{word}</span>
    </>
  )
  const className = deskClasses['figure'] ?? ''
  if (!zero && to)
    return (
      <To to={to} className={className}>
        {inside}
      </To>
    )
  return (
    <div className={className} data-zero={zero}>
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

/** Where an axis of shares begins, so that steps of a few per cent can be seen and its marks are round. */
export const lowest = (months: readonly MonthPoint[]): number => {
  const shares = months.flatMap((one) => (one.share === null ? [] : [one.share]))
  if (shares.length === 0) return 0
  return [0.95, 0.9, 0.75, 0.5].find((one) => one <= Math.min(...shares) - 0.005) ?? 0
}

export const volumeSeries = (months: readonly MonthPoint[]): readonly Series[] => [
  { name: 'Opened', type: 'bar', tone: 'accent', points: months.map((one) => ({ x: one.label, y: one.opened })) },
  { name: 'Resolved', type: 'bar', tone: 'muted', points: months.map((one) => ({ x: one.label, y: one.resolved })) },
]

export const keptSeries = (months: readonly MonthPoint[]): readonly Series[] => [
  { name: 'Promises kept', type: 'line', tone: 'good', points: months.map((one) => ({ x: one.label, y: one.share })) },
]
