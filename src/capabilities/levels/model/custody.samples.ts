import fc from 'fast-check'
import type { CustodyChange, CustodyFacts } from './custody.ts'

export const hour = 3_600_000

/** Midnight UTC on a Monday. */
export const monday = Date.UTC(2016, 2, 7)

const states = {
  new: { state: 'new', meaning: 'open', waiting_for: null },
  active: { state: 'active', meaning: 'active', waiting_for: null },
  customer: { state: 'pending', meaning: 'waiting', waiting_for: 'customer' },
  change: { state: 'pending', meaning: 'waiting', waiting_for: 'change' },
  resolved: { state: 'resolved', meaning: 'done', waiting_for: null },
} as const satisfies Record<string, Partial<CustodyFacts>>

const set: fc.Arbitrary<Partial<CustodyFacts>> = fc.oneof(
  fc.constantFrom(...Object.values(states)),
  fc.constantFrom('1', '2', null).map((priority) => ({ priority })),
  fc.constantFrom('ann', 'bob', null).map((owner) => ({ owner })),
  fc
    .constantFrom(
      { type: 'team', id: 'desk' } as const,
      { type: 'team', id: 'network' } as const,
      { type: 'supplier', id: 'norwire' } as const,
    )
    .map((holder) => ({ holder })),
)

/** The changes of one ticket over two weeks, in quarters of an hour, some at the same moment, in any order; never none. */
export const changesOf: fc.Arbitrary<readonly CustodyChange[]> = fc
  .array(fc.tuple(fc.oneof(fc.integer({ min: 0, max: 14 * 96 }), fc.constantFrom(36, 40, 52, 68, 132)), set), {
    minLength: 1,
    maxLength: 12,
  })
  .map((list) => list.map(([quarter, facts], order) => ({ at: monday + (quarter * hour) / 4, order, set: facts })))
