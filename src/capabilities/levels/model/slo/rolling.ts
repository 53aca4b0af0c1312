import type { Millis } from '../../../../kernel/instant.ts'
import { type Budgeting, type Counts, noTally, plus, type Tally, weigh } from './sli.ts'

/** Good of valid in one slot of time, from `at` on. The slot's whole count, not what was added: told again it takes the place of what was told before. */
export type Slot = Counts & Readonly<{ at: Millis }>

/** Windows that all end at `until`, and how goodness is counted. `grain_s`: length of a slot (for slices: of a slice); slots and `until` lie on its multiples. */
export type RollingRule = Readonly<{ grain_s: number; windows: readonly number[]; by: Budgeting }>

type Sum = Tally & Readonly<{ slots: number }>

/** Sums over windows that move on with time. `slots` are those of the longest window, by time; `sums` lie as the rule's windows do. */
export type Rolling = Readonly<{ rule: RollingRule; until: Millis; slots: readonly Slot[]; sums: readonly Sum[] }>

const noSum: Sum = { ...noTally, slots: 0 }

const inWindow = (at: Millis, until: Millis, window_s: number): boolean => at >= until - window_s * 1000 && at < until

const added = (sum: Sum, tally: Tally): Sum => ({ ...plus(sum, tally), slots: sum.slots + 1 })

/** Exactly nothing once no slot is left, so that no crumb of floating point stays behind. */
const taken = (sum: Sum, tally: Tally): Sum =>
  sum.slots <= 1
    ? noSum
    : { good: sum.good - tally.good, valid: sum.valid - tally.valid, unknown: sum.unknown - tally.unknown, slots: sum.slots - 1 }

/** The first place whose slot is not before a moment. */
const placeOf = (slots: readonly Slot[], at: Millis): number => {
  let low = 0
  let high = slots.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((slots[middle]?.at ?? Infinity) < at) low = middle + 1
    else high = middle
  }
  return low
}

/** Reads all slots anew: what `takeIn` one by one comes to. The last of a slot told twice counts. */
export const rollingOf = (rule: RollingRule, slots: readonly Slot[], until: Millis): Rolling => {
  const longest = Math.max(0, ...rule.windows)
  const kept = [...new Map(slots.map((slot) => [slot.at, slot])).values()]
    .filter((slot) => inWindow(slot.at, until, longest))
    .sort((a, b) => a.at - b.at)
  const sums = rule.windows.map((window_s) =>
    kept.filter((slot) => inWindow(slot.at, until, window_s)).reduce((sum, slot) => added(sum, weigh(slot, rule.by)), noSum),
  )
  return { rule, until, slots: kept, sums }
}

/** Moves the windows on to a later end; an earlier one changes nothing. What falls out of a window is taken away from its sum. */
export const moveOn = (state: Rolling, until: Millis): Rolling => {
  if (until <= state.until) return state
  const { rule, slots } = state
  const sums = rule.windows.map((window_s, index) => {
    let sum = state.sums[index] ?? noSum
    const end = placeOf(slots, until - window_s * 1000)
    for (let i = placeOf(slots, state.until - window_s * 1000); i < end; i++) {
      const slot = slots[i]
      if (slot) sum = taken(sum, weigh(slot, rule.by))
    }
    return sum
  })
  return { rule, until, sums, slots: slots.slice(placeOf(slots, until - Math.max(0, ...rule.windows) * 1000)) }
}

/** Takes in one slot, new, late or told again. One that begins at or after the end moves the windows on; one before the longest window changes nothing. */
export const takeIn = (state: Rolling, slot: Slot): Rolling => {
  const { rule, until, slots, sums } = moveOn(state, slot.at + state.rule.grain_s * 1000)
  const place = placeOf(slots, slot.at)
  const before = slots[place]?.at === slot.at ? slots[place] : undefined
  if (!inWindow(slot.at, until, Math.max(0, ...rule.windows))) return { rule, until, slots, sums }
  return {
    rule,
    until,
    slots: slots.toSpliced(place, before ? 1 : 0, slot),
    sums: sums.map((sum, index) => {
      if (!inWindow(slot.at, until, rule.windows[index] ?? 0)) return sum
      return added(before ? taken(sum, weigh(before, rule.by)) : sum, weigh(slot, rule.by))
    }),
  }
}

/** The sums by length of window, as `burnAlerts` reads them. */
export const sumsOf = (state: Rolling): ReadonlyMap<number, Tally> =>
  new Map(state.rule.windows.map((window_s, index) => [window_s, state.sums[index] ?? noSum]))
