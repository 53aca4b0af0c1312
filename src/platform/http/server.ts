import { existsSync } from 'node:fs'
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import cookie from '@fastify/cookie'
import multipart from '@fastify/multipart'
import rateLimit from '@fastify/rate-limit'
import statics from '@fastify/static'
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import type { Actor } from '../rights/grants.ts'
import { reachOf } from '../rights/grants.ts'
import type { Context, Registry } from '../records/context.ts'
import type { Database } from '../db/database.ts'
import { Refusal } from '../../kernel/refusal.ts'
import type { Log } from '../log.ts'
import type { Route } from './contract.ts'
import { unpacked } from './bytes.ts'
import { once } from './idempotency.ts'
import { keptPage } from './kept-page.ts'
import type { Live } from './live.ts'
import { metrics } from './metrics.ts'
import { openapiOf } from './openapi.ts'
import { parsed } from './parse.ts'
import { errorHandler } from './problem.ts'

export type Identity = Readonly<{ actor: Actor; via: Context['via'] }>

export type ServerParts = Readonly<{
  db: Database
  registry: Registry
  live: Live
  log: Log
  routes: readonly Route[]
  version: string
  now: () => number
  /** Who sends this request; null when nobody is signed in. */
  identify: (request: FastifyRequest) => Promise<Identity | null>
  holders: (right: string) => Promise<readonly unknown[]>
  webFolder: string
  maxUploadBytes: number
  secure: boolean
}>

const nobody: Actor = { id: null, title: 'Nobody', level: 0, teams: [], grants: [] }

const policy = (nonce: string): string =>
  `default-src 'self'; script-src 'self'; style-src 'self' 'nonce-${nonce}'; style-src-attr 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; frame-src 'self'; frame-ancestors 'self'; base-uri 'none'; form-action 'self'; object-src 'none'`

/** Builds the server without listening: tests and the CLI talk to it by `inject`. */
export const buildServer = async (parts: ServerParts): Promise<FastifyInstance> => {
  const { log, live, db, registry } = parts
  const app = fastify({
    logger: false,
    bodyLimit: 2 * 1024 * 1024,
    trustProxy: false,
    genReqId: () => randomBytes(6).toString('hex'),
    forceCloseConnections: 'idle',
    routerOptions: { maxParamLength: 500 },
  })
  app.setErrorHandler(errorHandler(log, parts.holders))
  await app.register(cookie)
  await app.register(multipart, { limits: { fileSize: parts.maxUploadBytes, files: 500, fields: 50 } })
  await app.register(rateLimit, { global: false })
  app.addHook('onSend', async (_request, reply) => {
    void reply
      .header('X-Content-Type-Options', 'nosniff')
      .header('Referrer-Policy', 'same-origin')
      .header('Cross-Origin-Opener-Policy', 'same-origin')
    if (parts.secure) void reply.header('Strict-Transport-Security', 'max-age=31536000')
  })
  const measured = metrics(app, db)

  const anonymous = (): Context => ({ registry, actor: nobody, now: parts.now(), via: 'api' })

  const contextOf = async (request: FastifyRequest, open: boolean): Promise<Context> => {
    const identity = await parts.identify(request)
    if (!identity && !open)
      throw new Refusal('unauthenticated', 'not_signed_in', 'Sign in first, or send a personal token in the Authorization header.')
    if (identity?.via === 'web') sameOrigin(request)
    return { registry, actor: identity?.actor ?? nobody, now: parts.now(), via: identity?.via ?? 'web' }
  }

  const add = (into: FastifyInstance, route: Route): void => {
    into.route({
      method: route.method,
      url: route.plain ? route.path : `/api/v1${route.path}`,
      ...(route.bytes === undefined ? {} : { bodyLimit: route.bytes }),
      handler: async (request, reply) => {
        const ctx = route.keyed ? anonymous() : await contextOf(request, route.open === true)
        const query = parsed(route.query, request.query, 'query')
        const body = route.streams
          ? undefined
          : route.bytes !== undefined
            ? unpacked(request.body, request.headers['content-encoding'], route.bytes)
            : parsed(route.body, request.body ?? (route.body ? undefined : {}), 'body')
        const params = route.params ? parsed(route.params, request.params, 'address') : request.params
        const ask = { ctx, db, params, query, body, request, reply } as never
        const key = request.headers['idempotency-key']
        const work = async () => ({ status: route.status ?? 200, body: await route.handle(ask) })
        const done =
          typeof key === 'string' &&
          !route.streams &&
          route.bytes === undefined &&
          route.remembered !== false &&
          (route.method === 'POST' || route.method === 'PATCH')
            ? await once(db, ctx, key, route.method, request.url, body, work)
            : await work()
        if (done.body === null || reply.sent) return reply
        return await reply.status(done.status).send(done.body)
      },
    })
  }
  for (const route of parts.routes) if (route.bytes === undefined) add(app, route)
  // Bodies of any type come as they are: parsers belong to the place where they are registered.
  await app.register(async (raw) => {
    raw.removeAllContentTypeParsers()
    raw.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
    for (const route of parts.routes) if (route.bytes !== undefined) add(raw, route)
    await Promise.resolve()
  })

  app.get('/api/v1/live', async (request, reply) => {
    const ctx = await contextOf(request, false)
    reply.hijack()
    reply.raw.writeHead(200, {
      'Content-Type': 'text/event-stream',
      'Cache-Control': 'no-store',
      Connection: 'keep-alive',
      'X-Accel-Buffering': 'no',
    })
    live.join({ reply, person: ctx.actor.id, sees: (kind) => reachOf(ctx.actor, `${kind}.see`) !== null })
  })
  app.addHook('preClose', async () => await live.stop())

  let description: string | undefined
  app.get('/api/openapi.json', async (_request, reply) => {
    description ??= JSON.stringify(openapiOf(parts.routes, parts.version))
    return await reply.type('application/json').send(description)
  })
  app.get('/healthz', async () => ({ ok: true }))
  app.get('/readyz', async () => {
    await db.first({ strings: ['select 1'], values: [] })
    return { ok: true }
  })
  app.get('/metrics', async (_request, reply) => await reply.type('text/plain; version=0.0.4').send(await measured()))
  await serveWeb(app, parts)
  return app
}

