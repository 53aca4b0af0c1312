import { NumberInput, Select, MultiSelect, SegmentedControl, Input, TagsInput, Textarea, TextInput } from '@mantine/core'
import { lazy, Suspense, useId, useState } from 'react'
import type { Field } from '../../records/fields.ts'
import { MarkdownEditor } from '../kit/markdown-editor.tsx'
import { AttributesInput } from './attributes-input.tsx'
import { durationOf, durationText } from './format.ts'
import { LinkInput, LinksInput } from './link-input.tsx'
import { textOf } from './plain.ts'
import { StructureInput } from './structure-input.tsx'

const DayPicker = lazy(async () => ({ default: (await import('./dates.tsx')).DayPicker }))
const MomentPicker = lazy(async () => ({ default: (await import('./dates.tsx')).MomentPicker }))

export type FieldInputProps = Readonly<{
  field: Field
  name: string
  value: unknown
  onChange: (value: unknown) => void
  error?: string | undefined
  /** The whole draft: attributes read their variant from it, money its currency. */
  draft: Readonly<Record<string, unknown>>
  /** Without label and help, for editing in place; the label is then said to screen readers. */
  bare?: boolean
  autoFocus?: boolean
}>

const zones = (): readonly string[] => Intl.supportedValuesOf('timeZone')

const DurationInput = ({
  value,
  onChange,
  error,
  ...rest
}: Readonly<{
  value: number | null
  onChange: (value: number | null | string) => void
  error?: string | undefined
  [more: string]: unknown
}>) => {
  const [text, setText] = useState(() => (value === null ? '' : durationText(value)))
  const wrong = text.trim() !== '' && durationOf(text) === null
  return (
    <TextInput
      {...rest}
      value={text}
      placeholder="4 h, 1 d 30 min"
      error={error ?? (wrong ? 'Write a time such as 4 h, 90 min or 1 d 4 h.' : undefined)}
      onChange={(event) => {
        const typed = event.currentTarget.value
        setText(typed)
        const seconds = durationOf(typed)
        onChange(typed.trim() === '' ? null : (seconds ?? typed))
      }}
    />
  )
}

