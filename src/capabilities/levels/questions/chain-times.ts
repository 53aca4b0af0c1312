import { formatDuration } from '../../../kernel/duration.ts'
import type { Millis } from '../../../kernel/instant.ts'
import { Refusal } from '../../../kernel/refusal.ts'
import type { Db } from '../../../platform/db/database.ts'
import type { Context } from '../../../platform/records/context.ts'
import { get } from '../../../platform/records/read.ts'
import { needAnywhere } from '../../../platform/rights/grants.ts'
import { serviceCards } from '../../catalogue/index.ts'
import { type AgreementTerms, type Book, promiseFor, type PromiseTerms, slaOf } from '../model/book.ts'
import type { ChainGap, TimesAlong } from '../model/composition/answer.ts'
import { hoursMissingAt, hoursWords, sameHours } from '../model/composition/hours.ts'
import { timesAlong } from '../model/composition/gap.ts'
import { currentBook } from './book.ts'

const rankOf = (underpinned: boolean | null): number => (underpinned === false ? 0 : underpinned === null ? 1 : 2)

type Named = Readonly<{ id: string; ref: string; title: string }>

const pointer = ({ id, ref, title }: Named): Named => ({ id, ref, title })

/** What teams and suppliers promised for tickets of a service and is in force: agreements that name it, and those of its own team and supplier that name none. */
const beneathIn = (book: Book, now: Millis, service: string, by: readonly string[]): readonly AgreementTerms[] => {
  const covers = (one: AgreementTerms): boolean =>
    one.services.includes(service) || (one.services.length === 0 && one.provider !== null && by.includes(one.provider.id))
  return book.all.filter((one) => one.type !== 'sla' && covers(one) && one.from <= now && now < one.to)
}

type Missing = ReturnType<typeof hoursMissingAt>

const along = (ours: PromiseTerms, beneath: readonly AgreementTerms[], missing: Missing): TimesAlong => {
  const segments = beneath.flatMap((agreement) => {
    const promise = promiseFor(agreement, ours.measure, ours.priority)
    return promise ? [{ agreement, promise }] : []
  })
  const { sum, slack, underpinned } = timesAlong(
    ours.target_s,
    segments.map((one) => one.promise.target_s),
  )
  const uncovered_hours = Math.max(0, ...segments.map(({ promise }) => missing(ours.calendar, promise.calendar)))
  return {
    measure: ours.measure,
    priority: ours.priority,
    target_s: ours.target_s,
    promise: pointer(ours),
    segments: segments.map(({ agreement, promise }) => ({
      agreement: pointer(agreement),
      promise: pointer(promise),
      target_s: promise.target_s,
    })),
    sum_s: sum,
    slack_s: slack,
    uncovered_hours,
    underpinned: segments.length === 0 ? null : underpinned && uncovered_hours <= sameHours,
    mixed: segments.some(({ promise }) => promise.calendar.id !== ours.calendar.id),
  }
}

/**
 * For each promise about tickets of the service: the sum of what teams and suppliers promised for the same tickets, were each to have them in turn.
 * @param by its own team and supplier: their agreements that name no service count as well
 */
export const timesOf = async (
  db: Db,
  ctx: Context,
  service: string,
  by: readonly string[],
  sla: AgreementTerms | null,
): Promise<readonly TimesAlong[]> => {
  const beneath = beneathIn(await currentBook(db, ctx.registry, ctx.now), ctx.now, service, by)
  const missing = hoursMissingAt(ctx.now)
  return (sla?.promises ?? []).map((ours) => along(ours, beneath, missing))
}

const named = (times: readonly TimesAlong[]): string => (times.length === 1 ? '' : ` (${times.length} promises)`)

/** Where promises about tickets are open: those that nobody beneath promises, then those that take longer beneath than we promised. */
export const gapsOfTimes = (times: readonly TimesAlong[]): readonly ChainGap[] => {
  const bare = times.filter((one) => one.underpinned === null)
  const long = times.filter((one) => one.segments.length > 0 && one.slack_s < 0).sort((a, b) => a.slack_s - b.slack_s)
  const closed = times.filter((one) => one.uncovered_hours > sameHours).sort((a, b) => b.uncovered_hours - a.uncovered_hours)
  const [worst] = long
  const [shut] = closed
  const gap = (kind: 'times' | 'no_times' | 'hours', words: string): ChainGap => ({ gap: kind, parts: [], agreement: null, words })
  return [
    ...(bare.length > 0
      ? [gap('no_times', `We promise times for tickets, but no team or supplier promises them to us${named(bare)}.`)]
      : []),
    ...(worst
      ? [
          gap(
            'times',
            `“${worst.promise.title}” is promised within ${formatDuration(worst.target_s)}, but ${worst.segments.map((one) => one.agreement.title).join(', then ')} may take ${formatDuration(worst.sum_s)}${worst.segments.length > 1 ? ' in turn' : ''}${named(long)}.`,
          ),
        ]
      : []),
    ...(shut
      ? [
          gap(
            'hours',
            `“${shut.promise.title}” counts ${hoursWords(shut.uncovered_hours)} a week in which ${shut.segments.map((one) => one.agreement.title).join(' or ')} does not: a ticket may lie there until they open${named(closed)}.`,
          ),
        ]
      : []),
  ]
}

const most = 12

/** How a promise about tickets stands along the chains of the services that it is made for, the shortest of time first. */
export type TimesOfPromise = Readonly<{
  promise: Named
  counts: Readonly<{ services: number; underpinned: number; short: number; bare: number }>
  items: readonly Readonly<{ service: Named; sum_s: number; slack_s: number; uncovered_hours: number; underpinned: boolean | null }>[]
}>

/**
 * Whether a promise about tickets is underpinned, service by service: those that its agreement names, else every one that no other agreement covers.
 * Of the services, what the reader may see. @throws Refusal `not_found`, `not_times` for other promises and for agreements between teams or with suppliers; MissingRight `agreement.see`
 */
export const timesOfPromise = async (db: Db, ctx: Context, key: string): Promise<TimesOfPromise> => {
  needAnywhere(ctx.actor, 'agreement.see', 'see what was promised')
  const record = await get(db, ctx, ctx.registry.kind('promise'), key)
  const book = await currentBook(db, ctx.registry, ctx.now)
  const agreement = book.all.find((one) => one.type === 'sla' && one.promises.some((promise) => promise.id === record.id))
  const ours = agreement?.promises.find((one) => one.id === record.id)
  if (!agreement || !ours)
    throw new Refusal(
      'not_found',
      'not_times',
      `${record.ref} has no times along a chain: that is for promises to customers about responding and resolving, in an agreement in force.`,
    )
  const covered = (await serviceCards(db, ctx)).filter((card) => slaOf(book, { service: card.id, opened_at: ctx.now })?.id === agreement.id)
  const missing = hoursMissingAt(ctx.now)
  const all = covered
    .map((card) => {
      const by = [card.team, card.supplier].filter((one) => one !== null)
      const { sum_s, slack_s, uncovered_hours, underpinned } = along(ours, beneathIn(book, ctx.now, card.id, by), missing)
      return { service: pointer(card), sum_s, slack_s, uncovered_hours, underpinned }
    })
    .sort(
      (a, b) => rankOf(a.underpinned) - rankOf(b.underpinned) || a.slack_s - b.slack_s || a.service.title.localeCompare(b.service.title),
    )
  const count = (as: boolean | null): number => all.filter((one) => one.underpinned === as).length
  return {
    promise: pointer(record),
    counts: { services: all.length, underpinned: count(true), short: count(false), bare: count(null) },
    items: all.slice(0, most),
  }
}
