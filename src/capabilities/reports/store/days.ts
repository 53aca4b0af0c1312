import { isoOf, type Millis } from '../../../kernel/instant.ts'
import type { Period } from '../../../kernel/period.ts'
import type { Db, Tx } from '../../../platform/db/database.ts'
import { join, raw, type Sql, sql } from '../../../platform/db/sql.ts'

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
    select era, event.tx::text as tx from event where era = (select max(era) from event) and event.tx < pg_snapshot_xmin(pg_current_snapshot()) order by event.era desc, event.tx desc limit 1`)) ?? { era: 0, tx: '0' }

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
  for (const table of [sql`service_month`, sql`promise_month`]) await tx.run(sql`delete from ${table} where ${of(services)}`)
  await sumMonths(tx, of(services))
}

const monthOf = raw(`to_char(day, 'YYYY-MM')`)

const sumMonths = async (tx: Tx, which: Sql): Promise<void> => {
  await tx.run(sql`insert into service_month (month, service, opened, resolved, kept, missed)
    select ${monthOf}, service, sum(opened), sum(resolved), sum(kept), sum(missed) from service_day where ${which} group by 1, 2`)
  await tx.run(sql`insert into promise_month (month, service, promise, kept, missed)
    select ${monthOf}, service, promise, sum(kept), sum(missed) from promise_day where ${which} group by 1, 2, 3`)
}

/** Months follow their days. */
const remakeMonths = async (tx: Tx, cells: readonly Day[]): Promise<void> => {
  const months = [...new Map(cells.map(({ service, day }) => [`${service} ${day.slice(0, 7)}`, { service, month: day.slice(0, 7) }])).values()]
  const [services, names] = [months.map((one) => one.service), months.map((one) => one.month)]
  const chosen = sql`(month, service) in (select * from unnest(${names}::text[], ${services}::uuid[]))`
  for (const table of [sql`service_month`, sql`promise_month`]) await tx.run(sql`delete from ${table} where ${chosen}`)
  const days = [...new Set(names)].map((name) => ({ name, services: months.filter((one) => one.month === name).map((one) => one.service) }))
  for (const { name, services: some } of days) await sumMonths(tx, sql`${of(some)} and day >= ${`${name}-01`}::date and day < ${`${name}-01`}::date + interval '1 month'`)
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
  await remakeMonths(tx, cells)
}

export type DayRow = Readonly<{ day: string; opened: number; resolved: number; closed: number; reopened: number; kept: number; missed: number }>

/** The days of one service from one date up to, not including, another; dates on which nothing happened are not there. */
export const daysOfService = async (db: Db, service: string, from: string, next: string): Promise<readonly DayRow[]> =>
  await db.rows<DayRow>(sql`select day, opened, resolved, closed, reopened, kept, missed from service_day where service = ${service} and day >= ${from}::date and day < ${next}::date order by day`)

export type PromiseSum = Readonly<{ promise: string; kept: number; missed: number }>

export const promisesBetween = async (db: Db, service: string, from: string, next: string): Promise<readonly PromiseSum[]> =>
  await db.rows<PromiseSum>(sql`select promise, sum(kept)::integer as kept, sum(missed)::integer as missed from promise_day where service = ${service} and day >= ${from}::date and day < ${next}::date group by promise`)

export type ServiceSum = Readonly<{ service: string; month: string; opened: number; resolved: number; kept: number; missed: number }>

/** Sums by service and month, from one month up to and including another. `services` null: all. */
export const monthsOf = async (db: Db, services: readonly string[] | null, first: string, last: string): Promise<readonly ServiceSum[]> =>
  await db.rows<ServiceSum>(sql`select service, month, opened, resolved, kept, missed from service_month where month >= ${first} and month <= ${last} and ${chosenOf(services)}`)

const chosenOf = (services: readonly string[] | null): Sql => (services === null ? sql`true` : of(services))

export type ServicePromise = Readonly<{ service: string; promise: string; kept: number; missed: number }>

/** Decided clocks by service and promise. Months are read as such, other periods by their days. `services` null: all. */
export const promisesByService = async (db: Db, services: readonly string[] | null, period: Period): Promise<readonly ServicePromise[]> =>
  period.kind === 'month'
    ? await db.rows<ServicePromise>(sql`select service, promise, kept, missed from promise_month where month = ${period.text} and ${chosenOf(services)}`)
    : await db.rows<ServicePromise>(sql`
        select service, promise, sum(kept)::integer as kept, sum(missed)::integer as missed from promise_day
        where day >= ${period.first}::date and day < ${period.next}::date and ${chosenOf(services)} group by service, promise`)

export type MonthSum = Readonly<{ month: string; opened: number; resolved: number; kept: number; missed: number }>

/** Sums by month over services. `services` null: all. */
export const monthSums = async (db: Db, services: readonly string[] | null, first: string, last: string): Promise<readonly MonthSum[]> =>
  await db.rows<MonthSum>(sql`
    select month, sum(opened)::integer as opened, sum(resolved)::integer as resolved, sum(kept)::integer as kept, sum(missed)::integer as missed
    from service_month where month >= ${first} and month <= ${last} and ${chosenOf(services)} group by month`)

/** The zone of most services. */
export const usualZone = async (db: Db): Promise<string | undefined> =>
  (await db.first<{ time_zone: string }>(sql`select time_zone from service_zone group by time_zone order by count(*) desc, time_zone limit 1`))?.time_zone
