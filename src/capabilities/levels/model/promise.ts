import { formatDuration } from '../../../kernel/duration.ts'
import type { Issue } from '../../../kernel/refusal.ts'
import { promisedCredits } from './credit/promised.ts'

/** What a promise may be about; the first two are about tickets and have clocks. All are judged over windows of time. */
export const promiseMeasures = ['response', 'resolution', 'availability', 'good_share', 'level', 'composite'] as const
export type PromiseMeasure = (typeof promiseMeasures)[number]

export const isAboutTickets = (measure: string): boolean => measure === 'response' || measure === 'resolution'

type Fields = Readonly<Record<string, unknown>>

const has = (fields: Fields, name: string): boolean => {
  const value = fields[name]
  return value !== null && value !== undefined && value !== '' && !(Array.isArray(value) && value.length === 0)
}

const needed: Readonly<Record<PromiseMeasure, readonly string[]>> = {
  response: ['target'],
  resolution: ['target'],
  availability: ['share'],
  good_share: ['indicator', 'share'],
  level: ['indicator', 'statistic', 'comparator', 'level'],
  composite: ['parts'],
}

const words: Readonly<Record<string, string>> = {
  target: 'Say within how long (Within).',
  share: 'Say for how large a share (For at least), such as 99.9 %.',
  indicator: 'Name the indicator: the measure that says how good it is.',
  statistic: 'Say how the indicator is taken: its mean, its 95th percentile ...',
  comparator: 'Say whether it must be at most or at least the level.',
  level: 'Give the level, in the unit of the indicator.',
  parts: 'Name the promises that it is made of.',
}

const ticketOnly = ['priority', 'target'] as const
const windowOnly = [
  'subject',
  'indicator',
  'statistic',
  'comparator',
  'level',
  'budgeting',
  'slice',
  'slice_share',
  'maintenance_notice',
] as const

const issue = (path: string, rule: string, message: string): Issue => ({ path, rule, message })

const missingOf = (measure: PromiseMeasure, fields: Fields): readonly Issue[] =>
  needed[measure].filter((name) => !has(fields, name)).map((name) => issue(name, 'required', words[name] ?? 'This is needed.'))

const strange = (fields: Fields, names: readonly string[], message: string): readonly Issue[] =>
  names.filter((name) => has(fields, name)).map((name) => issue(name, 'not_here', message))

const strangeOf = (measure: PromiseMeasure, fields: Fields): readonly Issue[] => [
  ...(isAboutTickets(measure)
    ? strange(fields, windowOnly, 'Promises about tickets do not take this: leave it empty.')
    : strange(fields, ticketOnly, 'Only promises about tickets take this: leave it empty.')),
  ...(measure === 'composite'
    ? strange(fields, ['indicator'], 'Several promises together have the indicators of their parts: leave it empty.')
    : strange(fields, ['parts'], 'Only several promises together have parts: leave it empty.')),
]

const windowIssues = (fields: Fields): readonly Issue[] => {
  const length = fields['window_length']
  const rolling = fields['window_type'] === 'rolling'
  if (rolling && typeof length !== 'number') return [issue('window_length', 'required', 'Say over how long it rolls, such as 30 d.')]
  if (!rolling && typeof length === 'number')
    return [issue('window_length', 'not_here', 'Only rolling windows have a length; a calendar window is a month, quarter or year.')]
  if (typeof length === 'number' && (length < 3600 || length > 366 * 86_400))
    return [issue('window_length', 'range', 'A rolling window is between one hour and 366 days long.')]
  return []
}

/** What a promise lacks or has too much of, by what it is about. */
export const promiseIssues = (measure: PromiseMeasure, fields: Fields): readonly Issue[] => {
  const found = [...missingOf(measure, fields), ...strangeOf(measure, fields)]
  found.push(...windowIssues(fields))
  found.push(...promisedCredits(measure, fields))
  const share = fields['share']
  if (!isAboutTickets(measure) && share === 1)
    found.push(
      issue(
        'share',
        'no_budget',
        'A promise of 100 % has no error budget and is missed by the first failure. Promise less, such as 99.99 %.',
      ),
    )
  if (fields['part_weight'] === 0)
    found.push(
      issue('part_weight', 'weight', 'A part of weight 0 would count for nothing. Leave it out of the promises that name it instead.'),
    )
  if (!isAboutTickets(measure) && share === 0)
    found.push(issue('share', 'no_promise', 'A promise of 0 % is always kept and says nothing. Promise more, such as 99.9 %.'))
  const target = fields['target']
  if (typeof target === 'number' && target <= 0)
    found.push(issue('target', 'target', 'Within must be longer than nothing: a promise of 0 s could never be kept.'))
  const slice = fields['slice']
  if (typeof slice === 'number' && (slice < 60 || slice % 60 !== 0))
    found.push(issue('slice', 'minutes', 'A slice is a whole number of minutes.'))
  return found
}

