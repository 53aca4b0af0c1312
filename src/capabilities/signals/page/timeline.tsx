import { Button, Group } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { type Millis, millisOf } from '../../../kernel/instant.ts'
import { api } from '../../../platform/page/api.ts'
import { durationText, momentText } from '../../../platform/page/fields/format.ts'
import { LinkInput } from '../../../platform/page/fields/link-input.tsx'
import { recalled } from '../../../platform/page/fields/pointers.ts'
import { useWords } from '../../../platform/page/kit/address.ts'
import { DataTable } from '../../../platform/page/kit/data-table.tsx'
import { Empty } from '../../../platform/page/kit/empty.tsx'
import { RecordLink } from '../../../platform/page/kit/links.tsx'
import { Moment } from '../../../platform/page/kit/moment.tsx'
import { Page } from '../../../platform/page/kit/page.tsx'
import { Panel } from '../../../platform/page/kit/panel.tsx'
import { useGo } from '../../../platform/page/kit/to.tsx'
import { Failure, Waiting } from '../../../platform/page/kit/waiting.tsx'
import { useCan } from '../../../platform/page/session/session.ts'
import type { Lane, Timeline } from '../model/timeline.ts'
import classes from './health.module.css'
import { useLiveHealth } from './health-parts.tsx'
import { RangePicker, stretchOf, wordsOf } from './ranges.tsx'
import { bounds, type Stretch } from './readings.ts'
import { Lanes } from './timeline-lanes.tsx'
import { barsOf, type DrawnBar } from './timeline-words.ts'

/** More rows than this are opened as a list of outages instead. */
const mostRows = 500

type Row = Readonly<{ lane: Lane; bar: DrawnBar }>

const lasted = ({ from, to }: DrawnBar, now: Millis): number => Math.round(((to === null ? now : millisOf(to)) - millisOf(from)) / 1000)

/** The same as the picture, latest first. */
const Table = ({ timeline }: Readonly<{ timeline: Timeline }>) => {
  const now = millisOf(timeline.as_of)
  const rows = timeline.lanes
    .flatMap((lane) => barsOf(lane, now).map((bar): Row => ({ lane, bar })))
    .toSorted((a, b) => b.bar.from.localeCompare(a.bar.from))
  return (
    <Panel flush title="The same as a table">
      <DataTable<Row>
        caption="Outages, maintenance and corrections"
        rows={rows.slice(0, mostRows)}
        keyOf={({ lane, bar }) => `${lane.subject.id} ${bar.key}`}
        columns={[
          { label: 'Affected', cell: ({ lane }) => <RecordLink to={lane.subject} />, text: ({ lane }) => lane.subject.title },
          { label: 'What', cell: ({ bar }) => bar.what },
          {
            label: 'Record',
            cell: ({ bar }) => (
              <>
                <RecordLink to={bar} withRef />
                {bar.because !== '' && <span className="rv-block rv-small rv-dim">{bar.because}</span>}
              </>
            ),
            text: ({ bar }) => [`${bar.ref} ${bar.title}`, bar.because].filter(Boolean).join(': '),
          },
          { label: 'From', cell: ({ bar }) => <Moment at={bar.from} />, text: ({ bar }) => bar.from },
          { label: 'Until', cell: ({ bar }) => (bar.to === null ? 'now' : <Moment at={bar.to} />), text: ({ bar }) => bar.to },
          {
            label: 'Lasted',
            align: 'right',
            cell: ({ bar }) => durationText(lasted(bar, now)),
            text: ({ bar }) => lasted(bar, now),
          },
        ]}
      />
      {rows.length > mostRows && (
        <p className="rv-dim rv-pad">{(rows.length - mostRows).toLocaleString()} earlier ones are not listed here.</p>
      )}
    </Panel>
  )
}

const usual: Stretch = { last: 30 * 86_400 }

/** When what was down, degraded or worked on. The address says which stretch, and of what. */
const TimelinePage = () => {
  const words = useWords()
  const go = useGo()
  const can = useCan()
  const { subject, beneath } = words
  const stretch = words['range'] || words['from'] ? stretchOf(words) : usual
  const show = (next: Stretch, only = subject): void => {
    const query = Object.entries({ ...wordsOf(next), subject: only, beneath: only === subject ? beneath : undefined }).flatMap(
      ([name, value]) => (value ? [`${name}=${encodeURIComponent(value)}`] : []),
    )
    go(`/outages/timeline?${query.join('&')}`, true)
  }
  useLiveHealth()
  const { data, error, isPending, refetch } = useQuery({
    queryKey: ['health', 'timeline', stretch, subject, beneath],
    queryFn: async ({ signal }) =>
      await api.get<Timeline>(
        '/outages/timeline',
        { ...bounds(stretch), ...(subject ? { subject, beneath: beneath === 'true' ? 'true' : 'false' } : {}) },
        signal,
      ),
    placeholderData: keepPreviousData,
  })
  return (
    <Page title="Outage timeline" crumbs={[{ label: 'Outages', to: '/outages' }]} wide>
      <Group gap="sm" mb="sm">
        <RangePicker stretch={stretch} onChange={(next) => show(next)} />
        <LinkInput
          key={subject ?? ''}
          to={['service', 'offering', 'component']}
          aria-label="Only of"
          placeholder="Only of…"
          value={null}
          onChange={(id) => {
            if (id) show(stretch, recalled(id)?.ref ?? id)
          }}
        />
        {subject && (
          <Button
            size="compact-sm"
            variant="default"
            rightSection={<IconX size={12} aria-hidden />}
            onClick={() => show(stretch, undefined)}
          >
            Only {data?.lanes.find((lane) => lane.subject.ref === subject)?.subject.title ?? subject}
            <span className="rv-hidden">: show everything</span>
          </Button>
        )}
      </Group>
      {isPending ? (
        <Waiting lines={10} />
      ) : error ? (
        <Failure error={error} again={() => void refetch()} />
      ) : data.lanes.length === 0 ? (
        <Empty
          icon="plug-x"
          title="No outage and no maintenance in this time"
          actions={
            <>
              {can('check.create') && (
                <Button component={Link} to="/checks/new">
                  New check
                </Button>
              )}
              {can('outage.create') && (
                <Button component={Link} to="/outages/new" variant="default">
                  Write an outage down
                </Button>
              )}
            </>
          }
        >
          From {momentText(data.from)} to {momentText(data.to)}, as far as you may see. Checks and alerts open outages by themselves; people
          write down what these did not see.
        </Empty>
      ) : (
        <div className={classes['stack']}>
          <Panel title={`${momentText(data.from)} – ${momentText(data.to)}`}>
            <Lanes timeline={data} />
            {data.more > 0 && <p className="rv-dim">There are too many to draw: the earliest are left out. Choose a shorter stretch.</p>}
          </Panel>
          <Table timeline={data} />
        </div>
      )}
    </Page>
  )
}

export default TimelinePage
