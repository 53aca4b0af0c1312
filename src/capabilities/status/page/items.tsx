import { ActionIcon } from '@mantine/core'
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react'
import { useState } from 'react'
import { api, type Known } from '../../../platform/page/api.ts'
import { DataTable } from '../../../platform/page/kit/data-table.tsx'
import { LinkById, RecordLink } from '../../../platform/page/kit/links.tsx'
import { complain } from '../../../platform/page/kit/notify.tsx'
import { ToneBadge } from '../../../platform/page/kit/state-badge.tsx'
import { statusItem } from '../kind.ts'
import { uptimeText } from '../model/days.ts'
import { statusWords } from '../model/state.ts'
import { movedBy, movesWith } from '../model/order.ts'
import type { GroupView } from '../model/view.ts'
import { toneOf } from './shapes.ts'
import classes from './status.module.css'

type Item = Known<typeof statusItem>

/** Items as readers see them, group by group; what readers do not see yet stands last. */
const asRead = (items: readonly Item[], groups: readonly GroupView[]): readonly Item[] => {
  const places = new Map(groups.flatMap((group) => group.items).map((item, at) => [item.id, at]))
  return items.toSorted((a, b) => (places.get(a.id) ?? Infinity) - (places.get(b.id) ?? Infinity) || 0)
}

/** The items in the order in which readers see them; arrows move one within its group, or its group among the others. */
export const Items = ({
  items: found,
  groups,
  editable,
  moved,
}: Readonly<{ items: readonly Item[]; groups: readonly GroupView[]; editable: boolean; moved: () => void }>) => {
  const [busy, setBusy] = useState(false)
  const views = new Map(groups.flatMap((group) => group.items.map((item) => [item.id, item] as const)))
  const items = asRead(found, groups)
  const placed = items.map((item) => ({ id: item.id, group: item.group_name ?? null }))
  const swap = async (at: number, by: 1 | -1): Promise<void> => {
    const byId = new Map(items.map((item) => [item.id, item]))
    setBusy(true)
    try {
      for (const [index, id] of movedBy(placed, at, by).entries()) {
        const item = byId.get(id)
        if (item && item.sorting !== (index + 1) * 10) await api.change(statusItem, item.ref, item.version, { sorting: (index + 1) * 10 })
      }
    } catch (refused) {
      complain(refused)
    } finally {
      setBusy(false)
      moved()
    }
  }
  return (
    <DataTable<Item>
      caption="Items"
      rows={items}
      keyOf={(item) => item.id}
      empty="No item yet. What do readers ask about? Each answer is an item: a service or component under a name that they know."
      columns={[
        {
          label: 'Item',
          cell: (item) => (
            <>
              <RecordLink to={{ ...item, kind: 'status_item' }} />
              <span className="rv-block rv-small rv-dim">{item.group_name ?? 'without a group'}</span>
            </>
          ),
          text: (item) => item.title,
        },
        {
          label: 'Now',
          cell: (item) => {
            const status = views.get(item.id)?.status
            return status ? (
              <span className={classes['nowrap']}>
                <ToneBadge tone={toneOf[status]}>{statusWords[status]}</ToneBadge>
              </span>
            ) : (
              '–'
            )
          },
          text: (item) => views.get(item.id)?.status ?? '',
        },
        {
          label: 'Shows',
          cell: (item) => (
            <>
              {item.subjects.slice(0, 3).map((id) => (
                <div key={id}>
                  <LinkById id={id} />
                </div>
              ))}
              {item.subjects.length > 3 && <span className="rv-dim rv-small">and {item.subjects.length - 3} more</span>}
            </>
          ),
          text: (item) => item.subjects.length,
        },
        {
          label: '90 days',
          align: 'right',
          cell: (item) => <span className={classes['nowrap']}>{uptimeText(views.get(item.id)?.uptime_90 ?? { share: null })}</span>,
          text: (item) => uptimeText(views.get(item.id)?.uptime_90 ?? { share: null }),
        },
        ...(editable
          ? [
              {
                label: 'Order',
                cell: (item: Item) => {
                  const at = items.indexOf(item)
                  return (
                    <span className={classes['nowrap']}>
                      {([-1, 1] as const).map((by) => {
                        const what = movesWith(placed, at, by)
                        const words = `Move ${what === 'group' ? `the group ${item.group_name ?? ''}` : item.title} ${by < 0 ? 'up' : 'down'}`
                        return (
                          <ActionIcon
                            key={by}
                            size={24}
                            aria-label={words}
                            title={words}
                            disabled={busy || what === null}
                            onClick={() => void swap(at, by)}
                          >
                            {by < 0 ? <IconArrowUp size={15} /> : <IconArrowDown size={15} />}
                          </ActionIcon>
                        )
                      })}
                    </span>
                  )
                },
                text: (item: Item) => item.sorting,
              },
            ]
          : []),
      ]}
    />
  )
}
