import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { gapOf } from './gap.ts'
import { atLeastText, atMostText, chainSentence, minutesText, type Told } from './words.ts'

const told = (over: Partial<Told> = {}): Told => ({
  share: 0.9978,
  gap: gapOf(0.999, 0.9978, 0.996, 43_200),
  each: 'a month',
  closing: null,
  most: null,
  together: null,
  unknown: 0,
  needs: true,
  ...over,
})

describe('shares in words', () => {
  it('show what tells them from 100 %, rounded to the careful side', () => {
    expect([0.9, 0.999, 0.99997, 1, 0.123456].map(atMostText)).toEqual(['90 %', '99.9 %', '99.997 %', '100 %', '12.34 %'])
    expect(atMostText(0.99845362)).toBe('99.84 %')
    expect(atLeastText(0.99845362)).toBe('99.85 %')
    expect(atLeastText(0.99950465)).toBe('99.951 %')
    expect(atLeastText(0.9995997)).toBe('99.96 %')
  })

  it('never promise more than there is nor ask for less than is needed', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true }), (share) => {
        expect(Number.parseFloat(atMostText(share)) / 100).toBeLessThanOrEqual(share + 1e-9)
        expect(Number.parseFloat(atLeastText(share)) / 100).toBeGreaterThanOrEqual(share - 1e-9)
      }),
    )
  })
})

describe('lengths in words', () => {
  it('use the unit that people would', () => {
    expect([0.25, 1, 3.24, 51.4, -24, 574].map(minutesText)).toEqual([
      '15 seconds',
      '1 minute',
      '3.2 minutes',
      '51 minutes',
      '24 minutes',
      '9.6 hours',
    ])
  })
})

describe('the answer in one sentence', () => {
  const closing = { name: 'db', share: 0.999, importance: 1, needed: 0.9995, raise_minutes: 21, cost: null, best: 0.9992 }

  it('says what may be promised, what was, by how much it is short and what closes that', () => {
    expect(chainSentence(told({ closing: { title: 'the database', closing } }))).toBe(
      'We may promise 99.78 %; we promised 99.9 %: short by 52 minutes a month; raising the database to 99.95 % closes it.',
    )
  })

  it('says so when no part alone does, and where most could come from', () => {
    expect(chainSentence(told({ most: { title: 'the network', minutes: 30 } }))).toContain(
      'no part closes that alone, most would come from the network (30 minutes).',
    )
  })

  it('asks of no part to never fail, and tells how much less all together would have to', () => {
    const never = { ...closing, needed: 1 }
    expect(chainSentence(told({ closing: { title: 'the database', closing: never }, together: 0.5401 }))).toMatch(
      /; the database alone would close that only if it never failed; all parts together would have to fail 55 % less\.$/,
    )
    expect(chainSentence(told({ together: 0.5 }))).toMatch(
      /; no part closes that alone; all parts together would have to fail 50 % less\.$/,
    )
  })

  it('says when a promise is just held', () => {
    expect(chainSentence(told({ gap: gapOf(0.9978, 0.9978, 0.9978, 43_200) }))).toBe(
      'We may promise 99.78 %; we promised 99.78 %: just held, with nothing to spare.',
    )
  })

  it('tells what is to spare, and whether that holds when failures never overlap', () => {
    expect(chainSentence(told({ gap: gapOf(0.99, 0.9978, 0.996, 43_200) }))).toBe(
      'We may promise 99.78 %; we promised 99 %: 5.6 hours a month to spare, in the worst case too.',
    )
    expect(chainSentence(told({ gap: gapOf(0.997, 0.9978, 0.996, 43_200) }))).toContain('but in the worst case 43 minutes short')
  })

  it('does not hide what nobody knows', () => {
    expect(chainSentence(told({ unknown: 2 }))).toMatch(/^We may promise at most .* 2 parts have no figure and are taken for perfect\.$/)
    expect(chainSentence(told({ gap: null }))).toBe('We may promise 99.78 %; no availability is promised yet.')
    expect(chainSentence(told({ share: null, gap: null }))).toMatch(/nothing beneath this service has a figure/)
  })
})
