import { Refusal } from '../../kernel/refusal.ts'
import { emptyMapping, type Mapping } from '../../platform/imports/reader.ts'

/** What a column of a log of probes is. */
export const roles = ['checked_at', 'site', 'url', 'status', 'http_code', 'response_time_ms'] as const
export type Role = (typeof roles)[number]

export const needed: readonly Role[] = ['checked_at', 'site', 'status']

export const roleLabels: Readonly<Record<Role, string>> = {
  checked_at: 'Moment of the probe',
  site: 'What was probed',
  url: 'Its address',
  status: 'How it was found',
  http_code: 'HTTP status',
  response_time_ms: 'Response time in ms',
}

const names: Readonly<Record<Role, readonly string[]>> = {
  checked_at: ['checked_at', 'checked', 'timestamp', 'time', 'at', 'date'],
  site: ['site', 'monitor', 'name', 'service', 'target'],
  url: ['url', 'address', 'endpoint'],
  status: ['status', 'state', 'result'],
  http_code: ['http_code', 'code', 'status_code', 'response_code'],
  response_time_ms: ['response_time_ms', 'response_time', 'latency_ms', 'latency', 'duration_ms'],
}

const words: Readonly<Record<string, string>> = {
  up: 'up',
  down: 'down',
  degraded: 'degraded',
  ok: 'up',
  fail: 'down',
  failed: 'down',
  '1': 'up',
  '0': 'down',
}

/** The mapping that a header suggests. */
export const mappingFor = (header: readonly string[]): Mapping => {
  const taken = new Set<string>()
  const columns: Record<string, string> = {}
  for (const role of roles) {
    const found = names[role].find((name) => header.some((column) => column.toLowerCase() === name && !taken.has(column)))
    const column = header.find((one) => one.toLowerCase() === found)
    if (column === undefined) continue
    columns[column] = role
    taken.add(column)
  }
  return { ...emptyMapping, columns, values: { status: words } }
}

/** Where each role stands in a row. @throws Refusal `missing_column` */
export const placesIn = (header: readonly string[], mapping: Mapping): ReadonlyMap<Role, number> => {
  const places = new Map<Role, number>()
  for (const [column, is] of Object.entries(mapping.columns))
    for (const role of roles) if (is === role && header.includes(column)) places.set(role, header.indexOf(column))
  const missing = needed.filter((role) => !places.has(role))
  if (missing.length > 0)
    throw new Refusal(
      'invalid',
      'missing_column',
      `No column is mapped to: ${missing.join(', ')}. Choose them in the mapping.`,
      missing.map((path) => ({ path, line: 1, rule: 'missing_column', message: 'No column is mapped to this.' })),
    )
  return places
}
