import type { Composed } from './composer.ts'
import type { Gap } from './gap.ts'

/** GET /services/:key/promise-chain */

export type Pointer = Readonly<{ id: string; ref: string; title: string }>

/** The stretch for which shares become minutes, agreed hours only. `each` reads after a length: a month. */
export type ChainPeriod = Readonly<{ text: string; label: string; each: string; from: string; to: string; minutes: number }>

/** What outages of the last twelve months say about something, within the hours of the service whose chain it is in. */
export type Measured = Readonly<{
  /** 0-1, agreed maintenance and approved corrections left out. */
  share: number
  from: string
  to: string
  outages: number
  down_s: number
  /** Share of the agreed time in which it was watched, 0-1. */
  coverage: number
}>

/** Where the chain of promises is open, although the figures may look well. */
export type ChainGap = Readonly<{
  /**
   * no_figure: nobody knows how often it fails. no_agreement: nobody promises it to us. no_contract: a supplier's promise without a contract.
   * times: what is promised beneath for tickets takes longer, one after the other, than we promised. no_times: nobody beneath promises anything for tickets that we promise.
   * not_kept: measured worse than promised. hours: we promise more hours than are promised to us. ends: it ends before our promise does. window: promised over a longer time than ours.
   */
  gap: 'no_figure' | 'no_agreement' | 'times' | 'no_times' | 'no_contract' | 'not_kept' | 'hours' | 'ends' | 'window'
  /** Ids of the parts that it is about. */
  parts: readonly string[]
  agreement: Pointer | null
  words: string
}>

/** x and y are of the upper left corner, in pixels. A group stands between what needs it and its members. */
export type PictureNode = Readonly<{
  key: string
  /** Null for a group and for a box of several. */
  part: string | null
  /** Ids of the redundant parts that a box of several stands for. */
  members: readonly string[]
  group: Readonly<{ name: string; k: number; of: number }> | null
  focus: boolean
  /** Availability of all that is beneath here together, 0-1; null when nothing of it has a figure. */
  share: number | null
  x: number
  y: number
  width: number
  height: number
}>
export type PictureLine = Readonly<{ from: string; to: string; points: readonly Readonly<{ x: number; y: number }>[] }>
export type Picture = Readonly<{
  nodes: readonly PictureNode[]
  lines: readonly PictureLine[]
  width: number
  height: number
  /** Parts that found no room: the table has them. */
  beyond: number
}>

/** Times along the chain: what those beneath may take, one after the other, against what we promised. Seconds, each in the hours of its own calendar. */
export type TimesAlong = Readonly<{
  measure: 'response' | 'resolution'
  priority: string | null
  target_s: number
  promise: Pointer
  segments: readonly Readonly<{ agreement: Pointer; promise: Pointer; target_s: number }>[]
  sum_s: number
  slack_s: number
  /** Hours a week in which we promise and the one beneath with the fewest hours does not. */
  uncovered_hours: number
  /** Whether those beneath leave us our time, in our hours. Null when nobody beneath promised anything for such tickets. */
  underpinned: boolean | null
  /** Whether these run by different calendars, so that the sum mixes hours. */
  mixed: boolean
}>

/** Where the availability of a part comes from; `none`: nobody knows it. */
export type FigureSource = 'assumed' | 'promised' | 'measured' | 'none'

/** One part of the chain. Shares 0-1, minutes of the period. */
export type ChainPart = Readonly<{
  id: string
  /** Empty, like ref, for what the reader may not see. */
  kind: string
  ref: string
  title: string
  share: number | null
  source: FigureSource
  /** What is promised about it beneath, and what was measured, whichever of them counts. */
  promised: (Pointer & Readonly<{ share: number; agreement: Pointer & Readonly<{ type: string }> }>) | null
  measured: Measured | null
  /** Points of the whole for a point of this part. */
  importance: number | null
  /** What it alone would have to be for the promise to hold; see Closing. */
  needed: number | null
  raise_minutes: number | null
  cost: number | null
  /** The whole if this part never failed. */
  best: number | null
}>

export type PromiseChain = Readonly<{
  service: Pointer
  as_of: string
  sentence: string
  period: ChainPeriod
  /** The hours in which the service is promised; null: round the clock. */
  hours: (Pointer & Readonly<{ words: string }>) | null
  /** The strictest availability promised to customers. */
  promised: (Pointer & Readonly<{ share: number; window_type: string; agreement: Pointer; ends_on: string | null }>) | null
  /** Null when nothing beneath has a figure. Unknown parts are taken for perfect in `value`. */
  composed:
    | (Pick<Composed, 'value' | 'bounds' | 'sampled'> &
        Readonly<{
          beta: number
          /** When there are unknown parts: if each were as bad as the worst known one, and if they were down. */
          unknown: Readonly<{ weakest: number; if_weakest: number; if_down: number }> | null
        }>)
    | null
  gap: Gap | null
  /** In the order in which they matter: what closes the gap first, then by importance, then what nobody knows. */
  parts: readonly ChainPart[]
  /** Services and components that are made of others, with what they come to. */
  inner: readonly (Pointer & Readonly<{ kind: string; share: number | null }>)[]
  picture: Picture
  gaps: readonly ChainGap[]
  times: readonly TimesAlong[]
  /** Direct needs without which it only works worse; they do not count. */
  used: number
  notes: readonly string[]
}>
