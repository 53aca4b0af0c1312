import { numberText } from '../../../platform/page/fields/format.ts'
import type { StructureViewProps } from '../../../platform/page/fields/structures.ts'
import { criteria, described } from '../model/scorecard/criteria.ts'
import { sumOf, weightsIn } from '../model/scorecard/weights.ts'
import classes from './weights.module.css'

/** What each criterion weighs, the heaviest first, as shares of what they add up to. */
const WeightsView = ({ value, short }: StructureViewProps) => {
  const weights = weightsIn(value)
  const sum = sumOf(weights)
  const rows = criteria
    .flatMap((name) => {
      const weight = weights[name] ?? 0
      return weight > 0 && sum > 0 ? [{ name, percent: (weight / sum) * 100 }] : []
    })
    .sort((a, b) => b.percent - a.percent)
  const percent = (of: number): string => `${numberText(Math.round(of * 100) / 100)} %`
  if (short) return <>{rows.map((row) => `${described[row.name].label} ${percent(row.percent)}`).join(', ')}</>
  return (
    <ul className={classes['view']}>
      {rows.map((row) => (
        <li key={row.name}>
          <span>{described[row.name].label}</span>
          <span className={classes['bar']} aria-hidden>
            <span style={{ width: `${row.percent}%` }} />
          </span>
          <b>{percent(row.percent)}</b>
        </li>
      ))}
    </ul>
  )
}

export default WeightsView
