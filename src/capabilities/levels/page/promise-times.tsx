import { useQuery } from '@tanstack/react-query'
import { api, keys, problemOf, saying } from '../../../platform/page/api.ts'
import type { RecordScreenProps } from '../../../platform/page/contribution.ts'
import { durationText } from '../../../platform/page/fields/format.ts'
import { DataTable } from '../../../platform/page/kit/data-table.tsx'
import { Empty } from '../../../platform/page/kit/empty.tsx'
import { Panel } from '../../../platform/page/kit/panel.tsx'
import { ToneBadge } from '../../../platform/page/kit/state-badge.tsx'
import { To } from '../../../platform/page/kit/to.tsx'
import { Failure, Waiting } from '../../../platform/page/kit/waiting.tsx'
import { timesSentence, type Times, timesVerdict } from './promise-words.ts'

type Row = Times['items'][number]

/** Whether a promise about tickets is underpinned, service by service; each row opens the times along the chain of its service. */
const PromiseTimes = ({ record }: RecordScreenProps) => {
  const { data, error, isPending, refetch } = useQuery({
    queryKey: keys.about(record.id, 'times'),
    queryFn: async ({ signal }) => api.get<Times>(`/promises/${record.ref}/times`, undefined, signal),
    retry: false,
  })
  if (isPending) return <Waiting lines={6} />
  if (error && problemOf(error)?.code === 'not_times')
    return (
      <Empty icon="sitemap" title="Nothing is composed from it alone" level={3}>
        {saying(error)}
      </Empty>
    )
  if (error) return <Failure error={error} again={() => void refetch()} />
  return (
    <Panel flush title="Times along the chains">
      <p className="rv-pad">{timesSentence(data.counts)}</p>
      <DataTable<Row>
        caption={`Times along the chains of ${record.title}`}
        rows={data.items}
        keyOf={(row) => row.service.id}
        empty="No service falls under it that you may see."
        columns={[
          {
            label: 'Service',
            cell: (row) => (
              <To to={`/services/${row.service.ref}/promise-chain?times=${record.ref}`} className="rv-link">
                {row.service.title}
              </To>
            ),
            text: (row) => row.service.title,
          },
          {
            label: 'Beneath, in turn',
            align: 'right',
            cell: (row) => (row.underpinned === null ? 'nothing' : durationText(row.sum_s)),
            text: (row) => (row.underpinned === null ? null : row.sum_s),
          },
          {
            label: 'Verdict',
            cell: (row) => <ToneBadge tone={timesVerdict(row).tone}>{timesVerdict(row).word}</ToneBadge>,
            text: (row) => timesVerdict(row).word,
          },
        ]}
      />
      {data.counts.services > data.items.length && (
        <p className="rv-pad rv-dim rv-small">{data.counts.services - data.items.length} more stand better or alike.</p>
      )}
    </Panel>
  )
}

export default PromiseTimes
