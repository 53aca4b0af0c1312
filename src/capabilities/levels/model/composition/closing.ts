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
 * then those that cannot, the most helpful first. Parts that do not matter at all are left out.
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
  const closing = rows.filter((row) => row.needed !== null)
  const priced = closing.every((row) => row.cost !== null)
  return [
    ...closing.sort((a, b) => (priced ? (a.cost ?? 0) - (b.cost ?? 0) : (a.raise_minutes ?? 0) - (b.raise_minutes ?? 0))),
    ...rows.filter((row) => row.needed === null).sort((a, b) => b.best - a.best),
  ]
}
