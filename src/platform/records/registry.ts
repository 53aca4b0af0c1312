import type { z } from 'zod'
import type { Behaviour, News, Registry } from './context.ts'
import type { Kind } from './kind.ts'

export type RegistryParts = Readonly<{
  kinds: readonly Kind[]
  behaviours: readonly Readonly<{ kind: string; behaviour: Behaviour }>[]
  shapes: Readonly<Record<string, z.ZodType>>
  announce: (news: News) => void
  beside?: Registry['beside']
  holders?: Registry['holders']
}>

/** @throws Error when two kinds share a name, plural or prefix, or a shape has no validator: defects, found at start. */
export const makeRegistry = (parts: RegistryParts): Registry => {
  const byName = new Map<string, Kind>()
  const byPlural = new Map<string, Kind>()
  const prefixes = new Set<string>()
  for (const kind of parts.kinds) {
    if (byName.has(kind.name) || byPlural.has(kind.plural) || prefixes.has(kind.prefix))
      throw new Error(`two kinds share the name, plural or prefix of ${kind.name}`)
    byName.set(kind.name, kind)
    byPlural.set(kind.plural, kind)
    prefixes.add(kind.prefix)
  }
  for (const kind of parts.kinds)
    for (const [name, field] of Object.entries(kind.fields)) {
      if (field.type === 'structure' && !parts.shapes[field.shape])
        throw new Error(`${kind.name}.${name}: nobody registered the shape ${field.shape}`)
      if (field.type === 'link' || field.type === 'links')
        for (const to of field.to) if (!byName.has(to)) throw new Error(`${kind.name}.${name} links to the unknown kind ${to}`)
    }
  const behaviours = new Map<string, Behaviour[]>()
  for (const { kind, behaviour } of parts.behaviours) behaviours.set(kind, [...(behaviours.get(kind) ?? []), behaviour])
  return {
    kinds: parts.kinds,
    kind: (name) => {
      const found = byName.get(name)
      if (!found) throw new Error(`no kind is called ${name}`)
      return found
    },
    plural: (plural) => byPlural.get(plural),
    behaviours: (name) => [...(behaviours.get(name) ?? []), ...(behaviours.get('*') ?? [])],
    shape: (name) => {
      const found = parts.shapes[name]
      if (!found) throw new Error(`no shape is called ${name}`)
      return found
    },
    holders: parts.holders ?? (async () => []),
    beside: parts.beside ?? (async () => ({})),
    announce: parts.announce,
  }
}
