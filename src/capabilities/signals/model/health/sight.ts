import type { Graph } from '../../../../platform/graph/graph.ts'
import { isUse, type Net } from './spread.ts'

/**
 * How much is known of a node.
 * - own: something that watches it tells. - parts: all that it cannot do without is known, of a redundancy group as many as must work.
 * - partly: something is set up for it or beneath it, and that does not tell enough. - none: nothing watches it nor anything that it needs.
 */
export const sights = ['none', 'partly', 'parts', 'own'] as const
export type Sight = (typeof sights)[number]

/** `telling`: something that watches it says how it is. `silent`: it is set up and has not said anything lately. */
export type Watch = 'telling' | 'silent'

type Needs = Readonly<{ open: Int32Array; hard: Uint8Array }>

/** Of graphs that were read before: a graph never changes, and its needs are the same each time. */
const known = new WeakMap<Graph, Needs>()

/** For each node how many of its needs must become known: single ones one by one, a redundancy group as one. */
const needsOf = (net: Net): Needs => {
  const { graph } = net
  const before = known.get(graph)
  if (before) return before
  const open = new Int32Array(graph.ids.length)
  const hard = new Uint8Array(graph.ids.length)
  const counted = new Uint8Array(graph.groupSize.length)
  for (let node = 0; node < graph.ids.length; node++)
    for (let edge = graph.outStart[node] ?? 0; edge < (graph.outStart[node + 1] ?? 0); edge++) {
      if (isUse(net, edge)) continue
      hard[node] = 1
      const group = graph.outGroup[edge] ?? -1
      if (group >= 0 && counted[group] === 1) continue
      if (group >= 0) counted[group] = 1
      open[node] = (open[node] ?? 0) + 1
    }
  known.set(graph, { open, hard })
  return { open, hard }
}

/** Calls back with each node that needs this one, and the edge. */
const eachUser = ({ graph }: Net, node: number, visit: (user: number, edge: number) => void): void => {
  if (node >= graph.ids.length) return
  for (let line = graph.inStart[node] ?? 0; line < (graph.inStart[node + 1] ?? 0); line++)
    visit(graph.inFrom[line] ?? 0, graph.inEdge[line] ?? 0)
}

/** How much is known of each node, as positions in `sights`. @param telling nodes whose watchers tell @param silent nodes whose watchers do not */
export const sightOf = (net: Net, telling: readonly number[], silent: readonly number[]): Uint8Array => {
  const [partly, parts, own] = [sights.indexOf('partly'), sights.indexOf('parts'), sights.indexOf('own')]
  const sight = new Uint8Array(net.nodes)
  const touched = [...telling, ...silent]
  for (const node of touched) sight[node] = partly
  for (let at = 0; at < touched.length; at++)
    eachUser(net, touched[at] ?? 0, (user) => {
      if (sight[user] !== 0) return
      sight[user] = partly
      touched.push(user)
    })
  const { open: needs, hard } = needsOf(net)
  const open = new Int32Array(net.nodes)
  open.set(needs)
  const met = new Int32Array(net.graph.groupSize.length)
  const known = [...telling]
  for (const node of known) sight[node] = own
  for (let at = 0; at < known.length; at++)
    eachUser(net, known[at] ?? 0, (user, edge) => {
      if (isUse(net, edge)) return
      const group = net.graph.outGroup[edge] ?? -1
      if (group >= 0) {
        met[group] = (met[group] ?? 0) + 1
        if (met[group] !== (net.graph.groupK[group] ?? 1)) return
      }
      open[user] = (open[user] ?? 0) - 1
      if (open[user] !== 0 || hard[user] === 0 || (sight[user] ?? 0) >= parts) return
      sight[user] = parts
      known.push(user)
    })
  return sight
}
