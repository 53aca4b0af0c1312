import { isoOf } from '../../../kernel/instant.ts'
import type { Interval } from '../../../kernel/interval.ts'
import type { Db } from '../../../platform/db/database.ts'
import { and, id, or, type Sql, sql } from '../../../platform/db/sql.ts'
import type { Context } from '../../../platform/records/context.ts'
import { sightOf } from '../../../platform/records/filter.ts'
import type { StandingState } from '../model/standing/line.ts'
import { type ListedStanding, standingStates } from '../model/standing/listed.ts'

/** What a list of standings is narrowed to, by ids. */
export type Narrowed = Readonly<{
  states: readonly StandingState[] | null
  subject: string | null
  agreement: string | null
  type: string | null
  measure: string | null
  window: string | null
  /** The person sees every record that a promise can be about, so that none has to be looked at. */
  seesAll: boolean
}>

/** Where a page of the list ended: the place of its last row in the order. */
export type Place = Readonly<{ rank: number; left: number; promise: string; subject: string; window: string }>

export type StandingRow = Omit<ListedStanding, 'worst'> & Readonly<{ rank: number; left: number }>

/** What promises are about; one that is about nothing known stands for its agreement. */
export const promisedAbout = ['service', 'offering', 'component', 'agreement'] as const

/** Standings whose subject the person may see; null when none. */
const sight = (ctx: Context): Sql | null => {
  const seen = promisedAbout.flatMap((name) => {
    const where = sightOf(ctx, ctx.registry.kind(name))
    return where ? [sql`standing.subject in (select id from ${id(name)} where ${where})`] : []
  })
  return seen.length === 0 ? null : or(seen)
}

/** The windows that run now, of promises in force; or those of one name, over or not. */
const windows = (of: Narrowed): Sql =>
  of.window === null
    ? sql`not standing.closed and promise.state = 'active' and agreement.state = 'active'`
    : sql`standing.window_name = ${of.window}`

const conditions = (ctx: Context, of: Narrowed): readonly Sql[] | null => {
  const seen = of.seesAll ? sql`true` : sight(ctx)
  if (seen === null) return null
  return [
    windows(of),
    seen,
    ...(of.states === null ? [] : [sql`standing.state = any(${[...of.states]}::text[])`]),
    ...(of.subject === null ? [] : [sql`standing.subject = ${of.subject}::uuid`]),
    ...(of.agreement === null ? [] : [sql`standing.agreement = ${of.agreement}::uuid`]),
    ...(of.type === null ? [] : [sql`agreement.agreement_type = ${of.type}`]),
    ...(of.measure === null ? [] : [sql`promise.measure = ${of.measure}`]),
  ]
}

const joined = sql`standing join promise on promise.id = standing.promise join agreement on agreement.id = standing.agreement`
const rank = sql`array_position(${[...standingStates]}::text[], standing.state)`
/** A standing without a budget stands after those that have one. */
const left = sql`coalesce(standing.left_share, 1e9)`

/** A page of standings: the worst state first, within it what has least of its budget left. */
export const listedStandings = async (
  db: Db,
  ctx: Context,
  of: Narrowed,
  limit: number,
  after: Place | null,
): Promise<readonly StandingRow[]> => {
  const where = conditions(ctx, of)
  if (where === null) return []
  const from = after
    ? [
        sql`(${rank}, ${left}, standing.promise, standing.subject, standing.window_name) > (${after.rank}::int, ${after.left}::float8, ${after.promise}::uuid, ${after.subject}::uuid, ${after.window}::text)`,
      ]
    : []
  const rows = await db.rows<Omit<StandingRow, 'from' | 'to'> & Readonly<{ from_at: string; to_at: string }>>(sql`
    select standing.promise, standing.subject, standing.agreement, agreement.agreement_type, promise.measure, promise.comparator, standing.window_name,
      standing.from_at, standing.to_at, standing.closed, standing.state, standing.value, standing.target, standing.if_kept, standing.left_share, standing.left_s,
      standing.firing, standing.evaluated_at, ${rank} as rank, ${left} as left
    from ${joined} where ${and([...where, ...from])}
    order by rank, "left", standing.promise, standing.subject, standing.window_name limit ${limit}`)
  return rows.map(({ from_at, to_at, ...row }) => ({ ...row, from: from_at, to: to_at }))
}

/** How many stand in each state, whatever states were asked for. */
export const countedStandings = async (
  db: Db,
  ctx: Context,
  of: Narrowed,
): Promise<readonly Readonly<{ state: StandingState; n: number }>[]> => {
  const where = conditions(ctx, { ...of, states: null })
  return where === null
    ? []
    : await db.rows<{ state: StandingState; n: number }>(
        sql`select standing.state, count(*)::int as n from ${joined} where ${and(where)} group by standing.state`,
      )
}

/** One promise to customers in a window, for whatever it is about. */
export type CustomerStanding = Readonly<{
  subject: string
  promise: string
  title: string
  comparator: 'at_most' | 'at_least' | null
  window_name: string
  state: 'missed' | 'at_risk' | 'kept'
  value: number | null
  target: number
}>

/**
 * How promises to customers, but for those about tickets, which are counted by service, stand in windows of these names that touch a stretch of time, what is missed first; what is at risk only while its window runs.
 * @param subjects null: all
 */
export const customerStandings = async (
  db: Db,
  subjects: readonly string[] | null,
  windows: readonly string[],
  within: Interval,
): Promise<readonly CustomerStanding[]> => {
  const about = subjects === null ? sql`true` : sql`standing.subject = any(${[...subjects]}::uuid[])`
  return await db.rows<CustomerStanding>(sql`
    select standing.subject, standing.promise, promise.title, promise.comparator, standing.window_name, standing.state, standing.value, standing.target
    from ${joined}
    where standing.window_name = any(${[...windows]}::text[]) and standing.state <> 'no_data' and ${about}
      and standing.from_at < ${isoOf(within.to)} and standing.to_at > ${isoOf(within.from)}
      and agreement.agreement_type = 'sla' and promise.measure not in ('response', 'resolution') and (standing.closed or (promise.state = 'active' and agreement.state = 'active'))
      and (standing.state <> 'at_risk' or not standing.closed)
    order by ${rank}, ${left}, standing.promise`)
}
