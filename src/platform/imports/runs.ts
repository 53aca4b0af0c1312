import { isoOf, type Millis } from '../../kernel/instant.ts'
import { notFound } from '../../kernel/refusal.ts'
import type { Database, Db, Tx } from '../db/database.ts'
import { sql } from '../db/sql.ts'
import type { Mapping, Problem, Samples, SourceFile } from './reader.ts'
import type { Report, Summary } from './report.ts'

export type RunState = 'reading' | 'checked' | 'applying' | 'applied' | 'failed' | 'undone'
export type Doing = 'check' | 'apply' | 'undo'
export type Progress = Readonly<{ done: number; total: number; word: string }>

export type Run = Readonly<{
  id: string
  reader: string
  source: string
  state: RunState
  doing: Doing | null
  files: readonly Omit<SourceFile, 'path'>[]
  mapping: Mapping
  columns: readonly string[]
  samples: Samples
  progress: Progress | null
  summary: Summary | null
  message: string | null
  batch: string | null
  made_at: string
  made_by: string | null
  made_by_title: string | null
  changed_at: string
  files_until: string | null
}>

type Row = Readonly<Record<string, unknown>> & Run

/** A batch may be taken back by its own address too; the run says so. */
const shown = sql`run.id, run.reader, run.source, case when batch.undone_at is not null then 'undone' else run.state end as state, run.doing, run.files, run.mapping, run.columns, run.samples,
  run.progress, run.summary, run.message, run.batch, run.made_at, run.made_by, maker.title as made_by_title, run.changed_at, run.files_until`
const from = sql`import_run run left join batch on batch.id = run.batch left join record maker on maker.id = run.made_by`

export const runOf = async (db: Db, id: string): Promise<Run> => {
  const row = await db.first<Row>(sql`select ${shown} from ${from} where run.id = ${id}`)
  if (!row) throw notFound('This import')
  return row
}

export const runsOf = async (db: Db, limit: number, before: string | undefined): Promise<readonly Run[]> =>
  await db.rows<Row>(
    sql`select ${shown} from ${from} where ${before ? sql`run.id < ${before}::uuid` : sql`true`} order by run.id desc limit ${limit}`,
  )

export type NewRun = Readonly<{
  id: string
  reader: string
  source: string
  files: readonly SourceFile[]
  mapping: Mapping
  columns: readonly string[]
  samples: Samples
  via: string
  made_by: string | null
  now: Millis
  files_until: string
  doing: Doing
}>

export const insertRun = async (db: Db, run: NewRun): Promise<void> => {
  const files = run.files.map(({ name, size, sha256 }) => ({ name, size, sha256 }))
  await db.run(sql`insert into import_run (id, reader, source, state, doing, files, mapping, columns, samples, via, made_at, made_by, changed_at, files_until)
    values (${run.id}, ${run.reader}, ${run.source}, ${run.doing === 'check' ? 'reading' : 'applying'}, ${run.doing}, ${JSON.stringify(files)}, ${JSON.stringify(run.mapping)}, ${JSON.stringify(run.columns)}, ${JSON.stringify(run.samples)}, ${run.via}, ${isoOf(run.now)}, ${run.made_by}, ${isoOf(run.now)}, ${run.files_until})`)
}

/** What a piece of work leaves of a run. */
export type Outcome = Readonly<{ state: RunState; message?: string | null; report?: Report; batch?: string }>

export const settle = async (tx: Tx, id: string, now: Millis, outcome: Outcome): Promise<void> => {
  const { report } = outcome
  await tx.run(sql`update import_run set state = ${outcome.state}, doing = null, progress = null, message = ${outcome.message ?? null}, changed_at = ${isoOf(now)}
    ${report ? sql`, summary = ${JSON.stringify(report.summary())}` : sql``}${outcome.batch ? sql`, batch = ${outcome.batch}` : sql``} where id = ${id}`)
  if (report) await keepIssues(tx, id, report.issues)
}

