import type { z } from 'zod'
import { Refusal } from '../../kernel/refusal.ts'
import { onlyDescribes } from '../records/describe.ts'
import { plainWords } from './plain-words.ts'

/** Checks one part of a request against its schema. Schemas that only describe let everything through but wrong shapes. @throws Refusal `invalid_request` */
export const parsed = (schema: z.ZodType | undefined, value: unknown, part: string): unknown => {
  if (schema === undefined) return value ?? {}
  if (onlyDescribes(schema)) {
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value
    throw new Refusal('invalid', 'invalid_request', `The ${part} must be a JSON object.`)
  }
  const read = schema.safeParse(value, { error: plainWords })
  if (read.success) return read.data
  const issues = read.error.issues.map((issue) => ({ path: issue.path.join('.'), message: issue.message, rule: issue.code ?? 'invalid' }))
  const [first] = issues
  throw new Refusal(
    'invalid',
    'invalid_request',
    `The ${part} does not fit: ${first ? `${first.path || part}: ${first.message}` : ''}`,
    issues,
  )
}
