import { type Millis, millisOf } from '../../../kernel/instant.ts'
import type { Database } from '../../../platform/db/database.ts'
import { feedsOf } from '../model/feeds.ts'
import { dayMs } from '../model/spans.ts'
import { usualSeries } from '../model/intake.ts'
import { lockIntake, measuresOf } from '../store/intake.ts'
import { crowds, forgetSeries, silentSeries } from '../store/kept.ts'

/**
 * How long a series may be silent before it is forgotten. Where a source is full, those that feed no measure make room after a day and the others once no monthly
 * reading can be meant any more.
 */
const silence = { usual: 400 * dayMs, full: 35 * dayMs, fullAndUnread: dayMs } as const
const together = 20_000

const forgetIn = async (db: Database, source: string, isFull: boolean, now: Millis): Promise<number> =>
  await db.transaction(async (tx) => {
    await lockIntake(tx, source)
    const found = await silentSeries(tx, source, now - (isFull ? silence.fullAndUnread : silence.usual), together)
    const measures = isFull && found.length > 0 ? await measuresOf(tx, source) : []
    const isOver = (last: Millis): boolean => last < now - (isFull ? silence.full : silence.usual)
    const gone = found.filter((one) => isOver(millisOf(one.last_at)) || (isFull && feedsOf(measures, one.name, one.labels).length === 0))
    if (gone.length > 0)
      await forgetSeries(
        tx,
        source,
        gone.map((one) => one.hash),
      )
    return gone.length
  })

/** Forgets series that ended, so that a source that was full has room again. @param which sources: those that are full, or all @returns how many */
export const forgetSilent = async (db: Database, now: Millis, which: 'full' | 'all'): Promise<number> => {
  let forgotten = 0
  for (const { source, series_n, most } of await crowds(db, usualSeries)) {
    const isFull = series_n >= most
    if (isFull || which === 'all') forgotten += await forgetIn(db, source, isFull, now)
  }
  return forgotten
}
