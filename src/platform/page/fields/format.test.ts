import { describe, expect, it } from 'vitest'
import { agoText, durationOf, durationText } from './format.ts'

describe('durations as people type them', () => {
  it.each([
    ['4h', 14_400],
    ['4', 14_400],
    ['1 d 4 h', 100_800],
    ['90 min', 5_400],
    ['1:30', 5_400],
    ['1.5 h', 5_400],
    ['2 days 3 hours', 183_600],
    ['45s', 45],
  ])('reads %s as %i seconds', (text, seconds) => expect(durationOf(text)).toBe(seconds))
  it.each(['four hours', '4 x', 'h', '1:75', '4h soon'])('does not read %s', (text) => expect(durationOf(text)).toBeNull())
  it('writes what it reads back to the same length', () => {
    for (const seconds of [60, 5_400, 14_400, 100_800, 86_400]) expect(durationOf(durationText(seconds))).toBe(seconds)
  })
})

it('tells how long ago something was', () => {
  const now = Date.parse('2026-03-01T12:00:00Z')
  expect(agoText('2026-03-01T11:59:40Z', now)).toBe('just now')
  expect(agoText('2026-03-01T09:00:00Z', now)).toMatch(/3/)
})
