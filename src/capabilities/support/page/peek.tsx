import { useQuery } from '@tanstack/react-query'
import { api, keys } from '../../../platform/page/api.ts'
import type { RecordScreenProps } from '../../../platform/page/contribution.ts'
import { Panel } from '../../../platform/page/kit/panel.tsx'
import { Failure, Waiting } from '../../../platform/page/kit/waiting.tsx'
import { Clocks } from './clocks.tsx'
import { type CustodyPage, holderText, withNames } from './custody.ts'
import classes from './incident.module.css'

/** What one wants to know of a ticket without leaving the list: who has it and how its promises stand. */
const IncidentPeek = ({ record }: RecordScreenProps) => {
  const { data, error, isPending, refetch } = useQuery({
    queryKey: keys.about(record.id, 'custody'),
    queryFn: async ({ signal }) => withNames(await api.get<CustodyPage>(`/incidents/${record.ref}/custody`, undefined, signal)),
  })
  if (isPending)
    return (
      <Panel title="Promises">
        <Waiting lines={3} />
      </Panel>
    )
  if (error) return <Failure error={error} again={() => void refetch()} />
  const holders = data.hands.filter((one) => one.holds_now)
  return (
    <>
      {holders.length > 0 && (
        <p className={classes['holds']}>
          <span className="rv-dim">In the hands of</span> <b>{holders.map((one) => holderText(one.holder)).join(', ')}</b>
        </p>
      )}
      <Clocks clocks={data.clocks} />
    </>
  )
}

export default IncidentPeek
