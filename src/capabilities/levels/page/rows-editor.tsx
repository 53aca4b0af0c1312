import { ActionIcon, Button, Group, Text } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import classes from './rows.module.css'

/** A column of rows that are edited: its heading and the control of one row. */
export type EditColumn<R> = Readonly<{
  label: string
  width?: number
  cell: (row: R, change: (over: Partial<R>) => void, index: number) => ReactNode
}>

/** Rows of a structure as a table of controls, with one to add, one to take each out, and the usual rows at hand. */
export const RowsEditor = <R extends object>({
  labelledBy,
  rows,
  columns,
  onChange,
  blank,
  usual,
  none,
  most,
  nameOf,
  note,
}: Readonly<{
  labelledBy: string
  rows: readonly R[]
  columns: readonly EditColumn<R>[]
  onChange: (rows: readonly R[] | null) => void
  /** A row that is added, after those that are there. */
  blank: (rows: readonly R[]) => R
  usual: Readonly<{ label: string; rows: () => readonly R[] }>
  /** What holds while there are none. */
  none: string
  most: number
  nameOf: (row: R, index: number) => string
  note?: ReactNode
}>) => {
  const set = (next: readonly R[]): void => onChange(next.length === 0 ? null : next)
  return (
    <div role="group" aria-labelledby={labelledBy} className={classes['rows']}>
      {rows.length === 0 ? (
        <Text size="xs" c="dimmed">
          {none}
        </Text>
      ) : (
        <div className={classes['scroll']} tabIndex={0} role="group" aria-label="Rows">
          <table className={classes['table']}>
            <thead>
              <tr>
                {columns.map((column) => (
                  <th key={column.label} scope="col" {...(column.width ? { width: column.width } : {})}>
                    {column.label}
                  </th>
                ))}
                <td aria-hidden />
              </tr>
            </thead>
            <tbody>
              {rows.map((row, index) => (
                // oxlint-disable-next-line react/no-array-index-key -- rows have no name of their own and are edited in place
                <tr key={index}>
                  {columns.map((column) => (
                    <td key={column.label}>
                      {column.cell(row, (over) => set(rows.map((one, at) => (at === index ? { ...one, ...over } : one))), index)}
                    </td>
                  ))}
                  <td>
                    <ActionIcon
                      size={28}
                      variant="subtle"
                      color="gray"
                      aria-label={`Take ${nameOf(row, index)} out`}
                      onClick={() => set(rows.filter((_, at) => at !== index))}
                    >
                      <IconX size={13} />
                    </ActionIcon>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {note}
      <Group gap={6}>
        <Button size="compact-xs" variant="default" disabled={rows.length >= most} onClick={() => set([...rows, blank(rows)])}>
          Add a row
        </Button>
        <Button size="compact-xs" variant="default" onClick={() => set(usual.rows())}>
          {usual.label}
        </Button>
        {rows.length > 0 && (
          <Button size="compact-xs" variant="subtle" onClick={() => set([])}>
            Take all out
          </Button>
        )}
      </Group>
    </div>
  )
}
