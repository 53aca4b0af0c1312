import { Refusal } from '../../kernel/refusal.ts'
import type { Tx } from '../db/database.ts'
import { sql } from '../db/sql.ts'
import type { Context } from '../records/context.ts'
import { type AnyRecord, fieldOf, type Kind } from '../records/kind.ts'
import { create, save } from '../records/write.ts'
import { MissingRight, needAnywhere, needEverywhere, needOn, reachOf } from '../rights/grants.ts'
import { type Linked, makeFinder } from './find.ts'
import { amend, knownPasts, loadAll, newPast, pastOf, type Ready } from './history.ts'
import { placeOf, type Reader, type ReadItem, titleOf } from './reader.ts'
import { isOfOneRecord, type Report } from './report.ts'
import { readValues, sameValue } from './values.ts'

const loadSize = 3000
/** Records that wait for others which come later in the source. */
const mostWaiting = 200_000

export type Writer = Readonly<{
  write: (items: readonly ReadItem[]) => Promise<void>
  /** Writes what was gathered for writing in bulk. */
  flush: () => Promise<void>
  /** Writes what waited for later records, refuses what waited in vain, and flushes. */
  finish: () => Promise<void>
}>

type Parts = Readonly<{ reader: Reader; source: string; report: Report }>
type Known = AnyRecord | 'ambiguous' | 'missing' | undefined

/** Fields that differ from what is stored. */
const differing = (kind: Kind, record: AnyRecord, values: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(values).filter(([name, value]) => {
      const field = fieldOf(kind, name)
      return field !== undefined && !sameValue(field, record[name], value)
    }),
  )

const settled = (kind: Kind, item: ReadItem, known: Known): AnyRecord | undefined => {
  const value = item.match?.value ?? ''
  if (known === 'ambiguous')
    throw new Refusal(
      'invalid',
      'ambiguous',
      `More than one ${kind.label.toLowerCase()} has the ${item.match?.field ?? 'key'} “${value}”. Choose another key column.`,
    )
  if (known === 'missing')
    throw new Refusal(
      'invalid',
      'unknown_reference',
      `There is no ${kind.label.toLowerCase()} “${value}”. Leave the ref empty to create a new one.`,
    )
  return known
}

/** Writes one thing; when it fails, what it did is taken back and the transaction goes on. */
const guarded = async <T>(tx: Tx, work: () => Promise<T>): Promise<T> => {
  await tx.run(sql`savepoint one`)
  try {
    const result = await work()
    await tx.run(sql`release savepoint one`)
    return result
  } catch (error) {
    await tx.run(sql`rollback to savepoint one`)
    throw error
  }
}

