import type { Tx } from '../db/database.ts'
import { id, raw, sql } from '../db/sql.ts'
import type { Context } from '../records/context.ts'
import { type AnyRecord, fieldOf, type Kind } from '../records/kind.ts'
import { create, save } from '../records/write.ts'
import { needAnywhere, needEverywhere, needOn } from '../rights/grants.ts'
import { Refusal } from '../../kernel/refusal.ts'
import { type Finder, type Linked, makeFinder } from './find.ts'
import { amend, loadAll, newPast, pastOf, type Ready } from './history.ts'
import type { Read, Reader, ReadItem, WrittenItem } from './reader.ts'
import { isOfOneRecord, type Report } from './report.ts'
import { readValues, sameValue } from './values.ts'

/** Records looked up and written together. */
const chunkSize = 500
const loadSize = 3000
/** Records that wait for others which come later in the source. */
const mostWaiting = 200_000

export type Carrying = Readonly<{ reader: Reader; source: string; reads: AsyncIterable<Read>; report: Report; done: (items: number) => void }>

/** Records of one kind that carry their history, on their way to being written in bulk. */
type Bulk = { kind: Kind | null; ready: Ready[]; amended: WrittenItem[] }

/** Fields that differ from what is stored. */
const differing = (kind: Kind, record: AnyRecord, values: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(values).filter(([name, value]) => {
      const field = fieldOf(kind, name)
      return field !== undefined && !sameValue(field, record[name], value)
    }),
  )

/**
 * Writes what a reader reads, in the caller's transaction: new records, changes of those that came from this source before, nothing for the rest.
 * Each record is judged alone; the report names those that are refused. @throws MissingRight, Refusal of the file as a whole
 */
