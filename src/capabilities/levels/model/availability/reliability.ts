import { type Intervals, length } from '../../../../kernel/interval.ts'

/**
 * How often it fails and how long it takes, in the unit of the sets (ITIL). `failures` = n, and what was counted as one:
 * unbroken stretches of down time inside agreed time, or outages that the caller counted. All means are null without a failure.
 * `mtrs`: mean time to restore service, down / n. `mtbf`: mean time between failures, up / n. `mtbsi`: between service incidents, agreed / n = mtbf + mtrs.
 */
export type Reliability = Readonly<{
  failures: number
  counted_as: 'stretches' | 'outages'
  mtrs: number | null
  mtbf: number | null
  mtbsi: number | null
}>

/** `down` lies inside `agreed`. `outages`: how many there were, when that is what should count: one that lasts over a night is two stretches of office hours. */
export const reliability = (agreed: Intervals, down: Intervals, outages?: number): Reliability => {
  const failures = outages ?? down.length
  const mean = (of: number): number | null => (failures > 0 ? of / failures : null)
  const [whole, lost] = [length(agreed), length(down)]
  return {
    failures,
    counted_as: outages === undefined ? 'stretches' : 'outages',
    mtrs: mean(lost),
    mtbf: mean(whole - lost),
    mtbsi: mean(whole),
  }
}
