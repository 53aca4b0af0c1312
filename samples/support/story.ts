import { isoOf, type Millis } from '../../src/kernel/instant.ts'
import type { Loading } from '../../src/platform/records/load.ts'
import { clinics, offices, places, rooms, type TeamKey, theatreRooms, type UnitKey, wards } from '../cast.ts'
import type { Entry } from '../catalogue/entry.ts'
import { copyOf } from '../catalogue.ts'
import { type Chance, chanceId, sumsOf } from '../chance.ts'
import { staff } from '../people.ts'
import { named, type Times } from '../row.ts'
import { issues, otherwise, words } from './issues.ts'
import type { Life, Priority } from './life.ts'

/** Who reported what, where, of how much weight: the fields an incident is created with, teams and people as keys. */
export type Report = Readonly<{
  title: string
  fields: Readonly<Record<string, unknown>>
  code: string
  fix: string
  byMonitoring: boolean
}>

const placesOf: Readonly<Record<Entry['place'], readonly string[]>> = {
  ward: wards,
  theatre: theatreRooms,
  clinic: clinics,
  office: offices,
  room: rooms,
  site: places,
}
const unitsOf: Readonly<Record<Entry['place'], readonly UnitKey[]>> = {
  ward: ['acute', 'emergency', 'older-people', 'surgical-wards', 'critical-care', 'maternity', 'paediatrics'],
  theatre: ['theatres'],
  clinic: ['outpatients', 'imaging'],
  office: ['finance', 'workforce', 'outpatients', 'pharmacy', 'pathology'],
  room: ['workforce', 'imaging', 'finance'],
  site: ['acute', 'surgical-wards', 'outpatients', 'imaging', 'pathology'],
}

const namedPlaces: Readonly<Record<string, readonly string[]>> = { ...placesOf, place: places }

/** The title with its braces filled; a place that it names is where it happened. */
const filled = (text: string, random: Chance, usual: string): Readonly<{ title: string; location: string }> => {
  let location = usual
  const title = text.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const list = namedPlaces[name]
    if (list) location = list.includes(location) ? location : random.pick(list)
    if (list) return location
    return name === 'hall' ? random.pick(['A', 'B']) : String(1 + random.int(name === 'bed' ? 28 : 8))
  })
  return { title, location }
}

const channels = ['phone', 'portal', 'email', 'chat', 'walk_in'] as const
const channelSums = sumsOf([44, 28, 15, 8, 5])
const prioritySums: Readonly<Record<Entry['criticality'], readonly number[]>> = {
  vital: sumsOf([1.5, 13, 60, 25.5]),
  high: sumsOf([0.6, 9, 60, 30.4]),
  medium: sumsOf([0.1, 4, 58, 37.9]),
  low: sumsOf([0, 2, 48, 50]),
}
/** Impact and urgency that give each priority. */
const reasons: Readonly<Record<Priority, readonly (readonly ['1' | '2' | '3', '1' | '2' | '3'])[]>> = {
  '1': [['1', '1']],
  '2': [
    ['1', '2'],
    ['2', '1'],
  ],
  '3': [
    ['2', '2'],
    ['3', '1'],
    ['1', '3'],
  ],
  '4': [
    ['3', '3'],
    ['2', '3'],
    ['3', '2'],
  ],
}

export const priorityOf = (random: Chance, entry: Entry): Priority =>
  (['1', '2', '3', '4'] as const)[random.weighed(prioritySums[entry.criticality])] ?? '3'

/** What monitoring can see for itself. */
const seen = new Set([
  'Interface',
  'Environment',
  'Capacity',
  'Database',
  'Controller',
  'Plant',
  'Network',
  'Monitoring',
  'Security',
  'Failed job',
  'Host',
  'Switch',
  'Access point',
])
const watched = new Set<Entry['kind']>(['infrastructure', 'industrial_control', 'application'])

export const firstTeamOf = (entry: Entry): TeamKey =>
  entry.kind === 'facilities' || entry.kind === 'industrial_control' || entry.key === 'nurse-call' ? 'estates-desk' : 'desk'

/** A report about a service as it comes in. */
export const reportOf = (random: Chance, entry: Entry, priority: Priority, opened: Millis): Report => {
  const [text, category, subcategory] = random.pick(issues[entry.key] ?? ([[`${entry.title} does not work`, 'Service', 'Fault']] as const))
  const { says, fix, code } = words[category] ?? otherwise
  const byMonitoring = watched.has(entry.kind) && (seen.has(category) || seen.has(subcategory)) && random.hit(0.45)
  const { title, location } = filled(text, random, random.pick(placesOf[entry.place]))
  const units = unitsOf[entry.place]
  const known = random.hit(0.6) ? staff.reporters.filter((one) => one.unit !== null && units.includes(one.unit)) : []
  const caller = byMonitoring || known.length === 0 ? null : random.pick(known)
  const [impact, urgency] = random.pick(reasons[priority])
  const part = entry.parts && random.hit(0.35) ? random.pick(entry.parts) : null
  return {
    title,
    code,
    fix: random.pick(fix),
    byMonitoring,
    fields: {
      title: '',
      state: 'new',
      description: byMonitoring ? `Raised by monitoring: ${entry.title}.` : random.pick(says),
      service: entry.key,
      component: part ? (part[2] === 1 ? part[1] : `${part[1]} ${1 + random.int(part[2])}`) : null,
      customer: caller?.unit ?? random.pick(units),
      requester: caller?.key ?? null,
      reported_by:
        caller || byMonitoring
          ? null
          : `${random.pick(['Nurse in charge', 'Ward clerk', 'Duty doctor', 'Receptionist', 'Night team'])}, ${location}`,
      channel: byMonitoring ? 'monitoring' : channels[random.weighed(channelSums)],
      category,
      subcategory,
      location,
      impact,
      urgency,
      priority,
      opened_at: isoOf(opened),
      reassignments: 0,
      reopenings: 0,
    },
  }
}

const kindOfField: Readonly<Record<string, string>> = {
  service: 'service',
  component: 'component',
  customer: 'unit',
  requester: 'person',
  owner: 'person',
  team: 'team',
  parent: 'incident',
}

/** Turns keys into ids; `copy` names the copy of the catalogue. */
export const idsFor = (times: Times, copy = 0) => {
  const known = new Map<string, string>()
  const idOf = (kind: string, key: string): string => {
    const name = `${kind}:${key}`
    const found = known.get(name) ?? named(times, kind, kind === 'service' || kind === 'component' ? key + copyOf(copy) : key)
    known.set(name, found)
    return found
  }
  return (set: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> =>
    Object.fromEntries(
      Object.entries(set).map(([name, value]) => [
        name,
        typeof value === 'string' && kindOfField[name] ? idOf(kindOfField[name], value) : value,
      ]),
    )
}

export const personFrom =
  (random: Chance) =>
  (team: TeamKey): string =>
    random.pick(staff.members[team])

/** A life as a record on its way in. */
export const loadingOf = (random: Chance, opened: Millis, life: Life, id?: string): Loading => ({
  id: id ?? chanceId(opened, random),
  values: life.values,
  created_at: isoOf(opened),
  changed_at: isoOf(life.changed),
  past: life.past,
})
