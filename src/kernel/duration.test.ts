import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatDuration, isoDuration, parseDuration } from './duration.ts'
import { isRefusal } from './refusal.ts'

describe('a duration', () => {
  it('is read as people and programs write it', () => {
    const written: Record<string, number> = {
      '4h': 14_400,
      '1d 2h': 93_600,
      '30m': 1800,
      '30 min': 1800,
      '1,5 h': 5400,
      '2 hours 5 minutes': 7500,
      '1w': 604_800,
      '45 s': 45,
      '3days': 259_200,
      PT4H: 14_400,
      P1DT2H: 93_600,
      PT90S: 90,
      P2W: 1_209_600,
      pt30m: 1800,
    }
    for (const [text, seconds] of Object.entries(written)) expect([text, parseDuration(text)]).toEqual([text, seconds])
  })

  it('is refused in words when it cannot be one', () => {
    for (const text of ['', '4', 'h', 'P', 'PT', 'P1M', '4 moons', '4h later', '-4h', '999999999w']) {
      const refusal = (() => {
        try {
          return parseDuration(text, 'target')
        } catch (error) {
          return error
        }
      })()
      expect([text, isRefusal(refusal) && refusal.issues[0]?.path]).toEqual([text, 'target'])
    }
  })

  it('is shown in at most two units', () => {
    expect([45, 1200, 12_000, 93_600, 3_630, 0, -3900, 59.6, -0.2].map((seconds) => formatDuration(seconds))).toEqual([
      '45 s',
      '20 min',
      '3 h 20 min',
      '26 h',
      '1 h 1 min',
      '0 s',
      '−1 h 5 min',
      '1 min',
      '0 s',
    ])
    expect([93_600, 86_400, 172_799].map((seconds) => formatDuration(seconds, { days: true }))).toEqual(['1 d 2 h', '1 d', '2 d'])
  })

  it('survives being written in ISO form and read again', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e9 }), (seconds) => {
        expect(parseDuration(isoDuration(seconds))).toBe(seconds)
      }),
    )
  })
})
