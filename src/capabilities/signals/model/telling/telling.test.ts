import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decide, type Episode, type Seen, type Standing } from './telling.ts'
import { beginWords, manyWords, overWords } from './words.ts'

const [step, minute, hour] = [10_000, 60_000, 3_600_000]

/** How two things are, the upper one of which needs the lower one. */
type World = Readonly<{ upper: boolean; lower: boolean; work: boolean }>
type Message = Readonly<{ at: number; subject: string; what: 'begins' | 'over' | 'joins' | 'worsens' | 'spreads'; into?: string }>

/** Turns through one world after another, ten seconds each, as the table keeps them. */
const through = (worlds: readonly World[]) => {
  const since = new Map<string, number>()
  let episodes: readonly Episode[] = []
  let made = 0
  const messages: Message[] = []
  worlds.forEach(({ upper, lower, work }, turn) => {
    const now = turn * step
    for (const [name, fails] of Object.entries({ upper, lower })) {
      if (!fails) since.delete(name)
      else if (!since.has(name)) since.set(name, now)
    }
    const seen = (subject: string, explains: readonly string[] = []): Seen => ({
      subject,
      severity: 'down',
      since: since.get(subject) ?? now,
      hit: [],
      explains,
    })
    const causes = lower ? (work ? [] : [seen('lower', upper ? ['upper'] : [])]) : upper ? [seen('upper')] : []
    const standing = (subject: string): Standing => {
      if (work && (subject === 'lower' || lower)) return 'covered'
      return subject === 'upper' && upper ? ['lower'] : 'fine'
    }
    const { opened, turns } = decide(
      episodes.filter((one) => one.over_at === null || one.over_at > now - hour),
      causes,
      standing,
      now,
    )
    for (const { before, news } of turns)
      if (news)
        messages.push({ at: now, subject: before.subject, what: news.what, ...(news.what === 'joins' ? { into: news.into.subject } : {}) })
    const after = new Map(turns.map((one) => [one.before.id, one.after]))
    episodes = [
      ...episodes.map((one) => after.get(one.id) ?? one),
      ...opened.map(
        (one): Episode => ({
          ...one.seen,
          id: `${made++}`,
          seen_at: now,
          told_at: null,
          gone_at: null,
          over_at: null,
          times: one.times,
          hit: [],
        }),
      ),
    ]
  })
  return { messages, open: episodes.filter((one) => one.over_at === null) }
}

/** Stretches of worlds, of ten seconds to 25 minutes each. */
const stretches = fc.array(
  fc.record({
    world: fc.record({ upper: fc.boolean(), lower: fc.boolean(), work: fc.boolean() }),
    turns: fc.integer({ min: 1, max: 150 }),
  }),
  { minLength: 5, maxLength: 40 },
)
const laid = (list: readonly Readonly<{ world: World; turns: number }>[]): readonly World[] =>
  list.flatMap(({ world, turns }) => Array.from({ length: turns }, () => world))
const well: World = { upper: false, lower: false, work: false }

describe('what people are told of causes', () => {
  test('each beginning has one end: its own, or that of the cause that it joins', () => {
    fc.assert(
      fc.property(stretches, (list) => {
        const { messages, open } = through([...laid(list), ...laid([{ world: well, turns: 250 }])])
        expect(open).toEqual([])
        const told = new Set<string>()
        for (const { subject, what, into } of messages) {
          if (what === 'begins') expect(told.has(subject)).toBe(false)
          if (what === 'over') expect(told.has(subject)).toBe(true)
          // Whoever heard of it hears of the end of the cause, which must have been told for that.
          if (into !== undefined) expect(told.has(into)).toBe(true)
          if (what === 'begins') told.add(subject)
          else told.delete(subject)
        }
        expect([...told]).toEqual([])
      }),
    )
  })

  test('nothing is told of what planned work covers', () => {
    fc.assert(
      fc.property(stretches, (list) => {
        const worlds = laid(list)
        for (const { at, subject } of through(worlds).messages) if (subject === 'lower') expect(worlds[at / step]?.work).toBe(false)
      }),
    )
  })

  test('however often something goes up and down, an hour brings ten messages at most', () => {
    const flap = fc.record({ down: fc.integer({ min: 1, max: 15 }), up: fc.integer({ min: 1, max: 150 }) })
    fc.assert(
      fc.property(fc.array(flap, { minLength: 40, maxLength: 80 }), (list) => {
        const { messages } = through(
          laid(
            list.flatMap(({ down, up }) => [
              { world: { ...well, lower: true }, turns: down },
              { world: well, turns: up },
            ]),
          ),
        )
        for (const { at } of messages) expect(messages.filter((one) => one.at >= at && one.at < at + hour).length).toBeLessThanOrEqual(10)
      }),
    )
  })
})

describe('the words', () => {
  const begin = { title: 'Array', severity: 'down', worse: false, for: minute, times: 1, theirs: [], others: 0 } as const

  test('name what is the reader’s and count the rest', () => {
    const theirs = [1, 2, 3, 4, 5, 6, 7].map((n) => ({ title: `S${n}`, severity: 'degraded' as const }))
    expect(beginWords(begin)).toBe('Array is down.')
    expect(beginWords({ ...begin, others: 1 })).toBe('Array is down. It hits 1 service.')
    expect(beginWords({ ...begin, title: null, for: 2 * hour, theirs, others: 1200, times: 3 })).toBe(
      'Something you may not see is down, for 2 h now. It hits S1 (degraded), S2 (degraded), S3 (degraded), S4 (degraded), S5 (degraded), 2 more of yours and 1,200 other services. It has failed 3 times lately.',
    )
  })

  test('say how long it was, or that it was none', () => {
    const over = { title: 'Array', severity: 'degraded', lasted: 90 * minute, times: 1, how: 'ended', theirs: [], others: 0 } as const
    expect(overWords(over)).toBe('Over after 1 h 30 min: Array was degraded.')
    expect(overWords({ ...over, how: 'unwatched', times: 2 })).toBe(
      'Not watched any more, after 1 h 30 min: Array was degraded. It failed 2 times.',
    )
    expect(overWords({ ...over, how: 'dismissed' })).toBe('A false alarm: that Array was degraded.')
    expect(overWords({ ...over, title: null, how: 'dismissed', others: 2 })).toBe(
      'A false alarm: that something you may not see was degraded and hit 2 services.',
    )
  })

  test('say many causes in one sentence', () => {
    const causes = [1, 2, 3, 4, 5, 6, 7].map((n) => ({ title: n === 2 ? null : `A${n}`, severity: 'down' as const }))
    expect(manyWords(causes, 7, 12)).toBe(
      '7 causes at once: A1 is down, something you may not see is down, A3 is down, A4 is down, A5 is down and 2 more. They hit 12 other services.',
    )
  })
})