/** A browser's cookie counts only for requests that our own pages make. */
const sameOrigin = (request: FastifyRequest): void => {
  if (request.method === 'GET' || request.method === 'HEAD') return
  const { origin, host } = request.headers
  const site = request.headers['sec-fetch-site']
  if (site === 'same-origin' || site === 'none') return
  if (origin !== undefined && host !== undefined && URL.canParse(origin) && new URL(origin).host === host && site === undefined) return
  throw new Refusal(
    'forbidden',
    'cross_site',
    'This request came from another site and was not carried out. Use a personal token for programs.',
  )
}

const serveWeb = async (app: FastifyInstance, { webFolder }: ServerParts): Promise<void> => {
  const page = join(webFolder, 'index.html')
  const has = existsSync(page)
  const pageNow = has ? keptPage(page) : async () => ''
  if (has)
    await app.register(statics, {
      root: webFolder,
      index: false,
      wildcard: true,
      maxAge: '365d',
      immutable: true,
      preCompressed: false,
      decorateReply: true,
      prefix: '/',
      setHeaders: (reply, path) => {
        if (!path.includes('/assets/')) reply.header('Cache-Control', 'no-cache')
      },
    })
  const shell = async (_request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const nonce = randomBytes(16).toString('base64')
    return await reply
      .type('text/html; charset=utf-8')
      .header('Cache-Control', 'no-store')
      .header('Content-Security-Policy', policy(nonce))
      .send((await pageNow()).replaceAll('__NONCE__', nonce))
  }
  if (has) {
    app.get('/', shell)
    app.get('/index.html', shell)
  }
  app.setNotFoundHandler(async (request, reply) => {
    const [path = ''] = request.url.split('?')
    const wantsPage = request.method === 'GET' && !path.startsWith('/api/') && !/\.[a-z0-9]{2,5}$/i.test(path)
    if (has && wantsPage) return await shell(request, reply)
    throw new Refusal(
      'not_found',
      'no_such_address',
      `There is nothing at ${request.method} ${request.url.slice(0, 200)}. /api/openapi.json lists what there is.`,
    )
  })
}
