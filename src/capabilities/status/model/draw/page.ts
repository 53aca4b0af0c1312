import { plusDays } from '../../../../kernel/day.ts'
import { millisOf } from '../../../../kernel/instant.ts'
import { dayAt } from '../../../../kernel/calendar/zone.ts'
import { type Uptime, uptimeText } from '../days.ts'
import { statusWords } from '../state.ts'
import { type GroupView, isOver, type ItemView, monthOf, noticeDay, type NoticeView, type StatusView } from '../view.ts'
import { overallWords } from '../words.ts'
import { barOf, dayWords, gaps } from './bars.ts'
import { escaped } from './escape.ts'
import { subscribeForm } from './forms.ts'
import { framed, sign } from './frame.ts'
import { noticeCard, noticeLine } from './notices.ts'
import { clockText, dateText, monthText, zoneText } from './times.ts'

/** Days of past notices that stand on the first page. */
const shownDays = 14

const percent = (share: number): string => (share < 0.01 ? 'under 1 %' : `${Math.floor(share * 100)} %`)

const uptimeWords = (uptime: Uptime): string => {
  if (uptime.share === null) return `no data for ${uptime.days} days`
  return `${uptimeText(uptime)} in ${uptime.days} days${uptime.coverage < 0.995 ? ` (${percent(uptime.coverage)} on record)` : ''}`
}

const itemOf = (item: ItemView): string => {
  const head = `<div class="row"><h3>${escaped(item.title)}</h3><span class="state ${item.status}">${sign(item.status)} ${statusWords[item.status]}</span></div>${item.about ? `<p class="small dim">${escaped(item.about)}</p>` : ''}`
  if (item.days === null) return `<div class="item">${head}</div>`
  const odd = item.days.filter((cell) => dayWords(cell) !== '').reverse()
  const label = `The last ${item.days.length} days of ${escaped(item.title)}: ${odd.length === 0 ? 'nothing to tell' : `${odd.length} ${odd.length === 1 ? 'day' : 'days'} with an outage or maintenance`}`
  const list =
    odd.length === 0
      ? ''
      : `<details><summary>What happened<span class="vh"> to ${escaped(item.title)}</span> (${odd.length} ${odd.length === 1 ? 'day' : 'days'})</summary><ul>${odd.map((cell) => `<li>${dateText(cell.day)}: ${dayWords(cell)}</li>`).join('')}</ul></details>`
  return `<div class="item">${head}${barOf(item.days, label)}<div class="scale"><span>${item.days.length} days ago</span><span class="up">${uptimeWords(item.uptime_30)} · ${uptimeWords(item.uptime_90)}</span><span>today</span></div>${list}</div>`
}

const groupOf = (group: GroupView): string =>
  `${group.name === null ? '' : `<h2>${escaped(group.name)}</h2>`}<section class="card"${group.name === null ? ' aria-label="Services"' : ''}>${group.items.map(itemOf).join('')}</section>`

const pastOf = (view: StatusView, now: number): string => {
  const zone = view.page.time_zone
  const first = plusDays(dayAt(zone, now), 1 - shownDays)
  const past = view.notices.filter((one) => isOver(one) && noticeDay(view, one) >= first && one.from <= now)
  if (past.length === 0) return `<p class="dim">Nothing in the last ${shownDays} days.</p>`
  const days = [...new Set(past.map((one) => noticeDay(view, one)))].sort().reverse()
  return days
    .map(
      (day) =>
        `<h3>${dateText(day)}</h3>${past
          .filter((one) => noticeDay(view, one) === day)
          .map((one) => noticeLine(view, one))
          .join('')}`,
    )
    .join('')
}

export type DrawHow = Readonly<{ subscribing: 'mail_and_webhook' | 'mail' | 'off' }>

/** So many names stand beside the state; the rest is counted. */
const mostNames = 4

/** What is not as usual, by name, so that the first line answers whose service it is. */
const hitWords = (view: StatusView): string => {
  const names = view.groups.flatMap((group) => group.items.flatMap((item) => (item.status === 'operational' ? [] : [item.title])))
  if (names.length === 0) return ''
  const rest = names.length - mostNames
  return `<small>${names.slice(0, mostNames).map(escaped).join(', ')}${rest > 0 ? ` and ${rest} more` : ''}</small>`
}

/** The first page: state, what goes on, every item with its days, work ahead, the last two weeks. */
export const pageHtml = (view: StatusView, { subscribing }: DrawHow): string => {
  const { page } = view
  const now = millisOf(view.made_at)
  const body = `${page.about_html}<div class="now ${view.status}" role="status">${sign(view.status, 26)}<span>${overallWords[view.status]}${hitWords(view)}</span></div>${
    view.active.length > 0 ? `<h2>Happening now</h2>${view.active.map((one) => noticeCard(view, one)).join('')}` : ''
  }${gaps(90)}${view.groups.map(groupOf).join('')}${view.groups.length === 0 ? '<p class="dim">No services are shown yet.</p>' : ''}${
    view.ahead.length > 0 ? `<h2>Scheduled maintenance</h2>${view.ahead.map((one) => noticeCard(view, one)).join('')}` : ''
  }<h2>The last ${shownDays} days</h2>${pastOf(view, now)}<p><a href="/status/${page.slug}/history">All months</a></p>${
    subscribing === 'off' ? '' : `<h2>Subscribe to updates</h2>${subscribeForm(page.slug, subscribing === 'mail_and_webhook')}`
  }<p class="small dim">As of ${clockText(page.time_zone, now)} ${escaped(zoneText(page.time_zone, now))}. Uptime counts minutes in which a service did not work; scheduled maintenance stands outside it.</p>`
  return framed({ page, title: page.title, feeds: page.public, body, made_at: view.made_at })
}

/** The notices of one month, the newest first, with ways to the months beside it. */
export const historyHtml = (view: StatusView, month: string): string => {
  const { page } = view
  const here = `/status/${page.slug}/history`
  const list = view.notices.filter((one: NoticeView) => monthOf(page.time_zone, one.from) === month)
  const months = view.months.includes(month) ? view.months : [month, ...view.months].sort().reverse()
  const links = months.map((one) =>
    one === month ? `<li><b aria-current="page">${monthText(one)}</b></li>` : `<li><a href="${here}/${one}">${monthText(one)}</a></li>`,
  )
  const body = `<h2>${monthText(month)}</h2>${list.length === 0 ? '<p class="dim">Nothing to tell in this month.</p>' : list.map((one) => noticeCard(view, one)).join('')}<nav aria-label="Months"><h2>Months</h2><ul>${links.join('')}</ul></nav>`
  return framed({ page, heading: 'History', title: `${monthText(month)} · ${page.title}`, feeds: page.public, body, made_at: view.made_at })
}
