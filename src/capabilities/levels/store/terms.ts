import type { Day } from '../../../kernel/day.ts'
import type { Db, Tx } from '../../../platform/db/database.ts'
import { and, id, sql } from '../../../platform/db/sql.ts'
import type { NamedPart } from '../model/promise.ts'

/** Refs of agreements in force whose clocks run by a calendar. */
export const activeUsers = async (db: Db, calendar: string): Promise<readonly string[]> => {
  const rows = await db.rows<{ ref: string }>(sql`
    select ref from agreement where state = 'active' and (calendar = ${calendar}
      or exists (select 1 from promise where promise.agreement = agreement.id and promise.state = 'active' and promise.calendar = ${calendar}))
    order by ref limit 5`)
  return rows.map((row) => row.ref)
}

/** Agreements are put in force one at a time, so that no two that contradict each other are at once. */
export const lockAgreements = async (tx: Tx): Promise<void> => {
  await tx.run(sql`select pg_advisory_xact_lock(7300003::bigint)`)
}

export type OtherSla = Readonly<{ ref: string; title: string; starts_on: Day | null; ends_on: Day | null; shared: readonly string[] }>

/** Other service level agreements that are or were in force for one of these services; with no services, those that name none either. `shared` are refs. */
export const otherSlas = async (db: Db, own: string, services: readonly string[]): Promise<readonly OtherSla[]> =>
  await db.rows<OtherSla>(sql`
    select ref, title, starts_on, ends_on, array(select ref from record where record.id = any(agreement.services) and record.id = any(${[...services]}::uuid[]) order by ref) as shared
    from agreement
    where id <> ${own} and agreement_type = 'sla' and (state = 'active' or (state = 'ended' and ends_on is not null))
      and (case when ${services.length === 0} then services = '{}' else services && ${[...services]}::uuid[] end)
    order by ref`)

export const lockAgreement = async (tx: Tx, agreement: string): Promise<Readonly<{ ref: string }> | undefined> =>
  await tx.first<{ ref: string }>(sql`select ref from agreement where id = ${agreement} for update`)

/** The name of a record; undefined without one. */
export const titleOf = async (db: Db, record: string | null): Promise<string | undefined> =>
  record === null ? undefined : (await db.first<{ title: string }>(sql`select title from record where id = ${record}`))?.title

/** Another promise in force of the agreement whose named columns are all alike. */
export const otherPromise = async (
  db: Db,
  own: string,
  agreement: string,
  line: Readonly<Record<string, string | number | null>>,
): Promise<Readonly<{ ref: string; title: string }> | undefined> => {
  const alike = Object.entries(line).map(
    ([name, value]) => sql`${id(name)}::text is not distinct from ${value === null ? null : String(value)}::text`,
  )
  return await db.first<{ ref: string; title: string }>(
    sql`select ref, title from promise where agreement = ${agreement} and state = 'active' and id <> ${own} and ${and(alike)}`,
  )
}

/** The promises that are named as parts, in their order. */
export const namedParts = async (db: Db, ids: readonly string[]): Promise<readonly NamedPart[]> =>
  ids.length === 0
    ? []
    : await db.rows<NamedPart>(
        sql`select id, ref, measure, state from promise where id = any(${[...ids]}::uuid[]) order by array_position(${[...ids]}::uuid[], id)`,
      )

/** Promises in force that a promise is a part of. */
export const wholesOf = async (
  db: Db,
  part: string,
): Promise<readonly Readonly<{ id: string; ref: string; title: string; budgeting: string | null }>[]> =>
  await db.rows<{ id: string; ref: string; title: string; budgeting: string | null }>(
    sql`select id, ref, title, budgeting from promise where state = 'active' and measure = 'composite' and parts @> array[${part}]::uuid[] order by ref`,
  )
