import { expect, test } from 'vitest'
import { typedDay, typedMoment } from './typed-dates.ts'

const now = new Date(2026, 10, 29, 17, 5)

test.each([
  ['2026-12-01', '2026-12-01'],
  ['2026-3-1', '2026-03-01'],
  [' today ', '2026-11-29'],
  ['2026-02-30', null],
  ['2026-13-01', null],
  ['2', null],
  ['', null],
])('the day “%s” is %s', (text, day) => {
  expect(typedDay(text, now)).toBe(day)
})

test.each([
  ['2026-12-01 20:00', '2026-12-01 20:00:00'],
  ['2026-12-01T9:05', '2026-12-01 09:05:00'],
  ['2026-12-01', '2026-12-01 00:00:00'],
  ['7:30', '2026-11-29 07:30:00'],
  ['today 7:30', '2026-11-29 07:30:00'],
  ['now', '2026-11-29 17:05:00'],
  ['2026-12-01 24:00', null],
  ['2026-12-01 20', null],
  ['20', null],
  ['', null],
])('the moment “%s” is %s', (text, moment) => {
  expect(typedMoment(text, now)).toBe(moment)
})