export const makeWriter = (tx: Tx, ctx: Context, { reader, source, report }: Parts): Writer => {
  const finder = makeFinder(tx, ctx.registry, source)
  const mayCreate = new Set<string>()
  let waiting: ReadItem[] = []
  let kindInBulk: Kind | null = null
  let ready: Ready[] = []
  let amended: string[] = []
  let pasts: Awaited<ReturnType<typeof knownPasts>> = new Map()

  const flush = async (): Promise<void> => {
    if (!kindInBulk) return
    const kind = kindInBulk
    const [fresh, old] = [ready, amended]
    kindInBulk = null
    ready = []
    amended = []
    if (fresh.length > 0) await loadAll({ tx, ctx, kind, source, finder, report, loader: reader.loads?.[kind.name] }, fresh)
    if (old.length > 0) await reader.reread?.(tx, ctx, kind.name, old)
  }

  const gather = async (kind: Kind): Promise<void> => {
    if (kindInBulk !== kind || ready.length + amended.length >= loadSize) await flush()
    kindInBulk = kind
  }

  const needToCreate = (kind: Kind, item: ReadItem): void => {
    if (mayCreate.has(kind.name)) return
    const what = `import ${kind.labels.toLowerCase()}`
    if (item.past) needEverywhere(ctx.actor, `${kind.name}.create`, what)
    else needAnywhere(ctx.actor, `${kind.name}.create`, what)
    mayCreate.add(kind.name)
  }

  const writeNew = async (kind: Kind, item: ReadItem, values: Record<string, unknown>): Promise<void> => {
    needToCreate(kind, item)
    if (item.past) {
      await gather(kind)
      ready.push({ item, values })
      return
    }
    const origin = item.source_ref === null ? undefined : { source, source_ref: item.source_ref }
    const record = await guarded(tx, async () => await create(tx, ctx, kind, values, origin))
    finder.wrote(kind.name, item.source_ref, record.id, record.title)
    report.count(kind.name, 'new')
  }

  const needToChange = (kind: Kind, record: AnyRecord, patch: Readonly<Record<string, unknown>>): void => {
    needOn(ctx.actor, `${kind.name}.edit`, kind, record, `change ${kind.label.toLowerCase()} ${record.ref}`)
    for (const name of Object.keys(patch)) {
      const right = kind.fields[name]?.set ?? kind.fields[name]?.see
      if (right) needAnywhere(ctx.actor, right, `set ${kind.fields[name]?.label ?? name}`)
    }
  }

  const writeChange = async (kind: Kind, item: ReadItem, record: AnyRecord, values: Record<string, unknown>): Promise<void> => {
    finder.wrote(kind.name, item.source_ref, record.id, record.title)
    const patch = differing(kind, record, values)
    const past = item.past ? pastOf(finder, kind, item) : []
    const fresh = item.past ? newPast(kind, pasts.get(record.id) ?? [], past) : []
    if (Object.keys(patch).length === 0 && fresh.length === 0) {
      report.count(kind.name, 'same')
      return
    }
    needToChange(kind, record, patch)
    if (item.past) {
      await gather(kind)
      await guarded(tx, async () => await amend(tx, ctx, kind, record, patch, fresh))
      amended.push(record.id)
    } else
      await guarded(
        tx,
        async () => await save(tx, ctx, kind, record, { ...record, ...patch }, 'change', { reason: `Read from ${source}.` }),
      )
    report.count(kind.name, 'changed')
  }

  /** An item's links as ids; null when it has to wait for a record that may still come. @throws Refusal `unknown_reference` */
  const linked = (item: ReadItem): Linked | null => {
    const found = finder.link(item)
    const soft = new Set(item.soft ?? [])
    const hard = found.unknown.filter((issue) => !soft.has(issue.path))
    if (hard.length > 0) {
      if (waiting.length < mostWaiting && hard.every((issue) => issue.rule === 'unknown_reference')) return null
      throw new Refusal('invalid', 'unknown_reference', hard[0]?.message ?? '', hard)
    }
    for (const issue of found.unknown)
      report.problem({
        severity: 'warning',
        ...placeOf(item, issue.path),
        rule: issue.rule ?? 'unknown_reference',
        message: `${issue.message} The record is imported without it.`,
      })
    return found
  }

  const writeOne = async (item: ReadItem, known: Known): Promise<void> => {
    const kind = ctx.registry.kind(item.kind)
    const found = linked(item)
    if (!found) {
      waiting.push(item)
      return
    }
    const values = readValues(kind, found.values, ctx.registry, item.past !== undefined)
    const record = settled(kind, item, known)
    if (record) await writeChange(kind, item, record, values)
    else await writeNew(kind, item, values)
  }

  /** A right that is missing altogether stops the run; one that reaches too short refuses a record. */
  const isOfRun = (item: ReadItem, error: unknown): boolean =>
    error instanceof MissingRight && (item.past !== undefined || reachOf(ctx.actor, error.right) === null)

  const write = async (items: readonly ReadItem[]): Promise<void> => {
    await finder.prepare(items)
    const known = await finder.existing(items)
    pasts = await knownPasts(
      tx,
      items.flatMap((item) => {
        const record = known.get(item)
        return item.past && typeof record === 'object' ? [record.id] : []
      }),
    )
    for (const item of items)
      try {
        await writeOne(item, known.get(item))
      } catch (error) {
        if (!isOfOneRecord(error) || isOfRun(item, error)) throw error
        report.refuse(item, error)
      }
  }

  const refuseWaiting = (): void => {
    const coming = new Set(waiting.flatMap((one) => [one.source_ref ?? '', titleOf(one.values)]))
    for (const item of waiting) {
      const issues = finder.link(item).unknown.map((issue) =>
        coming.has(issue.key)
          ? {
              ...issue,
              rule: 'cycle',
              message: `It names “${issue.key.slice(0, 80)}”, which names this one in turn, directly or by a longer way, or was refused itself.`,
            }
          : issue,
      )
      report.refuse(item, new Refusal('invalid', 'unknown_reference', issues[0]?.message ?? '', issues))
    }
    waiting = []
  }

  return {
    write,
    flush,
    finish: async () => {
      await flush()
      for (let before = Number.POSITIVE_INFINITY; waiting.length > 0 && waiting.length < before; ) {
        before = waiting.length
        await write(waiting.splice(0))
        await flush()
      }
      refuseWaiting()
    },
  }
}
