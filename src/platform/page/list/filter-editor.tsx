import { Button, Checkbox, Divider, Group, SegmentedControl, Stack, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { Field } from '../../records/fields.ts'
import type { Kind } from '../../records/kind.ts'
import { RangeFilter } from './filter-range.tsx'
import { FieldInput } from '../fields/input.tsx'
import { LinksInput } from '../fields/link-input.tsx'
import { recalled, usePointers } from '../fields/pointers.ts'
import { isPresence, phases, readSet, writeSet } from './filters.ts'

type Props = Readonly<{
  kind: Kind
  name: string
  field: Field | undefined
  value: string
  phase?: string
  put: (value: string | null) => void
  putPhase?: (value: string | null) => void
  close: () => void
}>

/** Chooses what a filter asks for, by the type of its field; changes the list at once. */
export const FilterEditor = (props: Props) => {
  const { field, value, put } = props
  return (
    <Stack gap={8}>
      <ByType {...props} />
      {field && !field.required && field.type !== 'text' && (
        <Group gap={6}>
          <Button size="compact-xs" variant={value === 'none' ? 'filled' : 'default'} onClick={() => put(value === 'none' ? null : 'none')}>
            Is empty
          </Button>
          <Button size="compact-xs" variant={value === 'any' ? 'filled' : 'default'} onClick={() => put(value === 'any' ? null : 'any')}>
            Is set
          </Button>
        </Group>
      )}
    </Stack>
  )
}

const ByType = (props: Props) => {
  const { kind, field, value, put } = props
  if (!field) return <States {...props} />
  switch (field.type) {
    case 'choice':
      return <Set options={field.options.map((one) => ({ value: one.value, label: one.label }))} value={value} put={put} />
    case 'yes_no':
      return (
        <Set
          options={[
            { value: 'true', label: 'Yes' },
            { value: 'false', label: 'No' },
          ]}
          value={value}
          put={put}
          single
        />
      )
    case 'choices':
      if (field.options !== 'open')
        return <Set options={field.options.map((one) => ({ value: one.value, label: one.label }))} value={value} put={put} />
      return (
        <FieldInput
          field={{ ...field, required: false }}
          name="filter"
          value={isPresence(value) ? [] : readSet(value).values}
          onChange={(chosen) => put(writeSet({ not: false, values: chosen as string[] }))}
          draft={{}}
          autoFocus
        />
      )
    case 'link':
    case 'links':
      return <Links field={field} value={value} put={put} />
    case 'text':
    case 'markdown':
      return <Words value={value} put={put} label={field.label} close={props.close} />
    default:
      return <RangeFilter key={kind.name} field={field} value={value} put={put} />
  }
}

const States = ({ kind, value, phase = '', put, putPhase }: Props) => {
  const used = phases.filter((one) => kind.lifecycle.states.some((state) => state.phase === one.name))
  const chosen = phase.split(',').filter((one) => one !== '')
  return (
    <>
      <Set
        options={kind.lifecycle.states.map((state) => ({ value: state.name, label: state.label, hint: state.meaning }))}
        value={value}
        put={put}
      />
      {putPhase && used.length > 1 && (
        <>
          <Divider label="or by how far it has come" labelPosition="left" />
          <Group gap={10}>
            {used.map((one) => (
              <Checkbox
                key={one.name}
                size="xs"
                label={one.label}
                checked={chosen.includes(one.name)}
                onChange={(event) =>
                  putPhase(
                    (event.currentTarget.checked ? [...chosen, one.name] : chosen.filter((name) => name !== one.name)).join(',') || null,
                  )
                }
              />
            ))}
          </Group>
        </>
      )}
    </>
  )
}

const Set = ({
  options,
  value,
  put,
  single = false,
}: Readonly<{
  options: readonly Readonly<{ value: string; label: string; hint?: string }>[]
  value: string
  put: (value: string | null) => void
  single?: boolean
}>) => {
  const { not, values } = isPresence(value) ? { not: false, values: [] } : readSet(value)
  const [words, setWords] = useState('')
  const shown = options.filter((one) => one.label.toLowerCase().includes(words.toLowerCase()))
  return (
    <Stack gap={7}>
      {!single && (
        <SegmentedControl
          size="xs"
          aria-label="Is or is not"
          value={not ? 'not' : 'is'}
          onChange={(chosen) => put(writeSet({ not: chosen === 'not', values }))}
          data={[
            { value: 'is', label: 'is any of' },
            { value: 'not', label: 'is none of' },
          ]}
        />
      )}
      {options.length > 10 && (
        <TextInput
          size="xs"
          placeholder="Find"
          aria-label="Find a value"
          value={words}
          onChange={(event) => setWords(event.currentTarget.value)}
        />
      )}
      <Stack gap={6} mah={260} className="rv-scroll">
        {shown.map((one) => (
          <Checkbox
            key={one.value}
            size="xs"
            label={one.label}
            title={one.hint}
            checked={values.includes(one.value)}
            onChange={(event) =>
              put(
                writeSet({
                  not,
                  values: event.currentTarget.checked
                    ? single
                      ? [one.value]
                      : [...values, one.value]
                    : values.filter((other) => other !== one.value),
                }),
              )
            }
          />
        ))}
      </Stack>
    </Stack>
  )
}

const Links = ({
  field,
  value,
  put,
}: Readonly<{ field: Extract<Field, { type: 'link' | 'links' }>; value: string; put: (value: string | null) => void }>) => {
  const { not, values } = isPresence(value) ? { not: false, values: [] } : readSet(value)
  const people = field.to.includes('person')
  const found = usePointers(values.filter((one) => one !== 'me'))
  return (
    <Stack gap={7}>
      <SegmentedControl
        size="xs"
        aria-label="Is or is not"
        value={not ? 'not' : 'is'}
        onChange={(chosen) => put(writeSet({ not: chosen === 'not', values }))}
        data={[
          { value: 'is', label: 'is any of' },
          { value: 'not', label: 'is none of' },
        ]}
      />
      {people && (
        <Checkbox
          size="xs"
          label="Me"
          checked={values.includes('me')}
          onChange={(event) =>
            put(writeSet({ not, values: event.currentTarget.checked ? [...values, 'me'] : values.filter((one) => one !== 'me') }))
          }
        />
      )}
      <LinksInput
        to={field.to}
        aria-label={field.label}
        placeholder="Find"
        value={values.filter((one) => one !== 'me').map((one) => found.get(one)?.id ?? one)}
        onChange={(ids) =>
          put(writeSet({ not, values: [...values.filter((one) => one === 'me'), ...ids.map((id) => recalled(id)?.ref ?? id)] }))
        }
        autoFocus
      />
    </Stack>
  )
}

const Words = ({
  value,
  put,
  label,
  close,
}: Readonly<{ value: string; put: (value: string | null) => void; label: string; close: () => void }>) => {
  const contains = value === '' || value.startsWith('~')
  const [text, setText] = useState(isPresence(value) ? '' : value.replace(/^~/, ''))
  const [how, setHow] = useState(contains ? 'contains' : 'is')
  const apply = (): void => {
    put(text.trim() === '' ? null : how === 'contains' ? `~${text.trim()}` : text.trim())
    close()
  }
  return (
    <Stack gap={7}>
      <SegmentedControl
        size="xs"
        aria-label="How to compare"
        value={how}
        onChange={setHow}
        data={[
          { value: 'contains', label: 'contains' },
          { value: 'is', label: 'is exactly' },
        ]}
      />
      <TextInput
        size="xs"
        aria-label={label}
        data-autofocus
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => event.key === 'Enter' && apply()}
      />
      <Button size="xs" onClick={apply}>
        Filter
      </Button>
    </Stack>
  )
}
