import type { Millis } from '../../../../kernel/instant.ts'
import type { Graph, Means } from '../../../../platform/graph/graph.ts'

/** How a node works: 0 as it should, 1 on fewer of a redundancy group than usual, 2 degraded, 3 down. */
export type Level = 0 | 1 | 2 | 3

/** A node that fails by itself, how badly and from when on. */
export type Seed = Readonly<{ node: number; level: 2 | 3; since: Millis }>

/** A graph with the numbers of its meanings; nodes from `graph.ids.length` on stand alone. */
export type Net = Readonly<{ graph: Graph; means: readonly Means[] /** The number of “uses” among them. */; uses: number; nodes: number }>

export type Spread = Readonly<{
  level: Uint8Array
  /** When each node came to its level. */
  since: Float64Array
  /** By group: members that are down, and that are degraded or down. */
  broken: Int32Array
  hurt: Int32Array
}>

/** What a group comes to. At risk goes no further than the group's owner. */
export const groupLevel = (size: number, k: number, broken: number, hurt: number): Level =>
  size - broken < k ? 3 : size - hurt < k ? 2 : hurt > 0 ? 1 : 0

export const isUse = ({ graph, uses }: Net, edge: number): boolean => graph.outMeans[edge] === uses

/**
 * What comes of nodes that fail, one after another as they began. A need by requires, runs on or part of passes "down" and "degraded" on; one by uses turns "down" into
 * "degraded" and "degraded" into nothing; of a group of n at least k must work. Each edge is looked at twice at most.
 */
export const spread = (net: Net, seeds: readonly Seed[]): Spread => {
  const { graph, nodes, uses } = net
  const { inStart, inEdge, inFrom, outMeans, outGroup, groupSize, groupK } = graph
  const level = new Uint8Array(nodes)
  const since = new Float64Array(nodes)
  const passed = new Uint8Array(nodes)
  const broken = new Int32Array(groupSize.length)
  const hurt = new Int32Array(groupSize.length)
  const queue: number[] = []

  const ofGroup = (group: number, now: number, before: number): number => {
    if (before < 2) hurt[group] = (hurt[group] ?? 0) + 1
    if (now === 3) broken[group] = (broken[group] ?? 0) + 1
    return groupLevel(groupSize[group] ?? 1, groupK[group] ?? 1, broken[group] ?? 0, hurt[group] ?? 0)
  }
  const raise = (node: number, to: number, at: Millis): void => {
    if (to <= (level[node] ?? 0)) return
    level[node] = to
    since[node] = at
    if (to >= 2) queue.push(node)
  }
  for (const seed of seeds.toSorted((a, b) => a.since - b.since || a.node - b.node)) {
    raise(seed.node, seed.level, seed.since)
    for (let at = 0; at < queue.length; at++) {
      const node = queue[at] ?? 0
      const now = level[node] ?? 0
      const before = passed[node] ?? 0
      if (now <= before || node >= graph.ids.length) continue
      passed[node] = now
      const end = inStart[node + 1] ?? 0
      for (let line = inStart[node] ?? 0; line < end; line++) {
        const edge = inEdge[line] ?? 0
        const group = outGroup[edge] ?? -1
        const to = outMeans[edge] === uses ? (now === 3 ? 2 : 0) : group < 0 ? now : ofGroup(group, now, before)
        raise(inFrom[line] ?? 0, to, seed.since)
      }
    }
    queue.length = 0
  }
  return { level, since, broken, hurt }
}

/** What an edge passes on from what is needed, once everything has spread. */
export const passes = (net: Net, { level, broken, hurt }: Spread, edge: number): number => {
  const { graph } = net
  const at = level[graph.outTo[edge] ?? 0] ?? 0
  if (at < 2) return 0
  if (isUse(net, edge)) return at === 3 ? 2 : 0
  const group = graph.outGroup[edge] ?? -1
  return group < 0 ? at : groupLevel(graph.groupSize[group] ?? 1, graph.groupK[group] ?? 1, broken[group] ?? 0, hurt[group] ?? 0)
}
