import { type Graph, meansOf } from './graph.ts'
import { eachNeighbour, type Way } from './walk.ts'

/** Neighbours that are not shown, of one node in one direction. */
export type Rest = Readonly<{ of: number; way: Way; count: number }>
export type Line = Readonly<{ from: number; to: number; means: ReturnType<typeof meansOf>; needs: Readonly<{ k: number; of: number }> | null }>
export type Neighbourhood = Readonly<{ nodes: readonly number[]; lines: readonly Line[]; rests: readonly Rest[] }>

/** As many as can be read on one screen. */
const most = 80
/** Neighbours shown of one node, by distance from the middle. */
const shownAt = [22, 6] as const

/** Every node within `depth` steps both ways, nearest first, at most `limit`. */
export const around = (graph: Graph, focus: number, depth: number, limit = 5000): readonly number[] => {
  const seen = new Set([focus])
  for (const way of ['needs', 'needed_by'] as const) {
    let edge: readonly number[] = [focus]
    for (let step = 0; step < depth; step++) {
      const next: number[] = []
      for (const node of edge)
        eachNeighbour(graph, node, way, (neighbour) => {
          if (seen.has(neighbour) || seen.size >= limit) return
          seen.add(neighbour)
          next.push(neighbour)
        })
      edge = next
    }
  }
  return [...seen]
}

/**
 * What is shown around a node: what it needs and what needs it, up to `depth` steps, the weightiest first, the rest counted.
 * @param weight of a node, higher is shown first; null hides it
 */
export const neighbourhood = (graph: Graph, focus: number, depth: 1 | 2, weight: (node: number) => number | null): Neighbourhood => {
  const nodes = [focus]
  const chosen = new Set(nodes)
  const rests: Rest[] = []
  for (const way of ['needed_by', 'needs'] as const) {
    let border: readonly number[] = [focus]
    for (let step = 0; step < depth; step++) {
      const next: number[] = []
      for (const node of border) {
        const found = new Set<number>()
        eachNeighbour(graph, node, way, (neighbour) => {
          if (!chosen.has(neighbour) && weight(neighbour) !== null) found.add(neighbour)
        })
        const sorted = [...found].sort((a, b) => (weight(b) ?? 0) - (weight(a) ?? 0) || a - b)
        const room = Math.max(0, Math.min(shownAt[step] ?? 0, (way === 'needs' ? most : most / 2) - nodes.length))
        // One more node costs as much room as the line that says "+1 more".
        const shown = sorted.slice(0, sorted.length === room + 1 ? room + 1 : room)
        for (const one of shown) {
          chosen.add(one)
          nodes.push(one)
          next.push(one)
        }
        if (sorted.length > shown.length) rests.push({ of: node, way, count: sorted.length - shown.length })
      }
      border = next
    }
  }
  return { nodes, lines: linesAmong(graph, nodes, chosen), rests }
}

const linesAmong = (graph: Graph, nodes: readonly number[], chosen: ReadonlySet<number>): readonly Line[] =>
  nodes.flatMap((node) => {
    const lines: Line[] = []
    eachNeighbour(graph, node, 'needs', (other, edge) => {
      if (!chosen.has(other)) return
      const group = graph.outGroup[edge] ?? -1
      lines.push({ from: node, to: other, means: meansOf(graph, edge), needs: group < 0 ? null : { k: graph.groupK[group] ?? 1, of: graph.groupSize[group] ?? 1 } })
    })
    return lines
  })
