/** How one thing needs another. Without what it requires, runs on or is part of it is down; without what it uses it is worse. */
export const meanings = ['requires', 'runs_on', 'part_of', 'uses'] as const
export type Means = (typeof meanings)[number]

/** One need: `from` needs `to`. Needs of one `from` with the same group stand in for each other: `k` of them must work. */
export type Edge = Readonly<{ from: string; to: string; means: Means; group: string | null; k: number | null }>

/**
 * The needs between records in compact arrays. Nodes are numbers; `ids` names them.
 * Edges stand in two orders: `out*` by who needs, `in*` by what is needed. `inEdge` leads from the second to the first.
 * A group is a number; -1 stands for none.
 */
export type Graph = Readonly<{
  ids: readonly string[]
  index: ReadonlyMap<string, number>
  /** out edges of node n: positions outStart[n] up to outStart[n + 1]. */
  outStart: Int32Array
  outTo: Int32Array
  outMeans: Uint8Array
  outGroup: Int32Array
  inStart: Int32Array
  inFrom: Int32Array
  inEdge: Int32Array
  groupNames: readonly string[]
  groupSize: Int32Array
  /** How many of the group must work: the most that any of its needs asks for, at most its size, at least one. */
  groupK: Int32Array
}>

export const usesMeans: number = meanings.indexOf('uses')

export const meansOf = (graph: Graph, edge: number): Means => meanings[graph.outMeans[edge] ?? 0] ?? 'requires'

/** Collects edges and lays them out. Numbers of nodes go on from `known`, so that a changed graph keeps those of its nodes. */
export type Builder = Readonly<{
  add: (from: string, to: string, means: Means, group: string | null, k: number | null) => void
  /** As `add`, for nodes that have numbers already. */
  addNumbers: (from: number, to: number, means: number, group: string | null, k: number | null) => void
  build: () => Graph
}>

/** Arrays of whole numbers that grow by doubling. */
const growing = () => {
  let room = new Int32Array(1024)
  let size = 0
  return {
    push: (value: number): void => {
      if (size === room.length) {
        const wider = new Int32Array(room.length * 2)
        wider.set(room)
        room = wider
      }
      room[size++] = value
    },
    done: (): Int32Array => room.subarray(0, size),
  }
}

/** Where each node's edges begin when they are ordered by `of`, and the order itself. */
const ordered = (of: Int32Array, nodes: number): Readonly<{ start: Int32Array; order: Int32Array }> => {
  const start = new Int32Array(nodes + 1)
  for (const node of of) start[node + 1] = (start[node + 1] ?? 0) + 1
  for (let n = 0; n < nodes; n++) start[n + 1] = (start[n + 1] ?? 0) + (start[n] ?? 0)
  const next = start.slice(0, nodes)
  const order = new Int32Array(of.length)
  for (let edge = 0; edge < of.length; edge++) {
    const node = of[edge] ?? 0
    const place = next[node] ?? 0
    next[node] = place + 1
    order[place] = edge
  }
  return { start, order }
}

export const builder = (known: readonly string[] = []): Builder => {
  const ids = [...known]
  const index = new Map<string, number>()
  for (const [number, id] of ids.entries()) index.set(id, number)
  const from = growing()
  const to = growing()
  const means = growing()
  const group = growing()
  const groupNames: string[] = []
  const sizes: number[] = []
  const wanted: number[] = []
  const groups = new Map<string, number>()

  const numberOf = (id: string): number => {
    const found = index.get(id)
    if (found !== undefined) return found
    index.set(id, ids.length)
    return ids.push(id) - 1
  }
  const groupOf = (node: number, name: string, k: number | null): number => {
    const key = `${node} ${name}`
    const found = groups.get(key) ?? groupNames.push(name) - 1
    groups.set(key, found)
    sizes[found] = (sizes[found] ?? 0) + 1
    wanted[found] = Math.max(wanted[found] ?? 1, k ?? 1)
    return found
  }
  const addNumbers = (a: number, b: number, how: number, name: string | null, k: number | null): void => {
    from.push(a)
    to.push(b)
    means.push(how)
    group.push(name !== null && how !== usesMeans ? groupOf(a, name, k) : -1)
  }
  return {
    add: (a, b, how, name, k) => addNumbers(numberOf(a), numberOf(b), Math.max(0, meanings.indexOf(how)), name, k),
    addNumbers,
    build: () => {
      const [fromAll, toAll, meansAll, groupAll] = [from.done(), to.done(), means.done(), group.done()]
      const out = ordered(fromAll, ids.length)
      const outTo = out.order.map((edge) => toAll[edge] ?? 0)
      const outFrom = out.order.map((edge) => fromAll[edge] ?? 0)
      const back = ordered(outTo, ids.length)
      return {
        ids,
        index,
        outStart: out.start,
        outTo,
        outMeans: Uint8Array.from(out.order, (edge) => meansAll[edge] ?? 0),
        outGroup: out.order.map((edge) => groupAll[edge] ?? -1),
        inStart: back.start,
        inFrom: back.order.map((edge) => outFrom[edge] ?? 0),
        inEdge: back.order,
        groupNames,
        groupSize: Int32Array.from(sizes),
        groupK: Int32Array.from(sizes, (size, at) => Math.min(size, wanted[at] ?? 1)),
      }
    },
  }
}

export const graphOf = (edges: Iterable<Edge>): Graph => {
  const made = builder()
  for (const edge of edges) made.add(edge.from, edge.to, edge.means, edge.group, edge.k)
  return made.build()
}

/** The same graph with the needs of some nodes replaced: `edges` holds all that these nodes need now. */
export const withNeedsOf = (graph: Graph, changed: ReadonlySet<string>, edges: readonly Edge[]): Graph => {
  const made = builder(graph.ids)
  const skip = new Uint8Array(graph.ids.length)
  for (const id of changed) {
    const node = graph.index.get(id)
    if (node !== undefined) skip[node] = 1
  }
  for (let node = 0; node < graph.ids.length; node++) {
    if (skip[node] === 1) continue
    for (let edge = graph.outStart[node] ?? 0; edge < (graph.outStart[node + 1] ?? 0); edge++) {
      const group = graph.outGroup[edge] ?? -1
      made.addNumbers(node, graph.outTo[edge] ?? 0, graph.outMeans[edge] ?? 0, group < 0 ? null : (graph.groupNames[group] ?? null), group < 0 ? null : (graph.groupK[group] ?? null))
    }
  }
  for (const edge of edges) made.add(edge.from, edge.to, edge.means, edge.group, edge.k)
  return made.build()
}
