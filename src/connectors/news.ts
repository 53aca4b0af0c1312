import type { AlertNews } from '../capabilities/signals/index.ts'
import { type Fields, textOf } from './json.ts'
import { longestName, longestValue, mostLabels } from './gather.ts'

export type Texts = Readonly<Record<string, string>>

/** Text that can be kept, at most so many signs of it. */
export const clipped = (text: string, most: number): string => {
  const whole = text.toWellFormed().replaceAll('\u0000', '\ufffd')
  return whole.length <= most ? whole : `${whole.slice(0, most - 1).toWellFormed()}…`
}

/** Labels of an alert, as many and as long as can be kept. An alert is never refused for what hangs on it, so the rest is cut off. */
export const clippedLabels = (given: Fields): Texts => {
  const kept = Object.entries(given).filter(([name, value]) => name !== '' && name !== '__proto__' && value !== null && value !== undefined)
  return Object.fromEntries(
    kept.slice(0, mostLabels).map(([name, value]) => [clipped(name, longestName), clipped(textOf(value), longestValue)]),
  )
}

/** An address of the web, or null. */
export const linkOf = (value: unknown): string | null =>
  typeof value === 'string' && value.length <= 2000 && /^https?:\/\//i.test(value) && URL.canParse(value) ? value : null

const words: Readonly<Record<Exclude<AlertNews['severity'], 'warning'>, RegExp>> = {
  critical: /^(?:critical|crit|fatal|emergency|emerg|disaster|page|blocker|sev-?[01]|p[01])$/i,
  error: /^(?:error|err|high|major|average|sev-?2|p2)$/i,
  info: /^(?:info|information|informational|notice|low|none|ok|debug|sev-?[45]|p[45])$/i,
}

/** A severity in the words that tools use, in ours. No word, or one that is not known, is a warning. */
export const severityOf = (word: string | undefined): AlertNews['severity'] => {
  const text = word?.trim() ?? ''
  if (words.critical.test(text)) return 'critical'
  if (words.error.test(text)) return 'error'
  return words.info.test(text) ? 'info' : 'warning'
}
