import { isoOf } from '../../../../kernel/instant.ts'
import type { Database } from '../../../../platform/db/database.ts'
import type { Context } from '../../../../platform/records/context.ts'
import { needAnywhere } from '../../../../platform/rights/grants.ts'
import { serviceCards } from '../../../catalogue/index.ts'
import { disturbancesOf } from '../../../support/index.ts'
import { type PortalDesk, workingOf } from '../../model/portal.ts'
import { namedRecord } from '../parts.ts'

const inUse = new Set(['live', 'retiring'])

/** Whether each service that the person may see and that is in use works now, by title. @throws MissingRight `service.see` */
export const portalDesk = async (db: Database, ctx: Context): Promise<PortalDesk> => {
  needAnywhere(ctx.actor, 'service.see', 'see which services work')
  const cards = (await serviceCards(db, ctx)).filter((one) => inUse.has(one.state)).toSorted((a, b) => a.title.localeCompare(b.title))
  const found = Map.groupBy(
    await disturbancesOf(
      db,
      cards.map((one) => one.id),
    ),
    (one) => one.service,
  )
  return {
    desk: 'portal',
    as_of: isoOf(ctx.now),
    services: cards.map((card) => workingOf(namedRecord('service', card), found.get(card.id) ?? [])),
  }
}
