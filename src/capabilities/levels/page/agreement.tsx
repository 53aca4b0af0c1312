import type { RecordScreenProps } from '../../../platform/page/contribution.ts'
import { FieldGroups } from '../../../platform/page/record/groups.tsx'
import { ChainLinks } from './chain-links.tsx'
import { Credits } from './credits.tsx'
import classes from './levels.module.css'
import { Performance } from './performance.tsx'
import { Promises } from './promises.tsx'
import { WindowPromises } from './window-promises.tsx'
import { RereadButton } from './reread.tsx'
import { Panel } from '../../../platform/page/kit/panel.tsx'

const parties = [
  {
    title: 'Parties',
    fields: ['agreement_type', 'provider', 'customer', 'contract', 'credit_cap', 'owner', 'starts_on', 'ends_on', 'tags'],
  },
  { title: 'Services', fields: ['services'] },
  { title: 'Clocks', fields: ['calendar', 'pauses_on', 'when_reopened'] },
] as const
const terms = [{ title: 'Terms', fields: ['terms'] }] as const

/** An agreement: what is promised, how it was kept, between whom and for what. */
const Agreement = ({ kind, record, may }: RecordScreenProps) => (
  <div className={classes['two']}>
    <div className={classes['column']}>
      <Promises record={record} />
      <WindowPromises of="agreements" id={record.id} reference={record.ref} />
      <Performance record={record} />
      {record['agreement_type'] === 'underpinning' && <Credits record={record} />}
      <FieldGroups kind={{ ...kind, layout: terms }} record={record} may={may} />
    </div>
    <div className={classes['column']}>
      <FieldGroups kind={{ ...kind, layout: parties }} record={record} may={may} />
      <ChainLinks about={record.id} services={Array.isArray(record['services']) ? record['services'].map(String) : []} />
      <Panel title="After a change">
        <RereadButton />
      </Panel>
    </div>
  </div>
)

export default Agreement
