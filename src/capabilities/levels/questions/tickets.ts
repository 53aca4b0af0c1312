import type { Interval } from '../../../kernel/interval.ts'
import type { Db } from '../../../platform/db/database.ts'
import { windowsOf } from '../model/slo/alerts.ts'
import type { Counts } from '../model/slo/sli.ts'
import { ticketStanding } from '../model/standing/standing.ts'
import { type Decided, decidedOver, runningNow } from '../store/clock-hours.ts'
import type { KeptStanding } from '../store/standing.ts'
import { type ItemOf, keptOf, passed, together } from './judged.ts'

type Tickets = ItemOf<'response' | 'resolution'>

/** Tickets that kept a promise, of those that kept or missed it. */
export const keptCounts = (one: Decided | undefined): Counts => ({ good: one?.kept ?? 0, valid: (one?.kept ?? 0) + (one?.missed ?? 0) })

const stretchesOf = (item: Tickets): readonly Interval[] => [
  passed(item),
  ...windowsOf(item.line.burn_rows).map((length_s) => ({ from: item.now - length_s * 1000, to: item.now })),
]

const group = async (db: Db, items: readonly Tickets[]): Promise<readonly KeptStanding[]> => {
  const [first] = items
  if (!first) return []
  const promises = [...new Set(items.map((one) => one.line.id))]
  const [decided, running] = await Promise.all([decidedOver(db, promises, stretchesOf(first)), runningNow(db, promises)])
  const lengths = windowsOf(first.line.burn_rows)
  return items.map((item) => {
    const { line, promised, placed } = item
    const [whole, ...recent] = decided.get(line.id) ?? []
    const sums = new Map(lengths.map((length_s, n) => [length_s, keptCounts(recent[n])]))
    return keptOf(item, ticketStanding(line, promised.objective, placed, keptCounts(whole), running.get(line.id) ?? 0, sums))
  })
}

/** Judges promises about tickets: those that share their stretches of time are read at once. */
export const ticketPromises = async (db: Db, items: readonly Tickets[]): Promise<readonly KeptStanding[]> => {
  const key = (item: Tickets): string => JSON.stringify(stretchesOf(item))
  return (await together([...Map.groupBy(items, key).values()], 4, async (list) => group(db, list))).flat()
}
