import type { StandingState } from './line.ts'

/** Up to the last places of floating point. */
const meets = (value: number, target: number): boolean => value >= target - 1e-12

/**
 * How a share stands. It is missed once nothing can save it any more: at the end of its window, or when it would stay below even if nothing else failed.
 * A rolling window never ends: it is missed while its budget is gone, and at risk before that.
 * `if_kept`: the value of the whole window when nothing else fails, null where nobody can tell; `consumed`: of the error budget; `firing`: a burn alert that wants somebody now.
 */
export const shareState = (
  of: Readonly<{
    value: number | null
    target: number
    if_kept: number | null
    running: boolean
    rolling: boolean
    consumed: number | null
    warn_at: number
    firing: boolean
  }>,
): StandingState => {
  const { value, target, if_kept, running, rolling, consumed, warn_at, firing } = of
  if (value === null) return 'no_data'
  if (!running && !meets(value, target)) return 'missed'
  if (!running && !rolling) return 'kept'
  if (if_kept !== null && !meets(if_kept, target)) return 'missed'
  if (firing || (consumed !== null && consumed >= warn_at) || (if_kept === null && !meets(value, target))) return 'at_risk'
  return 'kept'
}

/** How a level stands. While the window runs, one on the wrong side of it can still recover. */
export const levelState = (value: number | null, comparator: 'at_most' | 'at_least', level: number, running: boolean): StandingState => {
  if (value === null) return 'no_data'
  const holds = comparator === 'at_most' ? value <= level : value >= level
  return holds ? 'kept' : running ? 'at_risk' : 'missed'
}
