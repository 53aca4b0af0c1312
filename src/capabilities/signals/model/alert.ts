import { createHash } from 'node:crypto'
import type { AlertNews } from './sample.ts'

const longest = 300
const mostLabels = 100

/** The key of an episode as it is kept: a long one is told apart by its hash. */
export const keptKey = (key: string): string =>
  key.length <= longest ? key : `${key.slice(0, 200)}#${createHash('sha256').update(key).digest('base64url')}`

/** Labels as they are kept: not too many, none too long. */
export const keptLabels = (labels: AlertNews['labels']): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(labels)
      .filter(([name]) => name !== '')
      .slice(0, mostLabels)
      .map(([name, value]) => [name.slice(0, 200), value.slice(0, 1024)]),
  )

/** A link that opens in a browser; null for anything else. */
export const keptLink = (link: string | null): string | null =>
  link !== null && link.length <= 1000 && URL.canParse(link) && /^https?:$/.test(new URL(link).protocol) ? link : null

/** What an alert's record holds of its news. */
export const alertFields = (news: AlertNews) => ({
  title: news.title.trim().slice(0, 300) || 'Alert without a title',
  severity: news.severity,
  text: news.text === null ? null : news.text.slice(0, 8000),
  labels: keptLabels(news.labels),
  link: keptLink(news.link),
})
