import { newId } from '../../kernel/id.ts'
import { isoOf } from '../../kernel/instant.ts'
import { isRefusal, notFound, Refusal } from '../../kernel/refusal.ts'
import type { Database, Tx } from '../db/database.ts'
import { and, id, sql } from '../db/sql.ts'
import { needOn } from '../rights/grants.ts'
import type { Context } from './context.ts'
import { conditionsOf, type Filters, sightOf } from './filter.ts'
import type { AnyRecord, Kind } from './kind.ts'
import { find } from './read.ts'
import { change, move, remove, save } from './write.ts'

export type BulkAsk = Readonly<{
  select: Readonly<{ ids: readonly string[] }> | Readonly<{ filters: Filters }>
  change?: Readonly<Record<string, unknown>>
  do?: Readonly<{ verb: string } & Record<string, unknown>>
  reason?: string
  preview: boolean
}>

export type BulkResult = Readonly<{
  matched: number
  would_change: number
  refused: readonly Readonly<{ ref: string; message: string }>[]
  changed?: number
  batch?: string
}>

/** More than this at once is a job for an import. */
const most = 5_000

/** Thrown to roll back what a preview tried. */
class Rehearsed extends Error {}

const chosen = async (tx: Tx, ctx: Context, kind: Kind, ask: BulkAsk): Promise<readonly AnyRecord[]> => {
  const sight = sightOf(ctx, kind)
  if (sight === null) return []
  const conditions =
    'ids' in ask.select ? [sql`id = any(${[...ask.select.ids]}::uuid[])`] : await conditionsOf(tx, ctx, kind, ask.select.filters)
  const rows = await tx.rows<AnyRecord>(
    sql`select * from ${id(kind.name)} where ${and([sight, ...conditions])} order by id limit ${most + 1}`,
  )
  if (rows.length > most)
    throw new Refusal(
      'too_large',
      'too_many',
      `More than ${most} ${kind.labels.toLowerCase()} match. Narrow the filter and do it in parts.`,
    )
  return rows
}

/**
 * The same change to many records: each one is judged on its own, those that refuse are named, the rest is changed together and undone together.
 * A preview does everything and takes it back, so that what it says is what will happen.
 */
export const bulk = async (db: Database, ctx: Context, kind: Kind, ask: BulkAsk): Promise<BulkResult> => {
  if ((ask.change === undefined) === (ask.do === undefined))
    throw new Refusal('invalid', 'change_or_do', 'Say either what to change or what to do.')
  const batch = newId()
  const within: Context = { ...ctx, batch }
  let result: BulkResult = { matched: 0, would_change: 0, refused: [] }
  try {
    await db.transaction(
      async (tx) => {
        const records = await chosen(tx, ctx, kind, ask)
        const refused: { ref: string; message: string }[] = []
        let changed = 0
        for (const record of records) {
          await tx.run(sql`savepoint one`)
          try {
            const after = await applyOne(tx, within, kind, record, ask)
            if (after.version !== record.version) changed++
            await tx.run(sql`release savepoint one`)
          } catch (error) {
            if (!isRefusal(error)) throw error
            await tx.run(sql`rollback to savepoint one`)
            refused.push({ ref: record.ref, message: error.message })
          }
        }
        result = { matched: records.length, would_change: changed, refused }
        if (ask.preview) throw new Rehearsed()
        await tx.run(
          sql`insert into batch (id, label, made_at, made_by) values (${batch}, ${`Changed ${changed} ${kind.labels.toLowerCase()}`}, ${isoOf(ctx.now)}, ${ctx.actor.id})`,
        )
        result = { ...result, changed, batch }
      },
      { deadline: 120_000 },
    )
  } catch (error) {
    if (!(error instanceof Rehearsed)) throw error
  }
  return result
}

const applyOne = async (tx: Tx, ctx: Context, kind: Kind, record: AnyRecord, ask: BulkAsk): Promise<AnyRecord> => {
  const how = ask.reason === undefined ? {} : { reason: ask.reason }
  if (ask.change) return await change(tx, ctx, kind, record.id, ask.change, how)
  const { verb, ...input } = ask.do ?? { verb: '' }
  return await move(tx, ctx, kind, record.id, verb, input, how)
}

type Undoing = Readonly<{
  record_id: string
  kind: string
  verb: string
  before: Readonly<Record<string, unknown>> | null
  after: Readonly<Record<string, unknown>> | null
  id: number
  version: number | null
}>

export type UndoResult = Readonly<{ removed: number; restored: number; left: readonly Readonly<{ ref: string; message: string }>[] }>

/**
 * Takes back a bulk edit or an import: what it created is removed, what it changed gets its old values.
 * Records that somebody changed since stay as they are and are named. @throws Refusal `not_found`, `already_undone`
 */
export const undoBatch = async (db: Database, ctx: Context, batch: string): Promise<UndoResult> =>
  await db.transaction(
    async (tx) => {
      const found = await tx.first<{ made_by: string | null; undone_at: string | null }>(
        sql`select made_by, undone_at from batch where id = ${batch} for update`,
      )
      if (!found) throw notFound('This batch')
      if (found.undone_at) throw new Refusal('conflict', 'already_undone', 'This was undone already.')
      const mine = found.made_by !== null && found.made_by === ctx.actor.id
      const steps = await tx.rows<Undoing>(
        sql`select id, record_id, kind, verb, before, after, version from event where batch = ${batch} order by id desc`,
      )
      const left: { ref: string; message: string }[] = []
      const seen = new Set<string>()
      let removed = 0
      let restored = 0
      const created = new Set(
        steps.filter((step) => step.before === null && step.after !== null && step.version === 1).map((step) => step.record_id),
      )
      for (const step of steps) {
        if (seen.has(step.record_id)) continue
        seen.add(step.record_id)
        const kind = ctx.registry.kind(step.kind)
        const record = await find(tx, kind, step.record_id, true)
        if (!record) continue
        if (!mine) needOn(ctx.actor, `${kind.name}.edit`, kind, record, `undo changes of ${record.ref}`)
        const since = await tx.first(
          sql`select 1 as one from event where record_id = ${step.record_id} and batch is distinct from ${batch} and id > ${step.id} and version is not null limit 1`,
        )
        if (since) {
          left.push({ ref: record.ref, message: `${record.ref} was changed since, so it stays as it is.` })
          continue
        }
        await tx.run(sql`savepoint one`)
        try {
          const acting: Context = { ...ctx, actor: { ...ctx.actor, grants: [{ right: '*', reach: 'all' }] } }
          if (created.has(step.record_id)) {
            await remove(tx, acting, kind, record.id, { reason: 'import undone' })
            removed++
          } else {
            const old = Object.assign(
              {},
              ...steps.filter((one) => one.record_id === step.record_id).map((one) => one.before ?? {}),
            ) as Record<string, unknown>
            await save(tx, acting, kind, record, { ...record, ...old }, 'undo', { reason: 'undone' })
            restored++
          }
          await tx.run(sql`release savepoint one`)
        } catch (error) {
          if (!isRefusal(error)) throw error
          await tx.run(sql`rollback to savepoint one`)
          left.push({ ref: record.ref, message: error.message })
        }
      }
      await tx.run(sql`update batch set undone_at = ${isoOf(ctx.now)}, undone_by = ${ctx.actor.id} where id = ${batch}`)
      return { removed, restored, left }
    },
    { deadline: 0 },
  )
