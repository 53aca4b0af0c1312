import { Checkbox } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useVirtualizer } from '@tanstack/react-virtual'
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react'
import { useEffect, useMemo, useRef } from 'react'
import type { AnyRecord, Kind } from '../../records/kind.ts'
import { recordQuery } from '../record/use-record.ts'
import { useDensity } from '../theme/scheme.ts'
import { type ColumnOf, widthOfAll } from './columns.ts'
import { sortable } from './filters.ts'
import classes from './list.module.css'
import { ListRow, type RowWays } from './row.tsx'

export type TableProps = Readonly<{
  kind: Kind
  items: readonly AnyRecord[]
  columns: readonly ColumnOf[]
  total: number
  sort: string
  onSort: (sort: string) => void
  cursor: number
  setCursor: (index: number) => void
  selected: ReadonlySet<string>
  toggle: (id: string, range: boolean) => void
  toggleAll: () => void
  peeked: string | undefined
  peek: (ref: string) => void
  fresh: ReadonlySet<string>
  more: (() => void) | null
  busy: boolean
  /** The rows still belong to the filters before. */
  old: boolean
}>

/** Rows as a grid of which only the visible ones exist; sorted by the server, fetched further at the end. */
export const ListTable = ({
  kind,
  items,
  columns,
  total,
  sort,
  onSort,
  cursor,
  setCursor,
  selected,
  toggle,
  toggleAll,
  peeked,
  peek,
  fresh,
  more,
  busy,
  old,
}: TableProps) => {
  const client = useQueryClient()
  const box = useRef<HTMLDivElement>(null)
  const { density } = useDensity()
  const height = density === 'compact' ? 34 : 44
  const rows = useVirtualizer({
    count: items.length,
    getScrollElement: () => box.current,
    estimateSize: () => height,
    overscan: 12,
    scrollPaddingStart: 34,
    getItemKey: (index) => items[index]?.id ?? index,
  })
  const shown = rows.getVirtualItems()
  const last = shown.at(-1)?.index ?? 0
  useEffect(() => {
    if (more && !busy && last >= items.length - 30) more()
  }, [last, items.length, more, busy])
  useEffect(() => rows.measure(), [height, rows])
  useEffect(() => {
    if (cursor >= 0 && cursor < items.length) rows.scrollToIndex(cursor, { align: 'auto' })
  }, [cursor, rows, items.length])
  const template = `34px ${columns.map((column) => column.width).join(' ')}`
  const least = widthOfAll(columns) + 50
  const latest = useRef({ toggle, peek, setCursor, peeked })
  useEffect(() => {
    latest.current = { toggle, peek, setCursor, peeked }
  })
  const ways = useMemo(
    (): RowWays => ({
      toggle: (id, range) => latest.current.toggle(id, range),
      peek: (ref) => latest.current.peek(ref),
      touch: (index, ref, onPart) => {
        latest.current.setCursor(index)
        if (latest.current.peeked !== undefined && !onPart) latest.current.peek(ref)
      },
      ahead: (ref) => void client.query(recordQuery(kind, ref)).catch(() => undefined),
    }),
    [client, kind],
  )
  const line = { gridTemplateColumns: template, minWidth: least }
  const leading = columns.some((column) => column.name === 'title') ? 'title' : 'ref'
  const all = items.length > 0 && items.every((item) => selected.has(item.id))
  return (
    <div
      ref={box}
      className={classes['scroll']}
      tabIndex={0}
      role="table"
      aria-label={kind.labels}
      aria-rowcount={total + 1}
      aria-colcount={columns.length + 1}
      aria-busy={busy || old}
      data-old={old}
    >
      <div role="rowgroup" className={classes['head']} style={{ minWidth: least }}>
        <div role="row" aria-rowindex={1} className={classes['row']} style={line}>
          <div role="columnheader" className={classes['check']}>
            <Checkbox
              size="xs"
              checked={all}
              indeterminate={!all && selected.size > 0}
              onChange={toggleAll}
              aria-label="Select all rows loaded"
            />
          </div>
          {columns.map(({ name, field, right }) => {
            const by = sort.replace(/^-/, '') === name
            return (
              <div
                key={name}
                role="columnheader"
                className={`${classes['cell']} ${right ? classes['right'] : ''}`}
                {...(by ? { 'aria-sort': sort.startsWith('-') ? ('descending' as const) : ('ascending' as const) } : {})}
              >
                {sortable(kind, field) ? (
                  <button
                    type="button"
                    className={classes['sort']}
                    onClick={() => onSort(by && !sort.startsWith('-') ? `-${name}` : name)}
                    title={`Sort by ${field.label}`}
                  >
                    <span>{field.label}</span>
                    {by && (sort.startsWith('-') ? <IconArrowDown size={12} aria-hidden /> : <IconArrowUp size={12} aria-hidden />)}
                  </button>
                ) : (
                  <span title={field.help}>{field.label}</span>
                )}
              </div>
            )
          })}
        </div>
      </div>
      <div role="rowgroup" style={{ height: rows.getTotalSize(), position: 'relative', minWidth: least }}>
        {shown.map((virtual) => {
          const record = items[virtual.index]
          if (!record) return null
          return (
            <ListRow
              key={record.id}
              kind={kind}
              record={record}
              columns={columns}
              leading={leading}
              index={virtual.index}
              start={virtual.start}
              height={height}
              template={template}
              least={least}
              isCursor={virtual.index === cursor}
              isSelected={selected.has(record.id)}
              isPeeked={record.ref === peeked}
              isFresh={fresh.has(record.id)}
              ways={ways}
            />
          )
        })}
      </div>
    </div>
  )
}
