import { isoOf, type Millis } from '../../../kernel/instant.ts'
import type { Db, Tx } from '../../../platform/db/database.ts'
import { join, type Sql, sql } from '../../../platform/db/sql.ts'

/** How far the days have followed what happened. */
export type DaysState = Readonly<{ era: number; tx: string; reread_n: number; at: string }>

export const daysState = async (db: Db): Promise<DaysState | undefined> => await db.first<DaysState>(sql`select era, tx::text, reread_n, at from service_day_state`)

/** Any number that no other work of Reeve uses for its advisory locks. */
const daysLock = 7_300_021

/** False when somebody else keeps the days just now. Held until the transaction ends. */
export const lockDays = async (tx: Tx, wait: boolean): Promise<boolean> => {
  if (wait) {
    await tx.run(sql`select pg_advisory_xact_lock(${daysLock}::bigint)`)
    return true
  }
  return (await tx.first<{ got: boolean }>(sql`select pg_try_advisory_xact_lock(${daysLock}::bigint) as got`))?.got ?? false
}

/** The newest event of a finished transaction: every event up to it can be seen. */
export const finishedUpTo = async (db: Db): Promise<Readonly<{ era: number; tx: string }>> =>
  (await db.first<{ era: number; tx: string }>(sql`
    select era, tx::text from event where era = (select max(era) from event) and tx < pg_snapshot_xmin(pg_current_snapshot()) order by era desc, tx desc limit 1`)) ?? { era: 0, tx: '0' }

export const saveState = async (tx: Tx, state: Readonly<{ era: number; tx: string; reread_n: number; now: Millis }>): Promise<void> => {
  await tx.run(sql`insert into service_day_state (era, tx, reread_n, at) values (${state.era}, ${state.tx}::text::xid8, ${state.reread_n}, ${isoOf(state.now)})
    on conflict (one) do update set era = excluded.era, tx = excluded.tx, reread_n = excluded.reread_n, at = excluded.at`)
}

export type TicketEvent = Readonly<{ record_id: string; at: string; occurred_at: string | null; before: Readonly<Record<string, unknown>> | null; after: Readonly<Record<string, unknown>> | null }>

/** Events of incidents after one transaction up to another, at most `most`. */
export const ticketEvents = async (db: Db, era: number, after: string, upTo: string, most: number): Promise<readonly TicketEvent[]> =>
  await db.rows<TicketEvent>(sql`select record_id, at, occurred_at, before, after from event
    where era = ${era} and tx > ${after}::text::xid8 and tx <= ${upTo}::text::xid8 and kind = 'incident' order by tx, id limit ${most}`)

export const zonesKept = async (db: Db): Promise<ReadonlyMap<string, string>> =>
  new Map((await db.rows<{ service: string; time_zone: string }>(sql`select service, time_zone from service_zone`)).map((row) => [row.service, row.time_zone]))

const of = (services: readonly string[]): Sql => sql`service = any(${[...services]}::uuid[])`

/** Makes all days of some services anew. `flows` and `decided` are queries of what there is, in the zone. */
export const remake = async (tx: Tx, services: readonly string[], timeZone: string, flows: Sql, decided: Sql, counted: Sql): Promise<void> => {
  await tx.run(sql`delete from service_day where ${of(services)}`)
  await tx.run(sql`delete from promise_day where ${of(services)}`)
  await tx.run(sql`insert into service_zone (service, time_zone) select unnest(${[...services]}::uuid[]), ${timeZone} on conflict (service) do update set time_zone = excluded.time_zone`)
  await tx.run(sql`insert into service_day (service, day, opened, resolved, closed, reopened) select service, day, opened, resolved, closed, reopened from (${flows}) as flow`)
  await tx.run(sql`insert into promise_day (service, promise, day, kept, missed) select service, promise, day, kept, missed from (${decided}) as decided`)
  await sumKept(tx, of(services), counted)
}

const sumKept = async (tx: Tx, which: Sql, counted: Sql): Promise<void> => {
  await tx.run(sql`insert into service_day (service, day, kept, missed)
    select service, day, sum(kept)::integer, sum(missed)::integer from promise_day where ${which} and promise in (${counted}) group by service, day
    on conflict (service, day) do update set kept = excluded.kept, missed = excluded.missed`)
}

export type Day = Readonly<{ service: string; day: string }>

