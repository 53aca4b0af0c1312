import type { Millis } from '../../../kernel/instant.ts'
import { type Custody, type CustodyChange, type CustodyFacts, custodyOf, factsOf, withChange } from './custody.ts'

/**
 * A chain after the facts became these at a moment. A moment before the last stretch began (two clocks that differ a little) counts as that beginning.
 * A new chain begins at `opened`; `before`, when given, are the facts from then until this moment.
 */
export const prolonged = (chain: Custody, opened: Millis, facts: CustodyFacts, at: Millis, before?: Partial<CustodyFacts>): Custody => {
  const last = chain.at(-1)
  if (!last)
    return custodyOf([
      { at: opened, order: 0, set: { ...facts, ...before } },
      { at: Math.max(opened, at), order: 1, set: facts },
    ])
  return withChange(chain, { at: Math.max(last.from, at), order: 0, set: facts }) ?? chain
}

/** A chain whose ticket turns out to have been opened at another moment: what lay before it falls away, or the first stretch begins earlier. */
export const openedAt = (chain: Custody, opened: Millis): Custody => {
  if (chain.length === 0 || chain[0]?.from === opened) return chain
  const changes = chain.map(
    (one, index): CustodyChange => ({ at: index === 0 ? opened : Math.max(opened, one.from), order: index, set: factsOf(one) }),
  )
  return custodyOf(changes)
}
