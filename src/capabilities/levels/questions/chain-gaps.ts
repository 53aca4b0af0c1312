import type { ChainGap, ChainPart } from '../model/composition/answer.ts'
import { hoursMissing, hoursWords, sameHours } from '../model/composition/hours.ts'
import { atMostText } from '../model/composition/words.ts'
import { type Day, plusDays } from '../../../kernel/day.ts'
import type { Db } from '../../../platform/db/database.ts'
import type { Context } from '../../../platform/records/context.ts'
import { find } from '../../../platform/records/read.ts'
import { reachOf } from '../../../platform/rights/grants.ts'
import type { BusinessCalendar } from '../model/book.ts'
import type { AvailabilityTerms } from '../store/promise-chain.ts'

/** What promises beneath are held against: ours with its hours, if there is one. */
type Over = Readonly<{
  ours: AvailabilityTerms | null
  hours: BusinessCalendar | null
  calendars: ReadonlyMap<string, BusinessCalendar>
  today: Day
}>

/** Less than this is no difference between two shares. */
const rounding = 1e-9
const lengths = { month: 30, quarter: 91, year: 365 } as const

const windowDays = (one: AvailabilityTerms): number =>
  one.window_type === 'rolling' ? (one.window_length ?? 0) / 86_400 : lengths[one.window_type ?? 'month']

const windowWords = (one: AvailabilityTerms): string =>
  one.window_type === 'rolling' ? `${Math.round(windowDays(one))} days` : `a ${one.window_type ?? 'month'}`

type Ends = Readonly<{ what: string; on: Day; why: string }>

/** When what a promise rests on ends: the agreement itself, or its contract (for those who may see contracts) unless that renews by itself. */
const endsOf = async (db: Db, ctx: Context, one: AvailabilityTerms): Promise<readonly Ends[]> => {
  const found: Ends[] = one.ends_on === null ? [] : [{ what: one.agreement.ref, on: one.ends_on, why: 'ends' }]
  const may = one.contract !== null && reachOf(ctx.actor, 'contract.see') !== null
  const contract = !may || one.contract === null ? undefined : await find(db, ctx.registry.kind('contract'), one.contract)
  const on = contract?.['ends_on']
  if (!contract || typeof on !== 'string') return found
  if (contract.state === 'active' && contract['renewal'] === 'automatic') return found
  const why = contract.state === 'notice' ? 'has been given notice and ends' : 'ends'
  return [...found, { what: contract.ref, on: on as Day, why }]
}

/** An open-ended promise is looked ahead for a year: what ends later can still be renewed in time. */
const aheadDays = 365

type Part = Pick<ChainPart, 'id' | 'title' | 'source' | 'measured'>

/** A, B and 3 more. */
const listed = (parts: readonly Part[]): string => {
  const titles = parts.map((part) => part.title)
  if (titles.length > 3) return `${titles.slice(0, 2).join(', ')} and ${titles.length - 2} more`
  return titles.length < 2 ? titles.join('') : `${titles.slice(0, -1).join(', ')} and ${titles.at(-1) ?? ''}`
}

/** What is wrong with the promise that parts stand on. */
const gapsOfTerms = async (
  db: Db,
  ctx: Context,
  parts: readonly Part[],
  one: AvailabilityTerms,
  over: Over,
): Promise<readonly ChainGap[]> => {
  const gaps: ChainGap[] = []
  const { id, ref, title } = one.agreement
  const what = listed(parts)
  const open = (gap: ChainGap['gap'], words: string): void =>
    void gaps.push({ gap, parts: parts.map((part) => part.id), agreement: { id, ref, title }, words })
  const calendar = over.calendars.get(one.calendar)
  const missing = calendar ? hoursMissing(over.hours, calendar, ctx.now) : 0
  if (missing > sameHours)
    open('hours', `${ref} covers ${what} ${hoursWords(missing)} a week less than we promise. Failures in those hours are ours alone.`)
  for (const part of parts)
    if (part.measured && part.measured.share < one.share - rounding)
      gaps.push({
        gap: 'not_kept',
        parts: [part.id],
        agreement: { id, ref, title },
        words: `${ref} promises ${atMostText(one.share)} for ${part.title}, but ${atMostText(part.measured.share)} was measured: the figure is better than what we get.`,
      })
  const until = over.ours?.ends_on ?? plusDays(over.today, aheadDays)
  for (const end of await endsOf(db, ctx, one))
    if (end.on < until)
      open(
        'ends',
        `${end.what}, on which ${what} ${parts.length === 1 ? 'rests' : 'rest'}, ${end.why} on ${end.on}${over.ours?.ends_on ? `; our promise runs until ${over.ours.ends_on}` : ''}.`,
      )
  if (one.agreement.type === 'underpinning' && one.contract === null)
    open('no_contract', `${ref} promises ${what}, but no contract is named in it: nothing can be claimed.`)
  if (over.ours && windowDays(one) > windowDays(over.ours) * 1.1)
    open(
      'window',
      `${ref} is kept over ${windowWords(one)}, our promise over ${windowWords(over.ours)}: one bad stretch can break ours while theirs still holds.`,
    )
  return gaps
}

const nothingBeneath = (gap: 'no_figure' | 'no_agreement', parts: readonly Part[], words: string): readonly ChainGap[] =>
  parts.length === 0 ? [] : [{ gap, parts: parts.map((part) => part.id), agreement: null, words }]

/**
 * Where the chain of promises is open: parts that nobody knows first, then those that nobody promises, then what is wrong with promises beneath.
 * @param termsOf the promise that a part stands on
 */
export const gapsOf = async (
  db: Db,
  ctx: Context,
  parts: readonly Part[],
  termsOf: (part: string) => AvailabilityTerms | null,
  over: Over,
): Promise<readonly ChainGap[]> => {
  const byTerms = new Map<AvailabilityTerms, Part[]>()
  for (const part of parts) {
    const terms = termsOf(part.id)
    if (terms) byTerms.set(terms, [...(byTerms.get(terms) ?? []), part])
  }
  const bare = parts.filter((part) => termsOf(part.id) === null)
  const unknown = bare.filter((part) => part.source === 'none')
  const unpromised = bare.filter((part) => part.source !== 'none')
  const fails = unknown.length === 1 ? 'fails' : 'fail'
  const gaps = [
    ...nothingBeneath(
      'no_figure',
      unknown,
      `Nobody knows how often ${listed(unknown)} ${fails}: no agreement promises it, nothing measures it. We take it for perfect.`,
    ),
    ...nothingBeneath(
      'no_agreement',
      unpromised,
      `We promise what stands on ${listed(unpromised)}, but no team or supplier promises ${unpromised.length === 1 ? 'it' : 'them'} to us.`,
    ),
  ]
  for (const [terms, own] of byTerms) gaps.push(...(await gapsOfTerms(db, ctx, own, terms, over)))
  return gaps
}
