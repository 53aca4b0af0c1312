import { describe, expect, it } from 'vitest'
import { check, readVectors } from './check.ts'
import { sharedText } from './shared.ts'

describe('the shared vectors of composed promises', () => {
  const text = sharedText('oracles/04-composed-sla.json')
  it.skipIf(text === null)('come out, all of them', () => {
    const outcomes = readVectors(text ?? '').map(check)
    expect(outcomes.length).toBeGreaterThanOrEqual(17)
    expect(
      outcomes.filter((one) => one.verdict !== 'passed').map(({ vector, error, differences }) => [vector.id, error, differences]),
    ).toEqual([])
  })
})
