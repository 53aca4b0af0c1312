import {
  emptyMapping,
  type Mapping,
  type Problem,
  type Read,
  type Reader,
  type ReadEnv,
  remembering,
  type SourceFile,
} from '../../platform/imports/reader.ts'
import { documentsOf, yamlFiles } from './documents.ts'
import { type Entity, readEntity, textsIn } from './entity.ts'
import { recordsOf } from './records.ts'
import type { EntityRef } from './reference.ts'
import { dependenciesOf } from './relations.ts'

/** `./a/../b.yaml` as seen from a file within what was sent. */
const within = (from: string, target: string): string => {
  const parts = from.split('/').slice(0, -1)
  for (const part of target.split('/')) {
    if (part === '..') parts.pop()
    else if (part !== '.' && part !== '') parts.push(part)
  }
  return parts.join('/')
}

/** Targets of a Location that were not sent along. Addresses on the net are not fetched. */
const missingTargets = (entity: Entity, names: ReadonlySet<string>): readonly Problem[] => {
  const single = entity.spec['target']
  const targets = [
    ...(typeof single === 'string' ? [{ text: single, path: ['spec', 'target'] as const }] : []),
    ...textsIn(entity.spec['targets']).map((text, index) => ({ text, path: ['spec', 'targets', index] as const })),
  ]
  return targets.flatMap(({ text, path }): Problem[] => {
    const at = { severity: 'warning' as const, file: entity.file, line: entity.line(path), path: path.join('.') }
    if (/^[a-z]+:\/\//i.test(text))
      return [
        { ...at, rule: 'location_not_fetched', message: `${text.slice(0, 200)} is not fetched. Send its files along if they are wanted.` },
      ]
    if (text.includes('*')) return []
    const name = within(entity.file, text)
    return names.has(name) || names.has(`${name}.gz`)
      ? []
      : [
          {
            ...at,
            rule: 'location_target',
            message: `${text.slice(0, 200)} was not among the files sent (looked for ${name.slice(0, 200)}).`,
          },
        ]
  })
}

async function* read(files: readonly SourceFile[], mapping: Mapping, env: ReadEnv): AsyncGenerator<Read> {
  const wanted = yamlFiles(files)
  if (files.length > wanted.length) yield { note: 'files_left_out', count: files.length - wanted.length }
  const names = new Set(files.map((file) => file.name))
  const entities: Entity[] = []
  const byRef = new Map<EntityRef, Entity>()
  for await (const one of documentsOf(wanted, env)) {
    if ('severity' in one) {
      yield { problem: one }
      continue
    }
    const entity = readEntity(one)
    if (!('ref' in entity)) {
      for (const problem of entity) yield { problem }
      continue
    }
    if (entity.kind === 'Location') for (const problem of missingTargets(entity, names)) yield { problem }
    entities.push(entity)
    if (!byRef.has(entity.ref)) byRef.set(entity.ref, entity)
  }
  const counts = Map.groupBy(entities, (entity) => entity.kind)
  for (const [kind, of] of counts) yield { note: kind, count: of.length }
  const field = env.registry.kind('service').fields['service_kind']
  const kinds = field?.type === 'choice' ? field.options.map((option) => option.value) : []
  yield* recordsOf({ entities, byRef }, kinds, mapping.defaults['service_kind'] ?? 'application')
  yield* dependenciesOf(entities)
}

/** Reads a software catalogue in Backstage's format: teams, people, services, components and what they need of each other. */
export const backstage: Reader = {
  name: 'backstage',
  label: 'Backstage catalogue',
  about:
    'YAML files of entities (Component, API, Resource, System, Domain, Group, User, Location), several documents a file. Relations become dependencies.',
  accepts: ['.yaml', '.yml', '.yaml.gz', '.json'],
  suggest: async (_files, remembered) => ({
    mapping: remembering({ ...emptyMapping, defaults: { service_kind: 'application' } }, remembered),
    columns: [],
    samples: {},
  }),
  read,
}
