import type { PromiseMeasure } from '../promise.ts'
import type { StandingState } from './line.ts'

/** GET /standings: how promises over windows of time stand, the worst first. */

export const standingStates = ['missed', 'at_risk', 'no_data', 'kept'] as const satisfies readonly StandingState[]

/** What is left out of a list is not asked for. `window`: a name such as 2026-03; else whatever runs now. */
export type StandingsAsk = Readonly<{
  states?: readonly StandingState[]
  /** Ref or id. */
  subject?: string
  agreement?: string
  type?: 'sla' | 'ola' | 'underpinning'
  measure?: PromiseMeasure
  window?: string
  limit?: number
  after?: string
}>

/** The outage that lasted longest within a window, as far as the reader may see outages; `cause`: what it failed because of. */
export type Eater = Readonly<{ id: string; ref: string; title: string; seconds: number; cause: string | null }>

/** Shares 0-1; of a level the value itself. Ids are named in the links of the answer. */
export type ListedStanding = Readonly<{
  promise: string
  subject: string
  agreement: string
  agreement_type: string
  measure: PromiseMeasure
  comparator: 'at_most' | 'at_least' | null
  window_name: string
  from: string
  to: string
  closed: boolean
  state: StandingState
  value: number | null
  target: number
  if_kept: number | null
  left_share: number | null
  left_s: number | null
  firing: string | null
  evaluated_at: string
  worst: Eater | null
}>

export type StandingCounts = Readonly<Record<StandingState, number>>
