import type { Tone } from '../../../platform/records/fields.ts'

/** How good the data of a figure is: A measured, B metered and allocated, C estimated, D guessed. */
export type Quality = 'A' | 'B' | 'C' | 'D'

/** What a value counts; `s_business` are seconds inside the calendar of the agreement, `s_wall` seconds on the clock on the wall. */
export type Unit = 'tickets' | 'times' | 'share' | 's_business' | 's_wall' | 'services' | 'needs' | 'contracts'

/** How a figure came about. `as_of` is the moment whose records it reads (ISO). */
export type Made = Readonly<{
  formula: string
  inputs: readonly Readonly<{ label: string; value: string }>[]
  source: string
  as_of: string
}>

/**
 * The records behind a figure: how many of which kind, and where they are listed.
 * `list` is an address of this application that shows them (`/incidents?service=SVC-3&...`), null where no filter says it;
 * `figure` is the path of `GET {figure}` under /api/v1, which gives the records themselves, page by page; null outside reports.
 */
export type Behind = Readonly<{ kind: string; count: number; list: string | null; figure: string | null }>

/** The step from the period before. `news` says whether it is more than chance explains; `words` reads like "+18 % (412 > 486)". */
export type Change = Readonly<{ difference: number; share: number | null; news: boolean; words: string }>

/** One number with everything needed to believe it. `value` is null when nothing was there to measure, never 0 instead. */
export type Figure = Readonly<{
  key: string
  label: string
  value: number | null
  unit: Unit
  previous: number | null
  change: Change | null
  quality: Quality
  made: Made
  records: Behind
}>

/** A record as it is named in a report: frozen with it. */
export type Named = Readonly<{ id: string; kind: string; ref: string; title: string }>

/** A sentence that tells what is so, with the figures it speaks of, and the list of what it counts. */
export type Sentence = Readonly<{ tone: Tone; text: string; figures: readonly string[]; list?: string }>

/** A share of tickets with the range that few tickets leave open (Wilson, 95 %); `interval` is null when there are none. */
export type ShareOf = Readonly<{
  kept: number
  missed: number
  share: number | null
  interval: Readonly<{ low: number; high: number }> | null
}>

/** `too_few`: the range around the share holds its target, so that chance alone may explain a miss. */
export type Verdict = Readonly<{ word: 'kept' | 'missed' | 'too_few' | 'none'; tone: Tone; text: string }>
