import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { movedBy, movesWith, type Placed } from './order.ts'

const placed = (text: string): readonly Placed[] =>
  text.split(' ').map((one) => ({ id: one, group: one.startsWith('-') ? null : one.slice(0, 1) }))

describe('the order of a status page', () => {
  test.each([
    ['a1 a2 b1', 0, 1, 'a2 a1 b1'],
    ['a1 a2 b1', 1, -1, 'a2 a1 b1'],
    ['a1 a2 b1 b2', 1, 1, 'b1 b2 a1 a2'],
    ['a1 a2 b1 c1', 2, -1, 'b1 a1 a2 c1'],
    ['a1 b1', 1, 1, 'a1 b1'],
    ['-1 -2 a1', 1, 1, '-1 -2 a1'],
    ['-1 -2 a1', 2, -1, '-1 -2 a1'],
  ] as const)('%s, the one at %i moved by %i: %s', (before, at, by, after) => {
    expect(movedBy(placed(before), at, by).join(' ')).toBe(after)
  })

  test('nothing is lost, and a group stays together', () => {
    const pages = fc
      .array(fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.integer({ min: 1, max: 3 })), { minLength: 1, maxLength: 3 })
      .map((groups) =>
        [...new Map(groups)].flatMap(([name, n]) => Array.from({ length: n }, (_, i) => ({ id: `${name}${i}`, group: name }))),
      )
    fc.assert(
      fc.property(pages, fc.nat(8), fc.constantFrom(1 as const, -1 as const), (items, at, by) => {
        const after = movedBy(items, at, by)
        expect([...after].sort()).toEqual(items.map((item) => item.id).sort())
        const groups = after.map((id) => id.slice(0, 1))
        expect(groups.filter((group, index) => group !== groups[index - 1])).toHaveLength(new Set(groups).size)
        if (movesWith(items, at, by) === null) expect(after).toEqual(items.map((item) => item.id))
      }),
    )
  })
})
