/**
 * Probability that at least k of independent parts work, whose availabilities may differ (Poisson-binomial distribution), by adding one part at a time.
 * @param shares availabilities, 0-1
 */
export const atLeast = (k: number, shares: readonly number[]): number => {
  const exactly = [1]
  for (const a of shares) {
    exactly.push(0)
    for (let count = exactly.length - 1; count >= 0; count--)
      exactly[count] = (exactly[count] ?? 0) * (1 - a) + (count > 0 ? (exactly[count - 1] ?? 0) * a : 0)
  }
  return exactly.slice(k).reduce((sum, chance) => sum + chance, 0)
}

/**
 * Availability of k of m identical parts some of whose failures have a common cause: a share beta of each part's unavailability q hits all at once.
 * A = (1 - beta q) * P[at least k of m work, each with unavailability (1 - beta) q]. Source: beta-factor model of IEC 61508-6, annex D.
 */
export const withCommonCause = (q: number, parts: number, k: number, beta: number): number =>
  (1 - beta * q) *
  atLeast(
    k,
    Array.from({ length: parts }, () => 1 - (1 - beta) * q),
  )

/**
 * The largest probability that at least k of events happen, whatever they have to do with each other: the j likeliest may always happen,
 * of the rest at least k - j must. Source: B. Rüger, "Das maximale Signifikanzniveau des Tests", Metrika 25 (1978); sharp.
 */
export const atMostChance = (k: number, chances: readonly number[]): number => {
  if (k <= 0) return 1
  if (k > chances.length) return 0
  const sorted = [...chances].sort((a, b) => a - b)
  let sum = sorted.reduce((all, one) => all + one, 0)
  let least = 1
  for (let left = k; left >= 1; left--) {
    least = Math.min(least, sum / left)
    sum -= sorted.pop() ?? 0
  }
  return Math.max(0, least)
}
