/** What tells one series of a source from another: its name and labels, as the sender wrote them. */
export type Series = Readonly<{ name: string; labels: Readonly<Record<string, string>> }>

/**
 * One number of one series at one instant, `at` in epoch milliseconds as the sender stamped it; null when the sender gave none (the moment of arrival then counts).
 * `means`: what the number says. A `gauge` stands for itself, a `delta` adds to what was, a `total` is a counter's running total since it last began at 0.
 * `since`: when a total last began at 0, where the sender says so: then it began anew even if it has grown beyond what it was.
 * `event`: names what told the number once and for all, where the sender gives such names: told again under it, it is the same number, whatever its time.
 */
export type Sample = Series &
  Readonly<{ at: number | null; value: number; means: 'gauge' | 'delta' | 'total'; since?: number; event?: string }>

/**
 * Many numbers of one series at one instant, counted in buckets: `counts[i]` lies above `bounds[i - 1]` and up to `bounds[i]`, the last one above all bounds,
 * so there is one more count than bounds. `delta` since the last point, or `total` since the counters last began at 0.
 */
export type Distribution = Series &
  Readonly<{
    at: number | null
    means: 'delta' | 'total'
    since?: number
    count: number
    sum: number | null
    min: number | null
    max: number | null
    bounds: readonly number[]
    counts: readonly number[]
  }>

/** What a reader made of one message: what it holds, and what could not be taken, counted by reason in words for a person. */
export type Reading = Readonly<{
  samples: readonly Sample[]
  distributions: readonly Distribution[]
  refused: readonly Readonly<{ reason: string; count: number; example?: string }>[]
}>

/**
 * News of an alert from another tool. `key` names the episode within its source: the same key again is the same episode, told anew.
 * `labels` are the sender's; a service or component is found by them.
 */
export type AlertNews = Readonly<{
  key: string
  state: 'firing' | 'acknowledged' | 'resolved'
  title: string
  text: string | null
  severity: 'critical' | 'error' | 'warning' | 'info'
  started_at: number | null
  ended_at: number | null
  labels: Readonly<Record<string, string>>
  link: string | null
}>
