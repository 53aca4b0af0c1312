import { person, roleHolding, team, unit } from '../src/capabilities/people/kind.ts'
import type { Kind } from '../src/platform/records/kind.ts'
import type { Loading } from '../src/platform/records/load.ts'
import {
  domain,
  firstNames,
  lastNames,
  people,
  type PersonKey,
  standsFor,
  type SupplierKey,
  type TeamKey,
  teams,
  type UnitKey,
  units,
  zone,
} from './cast.ts'
import { chance } from './chance.ts'
import { named, type Rows, row, type Times } from './row.ts'

type Level = '1' | '2' | '3' | '4' | '5' | '6' | '7'

/** Somebody of the sample. Members of teams and those who report have made-up names. */
export type Soul = Readonly<{
  key: string
  name: string
  job: string
  level: Level
  unit: UnitKey | null
  employer: SupplierKey | null
  email: string
}>

export type Staff = Readonly<{
  souls: readonly Soul[]
  /** Keys of the people of each team, its lead first. */
  members: Readonly<Record<TeamKey, readonly string[]>>
  /** Keys of those who report incidents, by unit. */
  reporters: readonly Soul[]
}>

const keysOf = <K extends string>(of: Readonly<Record<K, unknown>>): readonly K[] => Object.keys(of) as K[]

const plain = (name: string): string =>
  name
    .normalize('NFD')
    .replaceAll(/[^A-Za-z -]/g, '')
    .toLowerCase()
    .trim()
    .replaceAll(/ +/g, '.')

const workerJobs: Readonly<Record<'first' | 'second' | 'third', readonly (readonly [string, Level])[]>> = {
  first: [
    ['Service desk analyst', '2'],
    ['Senior service desk analyst', '3'],
    ['Service desk analyst', '2'],
    ['Apprentice', '1'],
  ],
  second: [
    ['Support engineer', '3'],
    ['Senior support engineer', '4'],
    ['Support technician', '2'],
  ],
  third: [
    ['Specialist engineer', '4'],
    ['Engineer', '3'],
  ],
}

const callerJobs: readonly (readonly [UnitKey, string, Level])[] = [
  ['emergency', 'Consultant', '5'],
  ['emergency', 'Charge nurse', '4'],
  ['emergency', 'Receptionist', '2'],
  ['acute', 'Ward manager', '4'],
  ['acute', 'Staff nurse', '3'],
  ['acute', 'Ward clerk', '2'],
  ['older-people', 'Ward manager', '4'],
  ['older-people', 'Physiotherapist', '3'],
  ['theatres', 'Theatre manager', '5'],
  ['theatres', 'Scrub nurse', '3'],
  ['theatres', 'Anaesthetist', '5'],
  ['critical-care', 'Charge nurse', '4'],
  ['surgical-wards', 'Staff nurse', '3'],
  ['surgical-wards', 'Ward clerk', '2'],
  ['imaging', 'Radiographer', '3'],
  ['imaging', 'Imaging manager', '5'],
  ['pathology', 'Biomedical scientist', '3'],
  ['pathology', 'Laboratory manager', '5'],
  ['pharmacy', 'Pharmacist', '4'],
  ['maternity', 'Midwife', '3'],
  ['maternity', 'Head of midwifery', '6'],
  ['paediatrics', 'Ward manager', '4'],
  ['outpatients', 'Booking clerk', '2'],
  ['outpatients', 'Clinic manager', '4'],
  ['finance', 'Accountant', '4'],
  ['workforce', 'Personnel adviser', '3'],
]

const souls = (): Staff => {
  const random = chance(1)
  const used = new Set<string>()
  const invent = (): string => {
    for (;;) {
      const name = `${random.pick(firstNames)} ${random.pick(lastNames)}`
      if (used.has(name)) continue
      used.add(name)
      return name
    }
  }
  const all: Soul[] = keysOf(people).map((key) => {
    const [name, job, level, of] = people[key]
    return { key, name, job, level, unit: of, employer: null, email: `${plain(name)}@${domain}` }
  })
  const members = {} as Record<TeamKey, readonly string[]>
  for (const key of keysOf(teams)) {
    const [, of, line, lead, supplier, count] = teams[key]
    const others = Array.from({ length: count }, (_, index): Soul => {
      const [job, level] = workerJobs[line][index % workerJobs[line].length] ?? ['Engineer', '3']
      const name = invent()
      return {
        key: `${key}-${index + 1}`,
        name,
        job,
        level,
        unit: of,
        employer: supplier,
        email: `${plain(name)}@${supplier ? `${supplier}.example` : domain}`,
      }
    })
    all.push(...others)
    members[key] = [...(lead ? [lead] : []), ...(key === 'desk' ? ['priya'] : []), ...others.map((one) => one.key)]
  }
  const reporters = callerJobs.map(([of, job, level], index): Soul => {
    const name = invent()
    return { key: `caller-${index + 1}`, name, job, level, unit: of, employer: null, email: `${plain(name)}@${domain}` }
  })
  const sister = all.find((one) => one.key === standsFor['Requester'])
  return { souls: [...all, ...reporters], members, reporters: sister ? [...reporters, sister] : reporters }
}

