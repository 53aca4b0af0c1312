import { Text } from '@mantine/core'
import { dateText, durationText } from '../../../platform/page/fields/format.ts'
import { DataTable } from '../../../platform/page/kit/data-table.tsx'
import { Moment } from '../../../platform/page/kit/moment.tsx'
import { Panel } from '../../../platform/page/kit/panel.tsx'
import { ToneBadge } from '../../../platform/page/kit/state-badge.tsx'
import { To } from '../../../platform/page/kit/to.tsx'
import { addressOf } from '../../../platform/page/registry/kinds.ts'
import classes from './levels.module.css'
import { amountText, fineShare, type StandingPage, stateWords, valueText, windowLength, windowText } from './standing-words.ts'

type Part = Readonly<{ page: StandingPage }>
type Outage = NonNullable<StandingPage['availability']>['outages'][number]

const time = (seconds: number): string => (seconds <= 0 ? '–' : durationText(Math.round(seconds)))

/** Where the time of an outage went that did not count. */
const spared = (one: Outage): string =>
  [
    ...(one.severity === 'degraded' ? ['degraded is not down'] : []),
    ...(one.outside_hours_s > 0 ? [`${time(one.outside_hours_s)} outside agreed hours`] : []),
    ...(one.excluded_s > 0 ? [`${time(one.excluded_s)} agreed maintenance`] : []),
    ...(one.corrected_s > 0 ? [`${time(one.corrected_s)} corrected`] : []),
  ].join(', ')

const Outages = ({ page }: Part) => (
  <DataTable<Outage>
    caption={`Outages in ${windowText(page.window.name)}`}
    rows={page.availability?.outages ?? []}
    keyOf={(one) => one.id}
    empty="No outage in this window."
    columns={[
      {
        label: 'Outage',
        cell: (one) => (
          <To to={`/outages/${one.ref}`} className="rv-link">
            {one.title}
            <span className="rv-dim rv-small rv-block">{one.ref}</span>
          </To>
        ),
        text: (one) => `${one.ref} ${one.title}`,
      },
      { label: 'Began', cell: (one) => <Moment at={one.from} />, text: (one) => one.from },
      {
        label: 'Lasted',
        align: 'right',
        cell: (one) => (one.to === null ? `${time(one.total_s)}, goes on` : time(one.total_s)),
        text: (one) => one.total_s,
      },
      { label: 'Counts', align: 'right', cell: (one) => <b>{time(one.counted_s)}</b>, text: (one) => one.counted_s },
      { label: 'Does not count', cell: (one) => spared(one) || '–', text: spared },
    ]}
  />
)

const whyCounted: Readonly<Record<string, string>> = {
  agreement: 'the agreement counts maintenance',
  announced_late: 'announced too late',
  outside_window: 'outside the agreed window',
}

/** The events that ate the budget: outages and maintenance, tickets, or the worst hours or days of what is counted. */
export const Eaten = ({ page }: Part) => {
  const { availability, counted, tickets } = page
  if (availability)
    return (
      <Panel
        flush
        title="What ate it"
        right={
          <To className="rv-link rv-small" to={`/outages?subject=${page.subject}`}>
            All outages
          </To>
        }
      >
        <Outages page={page} />
        {availability.maintenance.length > 0 && (
          <DataTable
            caption="Maintenance in the window"
            rows={availability.maintenance}
            keyOf={(one) => one.id}
            columns={[
              {
                label: 'Maintenance',
                cell: (one) => (
                  <To to={`/maintenances/${page.links[one.id]?.ref ?? one.id}`} className="rv-link">
                    {page.links[one.id]?.title ?? 'Maintenance'}
                  </To>
                ),
                text: (one) => page.links[one.id]?.title ?? one.id,
              },
              { label: 'From', cell: (one) => <Moment at={one.from} />, text: (one) => one.from },
              { label: 'Excluded', align: 'right', cell: (one) => time(one.excluded_s), text: (one) => one.excluded_s },
              {
                label: 'Counts',
                align: 'right',
                cell: (one) => (one.counted_s > 0 ? `${time(one.counted_s)}: ${whyCounted[one.why_counted ?? ''] ?? ''}` : '–'),
                text: (one) => one.counted_s,
              },
            ]}
          />
        )}
      </Panel>
    )
  if (tickets) return <MissedTickets page={page} />
  if (!counted || counted.worst.length === 0) return null
  const { budget } = counted
  return (
    <Panel flush title="What ate it">
      <DataTable
        caption="Where most was bad"
        rows={counted.worst}
        keyOf={(one) => one.at}
        columns={[
          {
            label: counted.step_s >= 86_400 ? 'Day' : 'Hour',
            cell: (one) => (counted.step_s >= 86_400 ? dateText(one.at) : <Moment at={one.at} />),
            text: (one) => one.at,
          },
          { label: 'Bad', align: 'right', cell: (one) => amountText(budget.unit, one.bad), text: (one) => one.bad },
          { label: 'Of', align: 'right', cell: (one) => amountText(budget.unit, one.count), text: (one) => one.count },
          {
            label: 'Of the budget',
            align: 'right',
            cell: (one) => (budget.allowed ? `${Math.round((one.bad / budget.allowed) * 100)} %` : '–'),
            text: (one) => (budget.allowed ? one.bad / budget.allowed : null),
          },
        ]}
      />
    </Panel>
  )
}

