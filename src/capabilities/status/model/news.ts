import { isoOf, millisOf } from '../../../kernel/instant.ts'
import type { Letter } from '../../../platform/mail/index.ts'
import type { Stage } from '../kind/notice.ts'
import { momentText, zoneText } from './draw/times.ts'
import { monthOf } from './view.ts'
import { impactWords, stageWords } from './words.ts'

/** One update for one subscriber. Instants are ISO text. */
export type News = Readonly<{
  key: string
  update: string
  stage: Stage
  words: string
  at: string
  notice: string
  notice_ref: string
  title: string
  notice_type: 'incident' | 'maintenance'
  impact: keyof typeof impactWords
  started_at: string
  ended_at: string | null
  items: readonly string[]
  page_title: string
  slug: string
  time_zone: string
}>

const pageAt = (news: News, base: string): string => `${base}/status/${news.slug}`
const noticeAt = (news: News, base: string): string =>
  `${pageAt(news, base)}/history/${monthOf(news.time_zone, millisOf(news.started_at))}#${news.notice_ref}`
const stopAt = (news: News, base: string): string => `${pageAt(news, base)}/unsubscribe/${news.key}`

const moment = (zone: string, at: string): string => `${momentText(zone, millisOf(at))} ${zoneText(zone, millisOf(at))}`

const when = (news: News): string =>
  news.notice_type === 'maintenance'
    ? `From ${moment(news.time_zone, news.started_at)}${news.ended_at === null ? '' : ` to ${moment(news.time_zone, news.ended_at)}`}`
    : `Since ${moment(news.time_zone, news.started_at)}${news.ended_at === null ? '' : ` until ${moment(news.time_zone, news.ended_at)}`}`

/** The letter to somebody who asked for news. `names` are those of the items that it affects. */
export const letterFor = (news: News, names: readonly string[], base: string): Letter => ({
  subject: `${stageWords[news.stage]}: ${news.title} (${news.page_title})`,
  intro: `${news.page_title}: ${news.notice_type === 'maintenance' ? 'scheduled maintenance' : 'an incident'}, ${stageWords[news.stage].toLowerCase()}.`,
  parts: [
    {
      title: news.title,
      href: noticeAt(news, base),
      lines: [
        ...news.words.split(/\r?\n/).filter((line) => line.trim() !== ''),
        when(news),
        ...(names.length > 0 ? [`Affects ${names.join(', ')}`] : []),
        ...(news.notice_type === 'incident' ? [impactWords[news.impact]] : []),
      ],
    },
  ],
  footer: {
    text: `You get this because you asked for news of ${news.page_title}.`,
    label: 'Stop these messages',
    href: stopAt(news, base),
  },
  stop: stopAt(news, base),
})

/** What a webhook is sent, in the envelope of Standard Webhooks: type, timestamp, data. */
export const messageFor = (news: News, names: readonly string[], base: string): string =>
  JSON.stringify({
    type: 'status.update',
    timestamp: isoOf(millisOf(news.at)),
    data: {
      page: { title: news.page_title, url: pageAt(news, base) },
      notice: {
        id: news.notice,
        ref: news.notice_ref,
        url: noticeAt(news, base),
        title: news.title,
        type: news.notice_type,
        impact: news.impact,
        started_at: news.started_at,
        ended_at: news.ended_at,
        items: names,
      },
      update: { id: news.update, stage: news.stage, at: news.at, words: news.words },
    },
  })

/** To whoever set a webhook up that takes nothing any more. */
export const stoppedLetter = (news: News, why: string, base: string): Letter => ({
  subject: `Your webhook for ${news.page_title} was stopped`,
  intro: `News of ${news.page_title} could not be sent to your webhook: ${why}. Nothing more is sent to it.`,
  parts: [
    {
      title: 'Subscribe again',
      href: `${pageAt(news, base)}/subscribe`,
      lines: ['The same webhook can be subscribed again once it works.'],
    },
  ],
  footer: { text: 'Your subscription is kept, stopped, until you remove it.', label: 'Remove it', href: stopAt(news, base) },
})

/** Asks whoever owns an address whether they want news of a page. */
export const confirmLetter = (
  page: Readonly<{ title: string; slug: string }>,
  key: string,
  webhook: string | null,
  base: string,
): Letter => ({
  subject: `Confirm: news of ${page.title}`,
  intro: `Somebody, probably you, asked that news of ${page.title} be sent to ${webhook === null ? 'this address' : `a webhook at ${new URL(webhook).host}`}.`,
  parts: [{ title: 'Confirm', href: `${base}/status/${page.slug}/confirm/${key}`, lines: ['The link works for two days.'] }],
  footer: { text: 'If it was not you, do nothing: nothing more is sent.' },
})

/** To somebody who is subscribed already and asked once more. */
export const alreadyLetter = (page: Readonly<{ title: string; slug: string }>, key: string, base: string): Letter => ({
  subject: `You are subscribed: news of ${page.title}`,
  intro: `Somebody, probably you, asked for news of ${page.title}. You are subscribed already; nothing changed.`,
  parts: [{ title: page.title, href: `${base}/status/${page.slug}`, lines: [] }],
  footer: { text: 'No longer wanted?', label: 'Stop these messages', href: `${base}/status/${page.slug}/unsubscribe/${key}` },
})
