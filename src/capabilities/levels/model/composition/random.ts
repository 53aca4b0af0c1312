/** Numbers that look random and come again with the same seed, 0 <= x < 1. */
export type Random = () => number

const turned = (value: number, by: number): number => (value << by) | (value >>> (32 - by))

/**
 * The generator xoshiro128** on a state of four whole numbers, as unsigned 32-bit outputs.
 * Source: D. Blackman, S. Vigna, "Scrambled Linear Pseudorandom Number Generators", ACM TOMS 47 (2021), prng.di.unimi.it.
 */
export const xoshiro128 = (state: readonly [number, number, number, number]): (() => number) => {
  let [a, b, c, d] = state
  return () => {
    const out = Math.imul(turned(Math.imul(b, 5), 7), 9) >>> 0
    const shifted = b << 9
    c ^= a
    d ^= b
    b ^= c
    a ^= d
    c ^= shifted
    d = turned(d, 11)
    return out
  }
}

/** SplitMix32 spreads a small seed over the state, so that seeds 1 and 2 have nothing in common. */
const spread = (seed: number) => {
  let at = seed | 0
  return (): number => {
    at = (at + 0x9e3779b9) | 0
    let mixed = at ^ (at >>> 16)
    mixed = Math.imul(mixed, 0x21f0aaad)
    mixed ^= mixed >>> 15
    mixed = Math.imul(mixed, 0x735a2d97)
    return mixed ^ (mixed >>> 15)
  }
}

export const randomFrom = (seed: number): Random => {
  const word = spread(seed)
  const next = xoshiro128([word(), word(), word(), word()])
  return () => next() / 4_294_967_296
}
