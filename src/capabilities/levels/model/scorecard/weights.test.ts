import { expect, test } from 'vitest'
import { criteria, usualWeights } from './criteria.ts'
import { normalised, sumOf, weightsIn, weightsIssue } from './weights.ts'

test('weights make 100 %, or it is said what is missing or too much', () => {
  expect(weightsIssue(usualWeights)).toBeNull()
  expect(weightsIssue({ promises: 60, people: 25 })).toBe('The weights add up to 85 %; they must make 100 %. Spread 15 % more.')
  expect(weightsIssue({ promises: 80, people: 30.5 })).toContain('Take 10.5 % away')
  expect(weightsIssue({ promises: 33.4, people: 33.3, returns: 33.3 })).toBeNull()
  expect(weightsIssue({})).toContain('at least one')
})

test('making it 100 keeps proportions to a per cent and never misses', () => {
  expect(normalised({ promises: 3, people: 1 })).toEqual({ promises: 75, people: 25 })
  expect(normalised({ promises: 1, people: 1, returns: 1 })).toEqual({ promises: 34, people: 33, returns: 33 })
  expect(normalised({ promises: 0 })).toEqual({})
  for (let seed = 1; seed < 97; seed++) {
    const given = Object.fromEntries(criteria.map((name, index) => [name, (seed * (index + 3) * 7919) % 97]))
    const made = normalised(given)
    expect(sumOf(made)).toBe(100)
    for (const name of criteria) expect(Math.abs((made[name] ?? 0) - (given[name] ?? 0) * (100 / sumOf(given)))).toBeLessThan(1)
  }
})

test('of a stored value only criteria with numbers count', () => {
  expect(weightsIn({ promises: 40, strange: 60, people: 'much' })).toEqual({ promises: 40 })
  expect(weightsIn(null)).toEqual({})
})
