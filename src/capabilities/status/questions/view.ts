import { localToUtc } from '../../../kernel/calendar/zone.ts'
import { day } from '../../../kernel/day.ts'
import { isoOf, type Millis, millisOf } from '../../../kernel/instant.ts'
import { renderMarkdown } from '../../../platform/comments/index.ts'
import type { Db } from '../../../platform/db/database.ts'
import { correctionsOf, maintenanceOf, outagesOf, watchedSince } from '../../signals/index.ts'
import { type ItemRow, type NoticeView, type PageFacts, type StatusView, viewOf } from '../model/view.ts'
import { itemsOf, noticesOf, type PageRow, type StoredItem, type StoredNotice, type StoredUpdate, updatesOf } from '../store/page.ts'

const day_ms = 86_400_000
/** A day more than is shown, since days of far zones begin earlier. */
const shownSpan = 92 * day_ms
const keptYears = 3

const htmlOf = (words: string | null): string => (words === null ? '' : renderMarkdown(words).html)

/** Corrections that say nothing was wrong for readers. Whose fault an outage was is between the parties of an agreement: readers were without the service. */
const forReaders: ReadonlySet<string> = new Set(['measurement', 'agreed_maintenance'])

const itemRow = (item: StoredItem, zone: string, watched: ReadonlyMap<string, Millis>): ItemRow => {
  const since = item.subjects.map((subject) => watched.get(subject))
  const all = since.every((at) => at !== undefined)
  return {
    ...item,
    since:
      item.recorded_since === null
        ? all && since.length > 0
          ? Math.max(...since.filter((at) => at !== undefined))
          : null
        : localToUtc(zone, day(item.recorded_since), '00:00'),
  }
}

const noticeView = (notice: StoredNotice, updates: readonly StoredUpdate[], items: readonly StoredItem[]): NoticeView => ({
  id: notice.id,
  ref: notice.ref,
  title: notice.title,
  type: notice.notice_type,
  impact: notice.impact,
  stage: notice.state,
  from: notice.from,
  to: notice.to,
  items: notice.items,
  names: items.filter((item) => notice.items.includes(item.id)).map((item) => item.title),
  version: notice.version,
  changed: notice.changed,
  updates: updates.map((one) => ({ id: one.id, stage: one.stage, at: millisOf(one.at), words: one.words, html: htmlOf(one.words) })),
})

/** Everything that is shown on a page, whoever asks: rights are judged by those who call. */
export const factsOf = async (db: Db, page: PageRow, now: Millis): Promise<PageFacts> => {
  const within = { from: now - shownSpan, to: now + 1 }
  const [items, notices] = await Promise.all([itemsOf(db, page.id), noticesOf(db, page.id, isoOf(now - keptYears * 366 * day_ms))])
  const subjects = [...new Set(items.flatMap((item) => item.subjects))]
  const [updates, outages, works, corrections, watched] = await Promise.all([
    updatesOf(
      db,
      notices.map((one) => one.id),
    ),
    outagesOf(db, subjects, within),
    maintenanceOf(db, subjects, within),
    correctionsOf(db, subjects, within),
    watchedSince(db, subjects),
  ])
  const updatesBy = new Map<string, StoredUpdate[]>()
  for (const one of updates) updatesBy.set(one.notice, [...(updatesBy.get(one.notice) ?? []), one])
  return {
    page: { ...page, about_html: htmlOf(page.about) },
    items: items.map((item) => itemRow(item, page.time_zone, watched)),
    notices: notices.map((one) => noticeView(one, updatesBy.get(one.id) ?? [], items)),
    troubles: outages,
    works,
    corrected: corrections.filter((one) => forReaders.has(one.reason_type)),
  }
}

export const statusView = async (db: Db, page: PageRow, now: Millis): Promise<StatusView> => viewOf(await factsOf(db, page, now), now)
