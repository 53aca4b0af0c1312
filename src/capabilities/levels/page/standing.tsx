import { Alert, Group, NumberInput, Select, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { api, keys } from '../../../platform/page/api.ts'
import type { RecordScreenProps } from '../../../platform/page/contribution.ts'
import { durationText, momentText } from '../../../platform/page/fields/format.ts'
import { useWords } from '../../../platform/page/kit/address.ts'
import { Chart } from '../../../platform/page/kit/chart.tsx'
import { Figure } from '../../../platform/page/kit/figure.tsx'
import { LinkById, LinksProvider } from '../../../platform/page/kit/links.tsx'
import { Panel } from '../../../platform/page/kit/panel.tsx'
import { To } from '../../../platform/page/kit/to.tsx'
import { Failure, Waiting } from '../../../platform/page/kit/waiting.tsx'
import type { PromiseMeasure } from '../model/promise.ts'
import { BurnAlerts, Eaten, History, Parts, Policy } from './standing-tables.tsx'
import { amountText, fineShare, type StandingPage, stateWords, valueText, windowLength, windowText } from './standing-words.ts'
import { ChainLinks } from './chain-links.tsx'
import classes from './levels.module.css'

const minutes = (seconds: number): string => durationText(Math.round(seconds))

const targetText = ({ promised, standing }: StandingPage): string =>
  promised.measure === 'level'
    ? `${promised.comparator === 'at_least' ? 'at least' : 'at most'} ${standing.target}`
    : `target ${fineShare(standing.target)}`

const names: Readonly<Record<PromiseMeasure, string>> = {
  availability: 'Availability',
  good_share: 'Good',
  level: 'Level',
  response: 'Kept',
  resolution: 'Kept',
  composite: 'All together',
}

/** What is left of the budget in words, in time where the promise has any. */
const leftWords = ({ standing, counted }: StandingPage): string | null => {
  if (standing.left_s !== null) return standing.left_s >= 0 ? minutes(standing.left_s) : `overspent by ${minutes(-standing.left_s)}`
  const budget = counted?.budget
  if (!budget || budget.left === null || budget.allowed === 0) return null
  return budget.left >= 0 ? amountText(budget.unit, budget.left) : `overspent by ${amountText(budget.unit, -budget.left)}`
}

/** One sentence that answers: is it kept, and by how much. */
const sentence = (page: StandingPage): string => {
  const { standing, window, tickets } = page
  const name = window.type === 'rolling' ? `the last ${Math.round(window.length_s / 86_400)} days` : windowText(window.name)
  if (standing.value === null)
    return tickets
      ? `No ticket kept or missed it in ${name}${tickets.open > 0 ? `; ${tickets.open} are open` : ''}.`
      : `Nobody knows yet how it stood in ${name}: nothing watched it.`
  const so = standing.closed || window.type === 'rolling' ? '' : ' so far'
  const words = leftWords(page)
  const left =
    words === null ? '' : words.startsWith('overspent') ? ` Its error budget is ${words}.` : ` ${words} of its error budget are left.`
  const ends = window.type === 'rolling' ? 'it comes to' : 'the window ends at'
  const at = standing.if_kept === null ? '' : ` If nothing else fails ${ends} ${fineShare(standing.if_kept)}.`
  const of = tickets ? ` of ${(tickets.kept + tickets.missed).toLocaleString()} tickets` : ''
  return `${valueText(page.promised, standing.value)}${of} in ${name}${so}; ${targetText(page)}.${left}${at}`
}

const how = ({ promised }: StandingPage): string => {
  switch (promised.measure) {
    case 'availability':
      return '1 − downtime ÷ known agreed hours. Maintenance announced in time and approved corrections do not count; degraded is not down; overlapping outages count once.'
    case 'response':
    case 'resolution':
      return 'Tickets whose clock stopped in time ÷ those whose clock stopped in time or whose target was used up in the window. What still runs is in neither.'
    case 'composite':
      return promised.budgeting === 'events'
        ? '1 − Σ weight × bad share of each part ÷ Σ weight, over the parts that tell something.'
        : promised.budgeting === 'slices'
          ? 'Slices of time that were good in every part ÷ slices in which any part tells something.'
          : 'The mean of the slices of time, each 1 − what its parts lack, added up.'
    case 'good_share':
      return promised.budgeting === 'events'
        ? 'Good ÷ valid, added up over the window, never an average of averages.'
        : 'Good slices of time ÷ slices that tell something.'
    case 'level':
      return 'Of all readings of the window, added up from their sums; never an average of averages.'
  }
}

const inputs = ({ availability, standing, counted, tickets }: StandingPage) => {
  if (availability)
    return [
      { label: 'Agreed so far', value: minutes(availability.agreed_s) },
      { label: 'Down', value: minutes(availability.down_s) },
      { label: 'Not watched', value: minutes(availability.unknown_s) },
    ]
  if (tickets)
    return [
      { label: 'Kept', value: tickets.kept.toLocaleString() },
      { label: 'Missed', value: tickets.missed.toLocaleString() },
      { label: 'Open', value: tickets.open.toLocaleString() },
    ]
  if (!counted) return [{ label: 'Readings', value: (standing.valid ?? 0).toLocaleString() }]
  const { unit } = counted.budget
  return [
    { label: 'Good', value: amountText(unit, standing.good ?? 0) },
    { label: 'Valid', value: amountText(unit, standing.valid ?? 0) },
  ]
}

/** Between which values it lies where a part of the evidence is missing. */
const between = ({ standing }: StandingPage): string =>
  standing.low !== null && standing.high !== null && standing.high - standing.low > 1e-9
    ? `; between ${fineShare(standing.low)} and ${fineShare(standing.high)}, since not all of it was watched`
    : ''

const Tiles = ({ page }: Readonly<{ page: StandingPage }>) => {
  const { standing, availability, promised, tickets } = page
  const { word, tone } = stateWords[standing.state]
  return (
    <div className={classes['tiles']}>
      <Figure
        label={names[promised.measure]}
        value={standing.value === null ? null : valueText(promised, standing.value)}
        missing="No figure"
        verdict={{ tone, word }}
        target={`${targetText(page)}${between(page)}`}
        made={{ formula: how(page), inputs: inputs(page), asOf: momentText(standing.evaluated_at) }}
      />
      {promised.measure !== 'level' && (
        <Figure
          label="Error budget left"
          value={standing.left_share === null ? null : `${Math.round(standing.left_share * 100)} %`}
          missing={standing.target >= 1 ? 'No budget: each one counts' : 'No figure'}
          target={leftWords(page) ?? ''}
          made={{
            formula: `What may still fail in the whole window, as a share of what may fail in it. It can be negative.${page.counted?.budget.estimated ? ' How much the window will hold is taken from how it went so far.' : ''}`,
          }}
        />
      )}
      {promised.measure !== 'level' && standing.target < 1 && (
        <Figure
          label={page.alerts.length > 0 ? 'Burn, last hour' : 'Burn, this window'}
          value={standing.burn === null ? null : `${standing.burn.toLocaleString(undefined, { maximumFractionDigits: 1 })}×`}
          missing="Nothing burned"
          target="1× uses it up exactly"
        />
      )}
      {tickets && (
        <Figure
          label="Missed"
          value={String(tickets.missed)}
          target={`${tickets.kept.toLocaleString()} kept, ${tickets.open.toLocaleString()} open`}
        />
      )}
      {availability && (
        <Figure
          label="Coverage"
          value={availability.coverage === null ? null : `${Math.round(availability.coverage * 1000) / 10} %`}
          target={availability.watched_from === null ? 'nothing watches it' : `watched since ${momentText(availability.watched_from)}`}
          missing="Not watched"
        />
      )}
      {availability && availability.reliability.failures > 0 && (
        <Figure
          label="Failures"
          value={String(availability.reliability.failures)}
          target={`${minutes(availability.reliability.mtrs ?? 0)} to restore, ${minutes(availability.reliability.mtbf ?? 0)} between failures`}
          made={{
            formula: 'Outages that overlap count as one. MTRS is downtime ÷ failures, MTBF uptime ÷ failures, both inside agreed hours.',
          }}
        />
      )}
    </div>
  )
}

/** What more may fail: in minutes of agreed time, or in what the promise counts. */
const moreOf = ({ availability, counted }: StandingPage) => {
  if (availability)
    return { unit: 'seconds', whole: availability.whole_s, spent: availability.down_s, allowed: availability.allowed_s } as const
  return counted && counted.budget.spent !== null ? { ...counted.budget, spent: counted.budget.spent } : null
}

const asked = {
  seconds: { label: 'It failed for another', suffix: ' min', times: 60, first: 30 },
  events: { label: 'More events were bad', suffix: '', times: 1, first: 10 },
  slices: { label: 'More slices were bad', suffix: '', times: 1, first: 10 },
  tickets: { label: 'More tickets missed it', suffix: '', times: 1, first: 1 },
} as const

/** How the window would end if more failed. */
const WhatIf = ({ page }: Readonly<{ page: StandingPage }>) => {
  const more = moreOf(page)
  const { label, suffix, times, first } = asked[more?.unit ?? 'seconds']
  const [extra, setExtra] = useState<number>(first)
  if (!more || more.whole <= 0) return null
  const { target } = page.standing
  // What comes beyond what was expected makes the whole larger; time does not grow.
  const whole = Math.max(more.whole, more.spent + extra * times)
  const value = 1 - (more.spent + extra * times) / whole
  const left = more.allowed === null ? null : more.allowed - more.spent - extra * times
  return (
    <Panel title="What if">
      <NumberInput
        label={label}
        suffix={suffix}
        min={0}
        max={1_000_000}
        w={210}
        value={extra}
        onChange={(next) => setExtra(typeof next === 'number' ? next : 0)}
      />
      <Text size="sm" mt="xs" role="status">
        The window would end at <b>{fineShare(value)}</b>
        {left === null || target >= 1
          ? ''
          : left >= 0
            ? `, with ${amountText(more.unit, left)} of its budget left`
            : `, ${amountText(more.unit, -left)} over its budget`}
        {value >= target - 1e-12 ? ': still kept.' : ': missed.'}
      </Text>
    </Panel>
  )
}

const Pickers = ({ page, go }: Readonly<{ page: StandingPage; go: (over: Readonly<Record<string, string>>) => void }>) => {
  const windows = [...new Set([page.window.name, ...page.history.map((one) => one.window_name)])]
  return (
    <Group gap="xs">
      {page.subjects.length > 1 && (
        <Select
          size="xs"
          aria-label="Of"
          value={page.subject}
          data={page.subjects.map((id) => ({ value: id, label: page.links[id]?.title ?? id }))}
          onChange={(subject) => subject && go({ subject })}
        />
      )}
      {windows.length > 1 && (
        <Select
          size="xs"
          aria-label="Window"
          w={160}
          value={page.window.name}
          data={windows.map((name) => ({ value: name, label: windowText(name) }))}
          onChange={(window) => window && go({ window })}
        />
      )}
    </Group>
  )
}

const BurnDown = ({ page }: Readonly<{ page: StandingPage }>) =>
  page.burn_down.length > 1 ? (
    <Panel title="Error budget">
      <Chart
        title="Error budget over the window"
        sentence="What was left of the error budget, beside spending it evenly."
        x="time"
        unit="%"
        format={(value) => `${Math.round(value)} %`}
        target={{ value: 0, label: 'used up' }}
        series={[
          {
            name: 'Left',
            type: 'area',
            tone: page.standing.state === 'missed' ? 'bad' : 'accent',
            points: page.burn_down.map((one) => ({ x: one.at, y: one.left * 100 })),
          },
          { name: 'Spent evenly', type: 'line', tone: 'muted', points: page.burn_down.map((one) => ({ x: one.at, y: one.even * 100 })) },
        ]}
      />
    </Panel>
  ) : null

/** What was measured step by step, with the level that is promised. */
const Course = ({ page }: Readonly<{ page: StandingPage }>) => {
  const { counted, level, promised } = page
  if (page.tickets) return null
  const points = counted
    ? counted.series.map((one) => ({ x: one.at, y: one.count > 0 ? (one.good / one.count) * 100 : null }))
    : level?.series.map((one) => ({ x: one.at, y: one.mean }))
  if (!points) return null
  const promisedAt = counted ? (promised.objective ?? 0) * 100 : (promised.level ?? 0)
  // A share close to 100 % would look like a straight line on a scale from nothing.
  const lowest = Math.min(promisedAt, ...points.flatMap((one) => one.y ?? []))
  const indicator = promised.indicator === undefined ? undefined : page.links[promised.indicator]
  return (
    <Panel
      title={counted ? 'Step by step' : 'Indicator'}
      right={
        indicator && (
          <To to={`/measures/${indicator.ref}`} className="rv-link rv-small">
            {indicator.title}
          </To>
        )
      }
    >
      <Chart
        title={counted ? 'Good over the window' : 'Indicator over the window'}
        sentence={counted ? 'Share of what was good, step by step.' : 'Mean of the readings, step by step.'}
        x="time"
        {...(counted ? { unit: '%', min: Math.max(0, Math.floor((lowest - (100 - lowest) / 4) * 10) / 10), max: 100 } : {})}
        series={[{ name: counted ? 'Good' : 'Mean', type: 'line', tone: 'accent', points }]}
        target={{ value: promisedAt, label: 'promised' }}
      />
    </Panel>
  )
}

/** How a promise stands: the result against its target, its error budget, what ate it, and what follows. */
const PromiseStanding = ({ record }: RecordScreenProps) => {
  const words = useWords()
  const navigate = useNavigate()
  const asked = { ...(words['subject'] ? { subject: words['subject'] } : {}), ...(words['window'] ? { window: words['window'] } : {}) }
  const { data, error, isPending, refetch } = useQuery({
    queryKey: keys.about(record.id, `standing ${JSON.stringify(asked)}`),
    queryFn: async ({ signal }) => api.get<StandingPage>(`/promises/${record.id}/standing`, asked, signal),
  })
  if (isPending) return <Waiting lines={8} />
  if (error) return <Failure error={error} again={() => void refetch()} />
  const go = (over: Readonly<Record<string, string>>): void => void navigate({ to: '.', search: { ...asked, ...over }, replace: true })
  const firing = data.alerts.find((one) => one.firing)
  return (
    <LinksProvider links={data.links}>
      <Stack gap="sm">
        <Group justify="space-between" align="start">
          <div>
            <Text size="md" fw={500} maw={760}>
              {sentence(data)}
            </Text>
            <Text size="sm" c="dimmed">
              Promised in{' '}
              <To to={`/agreements/${data.agreement.ref}`} className="rv-link">
                {data.agreement.title}
              </To>
              {data.subject !== data.agreement.id && (
                <>
                  , for <LinkById id={data.subject} />
                </>
              )}
            </Text>
          </div>
          <Pickers page={data} go={go} />
        </Group>
        {firing && (
          <Alert color={firing.severity === 'critical' || firing.severity === 'error' ? 'red' : 'yellow'} role="status">
            Its error budget burns too fast: {firing.long.burn?.toFixed(1)} times the even rate over the last {windowLength(firing.long_s)}.
          </Alert>
        )}
        <Tiles page={data} />
        <div className={classes['two']}>
          <div className={classes['column']}>
            <BurnDown page={data} />
            <Parts page={data} />
            <Eaten page={data} />
            <Course page={data} />
            <History page={data} />
          </div>
          <div className={classes['column']}>
            <WhatIf page={data} />
            <Policy page={data} />
            <BurnAlerts page={data} />
            <ChainLinks
              about={record.id}
              services={Object.entries(data.links).flatMap(([id, one]) => (one.kind === 'service' ? [id] : []))}
            />
          </div>
        </div>
      </Stack>
    </LinksProvider>
  )
}

export default PromiseStanding
