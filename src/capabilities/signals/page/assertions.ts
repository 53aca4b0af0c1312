import type { Assertions, CheckType, DnsRecord } from '../model/check.ts'
import { usualDaysLeft } from '../model/check-judge.ts'
import { pairsOf } from './selector.ts'

export const methods = ['GET', 'HEAD', 'POST'] as const
export const records: readonly DnsRecord[] = ['A', 'AAAA', 'CNAME', 'MX', 'NS', 'TXT']

const textsOf = (value: unknown): readonly string[] => (Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [])

/** Assertions as they are kept; what is none is left out. */
export const assertionsOf = (value: unknown): Assertions => {
  if (typeof value !== 'object' || value === null) return {}
  const given: Readonly<Record<string, unknown>> = { ...value }
  const method = methods.find((one) => one === given['method'])
  const record = records.find((one) => one === given['record'])
  const status = given['status']
  return {
    ...(method ? { method } : {}),
    ...(given['headers'] === undefined ? {} : { headers: pairsOf(given['headers']) }),
    ...(typeof given['body'] === 'string' ? { body: given['body'] } : {}),
    ...(Array.isArray(status) ? { status: status.filter((one) => typeof one === 'string' || typeof one === 'number') } : {}),
    ...(given['contains'] === undefined ? {} : { contains: textsOf(given['contains']) }),
    ...(given['lacks'] === undefined ? {} : { lacks: textsOf(given['lacks']) }),
    ...(given['answer_headers'] === undefined ? {} : { answer_headers: pairsOf(given['answer_headers']) }),
    ...(typeof given['within_ms'] === 'number' ? { within_ms: given['within_ms'] } : {}),
    ...(record ? { record } : {}),
    ...(given['values'] === undefined ? {} : { values: textsOf(given['values']) }),
    ...(typeof given['days_left'] === 'number' ? { days_left: given['days_left'] } : {}),
    ...(given['private'] === true ? { private: true } : {}),
  }
}

/** "200" as a number, "200-299" as it is; null for what is neither. */
export const statusOf = (text: string): number | string | null => {
  const trimmed = text.trim().replace(/\s*[-–]\s*/, '-')
  if (/^[1-5]\d\d$/.test(trimmed)) return Number(trimmed)
  return /^[1-5]\d\d-[1-5]\d\d$/.test(trimmed) ? trimmed : null
}

const quoted = (texts: readonly string[]): string => texts.map((one) => `“${one}”`).join(', ')
const pairWords = (pairs: Readonly<Record<string, string>>): readonly string[] =>
  Object.entries(pairs).map(([name, value]) => `the header ${name} holds “${value}”`)

const httpWords = (must: Assertions): readonly string[] => [
  `it is asked by ${must.method ?? 'GET'}${must.body ? ' with a body' : ''}${must.headers && Object.keys(must.headers).length > 0 ? ` with the headers ${Object.keys(must.headers).join(', ')}` : ''}`,
  `the status is ${must.status && must.status.length > 0 ? must.status.join(' or ') : '200–399'}`,
  ...(must.within_ms === undefined ? [] : [`the answer comes within ${must.within_ms} ms`]),
  ...(must.contains && must.contains.length > 0 ? [`the answer contains ${quoted(must.contains)}`] : []),
  ...(must.lacks && must.lacks.length > 0 ? [`the answer does not contain ${quoted(must.lacks)}`] : []),
  ...pairWords(must.answer_headers ?? {}),
]

/** What must be so for a check to be good, line by line. Without a type, whatever was said. */
export const assertionWords = (must: Assertions, type?: CheckType): readonly string[] => {
  const reach = must.private === true ? ['it may reach into private networks'] : []
  switch (type) {
    case 'http':
      return [...httpWords(must), ...reach]
    case 'dns':
      return [
        `the name has ${must.record ?? 'A'} records`,
        ...(must.values && must.values.length > 0 ? [`among them ${quoted(must.values)}`] : []),
        ...reach,
      ]
    case 'tls':
      return ['the certificate is valid for this name', `it is valid for another ${must.days_left ?? usualDaysLeft} days`, ...reach]
    case 'tcp':
      return ['the connection opens', ...reach]
    case 'icmp':
      return ['an echo comes back', ...reach]
    case 'heartbeat':
      return ['the beat comes in time']
    default:
      return [
        ...(must.method || must.status || must.contains || must.lacks || must.answer_headers || must.within_ms ? httpWords(must) : []),
        ...(must.record || must.values ? [`${must.record ?? 'A'} records${must.values ? ` among them ${quoted(must.values)}` : ''}`] : []),
        ...(must.days_left === undefined ? [] : [`valid for another ${must.days_left} days`]),
        ...reach,
      ]
  }
}
