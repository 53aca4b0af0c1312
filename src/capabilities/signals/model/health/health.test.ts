import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Edge, graphOf, type Means, meanings } from '../../../../platform/graph/graph.ts'
import { type Facts, type Fault, type Health, healthOf, type HealthState, type Work } from './health.ts'
import type { Watch } from './sight.ts'
import { leftWords, whyWords } from './words.ts'

const need = (from: string, to: string, means: Means = 'requires', group: string | null = null, k: number | null = null): Edge => ({
  from,
  to,
  means,
  group,
  k,
})
type Case = Readonly<{
  edges: readonly Edge[]
  faults?: Readonly<Record<string, Fault>>
  maintenance?: Readonly<Record<string, Work>>
  watched?: Readonly<Record<string, Watch>>
}>
const factsOf = ({ edges, faults = {}, maintenance = {}, watched = {} }: Case, more: readonly string[] = []): Facts => ({
  graph: graphOf(edges),
  means: meanings,
  faults: new Map(Object.entries(faults)),
  maintenance: new Map(Object.entries(maintenance)),
  watched: new Map(Object.entries(watched)),
  more,
})
const healthIn = (one: Case, more: readonly string[] = []): Health => healthOf(factsOf(one, more))
const at = (health: Health, id: string): number => health.nodeOf(id) ?? -1
const state = (health: Health, id: string): HealthState => health.stateOf(at(health, id))
const causes = (health: Health, id: string): readonly string[] =>
  health.causesOf(at(health, id)).map(({ cause }) => health.idOf(cause.node))
const why = (health: Health, id: string): string => {
  const [first] = health.causesOf(at(health, id))
  return first ? whyWords(first.path, first.cause, health.idOf) : ''
}
const down = (since = 0): Fault => ({ severity: 'down', since })
const degraded = (since = 0): Fault => ({ severity: 'degraded', since })

const hospital = [
  need('Portal', 'Record', 'uses'),
  need('Record', 'Database'),
  need('Database', 'Array', 'runs_on'),
  need('Theatre', 'chiller 1', 'requires', 'chillers', 2),
  need('Theatre', 'chiller 2', 'requires', 'chillers'),
  need('Theatre', 'chiller 3', 'requires', 'chillers'),
]

