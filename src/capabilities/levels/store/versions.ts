import { millisOf } from '../../../kernel/instant.ts'
import type { Db } from '../../../platform/db/database.ts'
import { id, sql } from '../../../platform/db/sql.ts'
import type { AnyRecord } from '../../../platform/records/kind.ts'
import type { Fields, Term, TermKind } from '../model/versions/terms.ts'
import type { Happened } from '../model/versions/versions.ts'

/** Ids of all promises that stand or once stood in an agreement. */
export const linesEver = async (db: Db, agreement: string): Promise<readonly string[]> =>
  (await db.rows<{ promise: string }>(sql`select promise from agreement_line where agreement = ${agreement}::uuid`)).map(
    (one) => one.promise,
  )

/** Records of a kind as they are now. */
export const termsNow = async (db: Db, kind: TermKind, ids: readonly string[]): Promise<readonly Term[]> =>
  ids.length === 0
    ? []
    : (await db.rows<AnyRecord>(sql`select * from ${id(kind)} where id = any(${[...ids]}::uuid[])`)).map((fields) => ({
        kind,
        id: fields.id,
        ref: fields.ref,
        title: fields.title,
        fields,
      }))

type Row = Readonly<{
  at: string
  record_id: string
  kind: TermKind
  verb: string
  before: Fields | null
  after: Fields | null
  actor: string | null
  reason: string | null
}>

/** Everything that changed these records, the newest first. */
export const happenedTo = async (db: Db, ids: readonly string[]): Promise<readonly Happened[]> =>
  (
    await db.rows<Row>(sql`
      select at, record_id, kind, verb, before, after, actor, reason from event
      where record_id = any(${[...ids]}::uuid[]) and (version is not null or verb = 'remove') order by id desc`)
  ).map(({ at, record_id, ...row }) => ({ ...row, at: millisOf(at), record: record_id }))
