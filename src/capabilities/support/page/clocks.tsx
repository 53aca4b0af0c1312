import { Text } from '@mantine/core'
import { useId, useState } from 'react'
import { Panel } from '../../../platform/page/kit/panel.tsx'
import { ClockCard } from './clock-card.tsx'
import type { ClockReading } from './custody.ts'
import { Explanation } from './explanation.tsx'
import classes from './incident.module.css'

const isOurs = (clock: ClockReading): boolean => (clock.agreement?.agreement_type ?? 'sla') === 'sla'
const sides = [
  { title: 'To the customer', of: isOurs },
  { title: 'Between teams and suppliers', of: (clock: ClockReading) => !isOurs(clock) },
] as const

/** Every promise on this ticket; one of them can be opened to see how it is counted. */
export const Clocks = ({ clocks }: Readonly<{ clocks: readonly ClockReading[] }>) => {
  const id = useId()
  const [open, setOpen] = useState<number | null>(null)
  const shown = open === null ? undefined : clocks[open]
  const groups = sides
    .map(({ title, of }) => ({ title, items: clocks.map((clock, index) => ({ clock, index })).filter(({ clock }) => of(clock)) }))
    .filter(({ items }) => items.length > 0)
  if (clocks.length === 0)
    return (
      <Panel title="Promises">
        <Text size="sm" c="dimmed">
          No agreement promises anything for this service and priority, so no clock runs.
        </Text>
      </Panel>
    )
  return (
    <Panel title="Promises">
      {groups.map(({ title, items }) => (
        <div key={title} className={classes['groupBox']}>
          {groups.length > 1 && <h3 className={classes['group']}>{title}</h3>}
          <div className={classes['clocks']}>
            {items.map(({ clock, index }) => (
              <ClockCard
                key={`${clock.promise?.id ?? ''} ${clock.measure} ${index}`}
                clock={clock}
                open={open === index}
                toggle={() => setOpen(open === index ? null : index)}
                controls={id}
              />
            ))}
          </div>
          {shown && items.some(({ index }) => index === open) && <Explanation clock={shown} id={id} />}
        </div>
      ))}
    </Panel>
  )
}