const keepIssues = async (tx: Tx, run: string, issues: readonly Problem[]): Promise<void> => {
  await tx.run(sql`delete from import_issue where run = ${run}`)
  const rows = issues.map((one, index) => ({
    number: index + 1,
    severity: one.severity,
    file: one.file ?? null,
    line: one.line ?? null,
    path: one.path ?? null,
    rule: one.rule,
    message: one.message.replaceAll('\u0000', ''),
  }))
  if (rows.length === 0) return
  await tx.run(sql`insert into import_issue (run, number, severity, file, line, path, rule, message)
    select ${run}::uuid, number, severity, file, line, path, rule, message from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as one (number integer, severity text, file text, line integer, path text, rule text, message text)`)
}

export const issuesOf = async (
  db: Db,
  run: string,
  after: number,
  limit: number,
): Promise<readonly (Problem & Readonly<{ number: number }>)[]> =>
  await db.rows(
    sql`select number, severity, file, line, path, rule, message from import_issue where run = ${run} and number > ${after} order by number limit ${limit}`,
  )

/**
 * Takes a run for a piece of work, so that no two processes work on it. @returns false when it is in another state by now
 */
export const begin = async (db: Db, id: string, now: Millis, doing: Doing, states: readonly RunState[]): Promise<boolean> =>
  (await db.run(sql`update import_run set doing = ${doing}, state = ${doing === 'check' ? 'reading' : 'applying'}, message = null, progress = null, changed_at = ${isoOf(now)}
    where id = ${id} and doing is null and state = any(${[...states]}::text[])`)) > 0

export const reportProgress = async (db: Database, id: string, progress: Progress, now: Millis): Promise<void> => {
  await db.run(
    sql`update import_run set progress = ${JSON.stringify(progress)}, changed_at = ${isoOf(now)} where id = ${id} and doing is not null`,
  )
}

/** Held by the transaction that works on a run: free means that nobody works on it. */
export const holdRun = async (tx: Tx, id: string): Promise<boolean> =>
  (await tx.first<{ held: boolean }>(sql`select pg_try_advisory_xact_lock(hashtextextended(${`import ${id}`}, 7300)) as held`))?.held ===
  true

const stopped: Readonly<Record<Doing, readonly [RunState, string]>> = {
  check: ['failed', 'Reading was interrupted, since Reeve was stopped meanwhile. Nothing was written. Start it again.'],
  apply: ['failed', 'Writing was interrupted, since Reeve was stopped meanwhile. Nothing was written. Start it again.'],
  undo: ['applied', 'Undoing was interrupted, since Reeve was stopped meanwhile. Nothing was undone. Start it again.'],
}

/** Marks runs whose process died while it worked on them; `isMine` knows those of this process. A run that was touched within the last half minute is left alone. */
export const markInterrupted = async (db: Database, now: Millis, isMine: (id: string) => boolean): Promise<number> => {
  const rows = await db.rows<{ id: string; doing: Doing }>(
    sql`select id, doing from import_run where doing is not null and changed_at < ${isoOf(now - 30_000)}`,
  )
  let count = 0
  for (const { id, doing } of rows.filter((row) => !isMine(row.id)))
    await db.transaction(async (tx) => {
      if (!(await holdRun(tx, id))) return
      const [state, message] = stopped[doing]
      count += await tx.run(
        sql`update import_run set state = ${state}, doing = null, progress = null, message = ${message}, changed_at = ${isoOf(now)} where id = ${id} and doing = ${doing}`,
      )
    })
  return count
}

export const rememberedMapping = async (db: Db, source: string, reader: string): Promise<Mapping | undefined> =>
  (await db.first<{ mapping: Mapping }>(sql`select mapping from import_mapping where source = ${source} and reader = ${reader}`))?.mapping

export const rememberMapping = async (
  tx: Tx,
  source: string,
  reader: string,
  mapping: Mapping,
  by: string | null,
  now: Millis,
): Promise<void> => {
  await tx.run(sql`insert into import_mapping (source, reader, mapping, changed_at, changed_by) values (${source}, ${reader}, ${JSON.stringify(mapping)}, ${isoOf(now)}, ${by})
    on conflict (source, reader) do update set mapping = excluded.mapping, changed_at = excluded.changed_at, changed_by = excluded.changed_by`)
}
