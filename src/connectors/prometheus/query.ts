import type { Reading } from '../../capabilities/signals/index.ts'
import { Refusal } from '../../kernel/refusal.ts'
import { type Gathering, gathering, meansByName, setLabel, take } from '../gather.ts'
import { isRecord, textOf } from '../json.ts'
import { goNumber } from './line.ts'

/** The longest answer that is read, and the longest address that is asked by GET. */
const longestAnswer = 16_000_000
const longestAddress = 4000

/** What is needed of a fetch: the platform passes one in that asks permitted addresses alone and has a deadline. */
export type Fetch = (
  url: string,
  init: Readonly<{ method: 'GET' | 'POST'; headers: Record<string, string>; body?: string }>,
) => Promise<Pick<Response, 'status' | 'body'>>

/** A moment, or moments from `from` to `to` each `step` apart: epoch milliseconds, the step in seconds. */
type When = Readonly<{ at: number }> | Readonly<{ range: Readonly<{ from: number; to: number; step: number }> }>

/** `base` is the server's address as `/api/v1` follows it; `name` is what a result without a metric name is called. */
export type Question = When &
  Readonly<{ fetch: Fetch; base: string; headers?: Readonly<Record<string, string>>; query: string; name?: string }>

const unreadable = (what: string): Refusal =>
  new Refusal('unavailable', 'prometheus_answer', `The Prometheus server's answer cannot be read: ${what}. Is its address right?`)

const bodyOf = async (body: Response['body']): Promise<string> => {
  const chunks: Uint8Array[] = []
  let length = 0
  // Leaving the loop early cancels the stream.
  for await (const chunk of body ?? []) {
    length += chunk.length
    if (length > longestAnswer)
      throw new Refusal(
        'too_large',
        'prometheus_answer',
        `The answer is longer than ${longestAnswer / 1_000_000} MB. Ask for fewer series or a longer step.`,
      )
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

const jsonOf = (text: string): Readonly<Record<string, unknown>> | null => {
  try {
    const read: unknown = JSON.parse(text)
    return isRecord(read) ? read : null
  } catch {
    return null
  }
}

/** What the server says is wrong, as a refusal. */
const refusalOf = (status: number, answer: Readonly<Record<string, unknown>> | null): Refusal => {
  const said = typeof answer?.['error'] === 'string' ? answer['error'].slice(0, 500) : ''
  if (status === 401 || status === 403)
    return new Refusal(
      'unavailable',
      'prometheus_sign_in',
      `The Prometheus server does not let Reeve in (HTTP ${status}). Check the source's credentials.`,
    )
  if (answer?.['errorType'] === 'bad_data' || status === 400)
    return new Refusal('invalid', 'prometheus_query', `The Prometheus server does not understand the query: ${said || 'it says no more'}.`)
  if (said) return new Refusal('unavailable', 'prometheus_error', `The Prometheus server could not answer: ${said}.`)
  return unreadable(`HTTP ${status}`)
}

type Series = Readonly<{ name: string; labels: Readonly<Record<string, string>> }>

const seriesOf = (metric: unknown, name: string): Series => {
  const labels: Record<string, string> = {}
  let own = name
  for (const [key, value] of Object.entries(isRecord(metric) ? metric : {}))
    if (key === '__name__') own = textOf(value)
    else setLabel(labels, key, textOf(value))
  return { name: own, labels }
}

/** `[seconds, "number"]`, as the API writes a point. */
const readPoint = (into: Gathering, series: Series, point: unknown): void => {
  const parts: readonly unknown[] = Array.isArray(point) ? point : []
  const [seconds, text] = parts
  const at = typeof seconds === 'number' ? Math.round(seconds * 1000) : Number.NaN
  const value = goNumber(textOf(text)) ?? Number.NaN
  take(into, { ...series, at, value, means: meansByName(series.name) }, () => `${series.name} ${JSON.stringify(point)}`)
}

const readResult = (data: Readonly<Record<string, unknown>>, name: string): Reading => {
  const into = gathering()
  const { resultType, result } = data
  const given: readonly unknown[] = Array.isArray(result) ? result : []
  if (resultType === 'scalar') readPoint(into, { name, labels: {} }, result)
  else if (resultType === 'vector' || resultType === 'matrix')
    for (const one of given.filter(isRecord)) {
      const series = seriesOf(one['metric'], name)
      const points: readonly unknown[] = resultType === 'vector' ? [one['value']] : Array.isArray(one['values']) ? one['values'] : []
      if (one['histogram'] !== undefined || one['histograms'] !== undefined)
        into.refuse('native histograms are not read; ask for a quantile or an average of them', () => series.name)
      for (const point of points) if (point !== undefined) readPoint(into, series, point)
    }
  else throw new Refusal('invalid', 'prometheus_query', `The query gives ${textOf(resultType).slice(0, 20)}, not numbers.`)
  return into.reading()
}

/**
 * Asks a server that speaks the Prometheus HTTP API (/api/v1/query, /api/v1/query_range) a PromQL question.
 * @throws Refusal `prometheus_query` when the server does not understand, `prometheus_sign_in`, `prometheus_error`, `prometheus_answer`
 */
export const pullPromql = async (question: Question): Promise<Reading> => {
  const { base, query, headers = {}, name = 'result' } = question
  const seconds = (millis: number): string => String(millis / 1000)
  const asked = new URLSearchParams(
    'range' in question
      ? { query, start: seconds(question.range.from), end: seconds(question.range.to), step: String(question.range.step) }
      : { query, time: seconds(question.at) },
  ).toString()
  const address = `${base.replace(/\/+$/, '')}/api/v1/${'range' in question ? 'query_range' : 'query'}`
  const short = address.length + asked.length < longestAddress
  const { status, body } = short
    ? await question.fetch(`${address}?${asked}`, { method: 'GET', headers: { accept: 'application/json', ...headers } })
    : await question.fetch(address, {
        method: 'POST',
        headers: { accept: 'application/json', 'content-type': 'application/x-www-form-urlencoded', ...headers },
        body: asked,
      })
  const answer = jsonOf(await bodyOf(body))
  if (answer?.['status'] !== 'success') throw refusalOf(status, answer)
  const { data } = answer
  if (!isRecord(data)) throw unreadable('it has no data')
  return readResult(data, name)
}
