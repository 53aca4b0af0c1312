import { Readable } from 'node:stream'
import writeXlsxFile, { type SheetData } from 'write-excel-file/node'
import { Refusal } from '../../kernel/refusal.ts'
import type { Db } from '../db/database.ts'
import { reachOf } from '../rights/grants.ts'
import type { Context } from './context.ts'
import type { Field } from './fields.ts'
import { allFields, type AnyRecord, type Kind, stateOf } from './kind.ts'
import type { Link } from './links.ts'
import { list, type ListAsk } from './read.ts'

export const exportFormats = ['csv', 'xlsx', 'md'] as const
export type ExportFormat = (typeof exportFormats)[number]

/** What is exported: the list's filters and sort; `columns` names fields in order; `labels` writes words for people instead of names for programs. */
export type ExportAsk = Omit<ListAsk, 'limit' | 'after' | 'count' | 'fields'> & Readonly<{ columns?: readonly string[]; labels?: boolean }>

/** A workbook and a Markdown table are made whole; CSV of any length is streamed. */
const mostWhole: Readonly<Record<Exclude<ExportFormat, 'csv'>, number>> = { xlsx: 100_000, md: 10_000 }
const pageSize = 500

type Column = Readonly<{ name: string; field: Field }>
type Page = Readonly<{ items: readonly AnyRecord[]; links: Readonly<Record<string, Link>> }>

const usual = (kind: Kind): readonly string[] => [
  'ref',
  'title',
  'state',
  ...Object.keys(kind.fields),
  'owner',
  'tags',
  'created_at',
  'changed_at',
]

const columnsFor = (ctx: Context, kind: Kind, wanted: readonly string[] | undefined): readonly Column[] => {
  const fields = allFields(kind)
  const columns: Column[] = []
  for (const name of wanted && wanted.length > 0 ? wanted : usual(kind)) {
    const field = fields[name]
    if (!field)
      throw new Refusal(
        'invalid',
        'unknown_field',
        `${kind.labels} have no field “${name.slice(0, 60)}”. They have: ${Object.keys(fields).join(', ')}.`,
      )
    if (!field.see || reachOf(ctx.actor, field.see) !== null) columns.push({ name, field })
  }
  return columns
}

async function* pagesOf(db: Db, ctx: Context, kind: Kind, ask: ExportAsk, columns: readonly Column[]): AsyncGenerator<Page> {
  const fields = columns.map((column) => column.name)
  let after: string | null = null
  do {
    const page = await list(db, ctx, kind, {
      filters: ask.filters,
      ...(ask.sort ? { sort: ask.sort } : {}),
      fields,
      limit: pageSize,
      ...(after ? { after } : {}),
    })
    yield page
    after = page.next
  } while (after)
}

const labelOf = (field: Field, value: string): string => {
  const options = field.type === 'choice' || field.type === 'choices' ? field.options : 'open'
  return options === 'open' ? value : (options.find((one) => one.value === value)?.label ?? value)
}

const plain = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value))

/** A record's field as text. Links are refs; several values are separated by |. */
const textOf = (kind: Kind, { name, field }: Column, record: AnyRecord, links: Readonly<Record<string, Link>>, labels: boolean): string => {
  const value = record[name]
  if (value === null || value === undefined) return ''
  if (name === 'state' && labels) return stateOf(kind, record.state)?.label ?? record.state
  const one = (single: unknown): string => {
    const text = plain(single)
    if (field.type === 'link' || field.type === 'links') return links[text]?.ref ?? text
    return labels ? labelOf(field, text) : text
  }
  return (field.type === 'links' || field.type === 'choices') && Array.isArray(value) ? value.map(one).join('|') : one(value)
}

const isText = (field: Field): boolean => ['text', 'markdown', 'choices', 'structure', 'attributes'].includes(field.type)

/** Text that a spreadsheet would run as a formula gets an apostrophe before it, which spreadsheets do not show and imports take away. */
const unformula = (text: string): string => (/^[=+\-@\t\r]/.test(text) ? `'${text}` : text)