/** The control for a field of any type. Empty values are given back as null. */
export const FieldInput = ({ field, name, value, onChange, error, draft, bare = false, autoFocus = false }: FieldInputProps) => {
  const id = useId()
  const common = {
    id,
    name,
    ...(bare
      ? { 'aria-label': field.label }
      : { label: field.label, ...(field.help ? { description: field.help } : {}), withAsterisk: field.required === true }),
    ...(error ? { error } : {}),
    ...(autoFocus ? { autoFocus: true, 'data-autofocus': true } : {}),
  }
  const forLinks = {
    ...common,
    to: field.type === 'link' || field.type === 'links' ? field.to : [],
    required: field.required === true,
    ...(bare ? {} : { openOnFocus: !autoFocus }),
  }
  switch (field.type) {
    case 'text':
      if (field.format === 'zone')
        return (
          <Select
            {...common}
            data={[...zones()]}
            value={(value as string) ?? null}
            onChange={onChange}
            searchable
            clearable={!field.required}
            clearButtonProps={{ 'aria-label': 'Clear' }}
            limit={60}
          />
        )
      if (field.multiline)
        return (
          <Textarea
            {...common}
            autosize
            minRows={3}
            maxRows={16}
            value={(value as string) ?? ''}
            onChange={(event) => onChange(event.currentTarget.value || null)}
          />
        )
      return (
        <TextInput
          {...common}
          type={field.format === 'email' ? 'email' : field.format === 'url' ? 'url' : field.format === 'phone' ? 'tel' : 'text'}
          value={(value as string) ?? ''}
          onChange={(event) => onChange(event.currentTarget.value || null)}
        />
      )
    case 'markdown':
      return <MarkdownEditor {...common} value={(value as string) ?? ''} onChange={(text) => onChange(text === '' ? null : text)} />
    case 'number':
      return (
        <NumberInput
          {...common}
          value={(value as number | null) ?? ''}
          onChange={(typed) => onChange(typed === '' ? null : typed)}
          {...(field.min === undefined ? {} : { min: field.min })}
          {...(field.max === undefined ? {} : { max: field.max })}
          allowDecimal={!field.integer}
          clampBehavior="none"
          thousandSeparator=" "
          hideControls
          {...(field.unit
            ? {
                rightSection: <span className="rv-unit">{field.unit}</span>,
                rightSectionWidth: field.unit.length * 8 + 14,
                rightSectionPointerEvents: 'none' as const,
              }
            : {})}
        />
      )
    case 'share':
      return (
        <NumberInput
          {...common}
          value={value === null || value === undefined ? '' : typeof value === 'number' ? Math.round(value * 1e8) / 1e6 : textOf(value)}
          onChange={(typed) => onChange(typed === '' ? null : typeof typed === 'number' ? Math.round(typed * 1e6) / 1e8 : typed)}
          hideControls
          rightSection={<span className="rv-unit">%</span>}
        />
      )
    case 'money':
      return (
        <TextInput
          {...common}
          inputMode="decimal"
          value={(value as string) ?? ''}
          onChange={(event) => onChange(event.currentTarget.value.replace(/[\s ]/g, '').replace(',', '.') || null)}
          rightSection={<span className="rv-unit">{textOf(draft[field.currency])}</span>}
          rightSectionWidth={48}
        />
      )
    case 'duration':
      return <DurationInput {...common} value={typeof value === 'number' ? value : null} onChange={onChange} error={error} />
    case 'yes_no':
      return (
        <Input.Wrapper
          {...(bare
            ? {}
            : { label: field.label, description: field.help, labelElement: 'div' as const, withAsterisk: field.required === true })}
          error={error}
          className="rv-yesno"
        >
          <SegmentedControl
            aria-label={field.label}
            value={value === true ? 'yes' : value === false ? 'no' : ''}
            onChange={(chosen) => onChange(chosen === '' ? null : chosen === 'yes')}
            data={[
              { value: 'yes', label: 'Yes' },
              { value: 'no', label: 'No' },
              ...(field.required ? [] : [{ value: '', label: 'Not said' }]),
            ]}
          />
        </Input.Wrapper>
      )
    case 'day':
      return (
        <Suspense fallback={<TextInput {...common} disabled />}>
          <DayPicker {...common} value={(value as string) ?? null} onChange={onChange} />
        </Suspense>
      )
    case 'instant':
      return (
        <Suspense fallback={<TextInput {...common} disabled />}>
          <MomentPicker {...common} value={(value as string) ?? null} onChange={onChange} />
        </Suspense>
      )
    case 'choice':
      return (
        <Select
          {...common}
          data={field.options.map(({ value: one, label }) => ({ value: one, label }))}
          value={(value as string) ?? null}
          onChange={onChange}
          clearable={!field.required}
          clearButtonProps={{ 'aria-label': 'Clear' }}
          searchable={field.options.length > 8}
          defaultDropdownOpened={bare && autoFocus}
          renderOption={({ option }) => {
            const hint = field.options.find((one) => one.value === option.value)?.hint
            return (
              <span>
                {option.label}
                {hint && <small className="rv-dim rv-block">{hint}</small>}
              </span>
            )
          }}
        />
      )
    case 'choices':
      if (field.options === 'open')
        return (
          <TagsInput
            {...common}
            value={[...((value as readonly string[]) ?? [])]}
            onChange={onChange}
            placeholder="Type and press Enter"
            clearable
            clearButtonProps={{ 'aria-label': 'Clear' }}
          />
        )
      return (
        <MultiSelect
          {...common}
          data={field.options.map(({ value: one, label }) => ({ value: one, label }))}
          value={[...((value as readonly string[]) ?? [])]}
          onChange={onChange}
          clearable
          clearButtonProps={{ 'aria-label': 'Clear' }}
        />
      )
    case 'link':
      return <LinkInput {...forLinks} value={(value as string) ?? null} onChange={onChange} />
    case 'links':
      return <LinksInput {...forLinks} value={(value as readonly string[]) ?? []} onChange={onChange} />
    case 'structure':
      return <StructureInput field={field} value={value} onChange={onChange} error={error} bare={bare} draft={draft} />
    case 'attributes':
      return (
        <AttributesInput
          field={field}
          value={(value as Readonly<Record<string, unknown>>) ?? {}}
          onChange={onChange}
          draft={draft}
          error={error}
          inner={FieldInput}
        />
      )
  }
}
