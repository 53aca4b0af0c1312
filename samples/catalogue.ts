import { component, dependency, offering, service } from '../src/capabilities/catalogue/kind.ts'
import { addDays } from '../src/kernel/instant.ts'
import type { Loading } from '../src/platform/records/load.ts'
import { applications } from './catalogue/applications.ts'
import { communications } from './catalogue/communications.ts'
import type { Entry } from './catalogue/entry.ts'
import { estates } from './catalogue/estates.ts'
import { foundation, makers } from './catalogue/foundation.ts'
import { infrastructure } from './catalogue/infrastructure.ts'
import { workplace } from './catalogue/workplace.ts'
import { chance } from './chance.ts'
import { dayFromNow, named, type Rows, row, type Times } from './row.ts'

export const entries: readonly Entry[] = [...applications, ...infrastructure, ...workplace, ...communications, ...estates]

/** Copies of the whole catalogue stand for more hospitals: '' is the first, then '~2', '~3' ... */
export const copyOf = (copy: number): string => (copy === 0 ? '' : `~${copy + 1}`)

const titled = (title: string, copy: number): string => (copy === 0 ? title : `${title}, site ${copy + 1}`)

const partKey = (name: string, index: number, count: number): string => (count === 1 ? name : `${name} ${index + 1}`)

const serviceRow = (times: Times, entry: Entry, copy: number): Loading => {
  const random = chance(entry.title.length * 7919 + copy)
  const confirmed = entry.confirmed === undefined ? random.int(200) : entry.confirmed
  const link = (kind: string, key: string | null | undefined): string | null => (key ? named(times, kind, key) : null)
  return row(times, service, entry.key + copyOf(copy), {
    title: titled(entry.title, copy),
    service_kind: entry.kind,
    purpose: entry.purpose,
    criticality: entry.criticality,
    state: entry.state ?? 'live',
    owner: link('person', entry.owner),
    unit: link('unit', entry.unit),
    team: link('team', entry.team),
    consumers: entry.consumers.map((key) => named(times, 'unit', key)),
    delivery: entry.delivery ?? 'in_house',
    supplier: link('supplier', entry.supplier),
    live_on: entry.state === 'in_design' || entry.state === 'proposed' ? null : addDays(dayFromNow(times, 0), -700 - random.int(2600)),
    portfolio_group: entry.group,
    attributes: entry.attributes ?? {},
    confirmed_on: confirmed === null ? null : dayFromNow(times, -confirmed),
  })
}

const seedFrom = (key: string, copy: number): number => {
  let seed = copy + 1
  for (let at = 0; at < key.length; at++) seed = (seed * 31 + key.charCodeAt(at)) >>> 0
  return seed
}

const componentRow = (
  times: Times,
  key: string,
  copy: number,
  what: Readonly<{ type: string; name: string; entry: Entry | null; team: string | null }>,
): Loading => {
  const random = chance(seedFrom(key, copy))
  const [vendor, model, years] = makers[what.type] ?? ['Common make', 'standard', 8]
  const age = random.int(years * 365 - 200)
  const left = years * 365 - age
  return row(times, component, key + copyOf(copy), {
    title: titled(what.name, copy),
    component_type: what.type,
    state: left < 120 ? 'deprecated' : 'in_use',
    team: what.team ? named(times, 'team', what.team) : null,
    supplier: what.entry?.supplier ? named(times, 'supplier', what.entry.supplier) : null,
    vendor,
    model,
    serial: `${vendor.slice(0, 2).toUpperCase()}${String(100_000 + random.int(900_000))}`,
    location:
      what.entry?.kind === 'infrastructure' || what.type.endsWith('server')
        ? random.pick(['Hall A', 'Hall B'])
        : random.pick(['North block', 'South block', 'Tower', 'St Hild Hospital', 'Energy Centre']),
    installed_on: dayFromNow(times, -age),
    support_ends_on: dayFromNow(times, left),
    portfolio_group: what.entry?.group ?? 'Platforms',
  })
}

type Edge = Readonly<{
  from: string
  fromKind: string
  to: string
  toKind: string
  means: 'requires' | 'runs_on' | 'uses' | 'part_of'
  group?: string
  k?: number
  title: string
}>