describe('health', () => {
  it('names the deepest thing that fails, and what fails above it is not its own fault', () => {
    const health = healthIn({ edges: hospital, faults: { Record: down(2), Array: down(1), Database: degraded(3) } })
    expect(['Portal', 'Record', 'Database', 'Array'].map((id) => state(health, id))).toEqual(['degraded', 'down', 'down', 'down'])
    expect(['Portal', 'Record', 'Array'].map((id) => causes(health, id))).toEqual([['Array'], ['Array'], ['Array']])
    expect(['Record', 'Database', 'Array'].map((id) => health.ownFault(at(health, id)))).toEqual([false, false, true])
    expect(why(health, 'Portal')).toBe('Portal uses Record, which requires Database, which runs on Array, which is down.')
    expect(health.causes.map((cause) => cause.hits().map(health.idOf))).toEqual([['Database', 'Record', 'Portal']])
  })
  it('tells an own fault from one that comes from below', () => {
    const health = healthIn({ edges: hospital, faults: { Portal: down(1) } })
    expect([state(health, 'Portal'), state(health, 'Record')]).toEqual(['down', 'unknown'])
    expect(health.ownFault(at(health, 'Portal'))).toBe(true)
    expect(why(health, 'Portal')).toBe('Portal itself is down.')
  })
  it('keeps what has spare parts going, at risk, and says what is left', () => {
    const one = healthIn({ edges: hospital, faults: { 'chiller 2': down(5) } })
    expect([state(one, 'Theatre'), causes(one, 'Theatre')]).toEqual(['at_risk', ['chiller 2']])
    expect(one.groupsOf(at(one, 'Theatre')).map(leftWords)).toEqual(['2 of 3 “chillers” are left and 2 must work, so no other may fail.'])
    const two = healthIn({ edges: hospital, faults: { 'chiller 2': down(5), 'chiller 1': down(9) } })
    expect([state(two, 'Theatre'), causes(two, 'Theatre')]).toEqual(['down', ['chiller 2', 'chiller 1']])
    expect([two.sinceOf(at(two, 'Theatre')), one.sinceOf(at(one, 'Theatre'))]).toEqual([9, 5])
    expect(why(two, 'Theatre')).toBe('Theatre needs 2 of 3 “chillers”, chiller 2 among them, which is down.')
  })
  it('never calls planned work an outage, nor what it takes down', () => {
    const planned = healthIn({
      edges: hospital,
      maintenance: { Array: { since: 1, down: true } },
      faults: { Array: down(2), Record: down(3) },
    })
    expect(['Portal', 'Record', 'Database', 'Array'].map((id) => state(planned, id))).toEqual([
      'maintenance',
      'maintenance',
      'maintenance',
      'maintenance',
    ])
    expect(planned.causes).toEqual([])
  })
  it('says down when a fault comes on top of planned work, and names the fault', () => {
    const both = healthIn({
      edges: hospital,
      maintenance: { 'chiller 1': { since: 1, down: true } },
      faults: { 'chiller 2': down(7) },
    })
    expect([state(both, 'Theatre'), causes(both, 'Theatre'), state(both, 'chiller 1')]).toEqual(['down', ['chiller 2'], 'maintenance'])
  })
  it('is never green where nothing watches, and says when only the parts are watched', () => {
    const health = healthIn({ edges: hospital, watched: { Array: 'telling', 'chiller 1': 'telling', Record: 'silent' } }, ['Lone'])
    expect(
      ['Array', 'Database', 'Record', 'Portal', 'Theatre', 'Lone'].map((id) => [state(health, id), health.sightOf(at(health, id))]),
    ).toEqual([
      ['operational', 'own'],
      ['operational', 'parts'],
      ['operational', 'parts'],
      ['unknown', 'partly'],
      ['unknown', 'partly'],
      ['unknown', 'none'],
    ])
  })
  it('knows a thing without edges, too', () => {
    const health = healthIn({ edges: hospital, faults: { Lone: down(4) } })
    expect([state(health, 'Lone'), causes(health, 'Lone')]).toEqual(['down', ['Lone']])
  })
  it('blames the first of a circle', () => {
    const edges = [need('a', 'b', 'uses'), need('b', 'a')]
    const health = healthIn({ edges, faults: { a: down(9), b: down(3) } })
    expect([causes(health, 'a'), causes(health, 'b')]).toEqual([['b'], ['b']])
  })
})

const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']
const someOf = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<Record<string, T>> =>
  fc.dictionary(fc.constantFrom(...names), value, { maxKeys: 4 })
const anyFault = fc.record({ severity: fc.constantFrom<Fault['severity']>('degraded', 'down'), since: fc.nat(9) })
const anyCase = fc.record({
  edges: fc
    .uniqueArray(
      fc.record({
        from: fc.constantFrom(...names),
        to: fc.constantFrom(...names),
        means: fc.constantFrom<Means>('requires', 'runs_on', 'part_of', 'uses'),
        group: fc.constantFrom(null, null, 'one', 'two'),
        k: fc.constantFrom(null, 1, 2, 3),
      }),
      { maxLength: 20, selector: (edge) => `${edge.from}>${edge.to}` },
    )
    .map((edges) => edges.filter((edge) => edge.from !== edge.to)),
  faults: someOf(anyFault),
  maintenance: someOf(fc.record({ since: fc.nat(9), down: fc.boolean() })),
  watched: someOf(fc.constantFrom<Watch>('telling', 'silent')),
})

