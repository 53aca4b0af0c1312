import type { Db } from '../../../platform/db/database.ts'
import type { Registry } from '../../../platform/records/context.ts'
import { find } from '../../../platform/records/read.ts'
import { watchersOfAll } from '../../../platform/watch/index.ts'
import type { Card, ServiceCard } from '../../catalogue/index.ts'

/** Who answers for something: those who watch it, its owner among them; where it has no owner, the lead of its team as well. */
type People = ReadonlyMap<string, readonly string[]>

const leadOf = async (db: Db, registry: Registry, team: string): Promise<readonly string[]> => {
  const lead = (await find(db, registry.kind('team'), team))?.['lead']
  return typeof lead === 'string' ? [lead] : []
}

/** The people who answer for each of these services. */
export const answeringForServices = async (db: Db, registry: Registry, services: readonly ServiceCard[]): Promise<People> => {
  const watchers = await watchersOfAll(
    db,
    registry.kind('service'),
    services.map((one) => one.id),
  )
  const teams = new Set(services.flatMap((one) => (one.owner === null && one.team !== null ? [one.team] : [])))
  const leads = new Map<string, readonly string[]>()
  for (const team of teams) leads.set(team, await leadOf(db, registry, team))
  return new Map(
    services.map((one) => [one.id, [...(watchers.get(one.id) ?? []), ...(one.owner === null ? (leads.get(one.team ?? '') ?? []) : [])]]),
  )
}

/** The people who answer for a service, an offering or a component that fails. */
export const answeringFor = async (db: Db, registry: Registry, card: Card): Promise<readonly string[]> => {
  const kind = registry.kind(card.kind)
  const [record, watchers] = await Promise.all([find(db, kind, card.id), watchersOfAll(db, kind, [card.id])])
  const team = record?.['team']
  const lead = record?.owner === null && typeof team === 'string' ? await leadOf(db, registry, team) : []
  return [...(watchers.get(card.id) ?? []), ...lead]
}
