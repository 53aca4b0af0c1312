import type { Millis } from '../../../kernel/instant.ts'
import type { Outcome } from './check.ts'

export type Standing = 'up' | 'degraded' | 'down' | 'unknown'

/** What the results of a check in a row come to. `bad` counts those that were slow or failed, `failures` those that failed, `successes` those that did not. */
export type CheckState = Readonly<{
  standing: Standing
  /** When this standing began. */
  since: Millis
  failures: number
  failingSince: Millis | null
  bad: number
  badSince: Millis | null
  successes: number
}>

export const untried = (since: Millis): CheckState => ({
  standing: 'unknown',
  since,
  failures: 0,
  failingSince: null,
  bad: 0,
  badSince: null,
  successes: 0,
})

const moved = (before: CheckState, standing: Standing, since: Millis): Pick<CheckState, 'standing' | 'since'> =>
  before.standing === standing ? { standing, since: before.since } : { standing, since }

/**
 * A check's state after one more result. Down after `limit` failures in a row, from the first of them on; degraded after as many in a row that were not good;
 * up at the first good one. A single failure changes nothing, so that one lost packet is no outage. What could not be tried says nothing:
 * it is then unknown and counting begins anew, unless it was down, which it stays until something is good.
 */
export const afterResult = (before: CheckState, result: Outcome['result'], at: Millis, limit: number): CheckState => {
  if (result === 'cannot') return before.standing === 'down' ? before : { ...untried(at), ...moved(before, 'unknown', at) }
  if (result === 'good')
    return { ...moved(before, 'up', at), failures: 0, failingSince: null, bad: 0, badSince: null, successes: before.successes + 1 }
  const failed = result === 'failed'
  const failures = failed ? before.failures + 1 : 0
  const failingSince = failed ? (before.failingSince ?? at) : null
  const bad = before.bad + 1
  const badSince = before.badSince ?? at
  const rest = { failures, failingSince, bad, badSince, successes: failed ? 0 : before.successes + 1 }
  if (failures >= limit) return { ...rest, ...moved(before, 'down', failingSince ?? at) }
  if (before.standing === 'down') return { ...rest, ...moved(before, failed ? 'down' : bad >= limit ? 'degraded' : 'up', at) }
  if (bad >= limit) return { ...rest, ...moved(before, 'degraded', badSince) }
  return { ...rest, ...moved(before, before.standing === 'unknown' && !failed ? 'up' : before.standing, at) }
}

/** What follows from a change of standing: which outage ends and when, and which begins. */
export type Effects = Readonly<{
  ends: Millis | null
  begins: Readonly<{ severity: 'down' | 'degraded'; from: Millis }> | null
}>

export const effectsOf = (before: CheckState, after: CheckState): Effects => {
  if (before.standing === after.standing) return { ends: null, begins: null }
  const open = before.standing === 'down' || before.standing === 'degraded'
  const begins = after.standing === 'down' || after.standing === 'degraded' ? { severity: after.standing, from: after.since } : null
  return { ends: open ? after.since : null, begins }
}
