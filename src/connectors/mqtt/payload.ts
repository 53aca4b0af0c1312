import type { Reading } from '../../capabilities/signals/index.ts'
import { gathering, take } from '../gather.ts'
import { labelsOfTopic, type Pattern } from './topic.ts'

/** What a message's number is: where it stands in a JSON payload (`$.temperature`, `$.values[0]`), none for a payload that is the number. */
export type Content = Readonly<{ pattern: Pattern; path?: string }>

const longestPayload = 100_000

const decimal = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/

/** Words of switches, doors and connections. */
const words: Readonly<Record<string, number>> = {
  on: 1,
  off: 0,
  true: 1,
  false: 0,
  yes: 1,
  no: 0,
  open: 1,
  closed: 0,
  up: 1,
  down: 0,
  online: 1,
  offline: 0,
}

const numberIn = (value: unknown): number | null => {
  if (typeof value === 'number') return value
  if (typeof value === 'boolean') return value ? 1 : 0
  if (typeof value !== 'string') return null
  const text = value.trim()
  if (decimal.test(text)) return Number(text)
  const word = text.toLowerCase()
  return Object.hasOwn(words, word) ? (words[word] ?? null) : null
}

const step = /\.([^.[\]]+)|\[(\d+)\]|\['([^']*)'\]/y

/** The steps of a path; null when it is none. */
export const stepsOf = (path: string): readonly string[] | null => {
  const steps: string[] = []
  let at = path.startsWith('$') ? 1 : 0
  const text = at === 0 ? `.${path}` : path
  while (at < text.length) {
    step.lastIndex = at
    const found = step.exec(text)
    const name = found?.[1] ?? found?.[2] ?? found?.[3]
    if (name === undefined) return null
    steps.push(name)
    at = step.lastIndex
  }
  return steps
}

const follow = (value: unknown, steps: readonly string[]): unknown => {
  let here: unknown = value
  for (const name of steps) {
    if (typeof here !== 'object' || here === null || !Object.hasOwn(here, name)) return undefined
    here = new Map<string, unknown>(Object.entries(here)).get(name)
  }
  return here
}

const valueIn = (text: string, path: string | undefined): number | string => {
  if (!path) return numberIn(text) ?? 'the payload is neither a number nor a word such as on and off'
  const steps = stepsOf(path)
  if (!steps) return 'the path to the number cannot be read; write it like $.temperature'
  try {
    return numberIn(follow(JSON.parse(text), steps)) ?? 'there is no number at the path in the payload'
  } catch {
    return 'the payload is not JSON'
  }
}

/**
 * Reads the number that a message tells: a gauge named as its topic, with the labels that the topic gives under the pattern.
 * `at` is when it arrived, in epoch milliseconds, or null.
 */
export const readMessage = (content: Content, topic: string, payload: Uint8Array, at: number | null): Reading => {
  const into = gathering()
  const where = (): string => `${topic}: ${Buffer.from(payload.subarray(0, 60)).toString('utf8')}`
  const labels = labelsOfTopic(content.pattern, topic)
  const value =
    payload.length > longestPayload ? 'the payload is too long for a number' : valueIn(Buffer.from(payload).toString('utf8'), content.path)
  if (!labels) into.refuse('the topic does not fit the pattern', where)
  else if (typeof value === 'string') into.refuse(value, where)
  else take(into, { name: topic, labels, at, value, means: 'gauge' }, where)
  return into.reading()
}
