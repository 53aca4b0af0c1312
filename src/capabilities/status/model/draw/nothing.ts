import { escaped } from './escape.ts'
import { contentPolicy, style } from './style.ts'

const bare = (heading: string, body: string): string =>
  `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${escaped(contentPolicy)}"><meta name="viewport" content="width=device-width,initial-scale=1"><link rel="icon" href="data:,"><title>${heading}</title><style>${style}</style></head><body><header><h1>${heading}</h1></header><main>${body}</main></body></html>`

/** The same answer for a page that does not exist and for one that is only for people who are signed in. */
export const nothingPage = (slug: string): string =>
  bare(
    'No status page here',
    `<p>There is no public status page at this address. If it is for people of the organisation, <a href="/sign-in?to=${encodeURIComponent(`/status/${slug}`)}">sign in</a> first.</p>`,
  )

/** The pages that somebody may read. */
export const listPage = (pages: readonly Readonly<{ slug: string; title: string }>[]): string =>
  bare('Status pages', `<ul>${pages.map((page) => `<li><a href="/status/${page.slug}">${escaped(page.title)}</a></li>`).join('')}</ul>`)
