import { ActionIcon, Group, Select } from '@mantine/core'
import { useRouterState } from '@tanstack/react-router'
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react'
import type { Day } from '../../../kernel/day.ts'
import {
  lastPeriods,
  nextPeriod,
  parsePeriod,
  type Period,
  type PeriodKind,
  periodLabel,
  periodOf,
  previousPeriod,
} from '../../../kernel/period.ts'
import { useWords } from '../../../platform/page/kit/address.ts'
import { useGo } from '../../../platform/page/kit/to.tsx'
import { queryText } from '../../../platform/page/api.ts'

const read = (text: string): Period | null => {
  try {
    return parsePeriod(text)
  } catch {
    return null
  }
}

const groups: readonly (readonly [PeriodKind, string, number])[] = [
  ['month', 'Months', 13],
  ['quarter', 'Quarters', 6],
  ['year', 'Years', 4],
  ['week', 'Weeks', 8],
]

const offered = (today: string, chosen: Period | null) => {
  const listed = groups.map(([kind, group, count]) => ({
    group,
    items: [...lastPeriods(periodOf(kind, today as Day), count)].reverse().map((one) => ({ value: one.text, label: periodLabel(one) })),
  }))
  const known = listed.some((group) => group.items.some((item) => item.value === chosen?.text))
  return known || !chosen ? listed : [{ group: 'Chosen', items: [{ value: chosen.text, label: periodLabel(chosen) }] }, ...listed]
}

/** Chooses a period and steps to its neighbours. */
export const PeriodPicker = ({
  value,
  today,
  onChange,
  stepping = true,
}: Readonly<{ value: string; today: string; onChange: (period: string) => void; stepping?: boolean }>) => {
  const chosen = read(value)
  const next = chosen ? nextPeriod(chosen) : null
  return (
    <Group gap={4} wrap="nowrap" className="rv-no-print">
      {stepping && (
        <ActionIcon
          variant="default"
          aria-label="The period before"
          disabled={!chosen}
          onClick={() => chosen && onChange(previousPeriod(chosen).text)}
        >
          <IconChevronLeft size={15} />
        </ActionIcon>
      )}
      <Select
        aria-label="Period"
        data={offered(today, chosen)}
        value={value}
        onChange={(picked) => picked && onChange(picked)}
        searchable
        allowDeselect={false}
        w={170}
        maxDropdownHeight={320}
      />
      {stepping && (
        <ActionIcon
          variant="default"
          aria-label="The period after"
          disabled={!next || next.first > today}
          onClick={() => next && onChange(next.text)}
        >
          <IconChevronRight size={15} />
        </ActionIcon>
      )}
    </Group>
  )
}

/** The period that the address names, and how to set it there. */
export const usePeriod = (): readonly [string | undefined, (period: string) => void] => {
  const search = useWords()
  const go = useGo()
  const path = useRouterState({ select: (state) => state.location.pathname })
  return [search['period'], (period) => go(`${path}${queryText({ ...search, period })}`, true)]
}
