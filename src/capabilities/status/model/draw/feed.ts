import { millisOf } from '../../../../kernel/instant.ts'
import { monthOf, type StatusView } from '../view.ts'
import { stageWords } from '../words.ts'
import { escaped } from './escape.ts'
import { rssDate } from './times.ts'

const most = 50

/** What readers were told, the newest first, as RSS 2.0 (rssboard.org/rss-specification). `base` is the address of Reeve without a slash at its end. */
export const feedOf = (view: StatusView, base: string): string => {
  const { page } = view
  const here = `${base}/status/${page.slug}`
  const told = view.notices
    .flatMap((notice) => notice.updates.map((update) => ({ notice, update })))
    .sort((a, b) => b.update.at - a.update.at || (a.update.id < b.update.id ? 1 : -1))
    .slice(0, most)
  const items = told.map(
    ({ notice, update }) =>
      `<item><title>${escaped(`${stageWords[update.stage]}: ${notice.title}`)}</title><link>${escaped(`${here}/history/${monthOf(page.time_zone, notice.from)}#${notice.ref}`)}</link><guid isPermaLink="false">${update.id}</guid><pubDate>${rssDate(update.at)}</pubDate><category>${notice.type}</category><description>${escaped(update.html)}</description></item>`,
  )
  const [newest] = told
  return `<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel><title>${escaped(page.title)}</title><link>${escaped(here)}</link><atom:link href="${escaped(`${here}.rss`)}" rel="self" type="application/rss+xml"/><description>${escaped(`Incidents and scheduled maintenance: ${page.title}`)}</description><language>en</language><lastBuildDate>${rssDate(newest?.update.at ?? millisOf(view.made_at))}</lastBuildDate><ttl>5</ttl>${items.join('')}</channel></rss>\n`
}
