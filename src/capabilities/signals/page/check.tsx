import { Alert, Button, Group, Stack, Text } from '@mantine/core'
import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { api, base, keys } from '../../../platform/page/api.ts'
import type { RecordScreenProps } from '../../../platform/page/contribution.ts'
import { durationText, shareText } from '../../../platform/page/fields/format.ts'
import { useWords } from '../../../platform/page/kit/address.ts'
import { DataTable } from '../../../platform/page/kit/data-table.tsx'
import { Figure } from '../../../platform/page/kit/figure.tsx'
import { Moment } from '../../../platform/page/kit/moment.tsx'
import { complain } from '../../../platform/page/kit/notify.tsx'
import { Panel } from '../../../platform/page/kit/panel.tsx'
import { StateBadge, ToneBadge } from '../../../platform/page/kit/state-badge.tsx'
import { To } from '../../../platform/page/kit/to.tsx'
import { Failure, Waiting } from '../../../platform/page/kit/waiting.tsx'
import { FieldGroups } from '../../../platform/page/record/groups.tsx'
import type { AnyRecord } from '../../../platform/records/kind.ts'
import type { Tone } from '../../../platform/records/fields.ts'
import { millisOf } from '../../../kernel/instant.ts'
import { outage } from '../kind.ts'
import type { CheckType } from '../model/check.ts'
import { assertionsOf, assertionWords } from './assertions.ts'
import { CopyLines } from './copy-lines.tsx'
import { Coverage, MeasureChart } from './measure-chart.tsx'
import { around, RangePicker, stretchOf, wordsOf } from './ranges.tsx'
import { readingsOf, type Stretch } from './readings.ts'
import classes from './screens.module.css'

/** GET /checks/:key/run */
type Run = Readonly<{
  standing: 'up' | 'degraded' | 'down' | 'unknown'
  since: string | null
  last_at: string | null
  last_ms: number | null
  text: string | null
  failures: number
  next_at: string | null
  outage: string | null
}>

const standings: Readonly<Record<Run['standing'], Readonly<{ word: string; tone: Tone }>>> = {
  up: { word: 'Up', tone: 'good' },
  degraded: { word: 'Degraded', tone: 'warn' },
  down: { word: 'Down', tone: 'bad' },
  unknown: { word: 'Unknown', tone: 'muted' },
}

const capital = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1)

const Now = ({ record, run, ask, waiting }: Readonly<{ record: AnyRecord; run: Run; ask: (() => void) | null; waiting: boolean }>) => {
  const { word, tone } = standings[run.standing]
  const isBeat = record['check_type'] === 'heartbeat'
  return (
    <Panel
      title="Now"
      right={
        ask && (
          <Button size="compact-xs" variant="default" loading={waiting} onClick={ask}>
            Run now
          </Button>
        )
      }
    >
      <Group gap={8} role="status">
        <ToneBadge tone={tone}>{word}</ToneBadge>
        {run.since && (
          <Text size="sm">
            since <Moment at={run.since} />
          </Text>
        )}
      </Group>
      <Text size="sm" mt={8}>
        {run.last_at === null ? (
          isBeat ? (
            'No beat has come yet.'
          ) : (
            'It has not run yet.'
          )
        ) : (
          <>
            {isBeat ? 'The last beat came' : 'It ran last'} <Moment at={run.last_at} ago />
            {run.last_ms === null ? '' : `, in ${Math.round(run.last_ms)} ms`}
            {run.text ? `: ${run.text.replace(/[.!?]+$/, '')}.` : '.'}
          </>
        )}
        {run.failures > 0 && ` ${capital(run.failures === 1 ? 'one failure' : `${run.failures} failures`)} in a row.`}
        {run.next_at && (
          <span className="rv-dim">
            {' '}
            {isBeat ? 'Looked at next' : 'Next'}: <Moment at={run.next_at} />
          </span>
        )}
      </Text>
    </Panel>
  )
}

const spans = [
  ['24 h', 86_400],
  ['7 d', 604_800],
  ['30 d', 2_592_000],
] as const

