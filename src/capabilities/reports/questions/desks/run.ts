import { dayAt } from '../../../../kernel/calendar/zone.ts'
import { isoOf } from '../../../../kernel/instant.ts'
import { periodOf } from '../../../../kernel/period.ts'
import type { Database } from '../../../../platform/db/database.ts'
import type { Context } from '../../../../platform/records/context.ts'
import { linksById } from '../../../../platform/records/links.ts'
import { needAnywhere, reachOf } from '../../../../platform/rights/grants.ts'
import type { ServiceCard } from '../../../catalogue/index.ts'
import { longestMissedOf, nextDueOf, type UrgentRow } from '../../../support/index.ts'
import type { RunDesk, ServiceStanding, ToDo } from '../../model/desks.ts'
import { frameOf, incidentsAt } from '../../model/frame.ts'
import { holderOf, urgentText } from '../../model/now.ts'
import { countsOf, countsSentence, type Judged, type Next, standingOf, worstFirst } from '../../model/standing.ts'
import { madeOf, namedRecord } from '../parts.ts'
import { nameOf } from '../report.ts'
import { zoneOfAll } from '../zone.ts'
import { survey, twelveMonths } from './survey.ts'
import { contractsToDo, entriesToDo, myWork, reportsToDo, ticketsToDo, waitingForMe } from './todo.ts'

const mostServices = 12
const mostToDo = 12

/** The services that a person answers for: theirs, their teams', and those that a role gives them; all when there are none. */
const myServices = (ctx: Context, cards: readonly ServiceCard[]): readonly ServiceCard[] => {
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

const standings = async (
  db: Database,
  ctx: Context,
  judged: readonly Judged[],
  cards: readonly ServiceCard[],
): Promise<readonly ServiceStanding[]> => {
  const shown = judged
    .filter((one) => one.state === 'missing' || one.state === 'will_miss')
    .toSorted(worstFirst)
    .slice(0, mostServices)
  const ids = shown.map((one) => one.card.id)
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
  return shown.map((one) => standingOf(one, nameOf(owners, ownerOf.get(one.card.id)), rowOf(next, one.card.id), rowOf(late, one.card.id)))
}

const urgency: Readonly<Record<string, number>> = { bad: 0, warn: 1, info: 2 }

const inOrder = (a: ToDo, b: ToDo): number =>
  (urgency[a.tone] ?? 3) - (urgency[b.tone] ?? 3) || (a.due ?? '9').localeCompare(b.due ?? '9') || a.text.localeCompare(b.text)

/** The first question of the day of somebody who answers for services. @throws MissingRight `incident.see` */
export const runDesk = async (db: Database, ctx: Context): Promise<RunDesk> => {
  needAnywhere(ctx.actor, 'incident.see', 'see how services stand')
  const zone = await zoneOfAll(db)
  const today = dayAt(zone, ctx.now)
  const frame = frameOf(periodOf('month', today), zone, ctx.now)
  let whole = 0
  const found = await survey(db, ctx, periodOf('month', today), zone, (cards) => {
    whole = cards.length
    return myServices(ctx, cards)
  })
  const everything = found.cards.length === whole
  const mine = everything ? found.cards.filter((one) => one.owner !== null && one.owner === ctx.actor.id) : found.cards
  const work = await myWork(db, ctx, zone)
  const endOfDay = ctx.now + 12 * 3_600_000
  const [services, waiting, contracts, reports, trend] = await Promise.all([
    standings(db, ctx, found.judged, found.cards),
    waitingForMe(db, ctx),
    contractsToDo(db, ctx, everything ? null : new Set(mine.map((one) => one.id))),
    reportsToDo(db, ctx, everything ? found.cards : mine, everything, zone),
    twelveMonths(db, found.ids, today),
  ])
  const todo = [
    ...ticketsToDo(work, ctx, endOfDay),
    ...waiting,
    ...contracts,
    ...entriesToDo(ctx, everything ? found.cards : mine, !everything),
    ...reports,
  ].sort(inOrder)
  const counts = countsOf(found.judged)
  return {
    desk: 'run',
    as_of: isoOf(ctx.now),
    period: frame.facts,
    calm: counts.missing === 0 && counts.will_miss === 0 && todo.every((one) => one.tone !== 'bad' && one.tone !== 'warn'),
    sentence: countsSentence(counts, everything ? '' : 'your '),
    everything,
    counts,
    services,
    todo: todo.slice(0, mostToDo),
    more: Math.max(0, todo.length - mostToDo),
    my_tickets: {
      open: work.open,
      due_today: work.due_today,
      list: incidentsAt({ owner: 'me', phase: 'open,active,waiting', sort: 'due_at' }),
    },
    trend,
    made: madeOf(
      'A service misses when the share of a promise decided this month lies under its target, or an open incident is past it; it may miss when an open one has used up its warning share',
      'Sums by day of incidents and clocks, open incidents, contracts and reports in Reeve',
      ctx.now,
      [{ label: 'Services', value: String(counts.services) }],
    ),
  }
}
