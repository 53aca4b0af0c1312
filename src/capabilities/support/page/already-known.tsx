import { Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { api, keys } from '../../../platform/page/api.ts'
import { Moment } from '../../../platform/page/kit/moment.tsx'
import { Panel } from '../../../platform/page/kit/panel.tsx'
import { RecordLink } from '../../../platform/page/kit/links.tsx'
import { StateBadge } from '../../../platform/page/kit/state-badge.tsx'
import { incident } from '../kind.ts'
import classes from './incident.module.css'

/** What is open on the service already, so that one fault is not reported twice unawares. */
export const AlreadyKnown = ({ service }: Readonly<{ service: string | null }>) => {
  const query = { service, phase: 'open,active,waiting', sort: '-opened_at', limit: 8 }
  const { data } = useQuery({
    queryKey: keys.list(incident.plural, query),
    queryFn: async ({ signal }) => api.list(incident, query, signal),
    enabled: service !== null,
    staleTime: 20_000,
  })
  return (
    <Panel title="Known already?">
      {service === null || !data ? (
        <Text size="sm" c="dimmed">
          Choose a service: what is open on it appears here.
        </Text>
      ) : data.items.length === 0 ? (
        <Text size="sm" c="dimmed">
          Nothing is open on this service.
        </Text>
      ) : (
        <ul className="rv-plain">
          {data.items.map((one) => (
            <li key={one.id}>
              <div style={{ minWidth: 0 }}>
                <RecordLink to={{ kind: 'incident', ref: one.ref, title: one.title }} withRef />
                <Text size="xs" c="dimmed">
                  <Moment at={one.opened_at} ago />
                </Text>
              </div>
              <span className={classes['keep']}>
                <StateBadge kind={incident} state={one.state} />
              </span>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  )
}