export const staff: Staff = souls()

const heads: Readonly<Record<string, PersonKey>> = {
  trust: 'tobias',
  digital: 'helen',
  'service-operations': 'agnes',
  'clinical-systems': 'nkechi',
  infrastructure: 'ines',
  workplace: 'joel',
  estates: 'victor',
  engineering: 'graham',
  buildings: 'ruthanne',
  'clinical-engineering': 'maud',
  finance: 'leonie',
  workforce: 'farah',
}

/** Links that point from what is loaded first to what is loaded later: heads of units, employers of people. */
export const lateLinks = (times: Times): readonly Readonly<{ kind: Kind; id: string; set: Readonly<Record<string, string>> }>[] => [
  ...Object.entries(heads).map(([key, head]) => ({
    kind: unit,
    id: named(times, 'unit', key),
    set: { head: named(times, 'person', head) },
  })),
  ...staff.souls.flatMap((one) =>
    one.employer ? [{ kind: person, id: named(times, 'person', one.key), set: { employer: named(times, 'supplier', one.employer) } }] : [],
  ),
]

/** Units and people; teams, which may work for suppliers. */
export const organisationRows = (times: Times): Readonly<{ people: readonly Rows[]; teams: Rows }> => ({
  people: [
    {
      kind: unit,
      rows: keysOf(units).map((key) => {
        const [title, parent, type, code, headcount, site] = units[key]
        return row(times, unit, key, {
          title,
          parent: parent ? named(times, 'unit', parent) : null,
          unit_type: type,
          code,
          headcount,
          site,
        })
      }),
    },
    {
      kind: person,
      rows: staff.souls.map((one, index) =>
        row(times, person, one.key, {
          title: one.name,
          email: one.email,
          job_title: one.job,
          level: one.level,
          unit: one.unit ? named(times, 'unit', one.unit) : null,
          external: one.employer !== null,
          phone: one.employer ? null : `0555 010 ${String(1000 + index)}`,
          time_zone: zone,
        }),
      ),
    },
  ],
  teams: {
    kind: team,
    rows: keysOf(teams).map((key) => {
      const [title, of, line, lead, supplier, , about] = teams[key]
      return row(times, team, key, {
        title,
        line,
        about,
        unit: of ? named(times, 'unit', of) : null,
        supplier: supplier ? named(times, 'supplier', supplier) : null,
        lead: lead ? named(times, 'person', lead) : null,
        members: staff.members[key].map((one) => named(times, 'person', one)),
        email: supplier ? `support@${supplier}.example` : `${key}@${domain}`,
      })
    }),
  },
})

/**
 * Who holds which role. The people of the sign-in page hold theirs everywhere; other service managers for the services that they own, engineers and agents by team.
 * @param roles role ids by title
 * @param owned service ids by owner's key
 */
export const holdingRows = (times: Times, roles: ReadonlyMap<string, string>, owned: ReadonlyMap<string, readonly string[]>): Rows => {
  const hold = (role: string, key: string, services: readonly string[] = []): Loading[] => {
    const id = roles.get(role)
    const name = staff.souls.find((one) => one.key === key)?.name ?? key
    return id
      ? [
          row(times, roleHolding, `${role}:${key}`, {
            title: `${name}: ${role}`,
            person: named(times, 'person', key),
            role: id,
            for_services: services,
          }),
        ]
      : []
  }
  const first = Object.entries(standsFor).flatMap(([role, key]) => hold(role, key))
  const taken = new Set<string>(Object.values(standsFor))
  const managers = [...owned].filter(([key]) => !taken.has(key)).flatMap(([key, services]) => hold('Service manager', key, services))
  const workers = keysOf(teams).flatMap((key) => {
    const [, , line, , supplier] = teams[key]
    return supplier
      ? []
      : staff.members[key].filter((one) => !taken.has(one)).flatMap((one) => hold(line === 'first' ? 'Agent' : 'Engineer', one))
  })
  const callers = staff.reporters.filter((one) => !taken.has(one.key)).flatMap((one) => hold('Requester', one.key))
  return { kind: roleHolding, rows: inOrder(times, [...first, ...managers, ...workers, ...callers]) }
}

/** Ids that rise with the place in the list, so that those who stand for a role come first wherever holdings are read in order. */
const inOrder = (times: Times, rows: readonly Loading[]): readonly Loading[] =>
  rows.map((one, index) => ({ ...one, id: `${named({ ...times, founded: times.founded + index }, 'role_holding', one.id)}` }))
