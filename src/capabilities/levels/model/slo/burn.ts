/** How fast the error budget burns: 1 uses it up exactly by the end of the window. `bad`: bad / valid; null, or an objective of 1, has no rate. */
export const burnRate = (bad: number | null, objective: number): number | null =>
  bad === null || objective >= 1 ? null : bad / (1 - objective)

/** The burn rate that uses up this share of the budget of a window within a long window of alerts. */
export const burnThreshold = (share: number, window_s: number, long_s: number): number => (share * window_s) / long_s

/** The highest burn rate there can be: everything is bad. Null for an objective of 1, which has no budget. */
export const highestBurn = (objective: number): number | null => (objective >= 1 ? null : 1 / (1 - objective))

/** Seconds until the budget is used up at this rate. `left`: the share of it that is left. Null when it does not burn; 0 when nothing is left. */
export const exhaustionSeconds = (burn: number | null, window_s: number, left = 1): number | null => {
  if (left <= 0) return 0
  return burn === null || burn <= 0 ? null : (left * window_s) / burn
}

/**
 * Seconds from a clean start until a steady share of bad events reaches the threshold in the long window; null when it never does.
 * Source: the SRE workbook, "Alerting on SLOs".
 */
export const detectionSeconds = (long_s: number, threshold: number, objective: number, bad: number): number | null => {
  const needed = threshold * (1 - objective)
  return bad > needed ? (long_s * needed) / bad : null
}
