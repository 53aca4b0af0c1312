import { Input, JsonInput } from '@mantine/core'
import { Suspense, useId, useState } from 'react'
import type { StructureField } from '../../records/fields.ts'
import { editorOf } from './structures.ts'

type Props = Readonly<{
  field: StructureField
  value: unknown
  onChange: (value: unknown) => void
  error?: string | undefined
  bare?: boolean
  draft?: Readonly<Record<string, unknown>>
}>

/** A structured value in the editor that its capability brings; as JSON text when there is none. */
export const StructureInput = ({ field, value, onChange, error, bare = false, draft }: Props) => {
  const id = useId()
  const Editor = editorOf(field.shape)
  if (!Editor) return <AsText field={field} value={value} onChange={onChange} error={error} bare={bare} />
  return (
    <Input.Wrapper
      {...(bare ? {} : { label: field.label, description: field.help, withAsterisk: field.required === true })}
      labelElement="div"
      labelProps={{ id }}
      error={error}
    >
      {bare && (
        <span id={id} hidden>
          {field.label}
        </span>
      )}
      <Suspense fallback={null}>
        <Editor
          field={field}
          value={value}
          onChange={onChange}
          labelledBy={id}
          {...(error ? { error } : {})}
          {...(draft ? { draft } : {})}
        />
      </Suspense>
    </Input.Wrapper>
  )
}

const AsText = ({ field, value, onChange, error, bare }: Props) => {
  const [text, setText] = useState(() => (value === null || value === undefined ? '' : JSON.stringify(value, null, 2)))
  const [wrong, setWrong] = useState<string>()
  return (
    <JsonInput
      {...(bare ? { 'aria-label': field.label } : { label: field.label, description: field.help, withAsterisk: field.required === true })}
      value={text}
      autosize
      minRows={3}
      maxRows={18}
      error={error ?? wrong}
      onChange={(typed) => {
        setText(typed)
        try {
          onChange(typed.trim() === '' ? null : (JSON.parse(typed) as unknown))
          setWrong(undefined)
        } catch {
          setWrong('This is not JSON yet.')
        }
      }}
    />
  )
}
