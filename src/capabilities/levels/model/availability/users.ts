import { type Interval, type Intervals, intersect, length } from '../../../../kernel/interval.ts'

/** `users`: how many could not work; null when nobody knows. */
export type UserOutage = Interval & Readonly<{ users: number | null }>

/**
 * Availability as the mean user had it. `value`: 1 - user time lost / (users * agreed); null without users or agreed time, or when outages in
 * agreed time do not say whom they hit: then `low` counts them as all users and `high` as none. `lost`: user time lost, those counted as none.
 */
export type UserAvailability = Readonly<{
  value: number | null
  low: number | null
  high: number | null
  lost: number
  whole: number
  unknown_users: number
}>

/** User time lost: where outages overlap, the one that hits most users counts, not their sum. */
const lostTime = (agreed: Intervals, outages: readonly (Interval & Readonly<{ users: number }>)[]): number => {
  const edges = [...new Set(outages.flatMap((one) => [one.from, one.to]))].sort((a, b) => a - b)
  let lost = 0
  for (const [index, from] of edges.entries()) {
    const to = edges[index + 1]
    if (to === undefined) break
    const most = outages.reduce((top, one) => (one.from <= from && one.to >= to ? Math.max(top, one.users) : top), 0)
    if (most > 0) lost += most * length(intersect(agreed, [{ from, to }]))
  }
  return lost
}

/** `total`: everybody who uses it. An outage never hits more than that. */
export const userAvailability = (agreed: Intervals, outages: readonly UserOutage[], total: number): UserAvailability => {
  const inside = outages.filter((one) => one.to > one.from && intersect(agreed, [one]).length > 0)
  const counting = (unknown: number) =>
    lostTime(
      agreed,
      inside.map((one) => ({ from: one.from, to: one.to, users: Math.min(total, one.users ?? unknown) })),
    )
  const whole = total * length(agreed)
  const [least, most] = [counting(0), counting(total)]
  const unknown_users = inside.filter((one) => one.users === null).length
  const of = (lost: number): number | null => (whole > 0 ? 1 - lost / whole : null)
  return { value: least === most ? of(least) : null, low: of(most), high: of(least), lost: least, whole, unknown_users }
}