const own = (edges: readonly Edge[], id: string) => {
  const mine = edges.filter((edge) => edge.from === id)
  const groups = [...new Set(mine.flatMap((edge) => (edge.group !== null && edge.means !== 'uses' ? [edge.group] : [])))].map((group) => {
    const members = mine.filter((edge) => edge.group === group && edge.means !== 'uses')
    return { members, k: Math.min(members.length, Math.max(1, ...members.map((edge) => edge.k ?? 1))) }
  })
  return {
    uses: mine.filter((edge) => edge.means === 'uses'),
    single: mine.filter((edge) => edge.means !== 'uses' && edge.group === null),
    groups,
  }
}

/** How everything works when some fail, as a fixed point over plain lists. */
const slowLevels = (edges: readonly Edge[], seeds: Readonly<Record<string, number>>): Readonly<Record<string, number>> => {
  const level: Record<string, number> = { ...seeds }
  const of = (id: string): number => level[id] ?? 0
  for (let again = true; again; ) {
    again = false
    for (const id of names) {
      const { uses, single, groups } = own(edges, id)
      const now = Math.max(
        of(id),
        ...uses.map((edge) => (of(edge.to) === 3 ? 2 : 0)),
        ...single.map((edge) => (of(edge.to) >= 2 ? of(edge.to) : 0)),
        ...groups.map(({ members, k }) => {
          const working = members.filter((edge) => of(edge.to) < 3).length
          const fully = members.filter((edge) => of(edge.to) < 2).length
          return working < k ? 3 : fully < k ? 2 : fully < members.length ? 1 : 0
        }),
      )
      if (now > of(id)) {
        level[id] = now
        again = true
      }
    }
  }
  return level
}

/** What is known of everything, as a fixed point over plain lists. */
const slowKnown = (edges: readonly Edge[], watched: Readonly<Record<string, Watch>>): ReadonlySet<string> => {
  const known = new Set(names.filter((id) => watched[id] === 'telling'))
  for (let size = -1; size !== known.size; ) {
    size = known.size
    for (const id of names) {
      const { single, groups } = own(edges, id)
      const enough = single.every((edge) => known.has(edge.to))
      const met = groups.every(({ members, k }) => members.filter((edge) => known.has(edge.to)).length >= k)
      if (single.length + groups.length > 0 && enough && met) known.add(id)
    }
  }
  return known
}

const slowStates = (one: Required<Case>): Readonly<Record<string, HealthState>> => {
  const { edges, faults, maintenance } = one
  const severity = (id: string): number => (faults[id] ? (faults[id].severity === 'down' ? 3 : 2) : 0)
  const seedsOf = (of: (id: string) => number) => Object.fromEntries(names.map((id) => [id, of(id)]))
  const workSeed = (id: string): number => (maintenance[id] ? Math.max(maintenance[id].down ? 3 : 0, severity(id)) : 0)
  const work = slowLevels(edges, seedsOf(workSeed))
  const all = slowLevels(
    edges,
    seedsOf((id) => Math.max(workSeed(id), severity(id))),
  )
  const faulty = slowLevels(
    edges,
    seedsOf((id) => (maintenance[id] || severity(id) <= (work[id] ?? 0) ? 0 : severity(id))),
  )
  const known = slowKnown(edges, one.watched)
  const words: readonly HealthState[] = ['operational', 'at_risk', 'degraded', 'down']
  return Object.fromEntries(
    names.map((id): [string, HealthState] => {
      const [a, w, f] = [all[id] ?? 0, work[id] ?? 0, faulty[id] ?? 0]
      const failing = a > w ? a : f
      if (maintenance[id]) return [id, 'maintenance']
      if (failing >= 2) return [id, words[failing] ?? 'down']
      if (w >= 2) return [id, 'maintenance']
      if (a === 1) return [id, 'at_risk']
      return [id, known.has(id) ? 'operational' : 'unknown']
    }),
  )
}
const order: readonly HealthState[] = ['operational', 'unknown', 'at_risk', 'maintenance', 'degraded', 'down']
const worth = (health: Health, id: string): number => order.indexOf(state(health, id))
const runs = { numRuns: 1500 }

