import type { Problem, Read } from '../../platform/imports/reader.ts'
import { type Entity, textsIn } from './entity.ts'
import { badReference } from './relations.ts'
import { type EntityRef, kindOf, nameOf, readReference } from './reference.ts'

/** All entities that were sent, and by what name. */
export type Catalogue = Readonly<{ entities: readonly Entity[]; byRef: ReadonlyMap<EntityRef, Entity> }>

/** Our own annotation: what kind of service a system or component is, when it is not an application. */
export const serviceKindAnnotation = 'reeve.io/service-kind'

const word = (value: unknown): string => (typeof value === 'string' ? value.trim() : '')

/** The description with the links under it, as Markdown. */
const about = (entity: Entity): string | null => {
  const links = entity.links.map(({ url, title }) => `- [${title.replace(/[[\]]/g, '')}](${url})`).join('\n')
  return (
    [entity.description, links]
      .filter((one) => one !== '')
      .join('\n\n')
      .slice(0, 100_000) || null
  )
}

/** What names another entity in its spec, in full. */
const refIn = (entity: Entity, field: string, kind: string): EntityRef | null => {
  const text = word(entity.spec[field])
  return text === '' ? null : readReference(text, { kind, namespace: entity.namespace })
}

const titleOf = (catalogue: Catalogue, ref: EntityRef | null): string | null =>
  ref === null ? null : (catalogue.byRef.get(ref)?.title ?? nameOf(ref)).slice(0, 120)

/** An owner is a group, which is a team of ours, or a user, who is the record's owner. */
const ownerOf = (entity: Entity): Readonly<Record<string, unknown>> => {
  const ref = refIn(entity, 'owner', 'Group')
  if (ref === null) return {}
  return kindOf(ref) === 'user' ? { owner: { source_ref: ref } } : { team: { source_ref: ref } }
}

const ownerPlace = (entity: Entity) => {
  const place = { path: 'spec.owner', line: entity.line(['spec', 'owner']) }
  return { team: place, owner: place }
}

/** Lives of the catalogue -> states of services and of components. */
const serviceStates: Readonly<Record<string, string>> = { experimental: 'in_design', production: 'live', deprecated: 'retiring' }
const componentStates: Readonly<Record<string, string>> = { experimental: 'in_use', production: 'in_use', deprecated: 'deprecated' }

const stateFor = (
  entity: Entity,
  states: Readonly<Record<string, string>>,
  usual: string,
): Readonly<{ state: string; problem?: Problem }> => {
  const lifecycle = word(entity.spec['lifecycle'])
  const known = states[lifecycle.toLowerCase()]
  if (known) return { state: known }
  if (lifecycle === '') return { state: usual }
  return {
    state: usual,
    problem: {
      severity: 'warning',
      file: entity.file,
      line: entity.line(['spec', 'lifecycle']),
      path: 'spec.lifecycle',
      rule: 'unknown_lifecycle',
      message: `The lifecycle “${lifecycle.slice(0, 60)}” is none of experimental, production, deprecated; it is taken for in use.`,
    },
  }
}

const isService = (entity: Entity): boolean =>
  entity.kind === 'System' || (entity.kind === 'Component' && ['service', 'website'].includes(word(entity.spec['type']).toLowerCase()))

/** The domain that a system, or the system of a component, belongs to. */
const domainOf = (catalogue: Catalogue, entity: Entity): string | null => {
  if (entity.kind === 'System') return titleOf(catalogue, refIn(entity, 'domain', 'Domain'))
  const system = refIn(entity, 'system', 'System')
  const found = system === null ? undefined : catalogue.byRef.get(system)
  return found ? domainOf(catalogue, found) : null
}

function* serviceOf(catalogue: Catalogue, entity: Entity, kinds: readonly string[], usual: string): Generator<Read> {
  const annotated = entity.annotations[serviceKindAnnotation] ?? ''
  if (annotated !== '' && !kinds.includes(annotated))
    yield {
      problem: {
        severity: 'warning',
        file: entity.file,
        line: entity.line(['metadata', 'annotations', serviceKindAnnotation]),
        path: `metadata.annotations.${serviceKindAnnotation}`,
        rule: 'choice',
        message: `“${annotated.slice(0, 60)}” is no kind of service; ${usual} is taken. Kinds are: ${kinds.join(', ')}.`,
      },
    }
  const { state, problem } = stateFor(entity, serviceStates, 'live')
  if (problem) yield { problem }
  const values = {
    title: entity.title,
    service_kind: kinds.includes(annotated) ? annotated : usual,
    purpose: about(entity),
    portfolio_group: domainOf(catalogue, entity),
    tags: entity.tags,
    state,
    ...ownerOf(entity),
  }
  yield {
    item: {
      kind: 'service',
      source_ref: entity.ref,
      values,
      soft: ['team', 'owner'],
      places: ownerPlace(entity),
      file: entity.file,
      line: entity.line([]),
    },
  }
}

