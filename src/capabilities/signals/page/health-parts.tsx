import { useQueryClient } from '@tanstack/react-query'
import { useCallback } from 'react'
import type { LiveChange } from '../../../platform/page/api.ts'
import { useLive } from '../../../platform/page/client/live.ts'
import { RecordLink } from '../../../platform/page/kit/links.tsx'
import { Moment } from '../../../platform/page/kit/moment.tsx'
import { ToneBadge } from '../../../platform/page/kit/state-badge.tsx'
import type { CauseNote } from '../model/board.ts'
import type { HealthState } from '../model/health/health.ts'
import classes from './health.module.css'
import { healthStates, hitsWords } from './health-words.ts'

const moving: readonly string[] = ['outage', 'check', 'maintenance', 'dependency', 'service', 'component', 'correction']

/** Asks anew what stands under `health` as soon as something changes that health is made of. */
export const useLiveHealth = (): void => {
  const client = useQueryClient()
  useLive(
    useCallback(
      (changes: readonly LiveChange[]) => {
        if (changes.some((change) => moving.includes(change.kind))) void client.invalidateQueries({ queryKey: ['health'] })
      },
      [client],
    ),
  )
}

export const HealthBadge = ({ health }: Readonly<{ health: HealthState }>) => {
  const { label, tone, means } = healthStates[health]
  return (
    <ToneBadge tone={tone} title={means}>
      {label}
    </ToneBadge>
  )
}

/** What causes trouble, since when, what it hits, and its outage. */
export const Causes = ({ causes, named }: Readonly<{ causes: readonly CauseNote[]; named: string }>) => (
  <ul className={classes['causes']} aria-label={named}>
    {causes.map((cause, index) => (
      <li key={cause.record?.id ?? index}>
        <div className={classes['causeHead']}>
          <HealthBadge health={cause.severity} />
          {cause.record ? <RecordLink to={cause.record} withIcon /> : <span>Something you may not see</span>}
          <span className="rv-dim">
            since <Moment at={cause.since} ago />
          </span>
        </div>
        <div className={`${classes['causeHead']} rv-small`}>
          <span className="rv-dim">
            {[cause.own ? '' : cause.why, sentence(hitsWords(cause.hits))].filter((part) => part !== '').join(' ')}
          </span>
          {cause.outage && <RecordLink to={{ ...cause.outage, kind: 'outage' }} withRef />}
        </div>
      </li>
    ))}
  </ul>
)

const sentence = (words: string): string => (words === '' ? '' : `${words.charAt(0).toUpperCase()}${words.slice(1)}.`)
