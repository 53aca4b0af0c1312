import { Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { api } from '../../../platform/page/api.ts'
import { DataTable } from '../../../platform/page/kit/data-table.tsx'
import { Empty } from '../../../platform/page/kit/empty.tsx'
import { RecordLink } from '../../../platform/page/kit/links.tsx'
import { Page } from '../../../platform/page/kit/page.tsx'
import { Panel } from '../../../platform/page/kit/panel.tsx'
import { ToneBadge } from '../../../platform/page/kit/state-badge.tsx'
import { To } from '../../../platform/page/kit/to.tsx'
import { Failure, Waiting } from '../../../platform/page/kit/waiting.tsx'
import { useCan } from '../../../platform/page/session/session.ts'
import type { Unmonitored } from '../model/board.ts'
import { useLiveHealth } from './health-parts.tsx'

const criticalities: Readonly<Record<string, string>> = { vital: 'Vital', high: 'High', medium: 'Medium', low: 'Low' }

/** Services of which nobody knows how they are, the most critical first, with the way to a check. */
const UnmonitoredPage = () => {
  const can = useCan()
  useLiveHealth()
  const { data, error, isPending, refetch } = useQuery({
    queryKey: ['health', 'unmonitored'],
    queryFn: async ({ signal }) => api.get<Unmonitored>('/health/unmonitored', undefined, signal),
  })
  return (
    <Page title="Not monitored" crumbs={[{ label: 'Live board', to: '/board' }]}>
      {isPending ? (
        <Waiting />
      ) : error ? (
        <Failure error={error} again={() => void refetch()} />
      ) : data.items.length === 0 ? (
        <Empty icon="eye" title={data.services === 0 ? 'No services in use' : 'Everything is watched'}>
          {data.services === 0
            ? 'Services that are live and that nothing watches stand here. There is none in use that you may see.'
            : `All ${data.services.toLocaleString()} services in use tell how they are, by themselves or by their parts.`}
        </Empty>
      ) : (
        <>
          <Text mb="sm">
            {data.items.length + data.more} of {data.services} services in use {data.items.length + data.more === 1 ? 'is' : 'are'} not
            monitored:{' '}
            {[
              data.counts.none > 0 ? `nothing watches ${data.counts.none} of them, nor what they need` : '',
              data.counts.partly > 0 ? `${data.counts.partly} ${data.counts.partly === 1 ? 'is' : 'are'} watched too little to say` : '',
            ]
              .filter(Boolean)
              .join(', and ')}
            .
          </Text>
          <Panel flush>
            <DataTable<Unmonitored['items'][number]>
              caption="Services that are not monitored"
              rows={data.items}
              keyOf={(item) => item.service.id}
              columns={[
                { label: 'Service', cell: (item) => <RecordLink to={item.service} withRef />, text: (item) => item.service.title },
                {
                  label: 'Criticality',
                  cell: (item) =>
                    item.service.criticality === 'vital' ? (
                      <ToneBadge tone="bad">Vital</ToneBadge>
                    ) : (
                      (criticalities[item.service.criticality ?? ''] ?? <span className="rv-dim">–</span>)
                    ),
                  text: (item) => criticalities[item.service.criticality ?? ''] ?? '',
                },
                { label: 'Why', cell: (item) => item.words },
                {
                  label: 'Watch it',
                  cell: (item) =>
                    can('check.create') ? (
                      <To
                        className="rv-link"
                        to={`/checks/new?subject=${item.service.ref}`}
                        aria-label={`Add a check to ${item.service.title}`}
                      >
                        Add a check
                      </To>
                    ) : (
                      <span className="rv-dim">–</span>
                    ),
                  text: () => '',
                },
              ]}
            />
          </Panel>
          {data.more > 0 && <p className="rv-dim">{data.more.toLocaleString()} more are not listed here.</p>}
        </>
      )}
    </Page>
  )
}

export default UnmonitoredPage
