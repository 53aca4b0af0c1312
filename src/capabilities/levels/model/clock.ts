import { addBusiness, elapsedMs, firstWorkingMoment } from '../../../kernel/calendar/business-time.ts'
import type { Timetable } from '../../../kernel/calendar/timetable.ts'
import type { Millis } from '../../../kernel/instant.ts'
import { asOf, type Custody, type CustodyInterval, type Holder, type HolderType, inHand } from './custody.ts'

/** What stops a clock: waiting for one of these, being in one of these states, being in the hands of one of these. */
export type PauseRules = Readonly<{ waiting_for?: readonly string[]; states?: readonly string[]; holders?: readonly HolderType[] }>

/** What a reopened ticket's resolved time means: it does not count, it counts, or the clock starts anew. */
export type ReopenRule = 'exclude_closed' | 'continue' | 'restart'

/**
 * The part of a promise that a clock needs. Seconds are working seconds of the promise's calendar.
 * `targets` by priority; `target_s` for every other priority, null when there is none.
 * `responds_on`: a response is leaving the first states (default), or a person taking the ticket.
 * `priority_rule`: the priority in force now, or when the clock stopped (default); or that of the opening.
 * `held_by`: counts only while this holder has the ticket (operational and supplier clocks); id null takes any of the type.
 */
export type ClockPromise = Readonly<{
  measure: 'response' | 'resolution'
  target_s: number | null
  targets?: Readonly<Record<string, number>>
  pauses_on: PauseRules
  when_reopened: ReopenRule
  responds_on?: 'leaves_open' | 'owner'
  priority_rule?: 'current' | 'opening'
  held_by?: Readonly<{ type: HolderType; id: string | null }>
}>

/** `none`: no target for this priority. `not_started`: the holder never had the ticket. `missed`: more was used than promised, whether or not the clock has stopped. `cancelled`: the ticket was opened by mistake, so no clock of it counts. */
export type ClockState = 'none' | 'not_started' | 'running' | 'paused' | 'met' | 'missed' | 'cancelled'

/** One stretch of custody as the clock sees it. `rule` says why it counts or not. */
export type ClockPart = Readonly<{
  from: Millis
  to: Millis
  business_s: number
  counted: boolean
  rule: string
  holder: Holder
  state: string
  running_total_s: number
}>

/**
 * A clock as read at a moment. elapsed_s + remaining_s = target_s; remaining is negative when more was used.
 * `due_at`: when the target is (or would have been) used up; null when cancelled or without target, and while a pause leaves it open.
 * `breached_at`: the first counted moment beyond the target. `misses_at`: when a running clock will be missed if nothing changes, later than
 * `due_at` when that is a closing time. `paused_s`: working time between start and stop that did not count. `used`: share of the target.
 */
export type Clock = Readonly<{
  state: ClockState
  paused: boolean
  started_at: Millis | null
  stopped_at: Millis | null
  elapsed_s: number
  remaining_s: number | null
  used: number | null
  target_s: number | null
  paused_s: number
  due_at: Millis | null
  breached_at: Millis | null
  misses_at: Millis | null
  parts: readonly ClockPart[]
}>

const isDone = (one: CustodyInterval): boolean => one.meaning === 'done' || one.meaning === 'closed'

const isOver = (one: CustodyInterval): boolean => !inHand(one)

const responded = (one: CustodyInterval, promise: Pick<ClockPromise, 'responds_on'>): boolean =>
  isDone(one) || (promise.responds_on === 'owner' ? one.owner !== null : one.meaning === 'active' || one.meaning === 'waiting')

const heldBy = (one: CustodyInterval, promise: ClockPromise): boolean =>
  !promise.held_by || (one.holder.type === promise.held_by.type && (promise.held_by.id === null || promise.held_by.id === one.holder.id))

/** Where the last run of done, closed or cancelled stretches begins; the chain's length while the ticket is in hand. */
const endIndex = (chain: Custody): number => {
  let index = chain.length
  for (let last = chain[index - 1]; last && isOver(last); last = chain[index - 1]) index--
  return index
}

/** Index of the stretch that stops the clock; the chain's length while it goes on. */
const stopIndex = (chain: Custody, promise: Pick<ClockPromise, 'measure' | 'responds_on'>): number => {
  if (promise.measure === 'resolution') return endIndex(chain)
  const first = chain.findIndex((one) => responded(one, promise))
  return first === -1 ? endIndex(chain) : first
}

/** Index of the stretch that starts the clock: the first, or the one after the last reopening; for a holder's clock, the first in those hands. -1 when there is none. */
const startIndex = (chain: Custody, stop: number, promise: ClockPromise): number => {
  const restarts = promise.measure === 'resolution' && promise.when_reopened === 'restart'
  const reopened = restarts ? chain.slice(0, stop).findLastIndex(isOver) + 1 : 0
  return chain.findIndex((one, index) => index >= reopened && (index < stop || (index === 0 && stop === 0)) && heldBy(one, promise))
}

const targetOf = (chain: Custody, stop: number, promise: ClockPromise): number | null => {
  const one = promise.priority_rule === 'opening' ? chain[0] : chain[Math.min(stop, chain.length - 1)]
  const own = one?.priority ? promise.targets?.[one.priority] : undefined
  return own ?? promise.target_s
}

/** The priority that chooses the target of a clock: the one in force when the clock stopped, or now; by rule that of the opening. */
export const decidingPriority = (
  chain: Custody,
  promise: Pick<ClockPromise, 'measure' | 'responds_on' | 'priority_rule'>,
): string | null => {
  const one = promise.priority_rule === 'opening' ? chain[0] : chain[Math.min(stopIndex(chain, promise), chain.length - 1)]
  return one?.priority ?? null
}

