import { type Day, dayOfNumber } from '../../../../kernel/day.ts'
import type { Interval } from '../../../../kernel/interval.ts'
import type { Millis } from '../../../../kernel/instant.ts'

const dayMs = 86_400_000

/** Slices begin where whole numbers of them have passed since 1970 UTC. The first that begins at a moment or later. */
const firstFrom = (at: Millis, slice_s: number): Millis => Math.ceil(at / (slice_s * 1000)) * slice_s * 1000

/** The slices that lie wholly within a stretch of time, as one stretch; empty when none does. */
export const wholeSlices = ({ from, to }: Interval, slice_s: number): Interval => {
  const first = firstFrom(from, slice_s)
  return { from: first, to: Math.max(first, Math.floor(to / (slice_s * 1000)) * slice_s * 1000) }
}

/** The slices that begin on a day of UTC. */
export const slicesOfDay = (day: number, slice_s: number): Interval => ({
  from: firstFrom(day * dayMs, slice_s),
  to: firstFrom((day + 1) * dayMs, slice_s),
})

export type SliceDay = Readonly<{ day: Day; span: Interval }>

/**
 * The whole slices of a stretch of time as days (UTC) whose slices all lie in it, and what is left at its edges. Days that end after `settled` are left to the
 * edges: their readings still come. A slice belongs to the day on which it begins.
 */
export const slicesByDay = (
  stretch: Interval,
  slice_s: number,
  settled: Millis,
): Readonly<{ days: readonly SliceDay[]; edges: readonly Interval[] }> => {
  const { from, to } = wholeSlices(stretch, slice_s)
  const days: SliceDay[] = []
  for (let day = Math.ceil(from / dayMs); ; day++) {
    const span = slicesOfDay(day, slice_s)
    if (span.to > to || (day + 1) * dayMs > settled) break
    if (span.from >= from) days.push({ day: dayOfNumber(day), span })
  }
  const [first, last] = [days[0], days.at(-1)]
  const edges =
    first && last
      ? [
          { from, to: first.span.from },
          { from: last.span.to, to },
        ]
      : [{ from, to }]
  return { days, edges: edges.filter((one) => one.to > one.from) }
}
