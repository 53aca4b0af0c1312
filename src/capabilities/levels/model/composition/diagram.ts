import { type Expression, group, namesIn } from './expression.ts'

/**
 * An expression as a reduced ordered binary decision diagram: Shannon expansion in which equal remainders are one.
 * Node 0 is "down", node 1 "works"; the others ask for one part each and stand after both of their branches.
 * Modules that share no part with the rest lie side by side in the order of parts, so they add up instead of multiplying.
 * Source: R. E. Bryant, "Graph-Based Algorithms for Boolean Function Manipulation", IEEE Transactions on Computers C-35 (1986).
 */
export type Diagram = Readonly<{
  names: readonly string[]
  /** Position in `names` of the part that a node asks for. */
  part: readonly number[]
  down: readonly number[]
  up: readonly number[]
  root: number
}>

const keyRoom = 131_072
const usual = 40_000

/** Thrown inside when the diagram grows past its limit; never leaves this file. */
const tooBig = new Error('the diagram is too big')

const maker = (parts: number, limit: number) => {
  const part = [parts, parts]
  const down = [0, 1]
  const up = [0, 1]
  const unique = new Map<number, number>()
  const done = new Map<number, number>()
  const node = (level: number, low: number, high: number): number => {
    if (low === high) return low
    const key = (level * keyRoom + low) * keyRoom + high
    const known = unique.get(key)
    if (known !== undefined) return known
    if (part.length >= limit) throw tooBig
    part.push(level)
    down.push(low)
    up.push(high)
    unique.set(key, part.length - 1)
    return part.length - 1
  }
  const branch = (of: number, level: number, high: boolean): number =>
    (part[of] ?? parts) === level ? ((high ? up[of] : down[of]) ?? 0) : of
  /** If f then g else h. */
  const choose = (f: number, g: number, h: number): number => {
    if (f === 1 || g === h) return g
    if (f === 0) return h
    if (g === 1 && h === 0) return f
    const key = (f * keyRoom + g) * keyRoom + h
    const known = done.get(key)
    if (known !== undefined) return known
    const level = Math.min(part[f] ?? parts, part[g] ?? parts, part[h] ?? parts)
    const low = choose(branch(f, level, false), branch(g, level, false), branch(h, level, false))
    const high = choose(branch(f, level, true), branch(g, level, true), branch(h, level, true))
    const made = node(level, low, high)
    done.set(key, made)
    return made
  }
  /**
   * At least k of the members. What comes last is put together first, so that long series stay cheap; of the counts that may still be wanted
   * at a member, only those are made that the members before it can leave over.
   */
  const atLeast = (k: number, members: readonly number[]): number => {
    const row = Array.from<unknown, number>({ length: k + 1 }, (_, wanted) => (wanted === 0 ? 1 : 0))
    for (let at = members.length - 1; at >= 0; at--)
      for (let wanted = k; wanted >= Math.max(1, k - at); wanted--)
        row[wanted] = choose(members[at] ?? 0, row[wanted - 1] ?? 0, row[wanted] ?? 0)
    return row[k] ?? 0
  }
  return { part, down, up, node, atLeast }
}

/** How often each part is asked for, shared objects counted at every use. */
const usesOf = (of: Expression): ReadonlyMap<string, number> => {
  const uses = new Map<string, number>()
  const seen = new Set<Expression>()
  const visit = (one: Expression): void => {
    if (typeof one === 'string') uses.set(one, (uses.get(one) ?? 0) + 1)
    else if (!seen.has(one)) {
      seen.add(one)
      for (const member of group(one).members) visit(member)
    }
  }
  visit(of)
  return uses
}

const diagramBy = (of: Expression, names: readonly string[], limit: number): Diagram | null => {
  const level = new Map(names.map((name, index) => [name, index]))
  const made = maker(names.length, limit)
  const known = new Map<Expression, number>()
  const build = (one: Expression): number => {
    const before = known.get(one)
    if (before !== undefined) return before
    const { k, members } = typeof one === 'string' ? { k: 0, members: [] } : group(one)
    const found = typeof one === 'string' ? made.node(level.get(one) ?? 0, 0, 1) : made.atLeast(k, members.map(build))
    known.set(one, found)
    return found
  }
  try {
    const root = build(of)
    return { names, part: made.part, down: made.down, up: made.up, root }
  } catch (error) {
    if (error === tooBig) return null
    throw error
  }
}

/**
 * Asks for the parts as they come, which keeps modules apart; where that grows too big, for those that are shared by many first.
 * @returns null when both would need more than `limit` nodes: sample then
 */
export const diagramOf = (of: Expression, limit = usual): Diagram | null => {
  const names = namesIn(of)
  // A level and two nodes must fit together into one exact whole number.
  if (names.length >= 262_144) return null
  const most = Math.min(limit, keyRoom)
  const uses = usesOf(of)
  return (
    diagramBy(of, names, most) ??
    diagramBy(
      of,
      names.toSorted((a, b) => (uses.get(b) ?? 0) - (uses.get(a) ?? 0)),
      most,
    )
  )
}

/** Probability of "works" from each node on. @param shares by position in `names` */
const upward = (of: Diagram, shares: readonly number[]): Float64Array => {
  const chance = new Float64Array(of.part.length)
  chance[1] = 1
  for (let node = 2; node < chance.length; node++) {
    const a = shares[of.part[node] ?? 0] ?? 0
    chance[node] = a * (chance[of.up[node] ?? 0] ?? 0) + (1 - a) * (chance[of.down[node] ?? 0] ?? 0)
  }
  return chance
}

/** Exact availability when the parts fail independently. @param shares by position in `names`, 0-1 */
export const availabilityIn = (of: Diagram, shares: readonly number[]): number => upward(of, shares)[of.root] ?? 0

/**
 * Birnbaum importance of each part, by position in `names`: how much the whole gains for each point that the part gains (dA/da).
 * Source: Z. W. Birnbaum, "On the importance of different components in a multicomponent system" (1969).
 */
export const importanceIn = (of: Diagram, shares: readonly number[]): readonly number[] => {
  const chance = upward(of, shares)
  const reached = new Float64Array(of.part.length)
  reached[of.root] = 1
  const importance = of.names.map(() => 0)
  for (let node = of.part.length - 1; node >= 2; node--) {
    const here = reached[node] ?? 0
    if (here === 0) continue
    const [part, up, down] = [of.part[node] ?? 0, of.up[node] ?? 0, of.down[node] ?? 0]
    const a = shares[part] ?? 0
    importance[part] = (importance[part] ?? 0) + here * ((chance[up] ?? 0) - (chance[down] ?? 0))
    reached[up] = (reached[up] ?? 0) + here * a
    reached[down] = (reached[down] ?? 0) + here * (1 - a)
  }
  return importance
}
