import { dayAt } from '../../../../kernel/calendar/zone.ts'
import { isoOf } from '../../../../kernel/instant.ts'
import { periodOf } from '../../../../kernel/period.ts'
import type { Database } from '../../../../platform/db/database.ts'
import type { Context } from '../../../../platform/records/context.ts'
import { needAnywhere } from '../../../../platform/rights/grants.ts'
import type { RunDesk, ToDo } from '../../model/desks.ts'
import { frameOf, incidentsAt } from '../../model/frame.ts'
import { countsOf, countsSentence, type Judged, worstFirst } from '../../model/standing.ts'
import { madeOf } from '../parts.ts'
import { zoneOfAll } from '../zone.ts'
import { described, howJudged, myServices } from './services.ts'
import { survey, twelveMonths } from './survey.ts'
import { contractsToDo, entriesToDo, myWork, reportsToDo, ticketsToDo, waitingForMe } from './todo.ts'

const mostServices = 12
const mostToDo = 12

const urgent = (judged: readonly Judged[]): readonly Judged[] =>
  judged
    .filter((one) => one.state === 'missing' || one.state === 'will_miss')
    .toSorted(worstFirst)
    .slice(0, mostServices)

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
    described(db, ctx, urgent(found.judged), found.cards),
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
      howJudged,
      'Sums by day of incidents and clocks, open incidents, standings of promises, contracts and reports in Reeve',
      ctx.now,
      [{ label: 'Services', value: String(counts.services) }],
    ),
  }
}
