import { Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { api } from '../../../platform/page/api.ts'
import { dayText } from '../../../platform/page/fields/format.ts'
import { DataTable } from '../../../platform/page/kit/data-table.tsx'
import { Empty } from '../../../platform/page/kit/empty.tsx'
import { LinkById, LinksProvider, RecordLink } from '../../../platform/page/kit/links.tsx'
import { Page } from '../../../platform/page/kit/page.tsx'
import { Panel } from '../../../platform/page/kit/panel.tsx'
import { ToneBadge } from '../../../platform/page/kit/state-badge.tsx'
import { Failure, Waiting } from '../../../platform/page/kit/waiting.tsx'
import classes from './suppliers.module.css'
import { costText, type Notices, renewalWords, toneOfNotice } from './shapes.ts'

type Item = Notices['items'][number]

const Covers = ({ ids }: Readonly<{ ids: readonly string[] }>) => (
  <>
    {ids.slice(0, 3).map((id) => (
      <div key={id} className={classes['line']}>
        <LinkById id={id} />
      </div>
    ))}
    {ids.length > 3 && <span className="rv-dim rv-small">and {ids.length - 3} more</span>}
  </>
)

/** Which contracts must be decided on in the next twelve months, and by when. */
const NoticePage = () => {
  const { data, error, isPending, refetch } = useQuery({
    queryKey: ['contracts', 'notice'],
    queryFn: async ({ signal }) => api.get<Notices>('/contracts/notice', undefined, signal),
  })
  return (
    <Page
      title="Notice days"
      crumbs={[{ label: 'Contracts', to: '/contracts' }]}
      right={
        <a className="rv-link rv-small rv-no-print" href="/api/v1/contracts/calendar.ics">
          As a calendar (.ics)
        </a>
      }
    >
      {isPending ? (
        <Waiting />
      ) : error ? (
        <Failure error={error} again={() => void refetch()} />
      ) : data.items.length === 0 ? (
        <Empty icon="calendar" title="Nothing to decide for a year">
          No contract in force has a last day for notice within twelve months. Contracts need an end and a notice time for this.
        </Empty>
      ) : (
        <LinksProvider links={data.links}>
          <Text c="dimmed" mb="sm">
            {data.items.length - data.missed} {data.items.length - data.missed === 1 ? 'contract needs' : 'contracts need'} a decision
            within twelve months
            {data.missed > 0 && `; for ${data.missed} the day has passed`}.
          </Text>
          <Panel flush>
            <DataTable<Item>
              caption="Notice days"
              rows={data.items}
              keyOf={(item) => item.contract.id}
              columns={[
                {
                  label: 'Notice by',
                  cell: (item) => (
                    <span className={classes['whole']}>
                      <b>{dayText(item.notice.by)}</b>
                      <span className="rv-block">
                        <ToneBadge tone={toneOfNotice[item.notice.state]}>{item.notice.words}</ToneBadge>
                      </span>
                    </span>
                  ),
                  text: (item) => item.notice.by,
                },
                {
                  label: 'Contract',
                  cell: (item) => (
                    <>
                      <div className={classes['line']}>
                        <RecordLink to={{ ...item.contract, kind: 'contract' }} withRef />
                      </div>
                      <span className={`${classes['line']} rv-block rv-small rv-dim`}>
                        {item.contract.supplier && <LinkById id={item.contract.supplier} />}
                      </span>
                    </>
                  ),
                  text: (item) => `${item.contract.title}, ${data.links[item.contract.supplier]?.title ?? ''}`,
                },
                {
                  label: 'Covers',
                  cell: (item) => <Covers ids={item.contract.services ?? []} />,
                  text: (item) => (item.contract.services ?? []).map((id) => data.links[id]?.title ?? '').join('; '),
                },
                { label: 'Otherwise', cell: (item) => renewalWords(item.contract) },
                {
                  label: 'Ends',
                  cell: (item) => <span className={classes['nowrap']}>{item.contract.ends_on ? dayText(item.contract.ends_on) : '–'}</span>,
                  text: (item) => item.contract.ends_on,
                },
                {
                  label: 'A year',
                  align: 'right',
                  cell: (item) => <span className={classes['nowrap']}>{costText(item.contract)}</span>,
                  text: (item) => item.contract.yearly_cost ?? '',
                },
              ]}
            />
          </Panel>
        </LinksProvider>
      )}
    </Page>
  )
}

export default NoticePage
