import { millisOf } from '../../../kernel/instant.ts'
import type { Tone } from '../../../platform/records/fields.ts'
import type { Links } from '../../../platform/page/api.ts'
import { durationText } from '../../../platform/page/fields/format.ts'
import type { PromiseMeasure } from '../model/promise.ts'

/** GET /promises/:key/standing and /…/standings: one standing. */
export type Standing = Readonly<{
  promise: string
  subject: string
  agreement: string
  window_name: string
  from: string
  to: string
  value: number | null
  low: number | null
  high: number | null
  if_kept: number | null
  target: number
  left_share: number | null
  left_s: number | null
  burn: number | null
  state: 'no_data' | 'kept' | 'at_risk' | 'missed'
  policy: string | null
  firing: string | null
  good: number | null
  valid: number | null
  closed: boolean
  evaluated_at: string
}>

export type StandingPage = Readonly<{
  promise: Readonly<{ id: string; ref: string; title: string }>
  agreement: Readonly<{ id: string; ref: string; title: string }>
  subject: string
  subjects: readonly string[]
  window: Readonly<{ name: string; type: string; from: string; to: string; passed_s: number; length_s: number }>
  promised: Readonly<{
    measure: PromiseMeasure
    objective?: number
    comparator?: 'at_most' | 'at_least'
    level?: number
    statistic?: string
    indicator?: string
    budgeting?: 'events' | 'slices' | 'slice_ratios'
    slice_s?: number
    target_s?: number
    priority?: string | null
  }>
  standing: Standing
  policy: Readonly<{ now: Step | null; steps: readonly Step[] }>
  alerts: readonly Readonly<{
    severity: string
    long_s: number
    short_s: number
    factor: number
    firing: boolean | null
    why: string
    long: Burn
    short: Burn
  }>[]
  burn_down: readonly Readonly<{ at: string; left: number; even: number }>[]
  availability: null | Readonly<{
    whole_s: number
    agreed_s: number
    down_s: number
    unknown_s: number
    degraded_s: number
    allowed_s: number | null
    total: number | null
    planned: number | null
    coverage: number | null
    watched_from: string | null
    reliability: Readonly<{ failures: number; mtrs: number | null; mtbf: number | null; mtbsi: number | null }>
    outages: readonly Readonly<{
      id: string
      ref: string
      title: string
      severity: 'down' | 'degraded'
      from: string
      to: string | null
      total_s: number
      counted_s: number
      corrected_s: number
      excluded_s: number
      outside_hours_s: number
    }>[]
    maintenance: readonly Readonly<{
      id: string
      from: string
      to: string
      excluded_s: number
      counted_s: number
      why_counted: string | null
    }>[]
  }>
  counted: null | Readonly<{
    step_s: number
    series: readonly Readonly<{ at: string; good: number; count: number }>[]
    budget: Budget
    worst: readonly Readonly<{ at: string; bad: number; count: number }>[]
  }>
  level: null | Readonly<{ step_s: number; series: readonly Readonly<{ at: string; mean: number | null }>[] }>
  tickets: null | Readonly<{
    kept: number
    missed: number
    open: number
    list: readonly Readonly<{
      id: string
      kind: string
      ref: string
      title: string
      target_s: number
      elapsed_s: number
      breached_at: string
      stopped_at: string | null
    }>[]
  }>
  composite: null | Readonly<{
    by: 'events' | 'slices' | 'slice_ratios'
    parts: readonly Readonly<{
      promise: string
      ref: string
      title: string
      agreement: string
      weight: number
      unit: Budget['unit']
      good: number
      valid: number
      value: number | null
      target: number | null
      adds: number | null
    }>[]
    gone: readonly string[]
  }>
  history: readonly Standing[]
  links: Links
}>

/** An error budget in the unit in which a promise counts; null where nothing is known. `estimated`: how much the window will hold is a guess. */
export type Budget = Readonly<{
  unit: 'events' | 'slices' | 'tickets' | 'seconds'
  whole: number
  estimated: boolean
  allowed: number | null
  spent: number | null
  left: number | null
}>

type Step = Readonly<{ state: string; from: number; consequence: string; decides?: string }>
type Burn = Readonly<{ length_s: number; good: number; valid: number; burn: number | null }>

/** A share as people of the field write it: enough digits to tell 99.95 % from 99.9 %, never rounded up to a target that was not reached. */
export const fineShare = (share: number): string => {
  const percent = share * 100
  const nines = share >= 1 || share <= 0 ? 0 : Math.max(2, Math.min(5, Math.ceil(-Math.log10(1 - share))))
  const scale = 10 ** nines
  return `${(Math.floor(percent * scale + 1e-7) / scale).toLocaleString(undefined, { maximumFractionDigits: nines })} %`
}

/** An amount of a budget: "4 h 10 min", "12.4 events", "3 tickets". */
export const amountText = (unit: Budget['unit'], amount: number): string => {
  if (unit === 'seconds') return durationText(Math.round(amount))
  const rounded = Math.abs(amount) < 100 ? Math.round(amount * 10) / 10 : Math.round(amount)
  return `${rounded.toLocaleString()} ${rounded === 1 ? unit.slice(0, -1) : unit}`
}

export const valueText = (promised: Pick<StandingPage['promised'], 'measure'>, value: number | null): string =>
  value === null
    ? 'no figure'
    : promised.measure === 'level'
      ? value.toLocaleString(undefined, { maximumSignificantDigits: 4 })
      : fineShare(value)

export const stateWords: Readonly<Record<Standing['state'], Readonly<{ word: string; tone: Tone }>>> = {
  kept: { word: 'Kept', tone: 'good' },
  at_risk: { word: 'At risk', tone: 'warn' },
  missed: { word: 'Missed', tone: 'bad' },
  no_data: { word: 'No figure', tone: 'muted' },
}

/** "3 d", "1 h", "30 min" of a window by the clock. */
export const windowLength = (seconds: number): string =>
  seconds % 86_400 === 0 ? `${seconds / 86_400} d` : seconds % 3600 === 0 ? `${seconds / 3600} h` : `${Math.round(seconds / 60)} min`

const monthName = new Intl.DateTimeFormat(undefined, { month: 'long', year: 'numeric', timeZone: 'UTC' })

/** 2026-03 as "March 2026"; other names as they are. */
export const windowText = (name: string): string =>
  /^\d{4}-\d{2}$/.test(name) ? monthName.format(millisOf(`${name}-15T00:00:00Z`)) : name === 'rolling' ? 'Rolling' : name
