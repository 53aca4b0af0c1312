import { isoOf } from '../../../kernel/instant.ts'
import { Alert } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { api, keys } from '../../../platform/page/api.ts'
import type { RecordScreenProps } from '../../../platform/page/contribution.ts'
import { numberText } from '../../../platform/page/fields/format.ts'
import { DataTable } from '../../../platform/page/kit/data-table.tsx'
import { Figure } from '../../../platform/page/kit/figure.tsx'
import { LinksProvider, RecordLink } from '../../../platform/page/kit/links.tsx'
import { Moment } from '../../../platform/page/kit/moment.tsx'
import { Panel } from '../../../platform/page/kit/panel.tsx'
import { ToneBadge } from '../../../platform/page/kit/state-badge.tsx'
import { To } from '../../../platform/page/kit/to.tsx'
import { Failure, Waiting } from '../../../platform/page/kit/waiting.tsx'
import { FieldGroups } from '../../../platform/page/record/groups.tsx'
import { useCan } from '../../../platform/page/session/session.ts'
import { statusItem } from '../kind.ts'
import { overallWords, stageWords } from '../model/words.ts'
import { Items } from './items.tsx'
import { type Overview, toneOf } from './shapes.ts'
import classes from './status.module.css'

type Troubled = NonNullable<Overview['troubled']>[number]

const Deliveries = ({ data }: Readonly<{ data: Overview }>) => (
  <Panel flush title="Deliveries that did not go through at once">
    <DataTable<Troubled>
      caption="Deliveries"
      rows={data.troubled ?? []}
      keyOf={(one) => one.id}
      empty="All went through."
      columns={[
        { label: 'Update', cell: (one) => one.update_title },
        { label: 'To', cell: (one) => one.to },
        {
          label: 'Now',
          cell: (one) => (
            <span className={classes['nowrap']}>
              <ToneBadge tone={one.state === 'sent' ? 'good' : one.state === 'failed' ? 'bad' : 'warn'}>
                {one.state === 'sent' ? 'Sent' : one.state === 'failed' ? 'Given up' : 'Tried again'}
              </ToneBadge>
            </span>
          ),
          text: (one) => one.state,
        },
        { label: 'Tries', align: 'right', cell: (one) => one.tries },
        { label: 'Why', cell: (one) => one.last_error ?? '' },
        { label: 'Next try', cell: (one) => (one.next_try_at ? <Moment at={one.next_try_at} /> : '–'), text: (one) => one.next_try_at },
      ]}
    />
  </Panel>
)

/** A status page as those see it who keep it: what readers see now, items, notices, subscribers. */
const StatusPage = ({ kind, record, may }: RecordScreenProps) => {
  const can = useCan()
  const overview = useQuery({
    queryKey: keys.about(record.id, 'overview'),
    queryFn: async ({ signal }) => api.get<Overview>(`/status_pages/${record.ref}/overview`, undefined, signal),
    refetchInterval: 60_000,
  })
  const items = useQuery({
    queryKey: keys.list(statusItem.plural, { page: record.ref, of: 'status-page' }),
    queryFn: async ({ signal }) => api.list(statusItem, { page: record.ref, state: 'active', sort: 'sorting', limit: 500 }, signal),
  })
  if (overview.isPending || items.isPending) return <Waiting lines={10} />
  if (overview.error) return <Failure error={overview.error} again={() => void overview.refetch()} />
  if (items.error) return <Failure error={items.error} again={() => void items.refetch()} />
  const { data } = overview
  const open = [...data.view.active, ...data.view.ahead]
  const address = `/status/${String(record['slug'])}`
  return (
    <LinksProvider links={items.data.links}>
      <div className={classes['column']}>
        {!data.mails && data.subscribing === 'off' && record['subscribing'] !== 'off' && (
          <Alert color="yellow" title="Readers cannot subscribe">
            Mail is not set up, or Reeve does not know its own address (REEVE_SMTP_URL and REEVE_URL). The page leaves the form out until
            then.
          </Alert>
        )}
        <div className={classes['tiles']}>
          <Figure
            label="Readers see"
            value={data.state === 'published' ? overallWords[data.view.status] : null}
            missing="The page is not published"
            {...(data.state === 'published' && data.view.status !== 'operational'
              ? {
                  verdict: {
                    tone: toneOf[data.view.status],
                    word: open.length === 0 ? 'no notice written' : `${open.length} ${open.length === 1 ? 'notice' : 'notices'} open`,
                  },
                }
              : {})}
          />
          <Figure
            label="Subscribers"
            value={numberText(data.subscribers.mail + data.subscribers.webhook)}
            target={`${data.subscribers.mail} by mail, ${data.subscribers.webhook} by webhook`}
          />
          <Figure label="Not confirmed" value={numberText(data.subscribers.unconfirmed)} target="forgotten after two days" />
          <Figure
            label="Told in 30 days"
            value={numberText(data.deliveries.sent)}
            target={`${data.deliveries.queued} waiting, ${data.deliveries.failed} given up`}
          />
        </div>
        <Panel
          flush
          title="Open notices"
          right={
            <span className={classes['head']}>
              {data.state === 'published' && (
                <a className="rv-link rv-small" href={address} target="_blank" rel="noreferrer">
                  The page as readers see it
                </a>
              )}
              {can('status_notice.create') && data.state === 'published' && (
                <To to={`/status_notices/new?page=${record.ref}`} className="rv-link rv-small">
                  Write a notice
                </To>
              )}
            </span>
          }
        >
          <DataTable
            caption="Open notices"
            rows={open}
            keyOf={(one) => one.id}
            empty="Nothing goes on and nothing is planned."
            columns={[
              { label: 'Notice', cell: (one) => <RecordLink to={{ ...one, kind: 'status_notice' }} />, text: (one) => one.title },
              { label: 'Stage', cell: (one) => stageWords[one.stage] },
              { label: 'Affects', cell: (one) => (one.names.length > 0 ? one.names.join(', ') : 'the whole page') },
              {
                label: 'From',
                cell: (one) => <Moment at={isoOf(one.from)} />,
                text: (one) => isoOf(one.from),
              },
              {
                label: 'Last told',
                cell: (one) => (one.updates[0] ? <Moment at={isoOf(one.updates[0].at)} ago /> : '–'),
                text: (one) => (one.updates[0] ? isoOf(one.updates[0].at) : ''),
              },
            ]}
          />
        </Panel>
        <Panel
          flush
          title="Items"
          right={
            can('status_item.create') && (
              <To to={`/status_items/new?page=${record.ref}`} className="rv-link rv-small">
                New item
              </To>
            )
          }
        >
          <Items
            items={items.data.items}
            groups={data.view.groups}
            editable={can('status_item.edit')}
            moved={() => void Promise.all([items.refetch(), overview.refetch()])}
          />
        </Panel>
        {data.troubled !== null && data.troubled.length > 0 && <Deliveries data={data} />}
        <FieldGroups kind={kind} record={record} may={may} />
      </div>
    </LinksProvider>
  )
}

export default StatusPage
