import type { Composed, Composer } from './composer.ts'
import { type Shares, shareOf } from './expression.ts'

/** What one part alone would have to become for the whole to keep its target. */
export type Closing = Readonly<{
  name: string
  share: number
  importance: number | null
  /** The availability that closes the gap when nothing else changes; null when even a part that never fails does not. */
  needed: number | null
  /** How much that is more than now, in minutes of the period; null likewise. */
  raise_minutes: number | null
  /** What that costs, where the price of a minute is known. */
  cost: number | null
  /** The whole if this part never failed. */
  best: number
}>

const steps = 60
const rounding = 1e-12

/** What a part would have to become is more than any part can be: it would have to never fail. */
export const isNever = (needed: number): boolean => needed >= 1 - 1e-9

/** Smallest share between `from` and 1 at which `value` reaches the target; `value` grows with it. */
const reach = (value: (share: number) => number, from: number, target: number): number => {
  let [low, high] = [from, 1]
  for (let step = 0; step < steps; step++) {
    const middle = (low + high) / 2
    if (value(middle) >= target) high = middle
    else low = middle
  }
  return high
}

/**
 * The parts that would close the gap by themselves first, the cheapest first where prices of all of these are known, else the smallest raise in minutes;
 * then those that would do so only if they never failed, which has no price; then those that cannot, the most helpful first. Parts that do not matter at all are left out.
 * @param prices of a minute less of downtime in the period, by name
 */
export const closings = (
  composer: Composer,
  shares: Shares,
  now: Composed,
  target: number,
  periodMinutes: number,
  prices: Readonly<Record<string, number>> = {},
): readonly Closing[] => {
  const rows = composer.names.flatMap((name): readonly Closing[] => {
    const share = shareOf(shares, name)
    const importance = now.importance[name] ?? null
    const valueIf = (next: number): number =>
      importance !== null && composer.straight(name) ? now.value + importance * (next - share) : composer.valueIf(shares, name, next)
    const best = Math.min(1, valueIf(1))
    if (best - now.value <= rounding && now.value < target) return []
    const closes = best >= target - rounding
    const needed = !closes ? null : now.value >= target ? share : reach(valueIf, share, Math.min(target, best))
    const raise = needed === null ? null : (needed - share) * periodMinutes
    const price = prices[name]
    return [
      { name, share, importance, needed, raise_minutes: raise, cost: raise === null || price === undefined ? null : raise * price, best },
    ]
  })
  const minutes = (a: Closing, b: Closing): number => (a.raise_minutes ?? 0) - (b.raise_minutes ?? 0)
  const closing = rows.filter((row) => row.needed !== null && !isNever(row.needed))
  const priced = closing.every((row) => row.cost !== null)
  return [
    ...closing.sort((a, b) => (priced ? (a.cost ?? 0) - (b.cost ?? 0) : minutes(a, b))),
    ...rows.filter((row) => row.needed !== null && isNever(row.needed)).sort(minutes),
    ...rows.filter((row) => row.needed === null).sort((a, b) => b.best - a.best),
  ]
}

/**
 * By how much less all parts together would have to fail for the whole to keep its target, 0-1: 0.5 means half as often.
 * Null where the value is sampled, since its noise would decide, or where even perfect parts would not do.
 */
export const togetherLess = (composer: Composer, shares: Shares, target: number): number | null => {
  const valueAt = (less: number): number =>
    composer.read(Object.fromEntries(composer.names.map((name) => [name, 1 - (1 - shareOf(shares, name)) * (1 - less)]))).value
  if (composer.read(shares).sampled !== null || valueAt(1) < target - rounding) return null
  return reach(valueAt, 0, target)
}
