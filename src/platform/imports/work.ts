import { newId } from '../../kernel/id.ts'
import { isoOf, type Millis } from '../../kernel/instant.ts'
import { isRefusal, type Issue, type Refusal } from '../../kernel/refusal.ts'
import type { Database, Tx } from '../db/database.ts'
import { sql } from '../db/sql.ts'
import type { Context } from '../records/context.ts'
import { borrowSequences, carryOut } from './carry.ts'
import { filesOf } from './files.ts'
import type { Problem, Reader, SourceFile } from './reader.ts'
import { makeReport, type Report } from './report.ts'
import { holdRun, reportProgress, type Progress, type Run, settle } from './runs.ts'
import { undoAll } from './undo.ts'

export type Workshop = Readonly<{
  db: Database
  /** Where uploaded files lie. */
  folder: string
  now: () => Millis
  /** A defect that no person can be told of. */
  defect: (error: unknown) => void
}>

/** Thrown to take back what a rehearsal, or an import that is all or nothing, has written. */
class TakenBack extends Error {}

/** Runs that this process works on, from before their transaction begins until after it ends. */
const atWork = new Set<string>()

export const isAtWork = (run: string): boolean => atWork.has(run)

/** Remembers that this process works on a run while it does. */
export const working = async (run: string, work: () => Promise<void>): Promise<void> => {
  atWork.add(run)
  try {
    await work()
  } finally {
    atWork.delete(run)
  }
}

const many = (count: number, one: string, more = `${one}s`): string => `${count.toLocaleString('en')} ${count === 1 ? one : more}`

const progressOf = (
  shop: Workshop,
  run: string,
  total: number,
  word: string,
): Readonly<{ add: (by: number) => void; stop: () => Promise<void> }> => {
  let done = 0
  let last = 0
  let writing: Promise<void> = Promise.resolve()
  let stopped = false
  return {
    add: (by) => {
      done += by
      const now = shop.now()
      if (stopped || now - last < 400) return
      last = now
      const progress: Progress = { done: Math.min(done, total), total, word }
      writing = writing.then(async () => await reportProgress(shop.db, run, progress, now)).catch(shop.defect)
    },
    stop: async () => {
      stopped = true
      await writing
    },
  }
}

const failed = async (shop: Workshop, run: Run, error: unknown): Promise<void> => {
  if (!isRefusal(error)) shop.defect(error)
  const report = makeReport()
  if (isRefusal(error)) for (const issue of ofWhole(error)) report.problem(issue)
  const message = isRefusal(error)
    ? error.message
    : 'Something went wrong within Reeve; nothing was written. The log of the server says more.'
  await shop.db.transaction(async (tx) => await settle(tx, run.id, shop.now(), { state: 'failed', message, report }))
}

const ofWhole = (error: Refusal): readonly Problem[] => {
  const issues: readonly Issue[] = error.issues.length > 0 ? error.issues : [{ path: '', rule: error.code, message: error.message }]
  return issues.map(({ path, rule, message, file, line }) => ({
    severity: 'refused',
    rule: rule ?? error.code,
    message,
    ...(path ? { path } : {}),
    ...(file ? { file } : {}),
    ...(line ? { line } : {}),
  }))
}

const readAll = async (shop: Workshop, tx: Tx, ctx: Context, run: Run, reader: Reader, report: Report, word: string): Promise<void> => {
  const files: readonly SourceFile[] = filesOf(shop.folder, run.id, run.files)
  const total = files.reduce((sum, file) => sum + file.size, 0)
  const progress = progressOf(shop, run.id, total, word)
  try {
    const reads = reader.read(files, run.mapping, { registry: ctx.registry, progress: progress.add })
    await carryOut(tx, ctx, { reader, source: run.source, reads, report, done: () => progress.add(0) })
  } finally {
    await progress.stop()
  }
}

/** Reads and writes everything, then takes it back: what it says is what will happen. */
export const checkRun = async (shop: Workshop, asking: Context, run: Run, reader: Reader): Promise<void> => {
  let report = makeReport()
  try {
    await shop.db.transaction(
      async (tx) => {
        report = makeReport()
        await holdRun(tx, run.id)
        await borrowSequences(tx, asking)
        await readAll(shop, tx, { ...asking, via: 'import', batch: newId() }, run, reader, report, 'Reading')
        throw new TakenBack()
      },
      { deadline: 0 },
    )
  } catch (error) {
    if (!(error instanceof TakenBack)) return await failed(shop, run, error)
  }
  await shop.db.transaction(async (tx) => await settle(tx, run.id, shop.now(), { state: 'checked', report }))
}

/** Writes everything in one transaction, or nothing. */
export const applyRun = async (shop: Workshop, asking: Context, run: Run, reader: Reader): Promise<void> => {
  let report = makeReport()
  const batch = newId()
  try {
    await shop.db.transaction(
      async (tx) => {
        report = makeReport()
        await holdRun(tx, run.id)
        await tx.run(
          sql`insert into batch (id, label, made_at, made_by) values (${batch}, ${`Import of ${run.source}`}, ${isoOf(asking.now)}, ${asking.actor.id})`,
        )
        await readAll(shop, tx, { ...asking, via: 'import', batch }, run, reader, report, 'Writing')
        if (!run.mapping.keep_valid && report.summary().refused > 0) throw new TakenBack()
        await settle(tx, run.id, shop.now(), { state: 'applied', report, batch })
      },
      { deadline: 0 },
    )
  } catch (error) {
    if (!(error instanceof TakenBack)) return await failed(shop, run, error)
    const message = `Nothing was written, since ${many(report.summary().refused, 'line')} cannot be imported and this import is all or nothing. Correct them, or let it take the good lines.`
    await shop.db.transaction(async (tx) => await settle(tx, run.id, shop.now(), { state: 'checked', report, message }))
  }
}

export const undoRun = async (shop: Workshop, asking: Context, run: Run): Promise<void> => {
  const { batch } = run
  if (!batch) return
  const total = Object.values(run.summary?.kinds ?? {}).reduce((sum, counts) => sum + counts.new + counts.changed, 0)
  const progress = progressOf(shop, run.id, total, 'Undoing')
  try {
    await shop.db.transaction(
      async (tx) => {
        await holdRun(tx, run.id)
        const undone = await undoAll(tx, { ...asking, via: 'import' }, batch, progress.add)
        await progress.stop()
        const report = makeReport()
        for (const one of undone.left) report.problem({ severity: 'warning', path: one.ref, rule: 'left', message: one.message })
        report.note('removed', undone.removed)
        report.note('restored', undone.restored)
        const message = `${many(undone.removed, 'record')} removed, ${many(undone.restored, 'record')} restored${undone.left.length > 0 ? `, ${many(undone.left.length, 'record')} left as they are` : ''}.`
        await settle(tx, run.id, shop.now(), {
          state: 'undone',
          message,
          report: { ...report, summary: () => ({ ...report.summary(), kinds: run.summary?.kinds ?? {} }) },
        })
      },
      { deadline: 0 },
    )
  } catch (error) {
    if (!isRefusal(error)) shop.defect(error)
    const message = isRefusal(error) ? error.message : 'Undoing failed within Reeve; nothing was undone. The log of the server says more.'
    await shop.db.transaction(async (tx) => await settle(tx, run.id, shop.now(), { state: 'applied', message }))
  } finally {
    await progress.stop()
  }
}
