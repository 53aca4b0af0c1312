import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { api, keys } from '../../../platform/page/api.ts'
import type { RecordScreenProps } from '../../../platform/page/contribution.ts'
import { Panel } from '../../../platform/page/kit/panel.tsx'
import { Failure, Waiting } from '../../../platform/page/kit/waiting.tsx'
import { Activity } from '../../../platform/page/record/activity.tsx'
import { FieldGroups } from '../../../platform/page/record/groups.tsx'
import { type Kind, stateOf } from '../../../platform/records/kind.ts'
import { Clocks } from './clocks.tsx'
import { type CustodyPage, withNames } from './custody.ts'
import { Hands } from './hands.tsx'
import classes from './incident.module.css'
import { SameFault } from './same-fault.tsx'

/** The kind with its fields in the order in which a ticket is worked on; a group may stand in the main column or beside it. */
const arranged = (kind: Kind, layout: Kind['layout']): Kind => ({ ...kind, layout })

const story = [{ title: 'What happened', fields: ['description'] }] as const
const ending = [{ title: 'Resolution', fields: ['resolution_code', 'resolution', 'resolved_at', 'closed_at'] }] as const
const beside = [
  { title: 'Work', fields: ['team', 'owner', 'waiting_for', 'priority', 'impact', 'urgency', 'major', 'parent'] },
  { title: 'Where', fields: ['service', 'component', 'customer', 'location'] },
  {
    title: 'Report',
    fields: [
      'requester',
      'reported_by',
      'channel',
      'category',
      'subcategory',
      'opened_at',
      'responded_at',
      'reassignments',
      'reopenings',
      'met_at_source',
      'tags',
    ],
  },
] as const

/** An incident: its promises and their clocks first, who has had it, the story; fields to work with at the side. */
const Incident = ({ kind, record, may }: RecordScreenProps) => {
  const running = record['level_state'] === 'running'
  const custody = useQuery({
    queryKey: keys.about(record.id, 'custody'),
    queryFn: async ({ signal }) => withNames(await api.get<CustodyPage>(`/incidents/${record.ref}/custody`, undefined, signal)),
    refetchInterval: running ? 60_000 : false,
  })
  const kinds = useMemo(() => ({ story: arranged(kind, story), ending: arranged(kind, ending), beside: arranged(kind, beside) }), [kind])
  const stateText = (state: string): string => stateOf(kind, state)?.label ?? state
  const done = stateOf(kind, record.state)?.phase
  const hasEnding = done === 'done' || done === 'closed' || Boolean(record['resolution'])
  return (
    <div className={classes['two']}>
      <div className={classes['column']}>
        {custody.isPending ? (
          <Panel title="Promises">
            <Waiting lines={3} />
          </Panel>
        ) : custody.error ? (
          <Panel title="Promises">
            <Failure error={custody.error} again={() => void custody.refetch()} />
          </Panel>
        ) : (
          <Clocks clocks={custody.data.clocks} />
        )}
        <FieldGroups kind={kinds.story} record={record} may={may} />
        {hasEnding && <FieldGroups kind={kinds.ending} record={record} may={may} />}
        {custody.data && (
          <div className={classes['late']}>
            <Hands page={custody.data} stateText={stateText} />
          </div>
        )}
        <div className={classes['late']}>
          <Panel title="Activity">
            <Activity record={record} short />
          </Panel>
        </div>
      </div>
      <div className={`${classes['column']} ${classes['side']}`}>
        <FieldGroups kind={kinds.beside} record={record} may={may} />
        <SameFault kind={kind} record={record} />
      </div>
    </div>
  )
}

export default Incident
