import { randomUUID } from 'node:crypto'
import type { AlertNews } from '../../capabilities/signals/index.ts'
import { millisOf } from '../../kernel/instant.ts'
import { Refusal } from '../../kernel/refusal.ts'
import { type Fields, isRecord, textOf as jsonText } from '../json.ts'
import { clipped, clippedLabels, linkOf } from '../news.ts'

/** An event with the key of the source that it is for. `news.key` is its dedup_key, ours when a trigger brought none. */
export type PagerDutyEvent = Readonly<{ routingKey: string; news: AlertNews }>

const states = { trigger: 'firing', acknowledge: 'acknowledged', resolve: 'resolved' } as const
const severities = ['critical', 'error', 'warning', 'info'] as const

const wrong = (path: string, message: string): Refusal =>
  new Refusal('invalid', 'not_pagerduty', `The event is not valid: ${path} ${message}.`, [
    { path, message: `${path} ${message}.`, rule: 'not_pagerduty' },
  ])

const textOf = (fields: Fields, name: string, path: string, most: number): string => {
  const value = fields[name]
  if (typeof value !== 'string' || value.trim() === '') throw wrong(path, 'is required')
  return clipped(value, most)
}

const momentOf = (value: unknown): number | null => {
  if (value === undefined || value === null || value === '') return null
  try {
    return millisOf(jsonText(value))
  } catch {
    throw wrong('payload.timestamp', 'must be a moment like 2016-03-01T09:00:00Z')
  }
}

/** What is told beside the summary, flat: details of details are kept as JSON. */
const labelsOf = (payload: Fields): AlertNews['labels'] => {
  const details = payload['custom_details']
  const named = Object.fromEntries(
    ['source', 'component', 'group', 'class'].flatMap((name) => (payload[name] === undefined ? [] : [[name, payload[name]]])),
  )
  return clippedLabels({ ...named, ...(isRecord(details) ? details : details === undefined ? {} : { custom_details: details }), ...named })
}

const firstLink = (body: Fields): string | null => {
  const links: readonly unknown[] = Array.isArray(body['links']) ? body['links'] : []
  return links.flatMap((one) => (isRecord(one) ? [linkOf(one['href'])] : [])).find((one) => one !== null) ?? linkOf(body['client_url'])
}

/** The detail that tools put their longer text in. */
const detailText = (payload: Fields): string | null => {
  const details = payload['custom_details']
  const text = typeof details === 'string' ? details : isRecord(details) ? (details['description'] ?? details['message']) : null
  return typeof text === 'string' && text !== '' ? clipped(text, 10_000) : null
}

/**
 * Reads an event as the PagerDuty Events API v2 takes it (POST /enqueue). A trigger without dedup_key begins an episode of its own; `newKey` names it.
 * Acknowledge and resolve need a dedup_key, and bring no payload as a rule.
 * @throws Refusal `not_pagerduty` that names the field
 */
export const readPagerDutyEvent = (body: unknown, newKey: () => string = randomUUID): PagerDutyEvent => {
  if (!isRecord(body)) throw wrong('body', 'must be a JSON object')
  const routingKey = textOf(body, 'routing_key', 'routing_key', 200)
  const action = body['event_action']
  if (action !== 'trigger' && action !== 'acknowledge' && action !== 'resolve')
    throw wrong('event_action', 'must be trigger, acknowledge or resolve')
  const isTrigger = action === 'trigger'
  if (body['payload'] !== undefined && !isRecord(body['payload'])) throw wrong('payload', 'must be an object')
  const payload = isRecord(body['payload']) ? body['payload'] : {}
  const given = body['dedup_key']
  if (given !== undefined && given !== null && (typeof given !== 'string' || given.length > 255))
    throw wrong('dedup_key', 'must be text of at most 255 signs')
  if (!isTrigger && !given) throw wrong('dedup_key', `is required to ${action}`)
  const severity = severities.find((one) => one === payload['severity'])
  if (isTrigger) {
    textOf(payload, 'source', 'payload.source', 1024)
    if (!severity) throw wrong('payload.severity', 'must be critical, error, warning or info')
  }
  const key = typeof given === 'string' && given !== '' ? clipped(given, 255) : newKey()
  const at = momentOf(payload['timestamp'])
  return {
    routingKey,
    news: {
      key,
      state: states[action],
      title: isTrigger || payload['summary'] !== undefined ? textOf(payload, 'summary', 'payload.summary', 1024) : key,
      text: detailText(payload),
      severity: severity ?? 'warning',
      started_at: isTrigger ? at : null,
      ended_at: action === 'resolve' ? at : null,
      labels: labelsOf(payload),
      link: firstLink(body),
    },
  }
}

/** What the sender is answered with (HTTP 202), so that it can acknowledge and resolve what it triggered. */
export const pagerDutyAnswer = (event: PagerDutyEvent): Readonly<{ status: 'success'; message: string; dedup_key: string }> => ({
  status: 'success',
  message: 'Event processed',
  dedup_key: event.news.key,
})
