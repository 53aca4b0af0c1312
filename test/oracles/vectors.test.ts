import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { check, readVectors } from './check.ts'
import { differences } from './compare.ts'
import { sharedText } from './shared.ts'

const kept = join(import.meta.dirname, 'vectors')

const failures = (text: string) =>
  readVectors(text)
    .map(check)
    .filter((one) => one.verdict !== 'passed')
    .map((one) => ({ id: one.vector.id, verdict: one.verdict, error: one.error, differences: one.differences }))

describe('vectors kept in the repository', () => {
  for (const name of readdirSync(kept).filter((one) => one.endsWith('.json'))) {
    it(`${name} come out`, () => {
      expect(failures(readFileSync(join(kept, name), 'utf8'))).toEqual([])
    })
  }
})

describe('the shared SLA clock vectors', () => {
  const text = sharedText('oracles/01-sla-clock.json')
  it.skipIf(text === null)('come out, all of them', () => {
    expect(readVectors(text ?? '').length).toBeGreaterThanOrEqual(37)
    expect(failures(text ?? '')).toEqual([])
  })
})

describe('comparing an answer', () => {
  const exact = { abs: 1e-9, rel: 1e-9 }
  const paths = (got: unknown, expected: unknown, tolerance = exact) => differences(got, expected, tolerance).map((one) => one.path)

  it('takes numbers within their tolerance and instants as instants', () => {
    expect(paths({ a: 1.0000000001, at: '2025-01-01T01:00:00+01:00', more: 1 }, { a: 1, at: '2025-01-01T00:00:00Z' })).toEqual([])
    expect(paths(105, 100, { abs: 0, rel: 0.05 })).toEqual([])
  })

  it('tells null from zero, a short list from a long one, and says where', () => {
    expect(paths({ a: 0, b: { c: [1, 2] } }, { a: null, b: { c: [1, 3] } })).toEqual(['a', 'b.c[1]'])
    expect(paths([1], [1, 2])).toEqual([''])
    expect(paths(null, 0)).toEqual([''])
    expect(paths(Number.NaN, 1)).toEqual([''])
    expect(paths({}, { a: 1 })).toEqual(['a'])
    expect(paths('2025-01-01T00:00:01Z', '2025-01-01T00:00:00Z')).toEqual([''])
  })
})
