import { Link } from '@tanstack/react-router'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useRef } from 'react'
import type { AnyRecord, Kind } from '../../records/kind.ts'
import { isUnset, FieldValue } from '../fields/value.tsx'
import { Ref } from '../kit/links.tsx'
import { StateBadge } from '../kit/state-badge.tsx'
import type { ColumnOf } from './columns.ts'
import classes from './list.module.css'

/** The list on a phone: each record a card, with the first columns that have a value. */
export const ListCards = ({
  kind,
  items,
  columns,
  more,
  busy,
  total,
}: Readonly<{
  kind: Kind
  items: readonly AnyRecord[]
  columns: readonly ColumnOf[]
  more: (() => void) | null
  busy: boolean
  total: number
}>) => {
  const box = useRef<HTMLDivElement>(null)
  const rows = useVirtualizer({
    count: items.length,
    getScrollElement: () => box.current,
    estimateSize: () => 92,
    overscan: 6,
    getItemKey: (index) => items[index]?.id ?? index,
  })
  const shown = rows.getVirtualItems()
  const last = shown.at(-1)?.index ?? 0
  useEffect(() => {
    if (more && !busy && last >= items.length - 20) more()
  }, [last, items.length, more, busy])
  const details = columns.filter(({ name }) => !['ref', 'title', 'state'].includes(name))
  return (
    <div ref={box} className={classes['cards']} tabIndex={0} role="group" aria-label={kind.labels}>
      <ul style={{ height: rows.getTotalSize(), position: 'relative' }}>
        {shown.map((virtual) => {
          const record = items[virtual.index]
          if (!record) return null
          return (
            <li
              key={record.id}
              ref={rows.measureElement}
              data-index={virtual.index}
              aria-setsize={total}
              aria-posinset={virtual.index + 1}
              className={classes['card']}
              style={{ transform: `translateY(${virtual.start}px)` }}
            >
              <div className={classes['cardTop']}>
                <Ref>{record.ref}</Ref>
                <StateBadge kind={kind} state={record.state} />
              </div>
              <Link to={`/${kind.plural}/${record.ref}`} className={classes['cardTitle']}>
                {record.title}
              </Link>
              <div className={classes['cardMore']}>
                {details
                  .filter(({ name }) => !isUnset(record[name]))
                  .slice(0, 3)
                  .map(({ name, field }) => (
                    <span key={name}>
                      <span className="rv-hidden">{field.label}: </span>
                      <FieldValue kind={kind} name={name} field={field} record={record} short />
                    </span>
                  ))}
              </div>
            </li>
          )
        })}
      </ul>
    </div>
  )
}
