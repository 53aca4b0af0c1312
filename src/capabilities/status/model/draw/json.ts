import { isoOf, millisOf } from '../../../../kernel/instant.ts'
import type { Uptime } from '../days.ts'
import { statusWords } from '../state.ts'
import type { ItemView, NoticeView, StatusView } from '../view.ts'
import { overallWords } from '../words.ts'
import { dayWords } from './bars.ts'

const uptime = ({ days, share, coverage, down_seconds }: Uptime) => ({ days, share, coverage, down_seconds })

const item = (one: ItemView) => ({
  id: one.id,
  ref: one.ref,
  title: one.title,
  status: one.status,
  status_words: statusWords[one.status],
  uptime: [uptime(one.uptime_30), uptime(one.uptime_90)],
  recorded_from: one.days?.find((cell) => cell.status !== null)?.day ?? null,
  days: (one.days ?? []).filter((cell) => cell.status !== null && (cell.status !== 'operational' || dayWords(cell) !== '')),
})

const notice = (one: NoticeView) => ({
  id: one.id,
  ref: one.ref,
  title: one.title,
  type: one.type,
  impact: one.impact,
  stage: one.stage,
  started_at: isoOf(one.from),
  ended_at: one.to === null ? null : isoOf(one.to),
  items: one.items,
  updates: one.updates.map((update) => ({ id: update.id, stage: update.stage, at: isoOf(update.at), words: update.words })),
})

/** What the page says, for programs. Times are UTC, durations whole seconds, shares 0-1; what goes on and what lies ahead with all updates, past notices of 90 days.
 * Of the days those on which something happened; days before `recorded_from` are not on record, the others were operational. */
export const jsonOf = (view: StatusView, base: string): string => {
  const since = millisOf(view.made_at) - 90 * 86_400_000
  return `${JSON.stringify({
    page: { title: view.page.title, slug: view.page.slug, url: `${base}/status/${view.page.slug}`, time_zone: view.page.time_zone },
    made_at: view.made_at,
    status: view.status,
    status_words: overallWords[view.status],
    groups: view.groups.map((group) => ({ name: group.name, status: group.status, items: group.items.map(item) })),
    active: view.active.map(notice),
    planned: view.ahead.map(notice),
    past: view.notices.filter((one) => !view.active.includes(one) && !view.ahead.includes(one) && one.from >= since).map(notice),
  })}\n`
}
