import { type Day, dayNumber, dayOfNumber, utcDay, weekdayOfNumber } from '../../src/kernel/day.ts'
import type { Millis } from '../../src/kernel/instant.ts'
import { utcOfLocal, zoneNamed } from '../../src/kernel/calendar/zone.ts'
import { zone } from '../cast.ts'
import { type Chance, sumsOf } from '../chance.ts'
import { bankHolidays } from '../levels.ts'

const dayMs = 86_400_000
const hourMs = 3_600_000

/** Reports compared with an average month: winter is the hard time of a hospital. January first. */
const months = [1.25, 1.2, 1.06, 0.95, 0.94, 0.95, 0.97, 0.84, 1.0, 1.05, 1.1, 1.02]
const weekday = { mon: 1.36, tue: 1.16, wed: 1.06, thu: 1.0, fri: 0.94, sat: 0.46, sun: 0.4 } as const

/** Reports by hour of the local day: of services used in working hours, and of those used day and night. */
const office = sumsOf([0, 0, 0, 0, 0, 1, 4, 14, 30, 36, 32, 26, 18, 24, 28, 24, 18, 10, 3, 1, 1, 0, 0, 0])
const always = sumsOf([5, 4, 3, 3, 3, 4, 8, 17, 24, 26, 24, 21, 18, 20, 20, 18, 16, 13, 11, 10, 10, 9, 8, 6])

export type OpenDay = Readonly<{
  day: Day
  month: number
  count: number
  quiet: boolean
  at: (random: Chance, roundTheClock: boolean) => Millis
}>

/** The days of the last eighteen months with how many reports each brings; together `total`. */
export const openDays = (now: Millis, total: number): readonly OpenDay[] => {
  const last = dayNumber(utcDay(now))
  const numbers = Array.from({ length: 548 }, (_, index) => last - 547 + index)
  const holidays = new Set(bankHolidays)
  const clock = zoneNamed(zone)
  const weights = numbers.map((number, index) => {
    const day = dayOfNumber(number)
    const share = number === last ? (now - number * dayMs) / dayMs : 1
    return (
      (months[Number(day.slice(5, 7)) - 1] ?? 1) *
      (holidays.has(day) ? 0.4 : weekday[weekdayOfNumber(number)]) *
      (0.94 + (0.12 * index) / 548) *
      share
    )
  })
  const sum = weights.reduce((all, one) => all + one, 0)
  let before = 0
  let given = 0
  return numbers.map((number, index): OpenDay => {
    const day = dayOfNumber(number)
    before += ((weights[index] ?? 0) / sum) * total
    const count = Math.round(before) - given
    given += count
    const name = weekdayOfNumber(number)
    return {
      day,
      month: Number(day.slice(5, 7)),
      count,
      quiet: name === 'sat' || name === 'sun' || holidays.has(day),
      at: (random, roundTheClock) =>
        utcOfLocal(clock, number * dayMs + random.weighed(roundTheClock ? always : office) * hourMs + random.int(hourMs)),
    }
  })
}
