import { newId } from '../src/kernel/id.ts'
import type { Database } from '../src/platform/db/database.ts'
import { id, join, raw, type Sql, sql } from '../src/platform/db/sql.ts'

/** Every table in which a new incident leaves rows, with the column that names it. */
const tables = [
  ['record', 'id'],
  ['incident', 'id'],
  ['event', 'record_id'],
  ['chain', 'ticket'],
  ['custody', 'ticket'],
  ['clock', 'ticket'],
  ['notification', 'record_id'],
] as const

type Template = Readonly<{ table: string; key: string; row: Readonly<Record<string, unknown>>; types: Readonly<Record<string, string>> }>

const templatesOf = async (db: Database, record: string): Promise<readonly Template[]> => {
  const found: Template[] = []
  for (const [table, key] of tables) {
    const columns = await db.rows<{ name: string; type: string }>(
      sql`select attname as name, format_type(atttypid, atttypmod) as type from pg_attribute
        where attrelid = ${table}::regclass and attnum > 0 and not attisdropped and attgenerated = '' and attidentity = '' and attname <> 'tx'`,
    )
    const types = Object.fromEntries(columns.map((one) => [one.name, one.type]))
    const rows = await db.rows(
      sql`select ${join(columns.map((one) => sql`${id(one.name)}::text as ${id(one.name)}`))} from ${id(table)} where ${id(key)} = ${record}`,
    )
    for (const row of rows) found.push({ table, key, row, types })
  }
  return found
}

const insertOf = ({ table, key, row, types }: Template, record: string): Sql => {
  const names = Object.keys(row).filter((name) => row[name] !== null)
  const value = (name: string): unknown => (name === key ? record : name === 'ref' ? `BARE-${record}` : row[name])
  return sql`insert into ${id(table)} (${join(names.map(id))}) values (${join(names.map((name) => sql`${value(name)}::text::${raw(types[name] ?? 'text')}`))})`
}

/** Inserts of the rows that a newly made incident left, for another incident: one statement a row, one durable transaction. */
export const sameRows = async (db: Database): Promise<Readonly<{ rows: number; insert: () => Promise<void> }>> => {
  const last = await db.first<{ id: string }>(
    sql`select record_id as id from event where kind = 'incident' and verb = 'create' order by event.id desc limit 1`,
  )
  if (!last) throw new Error('no incident was made yet')
  const templates = await templatesOf(db, last.id)
  return {
    rows: templates.length,
    insert: async () => {
      const record = newId()
      await db.transaction(async (tx) => {
        for (const template of templates) await tx.run(insertOf(template, record))
      })
    },
  }
}
