import { ActionIcon, Button, Checkbox, Group, Menu, Modal, Stack, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { IconBookmarkPlus, IconDots, IconUsers } from '@tabler/icons-react'
import { useState } from 'react'
import type { Kind } from '../../records/kind.ts'
import { api, queryText } from '../api.ts'
import { complain, tell } from '../kit/notify.tsx'
import { kindNamed } from '../registry/kinds.ts'
import { useCan } from '../session/session.ts'
import type { ListSearch } from './filters.ts'
import classes from './list.module.css'
import { type SavedView, searchOf, useViews } from './views.ts'

const textOf = (search: ListSearch): string => {
  const { peek: _, ...rest } = search
  return queryText(rest).replace(/^\?/, '')
}
const exactly = { exact: true, includeSearch: true }
const same = (a: string, b: string): boolean =>
  [...new URLSearchParams(a)].map(String).toSorted().join('&') === [...new URLSearchParams(b)].map(String).toSorted().join('&')

/** Saved views as tabs above the list: everything, the kind's usual filter, then those saved. */
export const ViewTabs = ({ kind, search }: Readonly<{ kind: Kind; search: ListSearch }>) => {
  const views = useViews(kind.name)
  const can = useCan()
  const client = useQueryClient()
  const navigate = useNavigate()
  const [naming, setNaming] = useState<SavedView | 'new' | null>(null)
  const now = textOf(search)
  const preset = kind.list.preset ? queryText(kind.list.preset).replace(/^\?/, '') : null
  const current = views.find((view) => same(view.query ?? '', now))
  const view = kindNamed('view')
  const done = async (): Promise<void> => client.invalidateQueries({ queryKey: ['views'] })
  const change = useMutation({
    mutationFn: async ({ of, ...values }: { of: SavedView } & Record<string, unknown>) =>
      view ? api.change(view, of.id, of.version, values) : null,
    onSuccess: done,
    onError: complain,
  })
  const remove = useMutation({
    mutationFn: async (of: SavedView) => (view ? api.move(view, of.id, of.version, 'retire') : null),
    onSuccess: async () => {
      tell('The view is removed')
      await done()
    },
    onError: complain,
  })
  const tab = (label: React.ReactNode, query: string, key: string, on: boolean) => (
    <Link
      key={key}
      to={`/${kind.plural}`}
      search={searchOf(query)}
      className={classes['tab']}
      activeOptions={exactly}
      {...(on ? { 'aria-current': 'page' as const } : {})}
    >
      {label}
    </Link>
  )
  return (
    <nav className={classes['tabs']} aria-label="Views">
      {preset !== null && tab('Current', preset, 'preset', same(preset, now))}
      {tab('All', '', 'all', now === '')}
      {views.map((one) =>
        tab(
          <>
            {one.title}
            {one.shared && <IconUsers size={12} aria-label="shared" />}
          </>,
          one.query ?? '',
          one.id,
          one.id === current?.id,
        ),
      )}
      {current && (
        <Menu>
          <Menu.Target>
            <ActionIcon size="sm" aria-label={`More about the view ${current.title}`}>
              <IconDots size={14} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item onClick={() => setNaming(current)}>Rename…</Menu.Item>
            <Menu.Item onClick={() => change.mutate({ of: current, shared: !current.shared })}>
              {current.shared ? 'Share no longer' : 'Share with everyone'}
            </Menu.Item>
            <Menu.Item onClick={() => change.mutate({ of: current, pinned: !current.pinned })}>
              {current.pinned ? 'Unpin from the menu' : 'Pin to the menu'}
            </Menu.Item>
            <Menu.Divider />
            <Menu.Item color="red" onClick={() => remove.mutate(current)}>
              Remove
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      )}
      {!current && now !== '' && now !== preset && can('view.create') && (
        <Button
          size="compact-xs"
          variant="subtle"
          color="gray"
          leftSection={<IconBookmarkPlus size={13} />}
          onClick={() => setNaming('new')}
        >
          Save as view
        </Button>
      )}
      {naming !== null && (
        <NameView
          kind={kind}
          query={now}
          of={naming === 'new' ? null : naming}
          close={() => setNaming(null)}
          saved={(query) => {
            setNaming(null)
            void done()
            void navigate({ to: `/${kind.plural}`, search: searchOf(query), replace: true })
          }}
        />
      )}
    </nav>
  )
}

const NameView = ({
  kind,
  query,
  of,
  close,
  saved,
}: Readonly<{ kind: Kind; query: string; of: SavedView | null; close: () => void; saved: (query: string) => void }>) => {
  const [title, setTitle] = useState(of?.title ?? '')
  const [shared, setShared] = useState(of?.shared ?? false)
  const [pinned, setPinned] = useState(of?.pinned ?? false)
  const view = kindNamed('view')
  const keep = useMutation({
    mutationFn: async () => {
      if (!view) return
      if (of) await api.change(view, of.id, of.version, { title, shared, pinned })
      else await api.create(view, { title, of_kind: kind.name, query, shared, pinned })
    },
    onSuccess: () => saved(of?.query ?? query),
    onError: complain,
  })
  return (
    <Modal opened onClose={close} title={of ? 'Change the view' : 'Save these filters as a view'}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          keep.mutate()
        }}
      >
        <Stack gap="sm">
          <TextInput
            label="Name"
            required
            data-autofocus
            value={title}
            maxLength={120}
            onChange={(event) => setTitle(event.currentTarget.value)}
          />
          <Checkbox label="Share with everyone" checked={shared} onChange={(event) => setShared(event.currentTarget.checked)} />
          <Checkbox label="Pin to the menu" checked={pinned} onChange={(event) => setPinned(event.currentTarget.checked)} />
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              Cancel
            </Button>
            <Button type="submit" loading={keep.isPending}>
              Save
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
