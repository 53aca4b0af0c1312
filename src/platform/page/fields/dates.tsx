import '@mantine/dates/styles.layer.css'
import { DateInput, DateTimePicker } from '@mantine/dates'

type Props = Readonly<{ value: string | null; onChange: (value: string | null) => void; [more: string]: unknown }>

const pad = (part: number): string => String(part).padStart(2, '0')
const local = (instant: string): string => {
  const at = new Date(instant)
  return `${at.getFullYear()}-${pad(at.getMonth() + 1)}-${pad(at.getDate())} ${pad(at.getHours())}:${pad(at.getMinutes())}:00`
}

/** Large enough to be hit (WCAG 2.5.8). */
const clear = { 'aria-label': 'Clear', style: { minWidth: 24, minHeight: 24 } } as const

/** A calendar day as YYYY-MM-DD. */
export const DayPicker = ({ value, onChange, ...rest }: Props) => (
  <DateInput
    {...rest}
    value={value}
    onChange={onChange}
    valueFormat="YYYY-MM-DD"
    placeholder="YYYY-MM-DD"
    clearable
    clearButtonProps={clear}
  />
)

/** A moment: chosen in the browser's time zone, kept as ISO in UTC. */
export const MomentPicker = ({ value, onChange, ...rest }: Props) => (
  <DateTimePicker
    {...rest}
    value={value ? local(value) : null}
    onChange={(chosen) => onChange(chosen ? new Date(chosen.replace(' ', 'T')).toISOString() : null)}
    valueFormat="YYYY-MM-DD HH:mm"
    placeholder="YYYY-MM-DD hh:mm"
    clearable
    clearButtonProps={clear}
  />
)
