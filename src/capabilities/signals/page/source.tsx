import { Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api, keys } from '../../../platform/page/api.ts'
import type { RecordScreenProps } from '../../../platform/page/contribution.ts'
import { numberText } from '../../../platform/page/fields/format.ts'
import { DataTable } from '../../../platform/page/kit/data-table.tsx'
import { Figure } from '../../../platform/page/kit/figure.tsx'
import { LinkById, LinksProvider, RecordLink } from '../../../platform/page/kit/links.tsx'
import { Moment } from '../../../platform/page/kit/moment.tsx'
import { Panel } from '../../../platform/page/kit/panel.tsx'
import { StateBadge } from '../../../platform/page/kit/state-badge.tsx'
import { To } from '../../../platform/page/kit/to.tsx'
import { Failure, Waiting } from '../../../platform/page/kit/waiting.tsx'
import { FieldGroups } from '../../../platform/page/record/groups.tsx'
import type { AnyRecord } from '../../../platform/records/kind.ts'
import { alert } from '../kind.ts'
import { CopyLines } from './copy-lines.tsx'
import { settingsOf } from './settings.ts'
import classes from './screens.module.css'
import { SourceKeys } from './source-keys.tsx'
import { Drops, type Intake, intakeQuery, SeriesPanel } from './source-series.tsx'
import { otherWay, takesKeys, waysOf } from './source-ways.ts'

const placeholder = 'rvs_your_key'

const HowToSend = ({ record, fresh }: Readonly<{ record: AnyRecord; fresh: string | null }>) => {
  const type = String(record['source_type'])
  const other = otherWay[type]
  const lines = waysOf(type, {
    origin: window.location.origin,
    key: fresh ?? placeholder,
    address: typeof record['address'] === 'string' ? record['address'] : '',
    topics: settingsOf(record['settings']).topics ?? [],
  })
  return (
    <Panel title="How to send to it">
      {takesKeys(type) && (
        <Text size="sm" mb="sm">
          {fresh ? 'The key you just made is filled in.' : `Make a key above and put it in the place of ${placeholder}.`}
        </Text>
      )}
      {other && (
        <Text size="sm" mb="sm">
          {other.words}{' '}
          {type === 'promql' && (
            <To className="rv-link rv-underlined" to={`/measures/new?source=${record.ref}`}>
              Make a measure
            </To>
          )}
          {other.to && (
            <To className="rv-link rv-underlined" to={other.to}>
              {other.label}
            </To>
          )}
        </Text>
      )}
      {lines.map((one) => (
        <CopyLines key={one.title} {...one} />
      ))}
    </Panel>
  )
}

const Came = ({ intake }: Readonly<{ intake: Intake }>) => {
  const lost = intake.drops.reduce((sum, one) => sum + one.n, 0)
  return (
    <div className={classes['tiles']}>
      <Figure label="Taken" value={numberText(intake.taken)} target="numbers in all" />
      <Figure
        label="Series"
        value={numberText(intake.series_count)}
        target={`of ${numberText(intake.series_most)} at most`}
        {...(intake.series_count >= intake.series_most ? { verdict: { tone: 'bad' as const, word: 'Full' } } : {})}
      />
      <Figure
        label="Not taken"
        value={numberText(lost)}
        target="in the last seven days"
        {...(lost > 0 ? { verdict: { tone: 'warn' as const, word: 'Look below' } } : {})}
      />
    </div>
  )
}

const alertTypes: ReadonlySet<string> = new Set(['alertmanager', 'pagerduty'])

/** What a tool that tells of alerts has told, the newest first. */
const AlertsTold = ({ record }: Readonly<{ record: AnyRecord }>) => {
  const { data, error, isPending, refetch } = useQuery({
    queryKey: keys.about(record.id, 'alerts'),
    queryFn: async ({ signal }) =>
      api.list(alert, { source: record.id, sort: '-started_at', limit: 20, fields: 'title,state,started_at,severity,subject' }, signal),
    refetchInterval: (query) => ((query.state.data?.items.length ?? 0) > 0 ? 30_000 : 3_000),
  })
  return (
    <Panel
      flush
      title="Alerts that it told"
      right={
        <To className="rv-link rv-small" to={`/alerts?source=${record.ref}`}>
          All
        </To>
      }
    >
      {isPending ? (
        <Waiting lines={3} />
      ) : error ? (
        <Failure error={error} again={() => void refetch()} />
      ) : (
        <LinksProvider links={data.links}>
          <DataTable
            caption="Alerts of the source"
            rows={data.items}
            keyOf={(one) => one.id}
            empty="None has come yet: what comes shows here by itself."
            columns={[
              {
                label: 'Alert',
                cell: (one) => <RecordLink to={{ ...one, kind: 'alert' }} withRef />,
                text: (one) => `${one.ref} ${one.title}`,
              },
              { label: 'State', cell: (one) => <StateBadge kind={alert} state={one.state} />, text: (one) => one.state },
              {
                label: 'About',
                cell: (one) => (one.subject ? <LinkById id={one.subject} /> : <span className="rv-dim">nothing known</span>),
                text: (one) => (one.subject ? (data.links[one.subject]?.title ?? '') : ''),
              },
              { label: 'Started', cell: (one) => <Moment at={one.started_at} ago />, text: (one) => one.started_at },
            ]}
          />
        </LinksProvider>
      )}
    </Panel>
  )
}

/** A source: how to send to it, its keys, what came and what did not, its series. */
const Source = ({ kind, record, may }: RecordScreenProps) => {
  const [fresh, setFresh] = useState<string | null>(null)
  const { data, error, isPending, refetch } = useQuery({
    ...intakeQuery(record.id, ''),
    // Whoever has just pasted the lines looks here for what comes.
    refetchInterval: (query) => (query.state.data?.last_at ? 30_000 : 3_000),
  })
  const type = String(record['source_type'])
  return (
    <div className={classes['column']}>
      {isPending ? (
        <Waiting lines={3} />
      ) : error ? (
        <Failure error={error} again={() => void refetch()} />
      ) : alertTypes.has(type) ? null : (
        <>
          <Text size="md" fw={500}>
            {data.last_at ? (
              <>
                The last reading came <Moment at={data.last_at} ago />.
              </>
            ) : (
              'Nothing has come from it yet: what comes shows here by itself.'
            )}
          </Text>
          <Came intake={data} />
        </>
      )}
      <div className={classes['two']}>
        <div className={classes['column']}>
          {takesKeys(type) && <SourceKeys record={record} fresh={fresh} onMade={setFresh} />}
          <HowToSend record={record} fresh={fresh} />
          {alertTypes.has(type) ? <AlertsTold record={record} /> : <SeriesPanel record={record} />}
          {data && <Drops intake={data} />}
        </div>
        <FieldGroups kind={kind} record={record} may={may} />
      </div>
    </div>
  )
}

export default Source
