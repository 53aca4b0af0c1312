import type { Interval } from '../../../kernel/interval.ts'
import { type Period, periodInstants } from '../../../kernel/period.ts'
import type { Db } from '../../../platform/db/database.ts'
import { customerPromises, customerTargets, promisesWithin } from '../../levels/index.ts'
import { monthsIn } from '../model/trend.ts'
import { keptByService, missedByService, promisesBetween, type PromiseSum, type ServicePromise } from '../store/days.ts'

/** What was kept of each promise to a service in a period: months are read as such, a week from the clocks themselves. */
export const promisesIn = async (db: Db, service: string, period: Period, span: Interval): Promise<readonly PromiseSum[]> => {
  const months = monthsIn(period)
  return months ? await promisesBetween(db, service, months.first, months.last) : await promisesWithin(db, [service], span)
}

export type Outcomes = Readonly<{
  /** Decided clocks of customers' promises by service. */
  sums: ReadonlyMap<string, Readonly<{ kept: number; missed: number }>>
  /** Customers' promises that were missed at least once, by service. */
  missed: ReadonlyMap<string, readonly ServicePromise[]>
}>

const grouped = (rows: readonly ServicePromise[]): Outcomes['missed'] =>
  Map.groupBy(
    rows.filter((one) => one.missed > 0),
    (one) => one.service,
  )

/** How services kept what customers were promised in a period. `services` null: all. */
export const outcomesIn = async (db: Db, services: readonly string[] | null, period: Period, timeZone: string): Promise<Outcomes> => {
  const months = monthsIn(period)
  if (months) {
    const [sums, missed] = await Promise.all([
      keptByService(db, services, months.first, months.last),
      missedByService(db, services, months.first, months.last, customerPromises),
    ])
    return { sums: new Map(sums.map((one) => [one.service, one])), missed: grouped(missed) }
  }
  const [rows, targets] = await Promise.all([promisesWithin(db, services, periodInstants(period, timeZone)), customerTargets(db)])
  const promised = rows.filter((one) => targets.has(one.promise))
  const sums = new Map<string, { kept: number; missed: number }>()
  for (const one of promised) {
    const sum = sums.get(one.service) ?? { kept: 0, missed: 0 }
    sums.set(one.service, { kept: sum.kept + one.kept, missed: sum.missed + one.missed })
  }
  return { sums, missed: grouped(promised) }
}