const GoodShare = ({ measure, label, seconds }: Readonly<{ measure: string; label: string; seconds: number }>) => {
  const { data } = useQuery({ ...readingsOf(measure, { last: seconds }), placeholderData: keepPreviousData })
  const value = data?.value ?? null
  return (
    <Figure
      label={`Good, ${label}`}
      value={value === null ? null : shareText(Math.floor(value * 10_000) / 10_000)}
      missing={data ? 'No check ran' : '…'}
      target={data && value !== null ? `${data.readings.toLocaleString()} ${data.readings === 1 ? 'check' : 'checks'}` : ''}
      quality="A"
      made={{ formula: 'Checks that were good or slow, of all that ran. What could not be tried does not count.' }}
    />
  )
}

const ResponseTime = ({ record, measure }: Readonly<{ record: AnyRecord; measure: string }>) => {
  const words = useWords()
  const navigate = useNavigate()
  const stretch = stretchOf(words['range'] || words['from'] ? words : { range: '24h' })
  const { data, error, isPending, refetch } = useQuery({ ...readingsOf(measure, stretch), placeholderData: keepPreviousData })
  const show = (next: Stretch): void => void navigate({ to: '.', search: { ...words, ...wordsOf(next) }, replace: true })
  const slow = record['slow_after']
  return (
    <Panel
      title="Response time"
      right={
        data && (
          <To className="rv-link rv-small" to={`/measures/${data.measure.ref}`}>
            The measure
          </To>
        )
      }
    >
      <RangePicker stretch={stretch} onChange={show} />
      {isPending ? (
        <Waiting lines={6} />
      ) : error ? (
        <Failure error={error} again={() => void refetch()} />
      ) : data.points.length === 0 ? (
        <Text size="sm" c="dimmed" mt="sm">
          No answer was timed in this stretch.
        </Text>
      ) : (
        <>
          <MeasureChart
            of={data}
            onOpen={(at) => show(around(stretch, at))}
            {...(typeof slow === 'number' ? { target: { value: slow, label: 'degraded from here' } } : {})}
          />
          <Coverage of={data} />
        </>
      )}
    </Panel>
  )
}

const Outages = ({ record }: Readonly<{ record: AnyRecord }>) => {
  const { data, error, isPending } = useQuery({
    queryKey: keys.about(record.id, 'outages'),
    queryFn: async ({ signal }) =>
      api.list(outage, { check: record.id, sort: '-started_at', limit: 20, fields: 'title,started_at,ended_at' }, signal),
  })
  return (
    <Panel
      flush
      title="Outages that it saw"
      right={
        <To className="rv-link rv-small" to={`/outages?check=${record.ref}`}>
          All
        </To>
      }
    >
      {isPending ? (
        <Waiting lines={3} />
      ) : error ? (
        <Failure error={error} />
      ) : (
        <DataTable
          caption="Outages that the check saw"
          rows={data.items}
          keyOf={(one) => one.id}
          empty="It has seen none."
          columns={[
            {
              label: 'Outage',
              cell: (one) => (
                <To className="rv-link" to={`/outages/${one.ref}`}>
                  {one.title}
                </To>
              ),
              text: (one) => `${one.ref} ${one.title}`,
            },
            { label: 'State', cell: (one) => <StateBadge kind={outage} state={one.state} />, text: (one) => one.state },
            { label: 'Began', cell: (one) => <Moment at={String(one.started_at)} />, text: (one) => String(one.started_at) },
            {
              label: 'Lasted',
              align: 'right',
              cell: (one) =>
                one.ended_at ? durationText((millisOf(String(one.ended_at)) - millisOf(String(one.started_at))) / 1000) : 'goes on',
              text: (one) => (one.ended_at ? Math.round((millisOf(String(one.ended_at)) - millisOf(String(one.started_at))) / 1000) : null),
            },
          ]}
        />
      )}
    </Panel>
  )
}

