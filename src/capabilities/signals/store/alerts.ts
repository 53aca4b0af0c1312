import type { Db, Tx } from '../../../platform/db/database.ts'
import { sql } from '../../../platform/db/sql.ts'

export type AlertRow = Readonly<{
  id: string
  state: 'firing' | 'acknowledged' | 'resolved'
  started_at: string
  ended_at: string | null
  told: number | null
}>

/** One intake of a source's alerts at a time, so that two that tell the same do not both make it. */
export const lockAlerts = async (tx: Tx, source: string): Promise<void> => {
  await tx.first(sql`select pg_advisory_xact_lock(hashtextextended(${source}::text, 7300022))`)
}

/** The last episode of a key. */
export const lastAlert = async (db: Db, source: string, key: string): Promise<AlertRow | undefined> =>
  await db.first<AlertRow>(sql`
    select id, state, started_at, ended_at, told from alert where source = ${source} and alert_key = ${key}
    order by (state <> 'resolved') desc, started_at desc, id desc limit 1`)

/** Told once more and nothing new: no change of the record, so that no event and no version comes of it. */
export const toldAgain = async (tx: Tx, alert: string): Promise<void> => {
  await tx.run(sql`update alert set told = coalesce(told, 1) + 1 where id = ${alert}`)
}

/** Outages that an alert opened and that go on. */
export const outagesOfAlert = async (
  db: Db,
  alert: string,
): Promise<readonly Readonly<{ id: string; started_at: string; severity: string }>[]> =>
  await db.rows<{ id: string; started_at: string; severity: string }>(
    sql`select id, started_at, severity from outage where alert = ${alert} and state = 'ongoing' order by started_at`,
  )

export type AlertSource = Readonly<{
  id: string
  subject: string | null
  subject_label: string | null
  settings: Readonly<{ outages?: Readonly<Record<string, 'down' | 'degraded'>> }> | null
}>

export const alertSource = async (db: Db, source: string): Promise<AlertSource | undefined> =>
  await db.first<AlertSource>(sql`select id, subject, subject_label, settings from source where id = ${source}`)

/** What signals may be about that goes by a name: its ref, its title, or what another tool calls it. */
export const namedSubjects = async (
  db: Db,
  kinds: readonly string[],
  name: string,
): Promise<readonly Readonly<{ id: string; kind: string; by: 'ref' | 'title' | 'name' }>[]> =>
  await db.rows<{ id: string; kind: string; by: 'ref' | 'title' | 'name' }>(sql`
    select id, kind, 'ref' as by from record where ref = ${name.toUpperCase()} and kind = any(${[...kinds]}::text[])
    union all select id, kind, 'title' from record where title = ${name} and kind = any(${[...kinds]}::text[])
    union all select id, kind, 'name' from record where source_ref = ${name} and kind = any(${[...kinds]}::text[])`)
