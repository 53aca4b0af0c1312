import type { Expression } from './expression.ts'

/** What something needs to work: one thing, or k of several that stand in for each other. */
export type Need = string | Readonly<{ group: string; k: number; of: readonly string[] }>

export type Chain = Readonly<{
  expression: Expression
  /** Parts with a figure, by which the whole is computed. */
  parts: readonly string[]
  /** What is made of others and has no figure of its own. */
  inner: readonly string[]
  /** Parts without a figure that need nothing further: nobody knows how often they fail. */
  unknown: readonly string[]
  /** What each of these and each group (`groupKey`) is made of. */
  made: ReadonlyMap<string, Expression>
}>

/** A group belongs to what needs it: two may use the same word. */
export const groupKey = (of: string, group: string): string => `group:${of}:${group}`

/** The needs run in a circle; both ends of `circle` are the same. */
export type Circle = Readonly<{ circle: readonly string[] }>

const membersOf = (need: Need): readonly string[] => (typeof need === 'string' ? [need] : need.of)

/**
 * What must work for `root` to work. Something with a figure is a part: the figure covers what is beneath it. Without one it is as good as what it needs;
 * what needs nothing then is unknown. `root` is always made of its needs.
 * @returns the circle when something needs itself by a longer way
 */
export const chainFrom = (root: string, needs: (name: string) => readonly Need[], hasFigure: (name: string) => boolean): Chain | Circle => {
  const built = new Map<string, Expression>()
  const way: string[] = []
  const inner: string[] = []
  const unknown: string[] = []
  const parts: string[] = []
  let circle: readonly string[] | null = null

  const part = (name: string, list: string[]): Expression => {
    list.push(name)
    built.set(name, name)
    return name
  }
  const build = (name: string): Expression => {
    const before = built.get(name)
    if (before !== undefined) return before
    if (way.includes(name)) {
      circle ??= [...way.slice(way.indexOf(name)), name]
      return name
    }
    if (name !== root && hasFigure(name)) return part(name, parts)
    const wanted = needs(name)
    if (wanted.length === 0) return part(name, unknown)
    way.push(name)
    const made = {
      series: wanted.map((need): Expression => {
        const members = membersOf(need).map(build)
        if (typeof need === 'string') return members[0] ?? need
        const group: Expression = { kofn: [need.k, members] }
        built.set(groupKey(name, need.group), group)
        return group
      }),
    }
    way.pop()
    inner.push(name)
    built.set(name, made)
    return made
  }
  const expression = build(root)
  return circle ? { circle } : { expression, parts, inner, unknown, made: built }
}
