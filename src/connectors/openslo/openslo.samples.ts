import fc from 'fast-check'
import {
  budgetings,
  type Indicator,
  type Labels,
  type Metric,
  type Named,
  type Objective,
  type OpenSlo,
  operators,
  type Query,
  type Slo,
} from './model.ts'

/** Arbitrary models, as reading gives them: what a file can say. */

const letter = fc.constantFrom(...Array.from('abcdefghij0123456789'))
const name = fc
  .tuple(letter, fc.string({ unit: fc.constantFrom(...Array.from('abc0-')), maxLength: 12 }), letter)
  .map((parts) => parts.join(''))
const words = fc.string({ minLength: 1, maxLength: 30, unit: 'grapheme' })
const maybe = <T>(of: fc.Arbitrary<T>) => fc.option(of, { nil: null })
const key = fc
  .tuple(letter, fc.string({ unit: fc.constantFrom(...Array.from('aB0._-')), maxLength: 8 }), letter)
  .map((parts) => parts.join(''))

const labels: fc.Arbitrary<Labels> = fc.dictionary(key, fc.array(words, { maxLength: 3 }), { maxKeys: 3 })

const named: fc.Arbitrary<Named> = fc.record({
  name,
  display_name: maybe(words),
  description: maybe(words),
  labels,
  annotations: fc.dictionary(key, words, { maxKeys: 3 }),
})

const json = fc.jsonValue({ maxDepth: 2 })
const duration = fc.tuple(fc.integer({ min: 1, max: 99 }), fc.constantFrom('h', 'd', 'w', 'M', 'Q', 'Y')).map((parts) => parts.join(''))
const number = fc.double({ noNaN: true, noDefaultInfinity: true })
const target = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })

const query: fc.Arbitrary<Query> = fc.record({ type: words, source: maybe(name), spec: fc.dictionary(key, json, { maxKeys: 3 }) })

const metrics: Readonly<Record<Metric['kind'], fc.Arbitrary<Metric>>> = {
  ratio: fc.record({
    kind: fc.constant('ratio' as const),
    counter: maybe(fc.boolean()),
    counts: fc.constantFrom('good' as const, 'bad' as const),
    part: query,
    total: query,
  }),
  raw: fc.record({ kind: fc.constant('raw' as const), means: fc.constantFrom('success' as const, 'failure' as const), query }),
  threshold: fc.record({ kind: fc.constant('threshold' as const), query }),
}

const indicator = (kind: Metric['kind']): fc.Arbitrary<Indicator> =>
  fc.tuple(named, metrics[kind]).map(([one, metric]) => ({ ...one, metric }))

const condition = fc
  .tuple(
    named,
    fc.record({ severity: words, op: maybe(fc.constantFrom(...operators)), threshold: number, lookback: duration, alert_after: duration }),
  )
  .map(([one, more]) => ({ ...one, ...more }))
const notified = fc.tuple(named, words).map(([one, target]) => ({ ...one, target }))
const ref = name.map((one) => ({ ref: `missing-${one}` }))

const policy = fc
  .tuple(
    named,
    fc.record({
      when_no_data: fc.boolean(),
      when_resolved: fc.boolean(),
      when_breaching: fc.boolean(),
      condition: fc.oneof(condition, ref),
      targets: fc.array(fc.oneof(notified, ref), { minLength: 1, maxLength: 2 }),
    }),
  )
  .map(([one, more]) => ({ ...one, ...more }))

const objective = (kind: Metric['kind'], composite: boolean): fc.Arbitrary<Objective> =>
  fc.record({
    display_name: maybe(words),
    op: kind === 'threshold' ? fc.constantFrom(...operators) : maybe(fc.constantFrom(...operators)),
    value: kind === 'threshold' ? number : maybe(number),
    target,
    slice_target: fc.double({ min: 0.01, max: 1, noNaN: true }),
    slice: duration,
    indicator: composite ? indicator(kind) : fc.constant(null),
    weight: composite ? fc.double({ min: 0.1, max: 9, noNaN: true }) : fc.constant(null),
  })

const window = fc.oneof(
  duration.map((one) => ({ rolling: true as const, duration: one })),
  duration.map((one) => ({ rolling: false as const, duration: one, starts: '2022-01-01 12:00:00', zone: 'Europe/Berlin' })),
)

const slo: fc.Arbitrary<Slo> = fc
  .tuple(fc.constantFrom('ratio' as const, 'raw' as const, 'threshold' as const), fc.boolean())
  .chain(([kind, composite]) =>
    fc
      .tuple(
        named,
        fc.record({
          service: words,
          indicator: composite ? fc.constant(null) : indicator(kind),
          window: maybe(window),
          budgeting: fc.constantFrom(...budgetings),
          objectives: fc.array(objective(kind, composite), { minLength: 1, maxLength: kind === 'threshold' && !composite ? 1 : 3 }),
          alert_policies: fc.array(fc.oneof(policy, ref), { maxLength: 2 }),
        }),
      )
      .map(([one, more]) => ({ ...one, ...more })),
  )

const some = <T>(of: fc.Arbitrary<T>) => fc.array(of, { maxLength: 2 })

export const models: fc.Arbitrary<OpenSlo> = fc.record({
  slos: some(slo),
  services: some(named),
  data_sources: some(fc.tuple(named, words, json).map(([one, type, connection]) => ({ ...one, type, connection }))),
  indicators: some(fc.oneof(indicator('ratio'), indicator('raw'), indicator('threshold'))),
  alert_policies: some(policy),
  alert_conditions: some(condition),
  notification_targets: some(notified),
})
