import { expect, test } from 'vitest'
import { z } from 'zod'
import { parsed } from './parse.ts'

const body = z.strictObject({
  name: z.string().min(1).max(5),
  age: z.number().min(18).optional(),
  mail: z.email().optional(),
  size: z.enum(['small', 'large']).optional(),
  tags: z.array(z.string()).max(2).optional(),
  own: z.string({ error: 'Say what it is your own way.' }).optional(),
})
const wrong = (value: unknown): string => {
  try {
    parsed(body, value, 'body')
    return ''
  } catch (error) {
    return error instanceof Error ? error.message : ''
  }
}

test.each([
  [{}, 'The body does not fit: name: is missing'],
  [{ name: 5 }, 'The body does not fit: name: must be a text'],
  [{ name: '' }, 'The body does not fit: name: must not be empty'],
  [{ name: 'too long' }, 'The body does not fit: name: must have at most 5 characters'],
  [{ name: 'Ada', age: 5 }, 'The body does not fit: age: must be at least 18'],
  [{ name: 'Ada', mail: 'x' }, 'The body does not fit: mail: must be an e-mail address, such as ada@example.org'],
  [{ name: 'Ada', size: 'huge' }, 'The body does not fit: size: must be one of: small, large'],
  [{ name: 'Ada', tags: ['a', 'b', 'c'] }, 'The body does not fit: tags: must have at most 2 entries'],
  [{ name: 'Ada', more: 1 }, 'The body does not fit: body: must not have “more”'],
  [{ name: 'Ada', own: 1 }, 'The body does not fit: own: Say what it is your own way.'],
])('%j is answered in words', (value, message) => {
  expect(wrong(value)).toBe(message)
})
