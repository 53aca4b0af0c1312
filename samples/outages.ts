import { maintenance, outage } from '../src/capabilities/signals/kind.ts'
import { isoOf, type Millis } from '../src/kernel/instant.ts'
import type { Loading } from '../src/platform/records/load.ts'
import { spareParts } from './catalogue.ts'
import { chance } from './chance.ts'
import { named, type Rows, type Times } from './row.ts'
import { majorSpans } from './support/majors.ts'

const minute = 60_000
const day = 86_400_000

type Severity = 'down' | 'degraded'

/** service, what it is called, how often in eighteen months, usual minutes, how bad, whether ours */
const usual: readonly (readonly [service: string, title: string, count: number, minutes: number, severity: Severity, own: boolean])[] = [
  ['patient-record', 'Patient record slow to open', 3, 45, 'degraded', true],
  ['patient-record', 'Patient record does not open', 1, 22, 'down', true],
  ['prescribing', 'Medicine charts open slowly', 2, 35, 'degraded', false],
  ['emergency-board', 'Emergency board stands still', 2, 18, 'down', true],
  ['pathology-system', 'Results do not arrive', 3, 55, 'down', false],
  ['imaging-archive', 'Images open slowly', 6, 140, 'degraded', false],
  ['imaging-archive', 'Images do not open', 3, 70, 'down', false],
  ['radiology-requests', 'Requests wait to be sent', 1, 40, 'degraded', false],
  ['patient-portal', 'Portal does not answer', 2, 95, 'down', false],
  ['wireless', 'Wireless network weak in the north block', 2, 180, 'degraded', true],
  ['internet', 'Internet link down', 2, 26, 'down', false],
  ['telephony', 'Calls from outside fail', 1, 48, 'down', false],
  ['email', 'Mail delayed', 2, 110, 'degraded', false],
  ['printing', 'Labels do not print', 3, 65, 'down', true],
  ['files', 'File shares slow', 1, 90, 'degraded', true],
  ['outpatient-booking', 'Booking does not start', 1, 33, 'down', true],
  ['theatre-ventilation', 'Theatre 4 below its air changes', 2, 130, 'degraded', true],
  ['nurse-call', 'Nurse call panel off in Ward 9', 1, 75, 'degraded', true],
]

/** Services that went down with each major incident, the one that it began with first. */
const withMajor: Readonly<Record<string, readonly (readonly [service: string, severity: Severity])[]>> = {
  storage: [
    ['databases', 'down'],
    ['patient-record', 'down'],
    ['prescribing', 'down'],
    ['theatre-scheduling', 'down'],
    ['outpatient-booking', 'down'],
  ],
  cooling: [
    ['chilled-water', 'down'],
    ['theatre-ventilation', 'down'],
    ['imaging-archive', 'degraded'],
    ['data-halls', 'degraded'],
  ],
}

/** Services that no machine can ask, or that nobody thought of watching. */
export const unwatched: ReadonlySet<string> = new Set([
  'cleaning',
  'catering',
  'portering',
  'parking',
  'fabric',
  'translation',
  'fax',
  'radio',
  'ambient-notes',
])
const isWatched = (service: string): boolean => !unwatched.has(service)

type Happened = Readonly<{
  key: string
  title: string
  /** Key of a service; of a component when `part` says so. */
  service: string
  part?: boolean
  severity: Severity
  from: Millis
  to: Millis | null
  own: boolean
  cause?: string
  told?: string
}>

const rowOf = (times: Times, one: Happened): Loading => ({
  id: named(times, 'outage', one.key),
  created_at: isoOf(one.from),
  changed_at: isoOf(one.to ?? one.from),
  values: {
    title: one.title,
    state: one.to === null ? 'ongoing' : 'ended',
    subject: named(times, one.part ? 'component' : 'service', one.service),
    severity: one.severity,
    started_at: isoOf(one.from),
    ended_at: one.to === null ? null : isoOf(one.to),
    found_by: 'check',
    check: one.part || isWatched(one.service) ? named(times, 'check', one.service) : null,
    own_fault: one.own,
    cause: one.cause ? named(times, 'outage', one.cause) : null,
    what_happened: one.told ?? null,
  },
})