const edgesOf = (entry: Entry): readonly Edge[] => [
  ...(entry.needs ?? []).map((need): Edge => {
    const key = need.replace('~', '')
    const provider = entries.find((one) => one.key === key)
    if (!provider) throw new Error(`${entry.key} needs ${key}, which is not in the sample`)
    const means = need.startsWith('~') ? 'uses' : 'requires'
    return { from: entry.key, fromKind: 'service', to: key, toKind: 'service', means, title: `${entry.title} ${means} ${provider.title}` }
  }),
  ...(entry.parts ?? []).flatMap(([, name, count, k, on]) =>
    Array.from({ length: count }, (_, index): readonly Edge[] => {
      const key = partKey(name, index, count)
      const spare = k !== undefined && k !== null && k < count
      return [
        {
          from: entry.key,
          fromKind: 'service',
          to: key,
          toKind: 'component',
          means: 'requires',
          ...(spare ? { group: name, k } : {}),
          title: `${entry.title} requires ${key}`,
        },
        ...(on
          ? [
              {
                from: key,
                fromKind: 'component',
                to: on,
                toKind: 'component',
                means: 'runs_on',
                title: `${key} runs on ${foundation.find((one) => one.key === on)?.name ?? on}`,
              } satisfies Edge,
            ]
          : []),
      ]
    }).flat(),
  ),
]

const foundationEdges = (): readonly Edge[] =>
  foundation.flatMap((one) =>
    one.needs.map(
      ([to, group, k]): Edge => ({
        from: one.key,
        fromKind: 'component',
        to,
        toKind: 'component',
        means: 'requires',
        ...(group ? { group, k: k ?? 1 } : {}),
        title: `${one.name} requires ${foundation.find((other) => other.key === to)?.name ?? to}`,
      }),
    ),
  )

const dependencyRow = (times: Times, edge: Edge, copy: number): Loading =>
  row(times, dependency, `${edge.from}>${edge.to}${copyOf(copy)}`, {
    title: edge.title,
    dependent: named(times, edge.fromKind, edge.from + copyOf(copy)),
    provider: named(times, edge.toKind, edge.to + copyOf(copy)),
    means: edge.means,
    group: edge.group ?? null,
    needs_k: edge.k ?? null,
  })

const offeringRows = (times: Times, entry: Entry, copy: number): readonly Loading[] => {
  if (entry.state && entry.state !== 'live') return []
  const base = 2 + (entry.title.length % 9) * 3.5
  const levels =
    entry.criticality === 'vital'
      ? (['gold'] as const)
      : entry.criticality === 'high'
        ? (['gold', 'silver'] as const)
        : (['standard'] as const)
  return levels.map((level, index) =>
    row(times, offering, `${entry.key}:${level}${copyOf(copy)}`, {
      title: `${titled(entry.title, copy)}, ${level}`,
      service: named(times, 'service', entry.key + copyOf(copy)),
      description: level === 'gold' ? 'Support at any hour; restored first.' : 'Support in working hours.',
      level_name: level,
      price: Math.round(base * (2 - index) * 100) / 100,
      price_currency: 'GBP',
      requestable: entry.kind === 'end_user' || entry.kind === 'audio_visual',
      calendar: named(times, 'calendar', level === 'gold' && entry.hours === 'always' ? 'always' : 'office'),
    }),
  )
}

/** Component rows of one service's entry, in the order of its parts. */
const partRows = (times: Times, entry: Entry, copy: number): readonly Loading[] =>
  (entry.parts ?? []).flatMap(([type, name, count]) =>
    Array.from({ length: count }, (_, index) => {
      const key = partKey(name, index, count)
      return componentRow(times, key, copy, { type, name: key, entry, team: entry.team })
    }),
  )

/** Components that stand in for each other: of each group fewer must work than there are. */
export const spareParts: readonly Readonly<{ key: string; entry: Entry }>[] = entries.flatMap((entry) =>
  (entry.parts ?? []).flatMap(([, name, count, k]) =>
    k !== undefined && k !== null && k < count
      ? Array.from({ length: count }, (_, index) => ({ key: partKey(name, index, count), entry }))
      : [],
  ),
)

/** Services, components, offerings and dependencies of one copy of the catalogue. */
export const catalogueRows = (times: Times, copy = 0): readonly Rows[] => [
  { kind: service, rows: entries.map((entry) => serviceRow(times, entry, copy)) },
  {
    kind: component,
    rows: [
      ...foundation.map((one) => componentRow(times, one.key, copy, { type: one.type, name: one.name, entry: null, team: one.team })),
      ...entries.flatMap((entry) => partRows(times, entry, copy)),
    ],
  },
  { kind: offering, rows: entries.flatMap((entry) => offeringRows(times, entry, copy)) },
  { kind: dependency, rows: [...entries.flatMap(edgesOf), ...foundationEdges()].map((edge) => dependencyRow(times, edge, copy)) },
]
