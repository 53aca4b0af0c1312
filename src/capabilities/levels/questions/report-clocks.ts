import { isoOf, type Millis, millisOf } from '../../../kernel/instant.ts'
import type { Interval } from '../../../kernel/interval.ts'
import type { Db } from '../../../platform/db/database.ts'
import { type Sql, sql } from '../../../platform/db/sql.ts'
import type { Measure } from '../model/book.ts'
import type { HolderType, Meaning } from '../model/custody.ts'

/** A clock as reports read it: a running one whose time has run out by `now` is missed, whether or not that was noticed already. */
export type ReportClock = Readonly<{
  ticket: string
  promise: string
  measure: Measure
  state: 'running' | 'paused' | 'met' | 'missed' | 'cancelled'
  stopped_at: Millis | null
  breached_at: Millis | null
  due_at: Millis | null
  warn_at: Millis | null
  target_s: number
  elapsed_s: number
}>

type Row = Readonly<
  Record<'stopped_at' | 'breached_at' | 'due_at' | 'warn_at', string | null> &
    Omit<ReportClock, 'stopped_at' | 'breached_at' | 'due_at' | 'warn_at'>
>

const millis = (text: string | null): Millis | null => (text === null ? null : millisOf(text))

/** The clocks of tickets, those of service level agreements first. */
export const clocksOf = async (db: Db, tickets: readonly string[], now: Millis): Promise<readonly ReportClock[]> => {
  if (tickets.length === 0) return []
  const at = isoOf(now)
  const rows = await db.rows<Row>(sql`
    select clock.ticket, clock.promise, clock.measure,
      case when clock.state = 'running' and clock.misses_at <= ${at} then 'missed' else clock.state end as state,
      clock.stopped_at, case when clock.state = 'running' and clock.misses_at <= ${at} then clock.misses_at else clock.breached_at end as breached_at,
      clock.due_at, clock.warn_at, clock.target_s, clock.elapsed_s
    from clock join agreement on agreement.id = clock.agreement
    where clock.ticket = any(${[...tickets]}::uuid[])
    order by agreement.agreement_type <> 'sla', clock.ticket, clock.promise`)
  return rows.map((row) => ({
    ...row,
    stopped_at: millis(row.stopped_at),
    breached_at: millis(row.breached_at),
    due_at: millis(row.due_at),
    warn_at: millis(row.warn_at),
  }))
}

export type ReportCustody = Readonly<{
  ticket: string
  from: Millis
  to: Millis | null
  holder_type: HolderType
  holder: string | null
  holder_name: string | null
  meaning: Meaning
  state: string
}>

/** The chains of tickets, each in its order. */
export const chainsOf = async (db: Db, tickets: readonly string[]): Promise<ReadonlyMap<string, readonly ReportCustody[]>> => {
  const chains = new Map<string, ReportCustody[]>()
  if (tickets.length === 0) return chains
  const rows = await db.rows<Omit<ReportCustody, 'from' | 'to'> & Readonly<{ from_at: string; to_at: string | null }>>(sql`
    select custody.ticket, custody.from_at, custody.to_at, custody.holder_type, custody.holder, coalesce(record.title, custody.holder_name) as holder_name, custody.meaning, custody.state
    from custody left join record on record.id = custody.holder
    where custody.ticket = any(${[...tickets]}::uuid[]) order by custody.ticket, custody.seq`)
  for (const { from_at, to_at, ...row } of rows) {
    const one = { ...row, from: millisOf(from_at), to: millis(to_at) }
    const chain = chains.get(row.ticket)
    if (chain) chain.push(one)
    else chains.set(row.ticket, [one])
  }
  return chains
}

/** When a clock's outcome became certain: stopped in time, or used up. The same expression as the index clock_decided. */
const decided: Sql = sql`(case when clock.state = 'missed' then clock.breached_at else clock.stopped_at end)`

/** Promises whose keeping a customer was promised. */
export const customerPromises: Sql = sql`select promise.id from promise join agreement on agreement.id = promise.agreement where agreement.agreement_type = 'sla' and promise.measure in ('response', 'resolution')`

const counted: Sql = sql`count(*) filter (where clock.state = 'met')::integer as kept, count(*) filter (where clock.state = 'missed')::integer as missed`
const decidedClocks: Sql = sql`clock join chain on chain.ticket = clock.ticket where clock.state in ('met', 'missed') and chain.service is not null`
const served = (services: readonly string[] | null): Sql =>
  services === null ? sql`true` : sql`chain.service = any(${[...services]}::uuid[])`
const within = (span: Interval): Sql => sql`${decided} >= ${isoOf(span.from)} and ${decided} < ${isoOf(span.to)}`

/** Read model of days: how many clocks of what customers are promised were kept and missed on which date of a zone, by service. `services` null: all. */
export const keptDays = (services: readonly string[] | null, timeZone: string): Sql => sql`
  select chain.service, (${decided} at time zone ${timeZone}::text)::date as day, ${counted} from ${decidedClocks}
    and ${served(services)} and ${decided} is not null and clock.promise in (${customerPromises}) group by chain.service, 2`

/** The same for one date given as moments. */
export const keptDay = (services: readonly string[], day: string, span: Interval): Sql => sql`
  select chain.service, ${day}::date as day, ${counted} from ${decidedClocks} and ${served(services)} and ${within(span)} and clock.promise in (${customerPromises}) group by chain.service`

/** Read model of months: how many clocks of each promise were kept and missed in which month of a zone, by service. `services` null: all. */
export const promiseMonths = (services: readonly string[] | null, timeZone: string): Sql => sql`
  select to_char(${decided} at time zone ${timeZone}::text, 'YYYY-MM') as month, chain.service, clock.promise, ${counted} from ${decidedClocks}
    and ${served(services)} and ${decided} is not null group by 1, chain.service, clock.promise`

/** How many clocks of each promise were kept and missed within a span, by service: read from the clocks themselves. `services` null: all. */
export const promisesWithin = async (
  db: Db,
  services: readonly string[] | null,
  span: Interval,
): Promise<readonly Readonly<{ service: string; promise: string; kept: number; missed: number }>[]> =>
  await db.rows(
    sql`select chain.service, clock.promise, ${counted} from ${decidedClocks} and ${served(services)} and ${within(span)} group by chain.service, clock.promise`,
  )

/** When clocks of tickets were decided, as they stand now. */
export const decisionsOf = async (db: Db, tickets: readonly string[]): Promise<readonly Readonly<{ ticket: string; at: Millis }>[]> =>
  (
    await db.rows<{ ticket: string; at: string | null }>(
      sql`select clock.ticket, ${decided} as at from clock where clock.ticket = any(${[...tickets]}::uuid[]) and clock.state in ('met', 'missed')`,
    )
  ).flatMap((row) => (row.at === null ? [] : [{ ticket: row.ticket, at: millisOf(row.at) }]))
