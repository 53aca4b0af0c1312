import { isoOf, type Millis, millisOf } from '../../../kernel/instant.ts'
import { type Issue, Refusal } from '../../../kernel/refusal.ts'
import { type Stage, stagesOf } from '../kind/notice.ts'

const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null)

const refused = (path: string, rule: string, message: string): Refusal => {
  const issue: Issue = { path, rule, message }
  return new Refusal('invalid', 'invalid_fields', message, [issue])
}

const minute = 60_000
const over: ReadonlySet<string> = new Set(['resolved', 'completed', 'cancelled', 'withdrawn'])

const typeOf = (value: unknown): 'incident' | 'maintenance' => (value === 'maintenance' ? 'maintenance' : 'incident')

/** In which stage a notice is that was sent without one, or with one of the other type. */
const startOf = (type: 'incident' | 'maintenance', state: unknown): Stage =>
  stagesOf[type].find((one) => one === state) ?? (type === 'maintenance' ? 'announced' : 'investigating')

/** Times that follow from the stage. An incident has an end only once it is over; work has one from the beginning. */
const timesOf = (draft: Readonly<Record<string, unknown>>, verb: string, now: Millis): Readonly<Record<string, unknown>> => {
  const state = String(draft['state'])
  const ended = text(draft['ended_at'])
  const started = text(draft['started_at']) ?? isoOf(now)
  if (typeOf(draft['notice_type']) === 'incident') return { started_at: started, ended_at: over.has(state) ? (ended ?? isoOf(now)) : null }
  const ahead = millisOf(started) > now
  if (verb === 'begin' && ahead) return { started_at: isoOf(now), ended_at: ended }
  const early = state === 'completed' && (ended === null || millisOf(ended) > now)
  return { started_at: early && ahead ? isoOf(now - minute) : started, ended_at: early ? isoOf(now) : ended }
}

/** The fields that a notice gets by its type and stage. @throws Refusal `stage`, `order`, `future`, `required` */

export const checkedNotice = (
  draft: Readonly<Record<string, unknown>>,
  before: Readonly<Record<string, unknown>> | null,
  verb: string,
  now: Millis,
): Readonly<Record<string, unknown>> => {
  const type = typeOf(draft['notice_type'])
  if (before && before['notice_type'] !== draft['notice_type'])
    throw refused('notice_type', 'fixed', 'A notice keeps its type. Withdraw it and write another one.')
  const state = verb === 'create' ? startOf(type, draft['state']) : String(draft['state'])
  if (state !== 'withdrawn' && !stagesOf[type].some((one) => one === state))
    throw refused('state', 'stage', `${type === 'incident' ? 'An incident' : 'Maintenance'} is never “${state.replace('_', ' ')}”.`)
  const times = timesOf({ ...draft, state }, verb, now)
  const [started, ended] = [text(times['started_at']), text(times['ended_at'])]
  if (type === 'incident' && started !== null && millisOf(started) > now + minute)
    throw refused('started_at', 'future', 'An incident cannot begin in the future. What is planned is a maintenance.')
  if (type === 'maintenance' && ended === null && state !== 'withdrawn')
    throw refused('ended_at', 'required', 'Say until when the work will take.')
  if (started !== null && ended !== null && millisOf(ended) < millisOf(started))
    throw refused('ended_at', 'order', 'The end must not be earlier than the beginning.')
  return { ...times, state, impact: text(draft['impact']) ?? (type === 'maintenance' ? 'none' : null) }
}
