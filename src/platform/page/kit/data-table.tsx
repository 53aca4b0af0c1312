import { ActionIcon, Menu } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconDots } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import classes from './kit.module.css'
import { csvOf, markdownOf, save } from './tables.ts'

export type Column<R> = Readonly<{
  label: string
  /** What stands in the cell. */
  cell: (row: R) => ReactNode
  /** The same as text, for CSV and Markdown; without it the cell must give a text or number itself. */
  text?: (row: R) => string | number | null
  align?: 'left' | 'right'
}>

const textOf = <R,>(column: Column<R>, row: R): string => {
  const value = column.text ? column.text(row) : column.cell(row)
  return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
}

/** A small plain table with copies as CSV and Markdown. For records use the list; this is for what was computed. */
export const DataTable = <R,>({
  caption,
  columns,
  rows,
  keyOf,
  empty = 'Nothing here.',
}: Readonly<{
  caption: string
  columns: readonly Column<R>[]
  rows: readonly R[]
  keyOf: (row: R, index: number) => string
  empty?: ReactNode
}>) => {
  const head = columns.map((column) => column.label)
  const body = (): string[][] => rows.map((row) => columns.map((column) => textOf(column, row)))
  if (rows.length === 0) return <p className="rv-dim rv-pad">{empty}</p>
  return (
    <div className={classes['scroll']} tabIndex={0} role="group" aria-label={caption}>
      <table className={classes['table']}>
        <caption className="rv-hidden">{caption}</caption>
        <thead>
          <tr>
            {columns.map((column, index) => (
              <th key={column.label} scope="col" className={column.align === 'right' ? classes['right'] : ''}>
                {column.label}
                {index === columns.length - 1 && (
                  <Menu>
                    <Menu.Target>
                      <ActionIcon size={24} ml={6} aria-label={`Copy the table ${caption}`} className="rv-no-print">
                        <IconDots size={12} />
                      </ActionIcon>
                    </Menu.Target>
                    <Menu.Dropdown>
                      <Menu.Item onClick={() => save(`${caption}.csv`, csvOf([head, ...body()]))}>Save as CSV</Menu.Item>
                      <Menu.Item
                        onClick={() => {
                          void navigator.clipboard.writeText(markdownOf(head, body()))
                          notifications.show({ message: 'Copied as Markdown' })
                        }}
                      >
                        Copy as Markdown
                      </Menu.Item>
                    </Menu.Dropdown>
                  </Menu>
                )}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <tr key={keyOf(row, index)}>
              {columns.map((column) => (
                <td key={column.label} className={column.align === 'right' ? classes['right'] : ''}>
                  {column.cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
