import type { Reading } from '../../capabilities/signals/index.ts'
import { Refusal } from '../../kernel/refusal.ts'
import { gathering, setLabel } from '../gather.ts'
import { type Fields, isRecord, jsonOf, textOf } from '../json.ts'
import { type PlainOptions, type Row, takeRow } from './row.ts'
import { zoneOf } from './time.ts'

const longestBody = 20_000_000

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** What was sent, each with words for its place: one object, a list of objects, or an object a line. */
const itemsOf = (text: string): readonly (readonly [item: unknown, where: string])[] => {
  const whole = parse(text)
  if (Array.isArray(whole)) return whole.map((item: unknown, index) => [item, `item ${index + 1}`] as const)
  if (whole !== undefined) return [[whole, 'item 1']]
  const lines = text.split('\n').map((line, index) => [line.trim(), `line ${index + 1}`] as const)
  const items = lines.filter(([line]) => line !== '').map(([line, where]) => [parse(line), where] as const)
  if (items.some(([item]) => isRecord(item))) return items
  throw new Refusal(
    'invalid',
    'not_json',
    'The body is not JSON. Send an object {"series", "value", "at", "labels"}, a list of them, or one a line.',
  )
}

const labelsOf = (value: unknown): Readonly<Record<string, string>> | null => {
  if (value === undefined || value === null) return {}
  if (!isRecord(value)) return null
  const labels: Record<string, string> = {}
  for (const [name, held] of Object.entries(value)) {
    if (typeof held === 'object' && held !== null) return null
    if (held !== null && held !== '') setLabel(labels, name, textOf(held))
  }
  return labels
}

const rowOf = (item: Fields, options: PlainOptions): Row | null => {
  const name = item['series'] ?? item['name'] ?? options.name ?? ''
  const labels = labelsOf(item['labels'])
  if (labels === null || typeof name !== 'string') return null
  return { name, labels, value: item['value'], at: item['at'] ?? item['time'] ?? item['timestamp'], means: item['means'] }
}

/**
 * Reads readings written as plain JSON: `{ series, value, at?, labels?, means? }` (or `name` for series; `time` or `timestamp` for at), a list of them, or one a line (NDJSON).
 * `at` is ISO 8601 or seconds or milliseconds since 1970; without it the moment of arrival counts. `means` is gauge unless it says delta or total.
 * @throws Refusal `not_json`, `too_large`, and when the zone does not exist
 */
export const readPlainJson = (body: string | Uint8Array, options: PlainOptions = {}): Reading => {
  if (body.length > longestBody)
    throw new Refusal('too_large', 'too_large', `The body is longer than ${longestBody / 1_000_000} MB. Send smaller batches.`)
  const zone = zoneOf(options.zone)
  const into = gathering()
  for (const [item, place] of itemsOf(typeof body === 'string' ? body : new TextDecoder().decode(body))) {
    const where = (): string => `${place}: ${(jsonOf(item) || 'not JSON').slice(0, 150)}`
    const row = isRecord(item) ? rowOf(item, options) : null
    if (row) takeRow(into, row, zone, where)
    else into.refuse('an item is not an object with series, value, at and flat labels', where)
  }
  return into.reading()
}