type Ticket = NonNullable<StandingPage['tickets']>['list'][number]

/** The tickets that missed a promise. */
const MissedTickets = ({ page }: Part) => {
  const { tickets } = page
  if (!tickets) return null
  return (
    <Panel
      flush
      title={tickets.missed > tickets.list.length ? `What ate it: the first ${tickets.list.length} of ${tickets.missed}` : 'What ate it'}
    >
      <DataTable<Ticket>
        caption={`Tickets that missed it in ${windowText(page.window.name)}`}
        rows={tickets.list}
        keyOf={(one) => one.id}
        empty="No ticket missed it in this window."
        columns={[
          {
            label: 'Ticket',
            cell: (one) => (
              <To to={addressOf(one)} className="rv-link">
                {one.title}
                <span className="rv-dim rv-small rv-block">{one.ref}</span>
              </To>
            ),
            text: (one) => `${one.ref} ${one.title}`,
          },
          { label: 'Missed', cell: (one) => <Moment at={one.breached_at} />, text: (one) => one.breached_at },
          { label: 'Promised', align: 'right', cell: (one) => time(one.target_s), text: (one) => one.target_s },
          {
            label: 'Used',
            align: 'right',
            cell: (one) => (one.stopped_at === null ? `${time(one.elapsed_s)}, still open` : time(one.elapsed_s)),
            text: (one) => one.elapsed_s,
          },
        ]}
      />
    </Panel>
  )
}

type PartRow = NonNullable<StandingPage['composite']>['parts'][number]

/** What a promise is made of, the part that took most of its budget first. */
export const Parts = ({ page }: Part) => {
  const { composite } = page
  if (!composite) return null
  const bad = composite.parts.reduce((sum, one) => sum + (one.adds ?? 0), 0)
  const isWeighted = composite.by === 'events'
  return (
    <Panel flush title="Made of">
      <DataTable<PartRow>
        caption="Parts of the promise"
        rows={[...composite.parts].sort((a, b) => (b.adds ?? -1) - (a.adds ?? -1))}
        keyOf={(one) => one.promise}
        columns={[
          {
            label: 'Part',
            cell: (one) => (
              <To to={`/promises/${one.ref}?window=${page.window.name}`} className="rv-link">
                {one.title}
                <span className="rv-dim rv-small rv-block">
                  {one.ref} in {one.agreement}
                </span>
              </To>
            ),
            text: (one) => `${one.ref} ${one.title} (${one.agreement})`,
          },
          ...(isWeighted
            ? [{ label: 'Weight', align: 'right' as const, cell: (one: PartRow) => one.weight, text: (one: PartRow) => one.weight }]
            : []),
          {
            label: 'Result',
            align: 'right',
            cell: (one) => (one.value === null ? <span className="rv-dim">tells nothing</span> : fineShare(one.value)),
            text: (one) => one.value,
          },
          {
            label: 'By itself',
            align: 'right',
            cell: (one) => (one.target === null ? '–' : fineShare(one.target)),
            text: (one) => one.target,
          },
          ...(isWeighted
            ? [
                {
                  label: 'Of what was bad',
                  align: 'right' as const,
                  cell: (one: PartRow) => (one.adds === null || bad <= 0 ? '–' : `${Math.round((one.adds / bad) * 100)} %`),
                  text: (one: PartRow) => (one.adds === null || bad <= 0 ? null : one.adds / bad),
                },
              ]
            : []),
        ]}
      />
      {composite.gone.length > 0 && (
        <Text size="sm" className="rv-pad" role="status">
          Not judged any more, and left out:{' '}
          {composite.gone.map((id, n) => (
            <span key={id}>
              {n > 0 && ', '}
              <To to={`/promises/${page.links[id]?.ref ?? id}`} className="rv-link">
                {page.links[id]?.title ?? 'a promise'}
              </To>
            </span>
          ))}
          .
        </Text>
      )}
    </Panel>
  )
}

