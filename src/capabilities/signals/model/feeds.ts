import type { Keeping } from './rollup.ts'

/** Which series a measure is made of: a name, and labels that must be so; `*` at the end of a value stands for any rest. */
export type Selector = Readonly<{ name: string; labels?: Readonly<Record<string, string>> | undefined }>

export type MeasureFeed = Readonly<{
  id: string
  aggregation: string
  series: Selector | null
  marked_series: Selector | null
  marked_are: 'good' | 'bad' | null
  good_when: 'at_most' | 'below' | 'at_least' | 'above' | null
  good_level: number | null
}>

/**
 * What one series means for one measure: its readings, the number of all events, or of the good or bad ones among them.
 * Where the bad ones are counted, all are taken as good until the bad are taken off: `all_but_bad`.
 */
export type Feed = Readonly<{ measure: string; role: 'readings' | 'all' | 'all_but_bad' | 'good' | 'bad'; keeping: Keeping }>

const matches = (text: string | undefined, wanted: string): boolean =>
  text !== undefined && (wanted.endsWith('*') ? text.startsWith(wanted.slice(0, -1)) : text === wanted)

const selects = (selector: Selector, name: string, labels: Readonly<Record<string, string>>): boolean =>
  matches(name, selector.name) && Object.entries(selector.labels ?? {}).every(([key, wanted]) => matches(labels[key], wanted))

const goodOf = (when: MeasureFeed['good_when'], level: number | null): Keeping['isGood'] => {
  if (when === null || level === null) return null
  switch (when) {
    case 'at_most':
      return (value) => value <= level
    case 'below':
      return (value) => value < level
    case 'at_least':
      return (value) => value >= level
    case 'above':
      return (value) => value > level
  }
}

export const keepingOf = (measure: MeasureFeed): Keeping => ({
  isGood: goodOf(measure.good_when, measure.good_level),
  sketched: measure.aggregation === 'quantile',
})

/** What a series feeds; empty when no measure asks for it. */
export const feedsOf = (measures: readonly MeasureFeed[], name: string, labels: Readonly<Record<string, string>>): readonly Feed[] => {
  const found: Feed[] = []
  for (const measure of measures) {
    const keeping = keepingOf(measure)
    if (measure.series && selects(measure.series, name, labels))
      found.push({
        measure: measure.id,
        role: !measure.marked_series ? 'readings' : measure.marked_are === 'bad' ? 'all_but_bad' : 'all',
        keeping,
      })
    if (measure.marked_series && selects(measure.marked_series, name, labels))
      found.push({ measure: measure.id, role: measure.marked_are ?? 'good', keeping })
  }
  return found
}
