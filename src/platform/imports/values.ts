import { type Issue, Refusal } from '../../kernel/refusal.ts'
import type { Registry } from '../records/context.ts'
import type { Field } from '../records/fields.ts'
import { allFields, type Kind } from '../records/kind.ts'
import { readFields, schemaOf, sentence } from '../records/schema.ts'

const stateIssue = (kind: Kind, state: unknown): Issue | undefined => {
  const known = kind.lifecycle.states.map((one) => one.name)
  if (state === undefined || (typeof state === 'string' && known.includes(state))) return undefined
  return { path: 'state', rule: 'choice', message: `State must be one of: ${known.join(', ')}.` }
}

/**
 * Checks what a source says about a record whose links are ids already. `history` lets it set what Reeve computes for records of its own
 * (when it was resolved, how often it was reassigned). @throws Refusal `invalid_fields`
 */
export const readValues = (
  kind: Kind,
  input: Readonly<Record<string, unknown>>,
  registry: Registry,
  history: boolean,
): Record<string, unknown> => {
  const { state, ...rest } = input
  const fields = allFields(kind)
  const own: Record<string, unknown> = {}
  const computed: Record<string, unknown> = {}
  const issues: Issue[] = []
  for (const [name, value] of Object.entries(rest)) {
    if (history && fields[name]?.computed) computed[name] = value
    else own[name] = value
  }
  for (const [name, value] of Object.entries(computed)) {
    const field = fields[name]
    const read = field && value !== null && value !== '' ? schemaOf(field, registry).safeParse(value) : undefined
    if (read && !read.success) for (const issue of read.error.issues) issues.push({ path: name, rule: issue.code, message: issue.message })
  }
  const wrong = stateIssue(kind, state)
  if (wrong) issues.push(wrong)
  let values: Record<string, unknown> = {}
  try {
    values = readFields(kind, own, registry)
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    issues.push(...error.issues)
  }
  if (issues.length > 0) throw new Refusal('invalid', 'invalid_fields', sentence(kind, issues), issues)
  return { ...values, ...computed, ...(state === undefined ? {} : { state }) }
}

const isNothing = (value: unknown): boolean =>
  value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0)

/** JSON with the keys of objects in order, so that equal values are equal text. */
export const canonical = (value: unknown): string =>
  JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([one], [other]) => (one < other ? -1 : 1)))
      : inner,
  )

/** Whether a stored value says the same as one from a source, however each is written. */
export const sameValue = (field: Field, stored: unknown, given: unknown): boolean => {
  if (isNothing(stored) || isNothing(given)) return isNothing(stored) && isNothing(given)
  switch (field.type) {
    case 'instant':
      return Date.parse(String(stored)) === Date.parse(String(given))
    case 'money':
    case 'number':
    case 'share':
    case 'duration':
      return Number(stored) === Number(given)
    case 'choices':
    case 'links':
      return canonical([...(stored as string[])].sort()) === canonical([...(given as string[])].sort())
    case 'structure':
    case 'attributes':
      return canonical(stored) === canonical(given)
    default:
      return stored === given
  }
}
