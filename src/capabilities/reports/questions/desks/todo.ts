import { millisOf } from '../../../../kernel/instant.ts'
import { plusDays, utcDay } from '../../../../kernel/day.ts'
import { localToUtc, dayAt } from '../../../../kernel/calendar/zone.ts'
import { periodLabel, periodOf, previousPeriod } from '../../../../kernel/period.ts'
import type { Db } from '../../../../platform/db/database.ts'
import type { Context } from '../../../../platform/records/context.ts'
import { list } from '../../../../platform/records/read.ts'
import { mayOn, reachOf } from '../../../../platform/rights/grants.ts'
import type { ServiceCard } from '../../../catalogue/index.ts'
import { type MyWork, workOf } from '../../../support/index.ts'
import type { ToDo } from '../../model/desks.ts'
import { isLate, urgentText } from '../../model/now.ts'
import { countText } from '../../model/words.ts'
import { issuedFor } from '../../store/recent.ts'
import { namedRecord, noticeWords, text, texts } from '../parts.ts'

export const myWork = async (db: Db, ctx: Context, zone: string): Promise<MyWork> => {
  if (ctx.actor.id === null || reachOf(ctx.actor, 'incident.see') === null) return { open: 0, due_today: 0, items: [] }
  return await workOf(db, ctx.actor.id, ctx.actor.teams, localToUtc(zone, plusDays(dayAt(zone, ctx.now), 1), '00:00'), 8)
}

export const ticketsToDo = (work: MyWork, ctx: Context, until: number): readonly ToDo[] =>
  work.items.flatMap((row): ToDo[] => {
    const late = isLate(row, ctx.now)
    const due = row.due_at === null ? null : millisOf(row.due_at)
    if (!late && (due === null || due > until)) return []
    return [
      {
        kind: late ? 'ticket_missed' : 'ticket_due',
        tone: late ? 'bad' : 'warn',
        text: `${row.ref} ${row.title}: ${urgentText(row, ctx.now)}`,
        record: namedRecord('incident', row),
        due: row.due_at,
        to: `/incidents/${row.ref}`,
      },
    ]
  })

/** Tickets that wait for the person's own answer. */
export const waitingForMe = async (db: Db, ctx: Context): Promise<readonly ToDo[]> => {
  if (ctx.actor.id === null) return []
  const page = await list(db, ctx, ctx.registry.kind('incident'), {
    filters: { requester: 'me', phase: 'waiting', waiting_for: 'customer' },
    sort: '-opened_at',
    limit: 5,
  })
  return page.items.map((one) => ({
    kind: 'ticket_waiting',
    tone: 'info',
    text: `${one.ref} ${one.title} waits for your answer.`,
    record: namedRecord('incident', one),
    due: null,
    to: `/incidents/${one.ref}`,
  }))
}

/** Contracts whose notice day comes near, of these services or the person's own. */
export const contractsToDo = async (db: Db, ctx: Context, services: ReadonlySet<string> | null): Promise<readonly ToDo[]> => {
  const soon = plusDays(utcDay(ctx.now), 92)
  const page = await list(db, ctx, ctx.registry.kind('contract'), {
    filters: { state: 'active', notice_by: `${plusDays(utcDay(ctx.now), -30)}..${soon}` },
    sort: 'notice_by',
    limit: 100,
  })
  return page.items
    .filter((one) => services === null || one.owner === ctx.actor.id || texts(one['services']).some((id) => services.has(id)))
    .map((one) => ({ one, words: noticeWords(one, ctx.now) }))
    .filter(({ words }) => words.tone === 'bad' || words.tone === 'warn')
    .map(
      ({ one, words }): ToDo => ({
        kind: 'contract',
        tone: words.tone,
        text: `Decide on ${one.title}: ${words.text}.`,
        record: namedRecord('contract', one),
        due: text(one['notice_by']),
        to: `/contracts/${one.ref}`,
      }),
    )
}

const few = 3

/** Entries that nobody confirmed for a year. */
export const entriesToDo = (ctx: Context, mine: readonly ServiceCard[], own: boolean): readonly ToDo[] => {
  const kind = ctx.registry.kind('service')
  const limit = plusDays(utcDay(ctx.now), -365)
  const anyOf = reachOf(ctx.actor, 'service.edit') === 'all'
  const stale = mine.filter(
    (one) => (one.confirmed_on === null || one.confirmed_on < limit) && (anyOf || mayOn(ctx.actor, 'service.edit', kind, one)),
  )
  if (stale.length > few)
    return [
      {
        kind: 'confirm_entry',
        tone: 'info',
        text: `${countText(stale.length, 'entry', 'entries')} of the catalogue ${stale.length === 1 ? 'was' : 'were'} not confirmed for a year.`,
        record: null,
        due: null,
        to: `/services?confirmed_on=<${limit}${own ? '&owner=me' : ''}`,
      },
    ]
  return stale.map((one) => ({
    kind: 'confirm_entry',
    tone: 'info',
    text: `Confirm the entry of ${one.title}: ${one.confirmed_on === null ? 'nobody ever did' : 'last done over a year ago'}.`,
    record: namedRecord('service', one),
    due: null,
    to: `/services/${one.ref}`,
  }))
}

/** Services with a report for the months before, but none for the last one. */
export const reportsToDo = async (
  db: Db,
  ctx: Context,
  mine: readonly ServiceCard[],
  everything: boolean,
  zone: string,
): Promise<readonly ToDo[]> => {
  if (mine.length === 0 || reachOf(ctx.actor, 'report.issue') === null) return []
  const last = previousPeriod(periodOf('month', dayAt(zone, ctx.now)))
  const before = [previousPeriod(last), previousPeriod(previousPeriod(last))]
  const issued = await issuedFor(
    db,
    everything ? null : mine.map((one) => one.id),
    [last, ...before].map((one) => one.text),
  )
  const done = new Set(issued.filter((one) => one.period === last.text).map((one) => one.service))
  const used = new Set(issued.map((one) => one.service))
  const due = mine.filter((one) => used.has(one.id) && !done.has(one.id))
  if (due.length > few)
    return [
      {
        kind: 'report',
        tone: 'info',
        text: `${countText(due.length, 'report')} for ${periodLabel(last)} ${due.length === 1 ? 'is' : 'are'} not issued yet.`,
        record: null,
        due: null,
        to: `/reports?period=${last.text}`,
      },
    ]
  return due.map((one) => ({
    kind: 'report',
    tone: 'info',
    text: `Issue the report of ${one.title} for ${periodLabel(last)}.`,
    record: namedRecord('service', one),
    due: plusDays(last.next, 5),
    to: `/reports/new?service=${one.ref}&period=${last.text}`,
  }))
}
