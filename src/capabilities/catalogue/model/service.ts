import { invalid } from '../../../kernel/refusal.ts'
import { type ServiceKind, serviceKind } from '../kind/service-kinds.ts'

type Attributes = Readonly<Record<string, unknown>>

const isEmpty = (value: unknown): boolean => value === null || value === undefined || value === ''

/**
 * The attributes that a service keeps when its kind changes: those that the new kind has too.
 * @throws Refusal `kind_change` naming those that hold a value and have no place in the new kind
 */
export const attributesAfter = (was: ServiceKind, is: ServiceKind, attributes: Attributes): Attributes => {
  const lost = Object.keys(attributes).filter((name) => !(name in is.attributes) && !isEmpty(attributes[name]))
  if (lost.length > 0) {
    const labels = lost.map((name) => was.attributes[name]?.label ?? name).join(', ')
    throw invalid(
      'service_kind',
      `${is.label} has no place for ${labels}. Empty ${lost.length === 1 ? 'it' : 'them'} first, so that nothing is lost unseen, then change the kind.`,
      'kind_change',
    )
  }
  return Object.fromEntries(Object.entries(attributes).filter(([name]) => name in is.attributes))
}

/** The functional unit after a change of kind: the new kind's usual one where the old kind's stood. */
export const functionalUnitAfter = (was: ServiceKind | undefined, is: ServiceKind | undefined, unit: unknown): string | null => {
  if (isEmpty(unit) || unit === was?.functional_unit) return is?.functional_unit ?? null
  return typeof unit === 'string' ? unit : null
}

export const kindOf = (value: unknown): ServiceKind | undefined => serviceKind(String(value))
