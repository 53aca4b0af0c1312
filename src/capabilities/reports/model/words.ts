import { millisOf } from '../../../kernel/instant.ts'
import { formatDuration } from '../../../kernel/duration.ts'

export const durationText = (seconds: number): string => formatDuration(seconds)

/** '95 %', '97.4 %': one decimal where it says something. Never rounds a miss up to 100 %. */
export const percentText = (share: number): string => {
  const percent = Math.round(share * 1000) / 10
  const shown = share < 1 && percent === 100 ? 99.9 : share > 0 && percent === 0 ? 0.1 : percent
  return `${Number.isInteger(shown) ? shown : shown.toFixed(1)} %`
}

/** '+2.5 points', '−1 point'. */
export const pointsText = (difference: number): string => {
  const points = Math.round(difference * 1000) / 10
  const size = Math.abs(points)
  return `${points > 0 ? '+' : points < 0 ? '−' : '±'}${Number.isInteger(size) ? size : size.toFixed(1)} ${size === 1 ? 'point' : 'points'}`
}

/** '1 ticket', '12,340 tickets'. */
export const countText = (count: number, one: string, several = `${one}s`): string => `${numberText(count)} ${count === 1 ? one : several}`

export const numberText = (value: number): string => {
  const [whole = '', rest] = String(Math.round(value * 10) / 10).split('.')
  return `${whole.replace(/\B(?=(\d{3})+$)/g, ',')}${rest ? `.${rest}` : ''}`
}

/** 'a', 'a and b', 'a, b and c'. */
export const listText = (words: readonly string[]): string =>
  words.length < 2 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`

/** '3 Mar 2016, 14:05' on the clocks of a zone. */
export const momentText = (at: number, timeZone: string): string =>
  new Intl.DateTimeFormat('en-GB', {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    timeZone,
  }).format(at)

// Made once: making it costs far more than using it.
const dates = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' })
export const dayText = (day: string): string => dates.format(millisOf(`${day}T00:00:00Z`))

export const priorityLabel = (priority: string | null): string =>
  ({ '1': '1 - Critical', '2': '2 - High', '3': '3 - Moderate', '4': '4 - Low' })[priority ?? ''] ??
  (priority === null ? 'No priority' : priority)

export const holderLabel: Readonly<Record<string, string>> = {
  customer: 'Customer',
  team: 'Our teams',
  supplier: 'Suppliers',
  approval: 'Approval',
}

export const measureLabel = { response: 'Time to respond', resolution: 'Time to resolve' } as const
