/** The name of an entity across the catalogue: kind, namespace and name, all in lower case, such as `group:default/team-atlas`. */
export type EntityRef = string

/** What a reference leaves out: the kind that its field expects, and the namespace of the entity that holds it. */
export type Defaults = Readonly<{ kind: string; namespace: string }>

const shape = /^(?:([a-z][a-z0-9]*):)?(?:([a-z0-9]+(?:[-.][a-z0-9]+)*)\/)?([a-z0-9]+(?:[-_.][a-z0-9]+)*)$/i

/** Reads `[kind:][namespace/]name`. @returns null when the text is not a reference */
export const readReference = (text: string, defaults: Defaults): EntityRef | null => {
  const found = shape.exec(text.trim())
  if (!found) return null
  return `${found[1] ?? defaults.kind}:${found[2] ?? defaults.namespace}/${found[3] ?? ''}`.toLowerCase()
}

export const nameOf = (ref: EntityRef): string => ref.slice(ref.indexOf('/') + 1)
export const kindOf = (ref: EntityRef): string => ref.slice(0, ref.indexOf(':'))
