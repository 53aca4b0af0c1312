import { isoOf } from '../../../kernel/instant.ts'
import { lastPeriods, periodInstants } from '../../../kernel/period.ts'
import type { Db } from '../../../platform/db/database.ts'
import type { Context } from '../../../platform/records/context.ts'
import { get } from '../../../platform/records/read.ts'
import { needAnywhere, reachOf } from '../../../platform/rights/grants.ts'
import { isAboutTickets } from '../model/promise.ts'
import { cardOf } from '../store/scorecard.ts'
import { clocksUnder, handsByMonth, keptByMonth, openHeld } from '../store/supplier-hands.ts'
import { currentMonth, judged } from './scorecard-facts.ts'

const months = 12

/**
 * Tickets in a supplier's hands: those that it has now with its own clocks (which count only while it has them), and twelve months of clocks kept and missed, time in its hands,
 * work handed back and what came back. Tickets are named to those who may see all incidents. @throws Refusal `not_found`, MissingRight `agreement.see`
 */
export const supplierClocks = async (db: Db, ctx: Context, key: string) => {
  needAnywhere(ctx.actor, 'agreement.see', 'see agreements')
  const supplier = await get(db, ctx, ctx.registry.kind('supplier'), key)
  const of = await judged(db, supplier.id, await cardOf(db, supplier.id))
  const tickets = of.promises.filter((one) => isAboutTickets(one.measure)).map((one) => one.id)
  const periods = lastPeriods(currentMonth(of.zone, ctx.now), months).map((one) => ({
    text: one.text,
    stretch: periodInstants(one, of.zone),
  }))
  const open = await openHeld(db, supplier.id, ctx.now)
  const [clocks, hands, kept] = await Promise.all([
    clocksUnder(
      db,
      open.map((one) => one.id),
      of.agreements.map((one) => one.id),
    ),
    handsByMonth(db, supplier.id, periods, ctx.now),
    keptByMonth(db, tickets, periods),
  ])
  const byTicket = Map.groupBy(clocks, (one) => one.ticket)
  const counts = new Map(kept.map((one) => [one.month, one]))
  const may = reachOf(ctx.actor, 'incident.see') === 'all'
  return {
    supplier: { id: supplier.id, ref: supplier.ref, title: supplier.title },
    as_of: isoOf(ctx.now),
    agreements: of.agreements.length,
    open_count: open.length,
    open: may ? open.map((one) => ({ ...one, clocks: byTicket.get(one.id) ?? [] })) : [],
    months: hands.map((one) => ({ ...one, kept: counts.get(one.month)?.kept ?? 0, missed: counts.get(one.month)?.missed ?? 0 })),
  }
}
