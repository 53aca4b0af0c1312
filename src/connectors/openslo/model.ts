/**
 * Service level objectives in our own words, references resolved: what an OpenSLO file says, whatever way it was cut into documents.
 * Names are those of the documents. Durations stay as they are written there, such as 30d or 1M (duration.ts reads them).
 */
export type Labels = Readonly<Record<string, readonly string[]>>

export type Named = Readonly<{
  name: string
  display_name: string | null
  description: string | null
  labels: Labels
  annotations: Readonly<Record<string, string>>
}>

/** Where a series of numbers comes from. `type`: kind of source, such as Prometheus; `source`: name of a data source; `spec`: the query, in that source's own fields. */
export type Query = Readonly<{ type: string | null; source: string | null; spec: Readonly<Record<string, unknown>> }>

export type Metric =
  | Readonly<{ kind: 'ratio'; counter: boolean | null; counts: 'good' | 'bad'; part: Query; total: Query }>
  | Readonly<{ kind: 'raw'; means: 'success' | 'failure'; query: Query }>
  | Readonly<{ kind: 'threshold'; query: Query }>

export type Indicator = Named & Readonly<{ metric: Metric }>

export const operators = ['lte', 'gte', 'lt', 'gt'] as const
export type Operator = (typeof operators)[number]

/** `starts`: local date and time, such as 2022-01-01 12:00:00, on the clocks of `zone`. */
export type TimeWindow =
  | Readonly<{ rolling: true; duration: string }>
  | Readonly<{ rolling: false; duration: string; starts: string; zone: string }>

/** `op`, `value`: for a threshold. `slice_target`, `slice`: for slices of time. `indicator`, `weight`: when the objective is a part of a composite. Shares are 0-1. */
export type Objective = Readonly<{
  display_name: string | null
  op: Operator | null
  value: number | null
  target: number
  slice_target: number | null
  slice: string | null
  indicator: Indicator | null
  weight: number | null
}>

export const budgetings = ['Occurrences', 'Timeslices', 'RatioTimeslices'] as const
export type Budgeting = (typeof budgetings)[number]

/** A reference to a document that was not among those read. */
export type Unresolved = Readonly<{ ref: string }>

export const isUnresolved = (value: object): value is Unresolved => 'ref' in value

export type AlertCondition = Named &
  Readonly<{ severity: string; op: Operator | null; threshold: number; lookback: string; alert_after: string }>

export type NotificationTarget = Named & Readonly<{ target: string }>

export type AlertPolicy = Named &
  Readonly<{
    when_no_data: boolean
    when_resolved: boolean
    when_breaching: boolean
    condition: AlertCondition | Unresolved
    targets: readonly (NotificationTarget | Unresolved)[]
  }>

/** `indicator` is null for a composite, whose objectives have their own. */
export type Slo = Named &
  Readonly<{
    service: string
    indicator: Indicator | null
    window: TimeWindow | null
    budgeting: Budgeting
    objectives: readonly Objective[]
    alert_policies: readonly (AlertPolicy | Unresolved)[]
  }>

export type DataSource = Named & Readonly<{ type: string; connection: unknown }>

/** Everything that a set of files defines, in the order in which it stands there. */
export type OpenSlo = Readonly<{
  slos: readonly Slo[]
  services: readonly Named[]
  data_sources: readonly DataSource[]
  indicators: readonly Indicator[]
  alert_policies: readonly AlertPolicy[]
  alert_conditions: readonly AlertCondition[]
  notification_targets: readonly NotificationTarget[]
}>
