import { useState } from 'react'
import { durationText, shareText } from '../../../platform/page/fields/format.ts'
import { isUnset, Plain } from '../../../platform/page/fields/value.tsx'
import { RecordLink } from '../../../platform/page/kit/links.tsx'
import { StateBadge } from '../../../platform/page/kit/state-badge.tsx'
import { kindNamed } from '../../../platform/page/registry/kinds.ts'
import { fieldOf } from '../../../platform/records/kind.ts'
import type { Change, Term } from '../model/versions/terms.ts'
import classes from './versions.module.css'

/** A term with the title that it had then. */
const Named = ({ term: { kind, ref, title } }: Readonly<{ term: Term }>) => <RecordLink to={{ kind, ref, title }} withRef />

const Value = ({ term, name }: Readonly<{ term: Term; name: string }>) => {
  const kind = kindNamed(term.kind)
  const field = kind && fieldOf(kind, name)
  const value = term.fields[name]
  if (kind && name === 'state') return <StateBadge kind={kind} state={String(value)} />
  if (isUnset(value)) return <span className="rv-dim">nothing</span>
  return field ? (
    <Plain field={field} value={value} record={term.fields} short={field.type === 'markdown' || field.type === 'structure'} />
  ) : (
    String(value)
  )
}

const labelOf = (term: Term, name: string): string => {
  const kind = kindNamed(term.kind)
  return (kind && fieldOf(kind, name)?.label) ?? name.replaceAll('_', ' ')
}

const said = {
  promise: { added: 'New promise', removed: 'No longer promised' },
  other: { added: 'Now counts', removed: 'No longer counts' },
}

/** How much is promised, where the title does not say it already. */
export const figureOf = ({ title, fields: { target, share } }: Term): string => {
  const words = [
    ...(typeof target === 'number' && !title.includes('within') ? [`within ${durationText(target)}`] : []),
    ...(typeof share === 'number' && !title.includes('%') ? [`for ${shareText(share)}`] : []),
  ]
  return words.length === 0 ? '' : ` ${words.join(' ')}`
}

const Line = ({ change: { what, before, after, fields } }: Readonly<{ change: Change }>) => {
  const term = after ?? before
  if (!term) return null
  if (what !== 'changed') {
    const words = term.kind === 'promise' ? said.promise : said.other
    return (
      <li data-what={what}>
        <span className={classes['sign']} aria-hidden>
          {what === 'added' ? '+' : '−'}
        </span>
        <span>
          {words[what]}: <Named term={term} />
          {figureOf(term)}
        </span>
      </li>
    )
  }
  return (
    <li data-what="changed">
      <span className={classes['sign']} aria-hidden>
        ~
      </span>
      <div>
        {term.kind === 'agreement' ? 'The agreement' : <Named term={term} />}
        <ul className={classes['fields']}>
          {fields.map((name) => (
            <li key={name}>
              <span className="rv-dim">{labelOf(term, name)}:</span> {before && <Value term={before} name={name} />}{' '}
              <span aria-hidden>→</span>
              <span className="rv-hidden">became</span>{' '}
              {after && (
                <b>
                  <Value term={after} name={name} />
                </b>
              )}
            </li>
          ))}
        </ul>
      </div>
    </li>
  )
}

const most = 6

/** What changed from one version to another, in words. */
export const ChangeList = ({ changes, none }: Readonly<{ changes: readonly Change[]; none: string }>) => {
  const [all, setAll] = useState(false)
  if (changes.length === 0) return <p className="rv-dim">{none}</p>
  const shown = all ? changes : changes.slice(0, most)
  return (
    <>
      <ul className={classes['changes']}>
        {shown.map((change) => (
          <Line key={change.after?.id ?? change.before?.id} change={change} />
        ))}
      </ul>
      {changes.length > shown.length && (
        <button type="button" className="rv-more" onClick={() => setAll(true)}>
          and {changes.length - shown.length} more
        </button>
      )}
    </>
  )
}
