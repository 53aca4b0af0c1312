/** What an agreement is made of, as far as it was agreed: not who looks after the record, nor its tags. */

export type Fields = Readonly<Record<string, unknown>>

export const termKinds = ['agreement', 'promise', 'calendar', 'contract'] as const
export type TermKind = (typeof termKinds)[number]

/** The agreement itself, a promise of it, its calendar, or its contract, at a moment. */
export type Term = Readonly<{ kind: TermKind; id: string; ref: string; title: string; fields: Fields }>

/** An agreement at a moment: what was promised in it, and by which calendar and contract. */
export type Terms = Readonly<{ agreement: Term; promises: readonly Term[]; beside: readonly Term[] }>

/** The fields that count, in the order in which a person reads them. A promise’s title is made from the others. */
export const agreedFields: Readonly<Record<TermKind, readonly string[]>> = {
  agreement: [
    'state',
    'title',
    'agreement_type',
    'provider',
    'customer',
    'services',
    'starts_on',
    'ends_on',
    'calendar',
    'contract',
    'pauses_on',
    'when_reopened',
    'credit_cap',
    'terms',
  ],
  promise: [
    'measure',
    'priority',
    'target',
    'subject',
    'indicator',
    'share',
    'statistic',
    'comparator',
    'level',
    'window_type',
    'window_length',
    'calendar',
    'budgeting',
    'slice',
    'slice_share',
    'maintenance_counts',
    'maintenance_notice',
    'credit_steps',
    'budget_policy',
    'burn_alerts',
    'warn_at',
    'consequence',
  ],
  calendar: ['time_zone', 'hours', 'holidays', 'shifts', 'breaks'],
  contract: ['state', 'yearly_cost', 'currency', 'starts_on', 'ends_on', 'notice_days', 'renewal', 'renewal_months', 'terms'],
}

const isNothing = (value: unknown): boolean =>
  value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0)

/** Whether two values of a field say the same: nothing is nothing however it is written, and names in an object have no order. */
const isSame = (a: unknown, b: unknown): boolean => {
  if (isNothing(a) || isNothing(b)) return isNothing(a) && isNothing(b)
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b
  if (Array.isArray(a) !== Array.isArray(b)) return false
  const [left, right] = [new Map(Object.entries(a)), new Map(Object.entries(b))]
  return left.size === right.size && [...left].every(([name, value]) => right.has(name) && isSame(value, right.get(name)))
}

/** What became of one term: `fields` names what differs, in reading order; empty when the term as a whole came or went. */
export type Change = Readonly<{ what: 'added' | 'removed' | 'changed'; before: Term | null; after: Term | null; fields: readonly string[] }>

const changeOf = (before: Term | undefined, after: Term | undefined): readonly Change[] => {
  if (!before) return after ? [{ what: 'added', before: null, after, fields: [] }] : []
  if (!after) return [{ what: 'removed', before, after: null, fields: [] }]
  const fields = agreedFields[after.kind].filter((name) => !isSame(before.fields[name], after.fields[name]))
  return fields.length === 0 ? [] : [{ what: 'changed', before, after, fields }]
}

const listed = (terms: Terms | null): readonly Term[] => (terms ? [terms.agreement, ...terms.promises, ...terms.beside] : [])

/** From one state of an agreement to another: the agreement first, then its promises, then calendar and contract. */
export const changesBetween = (before: Terms | null, after: Terms): readonly Change[] => {
  const [old, next] = [before, after].map((one) => new Map(listed(one).map((term) => [term.id, term])))
  return [...new Set([...(next?.keys() ?? []), ...(old?.keys() ?? [])])].flatMap((id) => changeOf(old?.get(id), next?.get(id)))
}
