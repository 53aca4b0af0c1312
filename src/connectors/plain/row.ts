import type { Zone } from '../../kernel/calendar/zone.ts'
import { type Gathering, notFinite, take } from '../gather.ts'
import { momentIn } from './time.ts'

/** One row as it was sent. */
export type Row = Readonly<{ name: string; value: unknown; at: unknown; means: unknown; labels: Readonly<Record<string, string>> }>

export type PlainOptions = Readonly<{
  /** The series' name for rows that do not tell theirs. */
  name?: string
  /** The zone of times that do not tell theirs, such as Europe/Berlin. */
  zone?: string
}>

const decimal = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/

const means = ['gauge', 'delta', 'total'] as const

/** A number, also one written as text; words when it is none. */
const numberIn = (value: unknown): number | string => {
  if (typeof value === 'number') return value
  const text = typeof value === 'string' ? value.trim() : null
  if (value === undefined || value === null || text === '') return 'a row has no value'
  if (text !== null && decimal.test(text)) return Number(text)
  return text !== null && /^[+-]?(?:nan|inf|infinity)$/i.test(text) ? notFinite : 'the value is not a number'
}

/** Takes a row as a sample, or refuses it with its place. */
export const takeRow = (into: Gathering, row: Row, zone: Zone | null, where: () => string): void => {
  const value = numberIn(row.value)
  const at = momentIn(row.at, zone)
  const meant = row.means === undefined || row.means === null || row.means === '' ? 'gauge' : means.find((one) => one === row.means)
  if (typeof value === 'string') into.refuse(value, where)
  else if (typeof at === 'string') into.refuse(at, where)
  else if (!meant) into.refuse('means is neither gauge, delta nor total', where)
  else take(into, { name: row.name, labels: row.labels, at, value, means: meant }, where)
}
