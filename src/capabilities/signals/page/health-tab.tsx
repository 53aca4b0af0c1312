import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '../../../platform/page/api.ts'
import type { RecordScreenProps } from '../../../platform/page/contribution.ts'
import { DataTable } from '../../../platform/page/kit/data-table.tsx'
import { RecordLink } from '../../../platform/page/kit/links.tsx'
import { Moment } from '../../../platform/page/kit/moment.tsx'
import { Panel } from '../../../platform/page/kit/panel.tsx'
import { ToneBadge } from '../../../platform/page/kit/state-badge.tsx'
import { To } from '../../../platform/page/kit/to.tsx'
import { Failure, Waiting } from '../../../platform/page/kit/waiting.tsx'
import { useCan } from '../../../platform/page/session/session.ts'
import type { HealthOfOne, PartHealth } from '../model/board.ts'
import type { Timeline } from '../model/timeline.ts'
import classes from './health.module.css'
import { Causes, HealthBadge, useLiveHealth } from './health-parts.tsx'
import { healthStates, hitsWords } from './health-words.ts'
import { Lanes } from './timeline-lanes.tsx'

const sights: Readonly<Record<HealthOfOne['sight'], string>> = {
  own: 'it is watched',
  parts: 'known from its parts',
  partly: 'watched too little',
  none: 'not watched',
}

const Watchers = ({ one }: Readonly<{ one: HealthOfOne }>) => {
  const can = useCan()
  const { checks, measures } = one.watchers
  const words =
    checks === 0 && measures === 0
      ? 'No check and no measure of its own.'
      : `${checks} ${checks === 1 ? 'check' : 'checks'} and ${measures} ${measures === 1 ? 'measure' : 'measures'} of its own.`
  return (
    <div className={`${classes['causeHead']} rv-small`}>
      <span className="rv-dim">{words}</span>
      {can('check.create') && (
        <To className="rv-link" to={`/checks/new?subject=${one.record.ref}`}>
          Add a check
        </To>
      )}
    </div>
  )
}

const Now = ({ one }: Readonly<{ one: HealthOfOne }>) => {
  const hits = one.hits ? hitsWords(one.hits) : ''
  return (
    <Panel title="Now">
      <div className={classes['now']} role="status">
        <HealthBadge health={one.health} />
        <span>{one.words}</span>
        {one.own_fault && <ToneBadge tone="muted">Own fault</ToneBadge>}
      </div>
      {one.since && (
        <p className="rv-dim rv-small">
          Since <Moment at={one.since} ago />.
        </p>
      )}
      {hits !== '' && (
        <p className="rv-small">
          It {hits}
          {one.record.kind === 'service' ? ', itself counted' : ''}.
        </p>
      )}
      <Watchers one={one} />
    </Panel>
  )
}

/** So many parts stand there at once: the worst and the nearest come first. */
const mostParts = 25

const Parts = ({ one }: Readonly<{ one: HealthOfOne }>) => {
  const [all, setAll] = useState(false)
  const shown = all ? one.parts : one.parts.slice(0, mostParts)
  return (
    <Panel flush title={`What it needs (${(one.parts.length + one.more_parts).toLocaleString()})`}>
      <DataTable<PartHealth>
        caption="What it needs"
        rows={shown}
        keyOf={(part) => part.record.id}
        empty="As far as the catalogue knows it needs nothing that you may see."
        columns={[
          { label: 'Part', cell: (part) => <RecordLink to={part.record} withIcon />, text: (part) => part.record.title },
          {
            label: 'Now',
            cell: (part) => <HealthBadge health={part.health} />,
            text: (part) => healthStates[part.health].label,
          },
          {
            label: 'Since',
            cell: (part) => (part.since ? <Moment at={part.since} ago /> : <span className="rv-dim">–</span>),
            text: (part) => part.since ?? '',
          },
          { label: 'How it is needed', cell: (part) => (part.depth === 1 ? part.how : `${part.how}, ${part.depth} steps away`) },
          { label: 'Known by', cell: (part) => sights[part.sight] },
        ]}
      />
      {shown.length < one.parts.length && (
        <p className="rv-pad">
          <Button size="compact-sm" variant="default" onClick={() => setAll(true)}>
            Show the other {(one.parts.length - shown.length).toLocaleString()}
          </Button>
        </p>
      )}
      {one.more_parts > 0 && <p className="rv-dim rv-pad">{one.more_parts.toLocaleString()} more are not listed here.</p>}
    </Panel>
  )
}

/** How it is now and why, how all is that it needs, and its last 30 days. */
const HealthTab = ({ kind, record }: RecordScreenProps) => {
  useLiveHealth()
  const health = useQuery({
    queryKey: ['health', record.id],
    queryFn: async ({ signal }) => api.get<HealthOfOne>(`/${kind.plural}/${record.id}/health`, undefined, signal),
    refetchInterval: 60_000,
  })
  const past = useQuery({
    queryKey: ['health', record.id, 'timeline'],
    queryFn: async ({ signal }) => api.get<Timeline>('/outages/timeline', { subject: record.ref, beneath: 'true' }, signal),
    retry: false,
  })
  if (health.isPending) return <Waiting lines={8} />
  if (health.error) return <Failure error={health.error} again={() => void health.refetch()} />
  const one = health.data
  return (
    <div className={classes['stack']}>
      <Now one={one} />
      {one.causes.some((cause) => !cause.own) && (
        <Panel flush title="Because of">
          <Causes causes={one.causes.filter((cause) => !cause.own)} named="Because of" />
        </Panel>
      )}
      {past.data && (
        <Panel
          title="The last 30 days"
          right={
            <To className="rv-link rv-small" to={`/outages/timeline?subject=${record.ref}&beneath=true&range=90d`}>
              90 days
            </To>
          }
        >
          {past.data.lanes.length === 0 ? (
            <p className="rv-dim">No outage and no planned work was written down, of it or of what it needs.</p>
          ) : (
            <Lanes timeline={past.data} />
          )}
        </Panel>
      )}
      <Parts one={one} />
    </div>
  )
}

export default HealthTab
