import { Readable } from 'node:stream'
import { parse } from 'csv-parse'
import { readSheet } from 'read-excel-file/node'
import { Refusal } from '../../kernel/refusal.ts'
import { headOf } from './bytes.ts'
import type { Problem, Samples, SourceFile } from './reader.ts'
import { type Encoded, encodingOf, textOf } from './text.ts'
import { checkWorkbook } from './zip.ts'

/** A line of a table: `line` is where it begins in the file, the header standing in the first. */
export type TableRow = Readonly<{ line: number; cells: readonly string[] }>

export type Table = Readonly<{
  header: readonly string[]
  /** What is wrong with the file as a whole. */
  problems: readonly Problem[]
  rows: AsyncIterable<TableRow | Problem>
}>

const mostColumns = 1000
/** A line longer than this is a quote that nobody closed. */
const longestLine = 4_000_000
const delimiters = [',', ';', '\t', '|'] as const

export const isProblem = (one: TableRow | Problem): one is Problem => 'severity' in one

const isWorkbook = async (file: SourceFile): Promise<boolean> => (await headOf(file.path, 2)).toString('latin1') === 'PK'

/** The sign that cuts the first lines into the most columns, outside quotes. */
export const delimiterOf = (text: string): string => {
  const lines = text
    .replace(/"(?:[^"]|"")*"/g, 'q')
    .split(/\r\n|\n|\r/)
    .filter((line) => line.trim() !== '')
    .slice(0, 20)
  const head = lines[0] ?? ''
  const ranked = delimiters.map((sign) => {
    const columns = head.split(sign).length
    const even = lines.filter((line) => line.split(sign).length === columns).length
    return { sign, score: columns > 1 ? even * 1000 + columns : 0 }
  })
  return ranked.reduce((best, one) => (one.score > best.score ? one : best)).sign
}

const headerOf = (file: SourceFile, cells: readonly string[]): Readonly<{ header: readonly string[]; problems: readonly Problem[] }> => {
  if (cells.length > mostColumns)
    throw new Refusal(
      'invalid',
      'too_many_columns',
      `${file.name} has ${cells.length} columns; ${mostColumns} can be read. Is it really separated by the sign it seems to be?`,
      [{ path: 'header', file: file.name, line: 1, rule: 'too_many_columns', message: `More than ${mostColumns} columns.` }],
    )
  const problems: Problem[] = []
  const seen = new Map<string, number>()
  const header = cells.map((cell, index) => {
    const name = cell.trim().replace(/\s+/g, ' ').slice(0, 200) || `column ${index + 1}`
    const times = (seen.get(name) ?? 0) + 1
    seen.set(name, times)
    if (times === 1) return name
    problems.push({
      severity: 'warning',
      file: file.name,
      line: 1,
      path: name,
      rule: 'duplicate_column',
      message: `Two columns are called “${name}”; the later one is read as “${name} (${times})”.`,
    })
    return `${name} (${times})`
  })
  return { header, problems }
}

const fitted = (file: SourceFile, width: number, line: number, cells: readonly string[]): TableRow | Problem | null => {
  if (cells.every((cell) => cell.trim() === '')) return null
  if (cells.length === width) return { line, cells }
  if (cells.length > width && cells.slice(width).every((cell) => cell.trim() === '')) return { line, cells: cells.slice(0, width) }
  return {
    severity: 'refused',
    file: file.name,
    line,
    rule: 'ragged',
    message: `Line ${line} has ${cells.length} ${cells.length === 1 ? 'cell' : 'cells'} where the header has ${width}. A value that holds the separating sign must stand in quotes.`,
  }
}

type Parsed = Readonly<{ record: readonly string[]; info: Readonly<{ lines: number }> }>

const breaks = (cells: readonly string[]): number => {
  let count = 0
  for (const cell of cells) for (let at = cell.indexOf('\n'); at >= 0; at = cell.indexOf('\n', at + 1)) count++
  return count
}

/** One kind of line end throughout, so that lines are counted alike inside quotes and out. */
async function* plainLines(text: AsyncIterable<string>): AsyncGenerator<string> {
  let held = ''
  for await (const piece of text) {
    const whole = held + piece
    held = whole.endsWith('\r') ? '\r' : ''
    const ready = held ? whole.slice(0, -1) : whole
    yield ready.includes('\r') ? ready.replace(/\r\n?/g, '\n') : ready
  }
  if (held) yield '\n'
}

const unclosed = (file: SourceFile, line: number): Problem => ({
  severity: 'refused',
  file: file.name,
  line,
  rule: 'quote',
  message: `A quote that begins in line ${line} or soon after is never closed, so nothing after it could be read. Close it, or double a quote that belongs to the text ("").`,
})

const emptyFile = (file: SourceFile): Refusal =>
  new Refusal('invalid', 'empty_file', `${file.name} is empty. Its first line must name the columns.`, [
    { path: 'file', file: file.name, line: 1, rule: 'empty_file', message: 'The file is empty.' },
  ])

/** The beginning of the text, up to a bound, and then all of it. */
const peeked = async (
  text: AsyncGenerator<string>,
  most: number,
): Promise<Readonly<{ head: string; all: () => AsyncGenerator<string> }>> => {
  let head = ''
  while (head.length < most) {
    const piece = await text.next()
    if (piece.done) break
    head += piece.value
  }
  async function* all(): AsyncGenerator<string> {
    yield head
    yield* text
  }
  return { head, all }
}

