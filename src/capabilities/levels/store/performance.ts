import { isoOf } from '../../../kernel/instant.ts'
import type { Interval } from '../../../kernel/interval.ts'
import type { Db } from '../../../platform/db/database.ts'
import { and, sql } from '../../../platform/db/sql.ts'

export type Count = Readonly<{ promise: string; kept: number; missed: number; running: number }>

/**
 * Clocks by promise: kept when they stopped in time within a stretch of time, missed when their target was used up within it, and those that run now (or pause).
 * `service` counts only tickets of that service.
 */
export const countClocks = async (db: Db, promises: readonly string[], stretch: Interval, service?: string): Promise<readonly Count[]> => {
  const of = sql`promise = any(${[...promises]}::uuid[])`
  const served =
    service === undefined ? sql`true` : sql`exists (select 1 from chain where chain.ticket = clock.ticket and chain.service = ${service})`
  const decided = sql`(case when state = 'missed' then breached_at else stopped_at end)`
  return await db.rows<Count>(sql`
    select promise, count(*) filter (where state = 'met') as kept, count(*) filter (where state = 'missed') as missed, count(*) filter (where state in ('running', 'paused')) as running
    from (
      select promise, state from clock where ${and([of, served])} and state in ('met', 'missed') and ${decided} >= ${isoOf(stretch.from)} and ${decided} < ${isoOf(stretch.to)}
      union all
      select promise, state from clock where ${and([of, served])} and state in ('running', 'paused')
    ) as counted group by promise`)
}

export type PromiseRow = Readonly<{
  id: string
  ref: string
  title: string
  state: string
  measure: 'response' | 'resolution'
  priority: string | null
  target: number
  share: number | null
}>

/** The promises of an agreement, those of the past too, in their order. */
export const promisesOf = async (db: Db, agreement: string): Promise<readonly PromiseRow[]> =>
  await db.rows<PromiseRow>(
    sql`select id, ref, title, state, measure, priority, target, share from promise where agreement = ${agreement} and measure in ('response', 'resolution') order by "order" nulls last, measure, priority nulls last, id`,
  )
