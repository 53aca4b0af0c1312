/** The 97.5 % point of the normal distribution: 95 % lies within. */
const z = 1.959963984540054

export type Range = Readonly<{ low: number; high: number }>

/** Wilson's score interval (95 %) for a share of `hits` among `cases`; null without cases. Wilson 1927, JASA 22:209. */
export const wilson = (hits: number, cases: number): Range | null => {
  if (cases <= 0) return null
  const share = hits / cases
  const middle = (share + (z * z) / (2 * cases)) / (1 + (z * z) / cases)
  const half = (z / (1 + (z * z) / cases)) * Math.sqrt((share * (1 - share)) / cases + (z * z) / (4 * cases * cases))
  return { low: hits === 0 ? 0 : Math.max(0, middle - half), high: hits === cases ? 1 : Math.min(1, middle + half) }
}

/**
 * Whether two counts of chance events (Poisson) differ by more than chance explains, each counted over its own length of time:
 * given their sum, the second is binomial with the second's part of the time as its share; Wilson's interval around what was seen excludes that share.
 */
export const countsDiffer = (one: number, other: number, oneTime: number, otherTime: number): boolean => {
  const range = wilson(other, one + other)
  if (!range || oneTime <= 0 || otherTime <= 0) return false
  const expected = otherTime / (oneTime + otherTime)
  return expected < range.low || expected > range.high
}

/** Whether two shares differ by more than chance explains: Newcombe's hybrid interval of the difference excludes 0. Newcombe 1998, Stat Med 17:873. */
export const sharesDiffer = (one: Readonly<{ hits: number; cases: number }>, other: Readonly<{ hits: number; cases: number }>): boolean => {
  const [a, b] = [wilson(one.hits, one.cases), wilson(other.hits, other.cases)]
  if (!a || !b) return false
  const [p, q] = [one.hits / one.cases, other.hits / other.cases]
  const low = q - p - Math.hypot(q - b.low, a.high - p)
  const high = q - p + Math.hypot(b.high - q, p - a.low)
  return low > 0 || high < 0
}

/** Whether values of two groups lie apart by more than chance explains: Mann-Whitney's rank sum, normal approximation with ties; needs 8 of each. */
export const valuesDiffer = (one: readonly number[], other: readonly number[]): boolean => {
  const [n, m] = [one.length, other.length]
  if (n < 8 || m < 8) return false
  const all = [...one.map((value) => ({ value, first: true })), ...other.map((value) => ({ value, first: false }))].sort(
    (a, b) => a.value - b.value,
  )
  let ranks = 0
  let ties = 0
  for (let at = 0; at < all.length; ) {
    let end = at
    while (end < all.length && all[end]?.value === all[at]?.value) end++
    const size = end - at
    ranks += all.slice(at, end).filter((each) => each.first).length * ((at + 1 + end) / 2)
    ties += size ** 3 - size
    at = end
  }
  const total = n + m
  const spread = Math.sqrt(((n * m) / 12) * (total + 1 - ties / (total * (total - 1))))
  return spread > 0 && Math.abs(ranks - (n * (total + 1)) / 2) / spread > z
}

/** The smallest value that at least this share of the values does not exceed (nearest rank); null without values. */
export const quantile = (values: readonly number[], share: number): number | null => {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? null
}
