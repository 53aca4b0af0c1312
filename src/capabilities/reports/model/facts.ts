import type { PeriodKind } from '../../../kernel/period.ts'
import type { Tone } from '../../../platform/records/fields.ts'
import type { Figure, Named, Sentence, ShareOf, Verdict } from './figure.ts'

/** A period as moments. `first` and `next` are dates in `time_zone`, `next` not included; `from` and `to` the same as ISO moments. */
export type PeriodFacts = Readonly<{
  text: string
  label: string
  kind: PeriodKind
  first: string
  next: string
  from: string
  to: string
  time_zone: string
  /** False while the period still runs at `as_of`. */
  over: boolean
}>

/** One line of a breakdown (a priority, a category, a channel). `share` is of the whole. */
export type Part = Readonly<{ name: string | null; label: string; figure: Figure; share: number | null }>

/** Opened and resolved on one date, and how many were open when it ended. */
export type DayFacts = Readonly<{ day: string; opened: number; resolved: number; backlog: number }>

/** How a promise was kept by the clocks that were decided in the period. */
export type PromiseFacts = Readonly<{
  promise: Named
  agreement: Named
  agreement_type: 'sla' | 'ola' | 'underpinning'
  measure: 'response' | 'resolution'
  priority: string | null
  /** Working seconds. */
  target_s: number
  /** The share that must keep it; null means each one. */
  target_share: number | null
  reached: ShareOf
  previous: ShareOf
  verdict: Verdict
  share: Figure
  kept: Figure
  missed: Figure
}>

/** Times of tickets of one priority (null: of all). Seconds; null where there was nothing to measure. */
export type TimesFacts = Readonly<{
  measure: 'response' | 'resolution'
  priority: string | null
  label: string
  tickets: number
  wall_median: Figure
  wall_p90: Figure
  business_median: Figure
  business_p90: Figure
}>

export type HandsFacts = Readonly<{
  holder_type: 'customer' | 'team' | 'supplier' | 'approval'
  label: string
  business: Figure
  wall: Figure
  share: number | null
}>

/** A ticket that went furthest over its target. `over_s` are working seconds beyond the target. */
export type WorstCase = Readonly<{
  ticket: Named
  priority: string | null
  measure: 'response' | 'resolution'
  target_s: number
  elapsed_s: number
  over_s: number
  breached_at: string | null
  holder: string | null
  text: string
}>

export type MajorFacts = Readonly<{
  ticket: Named
  opened_at: string
  resolved_at: string | null
  wall_s: number | null
  timeline: readonly Readonly<{ at: string; text: string }>[]
}>

/** Something the manager should do or decide. `to` is an address of this application. */
export type ActionFacts = Readonly<{ tone: Tone; text: string; to: string | null; figures: readonly string[] }>

/**
 * Everything a service report says, and nothing that is not in here: HTML, PDF and page are drawn from it alone.
 * GET /reports/:key/facts. For an issued report it is what was frozen.
 */
export type ReportFacts = Readonly<{
  version: 1
  report: Readonly<{
    id: string
    ref: string
    title: string
    state: string
    foreword: string | null
    issued_at: string | null
    issued_by: string | null
  }>
  frozen: boolean
  organisation: string
  as_of: string
  service: Named & Readonly<{ owner: Named | null; unit: Named | null; team: Named | null; supplier: Named | null }>
  agreements: readonly Named[]
  period: PeriodFacts
  previous: PeriodFacts
  /** What changed and why, most important first. */
  summary: readonly Sentence[]
  actions: readonly ActionFacts[]
  volumes: Readonly<{ opened: Figure; resolved: Figure; closed: Figure; reopened: Figure; backlog_start: Figure; backlog_end: Figure }>
  days: readonly DayFacts[]
  by_priority: readonly Part[]
  /** At most ten; what is left is the last one, "All others". */
  by_category: readonly Part[]
  by_channel: readonly Part[]
  promises: readonly PromiseFacts[]
  times: readonly TimesFacts[]
  hands: readonly HandsFacts[]
  worst: readonly WorstCase[]
  reassignments: Readonly<{ total: Figure; per_ticket: number | null; often: Figure }>
  majors: readonly MajorFacts[]
}>

/** Every figure of a report: each has a key of its own. */
export const figuresOf = (facts: ReportFacts): readonly Figure[] => [
  ...Object.values(facts.volumes),
  ...[...facts.by_priority, ...facts.by_category, ...facts.by_channel].map((part) => part.figure),
  ...facts.promises.flatMap((one) => [one.share, one.kept, one.missed]),
  ...facts.times.flatMap((one) => [one.wall_median, one.wall_p90, one.business_median, one.business_p90]),
  ...facts.hands.flatMap((one) => [one.business, one.wall]),
  facts.reassignments.total,
  facts.reassignments.often,
]
