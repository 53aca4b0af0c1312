import { Button, Group, SimpleGrid, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { AnyRecord, Kind } from '../../records/kind.ts'
import { api, keys, type RelatedGroup } from '../api.ts'
import { Empty } from '../kit/empty.tsx'
import { RecordLink } from '../kit/links.tsx'
import { Panel } from '../kit/panel.tsx'
import { StateBadge } from '../kit/state-badge.tsx'
import { To } from '../kit/to.tsx'
import { Failure, Waiting } from '../kit/waiting.tsx'
import { allKinds, kindNamed } from '../registry/kinds.ts'
import { useCan } from '../session/session.ts'

/** More than the server counts is shown with a plus. */
export const countText = (group: RelatedGroup): string => `${group.count.toLocaleString()}${group.exact === false ? '+' : ''}`

type Pointing = Readonly<{ kind: Kind; field: string; label: string }>

/** Fields of other kinds that may name a record of this kind. */
const pointingTo = (kind: Kind): readonly Pointing[] =>
  allKinds().flatMap((other) =>
    Object.entries(other.fields).flatMap(([field, one]) =>
      (one.type === 'link' || one.type === 'links') && one.to.includes(kind.name) && !one.computed && one.back
        ? [{ kind: other, field, label: one.back }]
        : [],
    ),
  )

/** The records that point to this one, by kind and field. */
export const Related = ({ kind, record }: Readonly<{ kind: Kind; record: AnyRecord }>) => {
  const can = useCan()
  const query = useQuery({
    queryKey: keys.about(record.id, 'related'),
    queryFn: async ({ signal }) =>
      (await api.get<{ groups: readonly RelatedGroup[] }>(`/records/${record.id}/related`, undefined, signal)).groups,
  })
  if (query.isPending) return <Waiting lines={8} />
  if (query.error) return <Failure error={query.error} again={() => void query.refetch()} />
  const filled = query.data.filter((group) => kindNamed(group.kind) && group.count > 0)
  const offered = pointingTo(kind).filter(
    (one) => can(`${one.kind.name}.create`) && !filled.some((group) => group.kind === one.kind.name && group.field === one.field),
  )
  return (
    <>
      {filled.length === 0 && (
        <Empty icon="link" title="Nothing points here yet">
          Records that name {record.ref} in one of their fields appear here by themselves.
        </Empty>
      )}
      <SimpleGrid cols={{ base: 1, md: 2 }} spacing="md">
        {filled.map((group) => (
          <GroupPanel key={`${group.kind} ${group.field}`} group={group} record={record} mayCreate={can(`${group.kind}.create`)} />
        ))}
      </SimpleGrid>
      {offered.length > 0 && (
        <Group gap={6} mt="md" className="rv-no-print">
          <Text size="sm" c="dimmed">
            Add to this {kind.label.toLowerCase()}:
          </Text>
          {offered.map((one) => (
            <Button
              key={`${one.kind.name} ${one.field}`}
              component={To}
              to={`/${one.kind.plural}/new?${one.field}=${record.ref}`}
              size="compact-xs"
              variant="default"
            >
              {one.kind.label}
              {one.label === one.kind.labels ? '' : ` (${one.label.toLowerCase()})`}
            </Button>
          ))}
        </Group>
      )}
    </>
  )
}

const GroupPanel = ({ group, record, mayCreate }: Readonly<{ group: RelatedGroup; record: AnyRecord; mayCreate: boolean }>) => {
  const other = kindNamed(group.kind)
  if (!other) return null
  return (
    <Panel
      title={`${group.label} (${countText(group)})`}
      right={
        <Group gap={6}>
          {mayCreate && (
            <Button component={To} to={`/${other.plural}/new?${group.field}=${record.ref}`} size="compact-xs" variant="subtle">
              Add
            </Button>
          )}
          <Button component={To} to={`/${other.plural}?${group.field}=${record.ref}`} size="compact-xs" variant="default">
            All
          </Button>
        </Group>
      }
    >
      <ul className="rv-plain">
        {group.items.map((item) => (
          <li key={item.id}>
            <RecordLink to={item} withRef />
            <StateBadge kind={other} state={item.state} />
          </li>
        ))}
      </ul>
    </Panel>
  )
}
