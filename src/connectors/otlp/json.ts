import { Refusal } from '../../kernel/refusal.ts'
import { type Fields, isRecord } from '../json.ts'

/** An object's fields; none when the field is absent. @throws Refusal `not_otlp` when something else stands there. */
export const fieldsOf = (value: unknown, name: string): Fields => {
  if (value === undefined || value === null) return {}
  if (isRecord(value)) return value
  throw notOtlp(`${name} must be an object`)
}

/** A list; empty when the field is absent. @throws Refusal `not_otlp` */
export const listOf = (value: unknown, name: string): readonly unknown[] => {
  if (value === undefined || value === null) return []
  if (Array.isArray(value)) return value
  throw notOtlp(`${name} must be a list`)
}

export const notOtlp = (what: string): Refusal =>
  new Refusal(
    'invalid',
    'not_otlp',
    `The body is not OTLP metrics: ${what}. Names are written as in opentelemetry-proto, in lowerCamelCase.`,
  )

const number = /^-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/

/** A number, also one written as text, as JSON carries 64 bits and the words NaN and Infinity; null when it is none. */
export const numberOf = (value: unknown): number | null => {
  if (typeof value === 'number') return value
  if (typeof value !== 'string') return null
  return number.test(value) || value === 'NaN' || value === 'Infinity' || value === '-Infinity' ? Number(value) : null
}

/** Milliseconds since 1970 of nanoseconds since 1970; null when the sender gave none (0 means that it does not know), NaN when it is no number. */
export const millisOfNanos = (value: unknown): number | null => {
  if (value === undefined || value === null) return null
  const nanos = numberOf(value)
  if (nanos === 0) return null
  return nanos === null ? Number.NaN : Math.floor(nanos / 1_000_000)
}
