import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { boundsOf } from './bounds.ts'
import { type Chain, chainFrom, type Circle, type Need } from './chain.ts'
import { closings, togetherLess } from './closing.ts'
import { composerOf } from './composer.ts'
import { anyExpression, anyShares, enumerated, worksWith } from './composition.samples.ts'
import { atLeast, atMostChance } from './counting.ts'
import { type Expression, namesIn } from './expression.ts'
import { gapOf } from './gap.ts'
import { randomFrom, xoshiro128 } from './random.ts'
import { sampleAvailability, wilson } from './sampling.ts'

const bridge: Expression = {
  parallel: [{ series: ['a', 'c'] }, { series: ['b', 'd'] }, { series: ['a', 'e', 'd'] }, { series: ['b', 'e', 'c'] }],
}
const at = (share: number, ...names: readonly string[]) => Object.fromEntries(names.map((name) => [name, share]))

describe('composed availability', () => {
  it('is what counting every state gives, shared parts or not', () => {
    fc.assert(
      fc.property(anyExpression, anyShares, (of, shares) => {
        expect(composerOf(of).read(shares).value).toBeCloseTo(enumerated(of, shares), 12)
      }),
      { numRuns: 150 },
    )
  })

  it('knows by importance what a better part would give', () => {
    fc.assert(
      fc.property(anyExpression, anyShares, fc.double({ min: 0, max: 1, noNaN: true }), (of, shares, other) => {
        const composer = composerOf(of)
        const now = composer.read(shares)
        for (const name of composer.names) {
          const expected = now.value + (now.importance[name] ?? 0) * (other - (shares[name] ?? 0))
          expect(composer.valueIf(shares, name, other)).toBeCloseTo(expected, 10)
        }
      }),
      { numRuns: 60 },
    )
  })

  it('stays exact where counting states or conditioning on forty shared parts could not', () => {
    const sites = Array.from({ length: 40 }, (_, site) => `site ${site}`)
    const of: Expression = {
      series: [
        { kofn: [39, sites.map((site): Expression => ({ series: [site, 'network', `power ${Number(site.slice(5)) % 10}`] }))] },
        { kofn: [39, sites.map((site): Expression => ({ series: [site, 'network', 'names'] }))] },
      ],
    }
    const shares = { ...at(0.999, ...sites), ...at(0.9999, 'network', 'names', ...Array.from({ length: 10 }, (_, n) => `power ${n}`)) }
    const found = composerOf(of).read(shares)
    // Both groups need the same 39 sites; each power feeds four of them, so all ten must work.
    expect(found.sampled).toBeNull()
    expect(found.value).toBeCloseTo(
      0.9999 ** 12 *
        atLeast(
          39,
          Array.from({ length: 40 }, () => 0.999),
        ),
      12,
    )
  })

  it('falls back on sampling when the diagram would be too big, and says so', () => {
    const found = composerOf(bridge, { limit: 4, seed: 7, samples: 50_000 }).read(at(0.9, 'a', 'b', 'c', 'd', 'e'))
    expect(found.sampled).toMatchObject({ seed: 7, samples: 50_000 })
    expect(Math.abs(found.value - 0.97848)).toBeLessThan(4 * Math.sqrt((0.97848 * 0.02152) / 50_000))
  })

  it('refuses parts without a figure instead of taking them for perfect', () => {
    expect(() => composerOf({ series: ['a', 'b'] }).read({ a: 0.9 })).toThrow(/b has no availability/)
  })
})

describe('k of n parts that differ', () => {
  it('is the sum over all states', () => {
    fc.assert(
      fc.property(anyShares, fc.integer({ min: 0, max: 8 }), (shares, k) => {
        const expected = k > 7 ? 0 : enumerated({ kofn: [k, Object.keys(shares)] }, shares)
        expect(atLeast(k, Object.values(shares))).toBeCloseTo(expected, 12)
      }),
    )
  })
})

