import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { elapsed } from '../../../kernel/calendar/business-time.ts'
import type { CalendarRule } from '../../../kernel/calendar/rule.ts'
import { roundTheClock } from '../../../kernel/calendar/rule.ts'
import { compileCalendar } from '../../../kernel/calendar/timetable.ts'
import { day, weekdays } from '../../../kernel/day.ts'
import { intervals } from '../../../kernel/interval.ts'
import { type ClockPromise, readClock } from './clock.ts'
import { explainClock } from './clock-words.ts'
import { asOf, type CustodyChange, type CustodyFacts, custodyOf } from './custody.ts'
import { changesOf, hour, monday } from './custody.samples.ts'

const office: CalendarRule = {
  time_zone: 'Etc/UTC',
  hours: Object.fromEntries(weekdays.slice(0, 5).map((name) => [name, [['09:00', '17:00']]])),
}
const tableOf = (rule: CalendarRule) => compileCalendar(rule, day('2016-03-07'), day('2016-03-20'))
const table = tableOf(office)

const fourHours: ClockPromise = {
  measure: 'resolution',
  target_s: 4 * 3600,
  pauses_on: { waiting_for: ['customer'] },
  when_reopened: 'exclude_closed',
}
const response: ClockPromise = { ...fourHours, measure: 'response', target_s: 1800 }

const opened: Partial<CustodyFacts> = {
  holder: { type: 'team', id: 'desk', name: 'Service desk' },
  state: 'new',
  meaning: 'open',
  priority: '3',
}
const active: Partial<CustodyFacts> = { state: 'active', meaning: 'active', waiting_for: null }
const forCustomer: Partial<CustodyFacts> = { state: 'pending', meaning: 'waiting', waiting_for: 'customer' }
const resolved: Partial<CustodyFacts> = { state: 'resolved', meaning: 'done', waiting_for: null }
const cancelled: Partial<CustodyFacts> = { state: 'cancelled', meaning: 'cancelled' }

/** Changes at hours after Monday midnight. */
const chain = (...list: readonly (readonly [number, Partial<CustodyFacts>])[]) =>
  custodyOf(list.map(([hours, set], order): CustodyChange => ({ at: monday + hours * hour, order, set })))

const read = (custody: ReturnType<typeof chain>, promise: ClockPromise, now: number, by = table) => {
  const clock = readClock(custody, promise, by, monday + now * hour)
  const hours = (at: number | null) => (at === null ? null : (at - monday) / hour)
  return {
    state: clock.state,
    elapsed: clock.elapsed_s / 3600,
    due: hours(clock.due_at),
    stopped: hours(clock.stopped_at),
    breached: hours(clock.breached_at),
    misses: hours(clock.misses_at),
    paused: clock.paused_s / 3600,
  }
}

describe('the response clock', () => {
  it('runs from opened until somebody starts work', () => {
    const custody = chain([10, opened], [10.25, active])
    expect(read(custody, response, 10.1)).toMatchObject({ state: 'running', due: 10.5, stopped: null })
    expect(read(custody, response, 30)).toMatchObject({ state: 'met', elapsed: 0.25, stopped: 10.25 })
  })

  it('can wait for a person to take the ticket instead', () => {
    const custody = chain([10, opened], [10.25, active], [11, { owner: 'ann' }])
    expect(read(custody, { ...response, responds_on: 'owner' }, 30)).toMatchObject({
      state: 'missed',
      elapsed: 1,
      stopped: 11,
      breached: 10.5,
    })
  })

  it('counts a ticket that was opened in somebody’s hands as answered at once', () => {
    expect(read(chain([10, { ...opened, ...active }]), response, 30)).toMatchObject({ state: 'met', elapsed: 0, stopped: 10 })
  })
})

