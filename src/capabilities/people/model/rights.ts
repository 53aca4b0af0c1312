import type { Issue } from '../../../kernel/refusal.ts'
import type { Grant } from '../../../platform/rights/grants.ts'

/** A role as held by a person: what it allows and where. */
export type Holding = Readonly<{ rights: readonly string[]; units: readonly string[]; services: readonly string[]; limited: boolean }>

const right = /^(\*|[a-z_]+)\.(\*|[a-z_]+)(:own)?$|^\*$/

/** Every right that is not written like `incident.edit`, `incident.*`, `*.see` or `incident.see:own`. */
export const badRights = (rights: readonly string[]): readonly Issue[] =>
  rights
    .filter((one) => !right.test(one))
    .map((one) => ({
      path: 'rights',
      rule: 'right',
      message: `“${one}” is not a right. Write it like incident.edit, incident.*, *.see or incident.see:own.`,
    }))

/** Holdings as grants. A right that ends in `:own` reaches only what is the holder's own, wherever the role is held. */
export const grantsFrom = (holdings: readonly Holding[]): readonly Grant[] =>
  holdings.flatMap((holding) =>
    holding.rights.map((one): Grant => {
      if (one.endsWith(':own')) return { right: one.slice(0, -4), reach: { units: [], services: [], own: true } }
      return { right: one, reach: holding.limited ? { units: holding.units, services: holding.services, own: false } : 'all' }
    }),
  )
