import { readDuration } from './duration.ts'
import { namedAt, nameAt } from './metadata.ts'
import { type AlertCondition, type AlertPolicy, type NotificationTarget, operators, type Unresolved } from './model.ts'
import {
  at,
  flagAt,
  isThere,
  listAt,
  numberAt,
  partOf,
  refuse,
  required,
  requiredText,
  type Spot,
  shown,
  textAt,
  warn,
  wordAt,
} from './spot.ts'

/** The documents that others name. */
export type Documents = Readonly<{
  condition: (name: string) => AlertCondition | undefined
  target: (name: string) => NotificationTarget | undefined
  policy: (name: string) => AlertPolicy | undefined
}>

/** A duration as it is written; `zero`: whether none at all is one. */
export const durationAt = (spot: Spot, zero = false): string | null => {
  const text = textAt(spot)
  if (text === null) return null
  const read = readDuration(text)
  return read && (zero || read.count > 0)
    ? text
    : refuse(
        spot,
        'duration',
        `“${shown(text)}” is not a duration: a whole number and one of m (minutes), h, d, w, M (months), Q, Y, such as 30d.`,
      )
}

export const conditionAt = (spot: Spot): AlertCondition | null => {
  const spec = at(spot, 'spec')
  const named = namedAt(at(spot, 'metadata'), spec)
  if (!isThere(spec)) return required(spec)
  if (!partOf(spec, ['description', 'severity', 'condition'])) return null
  const severity = requiredText(at(spec, 'severity'))
  const condition = at(spec, 'condition')
  if (!isThere(condition)) return required(condition)
  if (!partOf(condition, ['kind', 'op', 'threshold', 'lookbackWindow', 'alertAfter'])) return null
  wordAt(at(condition, 'kind'), ['burnrate'])
  const op = wordAt(at(condition, 'op'), operators)
  const threshold = isThere(at(condition, 'threshold')) ? numberAt(at(condition, 'threshold')) : required(at(condition, 'threshold'))
  const lookback = isThere(at(condition, 'lookbackWindow'))
    ? durationAt(at(condition, 'lookbackWindow'))
    : required(at(condition, 'lookbackWindow'))
  const alert_after = isThere(at(condition, 'alertAfter')) ? durationAt(at(condition, 'alertAfter'), true) : '0m'
  if (named === null || severity === null || threshold === null || lookback === null || alert_after === null) return null
  return { ...named, severity, op, threshold, lookback, alert_after }
}

export const targetAt = (spot: Spot): NotificationTarget | null => {
  const spec = at(spot, 'spec')
  const named = namedAt(at(spot, 'metadata'), spec)
  if (!isThere(spec)) return required(spec)
  if (!partOf(spec, ['description', 'target'])) return null
  const target = requiredText(at(spec, 'target'))
  return named === null || target === null ? null : { ...named, target }
}

/** Something named by reference or written in place. */
const either = <T>(
  spot: Spot,
  refKey: string,
  kind: string,
  find: (name: string) => T | undefined,
  read: (spot: Spot) => T | null,
): T | Unresolved | null => {
  const ref = at(spot, refKey)
  if (isThere(ref)) {
    if (isThere(at(spot, 'spec'))) return refuse(spot, 'exclusive', `Give ${refKey} or write the ${kind} here, not both.`)
    if (!partOf(spot, [refKey])) return null
    const name = nameAt(ref)
    if (name === null) return null
    const found = find(name)
    if (found === undefined) warn(ref, 'unresolved', `The ${kind} “${name}” was not among the files.`)
    return found ?? { ref: name }
  }
  if (!isThere(at(spot, 'spec'))) return refuse(spot, 'required', `Give ${refKey}, or write the ${kind} here with kind, metadata and spec.`)
  if (!partOf(spot, ['apiVersion', 'kind', 'metadata', 'spec'])) return null
  if (!isThere(at(spot, 'kind'))) return required(at(spot, 'kind'))
  if (wordAt(at(spot, 'kind'), [kind]) === null) return null
  return read(spot)
}

export const policyAt = (spot: Spot, documents: Documents): AlertPolicy | null => {
  const spec = at(spot, 'spec')
  const named = namedAt(at(spot, 'metadata'), spec)
  if (!isThere(spec)) return required(spec)
  if (!partOf(spec, ['description', 'alertWhenNoData', 'alertWhenResolved', 'alertWhenBreaching', 'conditions', 'notificationTargets']))
    return null
  const conditions = listAt(at(spec, 'conditions'))
  const [only] = conditions
  if (only === undefined) refuse(at(spec, 'conditions'), 'required', 'An alert policy has one condition; there is none.')
  if (conditions.length > 1) refuse(at(spec, 'conditions'), 'one_condition', 'An alert policy has one condition only.')
  const condition = only ? either(only, 'conditionRef', 'AlertCondition', documents.condition, conditionAt) : null
  const targets = listAt(at(spec, 'notificationTargets'))
  if (targets.length === 0)
    refuse(at(spec, 'notificationTargets'), 'required', 'An alert policy names who is told: notificationTargets is empty.')
  const told = targets.map((one) => either(one, 'targetRef', 'AlertNotificationTarget', documents.target, targetAt))
  const when = {
    when_no_data: flagAt(at(spec, 'alertWhenNoData')) ?? false,
    when_resolved: flagAt(at(spec, 'alertWhenResolved')) ?? false,
    when_breaching: flagAt(at(spec, 'alertWhenBreaching')) ?? false,
  }
  if (named === null || condition === null) return null
  return { ...named, ...when, condition, targets: told.filter((one) => one !== null) }
}

/** A policy as an SLO has it. */
export const policyOfSlo = (spot: Spot, documents: Documents): AlertPolicy | Unresolved | null =>
  either(spot, 'alertPolicyRef', 'AlertPolicy', documents.policy, (inline) => policyAt(inline, documents))
