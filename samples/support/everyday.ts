import { subtractBusiness } from '../../src/kernel/calendar/business-time.ts'
import { compileCalendar, type Timetable } from '../../src/kernel/calendar/timetable.ts'
import { utcDay } from '../../src/kernel/day.ts'
import { isoOf, type Millis } from '../../src/kernel/instant.ts'
import type { Loading } from '../../src/platform/records/load.ts'
import type { TeamKey } from '../cast.ts'
import type { Entry, Hours } from '../catalogue/entry.ts'
import { entries } from '../catalogue.ts'
import { type Chance, chance, sumsOf } from '../chance.ts'
import { calendars, slaOf } from '../levels.ts'
import type { Times } from '../row.ts'
import { openDays } from './arrivals.ts'
import { lifeOf, lived, type Plot, type Priority, type Step } from './life.ts'
import { firstTeamOf, idsFor, loadingOf, personFrom, priorityOf, reportOf } from './story.ts'

const dayMs = 86_400_000

/** How many reports the season brings: heating fails in winter, cooling in summer. January first. */
const seasons: Readonly<Record<string, readonly number[]>> = {
  heating: [2.4, 2.2, 1.6, 1, 0.5, 0.3, 0.2, 0.2, 0.5, 1.2, 1.8, 2.3],
  'chilled-water': [0.4, 0.4, 0.6, 0.8, 1.2, 1.9, 2.4, 2.2, 1.3, 0.8, 0.5, 0.4],
  'theatre-ventilation': [0.7, 0.7, 0.8, 0.9, 1.1, 1.5, 1.9, 1.7, 1.1, 0.9, 0.8, 0.7],
  identity: [1.1, 1, 1, 1, 1, 1, 1, 1.7, 1.5, 1, 1, 1],
  'ward-carts': [1.3, 1.3, 1.1, 1, 0.9, 0.9, 0.9, 0.9, 1, 1, 1.1, 1.2],
}

const supported = entries.filter((entry) => entry.incidents > 0)
const sumsByMonth = Array.from({ length: 12 }, (_, month) =>
  sumsOf(supported.map((entry) => entry.incidents * (seasons[entry.key]?.[month] ?? 1))),
)

/** What the first line can solve by itself. */
const solvedFirst: Readonly<Record<string, number>> = {
  identity: 0.78,
  email: 0.62,
  desktops: 0.5,
  printing: 0.48,
  collaboration: 0.6,
  learning: 0.6,
  mobile: 0.4,
  telephony: 0.35,
  fabric: 0.12,
  'patient-record': 0.3,
}
const supplierTeams: Readonly<Record<string, TeamKey>> = {
  oxbow: 'oxbow-support',
  brackenridge: 'brackenridge-support',
  pellow: 'pellow-field',
}

/** Where work takes longer than it should: the imaging archive since ten weeks, wireless always, everything a little in winter. */
const strainOf = (entry: Entry, opened: Millis, now: Millis, month: number): number => {
  const age = (now - opened) / dayMs
  const winter = month === 12 || month <= 2 ? 1.18 : 1
  if (entry.key === 'imaging-archive') return (age < 70 ? 2.6 : 1) * winter
  if (entry.key === 'wireless') return 1.5 * winter
  if (entry.key === 'identity') return age > 118 && age < 150 ? 1.9 : 0.9
  return (entry.key === 'desktops' ? 1.15 : 0.95) * winter
}

/** Calendars laid out over the time of the story. */
export const timetables = (times: Times): Readonly<Record<Hours, Timetable>> => {
  const [from, to] = [utcDay(times.founded), utcDay(times.now + 120 * dayMs)]
  return {
    always: compileCalendar(calendars.always, from, to),
    office: compileCalendar(calendars.office, from, to),
    theatres: compileCalendar(calendars.theatres, from, to),
    plant: compileCalendar(calendars.plant, from, to),
  }
}

const plotOf = (
  random: Chance,
  tables: Readonly<Record<Hours, Timetable>>,
  entry: Entry,
  opened: Millis,
  now: Millis,
  priority: Priority,
  month: number,
  watched: boolean,
): Omit<Plot, 'code' | 'fix'> => {
  const sla = slaOf(entry.key)
  const [response = 4, resolution = 30] = sla.targets[Number(priority) - 1] ?? []
  const team = entry.team ?? firstTeamOf(entry)
  return {
    opened,
    now,
    priority,
    timetable: tables[sla.hours],
    target: { response: response * 3600, resolution: resolution * 3600 },
    firstTeam: watched ? team : firstTeamOf(entry),
    team,
    supplierTeam: supplierTeams[entry.supplier ?? ''] ?? null,
    strain: strainOf(entry, opened, now, month),
    solvedByFirst: random.hit(solvedFirst[entry.key] ?? 0.22),
  }
}

