import { Refusal } from '../../kernel/refusal.ts'
import { formatsOf, isDateFormat } from '../../platform/imports/dates.ts'
import {
  emptyMapping,
  type Mapping,
  type Problem,
  type Read,
  type Reader,
  type ReadEnv,
  type ReadItem,
  remembering,
  type SourceFile,
} from '../../platform/imports/reader.ts'
import { isProblem, openTable, type Sampled, sampleOf, type TableRow } from '../../platform/imports/table.ts'
import type { Field } from '../../platform/records/fields.ts'
import type { Kind } from '../../platform/records/kind.ts'
import { looksLikeFormula, readCell, type Writing } from './cells.ts'
import { guessColumns, guessKey, sourceRef, targetFields, targetsOf } from './columns.ts'

const isDated = (field: Field | undefined): boolean => field?.type === 'day' || field?.type === 'instant'
const isAmount = (field: Field | undefined): boolean => field?.type === 'money' || field?.type === 'number' || field?.type === 'share'

/** A comma before one or two last digits, and no dot there anywhere: decimals are written with commas. */
const decimalIn = (values: readonly string[]): '.' | ',' =>
  values.some((one) => /\d,\d{1,2}\s*[%€£$]?$/.test(one.trim())) && !values.some((one) => /\d\.\d{1,2}\s*[%€£$]?$/.test(one.trim()))
    ? ','
    : '.'

const guess = (kind: Kind, sampled: Sampled): Mapping => {
  const fields = targetFields(kind)
  const columns = guessColumns(kind, sampled.header)
  const valuesOf = (column: string): readonly string[] => sampled.values[sampled.header.indexOf(column)] ?? []
  const ofType = (is: (field: Field | undefined) => boolean): readonly string[] =>
    sampled.header.filter((column) => is(fields.get(columns[column] ?? ''))).flatMap((column) => [...valuesOf(column)])
  const [format, ...others] = formatsOf(ofType(isDated))
  return {
    ...emptyMapping,
    columns,
    key: guessKey(kind, columns, valuesOf),
    decimal: decimalIn(ofType(isAmount)),
    ...(format && others.length === 0 ? { date_format: format } : {}),
  }
}

/** One column that is read, with its place in a row. */
type Column = Readonly<{ at: number; name: string; target: string; field: Field }>

type Lines = Readonly<{
  kind: Kind
  mapping: Mapping
  columns: readonly Column[]
  fields: ReadonlyMap<string, Field>
  writing: Writing
  missing: ReadonlySet<string>
}>

const columnsIn = (
  file: SourceFile,
  header: readonly string[],
  mapping: Mapping,
  fields: ReadonlyMap<string, Field>,
): readonly Column[] => {
  const columns: Column[] = []
  for (const [at, name] of header.entries()) {
    const target = mapping.columns[name] ?? ''
    const field = fields.get(target)
    if (target === '') continue
    if (!field)
      throw new Refusal('invalid', 'unknown_field', `The column “${name}” is mapped to “${target.slice(0, 60)}”, which does not exist.`, [
        { path: name, file: file.name, line: 1, rule: 'unknown_field', message: `There is no field “${target.slice(0, 60)}”.` },
      ])
    const twice = columns.find((one) => one.target === target)
    if (twice)
      throw new Refusal(
        'invalid',
        'mapped_twice',
        `The columns “${twice.name}” and “${name}” are both mapped to ${field.label}. Leave one of them out.`,
        [{ path: name, file: file.name, line: 1, rule: 'mapped_twice', message: `${field.label} has a column already.` }],
      )
    columns.push({ at, name, target, field })
  }
  if (columns.length === 0)
    throw new Refusal(
      'invalid',
      'no_columns',
      `No column of ${file.name} could be recognised. Say in the mapping what its columns are: ${header.slice(0, 30).join(', ')}.`,
      [{ path: 'header', file: file.name, line: 1, rule: 'no_columns', message: 'No column is mapped.' }],
    )
  return columns
}

const needFormat = (file: SourceFile, line: number, column: string): Refusal =>
  new Refusal(
    'invalid',
    'date_format',
    'The dates can be read with the day first or with the month first. Say which in the mapping (date_format: d/m/y or m/d/y).',
    [{ path: column, file: file.name, line, rule: 'date_format', message: 'Choose the order of day and month.' }],
  )

