import { type Criterion, criteria, type Ramp, type Weights } from './criteria.ts'

/** A record behind a value, with what it did to it in words. */
export type Behind = Readonly<{ id: string; words: string }>

/**
 * One criterion of a month. `value` and `score` are null where nothing is known; `why_missing` says why. `against`: what it was held against, on the scale of the value.
 * `counted`: from how many cases.
 */
export type Part = Readonly<{
  criterion: Criterion
  value: number | null
  against: number | null
  score: number | null
  counted: number | null
  words: string
  why_missing: string | null
  records: readonly Behind[]
}>

/** 100 at `full` or better, 0 at `none` or worse, straight in between. */
export const ramp = ({ full, none }: Ramp, value: number): number => {
  const at = (value - none) / (full - none)
  return 100 * Math.min(1, Math.max(0, at))
}

/** `weight`: as a share of all weights; `counts`: as a share of the weights of what is known, null where the part is unknown. */
export type Weighed = Part & Readonly<{ weight: number; counts: number | null }>

/** `total` is the mean of the known parts by their weights, null when none is known; `coverage` the share of the weights that is known. */
export type Total = Readonly<{ total: number | null; coverage: number; parts: readonly Weighed[] }>

/** Weighs parts. What is missing is left out, not taken as 0: the weights of the rest are scaled up to 1. */
export const weigh = (parts: readonly Part[], weights: Weights): Total => {
  const all = criteria.reduce((sum, name) => sum + (weights[name] ?? 0), 0)
  const weightOf = (part: Part): number => (all > 0 ? (weights[part.criterion] ?? 0) / all : 0)
  const coverage = parts.reduce((sum, part) => sum + (part.score === null ? 0 : weightOf(part)), 0)
  const total = coverage > 0 ? parts.reduce((sum, part) => sum + (part.score ?? 0) * weightOf(part), 0) / coverage : null
  return {
    total,
    coverage: Math.min(1, coverage),
    parts: parts.map((part) => {
      const weight = weightOf(part)
      return { ...part, weight, counts: part.score === null ? null : coverage > 0 ? weight / coverage : 0 }
    }),
  }
}

export type Peer = Readonly<{ id: string; parts: readonly Part[] }>

/**
 * One supplier among its peers. `rank` from 1, equal totals share it; null with less than half of the weights known. `best` and `worst`: the rank when any one weight is moved by a fifth.
 */
export type Ranked = Readonly<{
  id: string
  total: number | null
  coverage: number
  rank: number | null
  best: number | null
  worst: number | null
}>

const enough = 0.5

const ranks = (totals: ReadonlyMap<string, number>): ReadonlyMap<string, number> =>
  new Map([...totals].map(([id, own]) => [id, 1 + [...totals.values()].filter((other) => other > own + 1e-9).length]))

const totalsWith = (peers: readonly Peer[], weights: Weights): ReadonlyMap<string, number> =>
  new Map(
    peers.flatMap(({ id, parts }) => {
      const { total, coverage } = weigh(parts, weights)
      return total === null || coverage < enough - 1e-9 ? [] : [[id, total] as const]
    }),
  )

/** The same weights, one of them moved at a time, down and up by a share of itself. */
const moved = (weights: Weights, by: number): readonly Weights[] =>
  criteria.flatMap((name) => {
    const own = weights[name] ?? 0
    return own === 0 ? [] : [1 - by, 1 + by].map((factor) => ({ ...weights, [name]: own * factor }))
  })

/** Puts suppliers in order by one set of weights. Whoever leaves the order under moved weights keeps the others' ranks comparable: only those ranked by the given weights are ordered. */
export const rankPeers = (peers: readonly Peer[], weights: Weights, by = 0.2): readonly Ranked[] => {
  const given = ranks(totalsWith(peers, weights))
  const ordered = peers.filter((one) => given.has(one.id))
  const others = moved(weights, by).map((each) => ranks(new Map(ordered.map(({ id, parts }) => [id, weigh(parts, each).total ?? 0]))))
  return peers.map(({ id, parts }) => {
    const { total, coverage } = weigh(parts, weights)
    const rank = given.get(id) ?? null
    const all = rank === null ? [] : [rank, ...others.map((each) => each.get(id) ?? rank)]
    return { id, total, coverage, rank, best: rank === null ? null : Math.min(...all), worst: rank === null ? null : Math.max(...all) }
  })
}
