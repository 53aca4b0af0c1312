import { addBusiness } from '../src/kernel/calendar/business-time.ts'
import type { CalendarRule } from '../src/kernel/calendar/rule.ts'
import { compileCalendar, type Timetable } from '../src/kernel/calendar/timetable.ts'
import { day } from '../src/kernel/day.ts'
import { type Interval, type Intervals, intervals } from '../src/kernel/interval.ts'
import { type ClockPromise, readClock } from '../src/capabilities/levels/model/clock.ts'
import type { Custody, CustodyFacts } from '../src/capabilities/levels/model/custody.ts'
import { type Bench, cpuSeconds, type Row } from './row.ts'

const hour = 3_600_000
const from = Date.UTC(2016, 0, 1)
const twoYears = 731 * 24 * hour

const office: CalendarRule = {
  time_zone: 'Europe/London',
  hours: Object.fromEntries(['mon', 'tue', 'wed', 'thu', 'fri'].map((name) => [name, [['08:00', '18:00']]])),
  holidays: [
    '2016-01-01',
    '2016-03-25',
    '2016-03-28',
    '2016-05-02',
    '2016-05-30',
    '2016-08-29',
    '2016-12-26',
    '2016-12-27',
    '2017-01-02',
    '2017-04-14',
    '2017-04-17',
    '2017-05-01',
    '2017-05-29',
    '2017-08-28',
    '2017-12-25',
    '2017-12-26',
  ],
}

/** Numbers from 0 up to 1 that are the same in every run (a linear congruential generator, Numerical Recipes' constants). */
const repeatable = (): (() => number) => {
  let state = 42
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 4_294_967_296
  }
}

type Items = Readonly<{ starts: Float64Array; targets: Float64Array; pauses: readonly Intervals[] }>

/** Tickets over two years: targets of 1 to 40 working hours; a third never paused, the others once to three times, an hour to three days. */
const itemsOf = (count: number): Items => {
  const random = repeatable()
  const starts = Float64Array.from({ length: count }, () => Math.floor(from + random() * (twoYears - 120 * 24 * hour)))
  const targets = Float64Array.from({ length: count }, () => (1 + Math.floor(random() * 40)) * 3600)
  const pause = (start: number): Interval => {
    const at = Math.floor(start + random() * 6 * 24 * hour)
    return { from: at, to: Math.floor(at + hour + random() * 71 * hour) }
  }
  const pauses = Array.from(starts, (start) =>
    intervals(Array.from({ length: random() < 1 / 3 ? 0 : 1 + Math.floor(random() * 3) }, () => pause(start))),
  )
  return { starts, targets, pauses }
}

const search = (sorted: Float64Array, wanted: number): number => {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((sorted[middle] ?? Infinity) <= wanted) low = middle + 1
    else high = middle
  }
  return low
}

/** The limit: two binary searches an item on the same arrays and nothing else. */
const twoSearches = (table: Timetable, { starts, targets }: Items): number => {
  let sum = 0
  for (let i = 0; i < starts.length; i++) {
    const index = search(table.starts, starts[i] ?? 0)
    sum += search(table.before, (table.before[index] ?? 0) + (targets[i] ?? 0) * 1000)
  }
  return sum
}

const allDue = (table: Timetable, { starts, targets, pauses }: Items): number => {
  let sum = 0
  for (let i = 0; i < starts.length; i++) sum += addBusiness(table, starts[i] ?? 0, targets[i] ?? 0, pauses[i])
  return sum
}

/** A chain for each item: opened, active, then waiting for the customer during its pauses. */
const chainsOf = ({ starts, pauses }: Items): readonly Custody[] => {
  const holder = { type: 'team', id: 'desk', name: 'Service desk' } as const
  const active: CustodyFacts = { holder, state: 'active', meaning: 'active', waiting_for: null, owner: 'ann', priority: '3' }
  const waiting: CustodyFacts = { ...active, state: 'pending', meaning: 'waiting', waiting_for: 'customer' }
  return Array.from(starts, (start, index) => {
    const marks = (pauses[index] ?? []).filter((pause) => pause.from > start)
    const edges = [start, ...marks.flatMap((pause) => [pause.from, pause.to])]
    return edges.map((edge, i) => ({ ...(i % 2 === 0 ? active : waiting), from: edge, to: edges[i + 1] ?? null }))
  })
}

const promise: ClockPromise = {
  measure: 'resolution',
  target_s: 28_800,
  targets: { '1': 14_400 },
  pauses_on: { waiting_for: ['customer'] },
  when_reopened: 'exclude_closed',
}

const allClocks = (table: Timetable, chains: readonly Custody[]): number => {
  let sum = 0
  for (const chain of chains) sum += readClock(chain, promise, table, from + twoYears).elapsed_s
  return sum
}

/** The best of five runs after one to warm up, in items per CPU second. */
const best = (count: number, work: () => number): number => {
  work()
  return Math.max(...Array.from({ length: 5 }, () => count / cpuSeconds(() => void work())))
}

export const bench: Bench = {
  name: 'due-times',
  run: async ([size]): Promise<readonly Row[]> => {
    const count = Number(size ?? 500_000)
    const items = itemsOf(count)
    const table = compileCalendar(office, day('2016-01-01'), day('2017-12-31'))
    const limit = best(count, () => twoSearches(table, items))
    const due = best(count, () => allDue(table, items))
    const chains = chainsOf(items)
    const clocks = best(count, () => allClocks(table, chains))
    const unit = 'per s per core'
    return [
      {
        work: 'due times with pauses, 2 years',
        figure: due,
        unit,
        beside: limit,
        ratio: due / limit,
        reach: '>= 1,000,000',
        met: due >= 1e6,
      },
      {
        work: 'clocks re-read with their explanation',
        figure: clocks,
        unit,
        beside: limit,
        ratio: clocks / limit,
        reach: '>= 100,000',
        met: clocks >= 1e5,
      },
    ]
  },
}
