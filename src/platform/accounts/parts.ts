import type { FastifyReply, FastifyRequest } from 'fastify'
import { Refusal } from '../../kernel/refusal.ts'
import type { Database, Tx } from '../db/database.ts'
import type { Route } from '../http/contract.ts'
import type { Context } from '../records/context.ts'
import { accountOf } from './account.ts'
import { sessionCookie } from './authenticate.ts'
import type { Hooks } from './hooks.ts'
import { as, note } from './journal.ts'
import { longestFor, type Session, type Sessions, type Via } from './sessions.ts'
import type { Tokens } from './tokens.ts'

/** What the routes of this room share. */
export type Parts = Readonly<{ hooks: Hooks; sessions: Sessions; tokens: Tokens }>

export type Asking = Readonly<{ ctx: Context; db: Database; request: FastifyRequest; reply: FastifyReply }>

/** Marks a route whose request or answer is secret: neither may be kept for retries under an Idempotency-Key. */
export const secret = (route: Route): Route => {
  const marked = { ...route, remembered: false as const }
  return marked
}

const cookieHow = (hooks: Hooks) => ({ httpOnly: true, sameSite: 'lax', path: '/', secure: hooks.secure }) as const

/** The person who asks. @throws Refusal `not_signed_in` */
export const needPerson = (ctx: Context): string => {
  if (ctx.actor.id === null) throw new Refusal('unauthenticated', 'not_signed_in', 'Sign in first.')
  return ctx.actor.id
}

/** The session that asks: how people sign in is changed by themselves, never by a program with a token. @throws Refusal `needs_session` */
export const needSession = async ({ sessions }: Parts, { ctx, db, request }: Asking): Promise<Session> => {
  const person = needPerson(ctx)
  const session = await sessions.find(db, request.cookies[sessionCookie] ?? '', ctx.now)
  if (ctx.via !== 'web' || session?.person !== person)
    throw new Refusal('forbidden', 'needs_session', 'This is done in the browser, signed in as yourself; a token cannot do it.')
  return session
}

/** Opens a session in place of the one the browser had, writes it into the person's history and hands the cookie over after the commit. */
export const openSession = async (
  { hooks, sessions }: Parts,
  { ctx, db, request, reply }: Asking,
  work: (tx: Tx) => Promise<Readonly<{ person: string; via: Via }>>,
): Promise<string> => {
  const before = await sessions.find(db, request.cookies[sessionCookie] ?? '', ctx.now)
  const { person, cookie } = await db.transaction(async (tx) => {
    const came = await work(tx)
    if (before) await sessions.end(tx, before.id)
    const made = await sessions.begin(tx, { ...came, userAgent: request.headers['user-agent'], now: ctx.now })
    await note(tx, as(ctx, came.person), came.person, 'sign_in', { by: came.via, address: request.ip })
    return { person: came.person, cookie: made }
  })
  void reply.setCookie(sessionCookie, cookie, { ...cookieHow(hooks), maxAge: longestFor / 1000 }).header('Cache-Control', 'no-store')
  return person
}

export const forgetCookie = ({ hooks }: Parts, reply: FastifyReply): void => {
  void reply.clearCookie(sessionCookie, cookieHow(hooks))
}

/** What GET /session says of a person. */
export const sessionAnswer = async ({ hooks }: Parts, db: Database, ctx: Context, person: string) => {
  const [profile, organisation, account] = await Promise.all([
    hooks.profile(db, person, ctx.now),
    hooks.organisation(db),
    accountOf(db, person),
  ])
  // A token's bearer sees the rights that the token leaves.
  const rights = ctx.via === 'api' ? ctx.actor.grants : profile.rights
  return { unread: 0, ...profile, rights, organisation, preferences: account?.preferences ?? {} }
}
