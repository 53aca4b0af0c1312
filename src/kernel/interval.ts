/**
 * Sets of half-open intervals [from, to) on a number line.
 * In Reeve the numbers are epoch milliseconds (`Millis` of instant.ts); the arithmetic itself works in any one unit.
 */
export type Interval = Readonly<{ from: number; to: number }>

/** Sorted, disjoint, none touching, none empty: what every function here returns and (but for `intervals`) expects. */
export type Intervals = readonly Interval[]

/** Any list of intervals as a set: empty and reversed ones drop out, overlapping and touching ones merge. */
export const intervals = (list: readonly Interval[]): Intervals => {
  const sorted = list.filter((one) => one.to > one.from).sort((a, b) => a.from - b.from)
  const set: { from: number; to: number }[] = []
  for (const one of sorted) {
    const last = set.at(-1)
    if (last && one.from <= last.to) last.to = Math.max(last.to, one.to)
    else set.push({ from: one.from, to: one.to })
  }
  return set
}

export const union = (...sets: readonly Intervals[]): Intervals => intervals(sets.flat())

/** What lies in both. One walk along both sets: linear in their lengths. */
export const intersect = (a: Intervals, b: Intervals): Intervals => {
  const both: Interval[] = []
  let i = 0
  let j = 0
  for (;;) {
    const one = a[i]
    const other = b[j]
    if (!one || !other) return both
    const from = Math.max(one.from, other.from)
    const to = Math.min(one.to, other.to)
    if (to > from) both.push({ from, to })
    if (one.to < other.to) i++
    else j++
  }
}

/** What lies in `a` and not in `b`. */
export const subtract = (a: Intervals, b: Intervals): Intervals => {
  const left: Interval[] = []
  let j = 0
  for (const one of a) {
    let { from } = one
    while ((b[j]?.to ?? Infinity) <= from) j++
    for (let k = j; ; k++) {
      const hole = b[k]
      if (!hole || hole.from >= one.to) break
      if (hole.from > from) left.push({ from, to: hole.from })
      from = hole.to
    }
    if (from < one.to) left.push({ from, to: one.to })
  }
  return left
}

/** The part of a set between two numbers. */
export const clip = (set: Intervals, from: number, to: number): Intervals => intersect(set, to > from ? [{ from, to }] : [])

/** Sum of the lengths, in the unit of the numbers. */
export const length = (set: Intervals): number => set.reduce((sum, one) => sum + one.to - one.from, 0)

/** True when the number lies in the set; the end of an interval does not. */
export const covers = (set: Intervals, at: number): boolean => set.some((one) => one.from <= at && at < one.to)
