import type { Distribution } from '../../capabilities/signals/index.ts'
import { type Gathering, seriesFault } from '../gather.ts'

/** The cumulative buckets of one histogram at one moment, as its lines tell them one by one. */
type Collected = {
  readonly name: string
  readonly labels: Readonly<Record<string, string>>
  readonly at: number | null
  readonly line: number
  readonly buckets: Map<number, number>
  sum: number | null
  count: number | null
}

export type Histograms = Readonly<{
  bucket: (of: Place, bound: number, count: number) => void
  sum: (of: Place, value: number) => void
  count: (of: Place, value: number) => void
  /** Puts what was collected where the rest of the message goes. */
  finish: (into: Gathering) => void
}>

type Place = Readonly<{ name: string; labels: Readonly<Record<string, string>>; at: number | null; line: number }>

const most = 1000

/** From cumulative counts to counts of each bucket; words when they contradict themselves. */
const distributionOf = (one: Collected): Distribution | string => {
  const ordered = [...one.buckets].toSorted(([a], [b]) => a - b)
  const last = ordered.at(-1)
  if (!last || last[0] !== Number.POSITIVE_INFINITY) return 'a histogram has no bucket +Inf'
  if (ordered.length > most) return `a histogram has more than ${most} buckets`
  if (one.count !== null && one.count !== last[1]) return "a histogram's bucket +Inf is not its count"
  const counts = ordered.map(([, count], index) => count - (ordered[index - 1]?.[1] ?? 0))
  if (!counts.every((count) => count >= 0)) return "a histogram's cumulative counts fall"
  const { name, labels, at } = one
  const bounds = ordered.slice(0, -1).map(([bound]) => bound)
  const sum = one.sum !== null && Number.isFinite(one.sum) ? one.sum : null
  return seriesFault(name, labels) ?? { name, labels, at, means: 'total', count: last[1], sum, min: null, max: null, bounds, counts }
}

export const histograms = (): Histograms => {
  const all = new Map<string, Collected>()
  const of = ({ name, labels, at, line }: Place): Collected => {
    const key = JSON.stringify([name, at, ...Object.entries(labels).toSorted(([a], [b]) => (a < b ? -1 : 1))])
    const known = all.get(key) ?? { name, labels, at, line, buckets: new Map<number, number>(), sum: null, count: null }
    all.set(key, known)
    return known
  }
  return {
    bucket: (place, bound, count) => void of(place).buckets.set(bound, count),
    sum: (place, value) => void (of(place).sum = value),
    count: (place, value) => void (of(place).count = value),
    finish: (into) => {
      for (const one of all.values()) {
        const made = distributionOf(one)
        if (typeof made === 'string') into.refuse(made, () => `line ${one.line}: ${one.name}`)
        else into.distributions.push(made)
      }
    },
  }
}
