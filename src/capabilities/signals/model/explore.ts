import { Refusal } from '../../../kernel/refusal.ts'
import { dayMs, hourMs, minuteMs } from './spans.ts'

/** Steps that a chart may have, in ms. */
const steps = [minuteMs, 5 * minuteMs, 15 * minuteMs, hourMs, 3 * hourMs, 6 * hourMs, dayMs, 7 * dayMs] as const
const mostPoints = 500

/**
 * The stretch and step of a chart: the smallest step that gives at most five hundred points, begun at a multiple of it so that points stay where they are.
 * @throws Refusal `order`
 */
export const chartOf = (from: number, to: number): Readonly<{ from: number; to: number; step: number }> => {
  if (to <= from)
    throw new Refusal('invalid', 'order', 'The end must come after the beginning.', [
      { path: 'to', rule: 'order', message: 'Choose a later moment.' },
    ])
  const step = steps.find((one) => (to - from) / one <= mostPoints) ?? steps[steps.length - 1] ?? dayMs
  return { from: Math.floor(from / step) * step, to: Math.ceil(to / step) * step, step }
}
