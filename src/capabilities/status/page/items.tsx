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
import type { ItemView } from '../model/view.ts'
import { toneOf } from './shapes.ts'
import classes from './status.module.css'

type Item = Known<typeof statusItem>

/** The items in the order in which readers see them; arrows move one. */
export const Items = ({
  items,
  views,
  editable,
  moved,
}: Readonly<{ items: readonly Item[]; views: ReadonlyMap<string, ItemView>; editable: boolean; moved: () => void }>) => {
  const [busy, setBusy] = useState(false)
  const swap = async (at: number, by: 1 | -1): Promise<void> => {
    const order = [...items]
    const [one, other] = [order[at], order[at + by]]
    if (!one || !other) return
    order[at] = other
    order[at + by] = one
    setBusy(true)
    try {
      for (const [index, item] of order.entries())
        if (item.sorting !== (index + 1) * 10) await api.change(statusItem, item.ref, item.version, { sorting: (index + 1) * 10 })
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
                      <ActionIcon
                        size="md"
                        variant="subtle"
                        aria-label={`Move ${item.title} up`}
                        disabled={busy || at === 0}
                        onClick={() => void swap(at, -1)}
                      >
                        <IconArrowUp size={16} />
                      </ActionIcon>
                      <ActionIcon
                        size="md"
                        variant="subtle"
                        aria-label={`Move ${item.title} down`}
                        disabled={busy || at === items.length - 1}
                        onClick={() => void swap(at, 1)}
                      >
                        <IconArrowDown size={16} />
                      </ActionIcon>
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
