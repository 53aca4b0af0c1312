import { parse } from 'csv-parse/sync'
import type { Reading } from '../../capabilities/signals/index.ts'
import { Refusal } from '../../kernel/refusal.ts'
import { delimiterOf } from '../../platform/imports/table.ts'
import { gathering, setLabel } from '../gather.ts'
import { type PlainOptions, takeRow } from './row.ts'
import { zoneOf } from './time.ts'

const longestBody = 20_000_000

type Columns = Readonly<{
  name: number
  value: number
  at: number
  means: number
  labels: readonly (readonly [name: string, at: number])[]
}>

const wrong = (message: string): Refusal =>
  new Refusal('invalid', 'csv_header', message, [{ path: 'header', message, rule: 'csv_header', line: 1 }])

/** Which column is what, by its heading; all that are nothing else are labels. */
const columnsOf = (header: readonly string[], options: PlainOptions): Columns => {
  const names = header.map((cell) => cell.trim())
  const find = (...words: readonly string[]): number => names.findIndex((name) => words.includes(name.toLowerCase()))
  const [name, value, at, means] = [find('series', 'name'), find('value'), find('at', 'timestamp', 'time'), find('means')]
  if (value < 0) throw wrong(`The first line must name the columns, one of them “value”. It reads: ${names.join(', ').slice(0, 200)}`)
  if (name < 0 && !options.name) throw wrong('No column is called “series” or “name”. Add one, or say which series it is.')
  const own = new Set([name, value, at, means])
  const labels = names.flatMap((label, index) => (own.has(index) || label === '' ? [] : [[label, index] as const]))
  return { name, value, at, means, labels }
}

type Line = Readonly<{ cells: readonly string[]; line: number }>

const recordsOf = (text: string): readonly Line[] => {
  const lines: Line[] = []
  try {
    parse(text, {
      bom: true,
      delimiter: delimiterOf(text.slice(0, 65_536)),
      relax_column_count: true,
      skip_empty_lines: true,
      max_record_size: 100_000,
      on_record: (cells: readonly string[], { lines: line }) => {
        lines.push({ cells, line })
        return null
      },
    })
    return lines
  } catch (error) {
    throw new Refusal(
      'invalid',
      'not_csv',
      `The table cannot be read: ${error instanceof Error ? error.message.slice(0, 300) : 'it is broken'}.`,
    )
  }
}

const labelsOf = (columns: Columns, cells: readonly string[]): Record<string, string> => {
  const labels: Record<string, string> = {}
  for (const [label, index] of columns.labels) {
    const value = cells[index]?.trim()
    if (value) setLabel(labels, label, value)
  }
  return labels
}

/**
 * Reads readings from a table whose first line names the columns: `series` (or `name`; `options.name` when there is none), `value`,
 * `at` (or `timestamp`, `time`), `means`; every other column is a label. Separated by comma, semicolon, tab or bar.
 * @throws Refusal `csv_header`, `not_csv`, `too_large`, and when the zone does not exist
 */
export const readPlainCsv = (body: string | Uint8Array, options: PlainOptions = {}): Reading => {
  if (body.length > longestBody)
    throw new Refusal('too_large', 'too_large', `The table is longer than ${longestBody / 1_000_000} MB. Send it in parts.`)
  const zone = zoneOf(options.zone)
  const [first, ...rows] = recordsOf(typeof body === 'string' ? body : new TextDecoder().decode(body))
  const header = first?.cells ?? []
  const columns = columnsOf(header, options)
  const into = gathering()
  for (const { cells, line } of rows) {
    const where = (): string => `line ${line}: ${cells.join(',').slice(0, 150)}`
    if (cells.length > header.length) {
      into.refuse('a line has more cells than the header', where)
      continue
    }
    const row = {
      name: (cells[columns.name]?.trim() || options.name) ?? '',
      value: cells[columns.value],
      at: cells[columns.at],
      means: cells[columns.means]?.trim(),
      labels: labelsOf(columns, cells),
    }
    takeRow(into, row, zone, where)
  }
  return into.reading()
}