/** The secret address of a heartbeat: made here, shown once, with lines that call it. */
const Beat = ({ record }: Readonly<{ record: AnyRecord }>) => {
  const [path, setPath] = useState<string | null>(null)
  const make = useMutation({
    mutationFn: async () => api.call<{ address: string }>('POST', `/checks/${record.id}/beat-address`, {}),
    onSuccess: ({ address }) => setPath(address),
    onError: complain,
  })
  const address = `${window.location.origin}${path ?? `${base}/beat/rvb_your_key`}`
  const every = typeof record['every'] === 'number' ? record['every'] : 300
  const minutes = Math.max(1, Math.round(every / 60))
  const cron =
    minutes < 60
      ? `*/${minutes} * * * *`
      : minutes < 120
        ? '0 * * * *'
        : minutes < 1440
          ? `0 */${Math.round(minutes / 60)} * * *`
          : '0 3 * * *'
  return (
    <Panel
      title="How it is called"
      right={
        <Button size="compact-xs" loading={make.isPending} onClick={() => make.mutate()}>
          Make an address
        </Button>
      }
    >
      <Text size="sm" mb="sm">
        What is watched calls this address every {durationText(every)}, when it went well. A new address takes the place of the one before.
      </Text>
      {path && (
        <Alert color="blue" role="status" mb="sm" title="The address">
          It is shown this once: copy it now. Who has it can say that all is well, and nothing else.
        </Alert>
      )}
      <CopyLines title="By hand or at the end of a script" lines={`curl -fsS -m 10 --retry 3 ${address}`} />
      <CopyLines
        title="In a crontab"
        note="The address is called only when the job went well."
        lines={`${cron} /path/to/job && curl -fsS -m 10 --retry 3 -o /dev/null ${address}`}
      />
    </Panel>
  )
}

const about = [
  { title: 'Check', fields: ['subject', 'check_type', 'target', 'every', 'timeout', 'fails_after', 'slow_after', 'owner', 'tags'] },
] as const
const must = [{ title: 'Must be so, as set', fields: ['assertions'] }] as const

/** Whether a run that was asked for has not come yet. @param asked the last run when it was asked for */
const isAsked = (asked: string | null, run: Run | undefined): boolean => asked !== null && (run?.last_at ?? 'never') === asked

/** A check: how it stands and since when, its last run, how often it was good, how long it took, the outages that it saw. */
const Check = ({ kind, record, may }: RecordScreenProps) => {
  const [asked, setAsked] = useState<string | null>(null)
  const { data, error, isPending, refetch } = useQuery({
    queryKey: keys.about(record.id, 'run'),
    queryFn: async ({ signal }) => api.get<Run>(`/checks/${record.id}/run`, undefined, signal),
    refetchInterval: (query) => (isAsked(asked, query.state.data) ? 1000 : 15_000),
  })
  const run = useMutation({
    mutationFn: async () => api.call('POST', `/checks/${record.id}/run`, {}),
    onSuccess: () => setAsked(data?.last_at ?? 'never'),
    onError: complain,
  })
  const type = String(record['check_type']) as CheckType
  const up = record['up_measure']
  const time = record['time_measure']
  const canRun = type !== 'heartbeat' && record.state === 'active' && may.edit === true
  return (
    <div className={classes['two']}>
      <div className={classes['column']}>
        {isPending ? (
          <Waiting lines={3} />
        ) : error ? (
          <Failure error={error} again={() => void refetch()} />
        ) : (
          <Now record={record} run={data} ask={canRun ? () => run.mutate() : null} waiting={run.isPending || isAsked(asked, data)} />
        )}
        {typeof up === 'string' && (
          <div className={classes['tiles']}>
            {spans.map(([label, seconds]) => (
              <GoodShare key={label} measure={up} label={label} seconds={seconds} />
            ))}
          </div>
        )}
        {type === 'heartbeat' && may.edit === true && <Beat record={record} />}
        {typeof time === 'string' && <ResponseTime record={record} measure={time} />}
        <Outages record={record} />
      </div>
      <Stack gap={14}>
        <Panel title="Good when">
          <ul className={classes['plain']}>
            {assertionWords(assertionsOf(record['assertions']), type).map((one) => (
              <li key={one}>{capital(one)}</li>
            ))}
          </ul>
        </Panel>
        <FieldGroups kind={{ ...kind, layout: [...about, ...must] }} record={record} may={may} />
      </Stack>
    </div>
  )
}

export default Check
