import type { Selector } from '../model/feeds.ts'

const isText = (value: unknown): value is string => typeof value === 'string'

/** The text pairs in a value of any kind: labels, headers. */
export const pairsOf = (value: unknown): Readonly<Record<string, string>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).flatMap(([name, text]) => (isText(text) ? [[name, text]] : [])))
    : {}

/** A selector as it is kept; null for what is none. */
export const selectorOf = (value: unknown): Selector | null =>
  typeof value === 'object' && value !== null && 'name' in value && isText(value.name)
    ? { name: value.name, ...('labels' in value ? { labels: pairsOf(value.labels) } : {}) }
    : null

/** A series as PromQL writes it: name{label="value"}. */
export const selectorWords = ({ name, labels = {} }: Selector): string => {
  const pairs = Object.entries(labels).map(([label, value]) => `${label}=${JSON.stringify(value)}`)
  return pairs.length === 0 ? name : `${name}{${pairs.join(', ')}}`
}

/** Reads what selectorWords writes; null when it is something else. */
export const selectorIn = (text: string): Selector | null => {
  const [, name = '', inside] = /^\s*([^{}"]+?)\s*(?:\{(.*)\}\s*)?$/s.exec(text) ?? []
  if (name === '') return null
  if (inside === undefined || inside.trim() === '') return { name }
  const pair = /\s*([^\s=,"{}]+)\s*=\s*("(?:[^"\\]|\\.)*")\s*(,|$)/y
  const labels: [string, string][] = []
  while (pair.lastIndex < inside.length) {
    const [, label = '', quoted = ''] = pair.exec(inside) ?? []
    if (label === '') return null
    try {
      labels.push([label, String(JSON.parse(quoted))])
    } catch {
      return null
    }
  }
  return { name, labels: Object.fromEntries(labels) }
}
