import { type Expression, group, type Shares, shareOf } from './expression.ts'

/** Something that takes several redundant parts down at once: the same release, room, power, mistake. */
export type CommonCause = Readonly<{ name: string; members: readonly string[] }>

const isRedundant = (one: Expression): one is Exclude<Expression, string> => {
  if (typeof one === 'string') return false
  const { k, members } = group(one)
  return k > 0 && k < members.length
}

/** Redundant groups of which at least two members are parts with a figure of their own, each once. */
export const commonCausesIn = (of: Expression): readonly CommonCause[] => {
  const seen = new Set<Expression>()
  const found = new Map<string, CommonCause>()
  const visit = (one: Expression): void => {
    if (typeof one === 'string' || seen.has(one)) return
    seen.add(one)
    const { members } = group(one)
    const parts = [...new Set(members.filter((member) => typeof member === 'string'))].sort()
    const name = `common cause: ${parts.join(', ')}`
    if (isRedundant(one) && parts.length > 1) found.set(name, { name, members: parts })
    for (const member of members) visit(member)
  }
  visit(of)
  return [...found.values()]
}

/** The same expression in which a part works only when it does and nothing took it down together with others. */
export const exposed = (of: Expression, causes: readonly CommonCause[]): Expression => {
  const known = new Map<Expression, Expression>()
  const turn = (one: Expression): Expression => {
    const before = known.get(one)
    if (before !== undefined) return before
    const made = typeof one === 'string' ? exposedPart(one) : { kofn: [group(one).k, group(one).members.map(turn)] as const }
    known.set(one, made)
    return made
  }
  const exposedPart = (name: string): Expression => {
    const hit = causes.filter((cause) => cause.members.includes(name)).map((cause) => cause.name)
    return hit.length === 0 ? name : { series: [name, ...hit] }
  }
  return causes.length === 0 ? of : turn(of)
}

/**
 * Availabilities with the causes as parts of their own. A cause takes beta of the smallest unavailability among its members;
 * that much is taken from each member's. With identical members this is the beta-factor model of IEC 61508-6, annex D.
 */
export const splitShares = (shares: Shares, causes: readonly CommonCause[], beta: number): Shares => {
  const split: Record<string, number> = { ...shares }
  for (const { name, members } of causes) {
    const common = beta * Math.min(...members.map((member) => 1 - shareOf(shares, member)))
    split[name] = 1 - common
    for (const member of members) split[member] = Math.min(1, (split[member] ?? 0) + common)
  }
  return split
}
