import { TextInput } from '@mantine/core'
import { useState } from 'react'
import type { Hours } from '../../../kernel/calendar/rule.ts'
import { hoursOfText, hoursText } from './hours.ts'

/** Hours of a day typed as people write them: "08:00-12:00, 13:00-17:00". */
export const HoursInput = ({ label, hours, onChange }: Readonly<{ label: string; hours: Hours; onChange: (hours: Hours) => void }>) => {
  const shown = hours.length === 0 ? '' : hoursText(hours)
  const [text, setText] = useState<string>()
  const wrong = text !== undefined && hoursOfText(text) === null
  return (
    <TextInput
      aria-label={label}
      value={text ?? shown}
      placeholder="closed"
      {...(wrong ? { error: 'Write hours such as 08:00-12:00, 13:00-17:00, or “all day”.' } : {})}
      onChange={(event) => {
        const typed = event.currentTarget.value
        setText(typed)
        const read = hoursOfText(typed)
        if (read) onChange(read)
      }}
      onBlur={() => {
        if (!wrong) setText(undefined)
      }}
    />
  )
}