describe('bounds without independence', () => {
  it('hold for parts that depend on each other in any way', () => {
    const joint = fc.array(fc.tuple(fc.array(fc.boolean(), { minLength: 7, maxLength: 7 }), fc.integer({ min: 1, max: 20 })), {
      minLength: 1,
      maxLength: 8,
    })
    fc.assert(
      fc.property(anyExpression, joint, (of, weighted) => {
        const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g']
        const total = weighted.reduce((sum, [, weight]) => sum + weight, 0)
        const chanceThat = (holds: (up: ReadonlySet<string>) => boolean): number =>
          weighted.reduce((sum, [state, weight]) => sum + (holds(new Set(names.filter((_, index) => state[index]))) ? weight : 0), 0) /
          total
        const shares = Object.fromEntries(names.map((name) => [name, chanceThat((up) => up.has(name))]))
        const truth = chanceThat((up) => worksWith(of, up))
        const { lower, upper } = boundsOf(of, shares)
        expect(truth).toBeGreaterThanOrEqual(lower - 1e-9)
        expect(truth).toBeLessThanOrEqual(upper + 1e-9)
      }),
      { numRuns: 300 },
    )
  })

  it('are those of Boole for a series and of the best part for a parallel', () => {
    const shares = { a: 0.98, b: 0.97, c: 0.99 }
    expect(boundsOf({ series: ['a', 'b', 'c'] }, shares).lower).toBeCloseTo(0.94, 12)
    expect(boundsOf({ series: ['a', 'b', 'c'] }, shares).upper).toBeCloseTo(0.97, 12)
    expect(boundsOf({ parallel: ['a', 'b', 'c'] }, shares)).toEqual({ lower: expect.closeTo(0.99, 12) as number, upper: 1 })
    expect(atMostChance(2, [0.1, 0.1, 0.1])).toBeCloseTo(0.15, 12)
  })

  it('count a part that two branches share once', () => {
    const of: Expression = {
      series: [
        { series: ['network', 'a'] },
        { series: ['network', 'b'] },
        { parallel: [{ series: ['network', 'c'] }, { series: ['network', 'd'] }] },
      ],
    }
    expect(boundsOf(of, { ...at(1, 'a', 'b', 'c', 'd'), network: 0.99 })).toEqual({
      lower: expect.closeTo(0.99, 12) as number,
      upper: 0.99,
    })
  })
})

describe('sampling', () => {
  it('repeats itself with the same seed and lands within four standard errors', () => {
    fc.assert(
      fc.property(anyExpression, anyShares, fc.integer(), (of, shares, seed) => {
        const run = sampleAvailability(of, shares, { seed, samples: 4000 })
        expect(sampleAvailability(of, shares, { seed, samples: 4000 })).toEqual(run)
        const exact = enumerated(of, shares)
        // Four standard errors of the exact value; the last term is for values so near to 1 that one sample makes the difference.
        expect(Math.abs(run.value - exact)).toBeLessThanOrEqual(4 * Math.sqrt((exact * (1 - exact)) / 4000) + 3 / 4000)
      }),
      { numRuns: 60, seed: 4 },
    )
  })

  it('estimates importance, and an interval where nothing failed', () => {
    const shares = at(0.9, 'a', 'b', 'c', 'd', 'e')
    const run = sampleAvailability(bridge, shares, { seed: 3, samples: 200_000 })
    const exact = composerOf(bridge).read(shares).importance
    for (const name of namesIn(bridge)) expect(Math.abs((run.importance[name] ?? 0) - (exact[name] ?? 0))).toBeLessThan(0.02)
    const [low, high] = wilson(1000, 1000)
    expect(low).toBeCloseTo(1 - 1.959964 ** 2 / (1000 + 1.959964 ** 2), 9)
    expect(high).toBe(1)
  })

  it('draws the published numbers of xoshiro128**, evenly', () => {
    const next = xoshiro128([1, 2, 3, 4])
    expect(Array.from({ length: 10 }, next)).toEqual([
      11_520, 0, 5_927_040, 70_819_200, 2_031_721_883, 1_637_235_492, 1_287_239_034, 3_734_860_849, 3_729_100_597, 4_258_142_804,
    ])
    const random = randomFrom(0)
    const tenths = Array.from({ length: 10 }, () => 0)
    for (let draw = 0; draw < 100_000; draw++) {
      const tenth = Math.floor(random() * 10)
      tenths[tenth] = (tenths[tenth] ?? 0) + 1
    }
    // Chi-squared with 9 degrees of freedom stays below 27.9 in 999 of 1,000 cases.
    expect(tenths.reduce((sum, count) => sum + (count - 10_000) ** 2 / 10_000, 0)).toBeLessThan(27.9)
  })
})

describe('common causes', () => {
  it('take back what redundancy of parts that fail together seemed to give', () => {
    const shares = at(0.99, 'a', 'b')
    expect(composerOf({ parallel: ['a', 'b'] }).read(shares).value).toBeCloseTo(0.9999, 12)
    expect(composerOf({ parallel: ['a', 'b'] }, { beta: 0.1 }).read(shares).value).toBeCloseTo(0.998919081, 12)
    expect(composerOf({ series: ['a', 'b'] }, { beta: 0.1 }).read(shares).value).toBeCloseTo(0.9801, 12)
  })

  it('never make a redundant group better', () => {
    fc.assert(
      fc.property(anyShares, fc.double({ min: 0, max: 1, noNaN: true }), (given, beta) => {
        // The model is one for parts that work more often than not.
        const shares = Object.fromEntries(Object.entries(given).map(([name, share]) => [name, 0.5 + share / 2]))
        const of: Expression = { parallel: ['a', 'b', 'c'] }
        expect(composerOf(of, { beta }).read(shares).value).toBeLessThanOrEqual(composerOf(of).read(shares).value + 1e-12)
      }),
    )
  })
})

