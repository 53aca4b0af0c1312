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
import { LinksProvider } from '../../../platform/page/kit/links.tsx'
import { Panel } from '../../../platform/page/kit/panel.tsx'
import { To } from '../../../platform/page/kit/to.tsx'
import { Failure, Waiting } from '../../../platform/page/kit/waiting.tsx'
import { BurnAlerts, Eaten, History, Policy } from './standing-tables.tsx'
import { fineShare, type StandingPage, stateWords, valueText, windowText } from './standing-words.ts'
import { ChainLinks } from './chain-links.tsx'
import classes from './levels.module.css'

const minutes = (seconds: number): string => durationText(Math.round(seconds))

const targetText = ({ promised, standing }: StandingPage): string =>
  promised.measure === 'level'
    ? `${promised.comparator === 'at_least' ? 'at least' : 'at most'} ${standing.target}`
    : `target ${fineShare(standing.target)}`

/** One sentence that answers: is it kept, and by how much. */
const sentence = (page: StandingPage): string => {
  const { standing, availability, window } = page
  const name = window.type === 'rolling' ? `the last ${Math.round(window.length_s / 86_400)} days` : windowText(window.name)
  if (standing.value === null) return `Nobody knows yet how it stood in ${name}: nothing watched it.`
  const so = standing.closed || window.type === 'rolling' ? '' : ' so far'
  const left =
    standing.left_s === null
      ? ''
      : standing.left_s >= 0
        ? ` ${minutes(standing.left_s)} of its error budget are left.`
        : ` Its error budget is overspent by ${minutes(-standing.left_s)}.`
  const at = standing.if_kept !== null && availability ? ` If nothing else fails the window ends at ${fineShare(standing.if_kept)}.` : ''
  return `${valueText(page.promised, standing.value)} in ${name}${so}; ${targetText(page)}.${left}${at}`
}

const Tiles = ({ page }: Readonly<{ page: StandingPage }>) => {
  const { standing, availability, promised } = page
  const { word, tone } = stateWords[standing.state]
  return (
    <div className={classes['tiles']}>
      <Figure
        label={promised.measure === 'availability' ? 'Availability' : promised.measure === 'level' ? 'Level' : 'Good events'}
        value={standing.value === null ? null : valueText(promised, standing.value)}
        missing="No figure"
        verdict={{ tone, word }}
        target={targetText(page)}
        made={{
          formula: availability
            ? '1 − downtime ÷ known agreed hours. Maintenance announced in time and approved corrections do not count; degraded is not down; overlapping outages count once.'
            : 'Good ÷ valid, added up over the window, never an average of averages.',
          inputs: availability
            ? [
                { label: 'Agreed so far', value: minutes(availability.agreed_s) },
                { label: 'Down', value: minutes(availability.down_s) },
                { label: 'Not watched', value: minutes(availability.unknown_s) },
              ]
            : [
                { label: 'Good', value: (standing.good ?? 0).toLocaleString() },
                { label: 'Valid', value: (standing.valid ?? 0).toLocaleString() },
              ],
          asOf: momentText(standing.evaluated_at),
        }}
      />
      {promised.measure !== 'level' && (
        <Figure
          label="Error budget left"
          value={standing.left_share === null ? null : `${Math.round(standing.left_share * 100)} %`}
          missing="No figure"
          target={
            standing.left_s === null ? '' : standing.left_s >= 0 ? minutes(standing.left_s) : `overspent by ${minutes(-standing.left_s)}`
          }
          made={{ formula: 'What may still fail in the whole window, as a share of what may fail in it. It can be negative.' }}
        />
      )}
      {promised.measure !== 'level' && (
        <Figure
          label="Burn, last hour"
          value={standing.burn === null ? null : `${standing.burn.toLocaleString(undefined, { maximumFractionDigits: 1 })}×`}
          missing="Nothing burned"
          target="1× uses it up exactly"
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

/** What would be left if it were down for longer. */
const WhatIf = ({ page }: Readonly<{ page: StandingPage }>) => {
  const [extra, setExtra] = useState<number>(30)
  const { availability, standing } = page
  if (!availability || availability.whole_s <= 0) return null
  const down = availability.down_s + extra * 60
  const value = 1 - down / availability.whole_s
  const left = availability.allowed_s === null ? null : availability.allowed_s - down
  return (
    <Panel title="What if">
      <Group gap="xs" align="end">
        <NumberInput
          label="It were down for another"
          suffix=" min"
          min={0}
          max={100_000}
          step={5}
          w={170}
          value={extra}
          onChange={(next) => setExtra(typeof next === 'number' ? next : 0)}
        />
      </Group>
      <Text size="sm" mt="xs" role="status">
        The window would end at <b>{fineShare(value)}</b>
        {left === null ? '' : left >= 0 ? `, with ${minutes(left)} of its budget left` : `, ${minutes(-left)} over its budget`}
        {value >= standing.target ? ': still kept.' : ': missed.'}
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

const Indicator = ({ page }: Readonly<{ page: StandingPage }>) => {
  const { indicator, promised } = page
  if (!indicator) return null
  const isShare = promised.measure === 'good_share'
  return (
    <Panel
      title="Indicator"
      right={
        <To to={`/measures/${page.links[indicator.indicator]?.ref ?? indicator.indicator}`} className="rv-link rv-small">
          {page.links[indicator.indicator]?.title ?? 'Open the measure'}
        </To>
      }
    >
      <Chart
        title="Indicator over the window"
        sentence={isShare ? 'Share of good events, step by step.' : 'Mean of the readings, step by step.'}
        x="time"
        {...(isShare ? { unit: '%' } : {})}
        series={[
          {
            name: isShare ? 'Good' : 'Mean',
            type: 'line',
            tone: 'accent',
            points: indicator.series.map((one) => ({
              x: one.at,
              y: isShare ? (one.count > 0 ? (one.good / one.count) * 100 : null) : one.mean,
            })),
          },
        ]}
        target={{ value: isShare ? (promised.objective ?? 0) * 100 : (promised.level ?? 0), label: 'promised' }}
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
          <Text size="md" fw={500} maw={760}>
            {sentence(data)}
          </Text>
          <Pickers page={data} go={go} />
        </Group>
        {firing && (
          <Alert color={firing.severity === 'critical' || firing.severity === 'error' ? 'red' : 'yellow'} role="status">
            Its error budget burns too fast: {firing.long.burn?.toFixed(1)} times the even rate over the last{' '}
            {Math.round(firing.long_s / 3600)} h.
          </Alert>
        )}
        <Tiles page={data} />
        <div className={classes['two']}>
          <div className={classes['column']}>
            <BurnDown page={data} />
            <Eaten page={data} />
            <Indicator page={data} />
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
