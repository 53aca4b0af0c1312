import { Button, Group, Select, Stack, Text } from '@mantine/core'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { isoOf, millisOf } from '../../../kernel/instant.ts'
import { api, keys } from '../../../platform/page/api.ts'
import type { RecordScreenProps } from '../../../platform/page/contribution.ts'
import { durationText, momentText, shareText } from '../../../platform/page/fields/format.ts'
import { useWords } from '../../../platform/page/kit/address.ts'
import { Empty } from '../../../platform/page/kit/empty.tsx'
import { Figure } from '../../../platform/page/kit/figure.tsx'
import { LinkById, RecordLink } from '../../../platform/page/kit/links.tsx'
import { Moment } from '../../../platform/page/kit/moment.tsx'
import { Panel } from '../../../platform/page/kit/panel.tsx'
import { StateBadge } from '../../../platform/page/kit/state-badge.tsx'
import { To } from '../../../platform/page/kit/to.tsx'
import { Failure, Waiting } from '../../../platform/page/kit/waiting.tsx'
import { FieldGroups } from '../../../platform/page/record/groups.tsx'
import { kindNamed } from '../../../platform/page/registry/kinds.ts'
import type { AnyRecord } from '../../../platform/records/kind.ts'
import { Coverage, MeasureChart } from './measure-chart.tsx'
import { madeOf, percentileWords, qualityWords, wayWords } from './measure-words.ts'
import { RangePicker, around, stretchOf, wordsOf } from './ranges.tsx'
import { plainWords, type Readings, readingsOf, type Stretch, valueWords } from './readings.ts'
import classes from './screens.module.css'

const quantiles = [0.5, 0.75, 0.9, 0.95, 0.99, 0.999] as const
const dayMs = 86_400_000

const Value = ({ of, record }: Readonly<{ of: Readings; record: AnyRecord }>) => (
  <div className={classes['tiles']}>
    <Figure
      label="Over all"
      value={valueWords(of, of.value)}
      missing="No reading"
      {...(of.measure.data_quality ? { quality: of.measure.data_quality } : {})}
      made={{
        formula: wayWords(record, of.quantile),
        inputs: [
          { label: 'Readings', value: of.readings.toLocaleString() },
          { label: 'From', value: momentText(of.from) },
          { label: 'Until', value: momentText(of.to) },
        ],
      }}
    />
    {of.min !== null && of.measure.aggregation !== 'share' && (
      <Figure label="Lowest and highest" value={`${plainWords(of.min)} – ${valueWords(of, of.max)}`} />
    )}
    <Figure
      label="Coverage"
      value={shareText(Math.floor(of.coverage * 1000) / 1000)}
      target={`steps of ${durationText(of.step_s)} with a reading`}
      made={{ formula: 'Steps of the chart in which something was read, of all steps that are over.' }}
    />
    <Figure
      label="Readings"
      value={of.readings.toLocaleString()}
      target={of.measure.every ? `one each ${durationText(of.measure.every)} expected` : ''}
    />
  </div>
)

const Nothing = ({ record, show }: Readonly<{ record: AnyRecord; show: (stretch: Stretch) => void }>) => {
  const last = record['last_at']
  return typeof last === 'string' ? (
    <Empty
      level={3}
      icon="chart-line"
      title="Nothing was read in this time"
      actions={
        <Button onClick={() => show({ from: isoOf(millisOf(last) - 7 * dayMs), to: isoOf(millisOf(last) + dayMs / 24) })}>
          Show the last week with readings
        </Button>
      }
    >
      Its last reading came <Moment at={last} ago />.
    </Empty>
  ) : (
    <Empty level={3} icon="chart-line" title="Nothing was read yet">
      {typeof record['source'] === 'string' ? (
        <>
          It is drawn here as soon as <LinkById id={record['source']} /> sends what it is made of. Its page has lines to copy that send a
          reading.
        </>
      ) : (
        'It has no source: edit it, name one, and say which series it is made of.'
      )}
    </Empty>
  )
}

const Promises = ({ record }: Readonly<{ record: AnyRecord }>) => {
  const kind = kindNamed('promise')
  const { data, error } = useQuery({
    queryKey: keys.about(record.id, 'promises'),
    queryFn: async ({ signal }) => (kind ? await api.list(kind, { indicator: record.id, limit: 50, sort: 'title' }, signal) : null),
  })
  if (!kind || error) return null
  return (
    <Panel
      title="Promises judged by it"
      right={
        <To className="rv-link rv-small" to={`/promises/new?indicator=${record.ref}&measure=level`}>
          Add one
        </To>
      }
    >
      {data && data.items.length > 0 ? (
        <ul className="rv-plain">
          {data.items.map((one) => (
            <li key={one.id}>
              <RecordLink to={{ kind: 'promise', ref: one.ref, title: one.title }} /> <StateBadge kind={kind} state={one.state} />
            </li>
          ))}
        </ul>
      ) : (
        <Text size="sm" c="dimmed">
          No promise is judged by it yet.
        </Text>
      )}
    </Panel>
  )
}

