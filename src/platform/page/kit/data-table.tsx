import { ActionIcon, Menu } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconDots } from '@tabler/icons-react'
import { type ReactNode, type RefObject, useEffect, useRef, useState } from 'react'
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

/** Whether what an element holds is wider than the element: only then is it a stop of the Tab key. */
const useWider = (element: RefObject<HTMLElement | null>): boolean => {
  const [wider, setWider] = useState(false)
  useEffect(() => {
    const found = element.current
    if (!found) return undefined
    const look = (): void => setWider(found.scrollWidth > found.clientWidth + 1)
    const watch = new ResizeObserver(look)
    for (const one of [found, ...found.children]) watch.observe(one)
    return () => watch.disconnect()
  })
  return wider
}

/** So many columns fit a telephone; with more, each row stands there as lines of "column: value". */
const mostNarrow = 3
/** Longer headings may take two lines. */
const longLabel = 14

/**
 * A small plain table with copies as CSV and Markdown. For records use the list; this is for what was computed.
 * Where there is no room for its columns each row becomes a block: the first cell as its heading, the others with their labels.
 */
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
  const scroller = useRef<HTMLDivElement>(null)
  const wider = useWider(scroller)
  if (rows.length === 0) return <p className="rv-dim rv-pad">{empty}</p>
  const stacks = columns.length > mostNarrow
  const placeOf = (column: Column<R>): string => (column.align === 'right' ? (classes['right'] ?? '') : '')
  return (
    <div className={classes['tableBox']} data-stacks={stacks}>
      <div
        ref={scroller}
        className={classes['scroll']}
        {...(wider ? { tabIndex: 0, role: 'group', 'aria-label': `${caption}, scrolls sideways` } : {})}
      >
        <table className={classes['table']}>
          <caption className="rv-hidden">{caption}</caption>
          <thead>
            <tr>
              {columns.map((column) => (
                <th
                  key={column.label}
                  scope="col"
                  className={`${placeOf(column)} ${column.label.length > longLabel ? (classes['long'] ?? '') : ''}`}
                >
                  {column.label}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row, index) => (
              <tr key={keyOf(row, index)}>
                {columns.map((column) => (
                  <td key={column.label} data-label={column.label} className={placeOf(column)}>
                    {column.cell(row)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon size={24} aria-label={`Copy the table ${caption}`} className={`rv-no-print ${classes['copy'] ?? ''}`}>
            <IconDots size={14} />
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
    </div>
  )
}