export const carryOut = async (tx: Tx, ctx: Context, how: Carrying): Promise<void> => {
  const { report, reader, source } = how
  const finder = makeFinder(tx, ctx.registry, source)
  const seen = new Map<string, string>()
  const waiting: ReadItem[] = []
  const bulk: Bulk = { kind: null, ready: [], amended: [] }
  const mayCreate = new Set<string>()

  const flush = async (): Promise<void> => {
    if (bulk.kind) {
      const written = await loadAll(tx, ctx, bulk.kind, source, finder, report, bulk.ready)
      await reader.written?.(tx, ctx, [...written, ...bulk.amended])
    }
    bulk.kind = null
    bulk.ready = []
    bulk.amended = []
  }

  const writeNew = async (kind: Kind, item: ReadItem, values: Record<string, unknown>): Promise<void> => {
    if (!mayCreate.has(kind.name)) {
      const what = `import ${kind.labels.toLowerCase()}`
      if (item.past) needEverywhere(ctx.actor, `${kind.name}.create`, what)
      else needAnywhere(ctx.actor, `${kind.name}.create`, what)
      mayCreate.add(kind.name)
    }
    if (item.past) {
      bulk.ready.push({ item, values })
      return
    }
    const record = await create(tx, ctx, kind, values, item.source_ref === null ? undefined : { source, source_ref: item.source_ref })
    finder.wrote(kind.name, item.source_ref, record.id, record.title)
    report.count(kind.name, 'new')
  }

  const writeChange = async (kind: Kind, item: ReadItem, record: AnyRecord, values: Record<string, unknown>): Promise<void> => {
    finder.wrote(kind.name, item.source_ref, record.id, record.title)
    const patch = differing(kind, record, values)
    const fresh = item.past ? await newPast(tx, kind, record, pastOf(finder, kind, item)) : []
    if (Object.keys(patch).length === 0 && fresh.length === 0) return report.count(kind.name, 'same')
    needOn(ctx.actor, `${kind.name}.edit`, kind, record, `change ${kind.label.toLowerCase()} ${record.ref}`)
    for (const name of Object.keys(patch)) {
      const right = kind.fields[name]?.set ?? kind.fields[name]?.see
      if (right) needAnywhere(ctx.actor, right, `set ${kind.fields[name]?.label ?? name}`)
    }
    if (item.past) {
      await amend(tx, ctx, kind, record, patch, fresh)
      bulk.amended.push({ id: record.id, ref: record.ref, item, past: pastOf(finder, kind, item) })
    } else await save(tx, ctx, kind, record, { ...record, ...patch }, 'change', { reason: `Read from ${source}.` })
    report.count(kind.name, 'changed')
  }

  /** True when the links of an item are all there; false when it has to wait; refusals are thrown. */
  const linked = (item: ReadItem, last: boolean): Linked | null => {
    const found = finder.link(item)
    const soft = new Set(item.soft ?? [])
    const hard = found.unknown.filter((issue) => !soft.has(issue.path))
    if (hard.length > 0) {
      if (!last && waiting.length < mostWaiting && hard.every((issue) => issue.rule === 'unknown_reference')) return null
      const coming = new Set(waiting.map((one) => one.source_ref ?? ''))
      const issues = hard.map((issue) => (last && coming.has(issue.key) ? { ...issue, rule: 'cycle', message: `“${issue.key.slice(0, 80)}” and this record name each other, directly or by a longer way, or the other one was refused.` } : issue))
      throw new Refusal('invalid', 'unknown_reference', issues[0]?.message ?? '', issues)
    }
    for (const issue of found.unknown) report.problem({ severity: 'warning', file: item.file, line: item.line, path: issue.path, rule: issue.rule, message: `${issue.message} The record is imported without it.` })
    return found
  }

  const writeOne = async (item: ReadItem, last: boolean, known: ReadonlyMap<ReadItem, AnyRecord | 'ambiguous' | 'missing'>): Promise<boolean> => {
    const kind = ctx.registry.kind(item.kind)
    const found = linked(item, last)
    if (!found) return false
    const values = readValues(kind, found.values, ctx.registry, item.past !== undefined)
    const record = known.get(item)
    if (record === 'ambiguous') throw new Refusal('invalid', 'ambiguous', `More than one ${kind.label.toLowerCase()} has the ${item.match?.field ?? 'key'} “${item.match?.value ?? ''}”. Choose another key column.`)
    if (record === 'missing') throw new Refusal('invalid', 'unknown_reference', `There is no ${kind.label.toLowerCase()} “${item.match?.value ?? ''}”. Leave the ref empty to create a new one.`)
    if (record) await writeChange(kind, item, record, values)
    else await writeNew(kind, item, values)
    return true
  }

  const writeEach = async (items: readonly ReadItem[], last: boolean): Promise<void> => {
    const known = await finder.existing(items)
    for (const item of items) {
      await tx.run(sql`savepoint one`)
      try {
        if (!(await writeOne(item, last, known))) waiting.push(item)
        await tx.run(sql`release savepoint one`)
      } catch (error) {
        if (!isOfOneRecord(error) || isTotal(error)) throw error
        await tx.run(sql`rollback to savepoint one`)
        report.refuse(item, error)
      }
    }
  }

  const isTotal = (error: unknown): boolean => error instanceof Refusal && error.reason === 'forbidden' && !error.message.includes(' there')

  const writeChunk = async (items: readonly ReadItem[], last = false): Promise<void> => {
    await finder.prepare(items)
    await writeEach(items, last)
  }

  /** Refuses what the source itself names twice, and puts records with a history apart from others, so that their order is kept. */
  const isNew = (item: ReadItem): boolean => {
    if (item.source_ref === null) return true
    const key = `${item.kind}\u0000${item.source_ref}`
    const before = seen.get(key)
    if (before === undefined) {
      seen.set(key, `${item.file} line ${item.line}`)
      return true
    }
    report.refuse(item, new Refusal('invalid', 'duplicate', `“${item.source_ref.slice(0, 80)}” stands in what was sent more than once; the first one is in ${before}.`))
    return false
  }

  let chunk: ReadItem[] = []
  const writeHeld = async (): Promise<void> => {
    const items = chunk
    chunk = []
    if (items.length === 0) return
    await writeChunk(items)
    how.done(items.length)
  }
  for await (const read of how.reads) {
    if ('problem' in read) report.problem(read.problem)
    else if ('note' in read) report.note(read.note, read.count)
    else if (isNew(read.item)) {
      const kind = read.item.past ? ctx.registry.kind(read.item.kind) : null
      if (kind !== bulk.kind) {
        await writeHeld()
        await flush()
        bulk.kind = kind
      }
      chunk.push(read.item)
      if (chunk.length >= chunkSize) await writeHeld()
      if (bulk.ready.length + bulk.amended.length >= loadSize) {
        await flush()
        bulk.kind = kind
      }
    }
  }
  await writeHeld()
  for (let before = Number.POSITIVE_INFINITY; waiting.length > 0 && waiting.length < before; ) {
    before = waiting.length
    await writeChunk(waiting.splice(0))
  }
  await refuseLeft()
  await flush()

  /** What still waits names records that never came, or each other. */
  async function refuseLeft(): Promise<void> {
    const left = [...waiting]
    for (const item of left)
      try {
        linked(item, true)
      } catch (error) {
        report.refuse(item, error)
      }
  }
}

/** Lets a rehearsal number its records without using up the refs that real ones will get: its sequences vanish with the transaction. */
export const borrowSequences = async (tx: Tx, ctx: Context): Promise<void> => {
  for (const kind of ctx.registry.kinds) await tx.run(sql`create temp sequence ${id(`ref_${kind.name}`)} start ${raw('7000000000000')}`)
}