describe('the resolution clock', () => {
  it('does not count the night, and stands still while the customer is waited for', () => {
    const custody = chain([15, opened], [15.5, active], [16, forCustomer], [33, active], [34, resolved])
    expect(read(custody, fourHours, 16.5)).toMatchObject({ state: 'paused', elapsed: 1, due: null, paused: 0.5 })
    expect(read(custody, fourHours, 33.5)).toMatchObject({ state: 'running', elapsed: 1.5, due: 36, misses: 36 })
    expect(read(custody, fourHours, 99)).toMatchObject({ state: 'met', elapsed: 2, stopped: 34, due: 36, paused: 1 })
  })

  it('counts other waiting, unless the promise stops on the state or the holder', () => {
    const custody = chain(
      [9, { ...opened, ...active }],
      [10, { state: 'pending', meaning: 'waiting', waiting_for: 'change', holder: { type: 'supplier', id: 'norwire' } }],
    )
    expect(read(custody, fourHours, 12)).toMatchObject({ state: 'running', elapsed: 3 })
    expect(read(custody, { ...fourHours, pauses_on: { states: ['pending'] } }, 12)).toMatchObject({ state: 'paused', elapsed: 1 })
    expect(read(custody, { ...fourHours, pauses_on: { holders: ['supplier'] } }, 12)).toMatchObject({ state: 'paused', elapsed: 1 })
  })

  it('is due at closing time when the target ends there, and missed only once work goes on', () => {
    const custody = chain([13, opened], [14, active])
    expect(read(custody, fourHours, 20)).toMatchObject({ state: 'running', elapsed: 4, due: 17, misses: 33 })
    expect(read(custody, fourHours, 33)).toMatchObject({ state: 'running' })
    expect(read(custody, fourHours, 33.5)).toMatchObject({ state: 'missed', due: 17, breached: 33 })
  })

  it('stays missed when it pauses after that', () => {
    expect(read(chain([9, { ...opened, ...active }], [14, forCustomer]), fourHours, 15)).toMatchObject({
      state: 'missed',
      due: 13,
      breached: 13,
      elapsed: 5,
    })
  })

  it('that used up its target where a pause begins is missed when the pause is over', () => {
    const custody = chain([9, { ...opened, ...active }], [13, forCustomer], [14, active])
    expect(read(custody, fourHours, 13.5)).toMatchObject({ state: 'paused', due: 13, breached: null })
    expect(read(custody, fourHours, 14)).toMatchObject({ state: 'running', due: 13, misses: 14 })
    expect(read(custody, fourHours, 15)).toMatchObject({ state: 'missed', due: 13, breached: 14, elapsed: 5 })
  })

  it('counts a ticket that is worked on, whatever it last waited for', () => {
    expect(read(chain([9, { ...opened, ...active, waiting_for: 'customer' }]), fourHours, 11)).toMatchObject({
      state: 'running',
      elapsed: 2,
    })
  })

  it('treats the resolved time of a reopened ticket as the agreement says', () => {
    const custody = chain([9, { ...opened, ...active }], [10, resolved], [12, active], [13, resolved])
    expect(read(custody, fourHours, 40)).toMatchObject({ state: 'met', elapsed: 2, stopped: 13 })
    expect(read(custody, { ...fourHours, when_reopened: 'continue' }, 40)).toMatchObject({ state: 'met', elapsed: 4, stopped: 13 })
    expect(read(custody, { ...fourHours, when_reopened: 'restart' }, 40)).toMatchObject({ state: 'met', elapsed: 1, stopped: 13, due: 16 })
    expect(read(custody, { ...fourHours, when_reopened: 'restart' }, 12.5)).toMatchObject({ state: 'running', elapsed: 0.5, due: 16 })
    expect(read(custody, fourHours, 11)).toMatchObject({ state: 'met', elapsed: 1, stopped: 10 })
  })

  it('takes the target of the priority in force, over the whole chain', () => {
    const custody = chain([9, { ...opened, ...active }], [12, { priority: '1' }], [12.5, resolved], [15, { priority: '3' }])
    const byPriority: ClockPromise = { ...fourHours, targets: { '1': 2 * 3600 } }
    expect(read(custody, byPriority, 10)).toMatchObject({ state: 'running', due: 13 })
    expect(read(custody, byPriority, 12)).toMatchObject({ state: 'missed', due: 11, breached: 11, elapsed: 3 })
    expect(read(custody, byPriority, 40)).toMatchObject({ state: 'missed', stopped: 12.5 })
    expect(read(custody, { ...byPriority, priority_rule: 'opening' }, 12)).toMatchObject({ state: 'running', due: 13 })
  })

  it('reads anew by another calendar', () => {
    const custody = chain([15, { ...opened, ...active }])
    expect(read(custody, fourHours, 16)).toMatchObject({ due: 35 })
    expect(read(custody, fourHours, 16, tableOf(roundTheClock()))).toMatchObject({ due: 19 })
  })

  it('says when nothing is promised, and counts nothing for a cancelled ticket', () => {
    expect(read(chain([9, opened]), { ...fourHours, target_s: null }, 12)).toMatchObject({ state: 'none', elapsed: 3, due: null })
    const custody = chain([9, opened], [15, cancelled])
    expect(read(custody, fourHours, 14)).toMatchObject({ state: 'missed' })
    expect(read(custody, fourHours, 16)).toMatchObject({ state: 'cancelled', due: null, breached: null, stopped: 15 })
    expect(read(custody, response, 16)).toMatchObject({ state: 'cancelled', breached: null })
  })

  it('of a holder counts only while the ticket is in those hands', () => {
    const custody = chain(
      [9, { ...opened, ...active }],
      [10, { holder: { type: 'supplier', id: 'norwire' } }],
      [12, { holder: { type: 'team', id: 'network' } }],
      [14, resolved],
    )
    const theirs: ClockPromise = { ...fourHours, pauses_on: {}, held_by: { type: 'supplier', id: 'norwire' } }
    expect(read(custody, theirs, 9.5)).toMatchObject({ state: 'not_started', due: null })
    expect(read(custody, theirs, 11)).toMatchObject({ state: 'running', elapsed: 1, due: 14 })
    expect(read(custody, theirs, 13)).toMatchObject({ state: 'paused', elapsed: 2, paused: 1 })
    expect(read(custody, theirs, 20)).toMatchObject({ state: 'met', elapsed: 2, stopped: 14 })
    expect(read(custody, { ...theirs, held_by: { type: 'supplier', id: 'other' } }, 20)).toMatchObject({ state: 'not_started' })
  })
})

