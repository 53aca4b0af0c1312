import { mostLabels } from '../gather.ts'

/** One sample line: its name, labels in their order, and what stands after them. */
export type Line = Readonly<{
  name: string
  labels: readonly (readonly [name: string, value: string])[]
  value: string
  time: string | null
}>

const longestLine = 100_000

const blank = /[ \t]*/y
const bareName = /[a-zA-Z_:][a-zA-Z0-9_:]*/y
const quotedText = /"((?:[^"\\]|\\.)*)"/y
const word = /[^ \t]+/y

const escapes: Readonly<Record<string, string>> = { n: '\n', '"': '"', '\\': '\\' }
const unescape = (text: string): string =>
  text.includes('\\') ? text.replace(/\\(.)/g, (whole, sign: string) => escapes[sign] ?? whole) : text

/** Reads a line step by step; `at` is where it stands. */
type Scan = { readonly text: string; at: number }

const match = (scan: Scan, pattern: RegExp): RegExpExecArray | null => {
  pattern.lastIndex = scan.at
  const found = pattern.exec(scan.text)
  if (found) scan.at = pattern.lastIndex
  return found
}

const skipBlank = (scan: Scan): void => void match(scan, blank)

const sign = (scan: Scan, wanted: string): boolean => {
  skipBlank(scan)
  if (scan.text[scan.at] !== wanted) return false
  scan.at++
  return true
}

const quotedAt = (scan: Scan): string | null => {
  const found = match(scan, quotedText)
  return found ? unescape(found[1] ?? '') : null
}

const nameAt = (scan: Scan): string | null => quotedAt(scan) ?? match(scan, bareName)?.[0] ?? null

/** What stands between the braces; a quoted text that has no value is the metric's name. Words when it cannot be read. */
const labelsAt = (scan: Scan, name: string): Readonly<{ name: string; labels: [string, string][] }> | string => {
  const labels: [string, string][] = []
  let given = name
  while (!sign(scan, '}')) {
    const label = nameAt(scan)
    if (label === null) return 'the labels cannot be read'
    if (sign(scan, '=')) {
      skipBlank(scan)
      const value = quotedAt(scan)
      if (value === null) return "a label's value does not stand in quotes"
      if (labels.some(([other]) => other === label)) return 'a label is there twice'
      if (labels.length >= mostLabels) return `a series has more than ${mostLabels} labels`
      labels.push([label, value])
    } else if (given === '') given = label
    else return 'a label has no value'
    if (!sign(scan, ',') && scan.text[scan.at] !== '}') return 'the labels are not closed'
    skipBlank(scan)
  }
  return { name: given, labels }
}

/** Reads a sample line of the text format; words that say what is wrong when it cannot be read. */
export const readLine = (text: string): Line | string => {
  if (text.length > longestLine) return `a line is longer than ${longestLine} signs`
  const scan: Scan = { text, at: 0 }
  skipBlank(scan)
  const name = match(scan, bareName)?.[0] ?? ''
  const labelled = sign(scan, '{') ? labelsAt(scan, name) : { name, labels: [] }
  if (typeof labelled === 'string') return labelled
  if (labelled.name === '') return 'a line has no metric name'
  skipBlank(scan)
  const value = match(scan, word)?.[0]
  if (value === undefined || value.startsWith('#')) return 'a line has no value'
  skipBlank(scan)
  // OpenMetrics writes an exemplar after a number sign; it is not read.
  const isEnd = (): boolean => scan.at >= text.length || text[scan.at] === '#'
  const time = isEnd() ? null : (match(scan, word)?.[0] ?? null)
  skipBlank(scan)
  return isEnd() ? { ...labelled, value, time } : 'there is more on a line than name, labels, value and time'
}

const decimal = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/
const infinite = /^([+-]?)inf(?:inity)?$/i

/** A number as Go writes it, with NaN, +Inf and -Inf; null when it is none. */
export const goNumber = (text: string): number | null => {
  if (decimal.test(text)) return Number(text)
  if (/^nan$/i.test(text)) return Number.NaN
  const endless = infinite.exec(text)
  if (!endless) return null
  return endless[1] === '-' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY
}
