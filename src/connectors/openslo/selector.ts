/** A series by name and labels that must be so, as a measure of Reeve names it; `*` at the end of a value stands for any rest. */
export type SeriesSelector = Readonly<{ name: string; labels?: Readonly<Record<string, string>> }>

const shape =
  /^(?<sum>sum ?\( ?)?(?<rate>(?:rate|increase) ?\( ?)?(?<name>[a-zA-Z_:][\w:]*) ?(?:\{(?<labels>[^{}]*)\})? ?(?<window>\[\{\{ ?\.window ?\}\}\])? ?(?<close>(?:\) ?){0,2})$/
const matcher = / ?([a-zA-Z_]\w*) ?(=~|=) ?"([^"\\]*)" ?(?:,|$)/y

const valueOf = (operator: string, value: string): string | null => {
  if (operator === '=') return value.endsWith('*') ? null : value
  const prefix = /^([^.*+?()[\]|\\^$]*)\.\*$/.exec(value)?.[1]
  return prefix === undefined ? null : `${prefix}*`
}

const labelsOf = (text: string): Readonly<Record<string, string>> | null => {
  const labels: Record<string, string> = {}
  matcher.lastIndex = 0
  let read = 0
  while (text.slice(read).trim() !== '') {
    matcher.lastIndex = read
    const [, key, operator, given] = matcher.exec(text) ?? []
    if (key === undefined || operator === undefined || given === undefined || Object.hasOwn(labels, key)) return null
    const value = valueOf(operator, given)
    if (value === null) return null
    labels[key] = value
    read = matcher.lastIndex
  }
  return labels
}

/** The series of a query that only adds up one counter, such as sum(rate(http_requests_total{code="200"}[{{.window}}])); null for anything more. */
export const selectorIn = (query: unknown): SeriesSelector | null => {
  if (typeof query !== 'string' || query.length > 2000) return null
  const found = shape.exec(query.trim().replaceAll(/\s+/g, ' '))?.groups
  // Blanks within a label's value are part of it.
  if (!found || /"[^"]*(?:\s{2}|[\n\t])[^"]*"/.test(query)) return null
  const opened = (found['sum'] === undefined ? 0 : 1) + (found['rate'] === undefined ? 0 : 1)
  if ((found['close'] ?? '').replaceAll(' ', '').length !== opened) return null
  // A range without rate is no number.
  if (found['window'] !== undefined && found['rate'] === undefined) return null
  const labels = labelsOf(found['labels'] ?? '')
  const name = found['name'] ?? ''
  if (labels === null) return null
  return Object.keys(labels).length === 0 ? { name } : { name, labels }
}
