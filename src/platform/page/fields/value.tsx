import { Suspense } from 'react'
import type { Field } from '../../records/fields.ts'
import { type Kind } from '../../records/kind.ts'
import { StateBadge, ChoiceValue } from '../kit/state-badge.tsx'
import { LinkById, Ref } from '../kit/links.tsx'
import { Markdown } from '../kit/markdown.tsx'
import { Moment } from '../kit/moment.tsx'
import { dayText, durationText, moneyText, numberText, shareText } from './format.ts'
import classes from './fields.module.css'
import { viewOf } from './structures.ts'

type Props = Readonly<{ kind: Kind; name: string; field: Field; record: Readonly<Record<string, unknown>>; short?: boolean }>

/** Nothing set. */
export const isUnset = (value: unknown): boolean =>
  value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0)

const Several = ({ children }: Readonly<{ children: React.ReactNode }>) => <span className={classes['several']}>{children}</span>

const Attributes = ({
  field,
  value,
  variant,
}: Readonly<{ field: Extract<Field, { type: 'attributes' }>; value: Readonly<Record<string, unknown>>; variant: unknown }>) => {
  const fields = field.variants[String(variant)] ?? {}
  const entries = Object.entries(fields).filter(([name]) => !isUnset(value[name]))
  return (
    <dl className={classes['attributes']}>
      {entries.map(([name, simple]) => (
        <div key={name}>
          <dt>{simple.label}</dt>
          <dd>
            <Plain field={simple} value={value[name]} record={value} />
          </dd>
        </div>
      ))}
    </dl>
  )
}

/** The value of a field whatever record it stands in: `record` gives the currency and the variant. */
export const Plain = ({
  field,
  value,
  record,
  short = false,
}: Readonly<{ field: Field; value: unknown; record: Readonly<Record<string, unknown>>; short?: boolean }>) => {
  if (isUnset(value)) return <span className={classes['unset']}>{short ? '' : '–'}</span>
  switch (field.type) {
    case 'text':
      if (short) return <>{String(value)}</>
      if (field.format === 'email') return <a href={`mailto:${String(value)}`}>{String(value)}</a>
      if (field.format === 'phone') return <a href={`tel:${String(value)}`}>{String(value)}</a>
      if (field.format === 'url' && /^https?:/.test(String(value)))
        return (
          <a href={String(value)} rel="noreferrer noopener" target="_blank">
            {String(value)}
          </a>
        )
      return field.multiline ? <span className={classes['lines']}>{String(value)}</span> : <>{String(value)}</>
    case 'markdown':
      return short ? (
        <>
          {String(value)
            .replace(/[#*_`>]/g, '')
            .slice(0, 200)}
        </>
      ) : (
        <Markdown text={String(value)} />
      )
    case 'number':
      return (
        <>
          {numberText(Number(value))}
          {field.unit && <span className={classes['unit']}> {field.unit}</span>}
        </>
      )
    case 'money':
      return <>{moneyText(String(value), record[field.currency] as string | null)}</>
    case 'share':
      return <>{shareText(Number(value))}</>
    case 'duration':
      return <>{durationText(Number(value))}</>
    case 'yes_no':
      return <>{value === true ? 'Yes' : 'No'}</>
    case 'day':
      return <>{dayText(String(value))}</>
    case 'instant':
      return <Moment at={String(value)} ago={short} />
    case 'choice':
      return <ChoiceValue value={String(value)} option={field.options.find((one) => one.value === value)} />
    case 'choices':
      return (
        <Several>
          {(value as readonly string[]).map((one) => (
            <span key={one} className={classes['tag']}>
              {field.options === 'open' ? one : (field.options.find((option) => option.value === one)?.label ?? one)}
            </span>
          ))}
        </Several>
      )
    case 'link':
      return <LinkById id={String(value)} />
    case 'links': {
      const ids = value as readonly string[]
      if (short && ids[0] !== undefined && ids.length > 1)
        return (
          <span className={classes['firstOf']}>
            <LinkById id={ids[0]} /> <span className={classes['unit']}>+{ids.length - 1}</span>
          </span>
        )
      return (
        <Several>
          {ids.map((id) => (
            <LinkById key={id} id={id} />
          ))}
        </Several>
      )
    }
    case 'structure': {
      const View = viewOf(field.shape)
      if (View)
        return (
          <Suspense fallback={null}>
            <View field={field} value={value} short={short} />
          </Suspense>
        )
      const text = JSON.stringify(value)
      return <code className={classes['json']}>{short ? text.slice(0, 60) : JSON.stringify(value, null, 1)}</code>
    }
    case 'attributes':
      return short ? (
        <>{Object.keys(value as object).length} set</>
      ) : (
        <Attributes field={field} value={value as Readonly<Record<string, unknown>>} variant={record[field.by]} />
      )
  }
}

/** A field of a record as it reads on lists (`short`) and pages. */
export const FieldValue = ({ kind, name, field, record, short = false }: Props) => {
  if (name === 'state') return <StateBadge kind={kind} state={String(record['state'])} />
  if (name === 'ref') return <Ref>{String(record['ref'])}</Ref>
  return <Plain field={field} value={record[name]} record={record} short={short} />
}
