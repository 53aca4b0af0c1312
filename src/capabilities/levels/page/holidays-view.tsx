import { dayText } from '../../../platform/page/fields/format.ts'
import type { StructureViewProps } from '../../../platform/page/fields/structures.ts'
import { holidaysOf } from './hours.ts'
import classes from './levels.module.css'

/** How many holidays, and each with its name by year. */
const HolidaysView = ({ value, short }: StructureViewProps) => {
  const holidays = holidaysOf(value)
  if (short) return <>{holidays.length === 0 ? '' : `${holidays.length} holidays`}</>
  const years = [...new Set(holidays.map((one) => one.date.slice(0, 4)))].sort()
  return (
    <div className={classes['years']}>
      {years.map((year) => {
        const inYear = holidays.filter((one) => one.date.startsWith(year))
        return (
          <details key={year}>
            <summary>
              {year}: {inYear.length} {inYear.length === 1 ? 'holiday' : 'holidays'}
            </summary>
            <ul className={classes['dates']}>
              {inYear.map((one) => (
                <li key={one.date}>
                  <span>{dayText(one.date)}</span>
                  <span className="rv-dim">{one.name ?? ''}</span>
                </li>
              ))}
            </ul>
          </details>
        )
      })}
    </div>
  )
}

export default HolidaysView
