import type { Millis } from '../../../../kernel/instant.ts'
import type { Means } from '../../../../platform/graph/graph.ts'
import { knotsOf } from './circles.ts'
import { type Net, passes, type Seed, type Spread } from './spread.ts'

/** One step of a path: what needs, how, and what is needed. `group`: the redundancy group in which it is needed. */
export type PathStep = Readonly<{
  from: number
  means: Means
  to: number
  group: Readonly<{ name: string; size: number; k: number }> | null
}>

/** Something that fails while nothing beneath it does that would explain it. */
export type Cause = Readonly<{
  node: number
  severity: 'degraded' | 'down'
  since: Millis
  /** All that it hits, nearest first; itself is not in it. */
  hits: () => readonly number[]
}>

/** A cause of one node, with the way from that node down to it; empty when the node is the cause. */
export type Blame = Readonly<{ cause: Cause; path: readonly PathStep[] }>

const severityOf = (level: number): Cause['severity'] => (level === 3 ? 'down' : 'degraded')

/** Marks nodes without clearing what was marked before. */
const marker = (nodes: number) => {
  const marks = new Int32Array(nodes)
  let round = 0
  return {
    begin: (): void => void round++,
    /** @returns false when the node was marked already */
    mark: (node: number): boolean => {
      if (marks[node] === round) return false
      marks[node] = round
      return true
    },
  }
}

const stepOf = ({ graph, means }: Net, from: number, edge: number): PathStep => {
  const group = graph.outGroup[edge] ?? -1
  return {
    from,
    means: means[graph.outMeans[edge] ?? 0] ?? 'requires',
    to: graph.outTo[edge] ?? 0,
    group: group < 0 ? null : { name: graph.groupNames[group] ?? '', size: graph.groupSize[group] ?? 1, k: graph.groupK[group] ?? 1 },
  }
}

/**
 * The causes of all that fails: nodes that fail by themselves and have nothing failing beneath, on the ways by which failure spreads. Of several that stand on each other in a
 * circle, the one that began first. What a cause hits and what a node is hit by is looked for when it is asked. The worst cause of a node comes first, then the earliest, then the nearest.
 * @param level how each node fails by faults @param seeds nodes that fail by themselves
 */
export const causesOf = (
  net: Net,
  all: Spread,
  level: Uint8Array,
  seeds: ReadonlyMap<number, Seed>,
  idOf: (node: number) => string,
): Readonly<{ causes: readonly Cause[]; of: (node: number) => readonly Blame[] }> => {
  const { graph } = net
  const marked = marker(net.nodes)
  const fails = (node: number): boolean => (level[node] ?? 0) >= 2

  /** Calls back with each edge by which failure comes to a node; by those that only leave it with less to spare when it does not fail. */
  const eachHit = (node: number, visit: (to: number, edge: number) => void): void => {
    if (node >= graph.ids.length) return
    const passed = fails(node) ? 2 : all.level[node] === 1 ? 1 : 4
    for (let edge = graph.outStart[node] ?? 0; edge < (graph.outStart[node + 1] ?? 0); edge++) {
      const to = graph.outTo[edge] ?? 0
      if (to !== node && fails(to) && passes(net, all, edge) >= passed) visit(to, edge)
    }
  }
  const beneath = (node: number): readonly number[] => {
    const found: number[] = []
    eachHit(node, (to) => found.push(to))
    return found
  }
  const hitsOf = (cause: number): readonly number[] => {
    const queue = [cause]
    const spared: number[] = []
    marked.begin()
    marked.mark(cause)
    for (let at = 0; at < queue.length; at++) {
      const node = queue[at] ?? 0
      if (node >= graph.ids.length) continue
      for (let line = graph.inStart[node] ?? 0; line < (graph.inStart[node + 1] ?? 0); line++) {
        const user = graph.inFrom[line] ?? 0
        const passed = passes(net, all, graph.inEdge[line] ?? 0)
        if (passed >= 2 && fails(user)) {
          if (marked.mark(user)) queue.push(user)
        } else if (passed === 1 && !fails(user) && all.level[user] === 1 && marked.mark(user)) spared.push(user)
      }
    }
    return [...queue.slice(1), ...spared]
  }

  const knots = knotsOf([...seeds.keys()], beneath)
  const explained = new Set<number>()
  for (const [node, knot] of knots) if (beneath(node).some((other) => knots.get(other) !== knot)) explained.add(knot)
  const inOrder = (a: Seed, b: Seed): number => a.since - b.since || b.level - a.level || (idOf(a.node) < idOf(b.node) ? -1 : 1)
  const firsts = new Map<number, Seed>()
  for (const seed of seeds.values()) {
    const knot = knots.get(seed.node) ?? -1
    const first = firsts.get(knot)
    if (!explained.has(knot) && (!first || inOrder(seed, first) < 0)) firsts.set(knot, seed)
  }
  const causes = [...firsts.values()].toSorted(inOrder).map(({ node, since }): Cause => {
    let hits: readonly number[] | undefined
    return { node, since, severity: severityOf(level[node] ?? 2), hits: () => (hits ??= hitsOf(node)) }
  })
  const byNode = new Map(causes.map((cause) => [cause.node, cause]))
  const worse = ({ cause }: Blame): number => (cause.severity === 'down' ? 0 : 1)

  const blamesOf = (node: number): readonly Blame[] => {
    if (!fails(node) && all.level[node] !== 1) return []
    const steps = new Map<number, PathStep>()
    const queue = [node]
    const found: Blame[] = []
    marked.begin()
    marked.mark(node)
    for (let at = 0; at < queue.length; at++) {
      const here = queue[at] ?? 0
      const cause = byNode.get(here)
      if (cause) {
        const path: PathStep[] = []
        for (let step = steps.get(here); step; step = steps.get(step.from)) path.unshift(step)
        found.push({ cause, path })
      }
      eachHit(here, (to, edge) => {
        if (!marked.mark(to)) return
        steps.set(to, stepOf(net, here, edge))
        queue.push(to)
      })
    }
    return found.toSorted((a, b) => worse(a) - worse(b) || a.cause.since - b.cause.since)
  }
  const known = new Map<number, readonly Blame[]>()
  return {
    causes,
    of: (node) => {
      const blames = known.get(node) ?? blamesOf(node)
      known.set(node, blames)
      return blames
    },
  }
}
