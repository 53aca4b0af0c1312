import { ActionIcon, Group } from '@mantine/core'
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react'
import { nextPeriod, parsePeriod, previousPeriod } from '../../../kernel/period.ts'

/** One month back or on. `running`: the month that runs, after which there is none. */
export const MonthPick = ({ period, running, pick }: Readonly<{ period: string; running: string; pick: (period: string) => void }>) => {
  const of = parsePeriod(period)
  return (
    <Group gap={4} wrap="nowrap">
      <ActionIcon variant="default" aria-label="The month before" onClick={() => pick(previousPeriod(of).text)}>
        <IconChevronLeft size={14} />
      </ActionIcon>
      <ActionIcon variant="default" aria-label="The month after" disabled={period >= running} onClick={() => pick(nextPeriod(of).text)}>
        <IconChevronRight size={14} />
      </ActionIcon>
    </Group>
  )
}
