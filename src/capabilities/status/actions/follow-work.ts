import type { Tx } from '../../../platform/db/database.ts'
import type { Context } from '../../../platform/records/context.ts'
import type { AnyRecord } from '../../../platform/records/kind.ts'
import { change, move } from '../../../platform/records/write.ts'
import { type Stage, statusNotice } from '../kind/notice.ts'
import { templateFor } from '../model/words.ts'
import { noticesOfWork, pagesShowing } from '../store/page.ts'
import { tellNotice } from './notice.ts'

const stageOf: Readonly<Record<string, Stage>> = {
  planned: 'announced',
  under_way: 'under_way',
  finished: 'completed',
  cancelled: 'cancelled',
}

/** Which move brings a notice from one stage to another; undefined where there is none. */
const verbTo = (from: Stage, to: Stage | undefined): string | undefined => {
  if (to === 'under_way') return from === 'announced' ? 'begin' : undefined
  if (to === 'completed') return from === 'announced' || from === 'under_way' ? 'complete' : undefined
  return to === 'cancelled' && from === 'announced' ? 'cancel' : undefined
}

const strings = (value: unknown): readonly string[] => (Array.isArray(value) ? value.map(String) : [])
const words = (value: unknown): string | null => (typeof value === 'string' && value.trim() !== '' ? value : null)

/** Notices of planned work follow it: its times, its beginning, its end, that it does not take place. */
const followNotices = async (tx: Tx, ctx: Context, before: AnyRecord | null, after: AnyRecord): Promise<ReadonlySet<string>> => {
  const notices = await noticesOfWork(tx, after.id)
  const moved = before !== null && (before['starts_at'] !== after['starts_at'] || before['ends_at'] !== after['ends_at'])
  for (const notice of notices) {
    const verb = verbTo(notice.state, stageOf[after.state])
    if (moved && (notice.state === 'announced' || notice.state === 'under_way'))
      await change(tx, ctx, statusNotice, notice.id, { started_at: after['starts_at'], ended_at: after['ends_at'] })
    if (verb) await move(tx, ctx, statusNotice, notice.id, verb)
  }
  return new Set(notices.map((one) => one.page))
}

/** Work that is said to stand on status pages is told on each that shows what it is on. */
export const followWork = async (tx: Tx, ctx: Context, before: AnyRecord | null, after: AnyRecord): Promise<void> => {
  const told = await followNotices(tx, ctx, before, after)
  const stage = stageOf[after.state]
  if (after['public'] !== true || (stage !== 'announced' && stage !== 'under_way')) return
  for (const { page, items, names } of await pagesShowing(tx, strings(after['subjects'])))
    if (!told.has(page))
      await tellNotice(tx, ctx, {
        page,
        title: after.title,
        notice_type: 'maintenance',
        impact: 'none',
        items,
        stage,
        words: words(after['description']) ?? templateFor(stage, names),
        started_at: String(after['starts_at']),
        ended_at: String(after['ends_at']),
        maintenance: after.id,
      })
}