const textTable = async (file: SourceFile, progress: (bytes: number) => void): Promise<Table> => {
  const encoded: Encoded = await encodingOf(file)
  const { head, all } = await peeked(plainLines(textOf(file, encoded.encoding, progress)), 65_536)
  let broken = false
  const parser = parse({
    delimiter: delimiterOf(head.slice(0, 65_536)),
    info: true,
    relax_column_count: true,
    relax_quotes: true,
    max_record_size: longestLine,
    skip_records_with_error: true,
    on_skip: () => void (broken = true),
  })
  const source = Readable.from(all(), { objectMode: true })
  source.on('error', (error) => parser.destroy(error))
  const records = (source.pipe(parser) as AsyncIterable<Parsed>)[Symbol.asyncIterator]()
  let end = 0
  const next = async (): Promise<Parsed | null> => {
    const one = await records.next()
    return one.done ? null : one.value
  }
  const first = await next()
  if (first === null) throw emptyFile(file)
  const { header, problems } = headerOf(file, first.record)
  end = first.info.lines
  async function* rows(): AsyncGenerator<TableRow | Problem> {
    try {
      for (let one = await next(); one !== null; one = await next()) {
        const { record, info } = one
        end = info.lines
        const line = end - breaks(record)
        if (encoded.bad.size > 0 && isBad(encoded.bad, line, end)) continue
        const row = fitted(file, header.length, line, record)
        if (row) yield row
      }
      if (broken) yield unclosed(file, end + 1)
    } finally {
      source.destroy()
      parser.destroy()
    }
  }
  return { header, problems: [...encoded.problems, ...problems], rows: rows() }
}

const isBad = (bad: ReadonlySet<number>, from: number, to: number): boolean => {
  for (let line = from; line <= to; line++) if (bad.has(line)) return true
  return false
}

/** A cell of a workbook as it would stand in a text file; times in a workbook have no zone. */
const cellText = (cell: unknown): string => {
  if (cell === null || cell === undefined) return ''
  if (cell instanceof Date) {
    if (Number.isNaN(cell.getTime())) return ''
    const iso = cell.toISOString()
    return iso.endsWith('T00:00:00.000Z') ? iso.slice(0, 10) : iso.slice(0, 19).replace('T', ' ')
  }
  return typeof cell === 'string' ? cell : JSON.stringify(cell)
}

const workbookTable = async (file: SourceFile, progress: (bytes: number) => void): Promise<Table> => {
  const book = await checkWorkbook(file)
  const sheet = await readSheet(file.path).catch(() => {
    throw new Refusal(
      'invalid',
      'broken_workbook',
      `${file.name} is not a workbook that can be read. Open it in your spreadsheet program and save it as .xlsx or .csv.`,
      [{ path: 'file', file: file.name, rule: 'broken_workbook', message: 'Not a readable .xlsx file.' }],
    )
  })
  progress(file.size)
  const [head, ...body] = sheet as readonly (readonly unknown[])[]
  if (!head) throw emptyFile(file)
  const { header, problems } = headerOf(file, head.map(cellText))
  const notes: Problem[] = [...problems]
  if (book.sheets > 1)
    notes.push({
      severity: 'warning',
      file: file.name,
      rule: 'more_sheets',
      message: `The workbook has ${book.sheets} sheets; only the first was read.`,
    })
  if (book.formulas > 0)
    notes.push({
      severity: 'warning',
      file: file.name,
      rule: 'formula',
      message: `${book.formulas} cells hold formulas; their values as last computed were taken.`,
    })
  async function* rows(): AsyncGenerator<TableRow | Problem> {
    for (const [index, cells] of body.entries()) {
      const row = fitted(file, header.length, index + 2, cells.map(cellText))
      if (row) yield row
    }
  }
  return { header, problems: notes, rows: rows() }
}

/**
 * Reads a table from CSV (comma, semicolon, tab or bar; UTF-8, UTF-16 or Windows-1252; gzip or not) or the first sheet of a workbook.
 * @throws Refusal `empty_file`, `too_many_columns`, `broken_workbook`, `unpacks_too_large`, `broken_gzip`
 */
export const openTable = async (file: SourceFile, progress: (bytes: number) => void = () => undefined): Promise<Table> =>
  (await isWorkbook(file)) ? await workbookTable(file, progress) : await textTable(file, progress)

/** The first rows of a table: what a person sees to choose what each column is, and what guesses are made from. */
export type Sampled = Readonly<{
  header: readonly string[]
  samples: Samples /** Values of each column, in the order of the header. */
  values: readonly (readonly string[])[]
}>

const sampledRows = 2000
const shownValues = 5

/** @throws as openTable */
export const sampleOf = async (file: SourceFile): Promise<Sampled> => {
  const table = await openTable(file)
  const values: string[][] = table.header.map(() => [])
  let rows = 0
  for await (const row of table.rows) {
    if (isProblem(row)) continue
    row.cells.forEach((cell, at) => values[at]?.push(cell))
    if (++rows >= sampledRows) break
  }
  const some = (of: readonly string[]): readonly string[] =>
    [...new Set(of.filter((one) => one.trim() !== ''))].slice(0, shownValues).map((one) => one.slice(0, 80))
  return { header: table.header, values, samples: Object.fromEntries(table.header.map((name, at) => [name, some(values[at] ?? [])])) }
}
