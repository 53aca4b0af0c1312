import type { Problem, Read, ReadItem } from '../../platform/imports/reader.ts'
import { measuredBy } from './measures.ts'
import { type Indicator, isUnresolved, type Named, type Objective, type Slo } from './model.ts'
import type { OpenSloDocument, OpenSloRead } from './read.ts'
import { type BurnRow, burnRowOf, windowOf } from './terms.ts'

/** What is not said in the files: the zone of windows that name none, the state of new agreements, and the kind of new services ('' makes none). */
export type Usual = Readonly<{ zone: string; agreement_state: string; service_kind: string }>

type Values = Readonly<Record<string, unknown>>

/** One objective with its place. `key` tells it apart; `document` is the SLO that it stands in. */
type Promised = Readonly<{ slo: Slo; objective: Objective; indicator: Indicator; key: string; path: string; document: OpenSloDocument }>

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

function* alertsOf({ slo, document }: Promised): Generator<Read, readonly BurnRow[]> {
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

const promisedIn = (slo: Slo, document: OpenSloDocument): readonly Promised[] =>
  slo.objectives.flatMap((objective, index) => {
    const indicator = objective.indicator ?? slo.indicator
    const key = slo.objectives.length === 1 ? slo.name : `${slo.name}-${index + 1}`
    return indicator ? [{ slo, objective, indicator, key, path: `spec.objectives.${index}`, document }] : []
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
  const { slo, objective, indicator, key, path, document } = of
  const window = windowOf(slo)
  if (window.differs !== null) yield warning(document, 'spec.timeWindow.0.duration', 'window', window.differs)
  const rows = yield* alertsOf(of)
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
    ...(rows.length > 0 ? { burn_alerts: rows } : {}),
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
 * objective a measure and a promise about the share of good events, found again by the SLO's name. Of SLOs with one name the first counts.
 */
export function* recordsOf(read: OpenSloRead, usual: Usual): Generator<Read> {
  const { model } = read
  const services = new Map(model.services.toReversed().map((one) => [one.name, nameOf(one)]))
  const places = documentOf(read, 'SLO')
  const names = new Set<string>()
  const slos = model.slos.flatMap((slo, index) => {
    const document = places.get(index)
    if (!document || names.has(slo.name)) return []
    names.add(slo.name)
    return promisedIn(slo, document)
  })
  for (const one of new Map(slos.filter(({ slo }) => slo.indicator === null).map((of) => [of.slo.name, of])).values())
    yield warning(
      one.document,
      'spec.objectives',
      'composite',
      'Reeve does not weigh the parts of a composite together: each is a promise of its own.',
    )
  for (const [zone, [first]] of Map.groupBy(slos, (one) => zoneOf(one.slo, usual))) if (first) yield calendarOf(first.document, zone)
  if (usual.service_kind !== '') yield* servicesOf(read, usual)
  const named = (slo: Slo): string => services.get(slo.service) ?? slo.service
  for (const one of slos) yield* measureOf(one, named(one.slo))
  yield* agreementsOf(slos, services, usual)
  for (const one of slos) yield* promiseOf(one, named(one.slo), usual)
}
