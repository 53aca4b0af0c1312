import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { isRefusal, notFound, Refusal } from '../../../kernel/refusal.ts'
import type { ProviderConfig } from '../../config.ts'
import type { Database } from '../../db/database.ts'
import { type Route, route } from '../../http/contract.ts'
import type { Context } from '../../records/context.ts'
import type { Hooks } from '../hooks.ts'
import { personOfVisitor } from '../identities.ts'
import { type Flow, makeProvider, type Provider } from '../oidc.ts'
import { openSession, type Parts } from '../parts.ts'
import { seal, sealingKey, unseal } from '../seal.ts'

const flowCookie = 'reeve_oidc'
const flowPath = '/api/v1/oidc'
/** How long somebody may take at the provider. */
const flowFor = 10 * 60_000

type Known = Readonly<{ config: ProviderConfig; provider: Provider }>

const flowShape = z.object({
  provider: z.string(),
  state: z.string(),
  nonce: z.string(),
  verifier: z.string(),
  to: z.string(),
  until: z.number(),
})

/** Only ways within Reeve: `//elsewhere` and `/\elsewhere` lead out of it. */
const wayWithin = (to: string | undefined): string =>
  to !== undefined && /^\/(?![/\\])[^\s\\]*$/.test(to) && !to.startsWith('/api/') ? to : '/'

const ownAddress = (hooks: Hooks, request: FastifyRequest): string =>
  hooks.publicUrl?.replace(/\/+$/, '') ?? `${request.protocol}://${request.host}`

const callbackOf = (hooks: Hooks, request: FastifyRequest, name: string): string =>
  `${ownAddress(hooks, request)}${flowPath}/${name}/callback`

const readFlow = async (db: Database, ctx: Context, request: FastifyRequest, name: string): Promise<Flow> => {
  const text = unseal(await sealingKey(db), request.cookies[flowCookie] ?? '')
  const flow = text === null ? undefined : flowShape.safeParse(JSON.parse(text)).data
  if (flow?.provider !== name || flow.until < ctx.now)
    throw new Refusal(
      'unauthenticated',
      'flow_over',
      'This sign-in took too long or was begun in another browser. Go back to the sign-in page and begin again.',
    )
  return flow
}

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')

/** A browser comes here by itself, so it gets words to read instead of JSON. */
const showRefusal = async (reply: FastifyReply, refusal: Refusal): Promise<null> => {
  await reply
    .status(refusal.reason === 'unavailable' ? 503 : 403)
    .header('Content-Security-Policy', "default-src 'none'; frame-ancestors 'none'")
    .header('Cache-Control', 'no-store')
    .type('text/html; charset=utf-8')
    .send(`<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Not signed in</title>
<h1>You are not signed in</h1><p>${escaped(refusal.message)}</p><p><a href="/">Back to the sign-in page</a></p></html>`)
  return null
}

const readable = async (request: FastifyRequest, reply: FastifyReply, work: () => Promise<null>): Promise<null> => {
  try {
    return await work()
  } catch (error) {
    if (isRefusal(error) && request.headers.accept?.includes('text/html')) return await showRefusal(reply, error)
    throw error
  }
}

const start = (parts: Parts, find: (name: string | undefined) => Known): Route =>
  route({
    method: 'GET',
    path: '/oidc/:name/start',
    summary: 'Sends the browser to a sign-in provider',
    tag: 'Sign-in',
    open: true,
    query: z.object({ to: z.string().max(2000).optional() }),
    handle: async ({ ctx, db, params, query, request, reply }) =>
      await readable(request, reply, async () => {
        const { config, provider } = find(params['name'])
        const { url, flow } = await provider.begin(callbackOf(parts.hooks, request, config.name), wayWithin(query.to), ctx.now + flowFor)
        const sealed = seal(await sealingKey(db), JSON.stringify(flow))
        await reply
          .setCookie(flowCookie, sealed, {
            httpOnly: true,
            sameSite: 'lax',
            path: flowPath,
            secure: parts.hooks.secure,
            maxAge: flowFor / 1000,
          })
          .header('Cache-Control', 'no-store')
          .redirect(url, 302)
        return null
      }),
  })

const callback = (parts: Parts, find: (name: string | undefined) => Known): Route =>
  route({
    method: 'GET',
    path: '/oidc/:name/callback',
    summary: 'Where a sign-in provider sends the browser back to',
    tag: 'Sign-in',
    open: true,
    handle: async ({ ctx, db, params, request, reply }) =>
      await readable(request, reply, async () => {
        const { config, provider } = find(params['name'])
        const flow = await readFlow(db, ctx, request, config.name)
        const back = new URL(callbackOf(parts.hooks, request, config.name))
        back.search = new URL(request.url, 'http://any').search
        void reply.clearCookie(flowCookie, { path: flowPath })
        const visitor = await provider.finish(back, flow)
        await openSession(parts, { ctx, db, request, reply }, async (tx) => ({
          person: await personOfVisitor(tx, ctx, parts.hooks, config, visitor),
          via: `oidc:${config.name}`,
        }))
        await reply.redirect(flow.to, 302)
        return null
      }),
  })

export const oidcRoutes = (parts: Parts): readonly Route[] => {
  const known = new Map(parts.hooks.providers.map((config): [string, Known] => [config.name, { config, provider: makeProvider(config) }]))
  const find = (name: string | undefined): Known => {
    const found = known.get(name ?? '')
    if (!found) throw notFound('This sign-in provider')
    return found
  }
  return [start(parts, find), callback(parts, find)]
}
