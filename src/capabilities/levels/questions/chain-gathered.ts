import { Refusal } from '../../../kernel/refusal.ts'
import type { Db } from '../../../platform/db/database.ts'
import type { Context } from '../../../platform/records/context.ts'
import type { AnyRecord } from '../../../platform/records/kind.ts'
import { type AgreementTerms, type Book, type BusinessCalendar, slaOf } from '../model/book.ts'
import type { FigureSource } from '../model/composition/answer.ts'
import { type Chain, chainFrom } from '../model/composition/chain.ts'
import { availabilityTerms, type AvailabilityTerms, calendarsLaidOut } from '../store/promise-chain.ts'
import { currentBook } from './book.ts'
import { byId, type ChainAsk, chainPeriod } from './chain-asked.ts'
import { type Beneath, beneathOf } from './chain-beneath.ts'
import { deliverersOf, measuredOf, promisedFor, termsInForce } from './chain-figures.ts'

/** What stands for a record that the reader may not see. */
export const hidden = { kind: '', ref: '', title: 'something that you may not see' } as const

/** What customers were promised about the service: of several the strictest; else what `sla`, by which its tickets go, promises for all that it covers. */
const oursOf = (service: string, terms: readonly AvailabilityTerms[], sla: AgreementTerms | null): AvailabilityTerms | null => {
  const slas = terms.filter((one) => one.agreement.type === 'sla')
  const strictest = (fits: (one: AvailabilityTerms) => boolean): AvailabilityTerms | undefined => slas.filter(fits).at(-1)
  return (
    strictest((one) => one.subject === service || (one.subject === null && one.services.includes(service))) ??
    strictest((one) => one.agreement.id === sla?.id && one.subject === null) ??
    null
  )
}

const chainOrRefusal = (root: string, beneath: Beneath, hasFigure: (id: string) => boolean): Chain => {
  const found = chainFrom(root, beneath.needs, hasFigure)
  if (!('circle' in found)) return found
  const titles = found.circle.map((id) => beneath.cards.get(id)?.title ?? hidden.title)
  throw new Refusal(
    'conflict',
    'circle',
    `What may be promised cannot be said: the needs run in a circle, ${titles.join(' → ')}. End one of these dependencies, or let it say “Uses”.`,
  )
}

type Figure = Readonly<{ share: number; source: Exclude<FigureSource, 'none'> }>

/** What is known about each part, and which of it counts. */
const figuresOf = async (
  db: Db,
  ctx: Context,
  beneath: Beneath,
  terms: readonly AvailabilityTerms[],
  hours: BusinessCalendar | null,
  assumed: Readonly<Record<string, number>>,
  basis: ChainAsk['basis'],
) => {
  const ids = beneath.parts.map((part) => part.id)
  const [deliverers, measured] = await Promise.all([deliverersOf(db, ctx, beneath.parts), measuredOf(db, ctx, ids, hours)])
  const under = terms.filter((one) => one.agreement.type !== 'sla')
  const promised = new Map(
    ids.flatMap((id) => {
      const found = promisedFor(id, under, deliverers)
      return found ? [[id, found] as const] : []
    }),
  )
  const figure = (id: string): Figure | null => {
    const [assumption, promise, seen] = [assumed[id], promised.get(id), measured.get(id)]
    if (assumption !== undefined) return { share: assumption, source: 'assumed' }
    if (promise && !(seen && basis === 'measured')) return { share: promise.share, source: 'promised' }
    return seen ? { share: seen.share, source: 'measured' } : null
  }
  return { promised, measured, figure }
}

/** Calendars of these promises; those that clocks run by are laid out already. */
const calendarsOf = async (
  db: Db,
  ctx: Context,
  book: Book,
  terms: readonly AvailabilityTerms[],
): Promise<ReadonlyMap<string, BusinessCalendar>> => {
  const known = new Map(
    book.all.flatMap((one) => [one.calendar, ...one.promises.map((promise) => promise.calendar)]).map((one) => [one.id, one]),
  )
  const missing = terms.map((one) => one.calendar).filter((id) => !known.has(id))
  return missing.length === 0 ? known : new Map([...known, ...(await calendarsLaidOut(db, missing, ctx.now))])
}

/** Everything on record, and asked for, from which the answer is computed. */
export const gathered = async (db: Db, ctx: Context, record: AnyRecord, ask: ChainAsk) => {
  const [assumed, prices, everyTerm, book, beneath] = await Promise.all([
    byId(db, ask.assume, 'assume'),
    byId(db, ask.prices, 'price'),
    availabilityTerms(db),
    currentBook(db, ctx.registry, ctx.now),
    beneathOf(db, ctx, record.id),
  ])
  const calendars = await calendarsOf(db, ctx, book, everyTerm)
  const terms = termsInForce(everyTerm, calendars, ctx.now)
  const sla = slaOf(book, { service: record.id, opened_at: ctx.now })
  const ours = oursOf(record.id, terms, sla)
  const hours = (ours ? calendars.get(ours.calendar) : sla?.calendar) ?? null
  const period = chainPeriod(ctx, ask.period, ours, hours)
  const figures = await figuresOf(db, ctx, beneath, terms, hours, assumed, ask.basis)
  const chain = chainOrRefusal(record.id, beneath, (id) => figures.figure(id) !== null)
  return { assumed, prices, beneath, calendars, ours, sla, hours, period, figures, chain }
}

export type Gathered = Awaited<ReturnType<typeof gathered>>