/**
 * Everyday incidents of the last eighteen months, day by day, about `total` of them. `copies`: over how many copies of the catalogue they are spread.
 * Yields a day's incidents at a time, by the moment of opening.
 */
export function* everyday(times: Times, total: number, copies = 1, seed = 20): Generator<readonly Loading[]> {
  const random = chance(seed)
  const tables = timetables(times)
  const ids = Array.from({ length: copies }, (_, copy) => idsFor(times, copy))
  const personOf = personFrom(random)
  for (const day of openDays(times.now, total)) {
    const opened: (readonly [Millis, Entry])[] = []
    for (let n = 0; n < day.count; n++) {
      let entry = supported[random.weighed(sumsByMonth[day.month - 1] ?? [])]
      if (day.quiet && entry?.hours === 'office' && random.hit(0.75)) entry = supported[random.weighed(sumsByMonth[day.month - 1] ?? [])]
      if (!entry) continue
      const at = day.at(random, entry.hours !== 'office')
      if (at <= times.now) opened.push([at, entry])
    }
    opened.sort((a, b) => a[0] - b[0])
    yield opened.map(([at, entry]) => {
      const priority = priorityOf(random, entry)
      const report = reportOf(random, entry, priority, at)
      const plot = {
        ...plotOf(random, tables, entry, at, times.now, priority, day.month, report.byMonitoring),
        code: report.code,
        fix: report.fix,
      }
      const toIds = ids[copies === 1 ? 0 : random.int(copies)] ?? idsFor(times)
      return loadingOf(random, at, lifeOf(random, plot, { ...report.fields, title: report.title, team: plot.firstTeam }, personOf, toIds))
    })
  }
}

/** service, priority, share of the resolution target used by now, and what holds it. */
type Open = readonly [service: string, priority: Priority, used: number, holds: 'new' | 'team' | 'customer' | 'supplier']

/** Open work that is there whatever the hour: some close to their due time, some past it. */
const openNow: readonly Open[] = [
  ['prescribing', '1', 0.55, 'team'],
  ['patient-record', '2', 0.84, 'team'],
  ['imaging-archive', '2', 1.4, 'supplier'],
  ['imaging-archive', '3', 0.8, 'team'],
  ['imaging-archive', '3', 1.2, 'team'],
  ['nurse-call', '2', 0.62, 'team'],
  ['wireless', '3', 1.1, 'team'],
  ['desktops', '3', 0.9, 'team'],
  ['theatre-ventilation', '3', 0.78, 'supplier'],
  ['lifts', '2', 0.5, 'team'],
  ['patient-portal', '3', 1.2, 'customer'],
  ['pathology-system', '3', 0.3, 'team'],
  ['identity', '4', 0.35, 'customer'],
  ['printing', '3', 0.02, 'new'],
  ['email', '4', 0.01, 'new'],
  ['translation', '3', 0.6, 'team'],
  ['seminar-rooms', '3', 0.88, 'team'],
  ['medical-gases', '2', 0.4, 'team'],
]

/** Incidents that are open now. */
export const openWork = (times: Times, seed = 21): readonly Loading[] => {
  const random = chance(seed)
  const tables = timetables(times)
  const ids = idsFor(times)
  const personOf = personFrom(random)
  return openNow.flatMap(([key, priority, used, holds]) => {
    const entry = entries.find((one) => one.key === key)
    if (!entry) return []
    const sla = slaOf(key)
    const timetable = tables[sla.hours]
    const [response = 4, resolution = 30] = sla.targets[Number(priority) - 1] ?? []
    const opened = Math.round(subtractBusiness(timetable, times.now, used * resolution * 3600))
    const report = reportOf(random, entry, priority, opened)
    const team = entry.team ?? 'desk'
    const taken = opened + Math.min(response * 1_800_000, (times.now - opened) * 0.3)
    const handed = taken + (times.now - taken) * 0.3
    const third = supplierTeams[entry.supplier ?? '']
    const steps: Step[] =
      holds === 'new'
        ? []
        : [
            {
              at: taken,
              verb: 'start',
              set: { state: 'active', owner: personOf(firstTeamOf(entry)), responded_at: isoOf(Math.round(taken)) },
            },
          ]
    if (holds !== 'new' && team !== firstTeamOf(entry))
      steps.push({ at: handed, verb: 'change', set: { team, owner: personOf(team), reassignments: 1 } })
    if (holds === 'customer') steps.push({ at: handed + 1000, verb: 'wait', set: { state: 'pending', waiting_for: 'customer' } })
    if (holds === 'supplier' && third)
      steps.push({ at: handed + 60_000, verb: 'change', set: { team: third, owner: personOf(third), reassignments: 2 } })
    return [
      loadingOf(random, opened, lived(opened, times.now, { ...report.fields, title: report.title, team: firstTeamOf(entry) }, steps, ids)),
    ]
  })
}
