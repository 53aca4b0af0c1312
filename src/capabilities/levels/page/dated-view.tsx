import { dayText } from '../../../platform/page/fields/format.ts'
import type { StructureViewProps } from '../../../platform/page/fields/structures.ts'
import { datedOf, hoursText } from './hours.ts'
import classes from './levels.module.css'

const DatedView = ({ value, short }: StructureViewProps) => {
  const dated = Object.entries(datedOf(value))
  if (short) return <>{dated.length === 0 ? '' : `${dated.length} dates`}</>
  return (
    <ul className={classes['dates']}>
      {dated.map(([date, hours]) => (
        <li key={date}>
          <span>{dayText(date)}</span>
          <span className="rv-dim">{hoursText(hours)}</span>
        </li>
      ))}
    </ul>
  )
}

export default DatedView
