import { isoOf, type Millis } from '../../../kernel/instant.ts'
import type { Db, Tx } from '../../../platform/db/database.ts'
import { join, raw, type Sql, sql } from '../../../platform/db/sql.ts'
import { type Seen, unseen } from '../../../platform/events/unseen.ts'

/** How far the days have followed what happened. */
export type DaysState = Readonly<{ era: number; seen: string; reread_n: number; at: string }>

export const daysState = async (db: Db): Promise<DaysState | undefined> =>
  await db.first<DaysState>(sql`select era, seen::text, reread_n, at from service_day_state`)

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

/** Whether anything happened to an incident that a state has not followed. */
export const anythingNew = async (db: Db, since: Seen): Promise<boolean> =>
  (await db.first<{ found: boolean }>(sql`select exists (select 1 from ${unseen(since)} as happened where kind = 'incident') as found`))
    ?.found ?? true

export const saveState = async (tx: Tx, state: Readonly<{ era: number; seen: string; reread_n: number; now: Millis }>): Promise<void> => {
  await tx.run(sql`insert into service_day_state (era, seen, reread_n, at) values (${state.era}, ${state.seen}::text::pg_snapshot, ${state.reread_n}, ${isoOf(state.now)})
    on conflict (one) do update set era = excluded.era, seen = excluded.seen, reread_n = excluded.reread_n, at = excluded.at`)
}

export type TicketEvent = Readonly<{
  record_id: string
  at: string
  occurred_at: string | null
  before: Readonly<Record<string, unknown>> | null
  after: Readonly<Record<string, unknown>> | null
}>

/** Events of incidents that a state has not followed, at most `most`. */
export const ticketEvents = async (db: Db, since: Seen, most: number): Promise<readonly TicketEvent[]> =>
  await db.rows<TicketEvent>(
    sql`select record_id, at, occurred_at, before, after from ${unseen(since)} as happened where kind = 'incident' limit ${most}`,
  )

export const zonesKept = async (db: Db): Promise<ReadonlyMap<string, string>> =>
  new Map(
    (await db.rows<{ service: string; time_zone: string }>(sql`select service, time_zone from service_zone`)).map((row) => [
      row.service,
      row.time_zone,
    ]),
  )

const of = (services: readonly string[]): Sql => sql`service = any(${[...services]}::uuid[])`

/** Queries of what there is: what happened by day, what was kept of what customers were promised by day, and what was kept of each promise by month. */
export type Counting = Readonly<{ flows: Sql; kept: readonly Sql[]; promises: Sql }>

const monthTotals = async (tx: Tx, which: Sql, sign: Sql): Promise<void> => {
  await tx.run(sql`insert into month_total (month, opened, resolved, kept, missed)
    select month, ${sign} sum(opened), ${sign} sum(resolved), ${sign} sum(kept), ${sign} sum(missed) from service_month where ${which} group by month
    on conflict (month) do update set opened = month_total.opened + excluded.opened, resolved = month_total.resolved + excluded.resolved,
      kept = month_total.kept + excluded.kept, missed = month_total.missed + excluded.missed`)
}

/** Months of some services are written anew from their days; the totals move by the difference. `days`: the days that make up those months. */
const rewriteMonths = async (tx: Tx, which: Sql, days: Sql, promises: Sql): Promise<void> => {
  await monthTotals(tx, which, raw('-'))
  for (const table of [sql`service_month`, sql`promise_month`]) await tx.run(sql`delete from ${table} where ${which}`)
  await tx.run(sql`insert into service_month (month, service, opened, resolved, kept, missed)
    select to_char(day, 'YYYY-MM'), service, sum(opened), sum(resolved), sum(kept), sum(missed) from service_day where ${days} group by 1, 2`)
  await tx.run(
    sql`insert into promise_month (month, service, promise, kept, missed) select month, service, promise, kept, missed from (${promises}) as promised`,
  )
  await monthTotals(tx, which, raw(''))
}

const writeDays = async (tx: Tx, which: Sql, { flows, kept }: Counting): Promise<void> => {
  await tx.run(sql`delete from service_day where ${which}`)
  await tx.run(sql`insert into service_day (service, day, opened, resolved, closed, reopened)
    select service, day, opened, resolved, closed, reopened from (${flows}) as flow where opened + resolved + closed + reopened > 0`)
  if (kept.length === 0) return
  await tx.run(sql`insert into service_day (service, day, kept, missed) select service, day, kept, missed from (${join(kept, ' union all ')}) as decided where ${which}
    on conflict (service, day) do update set kept = excluded.kept, missed = excluded.missed`)
}

/** Makes all days and months of some services anew. */
export const remake = async (tx: Tx, services: readonly string[], timeZone: string, counting: Counting): Promise<void> => {
  await tx.run(
    sql`insert into service_zone (service, time_zone) select unnest(${[...services]}::uuid[]), ${timeZone} on conflict (service) do update set time_zone = excluded.time_zone`,
  )
  await writeDays(tx, of(services), counting)
  await rewriteMonths(tx, of(services), of(services), counting.promises)
}

export type Day = Readonly<{ service: string; day: string }>
export type Month = Readonly<{ service: string; month: string }>

/** Makes single days anew, and the months that hold them. */
export const remakeDays = async (tx: Tx, days: readonly Day[], months: readonly Month[], counting: Counting): Promise<void> => {
  await writeDays(
    tx,
    sql`(service, day) in (select * from unnest(${days.map((one) => one.service)}::uuid[], ${days.map((one) => one.day)}::date[]))`,
    counting,
  )
  const services = months.map((one) => one.service)
  const firsts = months.map((one) => `${one.month}-01`)
  const inThem = sql`exists (select 1 from unnest(${services}::uuid[], ${firsts}::date[]) as wanted (service, first)
    where wanted.service = service_day.service and service_day.day >= wanted.first and service_day.day < wanted.first + interval '1 month')`
  const which = sql`(service, month) in (select * from unnest(${services}::uuid[], ${months.map((one) => one.month)}::text[]))`
  await rewriteMonths(tx, which, sql`${of([...new Set(services)])} and ${inThem}`, counting.promises)
}

