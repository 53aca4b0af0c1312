import { Popover } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { lazy, Suspense, useState } from 'react'
import type { Field } from '../../records/fields.ts'
import { type Kind, stateOf } from '../../records/kind.ts'
import { dayText, durationText, momentText, shareText } from '../fields/format.ts'
import { usePointers } from '../fields/pointers.ts'
import { isPresence, phases, readRange, readSet } from './filters.ts'
import classes from './list.module.css'

const FilterEditor = lazy(async () => ({ default: (await import('./filter-editor.tsx')).FilterEditor }))

type Props = Readonly<{
  kind: Kind
  name: string
  /** Absent for the state, which is no field of its own. */
  field: Field | undefined
  value: string
  phase?: string
  put: (value: string | null) => void
  putPhase?: (value: string | null) => void
  openAtOnce?: boolean
}>

const LinkWord = ({ value }: Readonly<{ value: string }>) => {
  const found = usePointers(value === 'me' ? [] : [value])
  return <>{value === 'me' ? 'me' : (found.get(value)?.title ?? value)}</>
}

const one = (field: Field, value: string): string =>
  field.type === 'duration'
    ? durationText(Number(value))
    : field.type === 'share'
      ? shareText(Number(value))
      : field.type === 'day' || (field.type === 'instant' && value.length === 10)
        ? dayText(value)
        : field.type === 'instant'
          ? momentText(value)
          : value

/** A filter in words: "is Vital, High", "from 1 Mar 2016", "contains printer". */
const Words = ({ kind, field, value }: Readonly<{ kind: Kind; field: Field | undefined; value: string }>) => {
  if (isPresence(value)) return <>{value === 'none' ? 'is empty' : 'is set'}</>
  if (value.startsWith('~')) return <>contains “{value.slice(1)}”</>
  if (field && ['number', 'money', 'share', 'duration', 'day', 'instant'].includes(field.type)) {
    const { from, to } = readRange(value)
    if (from === to) return <>{one(field, from)}</>
    return (
      <>{from && to ? `${one(field, from)} to before ${one(field, to)}` : from ? `from ${one(field, from)}` : `before ${one(field, to)}`}</>
    )
  }
  const { not, values } = readSet(value)
  const words = values.map((text, index) => (
    <span key={text}>
      {index > 0 && ', '}
      {field === undefined ? (
        (stateOf(kind, text)?.label ?? text)
      ) : field.type === 'link' || field.type === 'links' ? (
        <LinkWord value={text} />
      ) : field.type === 'choice' ? (
        (field.options.find((option) => option.value === text)?.label ?? text)
      ) : field.type === 'yes_no' ? (
        text === 'true' ? (
          'yes'
        ) : (
          'no'
        )
      ) : (
        text
      )}
    </span>
  ))
  return (
    <>
      {not ? 'not ' : ''}
      {values.length > 3 ? `${values.length} chosen` : words}
    </>
  )
}

/** One filter: what it is, in words; opens its editor. */
export const FilterChip = ({ kind, name, field, value, phase = '', put, putPhase, openAtOnce = false }: Props) => {
  const [opened, setOpened] = useState(openAtOnce)
  const label = field?.label ?? 'State'
  const set = value !== '' || phase !== ''
  const phaseWords = phase
    .split(',')
    .map((one) => phases.find((known) => known.name === one)?.label ?? one)
    .join(', ')
  return (
    <Popover opened={opened} onChange={setOpened} width={270} trapFocus withinPortal>
      <span className={classes['chipGroup']}>
        <Popover.Target>
          <button type="button" className={classes['chip']} data-set={set} aria-expanded={opened} onClick={() => setOpened(!opened)}>
            <span>
              {label}
              {value !== '' && (
                <>
                  : <Words kind={kind} field={field} value={value} />
                </>
              )}
              {value === '' && phase !== '' && `: ${phaseWords}`}
            </span>
          </button>
        </Popover.Target>
        {set && (
          <button
            type="button"
            className={classes['chipOff']}
            aria-label={`Remove the filter ${label}`}
            onClick={() => {
              if (phase !== '' && putPhase) putPhase(null)
              else put(null)
            }}
          >
            <IconX size={11} aria-hidden />
          </button>
        )}
      </span>
      <Popover.Dropdown p="xs" aria-label={`Filter by ${label}`}>
        <Suspense fallback={null}>
          <FilterEditor
            kind={kind}
            name={name}
            field={field}
            value={value}
            phase={phase}
            put={put}
            {...(putPhase ? { putPhase } : {})}
            close={() => setOpened(false)}
          />
        </Suspense>
      </Popover.Dropdown>
    </Popover>
  )
}
