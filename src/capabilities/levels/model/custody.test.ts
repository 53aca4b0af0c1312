import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { CalendarRule } from '../../../kernel/calendar/rule.ts'
import { roundTheClock } from '../../../kernel/calendar/rule.ts'
import { compileCalendar } from '../../../kernel/calendar/timetable.ts'
import { day } from '../../../kernel/day.ts'
import { asOf, custodyOf, type CustodyChange, type Holder, readHands, withChange } from './custody.ts'
import { changesOf, hour, monday } from './custody.samples.ts'

const desk: Holder = { type: 'team', id: 'desk', name: 'Service desk' }
const supplier: Holder = { type: 'supplier', id: 'norwire', name: 'Norwire' }
const office: CalendarRule = { time_zone: 'Etc/UTC', hours: { mon: [['09:00', '17:00']], tue: [['09:00', '17:00']] } }
const at = (hours: number, order: number, set: CustodyChange['set']): CustodyChange => ({ at: monday + hours * hour, order, set })

describe('a chain of custody', () => {
  it('has no gaps, no empty stretches and no two neighbours alike', () => {
    fc.assert(
      fc.property(changesOf, (changes) => {
        const chain = custodyOf(changes)
        expect(chain[0]?.from).toBe(Math.min(...changes.map((one) => one.at)))
        expect(
          chain.every((one, i) => (i === chain.length - 1 ? one.to === null : one.to === chain[i + 1]?.from && one.to > one.from)),
        ).toBe(true)
        const same = chain.filter(
          (one, i) => i > 0 && JSON.stringify({ ...one, from: 0, to: 0 }) === JSON.stringify({ ...chain[i - 1], from: 0, to: 0 }),
        )
        expect(same).toEqual([])
      }),
    )
  })

  it('is the same whatever order its changes are read in, and when they come one by one', () => {
    fc.assert(
      fc.property(
        changesOf.chain((changes) => fc.tuple(fc.constant(changes), fc.shuffledSubarray([...changes], { minLength: changes.length }))),
        ([changes, shuffled]) => {
          const chain = custodyOf(changes)
          expect(custodyOf(shuffled)).toEqual(chain)
          const inOrder = [...changes].sort((a, b) => a.at - b.at || a.order - b.order)
          expect(inOrder.reduce<ReturnType<typeof custodyOf>>((grown, change) => withChange(grown, change) ?? [], [])).toEqual(chain)
        },
      ),
    )
  })

  it('shows the past as it stood', () => {
    fc.assert(
      fc.property(changesOf, fc.integer({ min: 0, max: 400 }), (changes, hours) => {
        const now = Math.max(monday + hours * hour, Math.min(...changes.map((one) => one.at)))
        expect(asOf(custodyOf(changes), now)).toEqual(custodyOf(changes.filter((one) => one.at <= now)))
      }),
    )
  })

  it('takes no change from before its last stretch', () => {
    const chain = custodyOf([at(0, 1, {}), at(5, 2, { state: 'active', meaning: 'active' })])
    expect(withChange(chain, at(4, 3, { priority: '1' }))).toBeNull()
    expect(withChange(chain, at(5, 3, { priority: '1' }))?.at(-1)).toMatchObject({
      from: monday + 5 * hour,
      state: 'active',
      priority: '1',
    })
  })

  it('tells whose hands the time was in, each by their own hours', () => {
    const chain = custodyOf([
      at(10, 1, { holder: desk, state: 'new', meaning: 'open' }),
      at(12, 2, { holder: supplier, state: 'pending', meaning: 'waiting', waiting_for: 'supplier' }),
      at(20, 3, { holder: { ...desk, name: 'The desk, renamed' }, state: 'active', meaning: 'active', waiting_for: null }),
      at(33, 4, { state: 'resolved', meaning: 'done' }),
    ])
    const ours = compileCalendar(office, day('2016-03-07'), day('2016-03-08'))
    const always = compileCalendar(roundTheClock(), day('2016-03-07'), day('2016-03-08'))
    const hands = readHands(chain, (holder) => (holder.type === 'supplier' ? always : ours), monday + 100 * hour)
    expect(hands.map(({ holder, ...rest }) => [holder.name, rest])).toEqual([
      ['Service desk', { business_s: 2 * 3600, wall_s: 15 * 3600, stays: 2, holds_now: false }],
      ['Norwire', { business_s: 8 * 3600, wall_s: 8 * 3600, stays: 1, holds_now: false }],
    ])
  })
})
