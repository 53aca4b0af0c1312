import { ActionIcon, Button, Group, Text, Textarea, TextInput } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { useState } from 'react'
import { isDay } from '../../../kernel/instant.ts'
import type { StructureEditorProps } from '../../../platform/page/fields/structures.ts'
import { type Holiday, holidaysOf, holidayValue } from './hours.ts'
import classes from './levels.module.css'

/** One holiday a line: "2027-01-01 New Year". Lines that begin with no date are given back. */
const readLines = (text: string): Readonly<{ found: readonly Holiday[]; left: readonly string[] }> => {
  const found: Holiday[] = []
  const left: string[] = []
  for (const line of text
    .split('\n')
    .map((one) => one.trim())
    .filter((one) => one !== '')) {
    const [, date = '', name = ''] = /^(\d{4}-\d{2}-\d{2})[\s,;]*(.*)$/.exec(line) ?? []
    if (isDay(date)) found.push({ date, ...(name ? { name } : {}) })
    else left.push(line)
  }
  return { found, left }
}

/** Dates on which nothing counts: one by one, or many pasted at once. */
const HolidaysEditor = ({ value, onChange, labelledBy }: StructureEditorProps) => {
  const holidays = holidaysOf(value)
  const [date, setDate] = useState('')
  const [name, setName] = useState('')
  const [paste, setPaste] = useState<string | null>(null)
  const set = (next: readonly Holiday[]): void =>
    onChange(next.length === 0 ? null : holidayValue([...new Map(next.map((one) => [one.date, one])).values()]))
  const add = (): void => {
    if (!isDay(date)) return
    set([...holidays, { date, ...(name.trim() ? { name: name.trim() } : {}) }])
    setDate('')
    setName('')
  }
  const lines = paste === null ? null : readLines(paste)
  return (
    <div role="group" aria-labelledby={labelledBy}>
      {holidays.length === 0 && (
        <Text size="xs" c="dimmed">
          None yet.
        </Text>
      )}
      <ul className={classes['dates']}>
        {holidays.map((one) => (
          <li key={one.date}>
            <span>{one.date}</span>
            <span className="rv-dim">{one.name ?? ''}</span>
            <ActionIcon
              size={24}
              aria-label={`Take ${one.date} out`}
              onClick={() => set(holidays.filter((other) => other.date !== one.date))}
            >
              <IconX size={12} />
            </ActionIcon>
          </li>
        ))}
      </ul>
      <Group gap={6} mt={6} align="flex-end">
        <TextInput
          aria-label="Date of a holiday"
          type="date"
          value={date}
          onChange={(event) => setDate(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Enter') return
            event.preventDefault()
            add()
          }}
        />
        <TextInput
          aria-label="Name of the holiday"
          placeholder="Name"
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Enter') return
            event.preventDefault()
            add()
          }}
        />
        <Button variant="default" disabled={!isDay(date)} onClick={add}>
          Add
        </Button>
        <Button variant="subtle" onClick={() => setPaste(paste === null ? '' : null)}>
          {paste === null ? 'Paste many' : 'Cancel'}
        </Button>
      </Group>
      {lines !== null && paste !== null && (
        <div style={{ marginTop: 8 }}>
          <Textarea
            aria-label="Holidays, one a line"
            placeholder={'2027-01-01 New Year\n2027-12-25 Christmas'}
            autosize
            minRows={4}
            value={paste}
            onChange={(event) => setPaste(event.currentTarget.value)}
            {...(lines.left.length > 0 ? { error: `Not read: ${lines.left.slice(0, 3).join('; ')}` } : {})}
          />
          <Button
            mt={6}
            disabled={lines.found.length === 0}
            onClick={() => {
              set([...holidays, ...lines.found])
              setPaste(null)
            }}
          >
            Add {lines.found.length}
          </Button>
        </div>
      )}
    </div>
  )
}

export default HolidaysEditor
