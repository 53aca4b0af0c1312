import { localToUtc } from '../../src/kernel/calendar/zone.ts'
import { day, type Day, dayNumber, dayOfNumber, utcDay, weekdayOfNumber } from '../../src/kernel/day.ts'
import { isoOf, type Millis } from '../../src/kernel/instant.ts'
import type { Loading } from '../../src/platform/records/load.ts'
import { type TeamKey, zone } from '../cast.ts'
import { entries } from '../catalogue.ts'
import { chance } from '../chance.ts'
import { named, type Times } from '../row.ts'
import { lived, type Step } from './life.ts'
import { idsFor, loadingOf, personFrom, reportOf } from './story.ts'

type Moment = readonly [at: string, what: string]

/** A major incident as it is told: local times of one day. */
type Major = Readonly<{
  key: string
  month: number
  title: string
  service: string
  component: string
  team: TeamKey
  supplierTeam: TeamKey
  opened: string
  declared: string
  supplier: readonly [from: string, to: string]
  resolved: string
  description: string
  timeline: readonly Moment[]
  cause: string
  /** Services that were reported, with how many reports, between two times. */
  reports: readonly (readonly [service: string, count: number, title: string])[]
  until: string
}>

const majors: readonly Major[] = [
  {
    key: 'storage',
    month: 2,
    title: 'Patient record and prescribing down after a storage failure',
    service: 'patient-record',
    component: 'storage-a',
    team: 'platform',
    supplierTeam: 'oxbow-support',
    opened: '09:12',
    declared: '09:21',
    supplier: ['10:34', '11:52'],
    resolved: '12:48',
    until: '11:40',
    description:
      'Both controllers of Array A restarted within two minutes. Cluster A lost its disks, and with it the databases of the patient record, prescribing and theatre scheduling. Wards work on paper; theatres finish the cases in progress and start no new ones.',
    timeline: [
      ['09:12', 'Monitoring: Array A controller 1 restarts.'],
      ['09:14', 'Controller 2 restarts too. Databases stop. First calls from wards.'],
      ['09:21', 'Declared a major incident; Agnes Dunmore leads. Wards told to go to paper.'],
      ['09:40', 'Controllers up, volumes locked for a check. Theatres hold new cases.'],
      ['10:34', 'Volumes mounted read-only; Oxbow asked to check the record database.'],
      ['11:52', 'Oxbow: no pages lost. Logs replayed to 09:13.'],
      ['12:10', 'Prescribing back for pharmacy, then for wards.'],
      ['12:48', 'Patient record open to all. Paper entered by 16:30.'],
    ],
    cause:
      'A fault of the controllers’ release 9.4.1 that both met after 497 days of running. Release 9.4.3 installed; the two controllers are now restarted a month apart.',
    reports: [
      ['patient-record', 31, 'Patient record does not open on {ward}'],
      ['prescribing', 14, 'Medicine charts gone on {ward}'],
      ['theatre-scheduling', 5, 'Theatre list empty'],
      ['outpatient-booking', 6, 'Booking does not start'],
      ['databases', 2, 'Database connections refused'],
    ],
  },
  {
    key: 'cooling',
    month: 7,
    title: 'Chilled water lost: theatres stopped, scanners switched off',
    service: 'chilled-water',
    component: 'Chilled water pump 2',
    team: 'plant',
    supplierTeam: 'pellow-field',
    opened: '13:36',
    declared: '13:50',
    supplier: ['14:25', '16:40'],
    resolved: '17:55',
    until: '16:30',
    description:
      'After a dip of the grid two of three chilled water pumps did not restart, on the hottest day of the year. Theatres rose above 24 °C; two scanners switched themselves off; Hall B warmed by four degrees.',
    timeline: [
      ['13:34', 'Dip of the grid for 200 ms.'],
      ['13:36', 'Building management: pumps 1 and 2 stopped, flow at a third.'],
      ['13:50', 'Declared a major incident; Graham Tyldesley leads.'],
      ['14:05', 'Theatres 3 to 8 hold new cases, two emergencies move to Theatre 1 with portable cooling.'],
      ['14:25', 'Pellow called out; drives of pumps 1 and 2 found locked out.'],
      ['15:10', 'Second scanner switched off. Patients moved to St Hild Hospital.'],
      ['16:40', 'Drive of pump 1 replaced, pump 1 running: two of three.'],
      ['17:55', 'Theatres at 20 °C. Elective list of the next day confirmed.'],
    ],
    cause:
      'The drives lock out after a dip unless a setting allows them to restart; a replacement in spring had brought back the maker’s default. Setting corrected on all drives and added to the commissioning sheet.',
    reports: [
      ['theatre-ventilation', 12, '{theatre} too hot to operate'],
      ['imaging-archive', 4, 'Scanner switched itself off'],
      ['data-halls', 3, 'Temperature high in Hall B'],
      ['chilled-water', 3, 'No cooling, {place}'],
      ['heating', 4, '{ward} far too warm'],
    ],
  },
]

