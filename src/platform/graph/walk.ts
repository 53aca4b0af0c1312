import { type Graph, usesMeans } from './graph.ts'

export type Way = 'needs' | 'needed_by'

/** Calls back with each neighbour of a node and the edge (position in `out*`) to it. */
export const eachNeighbour = (graph: Graph, node: number, way: Way, visit: (neighbour: number, edge: number) => void): void => {
  if (way === 'needs')
    for (let edge = graph.outStart[node] ?? 0; edge < (graph.outStart[node + 1] ?? 0); edge++) visit(graph.outTo[edge] ?? 0, edge)
  else
    for (let at = graph.inStart[node] ?? 0; at < (graph.inStart[node + 1] ?? 0); at++) visit(graph.inFrom[at] ?? 0, graph.inEdge[at] ?? 0)
}

/** All that a node needs (or is needed by), directly or by a longer way, nearest first; the node itself is not in it. */
export const closure = (graph: Graph, node: number, way: Way = 'needs', hardOnly = false): readonly number[] => {
  const seen = new Uint8Array(graph.ids.length)
  seen[node] = 1
  const found = [node]
  for (let at = 0; at < found.length; at++)
    eachNeighbour(graph, found[at] ?? 0, way, (neighbour, edge) => {
      if (seen[neighbour] === 1 || (hardOnly && graph.outMeans[edge] === usesMeans)) return
      seen[neighbour] = 1
      found.push(neighbour)
    })
  return found.slice(1)
}

/**
 * The shortest way from one node to another over what is required, runs on or is part of; both ends included. Null when there is none.
 * A new need of `a` for `b` closes a circle exactly when there is a way from b to a.
 */
export const wayBetween = (graph: Graph, from: number, to: number): readonly number[] | null => {
  const cameFrom = new Int32Array(graph.ids.length).fill(-1)
  cameFrom[from] = from
  const queue = [from]
  for (let at = 0; at < queue.length && (cameFrom[to] ?? -1) < 0; at++) {
    const node = queue[at] ?? 0
    eachNeighbour(graph, node, 'needs', (neighbour, edge) => {
      if ((cameFrom[neighbour] ?? -1) >= 0 || graph.outMeans[edge] === usesMeans) return
      cameFrom[neighbour] = node
      queue.push(neighbour)
    })
  }
  if ((cameFrom[to] ?? -1) < 0) return null
  const path = [to]
  for (let node = to; node !== from; ) {
    node = cameFrom[node] ?? from
    path.unshift(node)
  }
  return path
}

/** One circle of hard needs, as the nodes along it; null when there is none. What remains after taking away, again and again, all that needs nothing that remains. */
export const circleIn = (graph: Graph): readonly number[] | null => {
  const open = new Int32Array(graph.ids.length)
  for (let edge = 0; edge < graph.inEdge.length; edge++)
    if (graph.outMeans[graph.inEdge[edge] ?? 0] !== usesMeans) open[graph.inFrom[edge] ?? 0] = (open[graph.inFrom[edge] ?? 0] ?? 0) + 1
  const free: number[] = []
  for (let node = 0; node < open.length; node++) if (open[node] === 0) free.push(node)
  for (let at = 0; at < free.length; at++)
    eachNeighbour(graph, free[at] ?? 0, 'needed_by', (user, edge) => {
      if (graph.outMeans[edge] === usesMeans) return
      open[user] = (open[user] ?? 0) - 1
      if (open[user] === 0) free.push(user)
    })
  if (free.length === graph.ids.length) return null
  const stuck = open.findIndex((count) => count > 0)
  const path: number[] = []
  for (let node = stuck; !path.includes(node); ) {
    path.push(node)
    let next = -1
    eachNeighbour(graph, node, 'needs', (neighbour, edge) => {
      if (graph.outMeans[edge] !== usesMeans && (open[neighbour] ?? 0) > 0) next = neighbour
    })
    if (path.includes(next)) return path.slice(path.indexOf(next))
    node = next
  }
  return path
}
