import { isoOf } from '../../kernel/instant.ts'
import { Refusal } from '../../kernel/refusal.ts'
import type { Tx } from '../db/database.ts'
import { id, sql } from '../db/sql.ts'
import type { Context } from '../records/context.ts'
import type { AnyRecord, Kind } from '../records/kind.ts'
import { find } from '../records/read.ts'
import { remove, save } from '../records/write.ts'

/** What an undo took back, and what it left with the reason. */
export type Undone = Readonly<{ removed: number; restored: number; left: readonly Readonly<{ ref: string; message: string }>[] }>

type Member = Readonly<{ id: string; kind: string; ref: string }>

const chunkSize = 500

/** Members of a batch that somebody changed after it. */
const touchedSince = async (tx: Tx, batch: string): Promise<ReadonlySet<string>> => {
  const rows = await tx.rows<{ record_id: string }>(sql`select distinct later.record_id from event later
    join (select record_id, min(id) as first from event where batch = ${batch} group by record_id) mine on mine.record_id = later.record_id
    where later.id > mine.first and later.batch is distinct from ${batch}::uuid and later.version is not null`)
  return new Set(rows.map((row) => row.record_id))
}

const code = (error: unknown): string => (error instanceof Error && 'code' in error ? String(error.code) : '')

/** Removes many records of one kind at once. @throws the database's refusal when others name one of them */
const removeMany = async (tx: Tx, ctx: Context, kind: Kind, ids: readonly string[]): Promise<void> => {
  const records = await tx.rows<AnyRecord>(sql`select * from ${id(kind.name)} where id = any(${[...ids]}::uuid[])`)
  for (const record of records) for (const behaviour of ctx.registry.behaviours(kind.name)) await behaviour.removing?.(tx, ctx, record)
  await tx.run(sql`insert into event (at, actor, via, verb, kind, record_id, version, before, after, reason, batch)
    select ${isoOf(ctx.now)}::timestamptz, ${ctx.actor.id}::uuid, ${ctx.via}, 'remove', ${kind.name}, one.id, one.version, to_jsonb(one), null, 'import undone', null
    from ${id(kind.name)} one where one.id = any(${[...ids]}::uuid[])`)
  await tx.run(sql`delete from ${id(kind.name)} where id = any(${[...ids]}::uuid[])`)
  await tx.run(sql`delete from record where id = any(${[...ids]}::uuid[])`)
}

const inSavepoint = async (tx: Tx, work: () => Promise<void>): Promise<unknown> => {
  await tx.run(sql`savepoint taking_back`)
  try {
    await work()
    await tx.run(sql`release savepoint taking_back`)
    return undefined
  } catch (error) {
    await tx.run(sql`rollback to savepoint taking_back`)
    if (error instanceof Refusal || code(error).startsWith('23')) return error
    throw error
  }
}

const why = (ref: string, error: unknown): string =>
  error instanceof Refusal ? error.message : `${ref} stays, since other records name it.`

/**
 * Takes an import back: what it changed gets its old values, what it created goes, last things first. Records that somebody changed since,
 * or that others name, stay as they are and are named.
 */
export const undoAll = async (tx: Tx, ctx: Context, batch: string, done: (records: number) => void): Promise<Undone> => {
  const acting: Context = { ...ctx, actor: { ...ctx.actor, grants: [{ right: '*', reach: 'all' }] } }
  const touched = await touchedSince(tx, batch)
  const left: { ref: string; message: string }[] = []
  const stay = (ref: string): void => void left.push({ ref, message: `${ref} was changed since, so it stays as it is.` })

  const created = await tx.rows<Member>(sql`select id, kind, ref from record where batch = ${batch}`)
  const isCreated = new Set(created.map((one) => one.id))
  const steps = await tx.rows<{ record_id: string; kind: string; before: Record<string, unknown> }>(
    sql`select record_id, kind, before from event where batch = ${batch} and before is not null and version is not null order by id desc`,
  )
  const old = new Map<string, { kind: string; before: Record<string, unknown> }>()
  for (const step of steps)
    if (!isCreated.has(step.record_id))
      old.set(step.record_id, { kind: step.kind, before: { ...old.get(step.record_id)?.before, ...step.before } })

  let restored = 0
  for (const [recordId, { kind: kindName, before }] of old) {
    const kind = ctx.registry.kind(kindName)
    const record = await find(tx, kind, recordId, true)
    if (!record) continue
    if (touched.has(recordId)) {
      stay(record.ref)
      continue
    }
    const failed = await inSavepoint(
      tx,
      async () => void (await save(tx, acting, kind, record, { ...record, ...before }, 'undo', { reason: 'import undone' })),
    )
    if (failed) left.push({ ref: record.ref, message: why(record.ref, failed) })
    else restored++
    done(1)
  }

  let removed = 0
  const groups = Map.groupBy(
    created.sort((one, other) => (one.id < other.id ? 1 : -1)),
    (one) => one.kind,
  )
  // Kinds that were imported last name those that were imported first.
  for (const [kindName, members] of groups) {
    const kind = ctx.registry.kind(kindName)
    const free = members.filter((one) => !touched.has(one.id))
    for (const one of members) if (touched.has(one.id)) stay(one.ref)
    for (let at = 0; at < free.length; at += chunkSize) {
      const chunk = free.slice(at, at + chunkSize)
      const together = await inSavepoint(
        tx,
        async () =>
          await removeMany(
            tx,
            acting,
            kind,
            chunk.map((one) => one.id),
          ),
      )
      if (!together) removed += chunk.length
      else
        for (const one of chunk) {
          const failed = await inSavepoint(tx, async () => await remove(tx, acting, kind, one.id, { reason: 'import undone' }))
          if (failed) left.push({ ref: one.ref, message: why(one.ref, failed) })
          else removed++
        }
      done(chunk.length)
    }
  }
  await tx.run(sql`update batch set undone_at = ${isoOf(ctx.now)}, undone_by = ${ctx.actor.id} where id = ${batch}`)
  return { removed, restored, left }
}
