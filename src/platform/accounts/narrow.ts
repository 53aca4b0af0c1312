import type { Actor, Grant, Reach } from '../rights/grants.ts'

/** What both patterns allow: `*.see` and `incident.*` meet in `incident.see`. */
const meeting = (one: string, other: string): string | null => {
  if (one === '*') return other
  if (other === '*') return one
  const [what = '*', verb = '*'] = one.split('.')
  const [otherWhat = '*', otherVerb = '*'] = other.split('.')
  const both = (a: string, b: string): string | null => (a === '*' ? b : b === '*' || a === b ? a : null)
  const [subject, act] = [both(what, otherWhat), both(verb, otherVerb)]
  return subject === null || act === null ? null : `${subject}.${act}`
}

/** What is a person's own within a reach; null where the reach holds nothing of their own. */
const ownOf = (reach: Reach): Reach | null => (reach === 'all' || reach.own ? { units: [], services: [], own: true } : null)

const narrowedGrant = (grant: Grant, pattern: string): readonly Grant[] => {
  const own = pattern.endsWith(':own')
  const right = meeting(grant.right, own ? pattern.slice(0, -4) : pattern)
  const reach = own ? ownOf(grant.reach) : grant.reach
  return right === null || reach === null ? [] : [{ right, reach }]
}

/** The same person with no more than a token's rights: a token never widens. null = not narrowed. */
export const narrowed = (actor: Actor, to: readonly string[] | null): Actor =>
  to === null ? actor : { ...actor, grants: actor.grants.flatMap((grant) => to.flatMap((pattern) => narrowedGrant(grant, pattern))) }
