import { isId } from '../../kernel/id.ts'
import { type Issue, Refusal } from '../../kernel/refusal.ts'
import type { Db, Row } from '../db/database.ts'
import { sql } from '../db/sql.ts'
import type { Field } from './fields.ts'
import { type AnyRecord, allFields, type Kind } from './kind.ts'

/** What is shown of a record where another one names it. */
export type Link = Readonly<{ id: string; kind: string; ref: string; title: string; state: string }>

type Found = Row & Link

const linkFields = (kind: Kind): readonly (readonly [string, Extract<Field, { type: 'link' | 'links' }>])[] =>
  Object.entries(allFields(kind)).flatMap(([name, field]) =>
    field.type === 'link' || field.type === 'links' ? [[name, field] as const] : [],
  )

const listed = (value: unknown): readonly string[] => (Array.isArray(value) ? value.map(String) : typeof value === 'string' ? [value] : [])

/** Looks records up by ref or id, in any mixture. Refs are found whatever their case. */
export const lookUp = async (db: Db, keys: readonly string[]): Promise<ReadonlyMap<string, Link>> => {
  const found = new Map<string, Link>()
  if (keys.length === 0) return found
  const ids = keys.filter(isId)
  const refs = keys.filter((key) => !isId(key)).map((key) => key.toUpperCase())
  // One kind of key at a time: a question with both is planned anew each time, and costs twice as much.
  const asked = await Promise.all([
    ids.length === 0 ? [] : db.rows<Found>(sql`select id, kind, ref, title, state from record where id = any(${ids}::uuid[])`),
    refs.length === 0 ? [] : db.rows<Found>(sql`select id, kind, ref, title, state from record where ref = any(${refs}::text[])`),
  ])
  for (const row of asked.flat()) {
    found.set(row.id, row)
    found.set(row.ref, row)
  }
  for (const key of keys) {
    const row = found.get(key.toUpperCase())
    if (row) found.set(key, row)
  }
  return found
}

/**
 * Turns refs into ids in a draft, in place, and checks that each names a record of a kind that the field allows.
 * @returns the records that were named
 * @throws Refusal `invalid_fields`
 */
export const resolveLinks = async (db: Db, kind: Kind, draft: Record<string, unknown>): Promise<readonly Link[]> => {
  const asked = linkFields(kind).filter(([name]) => draft[name] !== undefined && draft[name] !== null)
  const keys = asked.flatMap(([name]) => listed(draft[name]))
  if (keys.length === 0) return []
  const found = await lookUp(db, [...new Set(keys)])
  const issues: Issue[] = []
  for (const [name, field] of asked) {
    const ids: string[] = []
    for (const key of listed(draft[name])) {
      const one = found.get(key)
      if (!one) issues.push({ path: name, rule: 'unknown_reference', message: `${field.label}: there is no record “${key.slice(0, 60)}”.` })
      else if (!field.to.includes(one.kind))
        issues.push({
          path: name,
          rule: 'wrong_kind',
          message: `${field.label} must be a ${field.to.join(' or ')}; ${one.ref} is a ${one.kind}.`,
        })
      else if (!ids.includes(one.id)) ids.push(one.id)
    }
    draft[name] = field.type === 'links' ? ids : (ids[0] ?? null)
  }
  const [first] = issues
  if (first)
    throw new Refusal('invalid', 'invalid_fields', issues.length === 1 ? first.message : `${issues.length} references do not fit.`, issues)
  return [...new Set(found.values())]
}

/** The records that these records name, for showing them by ref and title. */
export const linksOf = async (db: Db, kind: Kind, records: readonly AnyRecord[]): Promise<Readonly<Record<string, Link>>> => {
  const ids = new Set<string>()
  const known: Record<string, Link> = {}
  for (const record of records) for (const link of remembered.get(record) ?? []) known[link.id] = link
  for (const [name] of linkFields(kind)) for (const record of records) for (const one of listed(record[name])) if (!known[one]) ids.add(one)
  return { ...known, ...(await linksById(db, [...ids])) }
}

/** What was looked up to write a record need not be looked up again to answer it. */
const remembered = new WeakMap<AnyRecord, readonly Link[]>()
export const rememberLinks = (record: AnyRecord, links: readonly Link[]): void => {
  if (links.length > 0) remembered.set(record, links)
}

export const linksById = async (db: Db, ids: readonly string[]): Promise<Readonly<Record<string, Link>>> => {
  if (ids.length === 0) return {}
  const rows = await db.rows<Found>(sql`select id, kind, ref, title, state from record where id = any(${[...ids]}::uuid[])`)
  return Object.fromEntries(rows.map((row) => [row.id, row]))
}
