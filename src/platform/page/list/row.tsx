import { ActionIcon, Checkbox } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { IconLayoutSidebarRightExpand } from '@tabler/icons-react'
import { memo } from 'react'
import type { AnyRecord, Kind } from '../../records/kind.ts'
import { FieldValue } from '../fields/value.tsx'
import type { ColumnOf } from './columns.ts'
import classes from './list.module.css'

export type RowWays = Readonly<{
  toggle: (id: string, range: boolean) => void
  peek: (ref: string) => void
  /** A click on the row; `onPart` when it was meant for something inside it. */
  touch: (index: number, ref: string, onPart: boolean) => void
  /** The pointer rests on the title: what it opens will be wanted. */
  ahead: (ref: string) => void
}>

type Props = Readonly<{
  kind: Kind
  record: AnyRecord
  columns: readonly ColumnOf[]
  /** The column that carries the link to the record. */
  leading: string
  index: number
  start: number
  height: number
  template: string
  least: number
  isCursor: boolean
  isSelected: boolean
  isPeeked: boolean
  isFresh: boolean
  ways: RowWays
}>

/** One row; drawn again only when something of its own changes, so that scrolling draws the new rows alone. */
export const ListRow = memo(
  ({ kind, record, columns, leading, index, start, height, template, least, isCursor, isSelected, isPeeked, isFresh, ways }: Props) => (
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events -- the keys j, k and p do the same
    <div
      role="row"
      aria-rowindex={index + 2}
      data-row={record.ref}
      data-cursor={isCursor}
      data-selected={isSelected}
      data-peeked={isPeeked}
      data-fresh={isFresh}
      className={`${classes['row']} ${classes['body']}`}
      style={{ gridTemplateColumns: template, minWidth: least, height, transform: `translateY(${start}px)` }}
      onClick={(event) => ways.touch(index, record.ref, (event.target as HTMLElement).closest('a, button, input') !== null)}
    >
      <div role="cell" className={classes['check']}>
        <Checkbox
          size="xs"
          checked={isSelected}
          onChange={(event) => ways.toggle(record.id, (event.nativeEvent as MouseEvent).shiftKey)}
          aria-label={`Select ${record.ref}`}
        />
      </div>
      {columns.map(({ name, field, right }) => (
        <div key={name} role="cell" className={`${classes['cell']} ${right ? classes['right'] : ''}`}>
          {name === leading ? (
            <span className={classes['titleCell']}>
              <Link
                to={`/${kind.plural}/${record.ref}`}
                className={classes['title']}
                title={record.title}
                onMouseEnter={() => ways.ahead(record.ref)}
              >
                {name === 'title' ? record.title : record.ref}
              </Link>
              <ActionIcon
                size={24}
                className={classes['peek'] ?? ''}
                aria-label={`Open ${record.ref} at the side`}
                onClick={() => ways.peek(record.ref)}
              >
                <IconLayoutSidebarRightExpand size={15} />
              </ActionIcon>
            </span>
          ) : (
            <FieldValue kind={kind} name={name} field={field} record={record} short />
          )}
        </div>
      ))}
    </div>
  ),
)
ListRow.displayName = 'ListRow'
