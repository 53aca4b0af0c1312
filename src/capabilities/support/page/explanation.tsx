import { Text } from '@mantine/core'
import { formatDuration } from '../../../kernel/duration.ts'
import { momentText } from '../../../platform/page/fields/format.ts'
import { DataTable } from '../../../platform/page/kit/data-table.tsx'
import { To } from '../../../platform/page/kit/to.tsx'
import { type ClockReading, measureText, type Part } from './custody.ts'
import classes from './incident.module.css'

const outcome = (clock: ClockReading): string => {
  const used = formatDuration(clock.elapsed_s)
  const { target_s, remaining_s } = clock
  if (target_s === null || remaining_s === null) return `${used} of working time used; nothing is promised for this priority.`
  const of = `${used} of ${formatDuration(target_s)} used`
  if (clock.state === 'cancelled') return 'The ticket was opened by mistake, so this clock does not count.'
  if (clock.state === 'missed')
    return `Missed by ${formatDuration(-remaining_s)}: ${of}${clock.due_at ? `, was due ${momentText(clock.due_at)}` : ''}.`
  if (clock.state === 'met') return `Kept: ${of}, ${formatDuration(remaining_s)} to spare.`
  if (clock.state === 'paused') return `Paused: ${of}, ${formatDuration(remaining_s)} left when it goes on.`
  return `Running: ${of}, ${formatDuration(remaining_s)} left${clock.due_at ? `, due ${momentText(clock.due_at)}` : ''}.`
}

/** Why a clock reads what it reads: the chain stretch by stretch with its rule, the working time and the running total. */
export const Explanation = ({ clock, id }: Readonly<{ clock: ClockReading; id: string }>) => (
  <section id={id} className={classes['explain']} aria-label={`How ${measureText(clock).toLowerCase()} is counted`}>
    <Text size="sm" fw={600}>
      How {measureText(clock).toLowerCase()} is counted
    </Text>
    <Text size="xs" c="dimmed" component="div" mb={6}>
      {clock.calendar && (
        <>
          Only hours of{' '}
          <To to={`/calendars/${clock.calendar.ref}`} className="rv-link">
            {clock.calendar.title}
          </To>{' '}
          count{clock.words ? `: ${clock.words}` : clock.time_zone ? ` (${clock.time_zone})` : ''}.{' '}
        </>
      )}
      {clock.promise && (
        <>
          Promise{' '}
          <To to={`/promises/${clock.promise.ref}`} className="rv-link">
            {clock.promise.ref}
          </To>
          .
        </>
      )}
    </Text>
    <DataTable<Part>
      caption={`How ${measureText(clock).toLowerCase()} is counted`}
      rows={clock.parts}
      keyOf={(part) => `${part.from} ${part.to}`}
      empty="The clock has not started."
      columns={[
        { label: 'From', cell: (part) => <span className={classes['nowrap']}>{momentText(part.from)}</span>, text: (part) => part.from },
        { label: 'To', cell: (part) => <span className={classes['nowrap']}>{momentText(part.to)}</span>, text: (part) => part.to },
        {
          label: 'What counts, and why',
          cell: (part) => part.rule.replace(/^./, (first) => first.toUpperCase()),
          text: (part) => part.rule,
        },
        {
          label: 'Working time',
          align: 'right',
          cell: (part) => (
            <span className={part.counted ? classes['counts'] : classes['not']}>
              {part.counted ? formatDuration(part.business_s) : <s>{formatDuration(part.business_s)}</s>}
            </span>
          ),
          text: (part) => (part.counted ? part.business_s : 0),
        },
        {
          label: 'Total',
          align: 'right',
          cell: (part) => <span className={classes['nowrap']}>{formatDuration(part.running_total_s)}</span>,
          text: (part) => part.running_total_s,
        },
      ]}
    />
    <Text size="sm" fw={600} mt={6}>
      {outcome(clock)}
    </Text>
  </section>
)
