import type { Tone } from '../../../platform/records/fields.ts'
import type { PeriodFacts } from './facts.ts'
import type { Made, Named, Sentence, ShareOf, Verdict } from './figure.ts'

/** What every tile carries: how it was made, and the list that shows its records (an address of this application, or null). */
export type Tile = Readonly<{ made: Made; list: string | null }>

/** One promise in the period so far. */
export type PromiseNow = Readonly<{
  promise: Named
  measure: 'response' | 'resolution'
  priority: string | null
  target_s: number
  target_share: number | null
  /** Decided so far. */
  reached: ShareOf
  /** Clocks not decided yet: running or paused; `at_risk` of them have used up the warning share. */
  running: number
  at_risk: number
  verdict: Verdict
  /** The share at the end of the period if no open clock is missed; null when there is none. */
  if_nothing_else_fails: number | null
  /** How many more may be missed before the share falls under the target; null without target share. Negative: too many already. */
  may_still_miss: number | null
  /** The tickets that missed it in the period. */
  list: string | null
}>

/** Open tickets of one priority by the state of their clocks. */
export type OpenWork = Readonly<{
  priority: string | null
  label: string
  total: number
  missed: number
  at_risk: number
  running: number
  paused: number
  no_promise: number
  list: string
}>

export type UrgentTicket = Readonly<{
  ticket: Named
  state: string
  priority: string | null
  level_state: string | null
  due_at: string | null
  opened_at: string
  holder: string | null
  waiting_for: string | null
  /** Such as "due in 2 h, Network team has it". */
  text: string
}>

/** Volumes of one week or month. `list` shows those opened in it. */
export type VolumePoint = Readonly<{
  period: string
  label: string
  first: string
  opened: number
  resolved: number
  backlog: number
  kept: number
  missed: number
  list: string
}>

export type HandsNow = Readonly<{
  holder_type: 'customer' | 'team' | 'supplier' | 'approval'
  label: string
  business_s: number
  wall_s: number
  share: number | null
}>

export type ContractNow = Readonly<{
  contract: Named
  supplier: Named | null
  state: string
  ends_on: string | null
  notice_by: string | null
  tone: Tone
  text: string
}>

/** What is missing or stale in the service's entry. `share` of the points that are met. */
export type Completeness = Readonly<{ share: number; points: readonly Readonly<{ label: string; met: boolean; why: string }>[] }>

export type PageEvent = Readonly<{
  at: string
  verb: string
  actor: Named | null
  fields: readonly string[]
  reason: string | null
  text: string
}>

/** GET /services/:key/page?period=2016-03 */
export type ServicePage = Readonly<{
  as_of: string
  service: Named & Readonly<{ state: string; service_kind: string; criticality: string | null; purpose: string | null }>
  period: PeriodFacts
  /** The state of things in a few sentences, most important first. `calm`: nothing needs anybody. */
  calm: boolean
  sentences: readonly Sentence[]
  promises: Tile & Readonly<{ tone: Tone; items: readonly PromiseNow[]; all: ShareOf }>
  open: Tile & Readonly<{ total: number; by_priority: readonly OpenWork[]; urgent: readonly UrgentTicket[] }>
  volume: Tile & Readonly<{ weeks: readonly VolumePoint[]; months: readonly VolumePoint[] }>
  backlog: Tile & Readonly<{ now: number; four_weeks_ago: number; text: string }>
  /** Of tickets resolved in the period. */
  hands: Tile & Readonly<{ tickets: number; items: readonly HandsNow[] }>
  people: Readonly<{ owner: Named | null; unit: Named | null; team: Named | null; consumers: readonly Named[] }>
  needs: Tile & Readonly<{ items: readonly (Named & Readonly<{ state: string; value: string | null; unit: Named | null }>)[] }>
  dependencies: Tile & Readonly<{ needs: number; needed_by: number; at_risk: readonly (Named & Readonly<{ why: string }>)[]; text: string }>
  supplier: Readonly<{ main: Named | null; contracts: readonly ContractNow[] }>
  agreements: readonly (Named & Readonly<{ state: string; agreement_type: string }>)[]
  changes: Tile & Readonly<{ items: readonly PageEvent[] }>
  reports: Tile & Readonly<{ items: readonly (Named & Readonly<{ state: string; period: string; issued_at: string | null }>)[] }>
  completeness: Completeness
}>