/** Window by window, the newest first. */
export const History = ({ page }: Part) =>
  page.history.length > 1 ? (
    <Panel flush title="Window by window">
      <DataTable
        caption={`${page.promise.title}, window by window`}
        rows={page.history}
        keyOf={(one) => one.window_name}
        columns={[
          {
            label: 'Window',
            cell: (one) => (
              <To className="rv-link" to={`/promises/${page.promise.ref}?window=${one.window_name}&subject=${page.subject}`}>
                {windowText(one.window_name)}
              </To>
            ),
            text: (one) => one.window_name,
          },
          { label: 'Result', align: 'right', cell: (one) => valueText(page.promised, one.value), text: (one) => one.value },
          {
            label: 'Verdict',
            cell: (one) => <ToneBadge tone={stateWords[one.state].tone}>{stateWords[one.state].word}</ToneBadge>,
            text: (one) => stateWords[one.state].word,
          },
          {
            label: 'Budget left',
            align: 'right',
            cell: (one) => (one.left_share === null ? '–' : `${Math.round(one.left_share * 100)} %`),
            text: (one) => one.left_share,
          },
        ]}
      />
    </Panel>
  ) : null

const policyTone = { normal: 'good', watch: 'info', restrict: 'warn', freeze: 'bad' } as const
const toneOf = (state: string) => policyTone[state as keyof typeof policyTone]

/** What must happen at each level of the budget, with the step that holds now. */
export const Policy = ({ page }: Part) =>
  page.promised.measure === 'level' || page.standing.target >= 1 ? null : (
    <Panel title="Error-budget policy">
      <ol className={classes['policy']}>
        {page.policy.steps.map((step) => (
          <li key={step.state} {...(step.state === page.policy.now?.state ? { 'aria-current': 'step' as const } : {})}>
            <ToneBadge tone={step.state === page.policy.now?.state ? toneOf(step.state) : 'muted'}>{step.state}</ToneBadge>{' '}
            <Text span size="xs" c="dimmed">
              {step.from <= -100 ? 'nothing left' : step.from === 0 ? 'some left' : `from ${Math.round(step.from * 100)} % left`}
            </Text>
            <Text size="sm" fw={step.state === page.policy.now?.state ? 600 : 400}>
              {step.consequence}
            </Text>
            {step.decides && (
              <Text size="xs" c="dimmed">
                Decides: {step.decides}
              </Text>
            )}
          </li>
        ))}
      </ol>
    </Panel>
  )

const why: Readonly<Record<string, string>> = {
  fires: 'Fires',
  long_below: 'Quiet',
  short_below: 'Over: the short window is calm',
  no_events: 'No events',
  too_few_events: 'Too few events to tell',
}

/** The pairs of windows that raise alerts. */
export const BurnAlerts = ({ page }: Part) =>
  page.alerts.length === 0 ? null : (
    <Panel flush title="Burn alerts">
      <DataTable
        caption="Burn alerts"
        rows={page.alerts}
        keyOf={(one) => `${one.long_s}/${one.short_s}`}
        columns={[
          { label: 'Windows', cell: (one) => `${windowLength(one.long_s)} and ${windowLength(one.short_s)}` },
          { label: 'Above', align: 'right', cell: (one) => `${one.factor.toFixed(1)}×`, text: (one) => one.factor },
          {
            label: 'Now',
            align: 'right',
            cell: (one) => (one.long.burn === null ? '–' : `${one.long.burn.toFixed(1)}×`),
            text: (one) => one.long.burn,
          },
          {
            label: 'State',
            cell: (one) => (
              <ToneBadge tone={one.firing ? (one.severity === 'critical' ? 'bad' : 'warn') : 'muted'}>{why[one.why] ?? one.why}</ToneBadge>
            ),
            text: (one) => why[one.why] ?? one.why,
          },
        ]}
      />
    </Panel>
  )
