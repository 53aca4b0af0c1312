import { Button, Group, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import type { Field } from '../../records/fields.ts'
import { FieldInput } from '../fields/input.tsx'
import { textOf } from '../fields/plain.ts'
import { isPresence, type Range, readRange, writeRange } from './filters.ts'

const pad = (count: number): string => String(count).padStart(2, '0')
const dayOf = (at: Date): string => `${at.getFullYear()}-${pad(at.getMonth() + 1)}-${pad(at.getDate())}`
const shifted = (days: number): string => {
  const at = new Date()
  at.setDate(at.getDate() + days)
  return dayOf(at)
}

/** A lower and an upper bound for numbers, money, times and days; days also by one click. */
export const RangeFilter = ({ field, value, put }: Readonly<{ field: Field; value: string; put: (value: string | null) => void }>) => {
  const [range, setRange] = useState<Range>(() => (value === '' || isPresence(value) ? { from: '', to: '' } : readRange(value)))
  const dated = field.type === 'day' || field.type === 'instant'
  const set = (next: Range): void => {
    setRange(next)
    put(next.from !== '' && next.from === next.to ? (dated ? null : next.from) : writeRange(next))
  }
  const side = (label: string, at: keyof Range) => (
    <FieldInput
      field={dated ? { type: 'day', label } : { ...field, label, required: false }}
      name={at}
      value={range[at] === '' ? null : dated || field.type === 'money' ? range[at].slice(0, dated ? 10 : undefined) : Number(range[at])}
      onChange={(typed) => set({ ...range, [at]: typed === null || typed === undefined ? '' : textOf(typed) })}
      draft={{}}
    />
  )
  return (
    <Stack gap={7}>
      {dated && (
        <Group gap={5}>
          {(
            [
              ['Today', shifted(0), shifted(1)],
              ['Last 7 days', shifted(-6), shifted(1)],
              ['Last 30 days', shifted(-29), shifted(1)],
              ['Past', '', shifted(0)],
              ['Next 30 days', shifted(0), shifted(31)],
            ] as const
          ).map(([word, from, to]) => (
            <Button key={word} size="compact-xs" variant="default" onClick={() => set({ from, to })}>
              {word}
            </Button>
          ))}
        </Group>
      )}
      {side('From, included', 'from')}
      {side('Before', 'to')}
      <Text size="xs" c="dimmed">
        One side alone is enough.
      </Text>
    </Stack>
  )
}
