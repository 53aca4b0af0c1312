import type { Tone } from '../../../../platform/records/fields.ts'

/** A report ready to be drawn: text and numbers already written for people, so that HTML and PDF say the same. */
export type Cell = Readonly<{ text: string; tone?: Tone; strong?: boolean; to?: string }>

export type ChartSpec = Readonly<{
  kind: 'days' | 'bars' | 'split'
  /** What the picture shows, in words: read out instead of it. */
  alt: string
  labels: readonly string[]
  series: readonly Readonly<{ name: string; as: 'bar' | 'line'; tone: Tone; values: readonly number[] }>[]
  unit: string
}>

/** `grow`: the part of the spare width that a column of text takes; 0 makes it as wide as its words. */
export type Column = Readonly<{ label: string; align: 'left' | 'right'; grow?: number }>

export type Block =
  | Readonly<{ type: 'heading'; text: string }>
  | Readonly<{ type: 'text'; paragraphs: readonly string[] }>
  | Readonly<{ type: 'sentences'; items: readonly Readonly<{ tone: Tone; text: string; to?: string }>[] }>
  | Readonly<{ type: 'table'; caption: string; columns: readonly Column[]; rows: readonly (readonly Cell[])[]; note?: string }>
  | Readonly<{ type: 'chart'; chart: ChartSpec }>

export type Document = Readonly<{
  title: string
  organisation: string
  ref: string
  /** Above everything: a draft, or withdrawn. */
  notice: Readonly<{ tone: Tone; text: string }> | null
  facts: readonly Readonly<{ label: string; value: string }>[]
  blocks: readonly Block[]
}>
