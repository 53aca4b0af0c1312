import { Text } from '@mantine/core'
import { useId, useState } from 'react'
import { Panel } from '../../../platform/page/kit/panel.tsx'
import { ClockCard } from './clock-card.tsx'
import type { ClockReading } from './custody.ts'
import { Explanation } from './explanation.tsx'
import classes from './incident.module.css'

/** Every promise on this ticket; one of them can be opened to see how it is counted. */
export const Clocks = ({ clocks, stateText }: Readonly<{ clocks: readonly ClockReading[]; stateText: (state: string) => string }>) => {
  const id = useId()
  const [open, setOpen] = useState<number | null>(null)
  const shown = open === null ? undefined : clocks[open]
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
      <div className={classes['clocks']}>
        {clocks.map((clock, index) => (
          <ClockCard key={clock.id ?? `${clock.promise?.id ?? ''} ${clock.measure} ${index}`} clock={clock} open={open === index} toggle={() => setOpen(open === index ? null : index)} controls={id} />
        ))}
      </div>
      {shown && <Explanation clock={shown} id={id} stateText={stateText} />}
    </Panel>
  )
}
