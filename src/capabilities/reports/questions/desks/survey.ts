import { lastPeriods, type Period, periodLabel, periodOf } from '../../../../kernel/period.ts'
import type { Day } from '../../../../kernel/day.ts'
import type { Database } from '../../../../platform/db/database.ts'
import { sharedAnswer } from '../../../../platform/events/shared.ts'
import type { Context } from '../../../../platform/records/context.ts'
import { reachOf } from '../../../../platform/rights/grants.ts'
import { type ServiceCard, serviceCards } from '../../../catalogue/index.ts'
import { customerTargets, promisedToCustomers } from '../../../levels/index.ts'
import { openByService } from '../../../support/index.ts'
import type { MonthPoint } from '../../model/desks.ts'
import { type Judged, judge } from '../../model/standing.ts'
import { outcomesIn } from '../promises.ts'
import { daysState, monthSums, type MonthSum } from '../../store/days.ts'

/** How many services stand in a period, as far as the person may see services and their incidents. */
export type Survey = Readonly<{
  cards: readonly ServiceCard[]
  judged: readonly Judged[]
  /** For reading sums: null when the person sees all services. */
  ids: readonly string[] | null
}>

/** Services whose incidents the person may see. */
const seen = (ctx: Context, cards: readonly ServiceCard[]): readonly ServiceCard[] => {
  const reach = reachOf(ctx.actor, 'incident.see')
  if (reach === null) return []
  if (reach === 'all') return cards
  const services = new Set(reach.services)
  return cards.filter((one) => services.has(one.id))
}

const seesAll = (ctx: Context): boolean => reachOf(ctx.actor, 'incident.see') === 'all' && reachOf(ctx.actor, 'service.see') === 'all'

/** An answer over all services is the same for everybody who sees all of them, and everything else (`also`) that it is made from. */
export const sharedByAll = async <T>(
  db: Database,
  ctx: Context,
  key: string,
  make: () => Promise<T>,
  also: readonly string[] = [],
): Promise<T> => {
  if (!seesAll(ctx) || also.some((right) => reachOf(ctx.actor, right) !== 'all')) return await make()
  const state = await daysState(db)
  return await sharedAnswer(db, ctx, key, `${state?.seen}/${state?.reread_n}`, make)
}

const judgedIn = async (
  db: Database,
  ctx: Context,
  cards: readonly ServiceCard[],
  ids: readonly string[] | null,
  period: Period,
  zone: string,
): Promise<readonly Judged[]> => {
  const [targets, { sums, missed }, open, promised] = await Promise.all([
    customerTargets(db),
    outcomesIn(db, ids, period, zone),
    openByService(db, ids, ctx.now),
    promisedToCustomers(db, ids, period, zone),
  ])
  const promisedOf = Map.groupBy(promised, (one) => one.subject)
  const openOf = new Map(open.map((one) => [one.service, one]))
  return cards.map((card) =>
    judge(
      card,
      sums.get(card.id) ?? { kept: 0, missed: 0 },
      missed.get(card.id) ?? [],
      openOf.get(card.id),
      targets,
      promisedOf.get(card.id),
    ),
  )
}

export const survey = async (
  db: Database,
  ctx: Context,
  period: Period,
  zone: string,
  choose: (cards: readonly ServiceCard[]) => readonly ServiceCard[] = (cards) => cards,
): Promise<Survey> => {
  const visible = seen(ctx, await sharedByAll(db, ctx, 'desks.cards', async () => await serviceCards(db, ctx)))
  const cards = choose(visible)
  if (!seesAll(ctx) || cards.length < visible.length) {
    const ids = cards.map((one) => one.id)
    return { cards, ids, judged: await judgedIn(db, ctx, cards, ids, period, zone) }
  }
  const judged = await sharedByAll(
    db,
    ctx,
    `desks.survey ${period.text} ${zone}`,
    async () => await judgedIn(db, ctx, visible, null, period, zone),
  )
  return { cards: visible, ids: null, judged }
}

const pointOf = (period: Period, sum: MonthSum | undefined): MonthPoint => {
  const [kept, missed] = [sum?.kept ?? 0, sum?.missed ?? 0]
  return {
    period: period.text,
    label: periodLabel(period),
    opened: sum?.opened ?? 0,
    resolved: sum?.resolved ?? 0,
    kept,
    missed,
    share: kept + missed === 0 ? null : kept / (kept + missed),
  }
}

export const yearOf = (last: string): readonly Period[] => lastPeriods(periodOf('month', last as Day), 12)

export const pointsFrom = (periods: readonly Period[], sums: readonly MonthSum[]): readonly MonthPoint[] => {
  const byMonth = new Map(sums.map((one) => [one.month, one]))
  return periods.map((period) => pointOf(period, byMonth.get(period.text)))
}

/** Volumes and promises of twelve months up to the one that holds a date. */
export const twelveMonths = async (db: Database, ids: readonly string[] | null, last: string): Promise<readonly MonthPoint[]> => {
  const periods = yearOf(last)
  const [first, final] = [periods[0], periods.at(-1)]
  return first && final ? pointsFrom(periods, await monthSums(db, ids, first.text, final.text)) : []
}