export type DayRow = Readonly<{
  day: string
  opened: number
  resolved: number
  closed: number
  reopened: number
  kept: number
  missed: number
}>

/** The days of one service from one date up to, not including, another; dates on which nothing happened are not there. */
export const daysOfService = async (db: Db, service: string, from: string, next: string): Promise<readonly DayRow[]> =>
  await db.rows<DayRow>(
    sql`select day, opened, resolved, closed, reopened, kept, missed from service_day where service = ${service} and day >= ${from}::date and day < ${next}::date order by day`,
  )

export type PromiseSum = Readonly<{ promise: string; kept: number; missed: number }>

/** What was kept of each promise to a service, from one month up to and including another. */
export const promisesBetween = async (db: Db, service: string, first: string, last: string): Promise<readonly PromiseSum[]> =>
  await db.rows<PromiseSum>(sql`
    select promise, sum(kept)::integer as kept, sum(missed)::integer as missed from promise_month where month >= ${first} and month <= ${last} and service = ${service} group by promise`)

/** How a service is grouped: numbers of the groups that it belongs to. */
export type Ways = Readonly<{ service: string; kind: number; unit: number; delivery: number }>

export type GroupSum = Readonly<{
  way: 'kind' | 'unit' | 'delivery'
  key: number
  month: string
  opened: number
  resolved: number
  kept: number
  missed: number
}>

/** Sums over the services of each group by month, from one month up to and including another. */
export const groupSums = async (db: Db, ways: readonly Ways[], first: string, last: string): Promise<readonly GroupSum[]> =>
  await db.rows<GroupSum>(sql`
    select case when grouping(kind) = 0 then 'kind' when grouping(unit) = 0 then 'unit' else 'delivery' end as way, coalesce(kind, unit, delivery) as key, month,
      sum(opened)::integer as opened, sum(resolved)::integer as resolved, sum(kept)::integer as kept, sum(missed)::integer as missed
    from unnest(${ways.map((one) => one.service)}::uuid[], ${ways.map((one) => one.kind)}::integer[], ${ways.map((one) => one.unit)}::integer[], ${ways.map((one) => one.delivery)}::integer[]) as way (service, kind, unit, delivery)
    join service_month using (service) where month >= ${first} and month <= ${last} group by grouping sets ((kind, month), (unit, month), (delivery, month))`)

const chosenOf = (services: readonly string[] | null): Sql => (services === null ? sql`true` : of(services))

/** Each month by its name: a row of one promise is found at once by month, service and promise. */
const monthsBetween = (first: string, last: string): readonly string[] => {
  const number = (month: string): number => Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7)) - 1
  return Array.from({ length: number(last) - number(first) + 1 }, (_, at) => {
    const month = number(first) + at
    return `${String(Math.floor(month / 12)).padStart(4, '0')}-${String((month % 12) + 1).padStart(2, '0')}`
  })
}

export type ServicePromise = Readonly<{ service: string; promise: string; kept: number; missed: number }>

/** Promises of customers that were missed at least once, by service, from one month up to and including another. `services` null: all. `counted`: the promises that customers were given. */
export const missedByService = async (
  db: Db,
  services: readonly string[] | null,
  first: string,
  last: string,
  counted: Sql,
): Promise<readonly ServicePromise[]> =>
  await db.rows<ServicePromise>(sql`
    with late as materialized (
      select distinct service, promise from promise_month
      where month >= ${first} and month <= ${last} and missed > 0 and promise in (${counted}) and ${chosenOf(services)}
    )
    select service, promise, sum(kept)::integer as kept, sum(missed)::integer as missed from late join promise_month using (service, promise)
    where month = any(${monthsBetween(first, last)}::text[]) group by service, promise`)

export type KeptSum = Readonly<{ service: string; kept: number; missed: number }>

/** Clocks of customers' promises that were decided from one month up to and including another, by service. */
export const keptByService = async (db: Db, services: readonly string[] | null, first: string, last: string): Promise<readonly KeptSum[]> =>
  await db.rows<KeptSum>(sql`
    select service, sum(kept)::integer as kept, sum(missed)::integer as missed from service_month
    where month >= ${first} and month <= ${last} and ${chosenOf(services)} group by service having sum(kept + missed) > 0`)

export type MonthSum = Readonly<{ month: string; opened: number; resolved: number; kept: number; missed: number }>

/** Sums by month over services. `services` null: all. */
export const monthSums = async (db: Db, services: readonly string[] | null, first: string, last: string): Promise<readonly MonthSum[]> =>
  services === null
    ? await db.rows<MonthSum>(
        sql`select month, opened, resolved, kept, missed from month_total where month >= ${first} and month <= ${last}`,
      )
    : await db.rows<MonthSum>(sql`
    select month, sum(opened)::integer as opened, sum(resolved)::integer as resolved, sum(kept)::integer as kept, sum(missed)::integer as missed
    from service_month where month >= ${first} and month <= ${last} and ${chosenOf(services)} group by month`)

/** The zone of most services. */
export const usualZone = async (db: Db): Promise<string | undefined> =>
  (
    await db.first<{ time_zone: string }>(
      sql`select time_zone from service_zone group by time_zone order by count(*) desc, time_zone limit 1`,
    )
  )?.time_zone
