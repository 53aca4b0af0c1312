import type { Problem, Read, ReadItem } from '../../platform/imports/reader.ts'
import { durationSeconds } from './duration.ts'
import { measuredBy } from './measures.ts'
import { type Indicator, isUnresolved, type Named, type Objective, type Slo } from './model.ts'
import type { OpenSloDocument, OpenSloRead } from './read.ts'
import { type BurnRow, burnRowOf, objectiveNote, windowOf } from './terms.ts'

/** What is not said in the files: the zone of windows that name none, the state of new agreements, and the kind of new services ('' makes none). */
export type Usual = Readonly<{ zone: string; agreement_state: string; service_kind: string }>

type Values = Readonly<Record<string, unknown>>

/** One objective with its place. `key` tells it apart; `document` is the SLO that it stands in. `weight`: as a part of a composite, null outside one. */
type Promised = Readonly<{
  slo: Slo
  objective: Objective
  indicator: Indicator
  key: string
  path: string
  document: OpenSloDocument
  weight: number | null
}>

/** A composite with the objectives that it is made of. */
type Composite = Readonly<{ slo: Slo; document: OpenSloDocument; parts: readonly Promised[] }>

const longestName = 63

/** The name of one of several objectives of an SLO, no longer than names may be. */
const keyOf = (slo: Slo, index: number): string => {
  const end = `-${index + 1}`
  return `${slo.name.slice(0, longestName - end.length)}${end}`
}

const longestTitle = 300
const longestTag = 120

const nameOf = (of: Named): string => (of.display_name ?? of.name).slice(0, longestTitle)

const tagsOf = (of: Named): readonly string[] =>
  Object.entries(of.labels).flatMap(([key, values]) => values.map((value) => `${key}:${value}`.slice(0, longestTag)))

const lineAt = (document: OpenSloDocument, path: string): number => document.lineOf(path === '' ? [] : path.split('.'))

const warning = (document: OpenSloDocument, path: string, rule: string, message: string): Read => {
  const problem: Problem = { severity: 'warning', file: document.file, line: lineAt(document, path), path, rule, message }
  return { problem }
}

type Item = Readonly<{ kind: string; source_ref: string; values: Values; soft?: readonly string[]; match?: ReadItem['match'] }>

const itemOf = (document: OpenSloDocument, item: Item, places: Readonly<Record<string, string>> = {}): Read => ({
  item: {
    kind: item.kind,
    source_ref: item.source_ref,
    values: item.values,
    ...(item.soft ? { soft: item.soft } : {}),
    ...(item.match ? { match: item.match } : {}),
    file: document.file,
    line: document.line,
    places: Object.fromEntries(Object.entries(places).map(([field, path]) => [field, { path, line: lineAt(document, path) }])),
  },
})

const zoneOf = (slo: Slo, usual: Usual): string => (slo.window?.rolling === false ? slo.window.zone : usual.zone)

const calendarRef = (zone: string): string => `calendar:${zone}`

const wholeDay = [['00:00', '24:00']]

const calendarOf = (document: OpenSloDocument, zone: string): Read =>
  itemOf(document, {
    kind: 'calendar',
    source_ref: calendarRef(zone),
    values: {
      title: `Around the clock, ${zone}`,
      time_zone: zone,
      hours: Object.fromEntries(['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'].map((day) => [day, wholeDay])),
    },
    match: { field: 'title', value: `Around the clock, ${zone}` },
  })

function* alertsOf({ slo, document }: Pick<Promised, 'slo' | 'document'>): Generator<Read, readonly BurnRow[]> {
  const rows: BurnRow[] = []
  for (const [index, policy] of slo.alert_policies.entries()) {
    if (isUnresolved(policy)) continue
    const row = burnRowOf(policy)
    if (row && row.factor <= 100_000 && row.long_s <= 31_622_400) rows.push(row)
    else
      yield warning(
        document,
        `spec.alertPolicies.${index}`,
        'alert_left_out',
        `The alert policy “${policy.name}” is not taken over: Reeve tells when the error budget burns faster than a rate within a window.`,
      )
  }
  return rows.slice(0, 12)
}

/** With one objective there is nothing to add up. */
const isComposite = (slo: Slo): boolean => slo.indicator === null && slo.objectives.length > 1

