import type { Card } from '../../catalogue/index.ts'

/** A bar of the timeline; instants, `to` null while it goes on. `id` and `kind` say which record it opens. */
type Bar = Readonly<{ id: string; ref: string; title: string; from: string; to: string | null }>

export type OutageBar = Bar & Readonly<{ severity: 'down' | 'degraded'; own_fault: boolean | null; because: string | null }>
export type MaintenanceBar = Bar & Readonly<{ down: boolean; state: string }>
/** A stretch that does not count against the provider; only approved ones stand here. */
export type CorrectionBar = Bar & Readonly<{ reason_type: string }>

export type Lane = Readonly<{
  subject: Card
  outages: readonly OutageBar[]
  maintenance: readonly MaintenanceBar[]
  corrections: readonly CorrectionBar[]
  /** Lengths of the union of its bars within the time asked for; seconds. Degraded only where it was not down. */
  down_s: number
  degraded_s: number
}>

/** GET /outages/timeline */
export type Timeline = Readonly<{
  from: string
  to: string
  as_of: string
  lanes: readonly Lane[]
  /** How many outages within the time are not shown, because there are too many. */
  more: number
}>
