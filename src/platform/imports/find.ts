import { isId } from '../../kernel/id.ts'
import type { Issue } from '../../kernel/refusal.ts'
import type { Tx } from '../db/database.ts'
import { id, sql } from '../db/sql.ts'
import type { Registry } from '../records/context.ts'
import { type AnyRecord, allFields, type Kind } from '../records/kind.ts'
import { lookUp } from '../records/links.ts'
import { isSourceLink, type ReadItem } from './reader.ts'

const inSource = (kind: string, ref: string): string => `${kind}\u0000${ref}`

/** What came of a record's links: ids in `values`, and what could not be found. */
export type Linked = Readonly<{ values: Record<string, unknown>; unknown: readonly (Issue & Readonly<{ key: string }>)[] }>

/**
 * Finds records by whatever a source calls them: by ref or id, by what this source called them (in this run or an earlier one), by title.
 * Looks many up at once; what this run writes is told to it.
 */
export type Finder = Readonly<{
  prepare: (items: readonly ReadItem[]) => Promise<void>
  link: (item: ReadItem) => Linked
  linkValues: (kind: Kind, values: Readonly<Record<string, unknown>>) => Linked
  existing: (items: readonly ReadItem[]) => Promise<ReadonlyMap<ReadItem, AnyRecord | 'ambiguous' | 'missing'>>
  wrote: (kind: string, sourceRef: string | null, recordId: string, title: string) => void
}>

type Wanted = { refs: Set<string>; source: Set<string>; titles: Map<string, Set<string>> }

