import { type Graph, usesMeans } from './graph.ts'

/**
 * What happens to something when other things fail.
 * - down: it does not work. - degraded: it works worse. - at_risk: it works, on fewer of a redundancy group than usual.
 */
export type Effect = 'down' | 'degraded' | 'at_risk'

const effects = [undefined, 'at_risk', 'degraded', 'down'] as const
const [none, atRisk, degraded, down] = [0, 1, 2, 3]

/** How one node is reached. */
export type Reached = Readonly<{
  node: number
  effect: Effect
  /** The edge (position in `out*`) by which the effect came. */
  edge: number
  /** The redundancy group that gave way or was thinned, with what is left of it. */
  group: Readonly<{ name: string; size: number; k: number; left: number }> | null
}>

export type Impact = Readonly<{
  counts: Readonly<Record<Effect, number>>
  /** Those that are down first, then degraded, then at risk; within each the nearest first. */
  nodes: Int32Array
  /** Undefined for nodes that nothing happens to, and for those that failed by themselves. */
  of: (node: number) => Reached | undefined
  /** The nodes from what failed to this one, both included. */
  path: (node: number) => readonly number[]
}>

type State = Readonly<{
  level: Uint8Array
  /** Towards what hurt it: an edge of `out*`, -1 for what failed by itself. */
  by: Int32Array
  /** Nodes in the order in which they were first reached. */
  order: readonly number[]
  broken: Int32Array
}>

/**
 * Everything that fails or suffers when `failed` fail.
 *
 * Rules: a need by requires, runs on or part of passes "down" and "degraded" on; a need by uses turns "down" into "degraded" and "degraded" into nothing.
 * A group of n of which k must work is down when fewer than k work, degraded when fewer than k work fully, and at risk as soon as one is missing;
 * being at risk goes no further. One walk over what stands on the failed nodes: each edge is looked at twice at most.
 */
export const impactOf = (graph: Graph, failed: readonly number[]): Impact => {
  const state = spread(graph, failed)
  const { level, by, order, broken } = state
  const sizes = [0, 0, 0, 0]
  for (const node of order) sizes[level[node] ?? 0] = (sizes[level[node] ?? 0] ?? 0) + 1
  const nodes = new Int32Array(order.length)
  const next = [0, (sizes[down] ?? 0) + (sizes[degraded] ?? 0), sizes[down] ?? 0, 0]
  for (const node of order) {
    const at = level[node] ?? 0
    nodes[next[at] ?? 0] = node
    next[at] = (next[at] ?? 0) + 1
  }
  return {
    counts: { down: sizes[down] ?? 0, degraded: sizes[degraded] ?? 0, at_risk: sizes[atRisk] ?? 0 },
    nodes,
    of: (node) => {
      const effect = effects[level[node] ?? none]
      const edge = by[node] ?? -1
      if (!effect || edge < 0) return undefined
      const group = graph.outGroup[edge] ?? -1
      const size = graph.groupSize[group] ?? 0
      return {
        node,
        effect,
        edge,
        group:
          group < 0 ? null : { name: graph.groupNames[group] ?? '', size, k: graph.groupK[group] ?? 1, left: size - (broken[group] ?? 0) },
      }
    },
    path: (node) => {
      const path = [node]
      for (let edge = by[node] ?? -1; edge >= 0 && path.length <= order.length + 1; ) {
        const on = graph.outTo[edge] ?? 0
        path.push(on)
        edge = by[on] ?? -1
      }
      return path.reverse()
    },
  }
}

const spread = (graph: Graph, failed: readonly number[]): State => {
  const { inStart, inEdge, inFrom, outMeans, outGroup, groupSize, groupK } = graph
  const level = new Uint8Array(graph.ids.length)
  const by = new Int32Array(graph.ids.length).fill(-1)
  // What a node passed on last: one that was degraded and then fails passes on once more.
  const passed = new Uint8Array(graph.ids.length)
  const broken = new Int32Array(groupSize.length)
  const hurt = new Int32Array(groupSize.length)
  const order: number[] = []
  const queue: number[] = [...failed]
  for (const node of failed) level[node] = down

  /** What a group comes to after one more of it was hurt or broke. */
  const ofGroup = (group: number, now: number, before: number): number => {
    if (before < degraded) hurt[group] = (hurt[group] ?? 0) + 1
    if (now === down) broken[group] = (broken[group] ?? 0) + 1
    const [size, k] = [groupSize[group] ?? 1, groupK[group] ?? 1]
    if (size - (broken[group] ?? 0) < k) return down
    return size - (hurt[group] ?? 0) < k ? degraded : atRisk
  }
  for (let at = 0; at < queue.length; at++) {
    const node = queue[at] ?? 0
    const now = level[node] ?? none
    const before = passed[node] ?? none
    if (now <= before) continue
    passed[node] = now
    const end = inStart[node + 1] ?? 0
    for (let line = inStart[node] ?? 0; line < end; line++) {
      const edge = inEdge[line] ?? 0
      const group = outGroup[edge] ?? -1
      const to = outMeans[edge] === usesMeans ? (now === down ? degraded : none) : group < 0 ? now : ofGroup(group, now, before)
      const user = inFrom[line] ?? 0
      const had = level[user] ?? none
      if (to <= had) continue
      level[user] = to
      by[user] = edge
      if (had === none) order.push(user)
      if (to >= degraded) queue.push(user)
    }
  }
  return { level, by, order, broken }
}
