import { shareOf } from './composite.ts'
import type { Line, PromisedOf } from './line.ts'

/** From which share on a slice is good for a promise that does not say so: a promise about events has slices only as a part of another. */
export const sliceTarget = ({ by, objective }: PromisedOf<'good_share'>): number => (by.method === 'slices' ? by.target : objective)

/** From which share on a slice of a part is good. */
export const partTarget = ({ promised }: Line): number =>
  promised.measure === 'good_share' ? sliceTarget(promised) : (shareOf(promised) ?? 1)

/**
 * By what the slices of a line are judged, as text: days that were judged by the same stay as they are when the promise gets another name, share or window,
 * although the minutes that they were made of may be gone.
 */
export const sliceRule = (line: Line): string => {
  const { promised } = line
  switch (promised.measure) {
    case 'good_share':
      return [promised.indicator, promised.slice_s, promised.by.method, sliceTarget(promised)].join('/')
    case 'composite':
      return [promised.by, promised.slice_s, ...promised.parts.map((part) => `(${sliceRule(part.line)} ${partTarget(part.line)})`)].join(
        '/',
      )
    case 'availability':
    case 'level':
    case 'response':
    case 'resolution':
      return `${line.id}/${line.version}/${line.agreement.version}/${line.calendar.version}`
  }
}
