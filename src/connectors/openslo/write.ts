import { stringify } from 'yaml'
import {
  type AlertCondition,
  type AlertPolicy,
  type Indicator,
  isUnresolved,
  type Named,
  type NotificationTarget,
  type Objective,
  type OpenSlo,
  type Query,
  type Slo,
  type TimeWindow,
  type Unresolved,
} from './model.ts'

type Fields = Readonly<Record<string, unknown>>

/** Leaves out what is null or empty. */
const filled = (fields: Fields): Fields =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null && value !== undefined))

const someOf = (fields: Fields): Fields | null => (Object.keys(fields).length === 0 ? null : fields)

const metadata = (of: Named): Fields =>
  filled({
    name: of.name,
    displayName: of.display_name,
    labels: someOf(Object.fromEntries(Object.entries(of.labels).map(([key, values]) => [key, values.length === 1 ? values[0] : values]))),
    annotations: someOf(of.annotations),
  })

const inline = (kind: string, of: Named, spec: Fields): Fields => ({
  kind,
  metadata: metadata(of),
  spec: filled({ description: of.description, ...spec }),
})

const object = (kind: string, of: Named, spec: Fields): Fields => ({ apiVersion: 'openslo/v1', ...inline(kind, of, spec) })

const query = (of: Query): Fields => ({ metricSource: filled({ metricSourceRef: of.source, type: of.type, spec: of.spec }) })

const metricSpec = ({ metric }: Indicator): Fields => {
  if (metric.kind === 'threshold') return { thresholdMetric: query(metric.query) }
  if (metric.kind === 'raw') return { ratioMetric: { rawType: metric.means, raw: query(metric.query) } }
  return { ratioMetric: filled({ counter: metric.counter, [metric.counts]: query(metric.part), total: query(metric.total) }) }
}

const indicator = (of: Indicator | null): Fields | null =>
  of && { metadata: metadata(of), spec: filled({ description: of.description, ...metricSpec(of) }) }

const objective = (of: Objective): Fields =>
  filled({
    displayName: of.display_name,
    op: of.op,
    value: of.value,
    target: of.target,
    timeSliceTarget: of.slice_target,
    timeSliceWindow: of.slice,
    indicator: indicator(of.indicator),
    compositeWeight: of.weight,
  })

const timeWindow = (of: TimeWindow): Fields =>
  of.rolling
    ? { duration: of.duration, isRolling: true }
    : { duration: of.duration, isRolling: false, calendar: { startTime: of.starts, timeZone: of.zone } }

const conditionSpec = (of: AlertCondition): Fields => ({
  severity: of.severity,
  condition: filled({ kind: 'burnrate', op: of.op, threshold: of.threshold, lookbackWindow: of.lookback, alertAfter: of.alert_after }),
})

const condition = (of: AlertCondition | Unresolved): Fields =>
  isUnresolved(of) ? { conditionRef: of.ref } : inline('AlertCondition', of, conditionSpec(of))

const target = (of: NotificationTarget | Unresolved): Fields =>
  isUnresolved(of) ? { targetRef: of.ref } : inline('AlertNotificationTarget', of, { target: of.target })

const policySpec = (of: AlertPolicy): Fields => ({
  alertWhenNoData: of.when_no_data,
  alertWhenResolved: of.when_resolved,
  alertWhenBreaching: of.when_breaching,
  conditions: [condition(of.condition)],
  notificationTargets: of.targets.map(target),
})

const policy = (of: AlertPolicy | Unresolved): Fields =>
  isUnresolved(of) ? { alertPolicyRef: of.ref } : inline('AlertPolicy', of, policySpec(of))

const slo = (of: Slo): Fields =>
  object('SLO', of, {
    service: of.service,
    indicator: indicator(of.indicator),
    timeWindow: of.window && [timeWindow(of.window)],
    budgetingMethod: of.budgeting,
    objectives: of.objectives.map(objective),
    alertPolicies: of.alert_policies.length === 0 ? null : of.alert_policies.map(policy),
  })

/**
 * OpenSLO v1, one object a document: services and data sources first, then what others refer to, then the SLOs with their parts written in place.
 * `readOpenSlo` of it gives the same model.
 */
export const writeOpenSlo = (model: OpenSlo): string =>
  [
    ...model.services.map((one) => object('Service', one, {})),
    ...model.data_sources.map((one) => object('DataSource', one, { type: one.type, connectionDetails: one.connection })),
    ...model.indicators.map((one) => object('SLI', one, metricSpec(one))),
    ...model.notification_targets.map((one) => object('AlertNotificationTarget', one, { target: one.target })),
    ...model.alert_conditions.map((one) => object('AlertCondition', one, conditionSpec(one))),
    ...model.alert_policies.map((one) => object('AlertPolicy', one, policySpec(one))),
    ...model.slos.map(slo),
  ]
    .map((one) => stringify(one, { lineWidth: 0, aliasDuplicateObjects: false }))
    .join('---\n')
