import type { Tone } from '../../../platform/records/fields.ts'
import type { PeriodFacts } from './facts.ts'
import type { Made, Named, Sentence, ShareOf } from './figure.ts'

/**
 * How a service stands with its promises. `state`: missing (its share is under the target, or clocks are missed now), will_miss (a running clock
 * comes due within a working day, or the share can fall under its target), keeping, none (no promise is measured).
 */
export type ServiceStanding = Readonly<{
  service: Named & Readonly<{ service_kind: string; criticality: string | null; owner: Named | null }>
  state: 'missing' | 'will_miss' | 'keeping' | 'none'
  tone: Tone
  /** Decided in the period so far. */
  reached: ShareOf
  target_share: number | null
  open: number
  missed_now: number
  at_risk: number
  /** Promises about availability and indicators that are missed or at risk, and their list. */
  windows: Readonly<{ missed: number; at_risk: number; list: string }>
  /** When the next running clock is missed if nothing happens (ISO). */
  next_due: Readonly<{ at: string; ticket: Named; holder: string | null }> | null
  /** What is wrong, by when and who has it, in one sentence. */
  text: string
  list: string
}>

/** GET /desks/services: the services behind the figures of the desks, the worst first. */
export type DeskServices = Readonly<{
  as_of: string
  period: PeriodFacts
  /** True when all services that the person may see are shown, though theirs were asked for: none names them. */
  everything: boolean
  /** Of all states, whichever were asked for. */
  counts: Readonly<Record<ServiceStanding['state'], number>>
  items: readonly ServiceStanding[]
  /** Where the next page begins; null on the last one. */
  next: number | null
  made: Made
}>

/** Something to do, decide or confirm today. */
export type ToDo = Readonly<{
  kind: 'ticket_missed' | 'ticket_due' | 'ticket_waiting' | 'contract' | 'confirm_entry' | 'report' | 'need' | 'agreement'
  tone: Tone
  text: string
  record: Named | null
  /** When it is due: a moment or a date; null when it has none. */
  due: string | null
  to: string
}>

/** GET /desks/run */
export type RunDesk = Readonly<{
  desk: 'run'
  as_of: string
  period: PeriodFacts
  calm: boolean
  sentence: string
  /** True when no service names the person, their team or unit, and all services they may see are shown. */
  everything: boolean
  counts: Readonly<{
    services: number
    missing: number
    will_miss: number
    keeping: number
    none: number
    open: number
    missed_now: number
    at_risk: number
  }>
  /** Those that need somebody, worst first, at most 12. */
  services: readonly ServiceStanding[]
  /** At most 12, most urgent first; `more` says how many are not shown. */
  todo: readonly ToDo[]
  more: number
  my_tickets: Readonly<{ open: number; due_today: number; list: string }>
  trend: readonly MonthPoint[]
  made: Made
}>

export type MonthPoint = Readonly<{
  period: string
  label: string
  opened: number
  resolved: number
  kept: number
  missed: number
  share: number | null
}>

/** Volumes and promises of a group of services (a kind, a unit) over months, oldest first. */
export type GroupRow = Readonly<{
  name: string | null
  label: string
  record: Named | null
  services: number
  opened: number
  previous_opened: number
  open: number
  reached: ShareOf
  months: readonly MonthPoint[]
  list: string
}>

export type ContractLine = Readonly<{
  contract: Named
  supplier: Named | null
  ends_on: string | null
  notice_by: string | null
  days: number | null
  tone: Tone
  text: string
}>

export type SourcingPart = Readonly<{
  name: 'in_house' | 'supplier' | 'mixed' | null
  label: string
  services: number
  share: number
  opened: number
  list: string
}>

/** GET /desks/plan?period=2016-03 */
export type PlanDesk = Readonly<{
  desk: 'plan'
  as_of: string
  period: PeriodFacts
  calm: boolean
  sentence: string
  sentences: readonly Sentence[]
  months: readonly MonthPoint[]
  by_kind: readonly GroupRow[]
  by_unit: readonly GroupRow[]
  /** By last day for notice, at most 12. */
  contracts: readonly ContractLine[]
  needs: Readonly<{
    met: number
    unmet: number
    lapsed_services: number
    unmet_items: readonly (Named & Readonly<{ unit: Named | null; value: string | null }>)[]
    list: string
    services_without_need: readonly Named[]
  }>
  sourcing: readonly SourcingPart[]
  made: Made
}>

/** GET /desks/steer?period=2016-03 */
export type SteerDesk = Readonly<{
  desk: 'steer'
  as_of: string
  period: PeriodFacts
  calm: boolean
  sentence: string
  sentences: readonly Sentence[]
  /** Services by kind and criticality with how they stand. */
  matrix: readonly Readonly<{
    service_kind: string
    label: string
    criticality: string | null
    services: number
    missing: number
    will_miss: number
    keeping: number
    none: number
    list: string
  }>[]
  counts: Readonly<{ services: number; missing: number; will_miss: number; keeping: number; none: number }>
  needs: Readonly<{
    met: number
    unmet: number
    list: string
    unmet_items: readonly (Named & Readonly<{ unit: Named | null; value: string | null }>)[]
  }>
  /** How much hangs on few suppliers. `index`: Herfindahl-Hirschman, sum of squared shares of services that a supplier delivers (0-1). */
  suppliers: Readonly<{
    index: number | null
    items: readonly Readonly<{ supplier: Named; services: number; vital: number; share: number; list: string }>[]
    text: string
  }>
  majors: readonly Readonly<{
    ticket: Named
    service: Named | null
    opened_at: string
    resolved_at: string | null
    wall_s: number | null
    text: string
  }>[]
  months: readonly MonthPoint[]
  made: Made
}>
