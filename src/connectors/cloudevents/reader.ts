import type { Reading } from '../../capabilities/signals/index.ts'
import { millisOf } from '../../kernel/instant.ts'
import { Refusal } from '../../kernel/refusal.ts'
import { gathering, take } from '../gather.ts'
import { type Fields, isRecord, textOf } from '../json.ts'

/**
 * An event (CloudEvents 1.0). `key` is made of source and id, which together name an event once and for all: the same key again is the same event again.
 * `data` is what JSON gave; text when it is no JSON, bytes when it is neither.
 */
export type CloudEvent = Readonly<{
  key: string
  id: string
  source: string
  type: string
  subject: string | null
  time: number | null
  data: unknown
}>

/** Headers by lower-case name, as an HTTP server has them. */
export type Headers = Readonly<Record<string, string | readonly string[] | undefined>>

const mostEvents = 10_000

const wrong = (what: string): Refusal => new Refusal('invalid', 'not_cloudevents', `The request is not CloudEvents 1.0: ${what}.`)

const isJson = (contentType: string): boolean => /^[^;]*[/+]json\s*(?:;|$)/i.test(contentType)

const jsonOf = (body: Uint8Array, what: string): unknown => {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body))
  } catch {
    throw wrong(`${what} is not JSON in UTF-8`)
  }
}

/** Bytes as their type says: JSON as what it tells, other text as text, the rest as it is. */
const dataOf = (body: Uint8Array, contentType: string): unknown => {
  if (body.length === 0) return null
  if (isJson(contentType)) return jsonOf(body, 'the data')
  try {
    return /^text\//i.test(contentType) ? new TextDecoder('utf-8', { fatal: true }).decode(body) : body
  } catch {
    return body
  }
}

const eventOf = (attributes: Fields, data: unknown, where: string): CloudEvent => {
  const text = (name: string): string => {
    const value = attributes[name]
    if (typeof value !== 'string' || value === '') throw wrong(`${where}${name} is required and must be text`)
    if (!value.isWellFormed() || value.includes('\u0000')) throw wrong(`${where}${name} is not readable text`)
    if (value.length > 2000) throw wrong(`${where}${name} is longer than 2000 signs`)
    return value
  }
  if (text('specversion') !== '1.0') throw wrong(`${where}specversion must be 1.0`)
  const [id, source, type] = [text('id'), text('source'), text('type')]
  const { subject, time } = attributes
  if (subject !== undefined && subject !== null && typeof subject !== 'string') throw wrong(`${where}subject must be text`)
  return { key: `${source} ${id}`, id, source, type, subject: subject || null, time: timeOf(time, where), data }
}

const timeOf = (time: unknown, where: string): number | null => {
  if (time === undefined || time === null || time === '') return null
  try {
    return millisOf(textOf(time))
  } catch {
    throw wrong(`${where}time must be a moment like 2016-03-01T09:00:00Z`)
  }
}

/** An event that is one JSON object, its data in `data` or, packed in text, in `data_base64`. */
const structured = (value: unknown, where = ''): CloudEvent => {
  if (!isRecord(value)) throw wrong(`${where || 'the body'} must be a JSON object`)
  const packed = value['data_base64']
  if (packed === undefined || packed === null) return eventOf(value, value['data'] ?? null, where)
  if (typeof packed !== 'string') throw wrong(`${where}data_base64 must be text`)
  const type = value['datacontenttype']
  return eventOf(value, dataOf(Buffer.from(packed, 'base64'), typeof type === 'string' ? type : ''), where)
}

const unescaped = (value: string): string => {
  try {
    return decodeURIComponent(value)
  } catch {
    return value
  }
}

/** An event whose attributes stand in headers `ce-...`, per cent-encoded, and whose data is the body. */
const binary = (headers: Headers, contentType: string, body: Uint8Array): CloudEvent => {
  const attributes: Record<string, string> = {}
  for (const name of ['specversion', 'id', 'source', 'type', 'subject', 'time']) {
    const value = headers[`ce-${name}`]
    if (typeof value === 'string') attributes[name] = unescaped(value)
  }
  if (attributes['specversion'] === undefined)
    throw wrong('send application/cloudevents+json, application/cloudevents-batch+json, or the attributes in ce- headers')
  return eventOf(attributes, dataOf(body, contentType), '')
}

/**
 * Reads the events of an HTTP request in structured, batched or binary mode; the Content-Type says which.
 * @throws Refusal `not_cloudevents`
 */
export const readCloudEvents = (contentType: string, headers: Headers, body: Uint8Array): readonly CloudEvent[] => {
  const type = contentType.trim().toLowerCase()
  if (type.startsWith('application/cloudevents-batch')) {
    const all = jsonOf(body, 'the body')
    if (!Array.isArray(all)) throw wrong('a batch must be a JSON list')
    if (all.length > mostEvents) throw wrong(`a batch holds at most ${mostEvents} events`)
    return all.map((one: unknown, index) => structured(one, `event ${index + 1}: `))
  }
  if (type.startsWith('application/cloudevents')) return [structured(jsonOf(body, 'the body'))]
  return [binary(headers, contentType, body)]
}

/** Names and values in the data `{ value }` or `{ metrics: { name: value } }`; null when there are none. */
const numbersOf = ({ data, type }: CloudEvent): readonly (readonly [name: string, value: unknown])[] | null => {
  if (!isRecord(data)) return null
  if (isRecord(data['metrics'])) return Object.entries(data['metrics'])
  return 'value' in data ? [[type, data['value']]] : null
}

/**
 * The numbers that events tell: `{ value }` under the event's type as its name, `{ metrics }` under their own; source, type and subject as labels.
 * Each number is named by its event, so that the event told again brings nothing new, and another one of the same moment does.
 */
export const samplesOfEvents = (events: readonly CloudEvent[]): Reading => {
  const into = gathering()
  const seen = new Set<string>()
  for (const event of events) {
    if (seen.has(event.key)) {
      into.refuse('an event stands twice in the message', () => event.key)
      continue
    }
    seen.add(event.key)
    const { source, type, subject, time } = event
    const labels = { source, type, ...(subject === null ? {} : { subject }) }
    const numbers = numbersOf(event)
    if (numbers === null) into.refuse('the data tells neither value nor metrics', () => event.key)
    for (const [name, value] of numbers ?? []) {
      const where = (): string => `${event.key}: ${name}`
      if (typeof value === 'number') take(into, { name, labels, at: time, value, means: 'gauge', event: event.key }, where)
      else into.refuse('the value is not a number', where)
    }
  }
  return into.reading()
}