/** A promise that is named as a part of another. */
export type NamedPart = Readonly<{ id: string; ref: string; measure: string; state: string }>

/** Parts of a composite that cannot be added up with others. `by`: how its budget is counted. */
export const partIssues = (own: string, by: unknown, parts: readonly NamedPart[]): readonly Issue[] =>
  parts.flatMap(({ id, ref, measure, state }) => {
    if (id === own) return [issue('parts', 'itself', `${ref} cannot be a part of itself: take it out of its parts.`)]
    if (measure === 'composite')
      return [issue('parts', 'composite', `${ref} is made of parts itself. Name its parts instead, so that each counts once.`)]
    if (measure === 'level')
      return [
        issue(
          'parts',
          'no_budget',
          `${ref} promises the level of an indicator, which has no error budget. Promise a share of good readings instead.`,
        ),
      ]
    if (isAboutTickets(measure) && by !== 'events' && by !== null && by !== undefined)
      return [
        issue('parts', 'no_slices', `${ref} is about tickets, which have no slices of time. Count the good in events, or leave it out.`),
      ]
    return state === 'retired' ? [issue('parts', 'retired', `${ref} was taken back. Leave it out, or restore it first.`)] : []
  })

const percent = (share: number): string => `${String(Number((share * 100).toPrecision(12)))} %`

/** A stretch of the clock, not of working hours: 30 d. */
const lengthWords = (seconds: number): string => (seconds % 86_400 === 0 ? `${seconds / 86_400} d` : formatDuration(seconds))

const windowWords = (fields: Fields): string => {
  if (fields['window_type'] === 'rolling') return `over ${lengthWords(Number(fields['window_length']))}`
  return `each ${typeof fields['window_type'] === 'string' ? fields['window_type'] : 'month'}`
}

const statistics: Readonly<Record<string, string>> = {
  mean: 'mean',
  sum: 'sum',
  min: 'lowest',
  max: 'highest',
  p50: 'median',
  p90: '90th percentile',
  p95: '95th percentile',
  p99: '99th percentile',
}

/** The name a promise gets by itself: “Resolve priority 1 within 4 h”, “Available 99.9 % each month”. `names` are those of what it links to. */
export const promiseTitle = (fields: Fields, names: Readonly<{ indicator?: string; subject?: string; unit?: string }> = {}): string => {
  const measure = String(fields['measure'])
  const of = names.subject === undefined ? '' : ` of ${names.subject}`
  if (measure === 'availability') return `Available ${percent(Number(fields['share']))}${of} ${windowWords(fields)}`
  if (measure === 'good_share')
    return `${names.indicator ?? 'Indicator'} good for ${percent(Number(fields['share']))} ${windowWords(fields)}`
  if (measure === 'level') {
    const sense = fields['comparator'] === 'at_least' ? 'at least' : 'at most'
    const unit = names.unit === undefined ? '' : ` ${names.unit}`
    return `${names.indicator ?? 'Indicator'}: ${statistics[String(fields['statistic'])] ?? ''} ${sense} ${String(fields['level'])}${unit} ${windowWords(fields)}`
  }
  if (measure === 'composite') {
    const count = Array.isArray(fields['parts']) ? fields['parts'].length : 0
    const share = has(fields, 'share') ? ` ${percent(Number(fields['share']))}` : ''
    return `${count === 1 ? 'One promise' : `${count} promises together`}${share}${of} ${windowWords(fields)}`
  }
  const priority = has(fields, 'priority') ? ` priority ${String(fields['priority'])}` : ''
  return `${measure === 'response' ? 'Respond' : 'Resolve'}${priority} within ${formatDuration(Number(fields['target']))}`
}
