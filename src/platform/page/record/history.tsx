import { Button, Group } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { lazy, Suspense } from 'react'
import type { AnyRecord } from '../../records/kind.ts'
import { api, type Happening, keys, type Links } from '../api.ts'
import { momentText } from '../fields/format.ts'
import { DataTable } from '../kit/data-table.tsx'
import { Moment } from '../kit/moment.tsx'
import { Panel } from '../kit/panel.tsx'
import { Failure, Waiting } from '../kit/waiting.tsx'
import { changedFields, verbText } from './words.tsx'

const MomentPicker = lazy(async () => ({ default: (await import('../fields/dates.tsx')).MomentPicker }))
type Events = Readonly<{ items: readonly Happening[]; links: Links; next: number | null }>

/** The moments at which a record changed; any of them, or any other moment, shows it as it was then. */
export const History = ({
  record,
  asOf,
  setAsOf,
}: Readonly<{ record: AnyRecord; asOf: string | undefined; setAsOf: (asOf: string | null) => void }>) => {
  const query = useInfiniteQuery({
    queryKey: keys.about(record.id, 'history'),
    queryFn: async ({ pageParam, signal }) =>
      api.get<Events>(`/records/${record.id}/events`, pageParam ? { after: pageParam } : undefined, signal),
    initialPageParam: 0,
    getNextPageParam: (page) => page.next ?? undefined,
  })
  if (query.isPending) return <Waiting lines={6} />
  if (query.error) return <Failure error={query.error} again={() => void query.refetch()} />
  const events = query.data.pages.flatMap((page) => page.items).filter((event) => !event.verb.startsWith('comment'))
  return (
    <Panel
      title="Versions"
      flush
      right={
        <Group gap={6}>
          <Suspense fallback={null}>
            <MomentPicker value={asOf ?? null} onChange={setAsOf} label="As it was at" size="xs" w={190} className="rv-inline-label" />
          </Suspense>
        </Group>
      }
    >
      <DataTable
        caption={`Versions of ${record.ref}`}
        rows={events}
        keyOf={(event) => String(event.id)}
        columns={[
          { label: 'When', cell: (event) => <Moment at={event.at} />, text: (event) => momentText(event.at) },
          { label: 'Who', cell: (event) => event.actor?.title ?? 'Reeve' },
          { label: 'What', cell: verbText },
          { label: 'Fields', cell: (event) => changedFields(event).slice(0, 6).join(', ').replaceAll('_', ' ') },
          {
            label: ' ',
            align: 'right',
            cell: (event) => (
              <Button size="compact-xs" variant={asOf === event.at ? 'filled' : 'default'} onClick={() => setAsOf(event.at)}>
                Show as it was
              </Button>
            ),
          },
        ]}
      />
      {query.hasNextPage && (
        <Button m="sm" variant="default" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          Older
        </Button>
      )}
    </Panel>
  )
}
