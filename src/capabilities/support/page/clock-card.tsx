import { Button, Text } from '@mantine/core'
import { IconChevronDown, IconChevronUp } from '@tabler/icons-react'
import { formatDuration } from '../../../kernel/duration.ts'
import { momentText } from '../../../platform/page/fields/format.ts'
import { Moment } from '../../../platform/page/kit/moment.tsx'
import { ToneBadge } from '../../../platform/page/kit/state-badge.tsx'
import { To } from '../../../platform/page/kit/to.tsx'
import { agreementWord, type ClockReading, measureText, standingOf } from './custody.ts'
import classes from './incident.module.css'

/** What the person wants to know first: how long is left, or by how much it was kept or missed. */
const headline = (clock: ClockReading): string => {
  const left = clock.remaining_s
  switch (clock.state) {
    case 'none':
      return 'Nothing promised'
    case 'not_started':
      return 'Not started'
    case 'cancelled':
      return 'Does not count'
    case 'missed':
      return left === null ? 'Missed' : `${formatDuration(-left)} over`
    case 'met':
      return left === null ? 'Kept' : `${formatDuration(left)} to spare`
    default:
      return left === null ? formatDuration(clock.elapsed_s) : `${formatDuration(left)} left`
  }
}

const Due = ({ clock }: Readonly<{ clock: ClockReading }>) => {
  if (clock.state === 'met' && clock.stopped_at) return <>Stopped {momentText(clock.stopped_at)}</>
  if (clock.state === 'missed') {
    const at = clock.due_at ?? clock.breached_at
    return (
      <>
        {at ? `Was due ${momentText(at)}` : 'Past its target'}
        {clock.stopped_at ? `, stopped ${momentText(clock.stopped_at)}` : clock.paused ? ', stands still now' : ', still running'}
      </>
    )
  }
  if (clock.state === 'paused') return <>Stands still; it goes on when the ticket comes back</>
  if (clock.state === 'running' && clock.due_at)
    return (
      <>
        Due {momentText(clock.due_at)} (<Moment at={clock.due_at} ago />)
      </>
    )
  return <>{formatDuration(clock.elapsed_s)} used so far</>
}

/** One promise on this ticket: how it stands, when it is due, how much is used. */
export const ClockCard = ({
  clock,
  open,
  toggle,
  controls,
}: Readonly<{ clock: ClockReading; open: boolean; toggle: () => void; controls: string }>) => {
  const { tone, word } = standingOf(clock)
  const used = clock.used ?? 0
  return (
    <div
      role="group"
      className={classes['clock']}
      data-tone={tone}
      aria-label={`${measureText(clock)}, ${clock.agreement?.title ?? ''}: ${word}`}
    >
      <div className={classes['clockTop']}>
        <span className={classes['clockName']}>
          {measureText(clock)}
          {clock.target_s !== null && <span className="rv-dim"> within {formatDuration(clock.target_s)}</span>}
        </span>
        <ToneBadge tone={tone}>{word}</ToneBadge>
      </div>
      <div className={classes['clockValue']}>{headline(clock)}</div>
      {clock.target_s !== null && (
        <div className={classes['used']} role="img" aria-label={`${Math.round(used * 100)} % of the target is used`}>
          <span className={classes['usedBar']} style={{ width: `${Math.min(100, used * 100)}%` }} />
        </div>
      )}
      <Text size="xs" c="dimmed" component="div">
        <Due clock={clock} />
        {clock.target_s !== null && <> · {Math.round(used * 100)} % used</>}
      </Text>
      <div className={classes['clockFoot']}>
        <span className={classes['clockBy']}>
          {clock.agreement ? (
            <>
              {agreementWord(clock.agreement.agreement_type)}{' '}
              <To to={`/agreements/${clock.agreement.ref}`} className="rv-link">
                {clock.agreement.title}
              </To>
            </>
          ) : (
            'No agreement covers it'
          )}
        </span>
        <Button
          size="compact-xs"
          variant="default"
          onClick={toggle}
          aria-expanded={open}
          aria-controls={controls}
          className="rv-no-print"
          rightSection={open ? <IconChevronUp size={12} aria-hidden /> : <IconChevronDown size={12} aria-hidden />}
        >
          Explain
        </Button>
      </div>
    </div>
  )
}