describe('what closes the gap', () => {
  const shares = { web: 0.9995, db: 0.999, queue: 0.995 }
  const minutes = 43_200

  it('is, for each part by itself, the availability that makes the whole keep its target', () => {
    fc.assert(
      fc.property(
        anyExpression,
        anyShares,
        fc.double({ min: 0.5, max: 1, noNaN: true }),
        fc.constantFrom(0, 0.2),
        (of, given, target, beta) => {
          const composer = composerOf(of, { beta })
          const now = composer.read(given)
          for (const row of closings(composer, given, now, target, minutes)) {
            if (row.needed === null) expect(row.best).toBeLessThan(target)
            else expect(composer.valueIf(given, row.name, row.needed)).toBeGreaterThanOrEqual(target - 1e-9)
            if (row.needed !== null && row.needed > row.share + 1e-6)
              expect(composer.valueIf(given, row.name, row.needed - 1e-6)).toBeLessThan(target)
          }
        },
      ),
      { numRuns: 120 },
    )
  })

  it('names the smallest raise first, and by price where prices are known', () => {
    const composer = composerOf({ series: ['web', 'db', 'queue'] })
    const now = composer.read(shares)
    const rows = closings(composer, shares, now, 0.9938, minutes)
    expect(gapOf(0.9938, now.value, now.bounds.lower, minutes)).toMatchObject({ underpinned: false, underpinned_worst: false })
    expect(rows.map((row) => row.name)).toEqual(['queue', 'db', 'web'])
    expect(rows[0]?.needed).toBeCloseTo(0.9938 / (0.9995 * 0.999), 12)
    const priced = closings(composer, shares, now, 0.9938, minutes, { web: 1, db: 90, queue: 100 })
    expect(priced.map((row) => row.name)).toEqual(['web', 'db', 'queue'])
    expect(closings(composer, shares, now, 0.9999, minutes).map((row) => row.needed)).toEqual([null, null, null])
  })

  it('puts a part that would have to never fail behind those that can be bought better', () => {
    const of = composerOf({ series: ['power', 'net'] })
    const given = { power: 0.9999, net: 0.9995 }
    const rows = closings(of, given, of.read(given), 0.9995, minutes, { net: 3 })
    expect(rows.map((row) => [row.name, row.needed === 1 || (row.needed ?? 0) > 1 - 1e-9])).toEqual([
      ['net', false],
      ['power', true],
    ])
    expect(rows[0]?.cost).toBeCloseTo(3 * (rows[0]?.raise_minutes ?? 0), 12)
  })

  it('says by how much less all parts together would have to fail', () => {
    const pair = composerOf({ series: ['a', 'b'] })
    const given = { a: 0.99, b: 0.98 }
    const less = togetherLess(pair, given, 0.985) ?? 0
    expect((1 - 0.01 * (1 - less)) * (1 - 0.02 * (1 - less))).toBeCloseTo(0.985, 9)
    expect(togetherLess(pair, given, 1)).toBeCloseTo(1, 9)
    expect(togetherLess(composerOf({ series: ['a', 'b'] }, { limit: 1, samples: 100 }), given, 0.985)).toBeNull()
  })
})

describe('the chain beneath something', () => {
  const isChain = (found: Chain | Circle): Chain => {
    if ('circle' in found) throw new Error(found.circle.join(' > '))
    return found
  }
  const of = (needs: Readonly<Record<string, readonly Need[]>>, figures: readonly string[], root = 'mail') =>
    chainFrom(
      root,
      (name) => needs[name] ?? [],
      (name) => figures.includes(name),
    )

  it('stops at what has a figure, and names what nobody knows', () => {
    const needs = {
      mail: ['store', { group: 'gateways', k: 1, of: ['gateway 1', 'gateway 2'] }],
      store: ['disk', 'network'],
      'gateway 1': ['network'],
      'gateway 2': ['network'],
      network: ['cable'],
    } satisfies Record<string, readonly Need[]>
    const found = isChain(of(needs, ['network', 'gateway 1', 'mail']))
    expect(found).toMatchObject({ parts: ['network', 'gateway 1'], inner: ['store', 'gateway 2', 'mail'], unknown: ['disk'] })
    expect(composerOf(found.expression).read({ network: 0.9, 'gateway 1': 0.5, disk: 0.8 }).value).toBeCloseTo(0.72, 12)
  })

  it('names a circle', () => {
    const needs = { mail: ['store'], store: ['disk'], disk: ['network'], network: ['store'] }
    expect(of(needs, [])).toEqual({ circle: ['store', 'disk', 'network', 'store'] })
    expect(of(needs, ['disk'])).toMatchObject({ parts: ['disk'] })
  })
})
