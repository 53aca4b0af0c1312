import { readdir, readFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { join } from 'node:path'

/**
 * Serves the status pages that Reeve wrote into its data folder, with nothing of Reeve: no database, no packages.
 * It runs on when Reeve is down, on the same machine or wherever the folder is copied to, and says how old the pages are once they are no longer renewed.
 */
export type StatusServerHow = Readonly<{
  /** The folder `status` of the data folder. */
  folder: string
  /** Milliseconds after which a page is called old; Reeve writes each page every minute. */
  staleAfter?: number
  now?: () => number
}>

const types: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  json: 'application/json; charset=utf-8',
  rss: 'application/rss+xml; charset=utf-8',
  ics: 'text/calendar; charset=utf-8',
  svg: 'image/svg+xml; charset=utf-8',
}

const slug = '([a-z0-9](?:[a-z0-9-]{0,58}[a-z0-9])?)'
const month = '(\\d{4}-(?:0[1-9]|1[0-2]))'
const ways: readonly (readonly [RegExp, (name: string) => string])[] = [
  [new RegExp(`^/status/${slug}/?$`), () => 'index.html'],
  [new RegExp(`^/status/${slug}\\.json$`), () => 'status.json'],
  [new RegExp(`^/status/${slug}\\.rss$`), () => 'feed.rss'],
  [new RegExp(`^/status/${slug}\\.ics$`), () => 'calendar.ics'],
  [new RegExp(`^/status/${slug}/badge\\.svg$`), () => 'badge.svg'],
  [new RegExp(`^/status/${slug}/history/?$`), () => 'history/index.html'],
  [new RegExp(`^/status/${slug}/history/${month}$`), (name) => `history/${name}.html`],
]

type Wanted = Readonly<{ slug: string; file: string }>

const wantedOf = (path: string): Wanted | null => {
  for (const [shape, file] of ways) {
    const found = shape.exec(path.toLowerCase())
    if (found?.[1] !== undefined) return { slug: found[1], file: file(found[2] ?? '') }
  }
  return null
}

const plainPage = (heading: string, text: string): string =>
  `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>${heading}</title></head><body><main><h1>${heading}</h1><p>${text}</p></main></body></html>`

/** `title` is absent in what older versions wrote. */
type Made = Readonly<{ made_at: string; time_zone: string; title?: string }>

const plainText = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

const madeOf = async (folder: string, of: string): Promise<Made | null> => {
  const text = await readFile(join(folder, of, 'made.json'), 'utf8').catch(() => null)
  return text === null ? null : (JSON.parse(text) as Made)
}

const asOf = ({ made_at, time_zone }: Made): string =>
  new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeStyle: 'short', timeZone: time_zone }).format(new Date(made_at))

const banner = (made: Made): string =>
  `<p class="stale" role="status">As of ${asOf(made)} (${made.time_zone}): the application that renews this page cannot be reached.</p>`

type Answer = Readonly<{ status: number; type: string; body: string; headers?: Readonly<Record<string, string>> }>

const nothing: Answer = {
  status: 404,
  type: 'text/html; charset=utf-8',
  body: plainPage('No status page here', 'There is no public status page at this address.'),
}

/** Forms, and what stands behind the links of mails: the application alone can answer them. */
const forms = new RegExp(`^/status/${slug}/(?:subscribe|confirm|unsubscribe)(?:/|$)`, 'i')

const notNow: Answer = {
  status: 503,
  type: 'text/html; charset=utf-8',
  body: plainPage('Not possible now', 'The application behind this page cannot be reached. Nothing was stored; try again later.'),
  headers: { 'retry-after': '120' },
}

const listed = async (folder: string): Promise<Answer> => {
  const names = (await readdir(folder, { withFileTypes: true }).catch(() => [])).filter(
    (one) => one.isDirectory() && /^[a-z0-9-]+$/.test(one.name),
  )
  const links = await Promise.all(
    names.map(async ({ name }) => `<li><a href="/status/${name}">${plainText((await madeOf(folder, name))?.title ?? name)}</a></li>`),
  )
  return names.length === 0 ? nothing : { ...nothing, status: 200, body: plainPage('Status pages', `</p><ul>${links.join('')}</ul><p>`) }
}

const fileAnswer = async (folder: string, wanted: Wanted, now: number, staleAfter: number): Promise<Answer> => {
  const made = await madeOf(folder, wanted.slug)
  const text = made === null ? null : await readFile(join(folder, wanted.slug, wanted.file), 'utf8').catch(() => null)
  if (made === null || text === null) return nothing
  const age = Math.max(0, now - Date.parse(made.made_at))
  const stale = age > staleAfter
  return {
    status: 200,
    type: types[wanted.file.slice(wanted.file.lastIndexOf('.') + 1)] ?? 'text/plain; charset=utf-8',
    body: stale ? text.replace('<!--as-of-->', () => banner(made)) : text,
    headers: {
      age: String(Math.floor(age / 1000)),
      'last-modified': new Date(made.made_at).toUTCString(),
      'reeve-status-stale': stale ? 'yes' : 'no',
      'access-control-allow-origin': '*',
    },
  }
}

const answerTo = async (request: IncomingMessage, how: StatusServerHow): Promise<Answer> => {
  const path = (request.url ?? '/').split('?')[0] ?? '/'
  if (path === '/healthz') return { status: 200, type: 'application/json', body: '{"ok":true}' }
  if ((request.method !== 'GET' && request.method !== 'HEAD') || forms.test(path)) return notNow
  if (path === '/' || path === '/status' || path === '/status/') return await listed(how.folder)
  const wanted = wantedOf(path)
  return wanted ? await fileAnswer(how.folder, wanted, (how.now ?? Date.now)(), how.staleAfter ?? 180_000) : nothing
}

const write = (response: ServerResponse, request: IncomingMessage, { status, type, body, headers = {} }: Answer): void => {
  response.writeHead(status, {
    'content-type': type,
    'cache-control': status === 200 ? 'public, max-age=15' : 'no-store',
    'x-content-type-options': 'nosniff',
    'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; form-action 'self'; base-uri 'none'",
    ...headers,
  })
  response.end(request.method === 'HEAD' ? undefined : body)
}

/** The server, not listening yet. */
export const statusServer = (how: StatusServerHow): Server =>
  createServer((request, response) => {
    request.resume()
    answerTo(request, how).then(
      (answer) => write(response, request, answer),
      (error: unknown) => {
        process.stderr.write(`[reeve] status page: ${error instanceof Error ? error.message : String(error)}\n`)
        write(response, request, {
          ...nothing,
          status: 500,
          body: plainPage('Not readable now', 'The page could not be read. Try again in a minute.'),
        })
      },
    )
  })

/** Begins to serve. @returns the address */
export const listenStatus = async (
  how: StatusServerHow,
  port: number,
  host: string,
): Promise<Readonly<{ address: string; server: Server }>> => {
  const server = statusServer(how)
  await new Promise<void>((ready, failed) => {
    server.once('error', failed)
    server.listen(port, host, ready)
  })
  const at = server.address()
  return { address: `http://${host.includes(':') ? `[${host}]` : host}:${typeof at === 'object' && at ? at.port : port}`, server }
}

// By itself, without the rest of Reeve: node src/cli/status-server.ts ./data/status 7310 127.0.0.1
if (import.meta.main) {
  const [folder = 'data/status', port = '7310', host = '127.0.0.1'] = process.argv.slice(2)
  const { address } = await listenStatus({ folder }, Number(port), host)
  process.stderr.write(`[reeve] status pages: ${address}/status\n`)
}
