import { Button, Group } from '@mantine/core'
import type { StructureEditorProps } from '../../../platform/page/fields/structures.ts'
import { type Week, weekdayNames, weekdays, weekOf } from './hours.ts'
import { HoursInput } from './hours-input.tsx'
import classes from './levels.module.css'
import { WeekPicture } from './week-picture.tsx'

const office: Week = Object.fromEntries(weekdays.slice(0, 5).map((day) => [day, [['09:00', '17:00']]]))
const always: Week = Object.fromEntries(weekdays.map((day) => [day, [['00:00', '24:00']]]))

/** The hours of each weekday, typed as people write them, with a picture beside. */
const WeekEditor = ({ value, onChange, labelledBy }: StructureEditorProps) => {
  const week = weekOf(value)
  const set = (next: Week): void => onChange(Object.fromEntries(Object.entries(next).filter(([, hours]) => hours.length > 0)))
  const monday = week.mon ?? []
  return (
    <div role="group" aria-labelledby={labelledBy} className={classes['editor']}>
      <div>
        {weekdays.map((day) => (
          <div key={day} className={classes['day']}>
            <span>{weekdayNames[day]}</span>
            <HoursInput
              label={`Hours on ${weekdayNames[day]}`}
              hours={week[day] ?? []}
              onChange={(hours) => set({ ...week, [day]: hours })}
            />
          </div>
        ))}
        <Group gap={6} mt={8}>
          <Button
            size="compact-xs"
            variant="default"
            disabled={monday.length === 0}
            onClick={() => set({ ...week, ...Object.fromEntries(weekdays.slice(0, 5).map((day) => [day, monday])) })}
          >
            Monday’s hours to Friday
          </Button>
          <Button size="compact-xs" variant="default" onClick={() => set(office)}>
            Mon–Fri 9–17
          </Button>
          <Button size="compact-xs" variant="default" onClick={() => set(always)}>
            Round the clock
          </Button>
        </Group>
      </div>
      <WeekPicture week={week} />
    </div>
  )
}

export default WeekEditor