/** The last Tuesday to Thursday in the middle of that month that lies at least a month back. */
const dayOf = (times: Times, month: number): Day => {
  const limit = dayNumber(utcDay(times.now)) - 30
  const year = Number(utcDay(times.now).slice(0, 4))
  const inYear = (which: number): number => dayNumber(day(`${which}-${String(month).padStart(2, '0')}-14`))
  let number = inYear(year) <= limit ? inYear(year) : inYear(year - 1)
  while (!['tue', 'wed', 'thu'].includes(weekdayOfNumber(number))) number--
  return dayOfNumber(number)
}

const table = (major: Major): string =>
  [
    'Service restored. What happened:',
    '',
    '| Time | What |',
    '|---|---|',
    ...major.timeline.map(([at, what]) => `| ${at} | ${what} |`),
    '',
    `**Cause.** ${major.cause}`,
  ].join('\n')

const told = (times: Times, major: Major): readonly Loading[] => {
  const random = chance(30 + major.month)
  const ids = idsFor(times)
  const personOf = personFrom(random)
  const date = dayOf(times, major.month)
  const at = (time: string): Millis => localToUtc(zone, date, time)
  const id = named(times, 'incident', major.key)
  const lead = personOf(major.team)
  const steps: readonly Step[] = [
    {
      at: at(major.opened) + 180_000,
      verb: 'start',
      set: { state: 'active', owner: lead, responded_at: isoOf(at(major.opened) + 180_000) },
    },
    { at: at(major.declared), verb: 'change', set: { priority: '1', impact: '1', urgency: '1', major: true } },
    { at: at(major.supplier[0]), verb: 'change', set: { team: major.supplierTeam, owner: personOf(major.supplierTeam), reassignments: 1 } },
    { at: at(major.supplier[1]), verb: 'change', set: { team: major.team, owner: lead, reassignments: 2 } },
    {
      at: at(major.resolved),
      verb: 'resolve',
      set: { state: 'resolved', resolved_at: isoOf(at(major.resolved)), resolution_code: 'Restored', resolution: table(major) },
    },
    {
      at: at(major.resolved) + 3 * 86_400_000,
      verb: 'close',
      set: { state: 'closed', closed_at: isoOf(at(major.resolved) + 3 * 86_400_000) },
    },
  ]
  const created = {
    title: major.title,
    state: 'new',
    description: major.description,
    service: major.service,
    component: major.component,
    customer: 'trust',
    channel: 'monitoring',
    category: 'Major incident',
    subcategory: 'Outage',
    location: 'Larkmere General',
    impact: '1',
    urgency: '2',
    priority: '2',
    team: major.team,
    opened_at: isoOf(at(major.opened)),
    reassignments: 0,
    reopenings: 0,
    tags: ['major', `major-${major.key}`],
  }
  const head = loadingOf(random, at(major.opened), lived(at(major.opened), times.now, created, steps, ids), id)
  const linked = major.reports.flatMap(([key, count, title]) =>
    Array.from({ length: count }, () => {
      const entry = entries.find((one) => one.key === key)
      if (!entry) throw new Error(`${key} is not in the sample`)
      const opened = at(major.opened) + 90_000 + Math.round(random.next() ** 1.6 * (at(major.until) - at(major.opened) - 90_000))
      const report = reportOf(random, entry, random.hit(0.3) ? '1' : '2', opened)
      const first: TeamKey = entry.kind === 'industrial_control' ? 'estates-desk' : 'desk'
      const closed = at(major.resolved) + 60_000 + random.int(1_200_000)
      const answered = opened + 60_000 + random.int(600_000)
      return loadingOf(
        random,
        opened,
        lived(
          opened,
          times.now,
          {
            ...report.fields,
            title: title
              .replace('{ward}', String(report.fields['location']))
              .replace('{theatre}', String(report.fields['location']))
              .replace('{place}', String(report.fields['location'])),
            component: null,
            parent: null,
            team: first,
            tags: [`major-${major.key}`],
          },
          [
            {
              at: answered,
              verb: 'start',
              set: { state: 'active', owner: personOf(first), responded_at: isoOf(answered), parent: major.key },
            },
            {
              at: closed,
              verb: 'resolve',
              set: {
                state: 'resolved',
                resolved_at: isoOf(closed),
                resolution_code: 'Duplicate',
                resolution: `Part of the major incident “${major.title}”; restored with it.`,
              },
            },
            { at: closed + 3 * 86_400_000, verb: 'close', set: { state: 'closed', closed_at: isoOf(closed + 3 * 86_400_000) } },
          ],
          ids,
        ),
      )
    }),
  )
  return [head, ...linked]
}

/** The two days that everybody at Larkmere remembers, with the reports that came in. */
export const majorIncidents = (times: Times): readonly Loading[] => majors.flatMap((major) => told(times, major))

/** When each of the two was, and what it is called. */
export const majorSpans = (times: Times): readonly Readonly<{ key: string; title: string; from: Millis; to: Millis }>[] =>
  majors.map((major) => {
    const date = dayOf(times, major.month)
    return { key: major.key, title: major.title, from: localToUtc(zone, date, major.opened), to: localToUtc(zone, date, major.resolved) }
  })
