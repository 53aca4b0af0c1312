import type { Millis } from '../../../../kernel/instant.ts'
import type { Graph, Means } from '../../../../platform/graph/graph.ts'
import { type Blame, type Cause, causesOf } from './causes.ts'
import { type Sight, sightOf, sights, type Watch } from './sight.ts'
import { type Net, type Seed, spread } from './spread.ts'

/** From best to worst, as far as they can be compared. */
export const healthStates = ['operational', 'unknown', 'at_risk', 'maintenance', 'degraded', 'down'] as const
export type HealthState = (typeof healthStates)[number]

/** What an outage or a check says of a node itself. */
export type Fault = Readonly<{ severity: 'degraded' | 'down'; since: Millis }>
/** Planned work that goes on. `down`: the node does not work meanwhile. */
export type Work = Readonly<{ since: Millis; down: boolean }>

export type Facts = Readonly<{
  graph: Graph
  /** The words whose positions the graph's edges hold. */
  means: readonly Means[]
  /** By ids of records, those included that the graph does not know: what nothing needs and what needs nothing has a health too. */
  faults: ReadonlyMap<string, Fault>
  maintenance: ReadonlyMap<string, Work>
  watched: ReadonlyMap<string, Watch>
  /** Further records whose health is asked for. */
  more?: Iterable<string>
}>

export type Health = Readonly<{
  nodeOf: (id: string) => number | undefined
  idOf: (node: number) => string
  stateOf: (node: number) => HealthState
  sightOf: (node: number) => Sight
  /** When the node came to work as it does; null while nothing is wrong. */
  sinceOf: (node: number) => Millis | null
  /** Its own outage or check says that it fails. */
  failsItself: (node: number) => boolean
  /** It fails by itself, and nothing that fails beneath explains it. */
  ownFault: (node: number) => boolean
  causes: readonly Cause[]
  /** Why it is degraded, down or at risk, the worst first; itself when the fault is its own. */
  causesOf: (node: number) => readonly Blame[]
  /** Redundancy groups of which the node has lost something, with how many work fully. */
  groupsOf: (node: number) => readonly Readonly<{ name: string; size: number; k: number; left: number }>[]
}>

const levelOf: Readonly<Record<Fault['severity'], 2 | 3>> = { degraded: 2, down: 3 }

/** Numbers for ids: the graph's own, then one each for those that it does not know, as they come. */
const numbering = (graph: Graph) => {
  const extra = new Map<string, number>()
  const ids: string[] = []
  const nodeOf = (id: string): number | undefined => graph.index.get(id) ?? extra.get(id)
  return {
    nodeOf,
    number: (id: string): number => {
      const known = nodeOf(id)
      if (known !== undefined) return known
      extra.set(id, graph.ids.length + ids.length)
      ids.push(id)
      return graph.ids.length + ids.length - 1
    },
    count: (): number => graph.ids.length + ids.length,
    idOf: (node: number): string => graph.ids[node] ?? ids[node - graph.ids.length] ?? '',
  }
}

/**
 * The health of everything from what is known of some of it.
 *
 * Three spreads over the graph: of everything that fails (`all`), of planned work alone (`work`: what is taken down, and what fails while it is worked on), and of the faults that
 * planned work does not explain (`faults`). A node counts as failing by faults when more is wrong with it than planned work explains, else as far as faults alone would
 * bring it. So planned work alone never makes an outage, and planned work that comes on top of a fault does not hide it.
 */
export const healthOf = (facts: Facts): Health => {
  const { graph } = facts
  const { nodeOf, idOf, number, count } = numbering(graph)
  const own = new Map<number, Seed>()
  for (const [id, fault] of facts.faults) {
    const node = number(id)
    own.set(node, { node, level: levelOf[fault.severity], since: fault.since })
  }
  const worked = new Map<number, Work>()
  for (const [id, work] of facts.maintenance) worked.set(number(id), work)
  const watched = { telling: [] as number[], silent: [] as number[] }
  for (const [id, how] of facts.watched) watched[how].push(number(id))
  for (const id of facts.more ?? []) number(id)
  const nodes = count()
  const net: Net = { graph, means: facts.means, uses: facts.means.indexOf('uses'), nodes }
  const workSeeds = [...worked].flatMap(([node, work]): readonly Seed[] => {
    const fault = own.get(node)
    const planned: readonly Seed[] = work.down ? [{ node, level: 3, since: work.since }] : []
    return fault ? [...planned, fault] : planned
  })
  const all = spread(net, [...workSeeds, ...own.values()])
  const work = workSeeds.length > 0 ? spread(net, workSeeds) : null
  const worksAt = (node: number): number => work?.level[node] ?? 0
  const faultSeeds = [...own.values()].filter((seed) => !worked.has(seed.node) && seed.level > worksAt(seed.node))
  const faults = work ? spread(net, faultSeeds) : all
  const level = new Uint8Array(nodes)
  for (let node = 0; node < nodes; node++) {
    const now = all.level[node] ?? 0
    level[node] = now > worksAt(node) ? now : (faults.level[node] ?? 0)
  }
  const sight = sightOf(net, watched.telling, watched.silent)
  const found = causesOf(net, all, level, new Map(faultSeeds.map((seed) => [seed.node, seed])), idOf)

  const stateOf = (node: number): HealthState => {
    if (worked.has(node)) return 'maintenance'
    const failing = level[node] ?? 0
    if (failing === 3) return 'down'
    if (failing === 2) return 'degraded'
    if (worksAt(node) >= 2) return 'maintenance'
    if ((all.level[node] ?? 0) === 1) return 'at_risk'
    return (sight[node] ?? 0) >= sights.indexOf('parts') ? 'operational' : 'unknown'
  }
  return {
    nodeOf,
    idOf,
    stateOf,
    sightOf: (node) => sights[sight[node] ?? 0] ?? 'none',
    sinceOf: (node) => {
      const planned = worked.get(node)
      if (planned) return planned.since
      return (all.level[node] ?? 0) > 0 ? (all.since[node] ?? null) : null
    },
    failsItself: (node) => own.has(node),
    ownFault: (node) => found.of(node).some(({ cause }) => cause.node === node),
    causes: found.causes,
    causesOf: found.of,
    groupsOf: (node) => {
      const groups = new Map<number, Readonly<{ name: string; size: number; k: number; left: number }>>()
      if (node >= graph.ids.length) return []
      for (let edge = graph.outStart[node] ?? 0; edge < (graph.outStart[node + 1] ?? 0); edge++) {
        const group = graph.outGroup[edge] ?? -1
        const lost = all.hurt[group] ?? 0
        const size = graph.groupSize[group] ?? 0
        if (group >= 0 && lost > 0)
          groups.set(group, { name: graph.groupNames[group] ?? '', size, k: graph.groupK[group] ?? 1, left: size - lost })
      }
      return [...groups.values()]
    },
  }
}
