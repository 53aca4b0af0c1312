import { isoOf, type Millis } from '../../../kernel/instant.ts'
import { raw, type Sql, sql } from '../../../platform/db/sql.ts'

const ended = raw('coalesce(resolved_at, closed_at)')
const back = raw(`custody.meaning in ('open', 'active', 'waiting') and before.meaning in ('done', 'closed', 'cancelled')`)

/**
 * Read model of days: how many incidents of each service were opened, resolved, closed and reopened on which date of a zone.
 * `services` null: all. Cancelled incidents count nowhere.
 */
export const ticketDays = (services: readonly string[] | null, timeZone: string): Sql => {
  const chosen = services === null ? sql`service is not null` : sql`service = any(${[...services]}::uuid[])`
  const dayOf = (column: Sql): Sql => sql`(${column} at time zone ${timeZone}::text)::date`
  return sql`
    select service, day, sum(opened)::integer as opened, sum(resolved)::integer as resolved, sum(closed)::integer as closed, sum(reopened)::integer as reopened from (
      select service, ${dayOf(raw('opened_at'))} as day, 1 as opened, 0 as resolved, 0 as closed, 0 as reopened from incident where ${chosen} and state <> 'cancelled'
      union all
      select service, ${dayOf(ended)}, 0, 1, 0, 0 from incident where ${chosen} and state in ('resolved', 'closed') and ${ended} is not null
      union all
      select service, ${dayOf(raw('closed_at'))}, 0, 0, 1, 0 from incident where ${chosen} and state = 'closed' and closed_at is not null
      union all
      select service, ${dayOf(raw('custody.from_at'))}, 0, 0, 0, 1
      from incident join custody on custody.ticket = incident.id join custody before on before.ticket = custody.ticket and before.seq = custody.seq - 1
      where ${chosen} and incident.state <> 'cancelled' and reopenings > 0 and ${back}
    ) as happened group by service, day`
}

/** A date of a service as moments in the service's zone. */
export type Cell = Readonly<{ service: string; day: string; from: Millis; to: Millis }>

/** The same counts for single cells, each read off an index. */
export const ticketCells = (cells: readonly Cell[]): Sql => sql`
  select cell.service, cell.day,
    (select count(*) from incident where incident.service = cell.service and opened_at >= cell.since and opened_at < cell.until and state <> 'cancelled')::integer as opened,
    (select count(*) from incident where incident.service = cell.service and ${ended} >= cell.since and ${ended} < cell.until and state in ('resolved', 'closed'))::integer as resolved,
    (select count(*) from incident where incident.service = cell.service and closed_at >= cell.since and closed_at < cell.until and state = 'closed')::integer as closed,
    (select count(*) from incident join custody on custody.ticket = incident.id join custody before on before.ticket = custody.ticket and before.seq = custody.seq - 1
      where incident.service = cell.service and incident.state <> 'cancelled' and reopenings > 0 and custody.from_at >= cell.since and custody.from_at < cell.until and ${back})::integer as reopened
  from unnest(${cells.map((one) => one.service)}::uuid[], ${cells.map((one) => one.day)}::date[], ${cells.map((one) => isoOf(one.from))}::timestamptz[], ${cells.map((one) => isoOf(one.to))}::timestamptz[])
    as cell (service, day, since, until)`

/** A month of a service as moments in the service's zone. */
export type MonthCell = Readonly<{ service: string; month: string; from: Millis; to: Millis }>

/** How many clocks of each promise were kept and missed in single months of services: read from the incidents that were in hand in them. */
export const promiseCells = (cells: readonly MonthCell[]): Sql => sql`
  select cell.month, cell.service, clock.promise, count(*) filter (where clock.state = 'met')::integer as kept, count(*) filter (where clock.state = 'missed')::integer as missed
  from unnest(${cells.map((one) => one.service)}::uuid[], ${cells.map((one) => one.month)}::text[], ${cells.map((one) => isoOf(one.from))}::timestamptz[], ${cells.map((one) => isoOf(one.to))}::timestamptz[])
    as cell (service, month, since, until)
  cross join lateral (
    select id from incident where incident.service = cell.service and opened_at >= cell.since and opened_at < cell.until
    union select id from incident where incident.service = cell.service and ${ended} >= cell.since and opened_at < cell.until
    union select id from incident where incident.service = cell.service and incident.state in ('new', 'active', 'pending') and opened_at < cell.since
  ) as held
  join clock on clock.ticket = held.id and clock.state in ('met', 'missed')
  where (case when clock.state = 'missed' then clock.breached_at else clock.stopped_at end) >= cell.since and (case when clock.state = 'missed' then clock.breached_at else clock.stopped_at end) < cell.until
  group by cell.month, cell.service, clock.promise`