const promisedIn = (slo: Slo, document: OpenSloDocument): readonly Promised[] =>
  slo.objectives.flatMap((objective, index) => {
    const indicator = objective.indicator ?? slo.indicator
    const key = slo.objectives.length === 1 ? slo.name : keyOf(slo, index)
    const weight = isComposite(slo) ? (objective.weight ?? 1) : null
    return indicator ? [{ slo, objective, indicator, key, path: `spec.objectives.${index}`, document, weight }] : []
  })

const titleOf = ({ slo, objective, indicator }: Promised): string => {
  const more = objective.display_name ?? (slo.indicator === null ? nameOf(indicator) : null)
  return (slo.objectives.length === 1 || more === null ? nameOf(slo) : `${nameOf(slo)}: ${more}`).slice(0, longestTitle)
}

function* measureOf(of: Promised, service: string): Generator<Read> {
  const { slo, objective, indicator, key, path, document } = of
  const measured = measuredBy(slo, objective, indicator)
  if (measured.approximate !== null) yield warning(document, path, 'approximate', measured.approximate)
  const place = slo.indicator === null ? `${path}.indicator` : 'spec.indicator'
  yield itemOf(
    document,
    {
      kind: 'measure',
      source_ref: `measure:${key}`,
      values: {
        title: `${nameOf(indicator)} (${key})`.slice(0, longestTitle),
        subject: service,
        measure_type: indicator.metric.kind === 'threshold' ? 'other' : 'availability',
        aggregation: 'share',
        direction: 'higher',
        description: indicator.description,
        source: measured.source,
        ...measured.fields,
        tags: tagsOf(indicator),
      },
      soft: ['subject', 'source'],
    },
    { subject: 'spec.service', query: place, series: place, marked_series: place, source: place, good_level: `${path}.value` },
  )
}

function* promiseOf(of: Promised, service: string, usual: Usual): Generator<Read> {
  const { slo, objective, indicator, key, path, document, weight } = of
  const window = windowOf(slo)
  // What an SLO says of all its parts is warned of once, with the whole.
  if (window.differs !== null && weight === null) yield warning(document, 'spec.timeWindow.0.duration', 'window', window.differs)
  const rows = weight === null ? yield* alertsOf(of) : []
  const values: Values = {
    title: titleOf(of),
    agreement: { source_ref: `agreement:${slo.service}` },
    measure: 'good_share',
    subject: service,
    indicator: { source_ref: `measure:${key}` },
    share: objective.target,
    ...measuredBy(slo, objective, indicator).budgeting,
    ...window.values,
    calendar: { source_ref: calendarRef(zoneOf(slo, usual)) },
    ...(rows.length > 0 || weight !== null ? { burn_alerts: rows } : {}),
    ...(weight === null ? {} : { part_weight: weight }),
    slo_name: key,
    tags: tagsOf(slo),
  }
  yield itemOf(
    document,
    { kind: 'promise', source_ref: `slo:${key}`, values, soft: ['subject'], match: { field: 'slo_name', value: key } },
    {
      subject: 'spec.service',
      share: `${path}.target`,
      slice: `${path}.timeSliceWindow`,
      slice_share: `${path}.timeSliceTarget`,
      window_length: 'spec.timeWindow.0.duration',
      slo_name: 'metadata.name',
      burn_alerts: 'spec.alertPolicies',
    },
  )
}

const methods = { Occurrences: 'events', Timeslices: 'slices', RatioTimeslices: 'slice_ratios' } as const

/** How the slices of parts are laid side by side: all of one length, the longest. */
function* slicesOf({ slo, document, parts }: Composite): Generator<Read, Values> {
  if (slo.budgeting === 'Occurrences') return { budgeting: 'events' }
  const lengths = parts.map(({ objective }) => durationSeconds(objective.slice ?? '1m') ?? 60)
  const slice = Math.max(...lengths)
  if (lengths.some((one) => one !== slice))
    yield warning(
      document,
      'spec.objectives',
      'slices',
      `Its parts have slices of different lengths; together they are judged in slices of ${slice / 60} min.`,
    )
  return { budgeting: methods[slo.budgeting], slice }
}

