import { type NoticeView, type StatusView, workSpan } from '../view.ts'
import { raisedBy, type Status } from '../state.ts'
import { impactWords, spanWords, stageWords } from '../words.ts'
import { escaped } from './escape.ts'
import { clockText, timeTag, zoneText } from './times.ts'

const edgeOf = (notice: NoticeView): Status => (notice.type === 'maintenance' ? 'under_maintenance' : raisedBy[notice.impact])

const whenOf = (zone: string, notice: NoticeView): string => {
  const from = timeTag(zone, notice.from)
  if (notice.type === 'maintenance')
    return notice.to === null ? from : `${from} to ${timeTag(zone, notice.to)} ${escaped(zoneText(zone, notice.to))}`
  return notice.to === null ? `since ${from}` : `${from} to ${timeTag(zone, notice.to)} (${spanWords(workSpan(notice) / 1000)})`
}

/** A notice with all that readers were told of it, the newest first. */
export const noticeCard = (view: Pick<StatusView, 'page'>, notice: NoticeView, level: 2 | 3 = 3): string => {
  const zone = view.page.time_zone
  const facts = [
    notice.type === 'maintenance' ? 'Scheduled maintenance' : impactWords[notice.impact],
    whenOf(zone, notice),
    notice.names.length > 0 ? `affects ${notice.names.map(escaped).join(', ')}` : '',
  ].filter(Boolean)
  const updates = notice.updates.map(
    (one) =>
      `<li><span class="stage">${stageWords[one.stage]}</span> <span class="dim small">${timeTag(zone, one.at)}</span>${one.html}</li>`,
  )
  return `<article class="card told ${edgeOf(notice)}" id="${notice.ref}"><h${level}>${escaped(notice.title)}</h${level}><p class="small"><b>${stageWords[notice.stage]}</b> · ${facts.join(' · ')}</p>${updates.length > 0 ? `<ol class="told">${updates.join('')}</ol>` : ''}</article>`
}

/** A notice in one line, with what was said last. */
export const noticeLine = (view: Pick<StatusView, 'page'>, notice: NoticeView): string => {
  const zone = view.page.time_zone
  const [last] = notice.updates
  return `<article class="card told ${edgeOf(notice)}" id="${notice.ref}"><h4>${escaped(notice.title)}</h4><p class="small"><b>${stageWords[notice.stage]}</b> · ${whenOf(zone, notice)}${notice.names.length > 0 ? ` · ${notice.names.map(escaped).join(', ')}` : ''}</p>${last ? `<div class="small"><span class="dim">${clockText(zone, last.at)}</span> ${last.html}</div>` : ''}</article>`
}
