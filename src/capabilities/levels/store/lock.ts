import { isoOf, millisOf } from '../../../kernel/instant.ts'
import type { Db, Tx } from '../../../platform/db/database.ts'
import { id, type Sql, sql } from '../../../platform/db/sql.ts'
import type { LevelState, Reading } from '../model/reading.ts'
import type { Ticket } from '../model/book.ts'

/** A followed ticket with what was last shown of its clocks. */
export type Followed = Readonly<{ ticket: Ticket; due_at: string | null; level_state: LevelState; revision: number }>

type ChainRow = Readonly<{
  ticket: string
  kind: string
  service: string | null
  opened_at: string
  due_at: string | null
  level_state: LevelState
  revision: number
}>

const followed = async (db: Db, which: Sql): Promise<readonly Followed[]> => {
  const rows = await db.rows<ChainRow>(
    sql`select ticket, kind, service, opened_at, due_at, level_state, revision from chain where ${which}`,
  )
  return rows.map(({ ticket, kind, service, opened_at, ...rest }) => ({
    ticket: { id: ticket, kind, service, opened_at: millisOf(opened_at) },
    ...rest,
  }))
}

/** Versions of the agreements by which clocks were read that are out of date: after one, before another. */
export type Behind = Readonly<{ after: number; before: number }>

/** The next tickets after one whose clocks are out of date, in order of their ids. */
export const nextBehind = async (db: Db, ticket: string, { after, before }: Behind, most: number): Promise<readonly Followed[]> =>
  await followed(db, sql`ticket > ${ticket} and level_version > ${after} and level_version < ${before} order by ticket limit ${most}`)

export const countBehind = async (db: Db, ticket: string, { after, before }: Behind): Promise<number> =>
  (
    await db.first<{ n: number }>(
      sql`select count(*) as n from chain where ticket > ${ticket} and level_version > ${after} and level_version < ${before}`,
    )
  )?.n ?? 0

/** These tickets, locked; those that somebody is changing right now are left out. */
export const lockFollowed = async (tx: Tx, ids: readonly string[]): Promise<readonly Followed[]> =>
  await followed(tx, sql`ticket = any(${[...ids]}::uuid[]) order by ticket for update skip locked`)

/**
 * Locks the records of tickets whose levels are to be shown anew. Every followed kind has the fields due_at and level_state.
 * @returns the ids that could be locked: the others are being changed by somebody right now
 */
export const lockRecords = async (tx: Tx, kind: string, ids: readonly string[]): Promise<ReadonlySet<string>> => {
  if (ids.length === 0) return new Set()
  const rows = await tx.rows<{ id: string }>(
    sql`select id from ${id(kind)} where id = any(${[...ids]}::uuid[]) order by id for update skip locked`,
  )
  return new Set(rows.map((row) => row.id))
}

/** Shows readings on the records of tickets. What is shown follows from the chain, so that it is no change of the record: no event, no new version. */
export const show = async (tx: Tx, kind: string, readings: readonly Reading[]): Promise<void> => {
  if (readings.length === 0) return
  const shown = readings.map(({ ticket, due_at, level_state }) => ({
    ticket: ticket.id,
    due_at: due_at === null ? null : isoOf(due_at),
    level_state,
  }))
  await tx.run(sql`update ${id(kind)} set due_at = shown.due_at, level_state = shown.level_state
    from json_to_recordset(${JSON.stringify(shown)}::json) as shown (ticket uuid, due_at timestamptz, level_state text) where id = shown.ticket`)
}
