import { Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { api, keys } from '../../../platform/page/api.ts'
import { RecordLink } from '../../../platform/page/kit/links.tsx'
import { Panel } from '../../../platform/page/kit/panel.tsx'
import { StateBadge } from '../../../platform/page/kit/state-badge.tsx'
import { To } from '../../../platform/page/kit/to.tsx'
import type { AnyRecord, Kind } from '../../../platform/records/kind.ts'
import classes from './incident.module.css'

const openPhases = 'open,active,waiting'

/** What else is open on the same service: perhaps the same fault, reported twice. */
export const SameFault = ({ kind, record }: Readonly<{ kind: Kind; record: AnyRecord }>) => {
  const service = typeof record['service'] === 'string' ? record['service'] : null
  const { data } = useQuery({
    queryKey: keys.about(record.id, 'same service'),
    queryFn: async ({ signal }) => api.list(kind, { service, phase: openPhases, sort: '-opened_at', limit: 7 }, signal),
    enabled: service !== null,
  })
  if (!service || !data) return null
  const others = data.items.filter((one) => one.id !== record.id).slice(0, 6)
  return (
    <Panel
      title="Also open on this service"
      right={
        others.length > 0 && (
          <To to={`/incidents?service=${service}&phase=${openPhases}`} className="rv-link rv-small">
            All
          </To>
        )
      }
    >
      {others.length === 0 ? (
        <Text size="sm" c="dimmed">
          Nothing else.
        </Text>
      ) : (
        <ul className="rv-plain">
          {others.map((one) => (
            <li key={one.id}>
              <RecordLink to={{ kind: 'incident', ref: one.ref, title: one.title }} withRef />
              <span className={classes['keep']}>
                <StateBadge kind={kind} state={one.state} />
              </span>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  )
}