function* componentOf(catalogue: Catalogue, entity: Entity): Generator<Read> {
  const { state, problem } = stateFor(entity, componentStates, 'in_use')
  if (problem) yield { problem }
  const type = word(entity.spec['type'])
  const lifecycle = word(entity.spec['lifecycle']).toLowerCase()
  const values = {
    title: entity.title,
    component_type: (entity.kind === 'API' ? `api (${type})` : type).slice(0, 80),
    description: about(entity),
    portfolio_group: titleOf(catalogue, refIn(entity, 'system', 'System')),
    tags: lifecycle === 'experimental' ? [...entity.tags, 'experimental'] : entity.tags,
    state,
    ...ownerOf(entity),
  }
  yield {
    item: {
      kind: 'component',
      source_ref: entity.ref,
      values,
      soft: ['team', 'owner'],
      places: ownerPlace(entity),
      file: entity.file,
      line: entity.line([]),
    },
  }
}

/** Who belongs to which group, told from either side. */
const membersOf = (catalogue: Catalogue): ReadonlyMap<EntityRef, readonly EntityRef[]> => {
  const members = new Map<EntityRef, Set<EntityRef>>()
  const add = (group: EntityRef | null, user: EntityRef | null): void => {
    if (group !== null && user !== null) members.set(group, (members.get(group) ?? new Set()).add(user))
  }
  for (const entity of catalogue.entities) {
    if (entity.kind === 'User')
      for (const text of textsIn(entity.spec['memberOf']))
        add(readReference(text, { kind: 'Group', namespace: entity.namespace }), entity.ref)
    if (entity.kind === 'Group')
      for (const text of textsIn(entity.spec['members']))
        add(entity.ref, readReference(text, { kind: 'User', namespace: entity.namespace }))
  }
  return new Map([...members].map(([group, users]) => [group, [...users]]))
}

const emailOf = (entity: Entity): string | null => {
  const profile = entity.spec['profile']
  return typeof profile === 'object' && profile !== null && 'email' in profile ? word(profile.email) || null : null
}

function* peopleAndTeams(catalogue: Catalogue): Generator<Read> {
  for (const entity of catalogue.entities)
    if (entity.kind === 'User') {
      const email = emailOf(entity)
      yield {
        item: {
          kind: 'person',
          source_ref: entity.ref,
          ...(email ? { match: { field: 'email', value: email.toLowerCase() } } : {}),
          values: { title: entity.title, email, tags: entity.tags },
          file: entity.file,
          line: entity.line([]),
        },
      }
    }
  const members = membersOf(catalogue)
  for (const entity of catalogue.entities)
    if (entity.kind === 'Group') {
      const of = members.get(entity.ref)
      const email = emailOf(entity)
      const parent = refIn(entity, 'parent', 'Group')
      const text =
        [about(entity), parent === null ? null : `Part of ${titleOf(catalogue, parent)}.`].filter((one) => one !== null).join('\n\n') ||
        null
      const values = {
        title: entity.title,
        about: text,
        tags: entity.tags,
        ...(email ? { email } : {}),
        ...(of ? { members: of.map((ref) => ({ source_ref: ref })) } : {}),
      }
      yield { item: { kind: 'team', source_ref: entity.ref, values, soft: ['members'], file: entity.file, line: entity.line([]) } }
    }
}

const badOwner = (entity: Entity): Problem | null => {
  const text = word(entity.spec['owner'])
  return text !== '' && readReference(text, { kind: 'Group', namespace: entity.namespace }) === null
    ? { ...badReference(entity, ['spec', 'owner'], text), severity: 'warning' }
    : null
}

/** Every entity as a record of ours, those that are named before those that name them. */
export function* recordsOf(catalogue: Catalogue, serviceKinds: readonly string[], usualKind: string): Generator<Read> {
  yield* peopleAndTeams(catalogue)
  const owned = catalogue.entities.filter((entity) => ['System', 'Component', 'API', 'Resource'].includes(entity.kind))
  for (const entity of owned) {
    const problem = badOwner(entity)
    if (problem) yield { problem }
  }
  for (const entity of owned) if (isService(entity)) yield* serviceOf(catalogue, entity, serviceKinds, usualKind)
  for (const entity of owned) if (!isService(entity)) yield* componentOf(catalogue, entity)
}
