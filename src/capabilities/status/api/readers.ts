import { type Ask, type Route, route } from '../../../platform/http/contract.ts'
import type { Answer, Front, Link } from '../actions/front.ts'

const tag = 'Status pages'
const mostBytes = 32 * 1024

const send = async ({ reply }: Pick<Ask<never, never, never>, 'reply'>, { status, headers, body }: Answer): Promise<null> => {
  await reply.status(status).headers(headers).send(body)
  return null
}

const formOf = (body: unknown): URLSearchParams => new URLSearchParams(Buffer.isBuffer(body) ? body.toString('utf8') : '')

/** An address may end in what form of the page is wanted: /status/larkmere.json. */
const endings: Readonly<Record<string, string>> = { json: 'status.json', rss: 'feed.rss', ics: 'calendar.ics' }

const wanted = (name: string): Readonly<{ slug: string; file: string }> => {
  const at = name.lastIndexOf('.')
  const file = at < 0 ? undefined : endings[name.slice(at + 1)]
  return file === undefined ? { slug: name, file: 'index.html' } : { slug: name.slice(0, at), file }
}

const linkRoutes = (front: Front, what: Link): readonly Route[] => [
  route({
    method: 'GET',
    path: `/status/:slug/${what}/:key`,
    tag,
    summary: `The page behind a link to ${what}, with one button`,
    open: true,
    plain: true,
    handle: async (ask) =>
      await send(ask, await front.link(ask.db, ask.ctx, ask.params['slug'] ?? '', what, ask.params['key'] ?? '', false)),
  }),
  route({
    method: 'POST',
    path: `/status/:slug/${what}/:key`,
    tag,
    summary: `The button behind a link to ${what}`,
    open: true,
    plain: true,
    bytes: mostBytes,
    handle: async (ask) =>
      await send(ask, await front.link(ask.db, ask.ctx, ask.params['slug'] ?? '', what, ask.params['key'] ?? '', true)),
  }),
]

/** What readers see without signing in: pages, feeds, pictures and forms that run nothing. */
export const readerRoutes = (front: Front): readonly Route[] => {
  const page = (
    path: string,
    summary: string,
    file: (params: Readonly<Record<string, string>>) => Readonly<{ slug: string; file: string }>,
  ): Route =>
    route({
      method: 'GET',
      path,
      tag,
      summary,
      open: true,
      plain: true,
      handle: async (ask) => {
        const { slug, file: name } = file(ask.params)
        return await send(ask, await front.file(ask.db, ask.ctx, slug, name))
      },
    })
  return [
    route({
      method: 'GET',
      path: '/status',
      tag,
      summary: 'The status pages that one may read',
      open: true,
      plain: true,
      handle: async (ask) => await send(ask, await front.list(ask.db, ask.ctx)),
    }),
    page('/status/:name', 'A status page; with .json, .rss or .ics in those forms', ({ name }) => wanted(name ?? '')),
    page('/status/:slug/badge.svg', 'A small picture of the state', ({ slug }) => ({ slug: slug ?? '', file: 'badge.svg' })),
    page('/status/:slug/history', 'The notices of this month', ({ slug }) => ({ slug: slug ?? '', file: 'history/index.html' })),
    page('/status/:slug/history/:month', 'The notices of a month', ({ slug, month }) => ({
      slug: slug ?? '',
      file: `history/${month ?? ''}.html`,
    })),
    route({
      method: 'GET',
      path: '/status/:slug/subscribe',
      tag,
      summary: 'The form for those who want to be told of news',
      open: true,
      plain: true,
      handle: async (ask) => await send(ask, await front.form(ask.db, ask.ctx, ask.params['slug'] ?? '')),
    }),
    route({
      method: 'POST',
      path: '/status/:slug/subscribe',
      tag,
      summary: 'Asks to be told of news',
      open: true,
      plain: true,
      bytes: mostBytes,
      handle: async (ask) => await send(ask, await front.ask(ask.db, ask.ctx, ask.params['slug'] ?? '', formOf(ask.body), ask.request.ip)),
    }),
    ...linkRoutes(front, 'confirm'),
    ...linkRoutes(front, 'unsubscribe'),
  ]
}