export const makeFinder = (tx: Tx, registry: Registry, source: string): Finder => {
  const bySource = new Map<string, string>()
  const byTitle = new Map<string, string | null>()
  const byRef = new Map<string, Readonly<{ id: string; kind: string }>>()
  const looked = { refs: new Set<string>(), source: new Set<string>(), titles: new Set<string>() }

  const linkFieldsOf = (kind: Kind) =>
    Object.entries(allFields(kind)).flatMap(([name, field]) =>
      field.type === 'link' || field.type === 'links' ? [[name, field] as const] : [],
    )
  const fieldsOf = new Map<Kind, ReturnType<typeof linkFieldsOf>>()
  const fields = (kind: Kind): ReturnType<typeof linkFieldsOf> => {
    const known = fieldsOf.get(kind) ?? linkFieldsOf(kind)
    fieldsOf.set(kind, known)
    return known
  }
  const listed = (value: unknown): readonly unknown[] =>
    Array.isArray(value) ? value : value === null || value === undefined || value === '' ? [] : [value]

  const want = (wanted: Wanted, kind: Kind, values: Readonly<Record<string, unknown>>): void => {
    for (const [name, field] of fields(kind))
      for (const value of listed(values[name])) {
        const key = isSourceLink(value) ? value.source_ref : String(value)
        if (!looked.source.has(key)) wanted.source.add(key)
        if (isSourceLink(value)) continue
        if (!looked.refs.has(key)) wanted.refs.add(key)
        for (const to of field.to) {
          if (registry.kind(to).large || looked.titles.has(inSource(to, key))) continue
          const titles = wanted.titles.get(to) ?? new Set()
          wanted.titles.set(to, titles.add(key))
        }
      }
  }

  const fetch = async (wanted: Wanted): Promise<void> => {
    for (const key of wanted.source) looked.source.add(key)
    for (const key of wanted.refs) looked.refs.add(key)
    if (wanted.source.size > 0) {
      const rows = await tx.rows<{ id: string; kind: string; source_ref: string }>(
        sql`select id, kind, source_ref from record where source = ${source} and source_ref = any(${[...wanted.source]}::text[])`,
      )
      for (const row of rows) bySource.set(inSource(row.kind, row.source_ref), row.id)
    }
    for (const [key, found] of await lookUp(
      tx,
      [...wanted.refs].filter((key) => isId(key) || /^[a-z]+-\d+$/i.test(key)),
    ))
      byRef.set(key, found)
    for (const [kind, titles] of wanted.titles) {
      for (const title of titles) looked.titles.add(inSource(kind, title))
      const rows = await tx.rows<{ id: string; title: string }>(
        sql`select id, title from ${id(kind)} where title = any(${[...titles]}::text[])`,
      )
      for (const row of rows) {
        const key = inSource(kind, row.title)
        byTitle.set(key, byTitle.has(key) && byTitle.get(key) !== row.id ? null : row.id)
      }
    }
  }

  const findOne = (kinds: readonly string[], value: unknown): string | null | undefined => {
    const key = isSourceLink(value) ? value.source_ref : String(value)
    if (!isSourceLink(value)) {
      const found = byRef.get(key)
      if (found && kinds.includes(found.kind)) return found.id
    }
    for (const kind of kinds) {
      const found = bySource.get(inSource(kind, key))
      if (found) return found
    }
    if (isSourceLink(value)) return undefined
    const titled = kinds.map((kind) => byTitle.get(inSource(kind, key))).filter((one) => one !== undefined)
    return titled.length > 1 ? null : titled[0]
  }

  const linkValues = (kind: Kind, values: Readonly<Record<string, unknown>>): Linked => {
    const linked: Record<string, unknown> = { ...values }
    const unknown: (Issue & { key: string })[] = []
    for (const [name, field] of fields(kind)) {
      if (values[name] === undefined) continue
      const ids: string[] = []
      for (const value of listed(values[name])) {
        const found = findOne(field.to, value)
        const key = isSourceLink(value) ? value.source_ref : String(value)
        const said = key.slice(0, 80)
        if (found) ids.push(found)
        else if (found === null)
          unknown.push({
            key,
            path: name,
            rule: 'ambiguous',
            message: `${field.label}: more than one record is called “${said}”. Name it by its ref.`,
          })
        else
          unknown.push({
            key,
            path: name,
            rule: 'unknown_reference',
            message: `${field.label}: there is no ${field.to.map((to) => registry.kind(to).label.toLowerCase()).join(' or ')} “${said}”, neither in Reeve nor in what was sent.`,
          })
      }
      linked[name] = field.type === 'links' ? [...new Set(ids)] : (ids[0] ?? null)
    }
    return { values: linked, unknown }
  }

  /** Records that hold one of these values in a field; 'ambiguous' where several do. */
  const matching = async (kind: Kind, field: string, values: readonly string[]): Promise<ReadonlyMap<string, AnyRecord | 'ambiguous'>> => {
    const found = new Map<string, AnyRecord | 'ambiguous'>()
    const wanted = field === 'ref' ? values.map((one) => one.toUpperCase()) : values
    const rows = await tx.rows<AnyRecord>(sql`select * from ${id(kind.name)} where ${id(field)} = any(${[...wanted]}::text[])`)
    for (const row of rows) found.set(String(row[field]), found.has(String(row[field])) ? 'ambiguous' : row)
    return found
  }

  const existing: Finder['existing'] = async (items) => {
    const found = new Map<ReadItem, AnyRecord | 'ambiguous' | 'missing'>()
    for (const kindName of new Set(items.map((item) => item.kind))) {
      const kind = registry.kind(kindName)
      const ofKind = items.filter((item) => item.kind === kindName)
      const refs = ofKind.map((item) => item.source_ref).filter((one) => one !== null)
      const rows =
        refs.length === 0
          ? []
          : await tx.rows<AnyRecord & { source_ref: string }>(
              sql`select ${id(kindName)}.*, record.source_ref from record join ${id(kindName)} on ${id(kindName)}.id = record.id where record.source = ${source} and record.kind = ${kindName} and record.source_ref = any(${refs}::text[])`,
            )
      const known = new Map(rows.map(({ source_ref, ...row }) => [source_ref, row as unknown as AnyRecord]))
      for (const item of ofKind) {
        const row = item.source_ref === null ? undefined : known.get(item.source_ref)
        if (row) found.set(item, row)
      }
      for (const field of new Set(ofKind.flatMap((item) => (item.match && !found.has(item) ? [item.match.field] : [])))) {
        const asking = ofKind.filter((item) => !found.has(item) && item.match?.field === field)
        const matches = await matching(
          kind,
          field,
          asking.map((item) => item.match?.value ?? ''),
        )
        for (const item of asking) {
          const value = item.match?.value ?? ''
          const match = matches.get(field === 'ref' ? value.toUpperCase() : value)
          if (match) found.set(item, match)
          else if (field === 'ref') found.set(item, 'missing')
        }
      }
    }
    return found
  }

  return {
    prepare: async (items) => {
      const wanted: Wanted = { refs: new Set(), source: new Set(), titles: new Map() }
      for (const item of items) {
        want(wanted, registry.kind(item.kind), item.values)
        for (const event of item.past ?? []) want(wanted, registry.kind(item.kind), event.after)
      }
      await fetch(wanted)
    },
    link: (item) => linkValues(registry.kind(item.kind), item.values),
    linkValues,
    existing,
    wrote: (kind, sourceRef, recordId, title) => {
      if (sourceRef !== null) bySource.set(inSource(kind, sourceRef), recordId)
      if (registry.kind(kind).large) return
      const key = inSource(kind, title)
      byTitle.set(key, byTitle.has(key) && byTitle.get(key) !== recordId ? null : recordId)
    },
  }
}
