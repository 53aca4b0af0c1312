import { Refusal } from '../../kernel/refusal.ts'
import type { AnyRecord, Kind } from '../records/kind.ts'

/** How far a right reaches: everywhere, or to what belongs to some units, some services, or the person. */
export type Reach = 'all' | Readonly<{ units: readonly string[]; services: readonly string[]; own: boolean }>

/** `right` may hold `*`: `*.see`, `incident.*`. */
export type Grant = Readonly<{ right: string; reach: Reach }>

/** Who acts: a person with what they may do, or Reeve itself (id null). */
export type Actor = Readonly<{ id: string | null; title: string; level: number; teams: readonly string[]; grants: readonly Grant[] }>

export const system: Actor = { id: null, title: 'Reeve', level: 7, teams: [], grants: [{ right: '*', reach: 'all' }] }

const matches = (pattern: string, right: string): boolean => {
  if (pattern === right || pattern === '*') return true
  const [what, verb] = pattern.split('.')
  const [ofWhat, ofVerb] = right.split('.')
  return (what === '*' || what === ofWhat) && (verb === '*' || verb === ofVerb)
}

/** The widest reach that a person has for a right; null when they do not have it at all. */
export const reachOf = (actor: Actor, right: string): Reach | null => {
  const units = new Set<string>()
  const services = new Set<string>()
  let own = false
  let any = false
  for (const grant of actor.grants) {
    if (!matches(grant.right, right)) continue
    if (grant.reach === 'all') return 'all'
    any = true
    own ||= grant.reach.own
    for (const one of grant.reach.units) units.add(one)
    for (const one of grant.reach.services) services.add(one)
  }
  return any ? { units: [...units], services: [...services], own } : null
}

const seesEverything = (right: string): boolean => right.endsWith('.see')

/** Whether a reach covers a record. Kinds tied to no unit, service or person can be seen with any reach, and changed with reach 'all' only. */
export const covers = (
  reach: Reach | null,
  right: string,
  kind: Kind,
  record: Readonly<Record<string, unknown>>,
  actor: Actor,
): boolean => {
  if (reach === null) return false
  if (reach === 'all') return true
  const { unit, service, own, open } = kind.scope
  if (open && seesEverything(right) && record[open] === true) return true
  if (!unit && !service && !own) return seesEverything(right)
  if (unit && reach.units.includes(String(record[unit]))) return true
  if (service && reach.services.includes(String(record[service]))) return true
  return reach.own && actor.id !== null && (own ?? []).some((field) => record[field] === actor.id)
}

/** Refuses with the name of the right. Who holds it is added where the answer is written. */
export class MissingRight extends Refusal {
  readonly right: string
  constructor(right: string, what: string) {
    super('forbidden', 'missing_right', `You may not ${what}: that needs the right ${right}.`)
    this.right = right
  }
}

export const mayOn = (actor: Actor, right: string, kind: Kind, record: Readonly<Record<string, unknown>>): boolean =>
  covers(reachOf(actor, right), right, kind, record, actor)

/** @throws MissingRight */
export const needOn = (
  actor: Actor,
  right: string,
  kind: Kind,
  record: Readonly<Record<string, unknown>> | AnyRecord,
  what: string,
): void => {
  if (!mayOn(actor, right, kind, record)) throw new MissingRight(right, what)
}

/** @throws MissingRight when the person has the right nowhere at all. */
export const needAnywhere = (actor: Actor, right: string, what: string): Reach => {
  const reach = reachOf(actor, right)
  if (reach === null) throw new MissingRight(right, what)
  return reach
}

/** @throws MissingRight unless the person has the right everywhere. */
export const needEverywhere = (actor: Actor, right: string, what: string): void => {
  if (reachOf(actor, right) !== 'all') throw new MissingRight(right, what)
}
