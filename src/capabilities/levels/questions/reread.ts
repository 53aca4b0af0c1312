import type { Db } from '../../../platform/db/database.ts'
import type { Context } from '../../../platform/records/context.ts'
import { needAnywhere } from '../../../platform/rights/grants.ts'
import { rereadNow } from '../store/reread.ts'

/** How far the reading of all clocks has come. `waiting`: asked for or due, not begun. */
export type Progress = Readonly<{
  state: 'waiting' | 'reading' | 'done'
  done: number
  total: number
  started_at: string | null
  finished_at: string | null
}>

/** @throws MissingRight `agreement.see` */
export const progressOf = async (db: Db, ctx: Context): Promise<Progress> => {
  needAnywhere(ctx.actor, 'agreement.see', 'see how far the reading of clocks is')
  const now = await rereadNow(db)
  const { done, total, started_at, finished_at } = now
  const state =
    now.finished_n >= now.n
      ? 'done'
      : now.wanted_n !== null && now.wanted_n > now.finished_n && finished_at === null
        ? 'reading'
        : 'waiting'
  return { state, done, total, started_at, finished_at }
}