/** Makes single days anew. */
export const remakeDays = async (tx: Tx, cells: readonly Day[], flows: Sql, decided: readonly Sql[], counted: Sql): Promise<void> => {
  const which = sql`(service, day) in (select * from unnest(${cells.map((one) => one.service)}::uuid[], ${cells.map((one) => one.day)}::date[]))`
  await tx.run(sql`delete from service_day where ${which}`)
  await tx.run(sql`delete from promise_day where ${which}`)
  await tx.run(sql`insert into service_day (service, day, opened, resolved, closed, reopened)
    select service, day, opened, resolved, closed, reopened from (${flows}) as flow where opened + resolved + closed + reopened > 0`)
  if (decided.length > 0)
    await tx.run(sql`insert into promise_day (service, promise, day, kept, missed)
      select service, promise, day, kept, missed from (${join(decided, ' union all ')}) as decided where ${which}`)
  await sumKept(tx, which, counted)
}

export const forgetServices = async (tx: Tx, services: readonly string[]): Promise<void> => {
  for (const table of [sql`service_day`, sql`promise_day`, sql`service_zone`]) await tx.run(sql`delete from ${table} where ${of(services)}`)
}

export type DayRow = Readonly<{ day: string; opened: number; resolved: number; closed: number; reopened: number; kept: number; missed: number }>

/** The days of one service from one date up to, not including, another; dates on which nothing happened are not there. */
export const daysOfService = async (db: Db, service: string, from: string, next: string): Promise<readonly DayRow[]> =>
  await db.rows<DayRow>(sql`select day, opened, resolved, closed, reopened, kept, missed from service_day where service = ${service} and day >= ${from}::date and day < ${next}::date order by day`)

/** What was opened more than ended on or after a date: the backlog of now less this is the backlog when that date began. */
export const netSince = async (db: Db, service: string, from: string): Promise<number> =>
  (await db.first<{ net: number }>(sql`select coalesce(sum(opened - resolved), 0)::integer as net from service_day where service = ${service} and day >= ${from}::date`))?.net ?? 0

export type PromiseSum = Readonly<{ promise: string; kept: number; missed: number }>

export const promisesBetween = async (db: Db, service: string, from: string, next: string): Promise<readonly PromiseSum[]> =>
  await db.rows<PromiseSum>(sql`select promise, sum(kept)::integer as kept, sum(missed)::integer as missed from promise_day where service = ${service} and day >= ${from}::date and day < ${next}::date group by promise`)

export type ServiceSum = Readonly<{ service: string; month: string; opened: number; resolved: number; kept: number; missed: number }>

/** Sums by service and month. `services` null: all. */
export const monthsOf = async (db: Db, services: readonly string[] | null, from: string, next: string): Promise<readonly ServiceSum[]> =>
  await db.rows<ServiceSum>(sql`
    select service, to_char(day, 'YYYY-MM') as month, sum(opened)::integer as opened, sum(resolved)::integer as resolved, sum(kept)::integer as kept, sum(missed)::integer as missed
    from service_day where day >= ${from}::date and day < ${next}::date and ${services === null ? sql`true` : of(services)} group by service, month`)

export type ServicePromise = Readonly<{ service: string; promise: string; kept: number; missed: number }>

/** Decided clocks by service and promise. `services` null: all. */
export const promisesByService = async (db: Db, services: readonly string[] | null, from: string, next: string): Promise<readonly ServicePromise[]> =>
  await db.rows<ServicePromise>(sql`
    select service, promise, sum(kept)::integer as kept, sum(missed)::integer as missed from promise_day
    where day >= ${from}::date and day < ${next}::date and ${services === null ? sql`true` : of(services)} group by service, promise`)

export type MonthSum = Readonly<{ month: string; opened: number; resolved: number; kept: number; missed: number }>

/** Sums by month over services. `services` null: all. */
export const monthSums = async (db: Db, services: readonly string[] | null, from: string, next: string): Promise<readonly MonthSum[]> =>
  await db.rows<MonthSum>(sql`
    select to_char(day, 'YYYY-MM') as month, sum(opened)::integer as opened, sum(resolved)::integer as resolved, sum(kept)::integer as kept, sum(missed)::integer as missed
    from service_day where day >= ${from}::date and day < ${next}::date and ${services === null ? sql`true` : of(services)} group by 1`)

/** The zone of most services. */
export const usualZone = async (db: Db): Promise<string | undefined> =>
  (await db.first<{ time_zone: string }>(sql`select time_zone from service_zone group by time_zone order by count(*) desc, time_zone limit 1`))?.time_zone
