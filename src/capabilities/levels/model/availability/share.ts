import { type Intervals, intersect, length, subtract } from '../../../../kernel/interval.ts'

/**
 * Availability of a stretch of agreed time, lengths in the unit of the sets.
 * `value`: over the time that is known, 1 - down / (agreed - unknown); `low` as if all unknown time was down, `high` as if all of it was up.
 * `coverage`: known share of the agreed time. All null without agreed time, `value` also when nothing of it is known.
 */
export type AvailabilityShare = Readonly<{
  agreed: number
  down: number
  unknown: number
  value: number | null
  low: number | null
  high: number | null
  coverage: number | null
}>

/** The parts of agreed time that were down, and of which nobody knows; what is known to be down is not unknown. */
export const partsOf = (
  agreed: Intervals,
  outages: Intervals,
  unknown: Intervals = [],
): Readonly<{ agreed: Intervals; down: Intervals; unknown: Intervals }> => ({
  agreed,
  down: intersect(agreed, outages),
  unknown: subtract(intersect(agreed, unknown), outages),
})

export const shareFrom = (agreed: number, down: number, unknown: number): AvailabilityShare => {
  const known = agreed - unknown
  return {
    agreed,
    down,
    unknown,
    value: known > 0 ? 1 - down / known : null,
    low: agreed > 0 ? 1 - (down + unknown) / agreed : null,
    high: agreed > 0 ? 1 - down / agreed : null,
    coverage: agreed > 0 ? known / agreed : null,
  }
}

/** Share of agreed time in which it was not down. Overlapping outages count once; what lies outside agreed time does not count. */
export const availabilityShare = (agreed: Intervals, outages: Intervals, unknown: Intervals = []): AvailabilityShare => {
  const parts = partsOf(agreed, outages, unknown)
  return shareFrom(length(parts.agreed), length(parts.down), length(parts.unknown))
}
