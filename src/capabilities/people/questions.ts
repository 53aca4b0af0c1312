import { addDays, isoOf, type Millis } from '../../kernel/instant.ts'
import type { Db } from '../../platform/db/database.ts'
import type { Actor } from '../../platform/rights/grants.ts'
import { grantsFrom } from './model/rights.ts'
import { holdersOfRights, holdingsOf, personById, teamsOf } from './store.ts'

/** Widens units to the services that they provide; the catalogue knows. */
export type ServicesOf = (db: Db, units: readonly string[]) => Promise<readonly string[]>

const today = (now: Millis): string => isoOf(now).slice(0, 10)

/** A person with everything they may do today; undefined when they are unknown or not active. */
export const actorOf = async (db: Db, person: string, now: Millis, servicesOf: ServicesOf): Promise<Actor | undefined> => {
  const found = await personById(db, person)
  if (found?.state !== 'active') return undefined
  const holdings = await holdingsOf(db, person, today(now))
  const widened = await Promise.all(
    holdings.map(async (one) => ({
      ...one,
      services: [...one.services, ...(one.units.length > 0 ? await servicesOf(db, one.units) : [])],
    })),
  )
  return {
    id: found.id,
    title: found.title,
    level: Number(found.level ?? 1),
    teams: await teamsOf(db, person),
    grants: grantsFrom(widened),
  }
}

/** What a person's own pages show of them. */
export const profileOf = async (db: Db, person: string, now: Millis) => {
  const found = await personById(db, person)
  const holdings = await holdingsOf(db, person, today(now))
  const desks = holdings.map((one) => one.desk).filter((desk) => desk !== null)
  return {
    person: found
      ? { id: found.id, ref: found.ref, title: found.title, email: found.email, level: found.level === null ? null : Number(found.level) }
      : null,
    roles: [...new Set(holdings.map((one) => one.role))],
    desk: desks[0] ?? 'run',
  }
}

/** Who holds a right everywhere, most senior last, for the sentence "ask X". */
export const whoMay = async (db: Db, right: string, now: Millis) => {
  const [kind = '*', verb = '*'] = right.split('.')
  return await holdersOfRights(db, [right, `${kind}.*`, `*.${verb}`, '*'], addDays(today(now), 0))
}
