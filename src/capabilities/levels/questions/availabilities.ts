import { clip, type Interval, type Intervals, length } from '../../../kernel/interval.ts'
import type { Db } from '../../../platform/db/database.ts'
import { correctionsOf, maintenanceOf, outagesOf, watchedSince } from '../../signals/index.ts'
import type { AvailabilityResult } from '../model/availability/period.ts'
import type { Counts } from '../model/slo/sli.ts'
import type { Line } from '../model/standing/line.ts'
import { availabilityIn, availabilityStanding, type Evidence } from '../model/standing/standing.ts'
import type { KeptStanding } from '../store/standing.ts'
import { type Item, type ItemOf, keptOf } from './judged.ts'

const inForce = (line: Line, window: Interval, hours: Intervals): Intervals =>
  clip(hours, Math.max(window.from, line.agreement.from), Math.min(window.to, line.agreement.to))

const hoursIn = (line: Line, window: Interval): Intervals => inForce(line, window, line.calendar.table.expand(window.from, window.to))

/** Hours of service of a window, while the agreement is in force. */
export const hoursOf = ({ line, placed }: Item): Intervals => hoursIn(line, placed)

/** The same, laid out once for lines that share calendar and window. */
const serviceHours = () => {
  const known = new Map<string, Intervals>()
  return ({ line, placed }: Item): Intervals => {
    const key = `${line.calendar.id}/${line.calendar.version}/${placed.from}/${placed.to}`
    const hours = known.get(key) ?? line.calendar.table.expand(placed.from, placed.to)
    known.set(key, hours)
    return inForce(line, placed, hours)
  }
}

const bySubject = <T extends Readonly<{ subject: string }>>(list: readonly T[]): ReadonlyMap<string, readonly T[]> =>
  Map.groupBy(list, (one) => one.subject)

/** Everything that is known of these subjects within a stretch of time, in one reading. */
export const evidenceOf = async (db: Db, subjects: readonly string[], within: Interval): Promise<(subject: string) => Evidence> => {
  const [outages, maintenance, corrections, watched] = await Promise.all([
    outagesOf(db, subjects, within),
    maintenanceOf(db, subjects, within),
    correctionsOf(db, subjects, within),
    watchedSince(db, subjects),
  ])
  const down = bySubject(outages)
  const fixed = bySubject(corrections)
  const planned = bySubject(maintenance.flatMap((one) => one.subjects.map((subject) => ({ ...one, subject }))))
  return (subject) => ({
    outages: (down.get(subject) ?? []).map(({ id, severity, from, to }) => ({ id, severity, from, to, users: null })),
    maintenance: planned.get(subject) ?? [],
    corrections: fixed.get(subject) ?? [],
    watched_from: watched.get(subject) ?? null,
  })
}

/** Judges promises of availability. Outages of all subjects are read at once. */
export const availabilities = async (db: Db, items: readonly ItemOf<'availability'>[]): Promise<readonly KeptStanding[]> => {
  if (items.length === 0) return []
  const span = { from: Math.min(...items.map((one) => one.placed.from)), to: Math.max(...items.map((one) => one.placed.to)) }
  const evidence = await evidenceOf(db, [...new Set(items.map((one) => one.subject))], span)
  const hours = serviceHours()
  return items.map((item) => {
    const { line, placed, promised, now } = item
    const result = availabilityIn(promised, placed, hours(item), evidence(item.subject), now)
    return keptOf(item, availabilityStanding(line, promised, placed, result, now))
  })
}

/** Seconds known and up of each of some stretches that lie within a result's period. */
const upWithin = ({ parts }: AvailabilityResult, stretches: readonly Interval[]): readonly Counts[] =>
  stretches.map(({ from, to }) => {
    const inside = (set: Intervals): number => length(clip(set, from, to)) / 1000
    const valid = inside(parts.agreed) - inside(parts.unknown)
    return { valid, good: valid - inside(parts.down) }
  })

/** Seconds known and up of all subjects of a line together, in each of some stretches of the past: what it adds as a part of another. */
export const upOver = async (db: Db, line: Line, stretches: readonly Interval[]): Promise<readonly Counts[]> => {
  const { promised } = line
  if (promised.measure !== 'availability' || stretches.length === 0) return []
  const hull = { from: Math.min(...stretches.map((one) => one.from)), to: Math.max(...stretches.map((one) => one.to)) }
  const evidence = await evidenceOf(db, line.subjects, hull)
  const hours = hoursIn(line, hull)
  const found = line.subjects.map((subject) => upWithin(availabilityIn(promised, hull, hours, evidence(subject), hull.to), stretches))
  return stretches.map((_, n) =>
    found.reduce<Counts>((sum, one) => ({ good: sum.good + (one[n]?.good ?? 0), valid: sum.valid + (one[n]?.valid ?? 0) }), {
      good: 0,
      valid: 0,
    }),
  )
}
