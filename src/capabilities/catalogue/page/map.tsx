import { Drawer, Group, SegmentedControl, Text } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useRouterState } from '@tanstack/react-router'
import { lazy, Suspense } from 'react'
import { api, keys, queryText } from '../../../platform/page/api.ts'
import type { RecordScreenProps } from '../../../platform/page/contribution.ts'
import { Empty } from '../../../platform/page/kit/empty.tsx'
import { Failure, Waiting } from '../../../platform/page/kit/waiting.tsx'
import Peek from '../../../platform/page/record/peek.tsx'
import { kindNamed } from '../../../platform/page/registry/kinds.ts'
import { useCan } from '../../../platform/page/session/session.ts'
import { To, useGo } from '../../../platform/page/kit/to.tsx'
import { MapList } from './map-list.tsx'
import { Legend } from './map-node.tsx'
import classes from './map.module.css'
import type { ServiceMap } from './shapes.ts'
import { useWords } from '../../../platform/page/kit/address.ts'

const Drawing = lazy(async () => import('./map-drawing.tsx'))

/** What it needs and what needs it, as a picture or a list; a click opens the record at the side. */
const MapTab = ({ kind, record }: RecordScreenProps) => {
  const search = useWords()
  const go = useGo()
  const can = useCan()
  const path = useRouterState({ select: (state) => state.location.pathname })
  const phone = useMediaQuery('(max-width: 48em)', false, { getInitialValueInEffect: false })
  const depth = search['depth'] === '2' ? '2' : '1'
  const view = search['view'] ?? (phone ? 'list' : 'map')
  const set = (change: Readonly<Record<string, string | undefined>>): void => go(`${path}${queryText({ ...search, ...change })}`, true)
  const { data, error, isPending, refetch } = useQuery({
    queryKey: [...keys.about(record.id, 'map'), depth],
    queryFn: async ({ signal }) => api.get<ServiceMap>(`/${kind.plural}/${record.ref}/map`, { depth }, signal),
    placeholderData: keepPreviousData,
  })
  const peeked = data?.nodes.find((node) => node.ref !== '' && node.ref === search['peek'])
  const peekKind = peeked ? kindNamed(peeked.kind) : undefined
  const open = (ref: string): void => set({ peek: ref })
  return (
    <div className={classes['tab']}>
      <Group justify="space-between" gap="sm">
        <Group gap="sm">
          <SegmentedControl
            aria-label="Show as"
            value={view}
            onChange={(value) => set({ view: value })}
            data={[
              { value: 'map', label: 'Map' },
              { value: 'list', label: 'List' },
            ]}
          />
          <SegmentedControl
            aria-label="How far"
            value={depth}
            onChange={(value) => set({ depth: value === '1' ? undefined : value })}
            data={[
              { value: '1', label: '1 step' },
              { value: '2', label: '2 steps' },
            ]}
          />
        </Group>
        {can('dependency.create') && (
          <To to={`/dependencies/new?dependent=${record.ref}`} className="rv-link rv-small">
            Add a dependency
          </To>
        )}
      </Group>
      {isPending ? (
        <Waiting lines={8} />
      ) : error ? (
        <Failure error={error} again={() => void refetch()} />
      ) : data.nodes.length <= 1 ? (
        <Empty icon="sitemap" title="Nothing is connected yet" level={3}>
          {record.title} neither needs another service or component nor is needed by one. Dependencies make the map and answer what a
          failure takes down.
        </Empty>
      ) : view === 'list' ? (
        <MapList map={data} focus={record.title} open={open} />
      ) : (
        <>
          <Suspense fallback={<Waiting lines={8} />}>
            <Drawing map={data} label={`Map around ${record.title}`} open={open} />
          </Suspense>
          <Legend />
          <Text size="xs" c="dimmed">
            Left: what needs it. Right: what it needs. “2 of 3” on a line: two of the three that stand in for each other must work. The list
            says the same in words.
          </Text>
        </>
      )}
      {peeked && peekKind && (
        <Drawer.Root opened onClose={() => set({ peek: undefined })} position="right" size="lg">
          <Drawer.Overlay backgroundOpacity={0.25} />
          <Drawer.Content aria-label={`${peeked.ref} ${peeked.title}`}>
            <Drawer.Body p={0}>
              <Suspense fallback={<Waiting />}>
                <Peek key={peeked.ref} kind={peekKind} recordKey={peeked.ref} close={() => set({ peek: undefined })} />
              </Suspense>
            </Drawer.Body>
          </Drawer.Content>
        </Drawer.Root>
      )}
    </div>
  )
}

export default MapTab
