import { isoOf } from '../../../kernel/instant.ts'
import type { Interval } from '../../../kernel/interval.ts'
import type { Db } from '../../../platform/db/database.ts'
import { type Sql, sql } from '../../../platform/db/sql.ts'

/**
 * Stretches of the tickets that a supplier ever had, with whether it had them in hand (open work, not done) and what was so just before.
 * `given`: it had it and has it no more; `back`: it has it again after it had given it away or it was done.
 */
const hands = (supplier: string): Sql => sql`
  select ticket, from_at, to_at, held, given, held and not was and before_that as back from (
    select ticket, from_at, to_at, held, was and not held as given, was,
      coalesce(bool_or(held) over (partition by ticket order by seq rows between unbounded preceding and 1 preceding), false) as before_that
    from (
      select ticket, seq, from_at, to_at, held, coalesce(lag(held) over (partition by ticket order by seq), false) as was from (
        select ticket, seq, from_at, to_at, holder_type = 'supplier' and holder = ${supplier}::uuid and meaning in ('open', 'active', 'waiting') as held
        from custody where ticket in (select ticket from custody where holder_type = 'supplier' and holder = ${supplier}::uuid)
      ) as held_or_not
    ) as with_before
  ) as with_past`

const within = (column: string, { from, to }: Interval): Sql =>
  column === 'from_at' ? sql`from_at >= ${isoOf(from)} and from_at < ${isoOf(to)}` : sql`to_at >= ${isoOf(from)} and to_at < ${isoOf(to)}`

/** A ticket that came back to a supplier. */
export type Back = Readonly<{ id: string; at: string }>

/** How often it handed work back within a stretch of time (or finished it), and which tickets came back to it. */
export const returnsIn = async (
  db: Db,
  supplier: string,
  stretch: Interval,
): Promise<Readonly<{ handed_back: number; came_back: readonly Back[] }>> => {
  const rows = await db.rows<{ id: string; at: string; given: boolean; back: boolean }>(
    sql`select ticket as id, from_at as at, given, back from (${hands(supplier)}) as hand where (given or back) and ${within('from_at', stretch)} order by from_at, ticket`,
  )
  return {
    handed_back: rows.filter((row) => row.given).length,
    came_back: rows.filter((row) => row.back).map(({ id, at }) => ({ id, at })),
  }
}

export type HandMonth = Readonly<{ month: string; in_hands_s: number; tickets: number; handed_back: number; came_back: number }>

/** For each of some months: seconds that tickets were in its hands (on the wall clock), how many tickets, and how they left and came back. */
export const handsByMonth = async (
  db: Db,
  supplier: string,
  months: readonly Readonly<{ text: string; stretch: Interval }>[],
  now: number,
): Promise<readonly HandMonth[]> =>
  await db.rows<HandMonth>(sql`
    with hand as materialized (${hands(supplier)}),
      month as (select * from unnest(${months.map((one) => one.text)}::text[], ${months.map((one) => isoOf(one.stretch.from))}::timestamptz[], ${months.map((one) => isoOf(one.stretch.to))}::timestamptz[]) as month (name, begins, ends))
    select month.name as month,
      coalesce(sum(extract(epoch from least(coalesce(hand.to_at, ${isoOf(now)}), month.ends) - greatest(hand.from_at, month.begins))) filter (where hand.held and hand.from_at < least(month.ends, ${isoOf(now)}::timestamptz)), 0)::double precision as in_hands_s,
      count(distinct hand.ticket) filter (where hand.held) as tickets,
      count(*) filter (where hand.given and hand.from_at >= month.begins) as handed_back,
      count(*) filter (where hand.back and hand.from_at >= month.begins) as came_back
    from month left join hand on hand.from_at < month.ends and (hand.to_at is null or hand.to_at > month.begins)
    group by month.name order by month.name`)

export type OpenHeld = Readonly<{
  id: string
  ref: string
  title: string
  since: string
  times_back: number
  priority: string | null
  state: string
  in_hands_s: number
}>

/** Tickets that a supplier has in hand now, the longest first. `since`: when they last came to it. */
export const openHeld = async (db: Db, supplier: string, now: number, most = 200): Promise<readonly OpenHeld[]> =>
  await db.rows<OpenHeld>(sql`
    with hand as materialized (${hands(supplier)}),
      open as (select ticket, state, priority from custody where holder_type = 'supplier' and holder = ${supplier} and to_at is null and meaning in ('open', 'active', 'waiting'))
    select open.ticket as id, record.ref, record.title, open.state, open.priority,
      (select max(came.from_at) from (select from_at, held, lag(held) over (order by from_at) as was from hand where hand.ticket = open.ticket) as came where held and was is not true) as since,
      (select count(*) from hand where hand.ticket = open.ticket and back) as times_back,
      (select sum(extract(epoch from coalesce(to_at, ${isoOf(now)}::timestamptz) - from_at)) from hand where hand.ticket = open.ticket and held)::double precision as in_hands_s
    from open join record on record.id = open.ticket order by in_hands_s desc, record.ref limit ${most}`)

export type HeldClock = Readonly<{
  ticket: string
  promise: string
  measure: string
  state: string
  target_s: number
  elapsed_s: number
  due_at: string | null
}>

/** The clocks of tickets under some agreements. */
export const clocksUnder = async (db: Db, tickets: readonly string[], agreements: readonly string[]): Promise<readonly HeldClock[]> =>
  await db.rows<HeldClock>(sql`
    select ticket, promise, measure, state, target_s, elapsed_s, due_at from clock
    where ticket = any(${[...tickets]}::uuid[]) and agreement = any(${[...agreements]}::uuid[]) and state in ('running', 'paused', 'missed', 'met') order by ticket, measure`)

export type MonthCount = Readonly<{ month: string; kept: number; missed: number }>

/** Clocks of some promises that were kept or missed, month by month. */
export const keptByMonth = async (
  db: Db,
  promises: readonly string[],
  months: readonly Readonly<{ text: string; stretch: Interval }>[],
): Promise<readonly MonthCount[]> =>
  await db.rows<MonthCount>(sql`
    select month.name as month, count(*) filter (where clock.state = 'met') as kept, count(*) filter (where clock.state = 'missed') as missed
    from unnest(${months.map((one) => one.text)}::text[], ${months.map((one) => isoOf(one.stretch.from))}::timestamptz[], ${months.map((one) => isoOf(one.stretch.to))}::timestamptz[]) as month (name, begins, ends)
      left join clock on clock.promise = any(${[...promises]}::uuid[]) and clock.state in ('met', 'missed')
        and (case when clock.state = 'missed' then breached_at else stopped_at end) >= month.begins and (case when clock.state = 'missed' then breached_at else stopped_at end) < month.ends
    group by month.name order by month.name`)