describe('the explanation', () => {
  it('goes through the chain stretch by stretch and ends with the outcome', () => {
    const custody = chain([15, opened], [15.5, active], [16, forCustomer], [33, active], [34, resolved])
    expect(explainClock(readClock(custody, fourHours, table, monday + 99 * hour), 'Etc/UTC')).toEqual([
      '7 Mar 2016, 15:00 to 7 Mar 2016, 15:30: 30 min of working time, new with Service desk: counts. Used so far: 30 min.',
      '7 Mar 2016, 15:30 to 7 Mar 2016, 16:00: 30 min of working time, active with Service desk: counts. Used so far: 1 h.',
      '7 Mar 2016, 16:00 to 8 Mar 2016, 09:00: 1 h of working time, waiting for customer: the clock stops by the agreement.',
      '8 Mar 2016, 09:00 to 8 Mar 2016, 10:00: 1 h of working time, active with Service desk: counts. Used so far: 2 h.',
      'Kept: 2 h of 4 h used, 2 h to spare.',
    ])
  })
})

const nows = fc.integer({ min: 0, max: 20 * 24 * 4 }).map((quarter) => monday + (quarter * hour) / 4)
const reopens = fc.constantFrom('exclude_closed', 'continue', 'restart')
const promises: fc.Arbitrary<ClockPromise> = fc.record({
  measure: fc.constantFrom('response', 'resolution'),
  target_s: fc.constantFrom(1800, 14_400, 100_000, null),
  targets: fc.constantFrom({}, { '1': 3600 }),
  pauses_on: fc.constantFrom({}, { waiting_for: ['customer'] }, { states: ['pending'] }, { holders: ['supplier'] as const }),
  when_reopened: reopens,
  responds_on: fc.constantFrom('leaves_open', 'owner'),
})

