import type { Millis } from '../../../kernel/instant.ts'
import type { Database, Db, Tx } from '../../../platform/db/database.ts'
import { sql } from '../../../platform/db/sql.ts'
import { seenNow } from '../../../platform/events/unseen.ts'
import type { Registry } from '../../../platform/records/context.ts'
import { decisionsOf, keptDay, keptDays, promiseMonths, rereadVersion } from '../../levels/index.ts'
import { momentsOf, promiseCells, ticketCells, ticketDays } from '../../support/index.ts'
import { zoneReader } from '../questions/zone.ts'
import { type DayCell, monthsHolding, type Standing, touchedDays } from '../model/touched.ts'
import { anythingNew, daysState, lockDays, remake, remakeDays, saveState, ticketEvents, zonesKept } from '../store/days.ts'

const allServices = async (db: Db): Promise<readonly string[]> =>
  (await db.rows<{ id: string }>(sql`select id from record where kind = 'service'`)).map((row) => row.id)

const remakeServices = async (tx: Tx, services: readonly string[], zoneOf: (service: string) => string): Promise<void> => {
  const zones = Map.groupBy(services, zoneOf)
  for (const [zone, some] of zones)
    await remake(tx, some, zone, { flows: ticketDays(some, zone), kept: [keptDays(some, zone)], promises: promiseMonths(some, zone) })
}

/**
 * Makes the days of services (all without `services`) anew from their incidents and clocks: after imports, after a new reading of all clocks,
 * and every night, so that nothing that went wrong stays.
 */
export const rebuildServiceDays = async (db: Database, registry: Registry, now: Millis, services?: readonly string[]): Promise<void> => {
  const zoneOf = await zoneReader(db, registry, now)
  await db.transaction(
    async (tx) => {
      await lockDays(tx, true)
      const upTo = await seenNow(tx)
      const reread_n = await rereadVersion(tx)
      await remakeServices(tx, services ?? (await allServices(tx)), zoneOf)
      if (!services) await saveState(tx, { ...upTo, reread_n, now })
    },
    { deadline: 0 },
  )
}

/** More events than this are not followed one by one. */
const many = 5_000

const standingOf = async (tx: Tx, ids: readonly string[]): Promise<ReadonlyMap<string, Standing>> => {
  const decided = Map.groupBy(await decisionsOf(tx, ids), (one) => one.ticket)
  return new Map(
    (await momentsOf(tx, ids)).map((one) => [
      one.id,
      { service: one.service, opened_at: one.opened_at, moments: [...one.moments, ...(decided.get(one.id) ?? []).map((each) => each.at)] },
    ]),
  )
}

const followCells = async (tx: Tx, cells: readonly DayCell[], zoneOf: (service: string) => string): Promise<void> => {
  const windows = Map.groupBy(cells, (cell) => `${cell.day} ${cell.from}`)
  const kept = [...windows.values()].flatMap((some) => {
    const [first] = some
    return first
      ? [
          keptDay(
            some.map((one) => one.service),
            first.day,
            first,
          ),
        ]
      : []
  })
  const months = monthsHolding(cells, zoneOf)
  await remakeDays(tx, cells, months, { flows: ticketCells(cells), kept, promises: promiseCells(months) })
}

/** Follows what happened since the last time. @returns 'all' when everything has to be made anew instead. */
const followed = async (tx: Tx, registry: Registry, now: Millis): Promise<'done' | 'all'> => {
  if (!(await lockDays(tx, false))) return 'done'
  const state = await daysState(tx)
  const upTo = await seenNow(tx)
  const reread_n = await rereadVersion(tx)
  if (!state || state.era !== upTo.era || state.reread_n !== reread_n) return 'all'
  const events = await ticketEvents(tx, state, many + 1)
  if (events.length > many) return 'all'
  const ids = [...new Set(events.map((one) => one.record_id))]
  if (ids.length > 0) {
    const kept = await zonesKept(tx)
    const zoneOf = await zoneReader(tx, registry, now)
    const zone = (service: string): string => kept.get(service) ?? zoneOf(service)
    const cells = touchedDays(events, await standingOf(tx, ids), zone)
    for (let at = 0; at < cells.length; at += 1_000) await followCells(tx, cells.slice(at, at + 1_000), zone)
  }
  await saveState(tx, { ...upTo, reread_n, now })
  return 'done'
}

const upToDate = async (db: Db): Promise<boolean> => {
  const [state, { era }, reread_n] = await Promise.all([daysState(db), seenNow(db), rereadVersion(db)])
  return state?.era === era && state.reread_n === reread_n && !(await anythingNew(db, state))
}

const underWay = new WeakMap<Database, Promise<void>>()

/** Brings the days up to date; one at a time in a process. */
export const followServiceDays = async (db: Database, registry: Registry, now: Millis): Promise<void> => {
  if (await upToDate(db)) return
  const going = underWay.get(db)
  if (going) return await going
  const work = (async (): Promise<void> => {
    if ((await db.transaction(async (tx) => await followed(tx, registry, now), { deadline: 0 })) === 'all')
      await rebuildServiceDays(db, registry, now)
  })()
  underWay.set(db, work)
  try {
    await work
  } finally {
    underWay.delete(db)
  }
}

/** A page waits this long for the days to be made anew; then it shows them as they were. */
const patience = 2_000

/** For pages: a little behind rather than late. A database that only reads leaves the days as they are. */
export const freshenServiceDays = async (db: Database, registry: Registry, now: Millis): Promise<void> => {
  const work = followServiceDays(db, registry, now).catch(() => undefined)
  const waited = new Promise<void>((resolve) => setTimeout(resolve, patience).unref())
  await Promise.race([work, waited])
}
