import { conditionAt, type Documents, policyAt, targetAt } from './alert.ts'
import { indicatorAt } from './indicator.ts'
import { namedAt } from './metadata.ts'
import type { DataSource, Named, OpenSlo } from './model.ts'
import { type References, sloAt } from './slo.ts'
import { at, isThere, partOf, refuse, requiredText, type Spot, shown, textAt, warn, wordAt } from './spot.ts'
import { ofAlpha } from './v1alpha.ts'
import { objectsOf, type OpenSloIssue, type SourceText } from './yaml.ts'

const kinds = ['DataSource', 'SLO', 'SLI', 'AlertPolicy', 'AlertCondition', 'AlertNotificationTarget', 'Service'] as const
export type OpenSloKind = (typeof kinds)[number]

/** A document that was read whole, and where it stands. `index`: its place in the model’s list of its kind. */
export type OpenSloDocument = Readonly<{
  kind: OpenSloKind
  name: string
  index: number
  file: string
  line: number
  lineOf: (path: readonly (string | number)[]) => number
}>

export type OpenSloRead = Readonly<{ documents: readonly OpenSloDocument[]; model: OpenSlo; issues: readonly OpenSloIssue[] }>

type Typed = Readonly<{ kind: OpenSloKind; spot: Spot }>

/** Whatever a file holds, it is read or refused: structures nested beyond what can be walked end here. */
const safely = <T>(spot: Spot, read: () => T | null): T | null => {
  try {
    return read()
  } catch (error) {
    if (error instanceof RangeError) return refuse(spot, 'nested', 'This is nested too deeply to be read.')
    throw error
  }
}

const envelope = (whole: Spot): Typed | null => {
  const { found } = whole
  if (typeof found.value !== 'object' || found.value === null || Array.isArray(found.value))
    return refuse(whole, 'envelope', 'This is not an OpenSLO object: it needs apiVersion, kind, metadata and spec.')
  const version = textAt(at(whole, 'apiVersion'))
  if (version === null || version === '')
    return refuse(at(whole, 'apiVersion'), 'version', 'apiVersion is missing. Write apiVersion: openslo/v1.')
  if (version.startsWith('openslo.com/'))
    return refuse(
      at(whole, 'apiVersion'),
      'version',
      `${shown(version)} is a draft of the next OpenSLO that still changes and is not read. Write the object as openslo/v1: sli is indicator there, and metadata has displayName.`,
    )
  if (!version.startsWith('openslo/'))
    return warn(at(whole, 'apiVersion'), 'other_format', `${shown(version)} is not OpenSLO; this document was left out.`)
  if (version === 'openslo/v1alpha') return typed(ofAlpha(whole))
  if (version !== 'openslo/v1')
    return refuse(at(whole, 'apiVersion'), 'version', `${shown(version)} is not read. Write apiVersion: openslo/v1.`)
  return typed(whole)
}

const typed = (spot: Spot | null): Typed | null => {
  if (spot === null || !partOf(spot, ['apiVersion', 'kind', 'metadata', 'spec'])) return null
  if (!isThere(at(spot, 'kind'))) return refuse(at(spot, 'kind'), 'kind', `kind is missing: one of ${kinds.join(', ')}.`)
  const kind = wordAt(at(spot, 'kind'), kinds)
  return kind === null ? null : { kind, spot }
}

const serviceAt = (spot: Spot): Named | null => {
  const spec = at(spot, 'spec')
  if (isThere(spec)) partOf(spec, ['description'])
  return namedAt(at(spot, 'metadata'), spec)
}

const sourceAt = (spot: Spot): DataSource | null => {
  const spec = at(spot, 'spec')
  const named = namedAt(at(spot, 'metadata'), spec)
  if (!isThere(spec)) return refuse(spec, 'required', 'spec is missing.')
  if (!partOf(spec, ['description', 'type', 'connectionDetails'])) return null
  const type = requiredText(at(spec, 'type'))
  const connection = at(spec, 'connectionDetails').value ?? null
  return named === null || type === null ? null : { ...named, type, connection }
}

/** Reads the objects of one kind; those with anything refused are left out. A name that came before is told. */
const readKind = <T extends Named>(
  all: readonly Typed[],
  kind: OpenSloKind,
  read: (spot: Spot) => T | null,
  documents: OpenSloDocument[],
): readonly T[] => {
  const names = new Set<string>()
  let index = 0
  return all.flatMap((one) => {
    if (one.kind !== kind) return []
    const { spot } = one
    const value = safely(spot, () => read(spot))
    if (value === null || spot.issues.some((issue) => issue.severity === 'refused')) return []
    if (names.has(value.name))
      warn(
        at(at(spot, 'metadata'), 'name'),
        'duplicate_name',
        `There is another ${kind} “${value.name}” before this one; what refers to the name means the first.`,
      )
    names.add(value.name)
    documents.push({ kind, name: value.name, index: index++, file: spot.found.file, line: spot.found.line([]), lineOf: spot.found.line })
    return [value]
  })
}

const finder = <T extends Named>(list: readonly T[]): ((name: string) => T | undefined) => {
  const byName = new Map<string, T>()
  for (const one of list) if (!byName.has(one.name)) byName.set(one.name, one)
  return (name) => byName.get(name)
}

/**
 * Reads OpenSLO v1 (and what v1alpha says in other words): several files, each with several documents, references across all of them.
 * What is wrong is an issue with file, line, field and rule; the object is left out when it is refused. Never throws.
 */
export const readOpenSlo = (files: readonly SourceText[]): OpenSloRead => {
  const objects = files.flatMap(objectsOf)
  const whole = objects.flatMap((found): readonly Spot[] =>
    'severity' in found ? [] : [{ found, path: [], value: found.value, issues: [] }],
  )
  const all = whole.flatMap((spot) => safely(spot, () => envelope(spot)) ?? [])
  const documents: OpenSloDocument[] = []
  const services = readKind(all, 'Service', serviceAt, documents)
  const data_sources = readKind(all, 'DataSource', sourceAt, documents)
  const sources = finder(data_sources)
  const types = (name: string): string | undefined => sources(name)?.type
  const indicators = readKind(all, 'SLI', (spot) => indicatorAt(spot, types), documents)
  const notification_targets = readKind(all, 'AlertNotificationTarget', targetAt, documents)
  const alert_conditions = readKind(all, 'AlertCondition', conditionAt, documents)
  const named: Documents = { condition: finder(alert_conditions), target: finder(notification_targets), policy: () => undefined }
  const alert_policies = readKind(all, 'AlertPolicy', (spot) => policyAt(spot, named), documents)
  const from: References = { ...named, policy: finder(alert_policies), indicator: finder(indicators), sources: types }
  const slos = readKind(all, 'SLO', (spot) => sloAt(spot, from), documents)
  const model: OpenSlo = { slos, services, data_sources, indicators, alert_policies, alert_conditions, notification_targets }
  const issues = [...objects.flatMap((found) => ('severity' in found ? [found] : [])), ...whole.flatMap((spot) => spot.issues)]
  const place = new Map(files.map((file, index) => [file.path, index]))
  const inOrder = (a: Readonly<{ file: string; line: number }>, b: Readonly<{ file: string; line: number }>): number =>
    (place.get(a.file) ?? 0) - (place.get(b.file) ?? 0) || a.line - b.line
  return { documents: documents.toSorted(inOrder), model, issues: issues.toSorted(inOrder) }
}
