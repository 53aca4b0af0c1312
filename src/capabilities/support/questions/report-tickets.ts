import { isoOf, type Millis, millisOf } from '../../../kernel/instant.ts'
import type { Interval } from '../../../kernel/interval.ts'
import type { Db } from '../../../platform/db/database.ts'
import { raw, type Sql, sql } from '../../../platform/db/sql.ts'

/** An incident as reports read it. `ended_at`: resolved, or closed where no resolution is recorded; null while it is in hand. */
export type ReportTicket = Readonly<{
  id: string
  ref: string
  title: string
  state: string
  priority: string | null
  category: string | null
  channel: string | null
  major: boolean
  opened_at: Millis
  responded_at: Millis | null
  ended_at: Millis | null
  closed_at: Millis | null
  reassignments: number
  reopenings: number
}>

type Moments = 'opened_at' | 'responded_at' | 'ended_at' | 'closed_at'
type Row = Readonly<Omit<ReportTicket, Moments> & Record<Exclude<Moments, 'opened_at'>, string | null> & { opened_at: string }>

const millis = (text: string | null): Millis | null => (text === null ? null : millisOf(text))

const columns: Sql = raw(`id, ref, title, state, priority, category, channel, coalesce(major, false) as major, opened_at, responded_at,
  case when state in ('resolved', 'closed') then coalesce(resolved_at, closed_at) end as ended_at, case when state = 'closed' then closed_at end as closed_at,
  coalesce(reassignments, 0) as reassignments, coalesce(reopenings, 0) as reopenings`)

/** The incidents of a service that were in hand, or were closed, at some time of a span. Cancelled ones count nowhere. In the order in which they were opened. */
export const ticketsDuring = async (db: Db, service: string, span: Interval): Promise<readonly ReportTicket[]> => {
  const [from, to] = [isoOf(span.from), isoOf(span.to)]
  // Three parts that exclude each other, so that each is read off its own index.
  const rows = await db.rows<Row>(sql`
    select * from (
      select ${columns} from incident where service = ${service} and state in ('new', 'active', 'pending') and opened_at < ${to}
      union all
      select ${columns} from incident where service = ${service} and coalesce(resolved_at, closed_at) >= ${from} and opened_at < ${to} and state in ('resolved', 'closed')
      union all
      select ${columns} from incident where service = ${service} and closed_at >= ${from} and closed_at < ${to} and coalesce(resolved_at, closed_at) < ${from} and state = 'closed'
    ) as found order by opened_at, id`)
  return rows.map((row) => ({
    ...row,
    opened_at: millisOf(row.opened_at),
    responded_at: millis(row.responded_at),
    ended_at: millis(row.ended_at),
    closed_at: millis(row.closed_at),
  }))
}

/** What the days of an incident depend on, as it stands now. */
export type TicketMoments = Readonly<{ id: string; service: string | null; opened_at: Millis; moments: readonly Millis[] }>

export const momentsOf = async (db: Db, ids: readonly string[]): Promise<readonly TicketMoments[]> => {
  const rows = await db.rows<{
    id: string
    service: string | null
    opened_at: string
    resolved_at: string | null
    closed_at: string | null
  }>(sql`select id, service, opened_at, resolved_at, closed_at from incident where id = any(${[...ids]}::uuid[])`)
  return rows.map((row) => ({
    id: row.id,
    service: row.service,
    opened_at: millisOf(row.opened_at),
    moments: [row.opened_at, row.resolved_at, row.closed_at].flatMap((one) => (one === null ? [] : [millisOf(one)])),
  }))
}
