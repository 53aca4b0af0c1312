import { describe, expect, it } from 'vitest'
import { type CalendarRule, roundTheClock } from './rule.ts'
import { validateCalendar } from './validate.ts'
import { calendarInWords } from './words.ts'

const office: CalendarRule = {
  time_zone: 'Europe/London',
  hours: Object.fromEntries(['mon', 'tue', 'wed', 'thu', 'fri'].map((name) => [name, [['08:00', '18:00']]])),
  holidays: ['2016-01-01', '2016-03-25', '2017-01-02', '2017-04-14'],
}

const found = (rule: unknown) => validateCalendar(rule).map((issue) => `${issue.path}:${issue.rule}`)

describe('a calendar', () => {
  it('that can be used has nothing wrong', () => {
    const night: CalendarRule = {
      ...office,
      hours: { mon: [['22:00', '06:00']], tue: [['06:00', '14:00']], sun: [['00:00', '00:00']] },
      shifts: { '2016-12-24': [] },
      breaks: { '2016-02-01': [['12:00', '13:00']] },
    }
    expect([office, roundTheClock(), night, { ...office, holidays: null, shifts: null }].map(found)).toEqual([[], [], [], []])
  })

  it('has each fault named at its place', () => {
    expect(found({ ...office, time_zone: 'Europe/Atlantis' })).toEqual(['time_zone:time_zone'])
    expect(found({ ...office, hours: {} })).toEqual(['hours:no_working_time'])
    expect(found({ ...office, hours: { mon: [['9', '17:00']], someday: [] } })).toEqual(['hours.someday:weekday', 'hours.mon.0:hours'])
    expect(found({ ...office, hours: { mon: [['24:00', '02:00']], tue: 'always' } })).toEqual(['hours.mon.0:hours', 'hours.tue:hours'])
    expect(
      found({
        ...office,
        hours: {
          mon: [
            ['09:00', '12:00'],
            ['11:00', '17:00'],
          ],
        },
      }),
    ).toEqual(['hours.mon:overlap'])
    expect(found({ ...office, hours: { sun: [['22:00', '06:00']], mon: [['05:00', '12:00']] } })).toEqual(['hours.sun:overlap'])
    expect(found({ ...office, holidays: ['2016-02-30', '2016-01-01', '2016-01-01'] })).toEqual(['holidays.0:day', 'holidays:twice'])
    expect(found({ ...office, shifts: { someday: [] }, breaks: { '2016-01-04': [['12:00']] } })).toEqual([
      'shifts.someday:day',
      'breaks.2016-01-04.0:hours',
    ])
    expect(found(null)).toEqual([':hours'])
    expect(found({})).toEqual(['time_zone:time_zone', 'hours:hours'])
  })

  it('reads as one line', () => {
    const lines = [
      office,
      roundTheClock('Etc/UTC'),
      {
        time_zone: 'Asia/Kolkata',
        hours: {
          mon: [
            ['09:00', '12:00'],
            ['13:00', '17:00'],
          ],
          tue: [
            ['09:00', '12:00'],
            ['13:00', '17:00'],
          ],
          sat: [['10:00', '14:00']],
        },
        holidays: ['2016-01-26'],
        shifts: { '2016-12-24': [] },
      },
      {
        time_zone: 'Etc/UTC',
        hours: Object.fromEntries(['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'].map((name) => [name, [['07:00', '19:00']]])),
      },
    ] satisfies CalendarRule[]
    expect(lines.map(calendarInWords)).toEqual([
      'Mon-Fri 08:00-18:00, Europe/London, 2 holidays a year',
      'Round the clock, Etc/UTC',
      'Mon, Tue 09:00-12:00 and 13:00-17:00; Sat 10:00-14:00, Asia/Kolkata, 1 holiday in 2016, 1 date with hours of its own',
      'Every day 07:00-19:00, Etc/UTC',
    ])
  })
})
