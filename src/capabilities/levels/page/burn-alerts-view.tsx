import { durationText, numberText } from '../../../platform/page/fields/format.ts'
import type { StructureViewProps } from '../../../platform/page/fields/structures.ts'
import { alertsIn, severityWords } from './rows.ts'
import classes from './rows.module.css'

/** When a budget that burns too fast tells. */
const BurnAlertsView = ({ value, short }: StructureViewProps) => {
  const rows = alertsIn(value)
  if (short) return <>{`${rows.length} ${rows.length === 1 ? 'pair' : 'pairs'} of windows`}</>
  return (
    <ul className={classes['list']}>
      {rows.map((row) => (
        <li key={`${row.severity} ${row.long_s} ${row.short_s}`}>
          <b>{severityWords[row.severity]}</b>: more than {numberText(row.factor)} × the even rate over {durationText(row.long_s)} and still
          over {durationText(row.short_s)}
        </li>
      ))}
    </ul>
  )
}

export default BurnAlertsView
