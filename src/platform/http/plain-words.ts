import type { z } from 'zod'

const kinds: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  object: 'an object',
  record: 'an object',
  array: 'a list',
  date: 'a date',
}

const formats: Readonly<Record<string, string>> = {
  email: 'an e-mail address, such as ada@example.org',
  url: 'an address, such as https://example.org',
  uuid: 'an id',
  datetime: 'a moment, such as 2026-03-01T08:00:00Z',
  date: 'a day, such as 2026-03-01',
}

const sizeOf = (origin: string, size: number | bigint): string =>
  origin === 'string' ? `${size} characters` : origin === 'array' || origin === 'set' ? `${size} entries` : String(size)

/** What is wrong with a part of a request, in words that stand after its name: for schemas that give none of their own. Undefined leaves zod's. */
export const plainWords = (issue: z.core.$ZodRawIssue): string | undefined => {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined ? 'is missing' : `must be ${kinds[issue.expected] ?? issue.expected}`
    case 'too_small':
      return issue.origin === 'string' && issue.minimum === 1
        ? 'must not be empty'
        : `must ${issue.origin === 'number' ? 'be' : 'have'} at least ${sizeOf(issue.origin, issue.minimum)}`
    case 'too_big':
      return `must ${issue.origin === 'number' ? 'be' : 'have'} at most ${sizeOf(issue.origin, issue.maximum)}`
    case 'invalid_format':
      return formats[issue.format] === undefined ? undefined : `must be ${formats[issue.format]}`
    case 'invalid_value':
      return `must be one of: ${issue.values.map(String).join(', ')}`
    case 'unrecognized_keys':
      return `must not have ${issue.keys.map((key: string) => `“${key.slice(0, 60)}”`).join(', ')}`
    default:
      return undefined
  }
}
