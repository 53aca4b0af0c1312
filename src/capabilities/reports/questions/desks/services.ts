import { isoOf } from '../../../../kernel/instant.ts'
import type { Database } from '../../../../platform/db/database.ts'
import type { Context } from '../../../../platform/records/context.ts'
import { linksById } from '../../../../platform/records/links.ts'
import { needAnywhere, reachOf } from '../../../../platform/rights/grants.ts'
import type { ServiceCard } from '../../../catalogue/index.ts'
import { longestMissedOf, nextDueOf, type UrgentRow } from '../../../support/index.ts'
import type { DeskServices, ServiceStanding } from '../../model/desks.ts'
import { frameOf } from '../../model/frame.ts'
import { holderOf, urgentText } from '../../model/now.ts'
import { countsOf, type Judged, type Next, standingOf, worstFirst } from '../../model/standing.ts'
import { askedPeriod, madeOf, namedRecord } from '../parts.ts'
import { nameOf } from '../report.ts'
import { zoneOfAll } from '../zone.ts'
import { survey } from './survey.ts'

/** How the desks judge, in a sentence for whoever asks. */
export const howJudged =
  'A service misses when the share of a promise decided in the period lies under its target, when an open incident is past it, or when its availability or an indicator is missed in a window that touches the period; it may miss when an open incident, or an error budget, has used up its warning share'

/** The services that a person answers for: theirs, their teams', and those that a role gives them; all when there are none. */
export const myServices = (ctx: Context, cards: readonly ServiceCard[]): readonly ServiceCard[] => {
  const reach = reachOf(ctx.actor, 'service.edit')
  const given = new Set(reach === null || reach === 'all' ? [] : reach.services)
  const teams = new Set(ctx.actor.teams)
  const mine = cards.filter(
    (one) => (ctx.actor.id !== null && one.owner === ctx.actor.id) || (one.team !== null && teams.has(one.team)) || given.has(one.id),
  )
  return mine.length > 0 ? mine : cards
}

const nextOf = (row: UrgentRow | undefined, now: number): Next | null =>
  row ? { at: row.due_at ?? row.opened_at, ticket: namedRecord('incident', row), holder: holderOf(row), text: urgentText(row, now) } : null

/** Judged services as screens show them, in the order given. */
export const described = async (
  db: Database,
  ctx: Context,
  judged: readonly Judged[],
  cards: readonly ServiceCard[],
): Promise<readonly ServiceStanding[]> => {
  const ids = judged.map((one) => one.card.id)
  const wanted = new Set(ids)
  const ownerOf = new Map(cards.filter((one) => wanted.has(one.id)).map((one) => [one.id, one.owner]))
  const [next, late, owners] = await Promise.all([
    nextDueOf(db, ids, ctx.now),
    longestMissedOf(db, ids, ctx.now),
    linksById(
      db,
      [...ownerOf.values()].flatMap((owner) => owner ?? []),
    ),
  ])
  const rowOf = (rows: readonly UrgentRow[], service: string): Next | null =>
    nextOf(
      rows.find((one) => one.service === service),
      ctx.now,
    )
  return judged.map((one) => standingOf(one, nameOf(owners, ownerOf.get(one.card.id)), rowOf(next, one.card.id), rowOf(late, one.card.id)))
}

const usual = 100

/** `states` and `mine` as on the desks; `kind` and `criticality` as in the table of the whole portfolio, `none` for not rated. */
export type ServicesAsk = Readonly<{
  states?: readonly ServiceStanding['state'][]
  mine?: boolean
  period?: string
  kind?: string
  criticality?: string
  from?: number
  limit?: number
}>

/** The services behind the figures of the desks, judged as there. @throws Refusal `period`; MissingRight `incident.see` */
export const deskServices = async (db: Database, ctx: Context, ask: ServicesAsk): Promise<DeskServices> => {
  needAnywhere(ctx.actor, 'incident.see', 'see how services stand')
  const zone = await zoneOfAll(db)
  const period = askedPeriod(ask.period, zone, ctx.now)
  let whole = 0
  const found = await survey(db, ctx, period, zone, (cards) => {
    whole = cards.length
    return ask.mine ? myServices(ctx, cards) : cards
  })
  const fits = ({ card }: Judged): boolean =>
    (ask.kind === undefined || card.service_kind === ask.kind) &&
    (ask.criticality === undefined || (card.criticality ?? 'none') === ask.criticality)
  const fitting = found.judged.filter(fits)
  const { missing, will_miss, keeping, none } = countsOf(fitting)
  const wanted = ask.states ? fitting.filter((one) => ask.states?.includes(one.state)) : fitting
  const [from, limit] = [ask.from ?? 0, ask.limit ?? usual]
  const shown = wanted.toSorted(worstFirst).slice(from, from + limit)
  return {
    as_of: isoOf(ctx.now),
    period: frameOf(period, zone, ctx.now).facts,
    everything: ask.mine === true && found.cards.length === whole,
    counts: { missing, will_miss, keeping, none },
    items: await described(db, ctx, shown, found.cards),
    next: from + limit < wanted.length ? from + limit : null,
    made: madeOf(howJudged, 'Sums by day of incidents and clocks, open incidents and standings of promises in Reeve', ctx.now, [
      { label: 'Services', value: String(fitting.length) },
    ]),
  }
}
