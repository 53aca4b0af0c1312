import type { Kind } from '../../records/kind.ts'

let all: readonly Kind[] = []
let byName: ReadonlyMap<string, Kind> = new Map()
let byPlural: ReadonlyMap<string, Kind> = new Map()

/** Told once, before the first screen. */
export const registerKinds = (kinds: readonly Kind[]): void => {
  all = kinds
  byName = new Map(kinds.map((kind) => [kind.name, kind]))
  byPlural = new Map(kinds.map((kind) => [kind.plural, kind]))
}

export const allKinds = (): readonly Kind[] => all
export const kindNamed = (name: string): Kind | undefined => byName.get(name)
export const kindOfPlural = (plural: string): Kind | undefined => byPlural.get(plural)

/** "/incidents/INC-3" for a record; its id serves when a ref is not known. */
export const addressOf = (pointer: Readonly<{ kind: string; ref?: string; id?: string }>): string => {
  const kind = kindNamed(pointer.kind)
  return `/${kind?.plural ?? pointer.kind}/${encodeURIComponent(pointer.ref ?? pointer.id ?? '')}`
}
