import { elapsedMs } from '../../../kernel/calendar/business-time.ts'
import type { Timetable } from '../../../kernel/calendar/timetable.ts'
import type { Millis } from '../../../kernel/instant.ts'

export type HolderType = 'customer' | 'team' | 'supplier' | 'approval'

/** Who has a ticket in hand. `name` is for people and never compared. */
export type Holder = Readonly<{ type: HolderType; id: string | null; name?: string }>

/** What a state means to clocks: the phases of a lifecycle, and cancelled apart, since nothing counts then. */
export type Meaning = 'open' | 'active' | 'waiting' | 'done' | 'closed' | 'cancelled'

/** The facts of a ticket that clocks read. `owner` is the person who has it, `waiting_for` and `priority` are words of the ticket's kind. */
export type CustodyFacts = Readonly<{
  holder: Holder
  state: string
  meaning: Meaning
  waiting_for: string | null
  owner: string | null
  priority: string | null
}>

/** One stretch in which none of the facts changed; `to` is null while it lasts. */
export type CustodyInterval = CustodyFacts & Readonly<{ from: Millis; to: Millis | null }>

/** The chain of a ticket: in order, without gaps, the first from when it was opened, only the last without an end. */
export type Custody = readonly CustodyInterval[]

/** A change of some facts at a moment. `order` tells changes of the same moment apart, such as the number of the event. */
export type CustodyChange = Readonly<{ at: Millis; order: number; set: Partial<CustodyFacts> }>

const unheld: CustodyFacts = {
  holder: { type: 'team', id: null },
  state: 'new',
  meaning: 'open',
  waiting_for: null,
  owner: null,
  priority: null,
}

const sameHolder = (a: Holder, b: Holder): boolean => a.type === b.type && a.id === b.id

const sameFacts = (a: CustodyFacts, b: CustodyFacts): boolean =>
  sameHolder(a.holder, b.holder) &&
  a.state === b.state &&
  a.meaning === b.meaning &&
  a.waiting_for === b.waiting_for &&
  a.owner === b.owner &&
  a.priority === b.priority

/** Facts without their stretch. */
export const factsOf = (one: CustodyFacts): CustodyFacts => ({
  holder: one.holder,
  state: one.state,
  meaning: one.meaning,
  waiting_for: one.waiting_for,
  owner: one.owner,
  priority: one.priority,
})

/**
 * The chain after one more change, which must not lie before the last stretch began.
 * Changes of one moment leave no empty stretch; a change that changes nothing leaves the chain as it is.
 */
const extended = (chain: Custody, change: CustodyChange): Custody => {
  const last = chain.at(-1)
  const facts: CustodyFacts = { ...(last ? factsOf(last) : unheld), ...change.set }
  if (!last) return [{ ...facts, from: change.at, to: null }]
  if (sameFacts(last, facts)) return chain
  if (last.from < change.at) return [...chain.slice(0, -1), { ...last, to: change.at }, { ...facts, from: change.at, to: null }]
  const before = chain.at(-2)
  if (before && sameFacts(before, facts)) return [...chain.slice(0, -2), { ...before, to: null }]
  return [...chain.slice(0, -1), { ...facts, from: last.from, to: null }]
}

/** The chain that a ticket's changes make, whatever order they are given in. */
export const custodyOf = (changes: readonly CustodyChange[]): Custody =>
  [...changes].sort((a, b) => a.at - b.at || a.order - b.order).reduce(extended, [] as Custody)

/** One more change at the end of a chain. Null when it lies before the last stretch began: then make the chain anew with `custodyOf`. */
export const withChange = (chain: Custody, change: CustodyChange): Custody | null =>
  change.at < (chain.at(-1)?.from ?? -Infinity) ? null : extended(chain, change)

/** The part of a chain that had happened by a moment, as it stood then: the last stretch without an end. */
export const asOf = (chain: Custody, now: Millis): Custody => {
  const past = chain.filter((one, index) => index === 0 || one.from <= now)
  const last = past.at(-1)
  return last && last.to !== null && last.to > now ? [...past.slice(0, -1), { ...last, to: null }] : past
}

/** Time in the hands of one holder. `stays` counts how often it came to them. Seconds. */
export type Hands = Readonly<{ holder: Holder; business_s: number; wall_s: number; stays: number; holds_now: boolean }>

/** True while somebody has to do something: not once the ticket is done, closed or cancelled. */
export const inHand = (one: CustodyFacts): boolean => one.meaning === 'open' || one.meaning === 'active' || one.meaning === 'waiting'

/**
 * How long each holder had a ticket in hand until `now`, in order of first holding it.
 * `timetableOf` gives the hours that count for a holder, since teams and suppliers keep different ones.
 */
export const readHands = (chain: Custody, timetableOf: (holder: Holder) => Timetable, now: Millis): readonly Hands[] => {
  const found = new Map<string, { holder: Holder; business: number; wall: number; stays: number; holds_now: boolean }>()
  let previous = ''
  for (const one of asOf(chain, now)) {
    const key = inHand(one) ? `${one.holder.type}:${one.holder.id ?? ''}` : ''
    if (key !== '') {
      const hands = found.get(key) ?? { holder: one.holder, business: 0, wall: 0, stays: 0, holds_now: false }
      const to = Math.max(one.from, one.to ?? now)
      hands.business += elapsedMs(timetableOf(one.holder), one.from, to)
      hands.wall += to - one.from
      hands.stays += key === previous ? 0 : 1
      hands.holds_now = one.to === null
      found.set(key, hands)
    }
    previous = key
  }
  return [...found.values()].map((one) => ({
    holder: one.holder,
    business_s: one.business / 1000,
    wall_s: one.wall / 1000,
    stays: one.stays,
    holds_now: one.holds_now,
  }))
}
