import { dayAt } from '../../../kernel/calendar/zone.ts'
import type { Day } from '../../../kernel/day.ts'
import { isoOf, type Millis } from '../../../kernel/instant.ts'
import type { Stage } from '../kind/notice.ts'
import { type DayCell, dayCells, type Uptime, uptimeOf } from './days.ts'
import { type Impact, raisedBy, type Status, statusAt, type Told, type Trouble, type Work, worst } from './state.ts'

/** What is shown of a page, as it was stored. `html` is safe to show as it is. */
export type PageFacts = Readonly<{
  page: Readonly<{
    title: string
    slug: string
    public: boolean
    about_html: string
    time_zone: string
    website: string | null
    help_url: string | null
  }>
  items: readonly ItemRow[]
  notices: readonly NoticeView[]
  troubles: readonly Trouble[]
  works: readonly Work[]
  corrected: readonly Readonly<{ subject: string; from: Millis; to: Millis }>[]
}>

export type ItemRow = Readonly<{
  id: string
  ref: string
  title: string
  group_name: string | null
  about: string | null
  subjects: readonly string[]
  since: Millis | null
  hide_days: boolean
}>

export type UpdateView = Readonly<{ id: string; stage: Stage; at: Millis; words: string; html: string }>
export type NoticeView = Readonly<{
  id: string
  ref: string
  title: string
  type: 'incident' | 'maintenance'
  impact: Impact
  stage: Stage
  from: Millis
  to: Millis | null
  items: readonly string[]
  /** Names of the items, in the page's order. */
  names: readonly string[]
  version: number
  changed: Millis
  /** The newest first. */
  updates: readonly UpdateView[]
}>

export type ItemView = Readonly<{
  id: string
  ref: string
  title: string
  about: string | null
  status: Status
  days: readonly DayCell[] | null
  uptime_30: Uptime
  uptime_90: Uptime
}>

export type GroupView = Readonly<{ name: string | null; status: Status; items: readonly ItemView[] }>

export type StatusView = Readonly<{
  page: PageFacts['page']
  status: Status
  groups: readonly GroupView[]
  /** Disturbances that go on, and planned work under way. */
  active: readonly NoticeView[]
  /** Planned work ahead, the nearest first. */
  ahead: readonly NoticeView[]
  /** All notices, the newest first. */
  notices: readonly NoticeView[]
  /** Months that have notices, the newest first: 'YYYY-MM'. */
  months: readonly string[]
  made_at: string
}>

const over: ReadonlySet<Stage> = new Set(['resolved', 'completed', 'cancelled'])

export const isOver = (notice: Pick<NoticeView, 'stage'>): boolean => over.has(notice.stage)

/** Planned work counts as work from the moment it was planned for, or at which it was said to begin, until it was over. */
export const workOf = (notice: NoticeView, subjectsOf: (item: string) => readonly string[], items: readonly string[]): Work | null => {
  if (notice.type !== 'maintenance' || notice.stage === 'cancelled' || notice.stage === 'announced' || notice.to === null) return null
  const hit = notice.items.length === 0 ? items : notice.items
  return { subjects: [...new Set(hit.flatMap(subjectsOf))], from: notice.from, to: notice.to }
}

const toldOf = (notice: NoticeView): Told => ({ items: notice.items, impact: notice.impact, from: notice.from, to: notice.to })

/** Groups stand where their first item does; items without a group stand first, in one of their own. */
const grouped = (items: readonly (ItemView & Readonly<{ group: string | null }>)[]): readonly GroupView[] => {
  const groups = new Map<string | null, ItemView[]>()
  for (const { group, ...item } of items) groups.set(group, [...(groups.get(group) ?? []), item])
  const named = [...groups].sort(([a], [b]) => (a === null ? -1 : 0) - (b === null ? -1 : 0))
  return named.map(([name, list]) => ({ name, status: worst(list.map((one) => one.status)), items: list }))
}

export const monthOf = (zone: string, at: Millis): string => dayAt(zone, at).slice(0, 7)

/** Everything that readers see, as of a moment. */
export const viewOf = (facts: PageFacts, now: Millis): StatusView => {
  const { page } = facts
  const disturbances = facts.notices.filter((one) => one.type === 'incident')
  const subjects = new Map(facts.items.map((item) => [item.id, item.subjects]))
  const ids = facts.items.map((item) => item.id)
  const works = [
    ...facts.works,
    ...facts.notices.flatMap((one) => {
      const work = workOf(one, (item) => subjects.get(item) ?? [], ids)
      return work ? [work] : []
    }),
  ]
  const told = disturbances.map(toldOf)
  const items = facts.items.map((item) => {
    const cells = dayCells(
      { item, since: item.since, troubles: facts.troubles, works, told, corrected: facts.corrected },
      page.time_zone,
      now,
    )
    return {
      id: item.id,
      ref: item.ref,
      title: item.title,
      about: item.about,
      group: item.group_name,
      status: statusAt(item, { troubles: facts.troubles, works, told }, now),
      days: item.hide_days ? null : cells,
      uptime_30: uptimeOf(cells, 30, page.time_zone, now),
      uptime_90: uptimeOf(cells, 90, page.time_zone, now),
    }
  })
  const whole = told.filter((one) => one.items.length === 0 && one.from <= now && (one.to === null || now < one.to))
  const open = facts.notices.filter((one) => !isOver(one))
  return {
    page,
    status: worst([...items.map((item) => item.status), ...whole.map((one) => raisedBy[one.impact])]),
    groups: grouped(items),
    active: open.filter((one) => one.type === 'incident' || one.stage === 'under_way'),
    ahead: open.filter((one) => one.stage === 'announced').sort((a, b) => a.from - b.from),
    notices: facts.notices,
    months: [...new Set(facts.notices.map((one) => monthOf(page.time_zone, one.from)))].sort().reverse(),
    made_at: isoOf(now),
  }
}

/** The day of a notice in the page's zone. */
export const noticeDay = (view: Pick<StatusView, 'page'>, notice: NoticeView): Day => dayAt(view.page.time_zone, notice.from)

/** Milliseconds that a notice lasted, 0 while it has no end. */
export const workSpan = (notice: Pick<NoticeView, 'from' | 'to'>): number => (notice.to === null ? 0 : Math.max(0, notice.to - notice.from))
