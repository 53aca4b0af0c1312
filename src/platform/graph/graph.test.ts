import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Edge, type Graph, graphOf, type Means, withNeedsOf } from './graph.ts'
import { type Effect, impactOf, type Reached } from './impact.ts'
import { circleIn, closure, wayBetween } from './walk.ts'

const need = (from: string, to: string, means: Means = 'requires', group: string | null = null, k: number | null = null): Edge => ({
  from,
  to,
  means,
  group,
  k,
})
const at = (graph: Graph, id: string): number => graph.index.get(id) ?? -1
const reached = (graph: Graph, ...failed: readonly string[]): readonly Reached[] => {
  const impact = impactOf(
    graph,
    failed.map((id) => at(graph, id)),
  )
  return [...impact.nodes].flatMap((node) => impact.of(node) ?? [])
}
const effects = (graph: Graph, ...failed: readonly string[]): Readonly<Record<string, Effect>> =>
  Object.fromEntries(reached(graph, ...failed).map((one) => [graph.ids[one.node] ?? '', one.effect]))
const namesOf = (graph: Graph, nodes: readonly number[] | null): readonly string[] | null =>
  nodes?.map((node) => graph.ids[node] ?? '') ?? null

const cooling = [
  need('theatre', 'water'),
  need('water', 'chiller 1', 'requires', 'chillers', 2),
  need('water', 'chiller 2', 'requires', 'chillers'),
  need('water', 'chiller 3', 'requires', 'chillers'),
  need('theatre', 'screen', 'uses'),
]

describe('impact', () => {
  const graph = graphOf(cooling)
  it('thins a group of 2 of 3 when one fails, and goes no further', () => {
    expect(effects(graph, 'chiller 1')).toEqual({ water: 'at_risk' })
    expect(reached(graph, 'chiller 1')[0]?.group).toEqual({ name: 'chillers', size: 3, k: 2, left: 2 })
  })
  it('takes down what stands on the group when too many of it fail', () => {
    expect(effects(graph, 'chiller 1', 'chiller 3')).toEqual({ water: 'down', theatre: 'down' })
  })
  it('degrades only what uses it', () => {
    expect(effects(graph, 'screen')).toEqual({ theatre: 'degraded' })
  })
  it('names the path from what failed', () => {
    expect(namesOf(graph, impactOf(graph, [at(graph, 'water')]).path(at(graph, 'theatre')))).toEqual(['water', 'theatre'])
  })
  it('lists those that are down before those that suffer, nearest first', () => {
    const chain = graphOf([
      need('a', 'x', 'uses'),
      need('b', 'x'),
      need('c', 'b'),
      need('d', 'x', 'requires', 'g', 1),
      need('d', 'y', 'requires', 'g', 1),
    ])
    expect(reached(chain, 'x').map((one) => [chain.ids[one.node], one.effect])).toEqual([
      ['b', 'down'],
      ['c', 'down'],
      ['a', 'degraded'],
      ['d', 'at_risk'],
    ])
    expect(impactOf(chain, [at(chain, 'x')]).counts).toEqual({ down: 2, degraded: 1, at_risk: 1 })
  })
  it('passes degradation on over what is required, not over what is used', () => {
    const chain = graphOf([need('a', 'b', 'uses'), need('c', 'a'), need('d', 'a', 'uses')])
    expect(effects(chain, 'b')).toEqual({ a: 'degraded', c: 'degraded' })
  })
  it('turns degraded into down when a second way fails', () => {
    const both = graphOf([
      need('s', 'x', 'uses'),
      need('y', 'x'),
      need('s', 'y'),
      need('t', 's', 'requires', 'g', 1),
      need('t', 'u', 'requires', 'g', 1),
    ])
    expect(effects(both, 'x')).toEqual({ s: 'down', y: 'down', t: 'at_risk' })
  })
})

