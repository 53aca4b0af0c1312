import type { Interval, Intervals } from '../../../../kernel/interval.ts'
import { clip, length } from '../../../../kernel/interval.ts'
import type { Millis } from '../../../../kernel/instant.ts'

/** What was left of the error budget at a moment: its share (may be negative), and how it would be when it is spent evenly. */
export type BurnPoint = Readonly<{ at: Millis; left: number; even: number }>

/** Moments that cut a window into `steps` even parts, its beginning and `until` included. */
const cuts = ({ from, to }: Interval, until: Millis, steps: number): readonly Millis[] => {
  const step = (to - from) / steps
  const inside = Array.from({ length: steps + 1 }, (_, n) => from + n * step).filter((at) => at < until)
  return [...inside, until]
}

/** A budget that spends with each moment of `down`, in a window in which `allowed` ms may be. Empty when nothing may. */
export const burnDownOf = (window: Interval, until: Millis, down: Intervals, allowed: number, steps = 60): readonly BurnPoint[] => {
  if (allowed <= 0 || window.to <= window.from) return []
  return cuts(window, until, steps).map((at) => ({
    at,
    left: 1 - length(clip(down, window.from, at)) / allowed,
    even: 1 - (at - window.from) / (window.to - window.from),
  }))
}

/** The same by counts: `bad` of each step, in a window that allows so many in all. `at`: the end of each step. */
export const burnDownBySteps = (
  window: Interval,
  steps: readonly Readonly<{ at: Millis; bad: number }>[],
  allowed: number,
): readonly BurnPoint[] => {
  if (allowed <= 0 || window.to <= window.from) return []
  let spent = 0
  const points: BurnPoint[] = [{ at: window.from, left: 1, even: 1 }]
  for (const { at, bad } of steps) {
    spent += bad
    points.push({ at, left: 1 - spent / allowed, even: 1 - (at - window.from) / (window.to - window.from) })
  }
  return points
}
