import { Refusal } from '../../../kernel/refusal.ts'
import { dayMs, hourMs, minuteMs } from './spans.ts'

/** Steps that a chart may have, in ms. */
const steps = [minuteMs, 5 * minuteMs, 15 * minuteMs, hourMs, 3 * hourMs, 6 * hourMs, dayMs, 7 * dayMs] as const
const mostPoints = 500

/**
 * The stretch and step of a chart: the smallest step that gives at most five hundred points and is no shorter than the pace of readings, so that a step without any is silence;
 * begun at a multiple of it so that points stay where they are. @param pace ms between readings; 0 when nobody knows
 * @throws Refusal `order`
 */
export const chartOf = (from: number, to: number, pace = 0): Readonly<{ from: number; to: number; step: number }> => {
  if (to <= from)
    throw new Refusal('invalid', 'order', 'The end must come after the beginning.', [
      { path: 'to', rule: 'order', message: 'Choose a later moment.' },
    ])
  const step = steps.find((one) => one >= pace && (to - from) / one <= mostPoints) ?? steps[steps.length - 1] ?? dayMs
  return { from: Math.floor(from / step) * step, to: Math.ceil(to / step) * step, step }
}
