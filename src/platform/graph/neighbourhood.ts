import { type Graph, meansOf } from './graph.ts'
import { eachNeighbour, type Way } from './walk.ts'

type Group = Readonly<{ name: string; k: number; of: number }>

/** Something shown: one node (its id is the key), or the members of a redundancy group of somebody as one. */
export type Spot = Readonly<{ key: string; nodes: readonly number[]; group: Group | null }>
/** Neighbours that are not shown, of one spot in one direction. */
export type Rest = Readonly<{ of: string; way: Way; count: number }>
export type Line = Readonly<{
  from: string
  to: string
  means: ReturnType<typeof meansOf>
  needs: Readonly<{ k: number; of: number }> | null
}>
export type Neighbourhood = Readonly<{
  spots: readonly Spot[]
  lines: readonly Line[]
  rests: readonly Rest[]
  /** Neighbours of the last step for which there was no room, not even as a rest. */
  beyond: number
}>

/** As many spots and rests as can be read on one screen. */
const most = 80
/** Neighbours shown of one spot, by distance from the middle. */
const shownAt = [22, 6] as const
/** Smaller groups show their members. */
const bundled = 3

/** Every node within `depth` steps towards what is needed, and towards what needs it, nearest first, at most `limit`; the node itself first. */
export const around = (graph: Graph, focus: number, depth: number, limit = 5000): readonly number[] => {
  const seen = new Set([focus])
  for (const way of ['needs', 'needed_by'] as const) {
    let border: readonly number[] = [focus]
    for (let step = 0; step < depth; step++) {
      const next: number[] = []
      for (const node of border)
        eachNeighbour(graph, node, way, (neighbour) => {
          if (seen.has(neighbour) || seen.size >= limit) return
          seen.add(neighbour)
          next.push(neighbour)
        })
      border = next
    }
  }
  return [...seen]
}

const single = (graph: Graph, node: number): Spot => ({ key: graph.ids[node] ?? '', nodes: [node], group: null })

/** The neighbours of a spot that are not on the picture yet; members of one group of it, where they are three or more, as one. */
const candidates = (
  graph: Graph,
  spot: Spot,
  way: Way,
  taken: ReadonlyMap<number, string>,
  visible: (node: number) => boolean,
): readonly Spot[] => {
  const byGroup = new Map<number, Set<number>>()
  const alone = new Set<number>()
  for (const node of spot.nodes)
    eachNeighbour(graph, node, way, (neighbour, edge) => {
      if (taken.has(neighbour) || !visible(neighbour)) return
      const group = graph.outGroup[edge] ?? -1
      if (way === 'needed_by' || group < 0) alone.add(neighbour)
      else byGroup.set(group, (byGroup.get(group) ?? new Set()).add(neighbour))
    })
  const bundles: Spot[] = []
  for (const [group, members] of byGroup)
    if (members.size < bundled) for (const node of members) alone.add(node)
    else {
      for (const node of members) alone.delete(node)
      const name = graph.groupNames[group] ?? ''
      bundles.push({
        key: `group:${spot.key}:${name}`,
        nodes: [...members],
        group: { name, k: graph.groupK[group] ?? 1, of: graph.groupSize[group] ?? members.size },
      })
    }
  return [...bundles, ...[...alone].map((node) => single(graph, node))]
}

/**
 * What is shown around a node: what it needs and what needs it, up to `depth` steps, the weightiest first, the rest counted.
 * @param weight of a node, higher is shown first; null hides it
 */
export const neighbourhood = (graph: Graph, focus: number, depth: 1 | 2, weight: (node: number) => number | null): Neighbourhood => {
  const spots = [single(graph, focus)]
  const taken = new Map([[focus, graph.ids[focus] ?? '']])
  const rests: Rest[] = []
  let beyond = 0
  const heaviest = (spot: Spot): number => Math.max(...spot.nodes.map((node) => weight(node) ?? 0))
  for (const way of ['needed_by', 'needs'] as const) {
    // What is needed is why people look: half of the room is kept for it.
    const room = way === 'needs' ? most : most / 2
    let border: readonly Spot[] = spots.slice(0, 1)
    for (let step = 0; step < depth; step++) {
      const next: Spot[] = []
      for (const spot of border) {
        const found = [...candidates(graph, spot, way, taken, (node) => weight(node) !== null)].sort(
          (a, b) => heaviest(b) - heaviest(a) || (a.nodes[0] ?? 0) - (b.nodes[0] ?? 0),
        )
        const left = room - spots.length - rests.length
        const count = Math.max(0, Math.min(shownAt[step] ?? 0, left - 1))
        // A rest of one takes as much room as the one itself.
        const shown = found.slice(0, found.length === count + 1 && left > count ? found.length : count)
        for (const one of shown) {
          for (const node of one.nodes) taken.set(node, one.key)
          spots.push(one)
          next.push(one)
        }
        const rest = found.slice(shown.length).reduce((sum, one) => sum + one.nodes.length, 0)
        if (rest > 0 && left > 0) rests.push({ of: spot.key, way, count: rest })
        else beyond += rest
      }
      border = next
    }
  }
  return { spots, lines: linesAmong(graph, spots, taken), rests, beyond }
}

/** Lines between spots, each pair once; a line into a bundle tells how many of it must work. */
const linesAmong = (graph: Graph, spots: readonly Spot[], taken: ReadonlyMap<number, string>): readonly Line[] => {
  const lines = new Map<string, Line>()
  for (const spot of spots)
    for (const node of spot.nodes)
      eachNeighbour(graph, node, 'needs', (other, edge) => {
        const to = taken.get(other)
        if (to === undefined || to === spot.key || lines.has(`${spot.key}>${to}`)) return
        const group = graph.outGroup[edge] ?? -1
        lines.set(`${spot.key}>${to}`, {
          from: spot.key,
          to,
          means: meansOf(graph, edge),
          needs: group < 0 ? null : { k: graph.groupK[group] ?? 1, of: graph.groupSize[group] ?? 1 },
        })
      })
  return [...lines.values()]
}
