import { isRefusal } from '../../../kernel/refusal.ts'
import type { Database, Db } from '../../../platform/db/database.ts'
import type { Context } from '../../../platform/records/context.ts'
import { askedPage, buttonPage, choosePage, saidPage } from '../model/draw/forms.ts'
import { listPage, nothingPage } from '../model/draw/nothing.ts'
import { historyHtml } from '../model/draw/page.ts'
import { contentPolicy } from '../model/draw/style.ts'
import { type Bundle, type BundleHow, subscribingOf } from '../questions/bundle.ts'
import { pageForReader, pagesForReader } from '../questions/readers.ts'
import type { Publisher } from './publish.ts'
import { askForNews, confirmNews, linked, stopNews, type SubscribeHow } from './subscribe.ts'

/** What a reader is answered, whatever carries it. */
export type Answer = Readonly<{ status: number; headers: Readonly<Record<string, string>>; body: string }>

export type FrontHow = BundleHow & SubscribeHow & Readonly<{ publisher: Publisher }>

/** The status pages as readers meet them. */
export type Front = Readonly<{
  list: (db: Db, ctx: Context) => Promise<Answer>
  /** `file`: a name of a bundle's file, such as index.html or history/2026-03.html. */
  file: (db: Db, ctx: Context, slug: string, file: string) => Promise<Answer>
  form: (db: Db, ctx: Context, slug: string) => Promise<Answer>
  ask: (db: Database, ctx: Context, slug: string, fields: URLSearchParams, from: string) => Promise<Answer>
  link: (db: Database, ctx: Context, slug: string, what: Link, key: string, pressed: boolean) => Promise<Answer>
}>

export type Link = 'confirm' | 'unsubscribe'

const types: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  json: 'application/json; charset=utf-8',
  rss: 'application/rss+xml; charset=utf-8',
  ics: 'text/calendar; charset=utf-8',
  svg: 'image/svg+xml; charset=utf-8',
}

/** Public pages may stand in a frame elsewhere and be kept by caches, which may show them when Reeve is away. */
const headersOf = (file: string, open: boolean): Readonly<Record<string, string>> => {
  const type = file.slice(file.lastIndexOf('.') + 1)
  return {
    'content-type': types[type] ?? 'text/plain; charset=utf-8',
    'content-security-policy': `${type === 'html' ? contentPolicy : "default-src 'none'; style-src 'unsafe-inline'"}; frame-ancestors ${open ? '*' : "'none'"}`,
    'cache-control': open ? 'public, max-age=15, stale-while-revalidate=60, stale-if-error=86400' : 'no-store',
    ...(open && type !== 'html' ? { 'access-control-allow-origin': '*' } : {}),
  }
}

const html = (status: number, body: string): Answer => ({ status, headers: { ...headersOf('x.html', false) }, body })
const nothing = (slug: string): Answer => html(404, nothingPage(slug))

const gone = {
  heading: 'This link does not work any more',
  text: 'Links to confirm work for two days, and links to stop until they are used. You can subscribe again on the page.',
} as const

const texts = {
  confirm: { heading: 'Confirm', text: 'Do you want to get the updates of this page?', button: 'Yes, send me updates' },
  unsubscribe: { heading: 'Unsubscribe', text: 'Do you want no more updates of this page?', button: 'Unsubscribe' },
} as const

export const makeFront = (how: FrontHow): Front => {
  const bundleFor = async (db: Db, ctx: Context, slug: string): Promise<Bundle | null> => {
    const page = await pageForReader(db, ctx, slug)
    return page ? await how.publisher.fresh(db, page, ctx.now) : null
  }
  const plainOf = ({ view }: Bundle) => ({ page: view.page, made_at: view.made_at })

  return {
    list: async (db, ctx) => {
      const pages = await pagesForReader(db, ctx)
      return pages.length === 0 ? nothing('') : html(200, listPage(pages.map(({ slug, title }) => ({ slug, title }))))
    },
    file: async (db, ctx, slug, file) => {
      const bundle = await bundleFor(db, ctx, slug)
      if (!bundle) return nothing(slug)
      const month = /^history\/(\d{4}-(?:0[1-9]|1[0-2]))\.html$/.exec(file)?.[1]
      const body = bundle.files.get(file) ?? (month ? historyHtml(bundle.view, month) : undefined)
      return body === undefined ? nothing(slug) : { status: 200, headers: headersOf(file, bundle.page.public), body }
    },
    form: async (db, ctx, slug) => {
      const bundle = await bundleFor(db, ctx, slug)
      const subscribing = bundle ? subscribingOf(bundle.page, how) : 'off'
      if (!bundle || subscribing === 'off') return nothing(slug)
      return html(200, choosePage(plainOf(bundle), bundle.view.groups, subscribing === 'mail_and_webhook'))
    },
    ask: async (db, ctx, slug, fields, from) => {
      const bundle = await bundleFor(db, ctx, slug)
      if (!bundle || subscribingOf(bundle.page, how) === 'off') return nothing(slug)
      try {
        // Programs that fill every field are thanked like everybody else.
        if ((fields.get('website') ?? '') === '')
          await askForNews(
            db,
            bundle.page,
            { mail: fields.get('mail') ?? '', url: fields.get('url'), items: fields.getAll('items').slice(0, 1000), from },
            ctx.now,
            how,
          )
      } catch (error) {
        if (!isRefusal(error)) throw error
        const tried = {
          field: error.issues[0]?.path ?? '',
          why: error.message,
          mail: fields.get('mail') ?? '',
          url: fields.get('url') ?? '',
          items: fields.getAll('items'),
        }
        const webhooks = subscribingOf(bundle.page, how) === 'mail_and_webhook'
        return html(error.reason === 'busy' ? 429 : 422, choosePage(plainOf(bundle), bundle.view.groups, webhooks, tried))
      }
      return html(200, askedPage(plainOf(bundle)))
    },
    link: async (db, ctx, slug, what, key, pressed) => {
      const bundle = await bundleFor(db, ctx, slug)
      if (!bundle) return nothing(slug)
      const found = await linked(db, bundle.page, key, ctx.now, what === 'confirm')
      if (!found) return html(404, saidPage(plainOf(bundle), gone.heading, gone.text))
      if (!pressed) return html(200, buttonPage(plainOf(bundle), texts[what]))
      if (what === 'unsubscribe') {
        await stopNews(db, found)
        return html(200, saidPage(plainOf(bundle), 'Unsubscribed', 'You get nothing more from this page, and your address is forgotten.'))
      }
      const secret = await confirmNews(db, found, ctx.now)
      return html(200, saidPage(plainOf(bundle), 'Confirmed', 'Updates of this page are sent to you from now on.', secret))
    },
  }
}