const Made = ({ record, quantile }: Readonly<{ record: AnyRecord; quantile: number | null }>) => {
  const quality = record['data_quality']
  const of = madeOf(record)
  return (
    <Panel title="How it is made">
      <Text size="sm">{wayWords(record, quantile)}</Text>
      <dl className="rv-pairs">
        {typeof record['source'] === 'string' && (
          <div>
            <dt>Source</dt>
            <dd>
              <LinkById id={record['source']} />
            </dd>
          </div>
        )}
        {of !== null && (
          <div>
            <dt>{record['query'] ? 'PromQL' : 'Series'}</dt>
            <dd>
              <code className={classes['code']}>{of}</code>
            </dd>
          </div>
        )}
        <div>
          <dt>Quality</dt>
          <dd>
            {quality === 'A' || quality === 'B' || quality === 'C' || quality === 'D' ? (
              <>
                <b>{quality}</b> {qualityWords[quality]}
              </>
            ) : (
              'Nobody has said how good its numbers are.'
            )}
          </dd>
        </div>
        {typeof record['last_at'] === 'string' && (
          <div>
            <dt>Last reading</dt>
            <dd>
              <Moment at={record['last_at']} ago />
            </dd>
          </div>
        )}
      </dl>
    </Panel>
  )
}

const about = [
  {
    title: 'Measure',
    fields: [
      'subject',
      'measure_type',
      'description',
      'unit',
      'direction',
      'aggregation',
      'quantile',
      'data_quality',
      'every',
      'owner',
      'tags',
    ],
  },
] as const

/** A measure: its course over any stretch of time, its value over all of it, how it is made and who relies on it. */
const Measure = ({ kind, record, may }: RecordScreenProps) => {
  const words = useWords()
  const navigate = useNavigate()
  const stretch = stretchOf(words)
  const asked = words['quantile'] === undefined ? undefined : Number(words['quantile'])
  const quantile = asked !== undefined && asked > 0 && asked < 1 ? asked : undefined
  const { data, error, isPending, refetch } = useQuery({ ...readingsOf(record.id, stretch, quantile), placeholderData: keepPreviousData })
  const usual = typeof record['quantile'] === 'number' ? record['quantile'] : 0.95
  const go = (over: Readonly<Record<string, string | undefined>>): void =>
    void navigate({ to: '.', search: { ...words, ...over }, replace: true })
  const show = (next: Stretch): void => go(wordsOf(next))
  return (
    <Stack gap="sm">
      <Group justify="space-between" gap="sm">
        <RangePicker stretch={stretch} onChange={show} />
        <Group gap="xs">
          {record['aggregation'] === 'quantile' && (
            <Select
              size="xs"
              w={150}
              aria-label="Percentile"
              allowDeselect={false}
              value={String(quantile ?? usual)}
              data={[...new Set([...quantiles, usual])]
                .toSorted((a, b) => a - b)
                .map((one) => ({ value: String(one), label: percentileWords(one) }))}
              onChange={(one) => one && go({ quantile: one })}
            />
          )}
          <To className="rv-link rv-small" to={`/measures/explore?m=${record.ref}`}>
            Lay others over it
          </To>
        </Group>
      </Group>
      <div className={classes['two']}>
        <div className={classes['column']}>
          <Panel title="Over time">
            {isPending ? (
              <Waiting lines={8} />
            ) : error ? (
              <Failure error={error} again={() => void refetch()} />
            ) : data.points.length === 0 ? (
              <Nothing record={record} show={show} />
            ) : (
              <>
                <MeasureChart of={data} onOpen={(at) => show(around(stretch, at))} />
                <Coverage of={data} />
              </>
            )}
          </Panel>
          {data && data.points.length > 0 && <Value of={data} record={record} />}
          <FieldGroups kind={{ ...kind, layout: about }} record={record} may={may} />
        </div>
        <div className={classes['column']}>
          <Made record={record} quantile={data?.quantile ?? null} />
          <Promises record={record} />
        </div>
      </div>
    </Stack>
  )
}

export default Measure
