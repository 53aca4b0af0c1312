import '@mantine/dates/styles.layer.css'
import { DateInput } from '@mantine/dates'
import { useRef } from 'react'
import { typedDay, typedMoment, wallOf } from './typed-dates.ts'

type Props = Readonly<{ value: string | null; onChange: (value: string | null) => void; [more: string]: unknown }>

const months = { previousLabel: 'Earlier', nextLabel: 'Later' } as const
/** Large enough to be hit (WCAG 2.5.8). */
const clear = { 'aria-label': 'Clear', style: { minWidth: 24, minHeight: 24 } } as const

/** A calendar day as YYYY-MM-DD, typed or chosen. */
export const DayPicker = ({ value, onChange, ...rest }: Props) => (
  <DateInput
    {...rest}
    {...months}
    value={value}
    onChange={onChange}
    dateParser={(text) => typedDay(text, new Date())}
    valueFormat="YYYY-MM-DD"
    placeholder="YYYY-MM-DD"
    clearable
    clearButtonProps={clear}
  />
)

/** A moment, typed or chosen in the browser's time zone, kept as ISO in UTC. A day that is chosen keeps the time of day. */
export const MomentPicker = ({ value, onChange, ...rest }: Props) => {
  const typed = useRef(false)
  const wall = value ? wallOf(new Date(value)) : null
  return (
    <DateInput
      {...rest}
      {...months}
      withTime
      value={wall}
      onChange={(chosen) => {
        const kept = chosen === null || typed.current || wall === null ? chosen : `${chosen.slice(0, 10)} ${wall.slice(11)}`
        typed.current = false
        onChange(kept ? new Date((kept.length === 10 ? `${kept} 00:00` : kept).replace(' ', 'T')).toISOString() : null)
      }}
      dateParser={(text) => {
        const moment = typedMoment(text, new Date())
        typed.current = moment !== null
        return moment
      }}
      valueFormat="YYYY-MM-DD HH:mm"
      placeholder="YYYY-MM-DD hh:mm"
      clearable
      clearButtonProps={clear}
    />
  )
}
