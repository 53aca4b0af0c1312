import { useQuery } from '@tanstack/react-query'
import { api, keys } from '../../../platform/page/api.ts'
import type { RecordScreenProps } from '../../../platform/page/contribution.ts'
import { durationText, momentText, numberText } from '../../../platform/page/fields/format.ts'
import { Chart } from '../../../platform/page/kit/chart.tsx'
import { DataTable } from '../../../platform/page/kit/data-table.tsx'
import { Panel } from '../../../platform/page/kit/panel.tsx'
import { ToneBadge } from '../../../platform/page/kit/state-badge.tsx'
import { To } from '../../../platform/page/kit/to.tsx'
import { Failure, Waiting } from '../../../platform/page/kit/waiting.tsx'
import { percent, type Hands } from './scorecard-shapes.ts'
import classes from './score.module.css'

type Ticket = Hands['open'][number]
type Month = Hands['months'][number]

const clockOf = (one: Ticket) => one.clocks.find((each) => each.measure === 'resolution') ?? one.clocks[0]

const clockWords = (one: Ticket): string => {
  const clock = clockOf(one)
  return clock ? `${durationText(clock.elapsed_s)} of ${durationText(clock.target_s)}` : 'no promise covers it'
}

const tones = { missed: 'bad', running: 'info', paused: 'neutral', met: 'good' } as const
const words = { missed: 'missed', running: 'runs', paused: 'stands still', met: 'kept' } as const

const Clock = ({ ticket }: Readonly<{ ticket: Ticket }>) => {
  const clock = clockOf(ticket)
  const state = clock?.state as keyof typeof tones | undefined
  return (
    <span className={classes['nowrap']}>
      {state && <ToneBadge tone={tones[state]}>{words[state]}</ToneBadge>} {clockWords(ticket)}
    </span>
  )
}

/** What a supplier has in hand, by its own clocks, and how the months before went. */
const SupplierHands = ({ record }: RecordScreenProps) => {
  const { data, error, isPending, refetch } = useQuery({
    queryKey: keys.about(record.id, 'hands'),
    queryFn: async ({ signal }) => api.get<Hands>(`/suppliers/${record.ref}/clocks`, undefined, signal),
  })
  if (isPending) return <Waiting lines={12} />
  if (error) return <Failure error={error} again={() => void refetch()} />
  return (
    <div className={classes['column']}>
      <Panel flush title={`In its hands now (${numberText(data.open_count)})`}>
        <DataTable<Ticket>
          caption="Tickets in its hands"
          rows={data.open}
          keyOf={(one) => one.id}
          empty={data.open_count > 0 ? 'You may not see these tickets.' : 'It has no ticket in hand.'}
          columns={[
            {
              label: 'Ticket',
              cell: (one) => (
                <To to={`/incidents/${one.ref}`} className="rv-link">
                  {one.ref} {one.title}
                </To>
              ),
              text: (one) => `${one.ref} ${one.title}`,
            },
            { label: 'Priority', cell: (one) => one.priority ?? '–' },
            { label: 'Its clock', cell: (one) => <Clock ticket={one} />, text: clockWords },
            {
              label: 'Has it since',
              cell: (one) => <span className={classes['nowrap']}>{momentText(one.since)}</span>,
              text: (one) => one.since,
            },
            {
              label: 'In its hands',
              align: 'right',
              cell: (one) => <span className={classes['nowrap']}>{durationText(one.in_hands_s)}</span>,
              text: (one) => Math.round(one.in_hands_s),
            },
            { label: 'Came back', align: 'right', cell: (one) => numberText(one.times_back) },
          ]}
        />
      </Panel>
      <Panel title="Kept and missed">
        <Chart
          title="Clocks kept and missed"
          sentence="Its clocks, by the month in which they were decided; they count only while it has the ticket."
          x="category"
          series={[
            { name: 'Kept', type: 'bar', tone: 'good', stack: 'clocks', points: data.months.map((one) => ({ x: one.month, y: one.kept })) },
            {
              name: 'Missed',
              type: 'bar',
              tone: 'bad',
              stack: 'clocks',
              points: data.months.map((one) => ({ x: one.month, y: one.missed })),
            },
          ]}
        />
      </Panel>
      <Panel flush title="Month by month">
        <DataTable<Month>
          caption="Months"
          rows={[...data.months].reverse()}
          keyOf={(one) => one.month}
          columns={[
            { label: 'Month', cell: (one) => one.month },
            { label: 'Tickets in hand', align: 'right', cell: (one) => numberText(one.tickets), text: (one) => one.tickets },
            {
              label: 'Time in hands',
              align: 'right',
              cell: (one) => <span className={classes['nowrap']}>{durationText(one.in_hands_s)}</span>,
              text: (one) => Math.round(one.in_hands_s),
            },
            { label: 'Kept', align: 'right', cell: (one) => numberText(one.kept), text: (one) => one.kept },
            { label: 'Missed', align: 'right', cell: (one) => numberText(one.missed), text: (one) => one.missed },
            {
              label: 'Share kept',
              align: 'right',
              cell: (one) => (one.kept + one.missed === 0 ? '–' : percent(one.kept / (one.kept + one.missed))),
              text: (one) => (one.kept + one.missed === 0 ? null : one.kept / (one.kept + one.missed)),
            },
            { label: 'Handed back', align: 'right', cell: (one) => numberText(one.handed_back), text: (one) => one.handed_back },
            { label: 'Came back', align: 'right', cell: (one) => numberText(one.came_back), text: (one) => one.came_back },
          ]}
        />
      </Panel>
    </div>
  )
}

export default SupplierHands
