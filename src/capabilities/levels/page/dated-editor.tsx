import { ActionIcon, Button, Group, Text, TextInput } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { useState } from 'react'
import { isDay } from '../../../kernel/instant.ts'
import type { StructureEditorProps } from '../../../platform/page/fields/structures.ts'
import { type Dated, datedOf } from './hours.ts'
import { HoursInput } from './hours-input.tsx'
import classes from './levels.module.css'

/** Dates with hours of their own. */
const DatedEditor = ({ value, onChange, labelledBy }: StructureEditorProps) => {
  const dated = datedOf(value)
  const [date, setDate] = useState('')
  const set = (next: Dated): void =>
    onChange(Object.keys(next).length === 0 ? null : Object.fromEntries(Object.entries(next).sort(([a], [b]) => (a < b ? -1 : 1))))
  const add = (): void => {
    if (!isDay(date) || dated[date]) return
    set({ ...dated, [date]: [['09:00', '17:00']] })
    setDate('')
  }
  return (
    <div role="group" aria-labelledby={labelledBy}>
      {Object.keys(dated).length === 0 && (
        <Text size="xs" c="dimmed">
          None.
        </Text>
      )}
      {Object.entries(dated).map(([day, hours]) => (
        <div key={day} className={classes['day']}>
          <span>{day}</span>
          <HoursInput label={`Hours on ${day}`} hours={hours} onChange={(next) => set({ ...dated, [day]: next })} />
          <ActionIcon
            size={24}
            aria-label={`Take ${day} out`}
            onClick={() => set(Object.fromEntries(Object.entries(dated).filter(([other]) => other !== day)))}
          >
            <IconX size={13} />
          </ActionIcon>
        </div>
      ))}
      <Group gap={6} mt={6}>
        <TextInput aria-label="Date" type="date" value={date} onChange={(event) => setDate(event.currentTarget.value)} />
        <Button variant="default" disabled={!isDay(date)} onClick={add}>
          Add a date
        </Button>
      </Group>
    </div>
  )
}

export default DatedEditor
