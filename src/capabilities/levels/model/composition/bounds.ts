import { atMostChance } from './counting.ts'
import { type Expression, group, type Shares, shareOf } from './expression.ts'

/** Between which the availability lies, whatever the failures of the parts have to do with each other. */
export type Bounds = Readonly<{ lower: number; upper: number }>

/** What must all work: names and groups. A part that a series meets twice counts once. */
const conjuncts = (of: Expression, known: Map<Expression, ReadonlySet<Expression>>): ReadonlySet<Expression> => {
  const before = known.get(of)
  if (before) return before
  const found = new Set<Expression>()
  if (typeof of === 'string') found.add(of)
  else {
    const { k, members } = group(of)
    const needed = members.map((member) => conjuncts(member, known))
    if (k === members.length) for (const set of needed) for (const one of set) found.add(one)
    else if (k > 0) {
      // What every member needs is needed by the group itself.
      const [first, ...others] = needed
      const common = new Set([...(first ?? [])].filter((one) => others.every((set) => set.has(one))))
      for (const one of common) found.add(one)
      const rest = needed.map((set) => [...set].filter((one) => !common.has(one)))
      if (rest.filter((one) => one.length === 0).length < k) found.add({ kofn: [k, rest.map((series) => ({ series }))] })
    }
  }
  known.set(of, found)
  return found
}

/**
 * Bounds without independence. For a series of names the lower one is max(0, 1 - sum of unavailabilities) (Boole) and the upper one the weakest name;
 * both are sharp there and for k of n names, and hold, perhaps with room, for what is nested.
 */
export const boundsOf = (of: Expression, shares: Shares): Bounds => {
  const known = new Map<Expression, ReadonlySet<Expression>>()
  const read = new Map<Expression, Bounds>()
  const boundsOne = (one: Expression): Bounds => {
    const before = read.get(one)
    if (before) return before
    const found = typeof one === 'string' ? certain(shareOf(shares, one)) : boundsGroup(one)
    read.set(one, found)
    return found
  }
  const boundsGroup = (one: Exclude<Expression, string>): Bounds => {
    const { k, members } = group(one)
    const inner = members.map(series)
    return {
      lower:
        1 -
        atMostChance(
          members.length - k + 1,
          inner.map((member) => 1 - member.lower),
        ),
      upper: atMostChance(
        k,
        inner.map((member) => member.upper),
      ),
    }
  }
  const series = (one: Expression): Bounds => {
    const parts = [...conjuncts(one, known)].map(boundsOne)
    return {
      lower: Math.max(0, 1 - parts.reduce((sum, part) => sum + (1 - part.lower), 0)),
      upper: Math.min(1, ...parts.map((part) => part.upper)),
    }
  }
  return series(of)
}

const certain = (share: number): Bounds => ({ lower: share, upper: share })
