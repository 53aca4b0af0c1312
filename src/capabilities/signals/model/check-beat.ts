import type { Millis } from '../../../kernel/instant.ts'
import { afterResult, type CheckState } from './check-standing.ts'

/** When a heartbeat comes and how much later it may come, in ms; `last`: when it last came. */
export type Rhythm = Readonly<{ every: Millis; grace: Millis; last: Millis | null }>

/** How many beats are missing at a moment. None while the first one was not heard yet: then nothing is known. */
export const missedBeats = ({ every, grace, last }: Rhythm, now: Millis): number =>
  last === null ? 0 : Math.max(0, Math.floor((now - last - grace) / every))

/** When a heartbeat is looked at next: as soon as the next beat would be missing. */
export const nextLook = (rhythm: Rhythm, now: Millis): Millis =>
  rhythm.last === null ? now + rhythm.every : rhythm.last + (missedBeats(rhythm, now) + 1) * rhythm.every + rhythm.grace

/**
 * A heartbeat's state at a moment. It is down once `limit` beats are missing, from the moment on at which the first of them was due; up from the beat on that comes again.
 * Null while nothing is known.
 */
export const afterLook = (before: CheckState, rhythm: Rhythm, now: Millis, limit: number): CheckState | null => {
  if (rhythm.last === null) return null
  const missed = missedBeats(rhythm, now)
  if (missed === 0) return afterResult(before, 'good', rhythm.last, limit)
  const due = rhythm.last + rhythm.every
  return afterResult({ ...before, failures: missed - 1, failingSince: due, bad: missed - 1, badSince: due }, 'failed', now, limit)
}