const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']
const anyEdge = fc.record({
  from: fc.constantFrom(...names),
  to: fc.constantFrom(...names),
  means: fc.constantFrom<Means>('requires', 'runs_on', 'part_of', 'uses'),
  group: fc.constantFrom(null, null, 'one', 'two'),
  k: fc.constantFrom(null, 1, 2, 3),
})
const anyGraph = fc
  .uniqueArray(anyEdge, { maxLength: 24, selector: (edge) => `${edge.from}>${edge.to}` })
  .map((edges) => edges.filter((edge) => edge.from !== edge.to))

/** The rules of impact as a fixed point over plain lists, without counters. */
const slowly = (edges: readonly Edge[], failed: string): Readonly<Record<string, Effect>> => {
  const level: Record<string, number> = { [failed]: 3 }
  const of = (id: string): number => level[id] ?? 0
  for (let again = true; again; ) {
    again = false
    for (const id of new Set(edges.map((edge) => edge.from))) {
      if (id === failed) continue
      const own = edges.filter((edge) => edge.from === id)
      const levels = own
        .filter((edge) => edge.group === null || edge.means === 'uses')
        .map((edge) => (edge.means === 'uses' ? (of(edge.to) === 3 ? 2 : 0) : of(edge.to) >= 2 ? of(edge.to) : 0))
      for (const group of new Set(own.flatMap((edge) => (edge.group !== null && edge.means !== 'uses' ? [edge.group] : [])))) {
        const members = own.filter((edge) => edge.group === group && edge.means !== 'uses')
        const k = Math.min(members.length, Math.max(1, ...members.map((edge) => edge.k ?? 1)))
        const working = members.filter((edge) => of(edge.to) < 3).length
        const fully = members.filter((edge) => of(edge.to) < 2).length
        levels.push(working < k ? 3 : fully < k ? 2 : fully < members.length ? 1 : 0)
      }
      const now = Math.max(0, ...levels)
      if (now > of(id)) {
        level[id] = now
        again = true
      }
    }
  }
  const words = [undefined, 'at_risk', 'degraded', 'down'] as const
  return Object.fromEntries(Object.entries(level).flatMap(([id, value]) => (id !== failed && words[value] ? [[id, words[value]]] : [])))
}

describe('any graph', () => {
  it('gives the impact that the rules give', () => {
    fc.assert(
      fc.property(anyGraph, fc.constantFrom(...names), (edges, failed) => {
        const graph = graphOf(edges)
        if (at(graph, failed) >= 0) expect(effects(graph, failed)).toEqual(slowly(edges, failed))
      }),
      { numRuns: 500 },
    )
  })
  it('has a circle exactly when something requires itself by a longer way', () => {
    fc.assert(
      fc.property(anyGraph, (edges) => {
        const graph = graphOf(edges)
        const own = graph.ids.some((_, node) =>
          closure(graph, node, 'needs', true).some((other) => wayBetween(graph, other, node) !== null),
        )
        expect(circleIn(graph) !== null).toBe(own)
      }),
    )
  })
  it('keeps what did not change when the needs of one node are replaced', () => {
    fc.assert(
      fc.property(anyGraph, anyGraph, fc.constantFrom(...names), (edges, others, id) => {
        const now = others.filter((edge) => edge.from === id)
        const changed = withNeedsOf(graphOf(edges), new Set([id]), now)
        const made = graphOf([...edges.filter((edge) => edge.from !== id), ...now])
        for (const failed of names) if (at(made, failed) >= 0) expect(effects(changed, failed)).toEqual(effects(made, failed))
      }),
    )
  })
})

describe('ways', () => {
  const graph = graphOf([need('record', 'database'), need('database', 'storage'), need('record', 'portal', 'uses')])
  it('finds all that is needed, nearest first', () => {
    expect(namesOf(graph, closure(graph, at(graph, 'record')))).toEqual(['database', 'portal', 'storage'])
    expect(namesOf(graph, closure(graph, at(graph, 'storage'), 'needed_by'))).toEqual(['database', 'record'])
  })
  it('finds the way that a new need would close', () => {
    expect(namesOf(graph, wayBetween(graph, at(graph, 'record'), at(graph, 'storage')))).toEqual(['record', 'database', 'storage'])
    expect(wayBetween(graph, at(graph, 'record'), at(graph, 'portal'))).toBeNull()
  })
})
