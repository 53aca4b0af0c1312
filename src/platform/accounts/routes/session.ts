import { z } from 'zod'
import { Refusal } from '../../../kernel/refusal.ts'
import { isId } from '../../../kernel/id.ts'
import { type Route, route } from '../../http/contract.ts'
import { accountOf, isOpen, keepPreferences } from '../account.ts'
import { sessionCookie } from '../authenticate.ts'
import { as, note } from '../journal.ts'
import { forgetCookie, needPerson, openSession, type Parts, secret, sessionAnswer } from '../parts.ts'
import { signInWithPassword } from '../sign-in.ts'
import { codeText, passwordText } from './shapes.ts'

const noSample = (): Refusal =>
  new Refusal(
    'forbidden',
    'no_sample',
    'Continuing as somebody without a password is for the sample organisation only. Sign in with your e-mail address and password.',
  )

const preferences = z.record(z.string().regex(/^[a-z][a-z_]{0,39}$/), z.json())

const who = (parts: Parts): Route =>
  route({
    method: 'GET',
    path: '/session',
    summary: 'Who is signed in and what they may do',
    tag: 'Sign-in',
    handle: async ({ ctx, db, reply }) => {
      void reply.header('Cache-Control', 'no-store')
      return await sessionAnswer(parts, db, ctx, needPerson(ctx))
    },
  })

const begin = (parts: Parts): Route =>
  secret(
    route({
      method: 'POST',
      path: '/session',
      summary: 'Signs in with an e-mail address, a password and, where one is set up, a code',
      tag: 'Sign-in',
      open: true,
      body: z.object({ email: z.string().trim().toLowerCase().max(254), password: passwordText, code: codeText.optional() }),
      handle: async ({ ctx, db, body, request, reply }) => {
        const came = await signInWithPassword(db, ctx, parts.hooks, { ...body, address: request.ip })
        const person = await openSession(parts, { ctx, db, request, reply }, async () => await Promise.resolve(came))
        return await sessionAnswer(parts, db, ctx, person)
      },
    }),
  )

const continueAs = (parts: Parts): Route =>
  secret(
    route({
      method: 'POST',
      path: '/session/continue',
      summary: 'Continues as a person of the sample organisation',
      tag: 'Sign-in',
      open: true,
      body: z.object({ person: z.string().refine(isId, 'The id of a person') }),
      handle: async ({ ctx, db, body, request, reply }) => {
        const person = await openSession(parts, { ctx, db, request, reply }, async (tx) => {
          if (!(await parts.hooks.organisation(tx)).sample) throw noSample()
          const listed = (await parts.hooks.samplePeople(tx)).some(({ id }) => id === body.person)
          if (!listed || !(await isOpen(tx, body.person)))
            throw new Refusal(
              'forbidden',
              'not_sample_person',
              'This person is not among those to continue as. Choose one from the sign-in page.',
            )
          if ((await accountOf(tx, body.person))?.password_hash)
            throw new Refusal('forbidden', 'has_password', 'This person has a password. Sign in with it.')
          return { person: body.person, via: 'sample' }
        })
        return await sessionAnswer(parts, db, ctx, person)
      },
    }),
  )

const end = (parts: Parts): Route =>
  route({
    method: 'DELETE',
    path: '/session',
    summary: 'Signs out',
    tag: 'Sign-in',
    open: true,
    handle: async ({ ctx, db, request, reply }) => {
      const session = await parts.sessions.find(db, request.cookies[sessionCookie] ?? '', ctx.now)
      if (session)
        await db.transaction(async (tx) => {
          await parts.sessions.end(tx, session.id)
          await note(tx, as(ctx, session.person), session.person, 'sign_out')
        })
      forgetCookie(parts, reply)
      return {}
    },
  })

const keep: Route = route({
  method: 'PATCH',
  path: '/session/preferences',
  summary: 'Keeps preferences of the person signed in; null forgets one',
  tag: 'Sign-in',
  body: preferences,
  handle: async ({ ctx, db, body }) => {
    const person = needPerson(ctx)
    const kept = await db.transaction(async (tx) => await keepPreferences(tx, person, body, ctx.now))
    if (!kept) throw new Refusal('too_large', 'preferences_full', 'Preferences hold 32 KB at most. Forget some, such as saved columns.')
    return { preferences: kept }
  },
})

export const sessionRoutes = (parts: Parts): readonly Route[] => [who(parts), begin(parts), continueAs(parts), end(parts), keep]
