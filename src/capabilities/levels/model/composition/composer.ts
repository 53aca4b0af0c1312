import { type Bounds, boundsOf } from './bounds.ts'
import { commonCausesIn, exposed, splitShares } from './common-cause.ts'
import { availabilityIn, diagramOf, importanceIn } from './diagram.ts'
import { type Expression, namesIn, type Shares, shareOf } from './expression.ts'
import { sampleAvailability, type Sampled } from './sampling.ts'

export type Composed = Readonly<{
  /** Availability when parts fail independently but for common causes, 0-1. */
  value: number
  bounds: Bounds
  /** Birnbaum importance by part: points of the whole for a point of the part; null where sampling cannot say. */
  importance: Readonly<Record<string, number | null>>
  /** Null when the value is exact. */
  sampled: Omit<Sampled, 'value' | 'importance'> | null
}>

export type Composer = Readonly<{
  names: readonly string[]
  read: (shares: Shares) => Composed
  /** The value when one part had another availability; estimated by its importance where the value is sampled. */
  valueIf: (shares: Shares, name: string, share: number) => number
  /** Whether the value is a straight line in the availability of a part. */
  straight: (name: string) => boolean
}>

export type How = Readonly<{
  /** Share of each unavailability within a redundant group that has a cause in common with the others, 0-1; 0 unless told. */
  beta?: number
  /** Most nodes of the exact diagram; beyond it states are sampled. */
  limit?: number
  seed?: number
  samples?: number
}>

/** Availability of a whole made of parts: exact where the diagram stays small enough, else sampled with a seed. */
export const composerOf = (of: Expression, { beta = 0, limit, seed = 1, samples = 200_000 }: How = {}): Composer => {
  const causes = beta > 0 ? commonCausesIn(of) : []
  const whole = exposed(of, causes)
  const diagram = diagramOf(whole, limit)
  const names = namesIn(of)
  const hit = new Set(causes.flatMap((cause) => cause.members))
  const split = (shares: Shares): Shares => splitShares(shares, causes, beta)
  const listed = (shares: Shares): readonly number[] => {
    const all = split(shares)
    return (diagram?.names ?? []).map((name) => shareOf(all, name))
  }
  const read = (shares: Shares): Composed => {
    const bounds = boundsOf(of, shares)
    if (diagram) {
      const given = listed(shares)
      const importance = importanceIn(diagram, given)
      return {
        value: availabilityIn(diagram, given),
        bounds,
        importance: Object.fromEntries(diagram.names.map((name, index) => [name, importance[index] ?? 0])),
        sampled: null,
      }
    }
    const { value, importance, ...sampled } = sampleAvailability(whole, split(shares), { seed, samples })
    return { value, bounds, importance, sampled }
  }
  return {
    names,
    read,
    straight: (name) => !hit.has(name),
    valueIf: (shares, name, share) => {
      if (diagram) return availabilityIn(diagram, listed({ ...shares, [name]: share }))
      const now = read(shares)
      return Math.min(1, Math.max(0, now.value + (now.importance[name] ?? 0) * (share - shareOf(shares, name))))
    },
  }
}
