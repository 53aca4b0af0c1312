import type { Millis } from '../../../kernel/instant.ts'
import type { Interval } from '../../../kernel/interval.ts'
import type { Db } from '../../../platform/db/database.ts'
import { chainsOf, clocksOf, promisesOf } from '../../levels/index.ts'
import { ticketsDuring } from '../../support/index.ts'
import { type CustodyRow, type Dataset, decidedIn, resolvedIn } from '../model/dataset.ts'

/** Tickets asked about at once: a year of a large service comes in portions. */
const portion = 5_000

const inPortions = async <T>(ids: readonly string[], read: (some: readonly string[]) => Promise<T>): Promise<readonly T[]> => {
  const parts: T[] = []
  for (let at = 0; at < ids.length; at += portion) parts.push(await read(ids.slice(at, at + portion)))
  return parts
}

/** Reads what a report on a service is made from: its incidents of both periods with their clocks, and the custody of those that need it. */
export const readDataset = async (
  db: Db,
  service: string,
  previous: Interval,
  current: Interval,
  working: Dataset['working'],
  asOf: Millis,
): Promise<Dataset> => {
  const tickets = await ticketsDuring(db, service, { from: previous.from, to: current.to })
  const clocks = (
    await inPortions(
      tickets.map((one) => one.id),
      async (ids) => await clocksOf(db, ids, asOf),
    )
  ).flat()
  const promises = await promisesOf(db, [...new Set(clocks.map((one) => one.promise))])
  const followed = new Set([
    ...resolvedIn(tickets, { from: previous.from, to: current.to }).map((one) => one.id),
    ...tickets.filter((one) => one.reopenings > 0 || one.major).map((one) => one.id),
    ...decidedIn(clocks, current).missed.map((one) => one.ticket),
  ])
  const custody = new Map<string, readonly CustodyRow[]>()
  for (const chains of await inPortions([...followed], async (ids) => await chainsOf(db, ids)))
    for (const [id, chain] of chains) custody.set(id, chain)
  return { tickets, clocks, custody, promises, working, asOf }
}
