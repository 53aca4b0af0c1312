import type { PageFacts } from '../view.ts'
import type { Status } from '../state.ts'
import { escaped, webAddress } from './escape.ts'
import { contentPolicy, style } from './style.ts'

/** A sign for each state, so that none is told by colour alone. */
const paths: Readonly<Record<Status, string>> = {
  operational: 'M5 12l5 5L19 7',
  under_maintenance: 'M4 20l7-7m1-6a4 4 0 0 1 6-3l-3 3 2 2 3-3a4 4 0 0 1-6 5',
  degraded: 'M4 12h4l3-6 3 12 2-6h4',
  partial_outage: 'M12 4v9m0 4v2',
  major_outage: 'M6 6l12 12M18 6L6 18',
}

export const sign = (status: Status, size = 16): string =>
  `<svg width="${size}" height="${size}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="3" stroke-linecap="round" aria-hidden="true"><path d="${paths[status]}"/></svg>`

export type Frame = Readonly<{
  page: PageFacts['page']
  /** The heading of this page of the site; the name of the status page when absent. */
  heading?: string
  title: string
  feeds: boolean
  body: string
  made_at: string
}>

/** Where the status server says how old the page is when it is no longer kept up to date. */
export const stalePlace = '<!--as-of-->'

/** A whole page: plain HTML that runs nothing. `body` is HTML. */
export const framed = ({ page, heading, title, feeds, body, made_at }: Frame): string => {
  const here = `/status/${page.slug}`
  const website = webAddress(page.website)
  const help = webAddress(page.help_url)
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${contentPolicy.replaceAll('"', '&quot;')}"><meta name="viewport" content="width=device-width,initial-scale=1"><link rel="icon" href="data:,"><meta name="reeve-made-at" content="${made_at}"><title>${escaped(title)}</title>${
    feeds
      ? `<link rel="alternate" type="application/rss+xml" title="${escaped(page.title)}" href="${here}.rss"><link rel="alternate" type="application/json" href="${here}.json">`
      : ''
  }<style>${style}</style></head><body><a class="skip" href="#main">To the content</a>${stalePlace}<header><h1>${escaped(heading ?? page.title)}</h1>${heading === undefined ? '' : `<p><a href="${here}">${escaped(page.title)}</a></p>`}</header><main id="main">${body}</main><footer><ul><li><a href="${here}">Now</a></li><li><a href="${here}/history">History</a></li>${
    feeds
      ? `<li><a href="${here}.rss">RSS</a></li><li><a href="${here}.json">JSON</a></li><li><a href="${here}.ics">Maintenance calendar</a></li>`
      : ''
  }${website === null ? '' : `<li><a href="${escaped(website)}">Website</a></li>`}${help === null ? '' : `<li><a href="${escaped(help)}">Help</a></li>`}</ul></footer></body></html>`
}
