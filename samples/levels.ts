import { agreement, calendar, promise, scorecard } from '../src/capabilities/levels/kind.ts'
import type { CalendarRule } from '../src/kernel/calendar/rule.ts'
import { type SupplierKey, suppliers, type TeamKey, zone } from './cast.ts'
import type { Hours } from './catalogue/entry.ts'
import { dayFromNow, named, type Rows, row, type Times } from './row.ts'

/** Bank holidays in England, 2025-2027. Source: gov.uk/bank-holidays. */
export const bankHolidays = [
  '2025-01-01',
  '2025-04-18',
  '2025-04-21',
  '2025-05-05',
  '2025-05-26',
  '2025-08-25',
  '2025-12-25',
  '2025-12-26',
  '2026-01-01',
  '2026-04-03',
  '2026-04-06',
  '2026-05-04',
  '2026-05-25',
  '2026-08-31',
  '2026-12-25',
  '2026-12-28',
  '2027-01-01',
  '2027-03-26',
  '2027-03-29',
  '2027-05-03',
  '2027-05-31',
  '2027-08-30',
  '2027-12-27',
  '2027-12-28',
]

const everyDay = (from: string, to: string, days: readonly ('mon' | 'tue' | 'wed' | 'thu' | 'fri' | 'sat' | 'sun')[]) =>
  Object.fromEntries(days.map((name) => [name, [[from, to]] as const]))

