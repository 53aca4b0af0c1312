import { ActionIcon, Button, Group, Title, Tooltip } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { IconPlus, IconRefresh } from '@tabler/icons-react'
import { lazy, Suspense, useCallback, useMemo, useRef, useState } from 'react'
import type { Kind } from '../../records/kind.ts'
import type { Problem } from '../client/problem.ts'
import { LinksProvider } from '../kit/links.tsx'
import { NoRight } from '../kit/no-right.tsx'
import { useTitle } from '../kit/page.tsx'
import { Failure, Waiting } from '../kit/waiting.tsx'
import { useCan, usePreferences } from '../session/session.ts'
import { useCrumbs } from '../shell/crumbs.tsx'
import { ListCards } from './cards.tsx'
import { type ColumnOf, columnsOf } from './columns.ts'
import { ColumnChooser } from './column-chooser.tsx'
import { ExportMenu } from './export-menu.tsx'
import { FilterBar } from './filter-bar.tsx'
import { filtersOf, type ListSearch } from './filters.ts'
import classes from './list.module.css'
import { NothingHere } from './nothing.tsx'
import { ListTable } from './table.tsx'
import { useListKeys } from './use-list-keys.ts'
import { useList } from './use-list.ts'
import { ViewTabs } from './view-tabs.tsx'

const Peek = lazy(async () => import('../record/peek.tsx'))
const BulkBar = lazy(async () => import('./bulk-bar.tsx'))

const unseen = (kind: Kind): Problem => ({
  title: 'Forbidden',
  status: 403,
  code: 'missing_right',
  detail: `None of your roles lets you see ${kind.labels.toLowerCase()}.`,
  issues: [],
  right: `${kind.name}.see`,
})

/** The fields that a value is shown with: an amount needs its currency, a set of attributes what chose them. */
const besideOf = ({ field }: ColumnOf): readonly string[] =>
  field.type === 'money' ? [field.currency] : field.type === 'attributes' ? [field.by] : []

