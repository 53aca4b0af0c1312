import { ActionIcon, Button, TextInput } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { useId, useRef, useState } from 'react'
import classes from './screens.module.css'

type Row = Readonly<{ id: number; name: string; text: string }>
const rowsOf = (pairs: Readonly<Record<string, string>>): readonly Row[] =>
  Object.entries(pairs).map(([name, text], id) => ({ id, name, text }))

/** Names with values, a row each; Enter in the last one begins another. Rows without a name are not kept. */
export const PairsInput = ({
  label,
  help,
  pairs,
  onChange,
  words = { name: 'Name', text: 'Value', add: 'Add a label' },
}: Readonly<{
  label: string
  help?: string
  pairs: Readonly<Record<string, string>>
  onChange: (pairs: Readonly<Record<string, string>>) => void
  words?: Readonly<{ name: string; text: string; add: string }>
}>) => {
  const id = useId()
  const [rows, setRows] = useState<readonly Row[]>(() => rowsOf(pairs))
  const next = useRef(rows.length)
  const set = (changed: readonly Row[]): void => {
    setRows(changed)
    onChange(Object.fromEntries(changed.filter((row) => row.name.trim() !== '').map((row) => [row.name.trim(), row.text])))
  }
  const add = (): void => {
    next.current += 1
    setRows([...rows, { id: next.current, name: '', text: '' }])
  }
  return (
    <div role="group" aria-labelledby={id} className={classes['rows']}>
      <div id={id} className="rv-small">
        <b>{label}</b> {help && <span className="rv-dim">{help}</span>}
      </div>
      {rows.map((row, index) => (
        <div key={row.id} className={classes['pair']}>
          <TextInput
            aria-label={`${words.name} ${index + 1}`}
            placeholder={words.name}
            value={row.name}
            data-autofocus={row.name === ''}
            onChange={(event) => set(rows.map((one) => (one.id === row.id ? { ...one, name: event.currentTarget.value } : one)))}
          />
          <TextInput
            aria-label={`${words.text} ${index + 1}`}
            placeholder={words.text}
            value={row.text}
            onChange={(event) => set(rows.map((one) => (one.id === row.id ? { ...one, text: event.currentTarget.value } : one)))}
            onKeyDown={(event) => {
              if (event.key !== 'Enter' || index < rows.length - 1 || row.name === '') return
              event.preventDefault()
              add()
            }}
          />
          <ActionIcon
            size={28}
            variant="subtle"
            color="gray"
            aria-label={`Take ${row.name || `row ${index + 1}`} out`}
            onClick={() => set(rows.filter((one) => one.id !== row.id))}
          >
            <IconX size={13} />
          </ActionIcon>
        </div>
      ))}
      <div>
        <Button size="compact-xs" variant="default" onClick={add}>
          {words.add}
        </Button>
      </div>
    </div>
  )
}
