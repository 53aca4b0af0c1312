import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { api, keys, problemOf } from '../../../platform/page/api.ts'
import { dayText } from '../../../platform/page/fields/format.ts'
import { FieldValue, isUnset } from '../../../platform/page/fields/value.tsx'
import { LinksProvider, RecordLink } from '../../../platform/page/kit/links.tsx'
import { Panel } from '../../../platform/page/kit/panel.tsx'
import { StateBadge, ToneBadge } from '../../../platform/page/kit/state-badge.tsx'
import { Failure, Waiting } from '../../../platform/page/kit/waiting.tsx'
import { kindNamed } from '../../../platform/page/registry/kinds.ts'
import { type AnyRecord, fieldOf } from '../../../platform/records/kind.ts'
import { agreement } from '../kind.ts'
import { agreedFields, type Term } from '../model/versions/terms.ts'
import { ChangeList, figureOf } from './version-changes.tsx'
import { type Agreed, stretchWords } from './version-shapes.ts'
import classes from './versions.module.css'

/** What a term says, field by field; what says nothing is left out. */
const Fields = ({ term, without = [] }: Readonly<{ term: Term; without?: readonly string[] }>) => {
  const kind = kindNamed(term.kind)
  if (!kind) return null
  const names = agreedFields[term.kind].filter((name) => !without.includes(name) && !isUnset(term.fields[name]))
  return (
    <dl className={classes['terms']}>
      {names.map((name) => {
        const field = fieldOf(kind, name)
        return (
          field && (
            <div key={name}>
              <dt>{field.label}</dt>
              <dd>
                <FieldValue kind={kind} name={name} field={field} record={term.fields} />
              </dd>
            </div>
          )
        )
      })}
    </dl>
  )
}

const beneathWords = { calendar: 'Calendar', contract: 'Contract', agreement: 'Agreement', promise: 'Promise' } as const

/** The whole agreement as it stood at the end of a day, and what changed since another one. */
export const AsAgreed = ({ record, on, against }: Readonly<{ record: AnyRecord; on: string; against: string | undefined }>) => {
  const { data, error, isPending, refetch } = useQuery({
    queryKey: [...keys.about(record.id, 'agreed'), on, against ?? ''],
    queryFn: async ({ signal }) => api.get<Agreed>(`/agreements/${record.ref}/agreed`, { on, against }, signal),
    placeholderData: keepPreviousData,
    retry: false,
  })
  if (isPending) return <Waiting lines={8} />
  if (error) {
    const why = problemOf(error)?.issues[0]?.message
    return why ? (
      <p className={classes['none']} role="status">
        {why}
      </p>
    ) : (
      <Failure error={error} again={() => void refetch()} />
    )
  }
  const { terms, version, changes } = data
  return (
    <LinksProvider links={data.links}>
      {data.against && changes && (
        <Panel title={`What changed from ${dayText(data.against.on)} to ${dayText(data.on)}`}>
          <ChangeList
            changes={changes}
            none={
              data.against.number === version.number
                ? 'Nothing: both days fall into the same version.'
                : 'Nothing: what had changed between was changed back.'
            }
          />
        </Panel>
      )}
      <Panel
        title={`As agreed on ${dayText(data.on)}`}
        right={
          <span className={classes['badges']}>
            <StateBadge kind={agreement} state={String(terms.agreement.fields['state'])} />
            {!data.in_force && terms.agreement.fields['state'] === 'active' && <ToneBadge tone="warn">not on that day</ToneBadge>}
          </span>
        }
      >
        <p className={classes['lead']}>
          <b>{terms.agreement.title}</b>, version {version.number}, {stretchWords(version)}.
        </p>
        <Fields term={terms.agreement} without={['state', 'title']} />
        <h3 className={classes['head']}>Promises ({terms.promises.length})</h3>
        {terms.promises.length === 0 ? (
          <p className="rv-dim">Nothing was promised yet.</p>
        ) : (
          <ul className={classes['promised']}>
            {terms.promises.map((one) => (
              <li key={one.id}>
                <details>
                  <summary>
                    {one.title}
                    <span className="rv-dim">{figureOf(one)}</span>
                  </summary>
                  <Fields term={one} />
                  <RecordLink to={{ kind: 'promise', ref: one.ref, title: 'Open the promise as it is now' }} withRef />
                </details>
              </li>
            ))}
          </ul>
        )}
        {terms.beside.map((one) => (
          <details key={one.id} className={classes['beside']}>
            <summary>
              {beneathWords[one.kind]}: {one.title}
            </summary>
            <Fields term={one} />
          </details>
        ))}
      </Panel>
    </LinksProvider>
  )
}
