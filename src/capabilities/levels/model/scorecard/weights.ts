import { criteria, type Criterion, type Weights } from './criteria.ts'

/** What weights add up to, in per cent, without the dust of binary fractions. */
export const sumOf = (weights: Weights): number => Math.round(criteria.reduce((sum, name) => sum + (weights[name] ?? 0), 0) * 1e4) / 1e4

/** What is wrong with weights; null when they add up to 100. */
export const weightsIssue = (weights: Weights): string | null => {
  const sum = sumOf(weights)
  if (sum === 0) return 'Give at least one criterion a weight above 0.'
  if (sum === 100) return null
  const off = Math.round(Math.abs(100 - sum) * 1e4) / 1e4
  return `The weights add up to ${sum} %; they must make 100 %. ${sum < 100 ? `Spread ${off} % more` : `Take ${off} % away`}.`
}

/** The same proportions, adding up to exactly 100: whole per cent, the largest remainders rounded up. Weights of 0 stay out. */
export const normalised = (weights: Weights): Weights => {
  const sum = sumOf(weights)
  if (sum <= 0) return {}
  const exact = criteria.flatMap((name): readonly (readonly [Criterion, number])[] => {
    const weight = weights[name] ?? 0
    return weight > 0 ? [[name, (weight / sum) * 100]] : []
  })
  const left = 100 - exact.reduce((all, [, value]) => all + Math.floor(value), 0)
  const up = new Set(
    exact
      .toSorted(([, a], [, b]) => b - Math.floor(b) - (a - Math.floor(a)))
      .slice(0, left)
      .map(([name]) => name),
  )
  return Object.fromEntries(exact.map(([name, value]) => [name, Math.floor(value) + (up.has(name) ? 1 : 0)]))
}

/** Weights out of a stored value, whatever it is. */
export const weightsIn = (value: unknown): Weights => {
  if (typeof value !== 'object' || value === null) return {}
  const entries = new Map(Object.entries(value))
  return Object.fromEntries(
    criteria.flatMap((name) => {
      const weight: unknown = entries.get(name)
      return typeof weight === 'number' ? [[name, weight]] : []
    }),
  )
}
