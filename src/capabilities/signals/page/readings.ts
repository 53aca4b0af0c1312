import { queryOptions } from '@tanstack/react-query'
import { isoOf, millisOf } from '../../../kernel/instant.ts'
import { api, keys } from '../../../platform/page/api.ts'
import { numberText, shareText } from '../../../platform/page/fields/format.ts'
import { momentNow } from '../../../platform/page/kit/clock.ts'
import type { Point } from '../../../platform/page/kit/chart-shapes.ts'
import type { Aggregation } from '../model/rollup.ts'

type Reading = Readonly<{ at: string; value: number | null; count: number; good: number; min: number | null; max: number | null }>

/** GET /measures/:key/readings */
export type Readings = Readonly<{
  measure: Readonly<{
    id: string
    ref: string
    title: string
    unit: string | null
    aggregation: Aggregation
    data_quality: 'A' | 'B' | 'C' | 'D' | null
    every: number | null
  }>
  from: string
  to: string
  step_s: number
  quantile: number | null
  value: number | null
  readings: number
  min: number | null
  max: number | null
  coverage: number
  points: readonly Reading[]
}>

/** What a chart is asked for: the last so many seconds, or from when to when. */
export type Stretch = Readonly<{ last: number } | { from: string; to: string }>

export const bounds = (stretch: Stretch): Readonly<{ from: string; to: string }> => {
  if ('from' in stretch) return stretch
  const now = momentNow()
  return { from: isoOf(millisOf(now) - stretch.last * 1000), to: now }
}

/** A measure over a stretch; what ends now is read again each minute. */
export const readingsOf = (id: string, stretch: Stretch, quantile?: number) =>
  queryOptions({
    queryKey: [...keys.about(id, 'readings'), stretch, quantile ?? null],
    queryFn: async ({ signal }) =>
      api.get<Readings>(`/measures/${id}/readings`, { ...bounds(stretch), ...(quantile === undefined ? {} : { quantile }) }, signal),
    ...('last' in stretch ? { refetchInterval: 60_000 } : {}),
  })

export const isShare = (of: Readings): boolean => of.measure.aggregation === 'share'

/** The unit that values are shown in: shares in percent. */
export const unitOf = (of: Readings): string => (isShare(of) ? '%' : (of.measure.unit ?? ''))

const significant = (value: number): string => numberText(Number(value.toPrecision(Math.abs(value) >= 1000 ? 6 : 4)))

/** A value as it is read, with its unit. */
export const valueWords = (of: Readings, value: number | null): string | null =>
  value === null ? null : isShare(of) ? shareText(Math.floor(value * 1e6) / 1e6) : `${significant(value)} ${of.measure.unit ?? ''}`.trim()

export const plainWords = (value: number): string => significant(value)

/**
 * Points of a line. A step in which nothing was read breaks it, so that no line runs through silence;
 * where readings are expected at a known pace, silence begins after three times that pace.
 */
export const lineOf = (of: Readings, read: (one: Reading) => number | null): readonly Point[] => {
  const scale = isShare(of) ? 100 : 1
  const step = of.step_s * 1000
  const quiet = Math.max(step, (of.measure.every ?? 0) * 3000)
  const points: Point[] = []
  let before = millisOf(of.from) - step
  for (const one of of.points) {
    const at = millisOf(one.at)
    if (at - before > quiet) points.push({ x: isoOf(before + step), y: null })
    const value = read(one)
    points.push({ x: one.at, y: value === null ? null : value * scale })
    before = at
  }
  const end = millisOf(of.to)
  if (end - before > quiet) points.push({ x: isoOf(Math.min(before + step, end)), y: null }, { x: of.to, y: null })
  if (points[0]?.y === null) points.unshift({ x: of.from, y: null })
  return points
}

/** Lowest and highest at the points of the line. */
export const bandOf = (of: Readings): readonly Readonly<{ x: string; low: number | null; high: number | null }>[] => {
  const highs = lineOf(of, (one) => one.max)
  return lineOf(of, (one) => one.min).map((low, index) => ({ x: low.x, low: low.y, high: highs[index]?.y ?? null }))
}

export type Gap = Readonly<{ from: string; to: string }>

/** Stretches without readings, the longest first. What lies in the future is none. */
export const gapsOf = (of: Readings, now: string): readonly Gap[] => {
  const step = of.step_s * 1000
  const quiet = Math.max(step, (of.measure.every ?? 0) * 3000)
  const end = Math.min(millisOf(of.to), millisOf(now))
  const gaps: Gap[] = []
  let until = millisOf(of.from)
  for (const one of [...of.points.map((point) => millisOf(point.at)), end]) {
    if (one - until >= quiet) gaps.push({ from: isoOf(until), to: isoOf(one) })
    until = one + step
  }
  return gaps.toSorted((a, b) => millisOf(b.to) - millisOf(b.from) - (millisOf(a.to) - millisOf(a.from)))
}
