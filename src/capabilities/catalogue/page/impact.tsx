import { Button, SegmentedControl, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api, keys } from '../../../platform/page/api.ts'
import type { RecordScreenProps } from '../../../platform/page/contribution.ts'
import { Empty } from '../../../platform/page/kit/empty.tsx'
import { RecordLink } from '../../../platform/page/kit/links.tsx'
import { Panel } from '../../../platform/page/kit/panel.tsx'
import { ToneBadge } from '../../../platform/page/kit/state-badge.tsx'
import { Failure, Waiting } from '../../../platform/page/kit/waiting.tsx'
import type { Tone } from '../../../platform/records/fields.ts'
import classes from './map.module.css'
import type { Card, Effect, Impact } from './shapes.ts'

const effects: Readonly<Record<Effect, Readonly<{ tone: Tone; word: string }>>> = {
  down: { tone: 'bad', word: 'Down' },
  degraded: { tone: 'warn', word: 'Degraded' },
  at_risk: { tone: 'info', word: 'Less spare' },
}

/** So many are shown before the rest is asked for. */
const first = 25

const Path = ({ path, cards, self }: Readonly<{ path: readonly string[]; cards: Readonly<Record<string, Card>>; self: Card }>) => (
  <ol className={classes['path']} aria-label="How the failure travels">
    {path.map((id) => {
      const card = id === self.id ? self : cards[id]
      return card ? <li key={id}>{id === self.id ? <span>{card.title}</span> : <RecordLink to={card} />}</li> : null
    })}
  </ol>
)

/** What this record takes down when it fails, and why. */
const ImpactTab = ({ kind, record }: RecordScreenProps) => {
  const [only, setOnly] = useState('service')
  const [all, setAll] = useState(false)
  const { data, error, isPending, refetch } = useQuery({
    queryKey: keys.about(record.id, 'impact'),
    queryFn: async ({ signal }) => api.get<Impact>(`/records/${record.id}/impact`, undefined, signal),
  })
  if (isPending) return <Waiting lines={8} />
  if (error) return <Failure error={error} again={() => void refetch()} />
  if (data.items.length === 0 && !data.more)
    return (
      <Empty icon="checklist" title="Nothing else is hit" level={3}>
        As far as the catalogue knows, nothing needs {record.title}. If that is wrong, a dependency is missing.
      </Empty>
    )
  const self: Card = { id: record.id, kind: kind.name, ref: record.ref, title: record.title, state: record.state }
  const services = data.items.filter((item) => item.record.kind === 'service')
  const shown = data.items.filter((item) => only === 'all' || services.length === 0 || item.record.kind === only)
  const count = (effect: Effect): number => services.filter((item) => item.effect === effect).length
  const vital = services.filter((item) => item.record.criticality === 'vital' && item.effect === 'down').length
  return (
    <Panel
      flush
      title={`When ${record.title} fails`}
      right={
        <SegmentedControl
          aria-label="Show"
          value={only}
          onChange={setOnly}
          data={[
            { value: 'service', label: `Services (${services.length})` },
            { value: 'all', label: `All (${data.items.length + (data.more ?? 0)})` },
          ]}
        />
      }
    >
      <Text size="sm" className="rv-pad">
        <b>
          {count('down')} {count('down') === 1 ? 'service goes' : 'services go'} down
        </b>
        {vital > 0 && `, ${vital} of them vital`}, {count('degraded')} work worse
        {count('at_risk') > 0 && `, ${count('at_risk')} go on with less to spare`}.
      </Text>
      <ul className={classes['effects']}>
        {shown.slice(0, all ? shown.length : first).map((item) => (
          <li key={item.record.id} className={classes['effect']}>
            <span>
              <ToneBadge tone={effects[item.effect].tone}>{effects[item.effect].word}</ToneBadge>
            </span>
            <span style={{ minWidth: 0 }}>
              <RecordLink to={item.record} withIcon withRef />
              {item.record.criticality === 'vital' && <ToneBadge tone="bad">Vital</ToneBadge>}
              {item.path.length > 2 ? (
                <div title={item.why}>
                  <Path path={item.path} cards={data.links} self={self} />
                </div>
              ) : (
                <Text size="xs" c="dimmed">
                  {item.why}
                </Text>
              )}
            </span>
          </li>
        ))}
      </ul>
      {!all && shown.length > first && (
        <div className="rv-pad">
          <Button variant="default" onClick={() => setAll(true)}>
            Show all {shown.length}
          </Button>
        </div>
      )}
      {(data.more ?? 0) > 0 && (
        <Text size="xs" c="dimmed" className="rv-pad">
          {data.more?.toLocaleString()} more are hit that are not listed here or that you may not see.
        </Text>
      )}
    </Panel>
  )
}

export default ImpactTab