type Verdict = Readonly<{ counted: boolean; rule: string }>

const holderWords = (holder: Holder): string =>
  holder.name ?? (holder.type === 'team' && holder.id === null ? 'no team' : `the ${holder.type}`)

const verdictOf = (one: CustodyInterval, promise: ClockPromise): Verdict => {
  const pauses = promise.pauses_on
  if (isOver(one)) {
    return promise.when_reopened === 'continue' && isDone(one)
      ? { counted: true, rule: `${one.state}, reopened later: counts by the agreement` }
      : { counted: false, rule: `${one.state}, reopened later: does not count` }
  }
  if (!heldBy(one, promise)) return { counted: false, rule: `in the hands of ${holderWords(one.holder)}: not this clock’s holder` }
  if (one.meaning === 'waiting' && one.waiting_for !== null && pauses.waiting_for?.includes(one.waiting_for)) {
    return { counted: false, rule: `waiting for ${one.waiting_for.replaceAll('_', ' ')}: the clock stops by the agreement` }
  }
  if (pauses.states?.includes(one.state)) return { counted: false, rule: `${one.state}: the clock stops by the agreement` }
  if (pauses.holders?.includes(one.holder.type))
    return { counted: false, rule: `in the hands of ${holderWords(one.holder)}: the clock stops by the agreement` }
  const waiting = one.meaning === 'waiting' && one.waiting_for !== null ? `, waiting for ${one.waiting_for.replaceAll('_', ' ')}` : ''
  return { counted: true, rule: `${one.state} with ${holderWords(one.holder)}${waiting}: counts` }
}

type Walk = { used: number; idle: number; due: Millis | null; breached: Millis | null; parts: ClockPart[] }

/** Adds up the stretches in order and notes where the target is reached and where it is passed. Milliseconds. */
const walk = (stretches: readonly CustodyInterval[], promise: ClockPromise, table: Timetable, target: number | null, now: Millis): Walk => {
  const seen: Walk = { used: 0, idle: 0, due: null, breached: null, parts: [] }
  for (const one of stretches) {
    const to = Math.max(one.from, one.to ?? now)
    const ms = elapsedMs(table, one.from, to)
    const { counted, rule } = verdictOf(one, promise)
    if (counted) {
      const after = seen.used + ms
      if (target !== null && seen.due === null && after >= target) seen.due = addBusiness(table, one.from, (target - seen.used) / 1000)
      if (target !== null && seen.breached === null && after > target)
        seen.breached = firstWorkingMoment(table, Math.max(one.from, seen.due ?? one.from))
      seen.used = after
    } else seen.idle += ms
    seen.parts.push({
      from: one.from,
      to,
      business_s: ms / 1000,
      counted,
      rule,
      holder: one.holder,
      state: one.state,
      running_total_s: seen.used / 1000,
    })
  }
  return seen
}

const stateOf = (
  facts: Readonly<{ started: boolean; cancelled: boolean; target: number | null; breached: boolean; stopped: boolean; paused: boolean }>,
): ClockState => {
  if (facts.cancelled) return 'cancelled'
  if (!facts.started) return 'not_started'
  if (facts.target === null) return 'none'
  if (facts.breached) return 'missed'
  if (facts.stopped) return 'met'
  return facts.paused ? 'paused' : 'running'
}

/**
 * Reads a promise's clock off a chain of custody at a moment: a pure function of what happened, so that a changed priority, calendar or agreement
 * is read again from the start and nothing is ever carried over. An empty chain gives a clock that has not started.
 * @throws Refusal `calendar_range`
 */
export const readClock = (custody: Custody, promise: ClockPromise, table: Timetable, now: Millis): Clock => {
  const chain = asOf(custody, now)
  const stop = stopIndex(chain, promise)
  const start = startIndex(chain, stop, promise)
  const first = chain[start]
  const ending = chain[stop]
  const cancelled = chain.at(-1)?.meaning === 'cancelled'
  const target_s = targetOf(chain, stop, promise)
  const target = target_s === null || cancelled ? null : target_s * 1000
  const seen = walk(first ? chain.slice(start, stop) : [], promise, table, target, now)
  const paused = first !== undefined && ending === undefined && seen.parts.at(-1)?.counted === false
  const goesOn = first && target !== null && seen.due === null && !paused
  const due = goesOn ? addBusiness(table, ending?.from ?? Math.max(first.from, now), (target - seen.used) / 1000) : seen.due
  const running = first !== undefined && target !== null && !paused && !ending && seen.breached === null
  return {
    state: stateOf({
      started: first !== undefined,
      cancelled,
      target,
      breached: seen.breached !== null,
      stopped: ending !== undefined,
      paused,
    }),
    paused,
    started_at: first?.from ?? null,
    stopped_at: first ? (ending?.from ?? null) : null,
    elapsed_s: seen.used / 1000,
    remaining_s: target_s === null ? null : target_s - seen.used / 1000,
    used: target_s === null || target_s === 0 ? null : seen.used / 1000 / target_s,
    target_s,
    paused_s: seen.idle / 1000,
    due_at: first ? due : null,
    breached_at: seen.breached,
    misses_at: running && due !== null ? firstWorkingMoment(table, Math.max(due, seen.parts.at(-1)?.from ?? due)) : null,
    parts: seen.parts,
  }
}
