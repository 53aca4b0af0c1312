import { Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { api, keys } from '../../../platform/page/api.ts'
import type { RecordScreenProps } from '../../../platform/page/contribution.ts'
import { dayText } from '../../../platform/page/fields/format.ts'
import { DataTable } from '../../../platform/page/kit/data-table.tsx'
import { LinkById, LinksProvider, RecordLink } from '../../../platform/page/kit/links.tsx'
import { Panel } from '../../../platform/page/kit/panel.tsx'
import { To } from '../../../platform/page/kit/to.tsx'
import { Failure, Waiting } from '../../../platform/page/kit/waiting.tsx'
import { Activity } from '../../../platform/page/record/activity.tsx'
import { FieldGroups } from '../../../platform/page/record/groups.tsx'
import { kindNamed } from '../../../platform/page/registry/kinds.ts'
import { useCan } from '../../../platform/page/session/session.ts'
import type { AnyRecord, RecordOf } from '../../../platform/records/kind.ts'
import { roleHolding, team } from '../kind.ts'
import classes from './people.module.css'

type Holding = RecordOf<typeof roleHolding>

/** Which roles a person holds, where and until when. */
const Roles = ({ record }: Readonly<{ record: AnyRecord }>) => {
  const can = useCan()
  const { data, error, isPending } = useQuery({
    queryKey: keys.about(record.id, 'holdings'),
    queryFn: async ({ signal }) => api.list(roleHolding, { person: record.id, state: 'active', limit: 50 }, signal),
    enabled: can('role_holding.see'),
  })
  if (!can('role_holding.see')) return null
  return (
    <Panel
      flush
      title="Roles"
      right={
        can('role_holding.create') && (
          <To to={`/role-holdings/new?person=${record.ref}`} className="rv-link rv-small">
            Give a role
          </To>
        )
      }
    >
      {isPending ? (
        <Waiting lines={3} />
      ) : error ? (
        <Failure error={error} />
      ) : (
        <LinksProvider links={data.links}>
          <DataTable<Holding>
            caption="Roles"
            rows={data.items}
            keyOf={(one) => one.id}
            empty="Holds no role, so may see and do nothing beyond what everybody may."
            columns={[
              { label: 'Role', cell: (one) => <LinkById id={one.role} />, text: (one) => data.links[one.role]?.title ?? '' },
              {
                label: 'Where',
                cell: (one) =>
                  one.for_unit ? (
                    <LinkById id={one.for_unit} />
                  ) : (one.for_services ?? []).length > 0 ? (
                    (one.for_services ?? []).map((id) => (
                      <div key={id}>
                        <LinkById id={id} />
                      </div>
                    ))
                  ) : (
                    'everywhere'
                  ),
                text: (one) => (one.for_unit ? (data.links[one.for_unit]?.title ?? '') : ''),
              },
              { label: 'Until', cell: (one) => (one.until_day ? dayText(one.until_day) : 'no end'), text: (one) => one.until_day ?? '' },
              {
                label: '',
                cell: (one) => (
                  <To to={`/role-holdings/${one.ref}`} className="rv-link" aria-label={`${one.ref}: open`}>
                    {one.ref}
                  </To>
                ),
                text: (one) => one.ref,
              },
            ]}
          />
        </LinksProvider>
      )}
    </Panel>
  )
}

/** Records of a kind that name the person. */
const Named = ({
  title,
  kind,
  query,
  empty,
}: Readonly<{ title: string; kind: string; query: Readonly<Record<string, string>>; empty: string }>) => {
  const found = kindNamed(kind)
  const can = useCan()
  const allowed = found !== undefined && can(`${kind}.see`)
  const { data } = useQuery({
    queryKey: keys.list(found?.plural ?? kind, { ...query, limit: 12 }),
    queryFn: async ({ signal }) => (found ? api.list(found, { ...query, limit: 12 }, signal) : null),
    enabled: allowed,
  })
  if (!allowed || !data) return null
  return (
    <Panel
      title={title}
      right={
        data.items.length > 0 && (
          <To to={`/${found.plural}?${new URLSearchParams(query).toString()}`} className="rv-link rv-small">
            All
          </To>
        )
      }
    >
      {data.items.length === 0 ? (
        <Text size="sm" c="dimmed">
          {empty}
        </Text>
      ) : (
        <ul className="rv-plain">
          {data.items.map((one) => (
            <li key={one.id}>
              <RecordLink to={{ kind, ref: one.ref, title: one.title }} withIcon />
              <span className="rv-dim rv-small">{one.ref}</span>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  )
}

/** A person: what they may do, what they answer for, what they work on. */
const Person = ({ kind, record, may }: RecordScreenProps) => (
  <div className={classes['two']}>
    <div className={classes['column']}>
      <FieldGroups kind={kind} record={record} may={may} />
      <Roles record={record} />
      <div className={classes['even']}>
        <Named
          title="Answers for services"
          kind="service"
          query={{ owner: record.ref, phase: 'open,active,waiting' }}
          empty="No service names them as owner."
        />
        <Named title="Has in hand" kind="incident" query={{ owner: record.ref, phase: 'open,active,waiting' }} empty="No open incident." />
      </div>
    </div>
    <div className={classes['column']}>
      <Named title="Teams" kind={team.name} query={{ members: record.ref, state: 'active' }} empty="In no team." />
      <Named title="Manages suppliers" kind="supplier" query={{ manager: record.ref }} empty="None." />
      <Panel title="Activity">
        <Activity record={record} short />
      </Panel>
    </div>
  </div>
)

export default Person