describe('any clock', () => {
  it('adds up: elapsed and remaining make the target, and the parts make both', () => {
    fc.assert(
      fc.property(changesOf, promises, nows, (changes, promise, now) => {
        const clock = readClock(custodyOf(changes), promise, table, now)
        if (clock.target_s !== null) expect(clock.elapsed_s + (clock.remaining_s ?? Number.NaN)).toBe(clock.target_s)
        const sum = (counted: boolean) =>
          clock.parts.filter((part) => part.counted === counted).reduce((total, part) => total + part.business_s, 0)
        expect([sum(true), sum(false)]).toEqual([clock.elapsed_s, clock.paused_s])
        expect(clock.parts.at(-1)?.running_total_s ?? 0).toBe(clock.elapsed_s)
        expect(clock.parts.every((part, i) => part.to === (clock.parts[i + 1]?.from ?? part.to))).toBe(true)
      }),
    )
  })

  it('is working time without the union of its pauses', () => {
    fc.assert(
      fc.property(changesOf, promises, nows, (changes, promise, now) => {
        const clock = readClock(custodyOf(changes), promise, table, now)
        if (clock.started_at === null) return
        const pauses = intervals(clock.parts.filter((part) => !part.counted))
        expect(clock.elapsed_s).toBe(elapsed(table, clock.started_at, clock.stopped_at ?? now, pauses))
      }),
    )
  })

  it('reads the same from the whole history as from what had happened by then', () => {
    fc.assert(
      fc.property(changesOf, promises, nows, (changes, promise, now) => {
        const custody = custodyOf(changes)
        expect(readClock(custody, promise, table, now)).toEqual(readClock(asOf(custody, now), promise, table, now))
      }),
    )
  })

  it('never goes back, and never unmisses, while time passes (restarting and changed targets apart)', () => {
    fc.assert(
      fc.property(changesOf, promises, fc.array(nows, { minLength: 2, maxLength: 6 }), (changes, given, times) => {
        const promise: ClockPromise = {
          ...given,
          targets: {},
          when_reopened: given.when_reopened === 'restart' ? 'continue' : given.when_reopened,
        }
        const custody = custodyOf(changes)
        const clocks = times.toSorted((a, b) => a - b).map((now) => readClock(custody, promise, table, now))
        for (const [i, clock] of clocks.entries()) {
          const before = clocks[i - 1]
          if (!before) continue
          expect(clock.elapsed_s).toBeGreaterThanOrEqual(before.elapsed_s)
          if (before.breached_at !== null) expect(clock.breached_at).toBe(before.breached_at)
        }
      }),
    )
  })

  it('that runs is missed right after the moment it foretells, and not before', () => {
    fc.assert(
      fc.property(changesOf, promises, nows, (changes, promise, now) => {
        const custody = asOf(custodyOf(changes), now)
        const clock = readClock(custody, promise, table, now)
        if (clock.misses_at === null || clock.due_at === null) return
        expect(clock.state).toBe('running')
        const later = Math.max(clock.misses_at, now)
        expect(readClock(custody, promise, table, later)).toMatchObject({ state: 'running', due_at: clock.due_at })
        expect(readClock(custody, promise, table, later + 1000)).toMatchObject({
          state: 'missed',
          due_at: clock.due_at,
          breached_at: clock.misses_at,
        })
      }),
    )
  })

  it('loses nothing to pauses outside working hours', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 59 }), fc.integer({ min: 0, max: 13 }), (minutes, days) => {
        const night = days * 24 + 18
        const plain = chain([9, { ...opened, ...active }])
        const paused = chain([9, { ...opened, ...active }], [night, forCustomer], [night + minutes / 60, active])
        const big = { ...fourHours, target_s: 200 * 3600 }
        expect(read(paused, big, 400)).toEqual(read(plain, big, 400))
      }),
    )
  })
})
