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

/** Interned words, so that edges hold numbers. */
const interned = () => {
  const words: string[] = []
  const numbers = new Map<string, number>()
  return {
    words,
    numbers,
    of: (word: string): number => {
      const found = numbers.get(word)
      if (found !== undefined) return found
      numbers.set(word, words.length)
      return words.push(word) - 1
    },
  }
}

type Groups = Readonly<{ of: Int32Array; names: string[]; size: Int32Array; k: Int32Array }>

/** Numbers the groups of each node: its edges with the same name are one. */
const grouped = (start: Int32Array, name: Int32Array, wanted: Int32Array, words: readonly string[]): Groups => {
  const of = new Int32Array(name.length).fill(-1)
  const nameOf: number[] = []
  const size: number[] = []
  const k: number[] = []
  for (let node = 0; node + 1 < start.length; node++) {
    const first = size.length
    for (let edge = start[node] ?? 0; edge < (start[node + 1] ?? 0); edge++) {
      const word = name[edge] ?? -1
      if (word < 0) continue
      let group = first
      while (group < size.length && nameOf[group] !== word) group++
      nameOf[group] = word
      size[group] = (size[group] ?? 0) + 1
      k[group] = Math.max(k[group] ?? 1, wanted[edge] ?? 1)
      of[edge] = group
    }
  }
  return {
    of,
    names: nameOf.map((word) => words[word] ?? ''),
    size: Int32Array.from(size),
    k: Int32Array.from(size, (count, group) => Math.min(count, k[group] ?? 1)),
  }
}

export const builder = (known: readonly string[] = []): Builder => {
  const nodes = interned()
  for (const id of known) nodes.of(id)
  const names = interned()
  const [from, to, means, name, wanted] = [growing(), growing(), growing(), growing(), growing()]

  const addNumbers = (a: number, b: number, how: number, group: string | null, k: number | null): void => {
    from.push(a)
    to.push(b)
    means.push(how)
    name.push(group !== null && how !== usesMeans ? names.of(group) : -1)
    wanted.push(k ?? 1)
  }
  return {
    add: (a, b, how, group, k) => addNumbers(nodes.of(a), nodes.of(b), Math.max(0, meanings.indexOf(how)), group, k),
    addNumbers,
    build: () => {
      const ids = nodes.words
      const { start, order } = ordered(from.done(), ids.length)
      const sorted = (all: Int32Array): Int32Array => order.map((edge) => all[edge] ?? 0)
      const outTo = sorted(to.done())
      const outFrom = sorted(from.done())
      const groups = grouped(start, sorted(name.done()), sorted(wanted.done()), names.words)
      const back = ordered(outTo, ids.length)
      return {
        ids,
        index: nodes.numbers,
        outStart: start,
        outTo,
        outMeans: Uint8Array.from(sorted(means.done())),
        outGroup: groups.of,
        inStart: back.start,
        inFrom: back.order.map((edge) => outFrom[edge] ?? 0),
        inEdge: back.order,
        groupNames: groups.names,
        groupSize: groups.size,
        groupK: groups.k,
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
      made.addNumbers(
        node,
        graph.outTo[edge] ?? 0,
        graph.outMeans[edge] ?? 0,
        group < 0 ? null : (graph.groupNames[group] ?? null),
        group < 0 ? null : (graph.groupK[group] ?? null),
      )
    }
  }
  for (const edge of edges) made.add(edge.from, edge.to, edge.means, edge.group, edge.k)
  return made.build()
}
