import { createHash } from 'node:crypto'
import type { AlertNews } from '../../capabilities/signals/index.ts'
import { isoOf, millisOf } from '../../kernel/instant.ts'
import { Refusal } from '../../kernel/refusal.ts'
import { type Fields, isRecord } from '../json.ts'
import { clipped, clippedLabels, linkOf, severityOf, type Texts } from '../news.ts'

/** One post brings at most this many alerts. */
const mostAlerts = 10_000

const wrong = (path: string, message: string): Refusal =>
  new Refusal('invalid', 'not_alertmanager', `The body is not an Alertmanager webhook (version 4): ${path} ${message}.`, [
    { path, message: `${path} ${message}.`, rule: 'not_alertmanager' },
  ])

const textsOf = (value: unknown, path: string): Texts => {
  if (value === undefined || value === null) return {}
  if (!isRecord(value)) throw wrong(path, 'must be an object')
  return clippedLabels(value)
}

/** Go writes the first moment of the year 1 where it has none. */
const momentOf = (value: unknown, path: string): number | null => {
  if (value === undefined || value === null || value === '') return null
  if (typeof value !== 'string') throw wrong(path, 'must be a moment')
  if (value.startsWith('0001-01-01')) return null
  try {
    return millisOf(value)
  } catch {
    throw wrong(path, 'must be a moment like 2016-03-01T09:00:00Z')
  }
}

/** What tells an alert from others: its fingerprint, or for senders that give none the same made of its labels. */
const fingerprintOf = (alert: Fields, labels: Texts): string => {
  const given = alert['fingerprint']
  if (typeof given === 'string' && given !== '') return clipped(given, 100)
  const sorted = Object.entries(labels).toSorted(([a], [b]) => (a < b ? -1 : 1))
  return createHash('sha256').update(JSON.stringify(sorted)).digest('hex').slice(0, 16)
}

const newsOf = (one: unknown, path: string, common: Texts, external: unknown): AlertNews => {
  if (!isRecord(one)) throw wrong(path, 'must be an object')
  const { status } = one
  const labels = textsOf(one['labels'], `${path}.labels`)
  const notes = { ...common, ...textsOf(one['annotations'], `${path}.annotations`) }
  const started = momentOf(one['startsAt'], `${path}.startsAt`)
  const ended = momentOf(one['endsAt'], `${path}.endsAt`)
  if (status !== undefined && status !== 'firing' && status !== 'resolved') throw wrong(`${path}.status`, 'must be firing or resolved')
  const isResolved = status === 'resolved'
  return {
    key: `${fingerprintOf(one, labels)}@${started === null ? '-' : isoOf(started)}`,
    state: isResolved ? 'resolved' : 'firing',
    title: clipped(notes['summary'] || notes['title'] || labels['alertname'] || 'Alert without a name', 300),
    text: clipped(notes['description'] || notes['message'] || '', 10_000) || null,
    severity: severityOf(labels['severity']),
    started_at: started,
    ended_at: isResolved ? ended : null,
    labels,
    link: linkOf(one['generatorURL']) ?? linkOf(notes['runbook_url'] ?? notes['runbook']) ?? linkOf(external),
  }
}

/**
 * Reads what Alertmanager posts to a webhook (version 4). An episode is an alert's fingerprint and its beginning, so a repeated post is the same news again.
 * An alert without a status of its own has its group's.
 * @throws Refusal `not_alertmanager`
 */
export const readAlertmanager = (body: unknown): readonly AlertNews[] => {
  if (!isRecord(body)) throw wrong('body', 'must be a JSON object')
  const { version, alerts, status } = body
  if (version !== undefined && version !== '4') throw wrong('version', 'must be "4"')
  if (!Array.isArray(alerts)) throw wrong('alerts', 'must be a list')
  if (alerts.length > mostAlerts) throw wrong('alerts', `must be at most ${mostAlerts}; set max_alerts in the receiver`)
  const common = textsOf(body['commonAnnotations'], 'commonAnnotations')
  return alerts.map((one: unknown, index) =>
    newsOf(isRecord(one) && one['status'] === undefined ? { ...one, status } : one, `alerts[${index}]`, common, body['externalURL']),
  )
}
