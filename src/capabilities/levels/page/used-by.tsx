import { Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { api, keys } from '../../../platform/page/api.ts'
import { RecordLink } from '../../../platform/page/kit/links.tsx'
import { Panel } from '../../../platform/page/kit/panel.tsx'
import { StateBadge } from '../../../platform/page/kit/state-badge.tsx'
import { Failure, Waiting } from '../../../platform/page/kit/waiting.tsx'
import type { AnyRecord } from '../../../platform/records/kind.ts'
import { agreement } from '../kind.ts'
import { RereadButton } from './reread.tsx'

/** The agreements whose clocks run by this calendar, and having them read again. */
export const UsedBy = ({ record }: Readonly<{ record: AnyRecord }>) => {
  const { data, error, isPending } = useQuery({
    queryKey: keys.about(record.id, 'agreements'),
    queryFn: async ({ signal }) => api.list(agreement, { calendar: record.id, sort: 'title', limit: 50 }, signal),
  })
  return (
    <Panel title="Clocks that run by it">
      {isPending ? (
        <Waiting lines={3} />
      ) : error ? (
        <Failure error={error} />
      ) : data.items.length === 0 ? (
        <Text size="sm" c="dimmed">
          No agreement uses it yet.
        </Text>
      ) : (
        <ul className="rv-plain">
          {data.items.map((one) => (
            <li key={one.id}>
              <RecordLink to={{ kind: 'agreement', ref: one.ref, title: one.title }} withIcon />
              <StateBadge kind={agreement} state={one.state} />
            </li>
          ))}
        </ul>
      )}
      <Text size="xs" c="dimmed" mt="sm" mb={6}>
        A change of hours or holidays reads the clocks of all tickets again, closed ones too.
      </Text>
      <RereadButton />
    </Panel>
  )
}