/** A cell's text as the mapping wants it: missing words are nothing, mapped words are replaced. */
const wordOf = (lines: Lines, target: string, cell: string): string => {
  // An apostrophe before a formula's sign is the way to write that sign as text.
  const text = cell.trim().replace(/^'(?=[=+\-@])/, '')
  if (lines.missing.has(text)) return ''
  return lines.mapping.values[target]?.[text] ?? text
}

/** Puts a value where it belongs: `attributes.rooms` into the attributes. */
const put = (values: Record<string, unknown>, target: string, value: unknown): void => {
  const [name = '', key] = target.split('.')
  if (key === undefined) values[name] = value
  else if (value !== null) values[name] = { ...(typeof values[name] === 'object' ? values[name] : {}), [key]: value }
}

type Line = Readonly<{ values: Record<string, unknown>; problems: readonly Problem[] }>

const readLine = (lines: Lines, file: SourceFile, row: TableRow): Line => {
  const values: Record<string, unknown> = {}
  const problems: Problem[] = []
  const take = (target: string, field: Field, cell: string, path: string): void => {
    if (isDated(field) && lines.writing.format === null) throw needFormat(file, row.line, path)
    const read = readCell(field, cell, lines.writing)
    if ('rule' in read) problems.push({ severity: 'refused', file: file.name, line: row.line, path, ...read })
    else put(values, target, read.value)
  }
  for (const { at, name, target, field } of lines.columns) {
    const cell = wordOf(lines, target, row.cells[at] ?? '')
    if (cell === '') {
      if (target !== 'state') put(values, target, null)
      continue
    }
    if ((field.type === 'text' || field.type === 'markdown') && looksLikeFormula(cell))
      problems.push({
        severity: 'warning',
        file: file.name,
        line: row.line,
        path: name,
        rule: 'formula_text',
        message: `“${cell.slice(0, 40)}” looks like a formula; it is kept as text.`,
      })
    take(target, field, cell, name)
  }
  for (const [target, word] of Object.entries(lines.mapping.defaults)) {
    const field = lines.fields.get(target)
    if (field && (values[target] === undefined || values[target] === null) && word !== '') take(target, field, word, target)
  }
  return { values, problems }
}

/** What a line is found by when it is read again. */
const identityOf = (lines: Lines, values: Readonly<Record<string, unknown>>): Pick<ReadItem, 'source_ref' | 'match'> => {
  const { key } = lines.mapping
  const value = typeof values[key ?? ''] === 'string' ? String(values[key ?? '']).slice(0, 300) : ''
  if (!key || value === '') return { source_ref: null }
  if (key === 'ref') return { source_ref: null, match: { field: 'ref', value } }
  if (key === sourceRef || lines.kind.large || lines.fields.get(key)?.type !== 'text') return { source_ref: value }
  return { source_ref: value, match: { field: key, value: key === 'email' ? value.toLowerCase() : value } }
}

function* itemOf(lines: Lines, file: SourceFile, row: TableRow): Generator<Read> {
  const { values, problems } = readLine(lines, file, row)
  const { key } = lines.mapping
  const keyColumn = lines.columns.find((column) => column.target === key)
  const all = [...problems]
  if (key && key !== 'ref' && keyColumn && (values[key] === null || values[key] === undefined))
    all.push({
      severity: 'refused',
      file: file.name,
      line: row.line,
      path: keyColumn.name,
      rule: 'required',
      message: `Line ${row.line} has no ${keyColumn.name}, by which it would be found again.`,
    })
  let counted = false
  for (const problem of all) {
    // A line that is refused for three reasons is one record less.
    const first: boolean = problem.severity === 'refused' && !counted
    counted ||= first
    yield { problem: first ? { ...problem, kind: lines.kind.name } : problem }
  }
  if (counted) return
  const identity = identityOf(lines, values)
  const { [sourceRef]: _key, ref: _ref, ...fields } = values
  const places = Object.fromEntries(lines.columns.map((column) => [column.target, { path: column.name }]))
  yield { item: { kind: lines.kind.name, ...identity, values: fields, places, file: file.name, line: row.line } }
}

async function* read(kind: Kind, files: readonly SourceFile[], mapping: Mapping, env: ReadEnv): AsyncGenerator<Read> {
  const fields = targetFields(kind)
  const format = mapping.date_format !== undefined && isDateFormat(mapping.date_format) ? mapping.date_format : null
  const writing: Writing = { format, zone: mapping.zone, decimal: mapping.decimal ?? '.' }
  for (const file of files) {
    const table = await openTable(file, env.progress)
    for (const problem of table.problems) yield { problem }
    const lines: Lines = {
      kind,
      mapping,
      columns: columnsIn(file, table.header, mapping, fields),
      fields,
      writing,
      missing: new Set(['', ...mapping.missing]),
    }
    const left = table.header.filter((name) => (mapping.columns[name] ?? '') === '')
    if (left.length > 0)
      yield {
        problem: {
          severity: 'warning',
          file: file.name,
          line: 1,
          path: 'header',
          rule: 'column_left_out',
          message: `Columns that are not imported: ${left.slice(0, 40).join(', ')}.`,
        },
      }
    for await (const row of table.rows) {
      if (isProblem(row)) yield { problem: { ...row, kind: kind.name } }
      else yield* itemOf(lines, file, row)
    }
  }
}

/** Reads lines of a table as records of one kind. */
const csvReader = (kind: Kind): Reader => ({
  name: `csv:${kind.name}`,
  label: `${kind.labels} from a table`,
  about: `CSV or a workbook with one ${kind.label.toLowerCase()} a line. Columns are recognised by the names of fields; links by ref, name or the source's own key.`,
  accepts: ['.csv', '.tsv', '.txt', '.csv.gz', '.xlsx'],
  targets: () => targetsOf(kind),
  suggest: async (files, remembered) => {
    const [file] = files
    if (!file) throw new Refusal('invalid', 'no_files', 'Send at least one file.')
    const sampled = await sampleOf(file)
    return { mapping: remembering(guess(kind, sampled), remembered), columns: sampled.header, samples: sampled.samples }
  },
  read: (files, mapping, env) => read(kind, files, mapping, env),
})

/** One reader for each kind. */
export const csvReaders = (kinds: readonly Kind[]): readonly Reader[] => kinds.map(csvReader)
