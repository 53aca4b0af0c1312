import { z } from 'zod'
import { isDay } from '../../kernel/instant.ts'
import { type Issue, Refusal } from '../../kernel/refusal.ts'
import type { Registry } from './context.ts'
import type { Field } from './fields.ts'
import { allFields, type Kind } from './kind.ts'

const reference = z
  .string()
  .trim()
  .min(1, 'Name a record by its ref or id.')
  .max(100, 'A ref or an id is shorter than that.')
  .describe('The ref (SVC-3) or id of a record')

const textOf = (field: Extract<Field, { type: 'text' }>): z.ZodType => {
  const most = field.max ?? 4000
  const plain = z
    .string({ error: `${field.label} must be text.` })
    .trim()
    .max(most, `${field.label} may have ${most} characters at most.`)
    .refine((value) => !value.includes('\u0000'), `${field.label} holds a character that cannot be stored (NUL).`)
  if (field.format === 'email')
    return plain.refine(
      (value) => value === '' || /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(value),
      'That is not an e-mail address, such as name@example.org.',
    )
  if (field.format === 'url')
    return plain.refine((value) => value === '' || /^https?:\/\/[^\s]+$/i.test(value), 'A web address begins with http:// or https://.')
  if (field.format === 'zone')
    return plain.refine((value) => value === '' || isZone(value), 'That is not a time zone. Use an IANA name such as Europe/London.')
  return plain
}

const isZone = (name: string): boolean => {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch {
    return false
  }
}

const numberOf = (field: Extract<Field, { type: 'number' }>): z.ZodType => {
  const unit = field.unit ? ` ${field.unit}` : ''
  let number = z.number({ error: `${field.label} must be a number.` })
  if (field.integer) number = number.int(`${field.label} must be a whole number.`)
  if (field.min !== undefined) number = number.min(field.min, `${field.label} must be at least ${field.min}${unit}.`)
  if (field.max !== undefined) number = number.max(field.max, `${field.label} must be at most ${field.max}${unit}.`)
  return number
}

const words = (options: readonly { value: string }[]): string => options.map((one) => one.value).join(', ')

const chosen = (label: string, options: readonly { value: string; label: string }[]): z.ZodType =>
  z.enum(options.map((one) => one.value) as [string, ...string[]], { error: `${label} must be one of: ${words(options)}.` })

/** The validator of one field's value, before links are looked up. Null clears a field. */
export const schemaOf = (field: Field, registry: Registry): z.ZodType => {
  switch (field.type) {
    case 'text':
      return textOf(field)
    case 'markdown':
      return z
        .string({ error: `${field.label} must be text.` })
        .max(100_000, `${field.label} may have 100,000 characters at most.`)
        .refine((value) => !value.includes('\u0000'), 'NUL cannot be stored.')
    case 'number':
      return numberOf(field)
    case 'share':
      return z
        .number({ error: `${field.label} must be a number between 0 and 1.` })
        .min(0, 'A share is at least 0.')
        .max(1, 'A share is at most 1: 95 % is 0.95.')
    case 'duration':
      return z
        .number({ error: `${field.label} must be whole seconds.` })
        .int('Whole seconds, please.')
        .min(0, 'A duration is not negative.')
        .max(10_000_000_000, 'That is too long.')
    case 'money':
      return z
        .union([z.string(), z.number()], { error: `${field.label} must be an amount such as 1200.50.` })
        .transform(String)
        .refine((value) => /^-?\d{1,15}(\.\d{1,10})?$/.test(value), `${field.label} must be an amount such as 1200.50.`)
    case 'yes_no':
      return z.boolean({ error: `${field.label} must be true or false.` })
    case 'day':
      return z
        .string({ error: `${field.label} must be a date.` })
        .refine(isDay, `${field.label} must be a date that exists, like 2016-03-31.`)
    case 'instant':
      return z.iso.datetime({ offset: true, error: `${field.label} must be a moment like 2016-03-01T09:00:00Z.` })
    case 'choice':
      return chosen(field.label, field.options)
    case 'choices':
      return z
        .array(field.options === 'open' ? z.string().trim().min(1).max(120) : chosen(field.label, field.options), {
          error: `${field.label} must be a list.`,
        })
        .max(200)
    case 'link':
      return reference
    case 'links':
      return z.array(reference, { error: `${field.label} must be a list of refs.` }).max(1000)
    case 'structure':
      return registry.shape(field.shape)
    case 'attributes':
      return z.record(z.string(), z.unknown(), { error: `${field.label} must be an object.` })
  }
}

