import { calendarInWords } from '../../../kernel/calendar/words.ts'
import type { StructureViewProps } from '../../../platform/page/fields/structures.ts'
import { weekOf } from './hours.ts'
import { WeekPicture } from './week-picture.tsx'

/** "Mon-Fri 08:00-18:00", and the week as a picture where there is room. */
const WeekView = ({ value, short }: StructureViewProps) => {
  const week = weekOf(value)
  const words = calendarInWords({ time_zone: '', hours: week }).replace(/, *$/, '')
  return short ? (
    <>{words}</>
  ) : (
    <div>
      <div>{words}</div>
      <WeekPicture week={week} />
    </div>
  )
}

export default WeekView
