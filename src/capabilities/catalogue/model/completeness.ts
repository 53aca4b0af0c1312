import { type Day, day, daysBetween } from '../../../kernel/day.ts'
import type { Kind } from '../../../platform/records/kind.ts'
import { serviceKind } from '../kind/service-kinds.ts'

/** An entry that nobody confirmed for so many days may be wrong by now. */
export const staleAfterDays = 365

export type Missing = Readonly<{ field: string; label: string; message: string }>
export type Stale = Readonly<{ field: string; label: string; message: string; days: number | null }>
export type Completeness = Readonly<{
  share: number
  filled: number
  of: number
  missing: readonly Missing[]
  stale: readonly Stale[]
  confirmed_on: string | null
}>

/** What other records say of a service; null where the person may not see them, which then does not count. */
export type Around = Readonly<{
  needs: number | null
  agreements: number | null
  depends: number | null
  ownerLeft: boolean
  supplierLeft: boolean
}>

const expected = ['purpose', 'criticality', 'owner', 'unit', 'consumers', 'team', 'delivery', 'live_on', 'portfolio_group'] as const

const isSet = (value: unknown): boolean =>
  value !== null && value !== undefined && value !== '' && !(Array.isArray(value) && value.length === 0)

type Fact = Readonly<{ field: string; label: string; filled: boolean; message: string }>

const facts = (kind: Kind, record: Readonly<Record<string, unknown>>, around: Around): readonly Fact[] => {
  const attributes = (record['attributes'] ?? {}) as Readonly<Record<string, unknown>>
  const own: Fact[] = expected.map((field) => {
    const label = kind.fields[field]?.label ?? 'Owner'
    return { field, label, filled: isSet(record[field]), message: `${label} is not filled.` }
  })
  if (record['delivery'] === 'supplier' || record['delivery'] === 'mixed')
    own.push({
      field: 'supplier',
      label: 'Main supplier',
      filled: isSet(record['supplier']),
      message: 'It is delivered with a supplier, but none is named.',
    })
  const specific = Object.entries(serviceKind(String(record['service_kind']))?.attributes ?? {}).map(
    ([name, field]): Fact => ({
      field: `attributes.${name}`,
      label: field.label,
      filled: isSet(attributes[name]),
      message: `${field.label} is not filled.`,
    }),
  )
  const others: readonly (readonly [string, string, number | null, string])[] = [
    ['needs', 'Needs met', around.needs, 'No need names it: who needs it?'],
    ['agreements', 'Agreements', around.agreements, 'No agreement covers it: nothing is promised.'],
    ['dependencies', 'Depends on', around.depends, 'Nothing says what it stands on, so impact cannot reach it.'],
  ]
  return [
    ...own,
    ...specific,
    ...others.flatMap(([field, label, count, message]) => (count === null ? [] : [{ field, label, filled: count > 0, message }])),
  ]
}

/** Days since the entry was confirmed; null when it never was. */
export const unconfirmedDays = (record: Readonly<Record<string, unknown>>, today: Day): number | null => {
  const on = record['confirmed_on']
  return typeof on === 'string' ? daysBetween(day(on), today) : null
}

const staleParts = (record: Readonly<Record<string, unknown>>, around: Around, today: Day): readonly Stale[] => {
  const days = unconfirmedDays(record, today)
  return [
    ...(days === null
      ? [{ field: 'confirmed_on', label: 'Entry last confirmed', message: 'Nobody ever confirmed this entry.', days: null }]
      : []),
    ...(days !== null && days > staleAfterDays
      ? [{ field: 'confirmed_on', label: 'Entry last confirmed', message: `Last confirmed ${days} days ago; a year is the most.`, days }]
      : []),
    ...(around.ownerLeft ? [{ field: 'owner', label: 'Owner', message: 'Its owner is no longer active.', days: null }] : []),
    ...(around.supplierLeft
      ? [{ field: 'supplier', label: 'Main supplier', message: 'Its supplier is no longer active.', days: null }]
      : []),
  ]
}

/** How much of a service's entry is filled, and what of it may have gone out of date. Each expected fact counts the same. */
export const completenessOf = (kind: Kind, record: Readonly<Record<string, unknown>>, around: Around, today: Day): Completeness => {
  const all = facts(kind, record, around)
  const filled = all.filter((fact) => fact.filled).length
  return {
    share: all.length === 0 ? 1 : filled / all.length,
    filled,
    of: all.length,
    missing: all.filter((fact) => !fact.filled).map(({ field, label, message }) => ({ field, label, message })),
    stale: staleParts(record, around, today),
    confirmed_on: typeof record['confirmed_on'] === 'string' ? record['confirmed_on'] : null,
  }
}
