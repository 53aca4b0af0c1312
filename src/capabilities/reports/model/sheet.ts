import type { Change, Figure, Quality, Unit } from './figure.ts'

export type NewFigure = Readonly<{
  key: string
  label: string
  value: number | null
  unit: Unit
  previous?: number | null
  change?: Change | null
  quality?: Quality
  formula: string
  inputs?: readonly Readonly<{ label: string; value: string }>[]
  /** Tickets behind it, in the order in which they are to be shown. */
  ids: readonly string[]
  list?: string | null
}>

/** Where a report's figures are written down, each with the records that it was made from. */
export type Sheet = Readonly<{
  figure: (of: NewFigure) => Figure
  records: ReadonlyMap<string, readonly string[]>
}>

/** @throws Error when two figures share a key: a defect. */
export const newSheet = (how: Readonly<{ as_of: string; source: string; path: string }>): Sheet => {
  const records = new Map<string, readonly string[]>()
  return {
    records,
    figure: (of) => {
      if (records.has(of.key)) throw new Error(`two figures are called ${of.key}`)
      const ids = [...new Set(of.ids)]
      records.set(of.key, ids)
      return {
        key: of.key,
        label: of.label,
        value: of.value,
        unit: of.unit,
        previous: of.previous ?? null,
        change: of.change ?? null,
        quality: of.quality ?? 'A',
        made: { formula: of.formula, inputs: of.inputs ?? [], source: how.source, as_of: how.as_of },
        records: { kind: 'incident', count: ids.length, list: of.list ?? null, figure: `${how.path}/${of.key}` },
      }
    },
  }
}
