import { Figure } from '../../../platform/page/kit/figure.tsx'
import { To } from '../../../platform/page/kit/to.tsx'
import type { Figure as Fact } from '../model/figure.ts'
import { figureText, madeOf } from './words.ts'

/** Where the records of a figure are shown. */
export const behind = (report: string, figure: Fact): string | null =>
  figure.records.figure === null ? figure.records.list : `/reports/${report}/figures/${encodeURIComponent(figure.key)}`

/** A figure of a report as a tile: value, step from the period before, how it was made, its records. */
export const FactTile = ({ report, figure }: Readonly<{ report: string; figure: Fact }>) => {
  const to = behind(report, figure)
  return (
    <Figure
      label={figure.label}
      value={figureText(figure)}
      missing="Nothing to measure"
      {...(figure.change
        ? { target: figure.change.words, ...(figure.change.news ? { verdict: { tone: 'info' as const, word: 'changed' } } : {}) }
        : {})}
      quality={figure.quality}
      made={madeOf(figure.made)}
      {...(to && figure.records.count > 0
        ? { to, toLabel: `${figure.records.count.toLocaleString()} ${figure.records.count === 1 ? 'record' : 'records'}` }
        : {})}
    />
  )
}

/** A figure within a table: its value, opening its records. */
export const FactCell = ({ report, figure }: Readonly<{ report: string; figure: Fact }>) => {
  const text = figureText(figure)
  const to = behind(report, figure)
  if (text === null) return <span className="rv-dim">–</span>
  return to && figure.records.count > 0 ? (
    <To to={to} className="rv-link">
      {text}
    </To>
  ) : (
    <>{text}</>
  )
}
