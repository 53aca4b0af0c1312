import { describe, expect, test } from 'vitest'
import { isoOf, millisOf } from './instant.ts'

describe('a moment', () => {
  test('is read with its zone', () => {
    for (const text of ['2016-03-01T10:00:00+01:00', '2016-03-01 09:00Z', '2016-03-01T09:00:00.000Z'])
      expect(isoOf(millisOf(text))).toBe('2016-03-01T09:00:00.000Z')
    expect(isoOf(millisOf('2016-02-29T00:00:00Z'))).toBe('2016-02-29T00:00:00.000Z')
  })
  test('that does not exist, or has no zone, is refused', () => {
    for (const text of ['2016-02-30T09:00:00Z', '2015-02-29T09:00:00Z', '2016-03-01T09:00:00', '2016-13-01T09:00:00Z', '2016-03-01', 'now'])
      expect(() => millisOf(text)).toThrow(/not a moment/)
  })
})
