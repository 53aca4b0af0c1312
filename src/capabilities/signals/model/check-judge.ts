import { isoOf, type Millis } from '../../../kernel/instant.ts'
import type { Assertions, DnsRecord, Outcome } from './check.ts'

export type HttpAnswer = Readonly<{
  status: number
  headers: Readonly<Record<string, string | readonly string[] | undefined>>
  body: string
  truncated: boolean
  ms: number
}>

const quoted = (text: string): string => `“${text.length > 80 ? `${text.slice(0, 77)}…` : text}”`

const isAllowed = (status: number, allowed: Assertions['status']): boolean =>
  allowed === undefined || allowed.length === 0
    ? status >= 200 && status <= 399
    : allowed.some((one) => {
        const [from = '', to] = String(one).split('-')
        return status >= Number(from) && status <= Number(to ?? from)
      })

/** Good, or slow when it took longer than it should. @param slowAfter ms; null when nothing is too slow */
export const inTime = (ms: number, slowAfter: number | null, words: string): Outcome =>
  slowAfter !== null && ms > slowAfter
    ? { result: 'slow', ms, text: `${words} after ${Math.round(ms)} ms, slower than ${slowAfter} ms` }
    : { result: 'good', ms, text: `${words} after ${Math.round(ms)} ms` }

const headerFault = (answer: HttpAnswer, wanted: Readonly<Record<string, string>>): string | null => {
  for (const [name, value] of Object.entries(wanted)) {
    const sent = answer.headers[name.toLowerCase()]
    const text = Array.isArray(sent) ? sent.join(', ') : typeof sent === 'string' ? sent : undefined
    if (text === undefined) return `the header ${name} is missing`
    if (!text.toLowerCase().includes(value.toLowerCase())) return `the header ${name} is ${quoted(text)}, without ${quoted(value)}`
  }
  return null
}

const httpFault = (answer: HttpAnswer, must: Assertions): string | null => {
  if (!isAllowed(answer.status, must.status)) return `HTTP ${answer.status}`
  if (must.within_ms !== undefined && answer.ms > must.within_ms)
    return `it took ${Math.round(answer.ms)} ms, longer than ${must.within_ms} ms`
  const missing = (must.contains ?? []).find((words) => !answer.body.includes(words))
  if (missing !== undefined) return `the answer does not contain ${quoted(missing)}${answer.truncated ? ' in its first megabyte' : ''}`
  const there = (must.lacks ?? []).find((words) => answer.body.includes(words))
  if (there !== undefined) return `the answer contains ${quoted(there)}`
  return headerFault(answer, must.answer_headers ?? {})
}

/** Judges an answer of the web: status, time, words in it, words that must not be, headers (each must contain its value, whatever the case). */
export const judgeHttp = (answer: HttpAnswer, must: Assertions, slowAfter: number | null): Outcome => {
  const fault = httpFault(answer, must)
  return fault === null ? inTime(answer.ms, slowAfter, `HTTP ${answer.status}`) : { result: 'failed', ms: answer.ms, text: fault }
}

/** The certificate that a server showed. `fault`: why it is not trusted for this name; null when it is. */
export type Shown = Readonly<{ from: Millis; to: Millis; fault: string | null; ms: number }>

const dayMs = 86_400_000
/** Days before its end from which on a certificate is told to be about to expire. */
export const usualDaysLeft = 14

/** Judges a certificate: expired, not yet valid or not trusted is down; about to expire is degraded. */
export const judgeTls = (shown: Shown, must: Assertions, slowAfter: number | null, now: Millis): Outcome => {
  const until = isoOf(shown.to).slice(0, 10)
  if (shown.to <= now) return { result: 'failed', ms: shown.ms, text: `the certificate expired on ${until}` }
  if (shown.from > now)
    return { result: 'failed', ms: shown.ms, text: `the certificate is valid only from ${isoOf(shown.from).slice(0, 10)} on` }
  if (shown.fault !== null) return { result: 'failed', ms: shown.ms, text: shown.fault }
  const left = (shown.to - now) / dayMs
  if (left < (must.days_left ?? usualDaysLeft))
    return { result: 'slow', ms: shown.ms, text: `the certificate expires in ${Math.floor(left)} days, on ${until}` }
  return inTime(shown.ms, slowAfter, `the certificate is valid until ${until};`)
}

const bare = (value: string): string => value.toLowerCase().replace(/\.$/, '')

/** Judges what a name resolves to: something, and every value that must be among it. */
export const judgeDns = (found: readonly string[], ms: number, must: Assertions, slowAfter: number | null): Outcome => {
  const record: DnsRecord = must.record ?? 'A'
  if (found.length === 0) return { result: 'failed', ms, text: `the name has no ${record} record` }
  const all = new Set(found.map(bare))
  const missing = (must.values ?? []).find((value) => !all.has(bare(value)))
  if (missing !== undefined)
    return { result: 'failed', ms, text: `${quoted(missing)} is not among the ${record} records: ${quoted(found.join(', '))}` }
  if (must.within_ms !== undefined && ms > must.within_ms)
    return { result: 'failed', ms, text: `it took ${Math.round(ms)} ms, longer than ${must.within_ms} ms` }
  return inTime(ms, slowAfter, `${record} ${quoted(found.join(', '))}`)
}