function* wholeOf(of: Composite, service: string, usual: Usual): Generator<Read> {
  const { slo, document, parts } = of
  const window = windowOf(slo)
  if (window.differs !== null) yield warning(document, 'spec.timeWindow.0.duration', 'window', window.differs)
  const rows = yield* alertsOf(of)
  const share = Number(slo.annotations[objectiveNote])
  const values: Values = {
    title: nameOf(slo),
    agreement: { source_ref: `agreement:${slo.service}` },
    measure: 'composite',
    subject: service,
    parts: parts.map((one) => ({ source_ref: `slo:${one.key}` })),
    ...(yield* slicesOf(of)),
    ...(share > 0 && share < 1 ? { share } : {}),
    ...window.values,
    calendar: { source_ref: calendarRef(zoneOf(slo, usual)) },
    ...(rows.length > 0 ? { burn_alerts: rows } : {}),
    slo_name: slo.name,
    tags: tagsOf(slo),
  }
  yield itemOf(
    document,
    { kind: 'promise', source_ref: `slo:${slo.name}`, values, soft: ['subject'], match: { field: 'slo_name', value: slo.name } },
    {
      subject: 'spec.service',
      parts: 'spec.objectives',
      slice: 'spec.objectives.0.timeSliceWindow',
      window_length: 'spec.timeWindow.0.duration',
      slo_name: 'metadata.name',
      burn_alerts: 'spec.alertPolicies',
    },
  )
}

function* agreementsOf(slos: readonly Promised[], services: ReadonlyMap<string, string>, usual: Usual): Generator<Read> {
  for (const [service, of] of Map.groupBy(slos, (one) => one.slo.service)) {
    const [first] = of
    if (!first) continue
    yield itemOf(
      first.document,
      {
        kind: 'agreement',
        source_ref: `agreement:${service}`,
        values: {
          title: `Service level objectives of ${services.get(service) ?? service}`.slice(0, longestTitle),
          agreement_type: 'ola',
          services: [services.get(service) ?? service],
          calendar: { source_ref: calendarRef(zoneOf(first.slo, usual)) },
          state: usual.agreement_state,
        },
        soft: ['services'],
      },
      { services: 'spec.service' },
    )
  }
}

const documentOf = (read: OpenSloRead, kind: string): ReadonlyMap<number, OpenSloDocument> =>
  new Map(read.documents.filter((one) => one.kind === kind).map((one) => [one.index, one]))

/** Of services with one name the first counts. */
function* servicesOf(read: OpenSloRead, usual: Usual): Generator<Read> {
  const names = new Set<string>()
  for (const [index, document] of documentOf(read, 'Service')) {
    const one = read.model.services[index]
    if (!one || names.has(one.name)) continue
    names.add(one.name)
    const title = nameOf(one)
    const values = { title, service_kind: usual.service_kind, ...(one.description === null ? {} : { purpose: one.description }) }
    yield itemOf(document, { kind: 'service', source_ref: `service:${one.name}`, values, match: { field: 'title', value: title } })
  }
}

/**
 * The records that files of OpenSLO come to, those that are named before those that name them: for each service an operational agreement, for each
 * objective a measure and a promise about the share of good events, found again by the SLO's name, and for each composite a promise that is made of those of its
 * objectives. Of SLOs with one name the first counts.
 */
export function* recordsOf(read: OpenSloRead, usual: Usual): Generator<Read> {
  const { model } = read
  const services = new Map(model.services.toReversed().map((one) => [one.name, nameOf(one)]))
  const places = documentOf(read, 'SLO')
  const names = new Set<string>()
  const wholes: Composite[] = []
  const slos = model.slos.flatMap((slo, index) => {
    const document = places.get(index)
    if (!document || names.has(slo.name)) return []
    names.add(slo.name)
    const promised = promisedIn(slo, document)
    if (isComposite(slo)) wholes.push({ slo, document, parts: promised })
    return promised
  })
  for (const [zone, [first]] of Map.groupBy(slos, (one) => zoneOf(one.slo, usual))) if (first) yield calendarOf(first.document, zone)
  if (usual.service_kind !== '') yield* servicesOf(read, usual)
  const named = (slo: Slo): string => services.get(slo.service) ?? slo.service
  for (const one of slos) yield* measureOf(one, named(one.slo))
  yield* agreementsOf(slos, services, usual)
  for (const one of slos) yield* promiseOf(one, named(one.slo), usual)
  for (const one of wholes) yield* wholeOf(one, named(one.slo), usual)
}