describe('in any graph', () => {
  it('states are those that the rules give', () => {
    fc.assert(
      fc.property(anyCase, (one) => {
        const health = healthIn(one, names)
        expect(Object.fromEntries(names.map((id) => [id, state(health, id)]))).toEqual(slowStates(one))
      }),
      runs,
    )
  })
  it('whatever is down or degraded has a cause, which fails by itself and is not under maintenance', () => {
    fc.assert(
      fc.property(anyCase, (one) => {
        const health = healthIn(one, names)
        for (const id of names) {
          const of = causes(health, id)
          if (['down', 'degraded'].includes(state(health, id))) expect(of.length).toBeGreaterThan(0)
          for (const cause of of) expect([one.faults[cause] !== undefined, one.maintenance[cause] !== undefined]).toEqual([true, false])
        }
      }),
      runs,
    )
  })
  it('nothing that fails stands beneath a cause, but for what stands on it in a circle', () => {
    fc.assert(
      fc.property(anyCase, (one) => {
        const health = healthIn(one, names)
        for (const cause of health.causes)
          for (const other of health.causesOf(cause.node)) expect(health.idOf(other.cause.node)).toBe(health.idOf(cause.node))
      }),
      runs,
    )
  })
  it('a path leads step by step over needs from what is hit to the cause', () => {
    fc.assert(
      fc.property(anyCase, (one) => {
        const health = healthIn(one, names)
        for (const id of names)
          for (const { cause, path } of health.causesOf(at(health, id))) {
            const node = at(health, id)
            expect([path[0]?.from ?? node, path.at(-1)?.to ?? node]).toEqual([node, cause.node])
            path.forEach((step, index) => {
              expect(one.edges.some((edge) => edge.from === health.idOf(step.from) && edge.to === health.idOf(step.to))).toBe(true)
              if (index > 0) expect(step.from).toBe(path[index - 1]?.to)
            })
          }
      }),
      runs,
    )
  })
  it('a cause hits exactly those that have it as a cause', () => {
    fc.assert(
      fc.property(anyCase, (one) => {
        const health = healthIn(one, names)
        for (const cause of health.causes) {
          const hit = names.filter((id) => health.causesOf(at(health, id)).some((other) => other.cause === cause))
          expect([cause.node, ...cause.hits()].map(health.idOf).toSorted()).toEqual(hit)
        }
      }),
      runs,
    )
  })
  it('planned work alone makes nothing down or degraded', () => {
    fc.assert(
      fc.property(anyCase, (one) => {
        const faults = Object.fromEntries(Object.entries(one.faults).filter(([id]) => one.maintenance[id]))
        const health = healthIn({ ...one, faults }, names)
        for (const id of names) expect(['down', 'degraded']).not.toContain(state(health, id))
      }),
      runs,
    )
  })
  it('another outage makes nothing healthier', () => {
    fc.assert(
      fc.property(anyCase, fc.constantFrom(...names), anyFault, (one, id, fault) => {
        fc.pre(one.maintenance[id] === undefined && one.faults[id] === undefined)
        const before = healthIn(one, names)
        const after = healthIn({ ...one, faults: { ...one.faults, [id]: fault } }, names)
        for (const name of names) expect(worth(after, name)).toBeGreaterThanOrEqual(worth(before, name))
      }),
      runs,
    )
  })
  it('is the same whatever the order of the facts', () => {
    fc.assert(
      fc.property(anyCase, (one) => {
        const turned = { ...one, faults: Object.fromEntries(Object.entries(one.faults).toReversed()) }
        const [a, b] = [healthIn(one, names), healthIn(turned, names)]
        for (const id of names) expect([state(b, id), causes(b, id)]).toEqual([state(a, id), causes(a, id)])
      }),
      runs,
    )
  })
})
