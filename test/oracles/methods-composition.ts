import { z } from 'zod'
import { boundsOf } from '../../src/capabilities/levels/model/composition/bounds.ts'
import { composerOf } from '../../src/capabilities/levels/model/composition/composer.ts'
import { withCommonCause } from '../../src/capabilities/levels/model/composition/counting.ts'
import type { Expression } from '../../src/capabilities/levels/model/composition/expression.ts'
import { gapOf, timesAlong } from '../../src/capabilities/levels/model/composition/gap.ts'
import { sampleAvailability, standardErrorOf } from '../../src/capabilities/levels/model/composition/sampling.ts'
import { method } from './method.ts'

const expression: z.ZodType<Expression> = z.lazy(() =>
  z.union([
    z.string(),
    z.object({ series: z.array(expression) }),
    z.object({ parallel: z.array(expression) }),
    z.object({ kofn: z.tuple([z.number(), z.array(expression)]) }),
  ]),
)
const composed = z.object({ expr: expression, availability: z.record(z.string(), z.number()) })

export const compositionMethods = {
  composedAvailability: method(composed, ({ expr, availability }) => composerOf(expr).read(availability).value),
  birnbaumImportance: method(composed, ({ expr, availability }) => composerOf(expr).read(availability).importance),
  betaFactorAvailability: method(
    z.object({ unavailability: z.number(), components: z.number(), needed: z.number(), beta: z.number() }),
    ({ unavailability, components, needed, beta }) => {
      const names = Array.from({ length: components }, (_, index) => `part ${index + 1}`)
      const shares = Object.fromEntries(names.map((name) => [name, 1 - unavailability]))
      const byDiagram = composerOf({ kofn: [needed, names] }, { beta }).read(shares).value
      const byFormula = withCommonCause(unavailability, components, needed, beta)
      if (Math.abs(byDiagram - byFormula) > 1e-12) throw new Error(`the diagram says ${byDiagram}, the formula ${byFormula}`)
      return byFormula
    },
  ),
  olaGap: method(z.object({ target: z.number(), parts: z.array(z.number()), periodMinutes: z.number() }), (input) => {
    const names = input.parts.map((_, index) => `part ${index + 1}`)
    const shares = Object.fromEntries(names.map((name, index) => [name, input.parts[index] ?? 0]))
    const series = { series: names }
    const found = gapOf(input.target, composerOf(series).read(shares).value, boundsOf(series, shares).lower, input.periodMinutes)
    return {
      independent: found.independent,
      worst: found.worst,
      gap: found.gap,
      gapMinutes: found.gap_minutes,
      worstGapMinutes: found.worst_gap_minutes,
      underpinned: found.underpinned,
      underpinnedWorst: found.underpinned_worst,
    }
  }),
  restoreTimeChain: method(
    z.object({ targetMinutes: z.number(), segments: z.array(z.tuple([z.string(), z.number()])) }),
    ({ targetMinutes, segments }) =>
      timesAlong(
        targetMinutes,
        segments.map(([, minutes]) => minutes),
      ),
  ),
  /** A run is random, so it is held to four standard errors of the exact value, which is what is compared. */
  monteCarloAvailability: method(composed.extend({ samples: z.number() }), ({ expr, availability, samples }) => {
    const exact = composerOf(expr).read(availability).value
    const standardError = standardErrorOf(exact, samples)
    const run = sampleAvailability(expr, availability, { seed: 1, samples }).value
    if (Math.abs(run - exact) > 4 * standardError) throw new Error(`the run gave ${run}, more than 4 standard errors from ${exact}`)
    return { exact, standardError }
  }),
}
