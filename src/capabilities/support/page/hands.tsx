import { formatDuration } from '../../../kernel/duration.ts'
import { momentText } from '../../../platform/page/fields/format.ts'
import { DataTable } from '../../../platform/page/kit/data-table.tsx'
import { type Interval, IntervalBar, type Mark } from '../../../platform/page/kit/interval-bar.tsx'
import { Panel } from '../../../platform/page/kit/panel.tsx'
import { type ClockReading, type CustodyPage, type HandsRow, holderText, measureText, type Stretch } from './custody.ts'
import classes from './incident.module.css'
import { millisOf } from '../../../kernel/instant.ts'

const over = new Set(['done', 'closed', 'cancelled'])

const intervalOf = (one: Stretch, stateText: (state: string) => string, counted: ReadonlyMap<string, boolean>): Interval => {
  const done = over.has(one.meaning)
  const label = done ? stateText(one.state) : holderText(one.holder)
  const counts = counted.get(one.from)
  return {
    from: one.from,
    to: one.to,
    label,
    group: label,
    note: `${stateText(one.state)}${one.waiting_for ? `, waiting for ${one.waiting_for.replaceAll('_', ' ')}` : ''}${one.priority ? `, priority ${one.priority}` : ''}`,
    ...(counts === undefined ? {} : { counts }),
  }
}

/** The clock whose counting is drawn: the resolution promise to the customer. */
const mainClock = (clocks: readonly ClockReading[]): ClockReading | undefined =>
  clocks.find(
    (clock) => clock.measure === 'resolution' && (clock.agreement?.agreement_type ?? 'sla') === 'sla' && clock.state !== 'none',
  ) ?? clocks.find((clock) => clock.state !== 'none')

/** Who had the ticket when, and for how long altogether. */
export const Hands = ({ page, stateText }: Readonly<{ page: CustodyPage; stateText: (state: string) => string }>) => {
  const clock = mainClock(page.clocks)
  const counted = new Map(clock?.parts.map((part) => [part.from, part.counted] as const))
  const last = page.chain.at(-1)
  const finished = last !== undefined && over.has(last.meaning)
  // What lies after the end of work would press everything before it into a corner.
  const chain = finished ? page.chain.filter((one) => one.to !== null || page.chain.length === 1) : page.chain
  const now = millisOf(finished && last.to === null ? last.from : page.as_of)
  const marks: Mark[] = page.clocks.flatMap((one) =>
    one.due_at && one.state !== 'none' && (one.agreement?.agreement_type ?? 'sla') === 'sla'
      ? [{ at: one.due_at, label: `${measureText(one)} due` }]
      : [],
  )
  const start = millisOf(chain[0]?.from ?? page.as_of)
  // A due time far ahead is left to the clock above, so that what happened stays readable.
  const near = marks.filter((mark) => millisOf(mark.at) <= now + Math.max(now - start, 3_600_000))
  const most = Math.max(1, ...page.hands.map((one) => one.wall_s))
  return (
    <Panel title="In whose hands">
      <IntervalBar
        label="Custody of this ticket from opened to now"
        intervals={chain.map((one) => intervalOf(one, stateText, counted))}
        marks={near.slice(0, 3)}
        now={now}
      />
      <div className={classes['gap']} />
      <DataTable<HandsRow>
        caption="Time in hands"
        rows={page.hands}
        keyOf={(one, index) => `${one.holder.type} ${one.holder.id ?? ''} ${index}`}
        empty="Nobody has had it yet."
        columns={[
          {
            label: 'Holder',
            cell: (one) => (
              <>
                {holderText(one.holder)}
                {one.holds_now && <span className={classes['now']}>has it now</span>}
              </>
            ),
            text: (one) => holderText(one.holder),
          },
          { label: 'Working time', align: 'right', cell: (one) => formatDuration(one.business_s), text: (one) => one.business_s },
          { label: 'On the clock', align: 'right', cell: (one) => formatDuration(one.wall_s, { days: true }), text: (one) => one.wall_s },
          { label: 'Times', align: 'right', cell: (one) => one.stays },
          {
            label: 'Share',
            cell: (one) => (
              <span className={classes['share']} role="img" aria-label={`${Math.round((one.wall_s / most) * 100)} % of the longest`}>
                <span style={{ width: `${(one.wall_s / most) * 100}%` }} />
              </span>
            ),
            text: (one) => one.wall_s,
          },
        ]}
      />
      {finished && last && (
        <p className={classes['after']}>
          {stateText(last.state)} since {momentText(last.from)}; the line ends there.
        </p>
      )}
    </Panel>
  )
}