const csvCell = (text: string): string => (/[",\n\r;]/.test(text) || text !== text.trim() ? `"${text.replaceAll('"', '""')}"` : text)

const header = (kind: Kind, columns: readonly Column[], labels: boolean): readonly string[] =>
  columns.map(({ name, field }) => (labels ? (name === 'title' ? kind.titled : field.label) : name))

type Making = Readonly<{ kind: Kind; columns: readonly Column[]; labels: boolean; pages: AsyncIterable<Page> }>

async function* csvOf({ kind, columns, labels, pages }: Making): AsyncGenerator<string> {
  const line = (cells: readonly string[]): string => `${cells.map(csvCell).join(',')}\r\n`
  // The mark tells spreadsheets that this is UTF-8.
  yield `\ufeff${line(header(kind, columns, labels))}`
  for await (const { items, links } of pages) {
    const rows = items.map((record) =>
      line(
        columns.map((column) => {
          const text = textOf(kind, column, record, links, labels)
          return isText(column.field) ? unformula(text) : text
        }),
      ),
    )
    if (rows.length > 0) yield rows.join('')
  }
}

const bounded = async (making: Making, most: number): Promise<readonly Readonly<{ record: AnyRecord; links: Page['links'] }>[]> => {
  const rows: { record: AnyRecord; links: Page['links'] }[] = []
  for await (const { items, links } of making.pages) {
    for (const record of items) rows.push({ record, links })
    if (rows.length > most)
      throw new Refusal(
        'too_large',
        'too_many',
        `More than ${most.toLocaleString('en')} ${making.kind.labels.toLowerCase()} match, which is too many for this format. Narrow the filter, or export as CSV.`,
      )
  }
  return rows
}

async function* markdownOf(making: Making): AsyncGenerator<string> {
  const { kind, columns, labels } = making
  const line = (cells: readonly string[]): string =>
    `| ${cells
      .map((cell) =>
        cell
          .replaceAll('\\', '\\\\')
          .replaceAll('|', '\\|')
          .replace(/\s*\n\s*/g, ' '),
      )
      .join(' | ')} |\n`
  const rows = await bounded(making, mostWhole.md)
  yield line(header(kind, columns, labels)) + `|${columns.map(() => ' --- |').join('')}\n`
  for (const { record, links } of rows) yield line(columns.map((column) => textOf(kind, column, record, links, labels)))
}

/** A cell with its own type, so that a workbook can sort and sum. Text stays text: no cell is ever a formula. */
const workbookCell = (text: string, { field }: Column, value: unknown): SheetData[number][number] => {
  if (text === '') return null
  if (field.type === 'number' || field.type === 'share' || field.type === 'duration' || field.type === 'money')
    return { type: Number, value: Number(value) }
  if (field.type === 'yes_no') return { type: Boolean, value: value === true }
  // A workbook's cell ends at 32,767 characters.
  return { type: String, value: text.slice(0, 32_767) }
}

const workbookOf = async (making: Making): Promise<Readable> => {
  const { kind, columns, labels } = making
  const rows = await bounded(making, mostWhole.xlsx)
  const data: SheetData = [
    header(kind, columns, labels).map((value) => ({ type: String, value, fontWeight: 'bold' as const })),
    ...rows.map(({ record, links }) =>
      columns.map((column) => workbookCell(textOf(kind, column, record, links, labels), column, record[column.name])),
    ),
  ]
  return Readable.from([await writeXlsxFile(data, { sheet: kind.labels.slice(0, 31), stickyRowsCount: 1 }).toBuffer()])
}

export const contentTypes: Readonly<Record<ExportFormat, string>> = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  md: 'text/markdown; charset=utf-8',
}

/**
 * The records that a list's question finds and the person may see, as a file. Reads page after page, so memory does not grow with a CSV's length.
 * The first page is read before this returns, so that a question that cannot be answered is refused, not broken off.
 * @throws Refusal `filter`, `sort`, `unknown_field`, `too_many`
 */
export const exportRecords = async (db: Db, ctx: Context, kind: Kind, ask: ExportAsk, format: ExportFormat): Promise<Readable> => {
  const columns = columnsFor(ctx, kind, ask.columns)
  const pages = pagesOf(db, ctx, kind, ask, columns)
  const first = await pages.next()
  async function* all(): AsyncGenerator<Page> {
    if (!first.done) yield first.value
    yield* pages
  }
  const making: Making = { kind, columns, labels: ask.labels === true, pages: all() }
  if (format === 'xlsx') return await workbookOf(making)
  return Readable.from(format === 'csv' ? csvOf(making) : markdownOf(making), { objectMode: false, encoding: 'utf8' })
}
