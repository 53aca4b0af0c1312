import { type Graph, usesMeans } from './graph.ts'

/**
 * What happens to something when other things fail.
 * - down: it does not work. - degraded: it works worse. - at_risk: it works, on fewer of a redundancy group than usual.
 */
export type Effect = 'down' | 'degraded' | 'at_risk'

const effects = ['at_risk', 'degraded', 'down'] as const
const [none, atRisk, degraded, down] = [0, 1, 2, 3]

export type Reached = Readonly<{
  node: number
  effect: Effect
  /** The edge (position in `out*`) by which the effect came. */
  edge: number
  /** From what failed to this node, both included. */
  path: readonly number[]
  /** The redundancy group that gave way or was thinned, with what is left of it. */
  group: Readonly<{ name: string; size: number; k: number; left: number }> | null
}>

/**
 * Everything that fails or suffers when `failed` fail, nearest first, those that are down before the others.
 *
 * Rules: a need by requires, runs on or part of passes "down" and "degraded" on; a need by uses turns "down" into "degraded" and "degraded" into nothing.
 * A group of n of which k must work is down when fewer than k work, degraded when fewer than k work fully, and at risk as soon as one is missing;
 * being at risk goes no further.
 */
export const impactOf = (graph: Graph, failed: readonly number[]): readonly Reached[] => {
  const nodes = graph.ids.length
  const state = new Uint8Array(nodes)
  const by = new Int32Array(nodes).fill(-1)
  const leftOf = new Int32Array(nodes)
  const broken = new Int32Array(graph.groupSize.length)
  const hurt = new Int32Array(graph.groupSize.length)
  const seen = new Uint8Array(nodes)
  const order: number[] = []
  const queue: number[] = []

  const set = (node: number, to: number, edge: number, left: number): void => {
    if ((state[node] ?? 0) >= to) return
    state[node] = to
    by[node] = edge
    leftOf[node] = left
    if (seen[node] === 0) {
      seen[node] = 1
      order.push(node)
    }
    if (to >= degraded) queue.push(node)
  }
  // What a node passed on last: a node that was degraded and then fails passes on once more.
  const passed = new Uint8Array(nodes)
  const pass = (node: number): void => {
    const now = state[node] ?? none
    const before = passed[node] ?? none
    if (now <= before) return
    passed[node] = now
    for (let at = graph.inStart[node] ?? 0; at < (graph.inStart[node + 1] ?? 0); at++) {
      const edge = graph.inEdge[at] ?? 0
      const user = graph.inFrom[at] ?? 0
      const group = graph.outGroup[edge] ?? -1
      if (graph.outMeans[edge] === usesMeans) {
        if (now === down) set(user, degraded, edge, -1)
      } else if (group < 0) set(user, now, edge, -1)
      else {
        if (before < degraded) hurt[group] = (hurt[group] ?? 0) + 1
        if (now === down) broken[group] = (broken[group] ?? 0) + 1
        const size = graph.groupSize[group] ?? 1
        const k = graph.groupK[group] ?? 1
        const working = size - (broken[group] ?? 0)
        set(user, working < k ? down : size - (hurt[group] ?? 0) < k ? degraded : atRisk, edge, working)
      }
    }
  }
  for (const node of failed) {
    state[node] = down
    seen[node] = 1
    queue.push(node)
  }
  for (let at = 0; at < queue.length; at++) pass(queue[at] ?? 0)

  const reached = order.map((node): Reached => {
    const edge = by[node] ?? -1
    const group = graph.outGroup[edge] ?? -1
    return {
      node,
      effect: effects[(state[node] ?? atRisk) - 1] ?? 'at_risk',
      edge,
      get path() {
        return pathTo(graph, by, node)
      },
      group: group < 0 ? null : { name: graph.groupNames[group] ?? '', size: graph.groupSize[group] ?? 0, k: graph.groupK[group] ?? 0, left: leftOf[node] ?? 0 },
    }
  })
  const rank = { down: 0, degraded: 1, at_risk: 2 } as const
  return reached.sort((a, b) => rank[a.effect] - rank[b.effect])
}

/** `by` leads from each node to the edge towards what hurt it; what failed by itself has none. */
const pathTo = (graph: Graph, by: Int32Array, node: number): readonly number[] => {
  const path = [node]
  for (let at = node; (by[at] ?? -1) >= 0 && path.length <= graph.ids.length; ) {
    at = graph.outTo[by[at] ?? 0] ?? 0
    path.unshift(at)
  }
  return path
}
