import { Fieldset, SimpleGrid, Text } from '@mantine/core'
import type { ComponentType } from 'react'
import type { AttributesField, SimpleField } from '../../records/fields.ts'
import { textOf } from './plain.ts'

type InnerInput = ComponentType<
  Readonly<{
    field: SimpleField
    name: string
    value: unknown
    draft: Readonly<Record<string, unknown>>
    onChange: (value: unknown) => void
  }>
>

/** The fields that come with the value of another field; a hint while that is not chosen. */
export const AttributesInput = ({
  field,
  value,
  onChange,
  draft,
  error,
  inner: FieldInput,
}: Readonly<{
  field: AttributesField
  value: Readonly<Record<string, unknown>>
  onChange: (value: unknown) => void
  draft: Readonly<Record<string, unknown>>
  error?: string | undefined
  /** Draws one of the fields inside. */
  inner: InnerInput
}>) => {
  const fields = field.variants[textOf(draft[field.by])]
  if (!fields)
    return (
      <Text c="dimmed">
        {field.label} appear when “{field.by.replaceAll('_', ' ')}” is chosen.
      </Text>
    )
  return (
    <Fieldset legend={field.label}>
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm">
        {Object.entries(fields).map(([name, one]) => (
          <FieldInput
            key={name}
            name={`${field.by}.${name}`}
            field={one}
            value={value[name] ?? null}
            draft={value}
            onChange={(changed) => onChange({ ...value, [name]: changed })}
          />
        ))}
      </SimpleGrid>
      {error && (
        <Text c="var(--mantine-color-error)" size="xs" mt={6}>
          {error}
        </Text>
      )}
    </Fieldset>
  )
}
