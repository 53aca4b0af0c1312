import { type Documents, policyOfSlo } from './alert.ts'
import { indicatorAt, type SourceTypes } from './indicator.ts'
import { namedAt, nameAt } from './metadata.ts'
import { budgetings, type Indicator, type Slo } from './model.ts'
import { objectiveAt, windowAt } from './objective.ts'
import { at, isThere, listAt, partOf, refuse, required, requiredText, type Spot, wordAt } from './spot.ts'

export type References = Documents & Readonly<{ indicator: (name: string) => Indicator | undefined; sources: SourceTypes }>

const known = ['description', 'service', 'indicator', 'indicatorRef', 'timeWindow', 'budgetingMethod', 'objectives', 'alertPolicies']

const has = (spot: Spot): boolean => isThere(at(spot, 'indicator')) || isThere(at(spot, 'indicatorRef'))

/** The indicator of an SLO or of one of its objectives, in place or by name. */
const indicatorOf = (spot: Spot, from: References): Indicator | null => {
  const [inline, ref] = [at(spot, 'indicator'), at(spot, 'indicatorRef')]
  if (isThere(inline) && isThere(ref)) return refuse(ref, 'exclusive', 'Give indicator or indicatorRef, not both.')
  if (isThere(inline)) {
    if (!partOf(inline, ['apiVersion', 'kind', 'metadata', 'spec'])) return null
    return indicatorAt(inline, from.sources)
  }
  const name = nameAt(ref)
  if (name === null) return null
  return from.indicator(name) ?? refuse(ref, 'unresolved', `The SLI “${name}” was not among the files, or is wrong itself. Send it along.`)
}

const single = (spec: Spot): Spot | null => {
  const windows = listAt(at(spec, 'timeWindow'))
  if (isThere(at(spec, 'timeWindow')) && windows.length !== 1)
    return refuse(at(spec, 'timeWindow'), 'one_window', 'timeWindow is a list of exactly one window.')
  return windows[0] ?? null
}

export const sloAt = (spot: Spot, from: References): Slo | null => {
  const spec = at(spot, 'spec')
  const named = namedAt(at(spot, 'metadata'), spec)
  if (!isThere(spec)) return required(spec)
  if (!partOf(spec, known)) return null
  const service = requiredText(at(spec, 'service'))
  const method = at(spec, 'budgetingMethod')
  const budgeting = isThere(method) ? wordAt(method, budgetings) : required(method)
  const objectives = listAt(at(spec, 'objectives'))
  const composite = objectives.some(has)
  if (objectives.length === 0) refuse(at(spec, 'objectives'), 'required', 'An SLO has at least one objective.')
  if (composite && has(spec)) refuse(spec, 'exclusive', 'An SLO has its indicator, or its objectives have theirs (a composite), not both.')
  if (!composite && !has(spec)) refuse(spec, 'required', 'Give indicator or indicatorRef, here or at each objective.')
  const indicator = !composite && has(spec) ? indicatorOf(spec, from) : null
  if (!composite && indicator?.metric.kind === 'threshold' && objectives.length > 1)
    refuse(at(spec, 'objectives'), 'one_threshold', 'With a thresholdMetric an SLO has one objective only.')
  const read = objectives.map((one) => {
    if (composite && !has(one)) refuse(one, 'required', 'Each objective of a composite has its own indicator or indicatorRef.')
    return objectiveAt(one, { budgeting, composite, indicator, own: has(one) ? indicatorOf(one, from) : null })
  })
  const windowSpot = single(spec)
  const window = windowSpot ? windowAt(windowSpot) : null
  const alert_policies = listAt(at(spec, 'alertPolicies')).map((one) => policyOfSlo(one, from))
  if (named === null || service === null || budgeting === null) return null
  return {
    ...named,
    service,
    indicator,
    window,
    budgeting,
    objectives: read.filter((one) => one !== null),
    alert_policies: alert_policies.filter((one) => one !== null),
  }
}
