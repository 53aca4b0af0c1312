import { Refusal } from '../../kernel/refusal.ts'
import type { Problem, ReadEnv, SourceFile } from '../../platform/imports/reader.ts'
import { isProblem, openTable } from '../../platform/imports/table.ts'

/** A row of the log with its place. Cells are trimmed; missing ones are ''. */
export type LogRow = Readonly<{ cells: readonly string[]; file: string; line: number }>

export type Log = Readonly<{
  header: readonly string[] /** Rows by incident, in the order in which incidents first appear. */
  incidents: ReadonlyMap<string, readonly LogRow[]>
  rows: number
  problems: readonly Problem[]
}>

/** More rows than this do not fit into memory at once. */
const mostRows = 3_000_000

/**
 * Reads a log of any size; its rows need not be grouped by incident. Words that come again are kept once, so a row costs about 350 bytes.
 * @throws Refusal `too_many_rows`, `missing_column`, and those of a broken file
 */
export const readLog = async (
  files: readonly SourceFile[],
  numberColumn: string,
  missing: readonly string[],
  env: ReadEnv,
): Promise<Log> => {
  const incidents = new Map<string, LogRow[]>()
  const problems: Problem[] = []
  const known = new Map<string, string>(missing.map((word) => [word, '']))
  let header: readonly string[] = []
  let rows = 0
  const kept = (cell: string): string => {
    const found = known.get(cell)
    if (found !== undefined) return found
    const text = cell.trim()
    const plain = known.get(text) ?? text
    if (known.size < 4_000_000) known.set(cell, plain)
    return plain
  }
  for (const file of files) {
    const table = await openTable(file, env.progress)
    problems.push(...table.problems)
    const at = table.header.indexOf(numberColumn)
    if (at < 0) throw missingColumn(file, numberColumn, table.header)
    if (header.length > 0 && header.join('\t') !== table.header.join('\t'))
      throw new Refusal('invalid', 'other_columns', `${file.name} has other columns than the file before it. Import it on its own.`, [
        { path: 'header', file: file.name, line: 1, rule: 'other_columns', message: 'Other columns than the file before.' },
      ])
    header = table.header
    for await (const row of table.rows) {
      if (isProblem(row)) {
        problems.push(row)
        continue
      }
      if (++rows > mostRows)
        throw new Refusal(
          'too_large',
          'too_many_rows',
          `More than ${mostRows.toLocaleString('en')} rows cannot be read at once. Split the log by opening time.`,
        )
      const number = kept(row.cells[at] ?? '')
      if (number === '') {
        problems.push({
          severity: 'refused',
          file: file.name,
          line: row.line,
          path: numberColumn,
          rule: 'required',
          message: `Line ${row.line} has no ${numberColumn}, so it is not known which incident it belongs to.`,
        })
        continue
      }
      const of = incidents.get(number)
      const one = { cells: row.cells.map(kept), file: file.name, line: row.line }
      if (of) of.push(one)
      else incidents.set(number, [one])
    }
  }
  return { header, incidents, rows, problems }
}

const missingColumn = (file: SourceFile, column: string, header: readonly string[]): Refusal =>
  new Refusal(
    'invalid',
    'missing_column',
    `${file.name} has no column ${column || 'with the number of the incident'}. It has: ${header.slice(0, 60).join(', ')}.`,
    [
      {
        path: column || 'source_ref',
        file: file.name,
        line: 1,
        rule: 'missing_column',
        message: 'The column with the number of the incident is missing.',
      },
    ],
  )
