import { TextInput } from '@mantine/core'
import { useState } from 'react'
import { durationOf, durationText } from '../../../platform/page/fields/format.ts'

/** A length of time in whole seconds, written as people write it: 1 h, 5 min, 3 d. */
export const SecondsInput = ({
  label,
  seconds,
  onChange,
}: Readonly<{ label: string; seconds: number; onChange: (seconds: number) => void }>) => {
  const [text, setText] = useState<string | null>(null)
  const wrong = text !== null && durationOf(text) === null
  return (
    <TextInput
      aria-label={label}
      w={92}
      value={text ?? durationText(seconds)}
      {...(wrong ? { error: 'Such as 1 h' } : {})}
      onChange={(event) => {
        const typed = event.currentTarget.value
        setText(typed)
        const read = durationOf(typed)
        if (read !== null) onChange(read)
      }}
      onBlur={() => {
        if (!wrong) setText(null)
      }}
    />
  )
}
