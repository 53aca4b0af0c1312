import { describe, expect, test } from 'vitest'
import { chartOf } from '../model/explore.ts'
import { assertionWords, statusOf } from './assertions.ts'
import { gapsOf, lineOf, type Readings } from './readings.ts'
import { selectorIn, selectorWords } from './selector.ts'
import { kept } from './settings.ts'

const minute = 60_000
const at = (minutes: number): string => new Date(Date.UTC(2026, 0, 1) + minutes * minute).toISOString()

/** Readings of one-minute steps at these minutes of an hour. */
const reading = (minutes: readonly number[], every: number | null): Readings => ({
  measure: { id: 'm', ref: 'MEA-1', title: 'Air', unit: '°C', aggregation: 'mean', data_quality: 'A', every },
  from: at(0),
  to: at(60),
  step_s: 60,
  quantile: null,
  value: 20,
  readings: minutes.length,
  min: 19,
  max: 21,
  coverage: minutes.length / 60,
  points: minutes.map((one) => ({ at: at(one), value: one, count: 1, good: 0, min: one, max: one })),
})
const upTo = (from: number, to: number): readonly number[] => Array.from({ length: to - from }, (_, index) => from + index)

describe('a line', () => {
  test('is broken where nothing was read, and never drawn through silence', () => {
    const line = lineOf(reading([...upTo(0, 20), ...upTo(30, 60)], null), (one) => one.value)
    expect(line.filter((point) => point.y === null).map((point) => point.x)).toEqual([at(20)])
    expect(line.filter((point) => point.y !== null)).toHaveLength(50)
  })
  test('spans the whole stretch when its beginning or end is silent', () => {
    const line = lineOf(reading(upTo(20, 30), null), (one) => one.value)
    expect([line[0], line.at(-1)]).toEqual([
      { x: at(0), y: null },
      { x: at(60), y: null },
    ])
  })
  test('goes on over steps that are shorter than three times the expected pace', () => {
    const every5 = reading([0, 5, 10, 15, 20, 50, 55], 300)
    expect(lineOf(every5, (one) => one.value).filter((point) => point.y === null)).toEqual([{ x: at(21), y: null }])
  })
})

describe('gaps', () => {
  test('are told with the longest first, and what is still to come is none', () => {
    const gaps = gapsOf(reading([...upTo(0, 10), ...upTo(12, 20), ...upTo(30, 40)], null), at(40))
    expect(gaps).toEqual([
      { from: at(20), to: at(30) },
      { from: at(10), to: at(12) },
    ])
  })
})

test('a step is no shorter than the pace of readings', () => {
  const day = 86_400_000
  expect(chartOf(0, day).step).toBe(5 * minute)
  expect(chartOf(0, day, 30 * minute).step).toBe(60 * minute)
})

describe('a series', () => {
  test('is read as it is written, whatever stands in its labels', () => {
    const one = { name: 'http_requests_total', labels: { service: 'portal', path: 'a"b, c=}' } }
    expect(selectorIn(selectorWords(one))).toEqual(one)
    expect(selectorIn('up')).toEqual({ name: 'up' })
    expect(selectorIn('up{}')).toEqual({ name: 'up' })
  })
  test('is none when its labels cannot be read', () => {
    expect([selectorIn(''), selectorIn('{a="b"}'), selectorIn('up{a=b}'), selectorIn('up{a="b"')]).toEqual([null, null, null, null])
  })
})

test('a status is a code or a range', () => {
  expect(['200', ' 200 - 299 ', '99', '600', 'ok'].map(statusOf)).toEqual([200, '200-299', null, null, null])
})

test('what must be so is said for the type of the check', () => {
  expect(assertionWords({ status: [200, '300-399'], contains: ['well'] }, 'http')).toEqual([
    'it is asked by GET',
    'the status is 200 or 300-399',
    'the answer contains “well”',
  ])
  expect(assertionWords({}, 'tls')).toEqual(['the certificate is valid for this name', 'it is valid for another 14 days'])
})

test('empty settings are not kept', () => {
  expect([kept({ user: '', topics: [], private: false, headers: {} }), kept({ user: 'reeve', path: '' })]).toEqual([
    null,
    { user: 'reeve' },
  ])
})
