import type { Reading, Sample } from '../../capabilities/signals/index.ts'
import { Refusal } from '../../kernel/refusal.ts'
import { gathering, meansByName, setLabel, take } from '../gather.ts'
import { histograms } from './histograms.ts'
import { goNumber, type Line, readLine } from './line.ts'

/** The longest text that is read. */
const longestText = 64_000_000

const typeLine = /^#[ \t]+TYPE[ \t]+(?:"((?:[^"\\]|\\.)*)"|([^ \t]+))[ \t]+([a-z]+)[ \t]*$/

/** A metric family's type, and what a series' name says of its place in the family. */
type Part = Readonly<{ type: string; family: string; suffix: string }>

const suffixes = /^(.+)(_bucket|_count|_sum|_total|_created|_gsum|_gcount|_info)$/

const partOf = (types: ReadonlyMap<string, string>, name: string): Part => {
  const own = types.get(name)
  if (own !== undefined) return { type: own, family: name, suffix: '' }
  const [, family = '', suffix = ''] = suffixes.exec(name) ?? []
  return { type: types.get(family) ?? 'untyped', family: types.has(family) ? family : name, suffix: types.has(family) ? suffix : '' }
}

const meansOf = ({ type, suffix }: Part, name: string): Sample['means'] => {
  switch (type) {
    case 'counter':
      return suffix === '_created' ? 'gauge' : 'total'
    case 'histogram':
    case 'summary':
      return suffix === '' || suffix === '_created' ? 'gauge' : 'total'
    case 'untyped':
    case 'unknown':
      return meansByName(name)
    default:
      return 'gauge'
  }
}

/** Milliseconds: the text format writes whole milliseconds, OpenMetrics seconds with fractions. NaN when it is neither. */
const timeOf = (text: string | null, isOpen: boolean): number | null => {
  if (text === null) return null
  if (isOpen) return Math.round((goNumber(text) ?? Number.NaN) * 1000)
  return /^-?\d+$/.test(text) ? Number(text) : Number.NaN
}

const labelsOf = (line: Line): Record<string, string> => {
  const labels: Record<string, string> = {}
  for (const [name, value] of line.labels) if (value !== '') setLabel(labels, name, value)
  return labels
}

const without = (labels: Readonly<Record<string, string>>, left: string): Record<string, string> => {
  const { [left]: _, ...others } = labels
  return others
}

const decode = (body: string | Uint8Array): string => {
  if (body.length > longestText) throw new Refusal('too_large', 'too_large', `The text is longer than ${longestText / 1_000_000} MB.`)
  return typeof body === 'string' ? body : new TextDecoder().decode(body)
}

/** OpenMetrics ends with `# EOF`; a text that was announced as such and does not end so was cut off. @throws Refusal `cut_off` */
const isOpenMetrics = (lines: readonly string[], contentType: string): boolean => {
  const ends = lines.findLast((line) => line.trim() !== '')?.trim() === '# EOF'
  if (!ends && /^application\/openmetrics-text/i.test(contentType))
    throw new Refusal('invalid', 'cut_off', 'The text is announced as OpenMetrics and does not end with # EOF: it was cut off on its way.')
  return ends
}

/**
 * Reads the Prometheus text format 0.0.4 and OpenMetrics 1.0 (which ends with `# EOF` and tells time in seconds).
 * TYPE says what a number means; without it the name does. A histogram gives a distribution for each of its series, besides its series of
 * buckets, sum and count. What cannot be taken is counted with the numbers of its lines.
 * @throws Refusal `too_large`, `cut_off`
 */
export const readPrometheusText = (body: string | Uint8Array, contentType = ''): Reading => {
  const lines = decode(body).split(/\r?\n/)
  const isOpen = isOpenMetrics(lines, contentType)
  const into = gathering()
  const collected = histograms()
  const types = new Map<string, string>()
  for (const [index, text] of lines.entries()) {
    const where = (): string => `line ${index + 1}: ${text.trim()}`
    if (text.startsWith('#') || text.trim() === '') {
      const [, quoted, bare, type = ''] = typeLine.exec(text) ?? []
      if (quoted !== undefined || bare !== undefined) types.set(quoted ?? bare ?? '', type)
      continue
    }
    const line = readLine(text)
    const value = typeof line === 'string' ? null : goNumber(line.value)
    if (typeof line === 'string' || value === null) {
      into.refuse(typeof line === 'string' ? line : 'the value is not a number', where)
      continue
    }
    const labels = labelsOf(line)
    const at = timeOf(line.time, isOpen)
    const part = partOf(types, line.name)
    take(into, { name: line.name, labels, at, value, means: meansOf(part, line.name) }, where)
    if (part.type !== 'histogram' || !Number.isFinite(at ?? 0)) continue
    const place = { name: part.family, labels: without(labels, 'le'), at, line: index + 1 }
    const bound = goNumber(labels['le'] ?? '')
    if (part.suffix === '_bucket' && bound !== null && !Number.isNaN(bound)) collected.bucket(place, bound, value)
    else if (part.suffix === '_sum') collected.sum(place, value)
    else if (part.suffix === '_count') collected.count(place, value)
  }
  collected.finish(into)
  return into.reading()
}