const everydayOutages = (times: Times): readonly Happened[] => {
  const random = chance(4711)
  return usual.flatMap(([service, title, count, minutes, severity, own], line) =>
    Array.from({ length: count }, (_, index) => {
      const from = Math.round((times.now - (3 + random.next() * 537) * day) / minute) * minute
      const took = Math.max(4, Math.round(random.skewed(minutes, 0.6)))
      return { key: `usual-${line}-${index}`, title, service, severity, from, to: from + took * minute, own }
    }),
  )
}

/** Single components that failed while the others of their group carried on. */
const partOutages = (times: Times): readonly Happened[] => {
  const random = chance(6217)
  return Array.from({ length: 26 }, (_, index): Happened => {
    const { key } = random.pick(spareParts)
    const from = Math.round((times.now - (5 + random.next() * 530) * day) / minute) * minute
    const took = Math.max(10, Math.round(random.skewed(210, 0.7)))
    return {
      key: `part-${index}`,
      title: `${key} failed`,
      service: key,
      part: true,
      severity: 'down',
      from,
      to: from + took * minute,
      own: true,
    }
  })
}

const majorOutages = (times: Times): readonly Happened[] =>
  majorSpans(times).flatMap((major) => {
    const hit = withMajor[major.key] ?? []
    return hit.map(([service, severity], index): Happened => {
      const [from, to] = [major.from + index * 90_000, major.to - (hit.length - index) * 4 * minute]
      const head = { key: `${major.key}-${service}`, title: major.title, service, severity, from, to, own: index === 0 }
      return index === 0 ? head : { ...head, cause: `${major.key}-${hit[0]?.[0] ?? ''}` }
    })
  })

/** Since when images open slowly. */
export const imagesSince = (times: Times): Millis => times.now - 95 * minute

/** The one that goes on while the story ends. */
const now = (times: Times): Happened => ({
  key: 'images-now',
  title: 'Images open slowly',
  service: 'imaging-archive',
  severity: 'degraded',
  from: imagesSince(times),
  to: null,
  own: false,
  told: 'The supplier’s nightly copy runs into the morning.',
})

/** Eighteen months of outages: everyday ones, those of the two major incidents, one that goes on. Causes stand before what they caused. */
export const outageRows = (times: Times): Rows => ({
  kind: outage,
  rows: [...majorOutages(times), ...everydayOutages(times), ...partOutages(times), now(times)].map((one) => rowOf(times, one)),
})

/** Planned work: key, title, services, days from now, hour of the day (UTC), minutes, whether it is down meanwhile. */
export const works = [
  ['pacs-upgrade', 'New release of the imaging archive', ['imaging-archive'], 4, 21, 180, true],
  ['core-switches', 'Core switches replaced', ['network', 'wireless'], 11, 22, 240, false],
  ['record-release', 'Release of the patient record', ['patient-record', 'prescribing'], -24, 21, 120, true],
  ['wireless-north', 'New wireless controllers', ['wireless'], -52, 20, 150, false],
  ['mail-move', 'Mailboxes moved', ['email'], -73, 18, 300, false],
] as const

export const workSpan = (times: Times, days: number, hour: number, minutes: number): Readonly<{ from: Millis; to: Millis }> => {
  const from = Math.floor(times.now / day) * day + days * day + hour * 60 * minute
  return { from, to: from + minutes * minute }
}

export const maintenanceRows = (times: Times): Rows => ({
  kind: maintenance,
  rows: works.map(([key, title, services, days, hour, minutes, down]): Loading => {
    const { from, to } = workSpan(times, days, hour, minutes)
    const announced = Math.min(times.now - 2 * day, from - 10 * day)
    return {
      id: named(times, 'maintenance', key),
      created_at: isoOf(announced),
      changed_at: isoOf(Math.min(times.now, Math.max(announced, to))),
      values: {
        title,
        state: days < 0 ? 'finished' : 'planned',
        subjects: services.map((service) => named(times, 'service', service)),
        starts_at: isoOf(from),
        ends_at: isoOf(to),
        announced_at: isoOf(announced),
        down,
        public: true,
      },
    }
  }),
})