/** Empty text means "not set", as in a form. */
const emptyIsNull = (value: unknown): unknown => (value === '' ? null : value)

const cache = new WeakMap<Kind, Map<string, z.ZodType>>()

const fieldSchema = (kind: Kind, name: string, field: Field, registry: Registry): z.ZodType => {
  const known = cache.get(kind) ?? new Map<string, z.ZodType>()
  cache.set(kind, known)
  const found = known.get(name)
  if (found) return found
  const made = z.preprocess(emptyIsNull, schemaOf(field, registry).nullable())
  known.set(name, made)
  return made
}

/**
 * Reads what a person sent for a record of this kind: unknown fields and wrong values are all named at once.
 * Links stay as they were sent. @throws Refusal `invalid_fields` with an issue per field
 */
export const readFields = (kind: Kind, input: Readonly<Record<string, unknown>>, registry: Registry): Record<string, unknown> => {
  const fields = allFields(kind)
  const issues: Issue[] = []
  const values: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(input)) {
    const field = fields[name]
    if (!field)
      issues.push({
        path: name,
        rule: 'unknown_field',
        message: `${kind.label} has no field “${name.slice(0, 60)}”. It has: ${settable(kind).join(', ')}.`,
      })
    else if (field.computed) issues.push({ path: name, rule: 'computed', message: `${field.label} is set by Reeve and cannot be sent.` })
    else {
      const read = fieldSchema(kind, name, field, registry).safeParse(value)
      if (read.success) values[name] = read.data
      else
        for (const issue of read.error.issues)
          issues.push({ path: [name, ...issue.path].join('.'), rule: issue.code, message: issue.message })
    }
  }
  if (issues.length > 0) throw new Refusal('invalid', 'invalid_fields', sentence(kind, issues), issues)
  return values
}

/** Names what is wrong in one sentence, for people who see only the message: fields by the label that they know. */
export const sentence = (kind: Kind, issues: readonly Issue[]): string => {
  if (issues.length === 1) return issues[0]?.message ?? ''
  const fields = allFields(kind)
  const labelOf = (path: string): string => fields[path.split(/[.[]/)[0] ?? '']?.label ?? path
  return `${kind.label}: ${issues.length} fields need attention: ${[...new Set(issues.map((issue) => labelOf(issue.path)))].join(', ')}.`
}

export const settable = (kind: Kind): readonly string[] =>
  Object.entries(allFields(kind))
    .filter(([, field]) => !field.computed)
    .map(([name]) => name)

/** Checks attributes against the variant that another field chooses. */
export const checkAttributes = (kind: Kind, draft: Readonly<Record<string, unknown>>, registry: Registry): readonly Issue[] => {
  const issues: Issue[] = []
  for (const [name, field] of Object.entries(kind.fields)) {
    const given = draft[name]
    if (field.type !== 'attributes' || typeof given !== 'object' || given === null) continue
    const variant = field.variants[String(draft[field.by])] ?? {}
    for (const [key, value] of Object.entries(given)) {
      const inner = variant[key]
      if (!inner)
        issues.push({
          path: `${name}.${key}`,
          rule: 'unknown_field',
          message: `“${key.slice(0, 60)}” is not an attribute of ${String(draft[field.by])}. It has: ${Object.keys(variant).join(', ')}.`,
        })
      else if (value !== null && value !== '') {
        const read = schemaOf(inner, registry).safeParse(value)
        if (!read.success)
          issues.push({ path: `${name}.${key}`, rule: 'attribute', message: read.error.issues[0]?.message ?? 'Not a valid value.' })
      }
    }
  }
  return issues
}

export const missing = (kind: Kind, draft: Readonly<Record<string, unknown>>): readonly Issue[] =>
  Object.entries(allFields(kind))
    .filter(([name, field]) => field.required && (draft[name] === undefined || draft[name] === null || draft[name] === ''))
    .map(([name, field]) => ({ path: name, rule: 'required', message: `${field.label} is missing.` }))
