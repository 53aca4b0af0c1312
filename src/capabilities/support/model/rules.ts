import { isoOf, type Millis, millisOf } from '../../../kernel/instant.ts'
import { Refusal } from '../../../kernel/refusal.ts'
import { meaningOf, type Fields } from './facts.ts'

const refused = (path: string, rule: string, message: string): Refusal => new Refusal('invalid', rule, message, [{ path, rule, message }])

/** Clocks of people and of this machine differ by this much at the most. */
const tolerance = 5 * 60_000

/** When an incident was opened, as ISO text in UTC; now when nobody says. @throws Refusal `future` */
export const openedFrom = (given: unknown, now: Millis): string => {
  if (typeof given !== 'string') return isoOf(now)
  const at = millisOf(given, 'opened_at')
  if (at > now + tolerance)
    throw refused('opened_at', 'future', 'Opened lies in the future. Give the moment at which it was reported, or leave it empty for now.')
  return isoOf(at)
}

/**
 * What an incident waits for, after a change: told while it is pending, nothing otherwise.
 * @throws Refusal `waiting_for_missing`, `not_waiting`
 */
export const waitingFor = (before: Fields | null, after: Fields): unknown => {
  const given = after['waiting_for'] ?? null
  if (meaningOf(String(after['state'])) === 'waiting') {
    if (given === null)
      throw refused(
        'waiting_for',
        'waiting_for_missing',
        'Say what it waits for: customer, supplier, problem, evidence, change or approval.',
      )
    return given
  }
  if (given !== null && given !== (before?.['waiting_for'] ?? null))
    throw refused('waiting_for', 'not_waiting', 'Only a pending incident waits for somebody. Use “Wait” to say for whom.')
  return null
}

const said = (value: unknown): boolean => typeof value === 'string' && value.trim() !== ''

/** @throws Refusal `resolution_missing` when an incident is resolved and nobody says how. */
export const needResolution = (before: Fields | null, after: Fields): void => {
  const done = (fields: Fields | null): boolean => fields !== null && meaningOf(String(fields['state'])) === 'done'
  if (done(after) && !done(before) && !said(after['resolution']) && !said(after['resolution_code']))
    throw refused('resolution', 'resolution_missing', 'Say how it was resolved: give a resolution code or describe the resolution.')
}
