import { ActionIcon, Group, Text } from '@mantine/core'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react'
import { useState } from 'react'
import { type Day, plusDays, weekdayOf } from '../../../kernel/day.ts'
import { formatDuration } from '../../../kernel/duration.ts'
import { api, keys } from '../../../platform/page/api.ts'
import type { RecordScreenProps } from '../../../platform/page/contribution.ts'
import { dayText } from '../../../platform/page/fields/format.ts'
import { Panel } from '../../../platform/page/kit/panel.tsx'
import { Failure, Waiting } from '../../../platform/page/kit/waiting.tsx'
import { FieldGroups } from '../../../platform/page/record/groups.tsx'
import type { AnyRecord, Kind } from '../../../platform/records/kind.ts'
import { holidaysOf, weekdays } from './hours.ts'
import classes from './levels.module.css'
import { UsedBy } from './used-by.tsx'
import { dayNow, useToday } from '../../../platform/page/kit/clock.ts'
import { millisOf } from '../../../kernel/instant.ts'

type Preview = Readonly<{
  words: string
  time_zone: string
  periods: readonly Readonly<{ day: string; from: string; to: string; seconds: number }>[]
  seconds: number
}>

const shownWeeks = 4
const monday = (of: Day): Day => plusDays(of, -weekdays.indexOf(weekdayOf(of)))

const clock = (zone: string) => {
  const format = new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit' })
  return (at: string): string => format.format(millisOf(at))
}

/** The working hours that come out of everything: the week, holidays, dates of their own, clock changes. */
const PreviewPanel = ({ kind, record }: Readonly<{ kind: Kind; record: AnyRecord }>) => {
  const [from, setFrom] = useState<Day>(() => monday(dayNow()))
  const until = plusDays(from, shownWeeks * 7)
  const { data, error, isPending, refetch } = useQuery({
    queryKey: [...keys.about(record.id, 'preview'), from],
    queryFn: async ({ signal }) => api.get<Preview>(`/${kind.plural}/${record.ref}/preview`, { from, to: until }, signal),
    placeholderData: keepPreviousData,
  })
  const named = new Map(holidaysOf(record['holidays']).map((one) => [one.date, one.name ?? 'Holiday'] as const))
  const today = useToday()
  return (
    <Panel
      title="Working time"
      right={
        <Group gap={4}>
          <ActionIcon variant="default" aria-label="Four weeks earlier" onClick={() => setFrom(plusDays(from, -shownWeeks * 7))}>
            <IconChevronLeft size={14} />
          </ActionIcon>
          <Text size="xs" c="dimmed">
            {dayText(from)} – {dayText(plusDays(until, -1))}
          </Text>
          <ActionIcon variant="default" aria-label="Four weeks later" onClick={() => setFrom(plusDays(from, shownWeeks * 7))}>
            <IconChevronRight size={14} />
          </ActionIcon>
        </Group>
      }
    >
      {isPending ? (
        <Waiting lines={4} />
      ) : error ? (
        <Failure error={error} again={() => void refetch()} />
      ) : (
        <>
          <Text size="sm" mb={8}>
            {data.words}. These four weeks hold {formatDuration(data.seconds)} of working time.
          </Text>
          <div className={classes['scroll']} tabIndex={0} role="group" aria-label="Working time of four weeks">
            <table className={classes['month']}>
              <thead>
                <tr>
                  {weekdays.map((day) => (
                    <th key={day} scope="col">
                      {day}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {Array.from({ length: shownWeeks }, (_, week) => (
                  <tr key={week}>
                    {weekdays.map((_day, index) => {
                      const date = plusDays(from, week * 7 + index)
                      const own = data.periods.filter((one) => one.day === date)
                      const at = clock(data.time_zone)
                      return (
                        <td key={date} data-closed={own.length === 0} data-today={date === today}>
                          <b>{Number(date.slice(8))}</b>
                          {named.has(date) && <span className={classes['holiday']}>{named.get(date)}</span>}
                          {own.map((one) => (
                            <span key={one.from}>
                              {at(one.from)}–{one.seconds === 86_400 ? '24:00' : at(one.to)}
                            </span>
                          ))}
                        </td>
                      )
                    })}
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </>
      )}
    </Panel>
  )
}

/** A calendar: what it says, and the working time that comes out of it. */
const Calendar = ({ kind, record, may }: RecordScreenProps) => (
  <div className={classes['two']}>
    <div className={classes['column']}>
      <FieldGroups kind={kind} record={record} may={may} />
      <PreviewPanel kind={kind} record={record} />
    </div>
    <UsedBy record={record} />
  </div>
)

export default Calendar
