import { invalid, type Refusal } from '../../../kernel/refusal.ts'
import type { Means } from '../../../platform/graph/graph.ts'

/** How a need reads between two titles. */
export const verbs: Readonly<Record<Means, string>> = { requires: 'requires', runs_on: 'runs on', part_of: 'is part of', uses: 'uses' }

export const titleOf = (dependent: string, means: Means, provider: string): string =>
  `${dependent} ${verbs[means]} ${provider}`.slice(0, 300)

/**
 * The shortest way from one record to another over given needs; both ends included, null when there is none.
 * @param needs pairs of ids
 */
export const wayOver = (needs: readonly Readonly<{ from: string; to: string }>[], from: string, to: string): readonly string[] | null => {
  const next = new Map<string, string[]>()
  for (const need of needs) next.set(need.from, [...(next.get(need.from) ?? []), need.to])
  const cameFrom = new Map<string, string>([[from, from]])
  const queue = [from]
  for (const node of queue) {
    if (node === to) break
    for (const other of next.get(node) ?? []) {
      if (cameFrom.has(other)) continue
      cameFrom.set(other, node)
      queue.push(other)
    }
  }
  if (!cameFrom.has(to)) return null
  const path = [to]
  for (let node = to; node !== from; ) {
    node = cameFrom.get(node) ?? from
    path.unshift(node)
  }
  return path
}

/** @param titles from the dependent over what it would newly need, back to the dependent */
export const circle = (titles: readonly string[]): Refusal =>
  invalid(
    'provider',
    `This would close a circle: ${titles.join(' → ')}. Nothing can need itself; use “Uses” where it works without.`,
    'circle',
  )

export const itself = (): Refusal => invalid('provider', 'Nothing depends on itself. Choose another record.', 'self')

export const twice = (ref: string): Refusal => invalid('provider', `${ref} says this already. Change that one.`, 'duplicate')

/** Why k cannot be asked of a group; null when it can. `size` counts this dependency too. */
export const groupFault = (group: string | null, k: number | null, size: number): Refusal | null => {
  if (k === null) return null
  if (group === null) return invalid('group', 'Name the redundancy group of which so many must work.', 'group')
  if (k <= size) return null
  return invalid(
    'needs_k',
    `${k} of “${group}” cannot work: it has ${size === 1 ? 'one dependency' : `${size} dependencies`} so far. Add the others first, then set how many must work.`,
    'k_of_n',
  )
}
