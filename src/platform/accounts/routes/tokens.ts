import { z } from 'zod'
import { isId } from '../../../kernel/id.ts'
import { notFound } from '../../../kernel/refusal.ts'
import { type Route, route } from '../../http/contract.ts'
import { note } from '../journal.ts'
import { needPerson, needSession, type Parts, secret } from '../parts.ts'
import { nameText } from './shapes.ts'

const body = z.object({
  title: nameText,
  rights: z.array(z.string().max(100)).min(1).max(100),
  expires_on: z.iso.date({ error: 'Say until when the token works: a date such as 2027-01-31, at most a year ahead.' }),
})

export const tokenRoutes = (parts: Parts): readonly Route[] => [
  route({
    method: 'GET',
    path: '/tokens',
    summary: 'The personal tokens of the person signed in, newest first',
    tag: 'Sign-in',
    handle: async ({ ctx, db }) => ({ items: await parts.tokens.list(db, needPerson(ctx)) }),
  }),
  secret(
    route({
      method: 'POST',
      path: '/tokens',
      summary: 'Makes a personal token for a program; it is shown this once',
      tag: 'Sign-in',
      status: 201,
      body,
      handle: async (ask) => {
        const { ctx, db } = ask
        const { person } = await needSession(parts, ask)
        void ask.reply.header('Cache-Control', 'no-store')
        return await db.transaction(async (tx) => {
          const made = await parts.tokens.make(tx, person, ask.body, ctx.now)
          await note(tx, ctx, person, 'token_made', {
            token: made.id,
            title: ask.body.title,
            rights: ask.body.rights,
            expires_on: ask.body.expires_on,
          })
          return made
        })
      },
    }),
  ),
  route({
    method: 'DELETE',
    path: '/tokens/:id',
    summary: 'Revokes a personal token',
    tag: 'Sign-in',
    handle: async (ask) => {
      const { ctx, db, params } = ask
      const { person } = await needSession(parts, ask)
      const id = params['id'] ?? ''
      if (!isId(id)) throw notFound('This token')
      await db.transaction(async (tx) => {
        await parts.tokens.revoke(tx, person, id, ctx.now)
        await note(tx, ctx, person, 'token_revoked', { token: id })
      })
      return {}
    },
  }),
]
