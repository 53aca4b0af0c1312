import type { Problem, Read } from '../../platform/imports/reader.ts'
import { type Entity, textsIn } from './entity.ts'
import { type Defaults, type EntityRef, readReference } from './reference.ts'

/** How a relation of the catalogue becomes a dependency of ours. docs/decisions/0007-backstage.md says why. */
type Rule = Readonly<{
  field: string
  /** The kind that a reference without one means. */
  kind: string
  means: 'requires' | 'runs_on' | 'uses'
  /** Whether the entity that is named needs the one that names it. */
  reversed: boolean
  note: string
}>

const rules: readonly Rule[] = [
  { field: 'dependsOn', kind: 'Component', means: 'requires', reversed: false, note: 'dependsOn' },
  { field: 'dependencyOf', kind: 'Component', means: 'requires', reversed: true, note: 'dependencyOf' },
  { field: 'consumesApis', kind: 'API', means: 'uses', reversed: false, note: 'consumesApis' },
  { field: 'providesApis', kind: 'API', means: 'runs_on', reversed: true, note: 'providesApis' },
  { field: 'subcomponentOf', kind: 'Component', means: 'uses', reversed: true, note: 'subcomponentOf' },
  { field: 'system', kind: 'System', means: 'uses', reversed: true, note: 'system' },
]

const withRelations = new Set<Entity['kind']>(['Component', 'API', 'Resource'])

export const badReference = (entity: Entity, path: readonly (string | number)[], text: string): Problem => ({
  severity: 'refused',
  file: entity.file,
  line: entity.line(path),
  path: path.join('.'),
  rule: 'reference',
  message: `“${text.slice(0, 80)}” is not a reference. Write it like name, kind:name or kind:namespace/name.`,
})

type Named = Readonly<{ text: string; path: readonly (string | number)[] }>

const namedIn = (entity: Entity, field: string): readonly Named[] => {
  const value = entity.spec[field]
  if (typeof value === 'string') return [{ text: value, path: ['spec', field] }]
  return textsIn(value).map((text, index) => ({ text, path: ['spec', field, index] }))
}

/** Every relation of the entities as a dependency, each pair once. A relation that is told from both sides is one. */
export function* dependenciesOf(entities: readonly Entity[]): Generator<Read> {
  const titles = new Map<EntityRef, string>(entities.map((entity) => [entity.ref, entity.title]))
  const seen = new Set<string>()
  for (const entity of entities) {
    if (!withRelations.has(entity.kind)) continue
    for (const rule of rules)
      for (const { text, path } of namedIn(entity, rule.field)) {
        const defaults: Defaults = { kind: rule.kind, namespace: entity.namespace }
        const other = readReference(text, defaults)
        if (other === null) {
          yield { problem: badReference(entity, path, text) }
          continue
        }
        const [dependent, provider] = rule.reversed ? [other, entity.ref] : [entity.ref, other]
        const key = `${dependent} ${rule.means} ${provider}`
        if (seen.has(key)) continue
        seen.add(key)
        const title =
          `${titles.get(dependent) ?? dependent} ${rule.means === 'runs_on' ? 'runs on' : rule.means} ${titles.get(provider) ?? provider}`.slice(
            0,
            300,
          )
        const values = {
          title,
          dependent: { source_ref: dependent },
          provider: { source_ref: provider },
          means: rule.means,
          note: `${rule.note} in the catalogue`,
        }
        const place = { path: path.join('.') }
        yield {
          item: {
            kind: 'dependency',
            source_ref: key,
            values,
            places: { dependent: place, provider: place },
            file: entity.file,
            line: entity.line(path),
          },
        }
      }
  }
}