/** The sample's business calendars. */
export const calendars: Readonly<Record<Hours, CalendarRule & Readonly<{ title: string }>>> = {
  always: {
    title: 'Round the clock',
    time_zone: zone,
    hours: everyDay('00:00', '24:00', ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']),
  },
  office: {
    title: 'Working days 08-18',
    time_zone: zone,
    hours: everyDay('08:00', '18:00', ['mon', 'tue', 'wed', 'thu', 'fri']),
    holidays: bankHolidays,
  },
  theatres: {
    title: 'Theatres 07-20, Monday to Saturday',
    time_zone: zone,
    hours: everyDay('07:00', '20:00', ['mon', 'tue', 'wed', 'thu', 'fri', 'sat']),
    holidays: bankHolidays,
  },
  plant: { title: 'Plant window, Sunday 02-06', time_zone: zone, hours: everyDay('02:00', '06:00', ['sun']) },
}

const hour = 3600

/** Targets by priority, in hours of the agreement's calendar: response, resolution. */
export type Targets = readonly (readonly [response: number, resolution: number])[]

const clinicalTargets: Targets = [
  [0.25, 4],
  [0.5, 8],
  [4, 36],
  [8, 96],
]
const officeTargets: Targets = [
  [0.5, 4],
  [1, 10],
  [4, 30],
  [10, 60],
]
const plantTargets: Targets = [
  [0.25, 4],
  [1, 12],
  [8, 72],
  [24, 168],
]

type CreditSteps = readonly Readonly<{ below: number; credit: number }>[]

type Deal = Readonly<{
  key: string
  title: string
  type: 'sla' | 'ola' | 'underpinning'
  provider: readonly [kind: 'unit' | 'team' | 'supplier', key: string]
  customer: readonly [kind: 'unit' | 'team', key: string]
  services: readonly string[]
  hours: Hours
  targets: Targets
  contract?: string
  pauses?: readonly ('customer' | 'supplier' | 'problem' | 'evidence' | 'change' | 'approval')[]
  /** The share of tickets that must keep the resolution target. */
  share?: number
  /** What is owed when promises are missed: by share of the charge, for availability and for tickets of priorities 2 and 3; at most `cap` of a contract year. */
  credits?: Readonly<{ available: CreditSteps; tickets: CreditSteps; cap: number }>
  /** The share of agreed hours in which each of its services is to work, month by month. */
  available?: number
  /** How much its availability weighs in care at the bedside. */
  bedside?: number
}>

/** Service level agreements: what the trust is promised. */
export const slas: readonly Deal[] = [
  {
    key: 'clinical',
    bedside: 3,
    available: 0.999,
    title: 'Clinical systems, round the clock',
    type: 'sla',
    provider: ['unit', 'digital'],
    customer: ['unit', 'trust'],
    hours: 'always',
    targets: clinicalTargets,
    share: 0.9,
    services: [
      'patient-record',
      'prescribing',
      'critical-care-charting',
      'emergency-board',
      'maternity-record',
      'integration',
      'databases',
      'clinical-sign-on',
      'ward-carts',
    ],
  },
  {
    key: 'diagnostics',
    available: 0.998,
    title: 'Diagnostics systems',
    type: 'sla',
    provider: ['unit', 'digital'],
    customer: ['unit', 'diagnostics'],
    hours: 'always',
    targets: clinicalTargets,
    share: 0.9,
    services: ['pathology-system', 'imaging-archive', 'radiology-requests', 'pharmacy-stock'],
  },
  {
    key: 'theatres',
    available: 0.995,
    title: 'Theatres’ technology and air',
    type: 'sla',
    provider: ['unit', 'digital'],
    customer: ['unit', 'theatres'],
    hours: 'theatres',
    targets: [
      [0.25, 2],
      [0.5, 6],
      [2, 26],
      [6, 65],
    ],
    share: 0.95,
    services: ['theatre-scheduling', 'theatre-av', 'theatre-ventilation', 'sterilisation'],
  },
  {
    key: 'voice',
    bedside: 1,
    available: 0.9995,
    title: 'Voice and alerting',
    type: 'sla',
    provider: ['unit', 'infrastructure'],
    customer: ['unit', 'trust'],
    hours: 'always',
    targets: clinicalTargets,
    share: 0.95,
    services: ['telephony', 'contact-centre', 'paging', 'nurse-call'],
  },
  {
    key: 'foundation',
    bedside: 2,
    available: 0.9995,
    title: 'Networks, sign-in and platforms',
    type: 'sla',
    provider: ['unit', 'infrastructure'],
    customer: ['unit', 'trust'],
    hours: 'always',
    targets: clinicalTargets,
    share: 0.9,
    services: ['network', 'wireless', 'perimeter', 'internet', 'data-halls', 'compute', 'storage', 'identity'],
  },
  {
    key: 'workplace',
    available: 0.99,
    title: 'Workplace technology',
    type: 'sla',
    provider: ['unit', 'workplace'],
    customer: ['unit', 'trust'],
    hours: 'office',
    targets: officeTargets,
    share: 0.9,
    services: ['desktops', 'mobile', 'printing', 'email', 'files', 'collaboration', 'seminar-rooms', 'mdt-rooms'],
  },
  {
    key: 'plant',
    available: 0.995,
    title: 'Plant and safety',
    type: 'sla',
    provider: ['unit', 'estates'],
    customer: ['unit', 'trust'],
    hours: 'always',
    targets: plantTargets,
    share: 0.95,
    services: [
      'medical-gases',
      'chilled-water',
      'electrical',
      'fire-detection',
      'building-management',
      'heating',
      'lifts',
      'access-control',
      'cold-storage',
    ],
  },
  {
    key: 'standard',
    title: 'Every other service',
    type: 'sla',
    provider: ['unit', 'digital'],
    customer: ['unit', 'trust'],
    hours: 'office',
    targets: officeTargets,
    share: 0.85,
    services: [],
  },
]

const ola = (team: TeamKey, title: string, hours: Hours, targets: Targets): Deal => ({
  key: `ola-${team}`,
  title,
  type: 'ola',
  provider: ['team', team],
  customer: ['unit', 'service-operations'],
  services: [],
  hours,
  targets,
  share: 0.8,
  pauses: ['customer', 'supplier'],
})
/** What a team promises of the platforms that services stand on: that they hold up. */
const holding = (team: TeamKey, title: string, services: readonly string[], available: number, hours: Hours = 'always'): Deal => ({
  ...ola(team, title, hours, []),
  key: `holding-${team}`,
  services,
  available,
})
const underpinned = (
  supplier: SupplierKey,
  contract: string,
  title: string,
  services: readonly string[],
  targets: Targets,
  available?: number,
): Deal => ({
  ...(available === undefined ? {} : { available }),
  key: `underpinning-${contract}`,
  title,
  type: 'underpinning',
  provider: ['supplier', supplier],
  customer: ['unit', 'digital'],
  services,
  hours: 'always',
  targets,
  contract,
  pauses: ['customer'],
})

/** A supplier's agreement that owes service credits. `share`: of tickets that must be resolved in time. */
const owing = (share: number, unavailable: CreditSteps[number], ...of: Parameters<typeof underpinned>): Deal => ({
  ...underpinned(...of),
  share,
  credits: {
    available: [unavailable, { below: Number((unavailable.below - 0.005).toFixed(4)), credit: unavailable.credit * 2 }],
    tickets: [
      { below: share, credit: 0.02 },
      { below: Number((share - 0.2).toFixed(2)), credit: 0.05 },
    ],
    cap: 0.1,
  },
})

/** What teams and suppliers promise to those who answer for the services. */
const others: readonly Deal[] = [
  ola('desk', 'Service Desk hands over or solves', 'always', [
    [0.1, 1],
    [0.25, 2],
    [1, 6],
    [2, 12],
  ]),
  ola('clinical-apps', 'Clinical Applications, second line', 'always', [
    [0.25, 3],
    [0.5, 6],
    [3, 28],
    [6, 72],
  ]),
  ola('network', 'Network and Telephony, second line', 'always', [
    [0.25, 3],
    [0.5, 6],
    [3, 28],
    [6, 72],
  ]),
  ola('platform', 'Platforms and Storage, third line', 'always', [
    [0.25, 3],
    [0.5, 6],
    [3, 28],
    [6, 72],
  ]),
  ola('workplace', 'Workplace Support, second line', 'office', [
    [0.5, 3],
    [1, 8],
    [3, 24],
    [8, 50],
  ]),
  ola('plant', 'Plant and Controls, second line', 'always', [
    [0.25, 3],
    [1, 10],
    [6, 60],
    [20, 140],
  ]),
  // Nobody promises anything of identity, and tap-on sign-in is looked after in office hours alone: gaps to be found.
  holding('platform', 'Platforms hold up', ['compute', 'storage', 'data-halls'], 0.9995),
  // Less than the clinical systems that stand on them were promised: their chains fall short, and either end could close that.
  holding('integration', 'Databases and integration hold up', ['databases', 'integration'], 0.9993),
  holding('network', 'The network holds up', ['network', 'perimeter', 'internet'], 0.9995),
  holding('workplace', 'Workplace platforms hold up', ['clinical-sign-on', 'email', 'files'], 0.995, 'office'),
  holding('plant', 'Power and cooling hold up', ['electrical', 'chilled-water'], 0.9999),
  owing(
    0.8,
    { below: 0.9995, credit: 0.05 },
    'oxbow',
    'record-support',
    'Oxbow third-line support',
    ['patient-record', 'prescribing', 'theatre-scheduling'],
    [
      [0.25, 3],
      [0.5, 6],
      [4, 40],
      [8, 120],
    ],
    0.9995,
  ),
  owing(
    0.85,
    { below: 0.998, credit: 0.04 },
    'brackenridge',
    'imaging',
    'Brackenridge managed service',
    ['imaging-archive', 'radiology-requests'],
    [
      [0.5, 3],
      [1, 6],
      [4, 30],
      [8, 90],
    ],
    0.998,
  ),
  underpinned(
    'quillon',
    'network',
    'Quillon equipment support',
    ['network', 'wireless', 'perimeter'],
    [
      [0.5, 4],
      [1, 8],
      [8, 48],
      [24, 120],
    ],
  ),
  underpinned(
    'pellow',
    'cooling',
    'Pellow call-out',
    ['chilled-water', 'theatre-ventilation'],
    [
      [1, 4],
      [2, 12],
      [24, 72],
      [48, 168],
    ],
  ),
  underpinned(
    'nightjar',
    'alerting',
    'Nightjar call-out',
    ['paging', 'nurse-call'],
    [
      [0.5, 4],
      [1, 8],
      [8, 48],
      [24, 120],
    ],
    0.999,
  ),
]

const ofHundred = (share: number): string => `${Number((share * 100).toFixed(3))} %`

const availabilityOf = (times: Times, deal: Deal) =>
  deal.available === undefined
    ? []
    : [
        row(times, promise, `${deal.key}:availability`, {
          title: `Available ${ofHundred(deal.available)} each month`,
          agreement: named(times, 'agreement', deal.key),
          measure: 'availability',
          share: deal.available,
          window_type: 'month',
          maintenance_counts: 'excluded',
          maintenance_notice: 3 * 24 * hour,
          warn_at: 0.75,
          credit_steps: deal.credits?.available ?? null,
          part_weight: deal.bedside ?? null,
          order: 50,
        }),
      ]

/** What the wards feel: clinical systems, the networks beneath them and the telephones, with one error budget. */
const bedside = (times: Times) =>
  row(times, promise, 'bedside', {
    title: 'Care at the bedside: systems, networks and voice together',
    agreement: named(times, 'agreement', 'clinical'),
    measure: 'composite',
    parts: slas.filter((deal) => deal.bedside !== undefined).map((deal) => named(times, 'promise', `${deal.key}:availability`)),
    window_type: 'month',
    warn_at: 0.75,
    order: 60,
  })

const promisesOf = (times: Times, deal: Deal) => [...ticketPromisesOf(times, deal), ...availabilityOf(times, deal)]

const ticketPromisesOf = (times: Times, deal: Deal) =>
  deal.targets.flatMap(([response, resolution], index) =>
    (
      [
        ['response', response],
        ['resolution', resolution],
      ] as const
    ).map(([measure, hours], at) =>
      row(times, promise, `${deal.key}:${measure}:${index + 1}`, {
        title: `${measure === 'response' ? 'Respond' : 'Resolve'} priority ${index + 1}`,
        agreement: named(times, 'agreement', deal.key),
        measure,
        priority: String(index + 1) as '1' | '2' | '3' | '4',
        target: Math.round(hours * hour),
        share: deal.share ?? null,
        credit_steps: measure === 'resolution' && (index === 1 || index === 2) ? (deal.credits?.tickets ?? null) : null,
        warn_at: 0.75,
        order: index * 2 + at + 1,
      }),
    ),
  )

/** Scores that people gave suppliers: days ago, who, and points for people, invoices and improvement. */
const judged: readonly (readonly [
  supplier: SupplierKey,
  by: string,
  opinions: readonly (readonly [ago: number, people: number, invoices: number, improvement: number])[],
])[] = [
  [
    'oxbow',
    'marit',
    [
      [320, 80, 70, 50],
      [140, 75, 60, 45],
      [35, 70, 65, 40],
    ],
  ],
  [
    'brackenridge',
    'samira',
    [
      [280, 70, 90, 60],
      [60, 78, 90, 70],
    ],
  ],
  ['quillon', 'aled', [[90, 85, 80, 65]]],
]

const criteriaGiven = ['people', 'invoices', 'improvement'] as const

const scorecardRows = (times: Times) =>
  judged.map(([supplier, by, opinions]) =>
    row(times, scorecard, supplier, {
      title: `Scorecard of ${suppliers[supplier][0]}`,
      supplier: named(times, 'supplier', supplier),
      given: opinions.flatMap(([ago, ...scores]) =>
        criteriaGiven.map((criterion, index) => ({
          criterion,
          score: scores[index] ?? 0,
          note: '',
          by: named(times, 'person', by),
          at: `${dayFromNow(times, -ago)}T10:00:00.000Z`,
        })),
      ),
    }),
  )

/** Calendars, agreements and promises. */
export const levelRows = (times: Times): Readonly<{ calendars: Rows; agreements: readonly Rows[] }> => ({
  calendars: {
    kind: calendar,
    rows: (Object.keys(calendars) as Hours[]).map((key) => {
      const { title, time_zone, hours, holidays } = calendars[key]
      return row(times, calendar, key, { title, time_zone, hours, holidays: holidays ?? [] })
    }),
  },
  agreements: [
    {
      kind: agreement,
      rows: [...slas, ...others].map((deal) =>
        row(times, agreement, deal.key, {
          title: deal.title,
          agreement_type: deal.type,
          provider: named(times, deal.provider[0], deal.provider[1]),
          customer: named(times, deal.customer[0], deal.customer[1]),
          services: deal.services.map((key) => named(times, 'service', key)),
          contract: deal.contract ? named(times, 'contract', deal.contract) : null,
          calendar: named(times, 'calendar', deal.hours),
          starts_on: dayFromNow(times, -720),
          pauses_on: deal.pauses ?? ['customer'],
          when_reopened: 'exclude_closed',
          credit_cap: deal.credits?.cap ?? null,
          state: 'active',
        }),
      ),
    },
    { kind: promise, rows: [...[...slas, ...others].flatMap((deal) => promisesOf(times, deal)), bedside(times)] },
    { kind: scorecard, rows: scorecardRows(times) },
  ],
})

/** The service level agreement that a service's tickets fall under. */
export const slaOf = (service: string): Deal => {
  const found = slas.find((deal) => deal.services.includes(service)) ?? slas.at(-1)
  if (!found) throw new Error('the sample has no agreement')
  return found
}