/** The list of a kind: views, filters, rows, selection and the side panel. Everything one can choose stands in the address. */
export const ListPage = ({ kind }: Readonly<{ kind: Kind }>) => {
  const search: ListSearch = useSearch({ strict: false })
  const navigate = useNavigate()
  const can = useCan()
  const [preferences, prefer] = usePreferences()
  const phone = useMediaQuery('(max-width: 48em)', false, { getInitialValueInEffect: false })
  const box = useRef<HTMLInputElement>(null)
  const [cursor, setCursor] = useState(-1)
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set())
  const [anchor, setAnchor] = useState(-1)
  const text = (name: string): string | undefined => (typeof search[name] === 'string' ? search[name] : undefined)
  const inAddress = text('cols')
  const chosen = useMemo(() => inAddress?.split(',') ?? preferences.columns?.[kind.name], [inAddress, preferences.columns, kind])
  const columns = useMemo(() => columnsOf(kind, chosen), [kind, chosen])
  const fields = useMemo(() => [...new Set(columns.flatMap((one) => [one.name, ...besideOf(one)]))].sort(), [columns])
  const wanted = useMemo((): ListSearch => {
    const { peek: _, cols: __, ...rest } = search
    return rest
  }, [search])
  const list = useList(kind, wanted, fields)
  const { items, links, count } = list
  const sort = text('sort') ?? kind.list.sort
  const peeked = text('peek')
  const set = useCallback(
    (next: Record<string, string | readonly string[]>) => void navigate({ to: `/${kind.plural}`, search: next, replace: true }),
    [navigate, kind],
  )
  const full = search as Record<string, string | readonly string[]>
  const peek = (ref: string): void => set({ ...full, peek: ref })
  const closePeek = (): void => {
    const { peek: _, ...rest } = full
    set(rest)
  }
  const toggle = (id: string, range: boolean): void => {
    const index = items.findIndex((item) => item.id === id)
    const next = new Set(selected)
    const ids = range && anchor >= 0 ? items.slice(Math.min(anchor, index), Math.max(anchor, index) + 1).map((item) => item.id) : [id]
    const on = !selected.has(id)
    for (const one of ids)
      if (on) next.add(one)
      else next.delete(one)
    setAnchor(index)
    setSelected(next)
  }
  const toggleAll = (): void =>
    setSelected(items.every((item) => selected.has(item.id)) ? new Set() : new Set(items.map((item) => item.id)))
  const clear = useCallback(() => setSelected(new Set()), [])
  useTitle(kind.labels)
  useCrumbs([{ label: kind.labels }])
  useListKeys({
    kind,
    items,
    cursor,
    setCursor,
    toggle,
    clear,
    selected,
    peeked,
    peek,
    closePeek,
    box,
    mayCreate: can(`${kind.name}.create`),
  })
  const total = count?.value ?? items.length
  const filtered = filtersOf(search).length > 0
  const more = list.hasNextPage ? () => void list.fetchNextPage() : null
  return (
    <LinksProvider links={links}>
      <div className={classes['page']}>
        <div className={classes['left']}>
          <div className={classes['top']}>
            <Tooltip label={kind.about} w={300}>
              <Title order={1} tabIndex={-1}>
                {kind.labels}
              </Title>
            </Tooltip>
            <span className={classes['spacer']} />
            <Group gap={6}>
              <ColumnChooser
                kind={kind}
                columns={columns.map((column) => column.name)}
                set={(names) => {
                  prefer({ columns: { ...preferences.columns, [kind.name]: names } })
                  if (text('cols')) {
                    const { cols: _, ...rest } = full
                    set(rest)
                  }
                }}
              />
              <ExportMenu kind={kind} search={search} columns={columns} items={items} links={links} />
              {can(`${kind.name}.create`) && (
                <Button component={Link} to={`/${kind.plural}/new`} leftSection={<IconPlus size={14} />} variant="default">
                  {phone ? 'New' : `New ${kind.label.toLowerCase()}`}
                </Button>
              )}
            </Group>
          </div>
          <ViewTabs kind={kind} search={search} />
          <FilterBar kind={kind} search={search} set={set} box={box} />
          {!can(`${kind.name}.see`) ? (
            <NoRight problem={unseen(kind)} />
          ) : list.error && items.length === 0 ? (
            <Failure error={list.error} again={() => void list.refetch()} />
          ) : list.isPending ? (
            <div className={classes['scroll']}>
              <Waiting lines={14} />
            </div>
          ) : items.length === 0 ? (
            <div className={classes['scroll']}>
              <NothingHere kind={kind} filtered={filtered} clear={() => set({})} />
            </div>
          ) : phone ? (
            <ListCards kind={kind} items={items} columns={columns} more={more} busy={list.isFetchingNextPage} total={total} />
          ) : (
            <ListTable
              kind={kind}
              items={items}
              columns={columns}
              total={total}
              sort={sort}
              onSort={(by) => set({ ...full, sort: by })}
              cursor={cursor}
              setCursor={setCursor}
              selected={selected}
              toggle={toggle}
              toggleAll={toggleAll}
              peeked={peeked}
              peek={peek}
              fresh={list.fresh}
              more={more}
              busy={list.isFetchingNextPage}
              old={list.isPlaceholderData}
            />
          )}
          {list.waiting > 0 && (
            <Button className={classes['new'] ?? ''} size="compact-sm" leftSection={<IconRefresh size={13} />} onClick={list.refresh}>
              {list.waiting === 1 ? 'The list has changed' : `${list.waiting} changes in the list`}: show
            </Button>
          )}
          {selected.size > 0 && (
            <Suspense fallback={null}>
              <BulkBar kind={kind} ids={[...selected]} search={wanted} count={count} clear={clear} />
            </Suspense>
          )}
          <div className={classes['foot']}>
            <span role="status">
              {count
                ? `${count.exact ? '' : 'more than '}${count.value.toLocaleString()} ${count.value === 1 ? kind.label.toLowerCase() : kind.labels.toLowerCase()}`
                : ' '}
              {selected.size > 0 && `, ${selected.size} selected`}
            </span>
            <ActionIcon size={24} aria-label="Read the list again" onClick={list.refresh}>
              <IconRefresh size={13} />
            </ActionIcon>
          </div>
        </div>
        {peeked && (
          <aside className={classes['side']} aria-label={`${kind.label} ${peeked}`}>
            <Suspense fallback={<Waiting />}>
              <Peek kind={kind} recordKey={peeked} close={closePeek} />
            </Suspense>
          </aside>
        )}
      </div>
    </LinksProvider>
  )
}
