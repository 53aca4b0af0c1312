import { isZone } from '../../../kernel/calendar/zone.ts'
import type { Millis } from '../../../kernel/instant.ts'
import type { Db } from '../../../platform/db/database.ts'
import type { Registry } from '../../../platform/records/context.ts'
import { setting } from '../../../platform/settings.ts'
import { zonesOfServices } from '../../levels/index.ts'
import { usualZone } from '../store/days.ts'

/** The zone of all periods: the organisation's, where it chose one; else that of each service's agreement; else UTC. */
export const zoneReader = async (db: Db, registry: Registry, now: Millis): Promise<(service: string) => string> => {
  const chosen = (await setting<{ time_zone?: unknown }>(db, 'organisation'))?.time_zone
  if (typeof chosen === 'string' && isZone(chosen)) return () => chosen
  const agreed = await zonesOfServices(db, registry, now)
  return (service) => agreed(service) ?? 'UTC'
}

/** The zone in which sums over many services name their months: the organisation's; else the one that most services are measured by; else UTC. */
export const zoneOfAll = async (db: Db): Promise<string> => {
  const chosen = (await setting<{ time_zone?: unknown }>(db, 'organisation'))?.time_zone
  if (typeof chosen === 'string' && isZone(chosen)) return chosen
  return (await usualZone(db)) ?? 'UTC'
}
