import { pairsOf } from './selector.ts'

export const severities = ['critical', 'error', 'warning', 'info'] as const
export type Severity = (typeof severities)[number]

/** The settings of a source, as shape `source_settings` keeps them. */
export type Settings = Readonly<{
  topics?: readonly string[]
  path?: string
  user?: string
  secret?: string
  headers?: Readonly<Record<string, string>>
  private?: boolean
  outages?: Readonly<Partial<Record<Severity, 'down' | 'degraded'>>>
}>

const textsOf = (value: unknown): readonly string[] => (Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [])

const outagesOf = (value: unknown): NonNullable<Settings['outages']> => {
  const found = pairsOf(value)
  return Object.fromEntries(
    severities.flatMap((one) => (found[one] === 'down' || found[one] === 'degraded' ? [[one, found[one]] as const] : [])),
  )
}

export const settingsOf = (value: unknown): Settings => {
  if (typeof value !== 'object' || value === null) return {}
  const given: Readonly<Record<string, unknown>> = { ...value }
  const text = (name: 'path' | 'user' | 'secret'): Settings => (typeof given[name] === 'string' ? { [name]: given[name] } : {})
  return {
    ...(given['topics'] === undefined ? {} : { topics: textsOf(given['topics']) }),
    ...text('path'),
    ...text('user'),
    ...text('secret'),
    ...(given['headers'] === undefined ? {} : { headers: pairsOf(given['headers']) }),
    ...(given['private'] === true ? { private: true } : {}),
    ...(given['outages'] === undefined ? {} : { outages: outagesOf(given['outages']) }),
  }
}

const isEmpty = (value: unknown): boolean =>
  value === undefined || value === '' || value === false || (typeof value === 'object' && value !== null && Object.keys(value).length === 0)

/** What is kept of a draft: without what is empty, null when nothing is left. */
export const kept = (draft: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> | null => {
  const left = Object.entries(draft).filter(([, value]) => !isEmpty(value))
  return left.length === 0 ? null : Object.fromEntries(left)
}
