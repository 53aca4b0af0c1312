import { Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { api } from '../../../platform/page/api.ts'
import { dayText, moneyText } from '../../../platform/page/fields/format.ts'
import { DataTable } from '../../../platform/page/kit/data-table.tsx'
import { Empty } from '../../../platform/page/kit/empty.tsx'
import { LinkById, LinksProvider, RecordLink } from '../../../platform/page/kit/links.tsx'
import { Page } from '../../../platform/page/kit/page.tsx'
import { Panel } from '../../../platform/page/kit/panel.tsx'
import { ToneBadge } from '../../../platform/page/kit/state-badge.tsx'
import { Failure, Waiting } from '../../../platform/page/kit/waiting.tsx'
import classes from './suppliers.module.css'
import { type Notices, renewalWords, toneOfNotice } from './shapes.ts'

type Item = Notices['items'][number]

const monthText = (day: string): string => new Intl.DateTimeFormat(undefined, { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(Date.parse(`${day}T00:00:00Z`))

/** Contracts by month of their last day for notice, as a reading list of decisions to come. */
const byMonth = (items: readonly Item[]): readonly (readonly [string, readonly Item[]])[] => {
  const groups = new Map<string, Item[]>()
  for (const item of items) {
    const name = item.notice.state === 'missed' ? 'Missed in this term' : monthText(item.notice.by)
    groups.set(name, [...(groups.get(name) ?? []), item])
  }
  return [...groups]
}

/** Which contracts must be decided on in the next twelve months, and by when. */
const NoticePage = () => {
  const { data, error, isPending, refetch } = useQuery({ queryKey: ['contracts', 'notice'], queryFn: async ({ signal }) => api.get<Notices>('/contracts/notice', undefined, signal) })
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
            {data.items.length - data.missed} {data.items.length - data.missed === 1 ? 'contract needs' : 'contracts need'} a decision within twelve months
            {data.missed > 0 && `; for ${data.missed} the day has passed`}.
          </Text>
          <div className={classes['column']}>
            {byMonth(data.items).map(([month, items]) => (
              <Panel key={month} flush title={month}>
                <DataTable<Item>
                  caption={month}
                  rows={items}
                  keyOf={(item) => item.contract.id}
                  columns={[
                    { label: 'Notice by', cell: (item) => <span className={classes['nowrap']}>{dayText(item.notice.by)}</span>, text: (item) => item.notice.by },
                    { label: '', cell: (item) => <span className={classes['whole']}><ToneBadge tone={toneOfNotice[item.notice.state]}>{item.notice.words}</ToneBadge></span>, text: (item) => item.notice.words },
                    { label: 'Contract', cell: (item) => <RecordLink to={{ ...item.contract, kind: 'contract' }} />, text: (item) => item.contract.title },
                    { label: 'Supplier', cell: (item) => (item.contract.supplier ? <LinkById id={item.contract.supplier} /> : '–'), text: (item) => data.links[item.contract.supplier]?.title ?? '' },
                    { label: 'Covers', cell: (item) => (item.contract.services ?? []).slice(0, 3).map((id) => <div key={id}><LinkById id={id} /></div>), text: (item) => (item.contract.services ?? []).map((id) => data.links[id]?.title ?? '').join('; ') },
                    { label: 'Otherwise', cell: (item) => renewalWords(item.contract) },
                    { label: 'Ends', cell: (item) => <span className={classes['nowrap']}>{item.contract.ends_on ? dayText(item.contract.ends_on) : '–'}</span>, text: (item) => item.contract.ends_on },
                    { label: 'A year', align: 'right', cell: (item) => (item.contract.yearly_cost ? <span className={classes['nowrap']}>{moneyText(item.contract.yearly_cost, item.contract.currency)}</span> : '–'), text: (item) => item.contract.yearly_cost ?? '' },
                  ]}
                />
              </Panel>
            ))}
          </div>
        </LinksProvider>
      )}
    </Page>
  )
}

export default NoticePage
