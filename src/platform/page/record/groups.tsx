import { applies } from '../../records/fields.ts'
import type { AnyRecord, Kind } from '../../records/kind.ts'
import { fieldOf } from '../../records/kind.ts'
import type { May } from '../client/shapes.ts'
import { isUnset } from '../fields/value.tsx'
import { Panel } from '../kit/panel.tsx'
import { ConflictDialog } from './conflict.tsx'
import { FieldRow } from './field-row.tsx'
import classes from './record.module.css'
import { type RecordWays, useRecord, whyNot } from './use-record.ts'

type Props = Readonly<{ kind: Kind; record: AnyRecord; may: May; change?: RecordWays['change'] | null }>

/** The fields of a record in the kind's groups. Without `change` they are edited through the record's own query. */
export const FieldGroups = ({ change, ...props }: Props) =>
  change === undefined ? <Connected {...props} /> : <Groups {...props} change={change} />

const Connected = (props: Omit<Props, 'change'>) => {
  const { change, conflict, setConflict } = useRecord(props.kind, props.record.ref)
  return (
    <>
      <Groups {...props} change={change} />
      {conflict && (
        <ConflictDialog kind={props.kind} record={props.record} conflict={conflict} change={change} close={() => setConflict(null)} />
      )}
    </>
  )
}

const Groups = ({ kind, record, may, change }: Omit<Props, 'change'> & Readonly<{ change: RecordWays['change'] | null }>) => {
  const why = change === null ? null : whyNot(may.edit)
  return (
    <div className={classes['groups']}>
      {kind.layout.map((group) => {
        const fields = group.fields.flatMap((name) => {
          const field = fieldOf(kind, name)
          if (!field || !(name in record)) return []
          if ((field.computed || !applies(field, record)) && isUnset(record[name])) return []
          return [{ name, field }]
        })
        if (fields.length === 0) return null
        return (
          <Panel key={group.title} title={group.title}>
            <dl className={classes['fields']}>
              {fields.map(({ name, field }) => (
                <FieldRow key={name} kind={kind} name={name} field={field} record={record} change={change} why={why} />
              ))}
            </dl>
          </Panel>
        )
      })}
    </div>
  )
}
