import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { AnyRecord, Kind } from '../../records/kind.ts'
import { api, keys, type May, type RelatedGroup } from '../api.ts'
import { RecordLink } from '../kit/links.tsx'
import { Panel } from '../kit/panel.tsx'
import { kindNamed } from '../registry/kinds.ts'
import { Activity } from './activity.tsx'
import { countText } from './related.tsx'
import { FieldGroups } from './groups.tsx'
import classes from './record.module.css'
import type { RecordWays } from './use-record.ts'

/** The generic overview: fields at the left, what happened lately and what belongs to it at the right. */
export const Overview = ({
  kind,
  record,
  may,
  change,
}: Readonly<{ kind: Kind; record: AnyRecord; may: May; change: RecordWays['change'] }>) => (
  <div className={classes['two']}>
    <FieldGroups kind={kind} record={record} may={may} change={change} />
    <div className={classes['groups']}>
      <Belonging kind={kind} record={record} />
      <Panel
        title="Activity"
        right={
          <Link to={`/${kind.plural}/${record.ref}/activity`} className="rv-link rv-small">
            All
          </Link>
        }
      >
        <Activity record={record} short />
      </Panel>
    </div>
  </div>
)

const Belonging = ({ kind, record }: Readonly<{ kind: Kind; record: AnyRecord }>) => {
  const { data } = useQuery({
    queryKey: keys.about(record.id, 'related'),
    queryFn: async ({ signal }) =>
      (await api.get<{ groups: readonly RelatedGroup[] }>(`/records/${record.id}/related`, undefined, signal)).groups,
  })
  const groups = (data ?? []).filter((group) => group.count > 0 && kindNamed(group.kind))
  if (groups.length === 0) return null
  return (
    <Panel
      title="Related"
      right={
        <Link to={`/${kind.plural}/${record.ref}/related`} className="rv-link rv-small">
          All
        </Link>
      }
    >
      {groups.slice(0, 5).map((group) => (
        <div key={`${group.kind} ${group.field}`} className="rv-small">
          <div className="rv-dim">
            {group.label} ({countText(group)})
          </div>
          <ul className="rv-plain">
            {group.items.slice(0, 3).map((item) => (
              <li key={item.id}>
                <RecordLink to={item} withRef />
              </li>
            ))}
          </ul>
        </div>
      ))}
    </Panel>
  )
}
