import { newId } from '../../kernel/id.ts'
import { addDays, isoOf } from '../../kernel/instant.ts'
import { Refusal } from '../../kernel/refusal.ts'
import { sql } from '../db/sql.ts'
import type { Context } from '../records/context.ts'
import { needAnywhere } from '../rights/grants.ts'
import { dropFiles, keepFiles, keptDays, type Upload } from './files.ts'
import type { Mapping, Reader } from './reader.ts'
import { begin, insertRun, rememberedMapping, rememberMapping, type Run, runOf } from './runs.ts'
import { applyRun, checkRun, undoRun, working, type Workshop } from './work.ts'

/** The readers there are, and where to work. */
export type Imports = Readonly<{ shop: Workshop; readers: readonly Reader[] }>

export const needToImport = (ctx: Context): void => void needAnywhere(ctx.actor, 'import.run', 'import data')

export const readerNamed = (imports: Imports, name: string): Reader => {
  const found = imports.readers.find((one) => one.name === name)
  if (found) return found
  throw new Refusal(
    'invalid',
    'unknown_reader',
    `There is no reader “${name.slice(0, 60)}”. There are: ${imports.readers.map((one) => one.name).join(', ')}.`,
    [{ path: 'reader', rule: 'unknown_reader', message: 'No such reader.' }],
  )
}

export type Asked = Readonly<{
  reader: string
  source?: string
  dryRun: boolean
  mapping?: Partial<Mapping>
  uploads: AsyncIterable<Upload>
}>

/** The work that goes on after the answer; awaited by programs and tests only. */
export type Started = Readonly<{ id: string; finished: Promise<void> }>

/** Keeps what is sent, guesses how to read it, and begins to read. @throws Refusal about the files as a whole */
export const startImport = async (imports: Imports, ctx: Context, asked: Asked): Promise<Started> => {
  needToImport(ctx)
  const reader = readerNamed(imports, asked.reader)
  const { shop } = imports
  const id = newId()
  const files = await keepFiles(shop.folder, id, asked.uploads)
  try {
    const source = (asked.source?.trim() || files[0]?.name || reader.name).slice(0, 120)
    const remembered = await rememberedMapping(shop.db, source, reader.name)
    const suggestion = await reader.suggest(files, remembered, { registry: ctx.registry, progress: () => undefined })
    const mapping = { ...suggestion.mapping, ...asked.mapping }
    const doing = asked.dryRun ? 'check' : 'apply'
    await insertRun(shop.db, {
      id,
      reader: reader.name,
      source,
      files,
      mapping,
      columns: suggestion.columns,
      samples: suggestion.samples,
      via: ctx.via,
      made_by: ctx.actor.id,
      now: ctx.now,
      files_until: `${addDays(isoOf(ctx.now).slice(0, 10), keptDays)}T00:00:00Z`,
      doing,
    })
  } catch (error) {
    await dropFiles(shop.folder, id)
    throw error
  }
  const run = await runOf(shop.db, id)
  return { id, finished: working(id, async () => await (asked.dryRun ? checkRun : applyRun)(shop, ctx, run, reader)) }
}

const needFiles = (run: Run): void => {
  if (run.files_until === null)
    throw new Refusal('conflict', 'files_gone', `The files of this import were taken away after ${keptDays} days. Send them again.`)
}

const busy = (run: Run, what: string): Refusal =>
  new Refusal(
    'conflict',
    'wrong_state',
    run.doing
      ? 'This import is being worked on at the moment. Wait until it is done.'
      : `This import is ${run.state}; it cannot be ${what} now.`,
  )

/** Changes how a source is read, remembers it, and reads the kept files again. */
export const remap = async (imports: Imports, ctx: Context, id: string, change: Partial<Mapping>): Promise<Started> => {
  needToImport(ctx)
  const { shop } = imports
  const before = await runOf(shop.db, id)
  needFiles(before)
  const reader = readerNamed(imports, before.reader)
  const mapping: Mapping = { ...before.mapping, ...change }
  if (!(await begin(shop.db, id, shop.now(), 'check', ['checked', 'failed']))) throw busy(before, 'read again')
  await shop.db.transaction(async (tx) => {
    await tx.run(sql`update import_run set mapping = ${JSON.stringify(mapping)} where id = ${id}`)
    await rememberMapping(tx, before.source, reader.name, mapping, ctx.actor.id, ctx.now)
  })
  return { id, finished: working(id, async () => await checkRun(shop, ctx, await runOf(shop.db, id), reader)) }
}

/** Writes what was checked. */
export const applyImport = async (imports: Imports, ctx: Context, id: string): Promise<Started> => {
  needToImport(ctx)
  const { shop } = imports
  const before = await runOf(shop.db, id)
  needFiles(before)
  const reader = readerNamed(imports, before.reader)
  if (!(await begin(shop.db, id, shop.now(), 'apply', ['checked', 'failed']))) throw busy(before, 'applied')
  await shop.db.transaction(async (tx) => await rememberMapping(tx, before.source, reader.name, before.mapping, ctx.actor.id, ctx.now))
  return { id, finished: working(id, async () => await applyRun(shop, ctx, await runOf(shop.db, id), reader)) }
}

/** Takes back what an import wrote. Somebody else's import needs the right to remove what it made. */
export const undoImport = async (imports: Imports, ctx: Context, id: string): Promise<Started> => {
  needToImport(ctx)
  const { shop } = imports
  const before = await runOf(shop.db, id)
  if (before.made_by !== ctx.actor.id)
    for (const kind of Object.keys(before.summary?.kinds ?? {}))
      needAnywhere(ctx.actor, `${kind}.remove`, `undo what somebody else imported`)
  if (before.state !== 'applied' || !(await begin(shop.db, id, shop.now(), 'undo', ['applied']))) throw busy(before, 'undone')
  return { id, finished: working(id, async () => await undoRun(shop, ctx, await runOf(shop.db, id))) }
}
