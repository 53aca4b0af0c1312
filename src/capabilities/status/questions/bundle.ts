import { isoOf, type Millis } from '../../../kernel/instant.ts'
import type { Db } from '../../../platform/db/database.ts'
import { badgeOf } from '../model/draw/badge.ts'
import { calendarOf } from '../model/draw/calendar.ts'
import { feedOf } from '../model/draw/feed.ts'
import { jsonOf } from '../model/draw/json.ts'
import { historyHtml, pageHtml } from '../model/draw/page.ts'
import { monthOf, type StatusView } from '../model/view.ts'
import type { PageRow } from '../store/page.ts'
import { statusView } from './view.ts'

/** A page drawn in all its forms, as of a moment. The names of the files are those of the folder that the status server serves. */
export type Bundle = Readonly<{ page: PageRow; view: StatusView; made: Millis; files: ReadonlyMap<string, string> }>

export type BundleHow = Readonly<{
  /** The address of Reeve without a slash at its end; empty when it was not told. */
  base: string
  /** Whether mail can be sent, with links that lead back. */
  mails: boolean
}>

export const subscribingOf = (page: PageRow, how: Pick<BundleHow, 'mails'>): PageRow['subscribing'] =>
  how.mails ? page.subscribing : 'off'

export const bundleOf = async (db: Db, page: PageRow, now: Millis, how: BundleHow): Promise<Bundle> => {
  const view = await statusView(db, page, now)
  const thisMonth = monthOf(page.time_zone, now)
  const files = new Map([
    ['index.html', pageHtml(view, { subscribing: subscribingOf(page, how) })],
    ['status.json', jsonOf(view, how.base)],
    ['feed.rss', feedOf(view, how.base)],
    ['calendar.ics', calendarOf(view, how.base)],
    ['badge.svg', badgeOf(view.status)],
    ['history/index.html', historyHtml(view, thisMonth)],
  ])
  for (const month of new Set([thisMonth, ...view.months])) files.set(`history/${month}.html`, historyHtml(view, month))
  files.set('made.json', `${JSON.stringify({ made_at: isoOf(now), time_zone: page.time_zone, title: page.title })}\n`)
  return { page, view, made: now, files }
}
