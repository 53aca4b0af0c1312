import { type Expression, group, namesIn, type Shares, shareOf } from './expression.ts'
import { type Random, randomFrom } from './random.ts'

/** What a run of sampled states gave. The same seed and count give the same run. */
export type Sampled = Readonly<{
  value: number
  seed: number
  samples: number
  standard_error: number
  /** Wilson interval at 95 %: holds near 1 too, where the standard error is 0. */
  interval: readonly [number, number]
  /** Estimated dA/da by name; null for a part that never or always works. */
  importance: Readonly<Record<string, number | null>>
}>

/** Of a share estimated from so many samples: sqrt(p (1 - p) / n). */
export const standardErrorOf = (share: number, samples: number): number => Math.sqrt((share * (1 - share)) / samples)

const z = 1.959964

/** Source: E. B. Wilson, "Probable Inference, the Law of Succession, and Statistical Inference", JASA 22 (1927). */
export const wilson = (good: number, samples: number): readonly [number, number] => {
  const share = good / samples
  const spread = z * z
  const middle = (share + spread / (2 * samples)) / (1 + spread / samples)
  const half = (z / (1 + spread / samples)) * Math.sqrt((share * (1 - share)) / samples + spread / (4 * samples * samples))
  return [Math.max(0, middle - half), Math.min(1, middle + half)]
}

/** A yes-or-no reading of an expression: children stand before what is made of them. */
const reader = (of: Expression, names: ReadonlyMap<string, number>) => {
  const wanted: number[] = []
  const ends: number[] = []
  const members: number[] = []
  const place = new Map<Expression, number>()
  const visit = (one: Expression): number => {
    const before = place.get(one)
    if (before !== undefined) return before
    if (typeof one === 'string') return names.get(one) ?? 0
    const { k, members: inner } = group(one)
    const places = inner.map(visit)
    members.push(...places)
    ends.push(members.length)
    const made = names.size + wanted.push(k) - 1
    place.set(one, made)
    return made
  }
  const root = visit(of)
  const works = new Uint8Array(names.size + wanted.length)
  const read = (): boolean => {
    let member = 0
    for (let step = 0; step < wanted.length; step++) {
      let count = 0
      for (const end = ends[step] ?? 0; member < end; member++) count += works[members[member] ?? 0] ?? 0
      works[names.size + step] = count >= (wanted[step] ?? 0) ? 1 : 0
    }
    return works[root] === 1
  }
  return { works, read }
}

/** In how many samples from now a part fails next: geometric with chance q, so that parts that seldom fail cost little. */
const nextFailure = (q: number, random: Random): number =>
  q <= 0 ? Infinity : q >= 1 ? 0 : Math.floor(Math.log(1 - random()) / Math.log(1 - q))

const block = 4096

/** Calls back with the parts that fail in each sample in which any does. The same array is used again. */
const failingSamples = (chances: readonly number[], samples: number, random: Random, visit: (failed: readonly number[]) => void): void => {
  const due = chances.map((a) => nextFailure(1 - a, random))
  const failed = Array.from({ length: Math.min(block, samples) }, (): number[] => [])
  for (let first = 0; first < samples; first += block) {
    const end = Math.min(samples, first + block)
    for (const [part, a] of chances.entries()) {
      let at = due[part] ?? Infinity
      for (; at < end; at += 1 + nextFailure(1 - a, random)) failed[at - first]?.push(part)
      due[part] = at
    }
    for (const one of failed) {
      if (one.length > 0) visit(one)
      one.length = 0
    }
  }
}

/**
 * Availability by sampling states of independent parts, for expressions that are too entangled for a diagram.
 * The importance of a part is estimated from the same states by the score function: mean of works * (x - a) / (a (1 - a)).
 */
export const sampleAvailability = (of: Expression, shares: Shares, how: Readonly<{ seed: number; samples: number }>): Sampled => {
  const names = namesIn(of)
  const chances = names.map((name) => shareOf(shares, name))
  const { works, read } = reader(of, new Map(names.map((name, index) => [name, index])))
  works.fill(1, 0, names.length)
  const whole = read()
  const downWhileGood = new Float64Array(names.length)
  let [hit, goodThough] = [0, 0]
  failingSamples(chances, how.samples, randomFrom(how.seed), (failed) => {
    hit++
    for (const part of failed) works[part] = 0
    if (read()) {
      goodThough++
      for (const part of failed) downWhileGood[part] = (downWhileGood[part] ?? 0) + 1
    }
    for (const part of failed) works[part] = 1
  })
  const good = goodThough + (whole ? how.samples - hit : 0)
  const value = good / how.samples
  return {
    value,
    ...how,
    standard_error: standardErrorOf(value, how.samples),
    interval: wilson(good, how.samples),
    importance: Object.fromEntries(
      names.map((name, part) => {
        const a = chances[part] ?? 0
        const up = good - (downWhileGood[part] ?? 0)
        return [name, a === 0 || a === 1 ? null : (up - a * good) / (how.samples * a * (1 - a))]
      }),
    ),
  }
}
