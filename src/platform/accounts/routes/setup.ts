import { z } from 'zod'
import { Refusal } from '../../../kernel/refusal.ts'
import { type Route, route } from '../../http/contract.ts'
import { system } from '../../rights/grants.ts'
import { sql } from '../../db/sql.ts'
import { anyAccount, keepPassword } from '../account.ts'
import { as, note } from '../journal.ts'
import { openSession, type Parts, secret, sessionAnswer } from '../parts.ts'
import { hashPassword, needGoodPassword } from '../password.ts'
import { emailText, nameText, passwordText } from './shapes.ts'

/** Any number that no other advisory lock uses. */
const setupLock = 7_300_011

const done = (): Refusal =>
  new Refusal(
    'conflict',
    'setup_done',
    'This organisation has its first administrator already. Sign in, or ask an administrator to add you.',
  )

const sampleOnly = (): Refusal =>
  new Refusal(
    'conflict',
    'sample_organisation',
    'This is the sample organisation, where everybody may continue as anybody. Start Reeve with an empty data folder for your own.',
  )

const body = z.object({ organisation: nameText, title: nameText, email: emailText, password: passwordText })

export const setupRoutes = (parts: Parts): readonly Route[] => [
  route({
    method: 'GET',
    path: '/setup',
    summary: 'What the sign-in page needs: whether a first administrator is missing, providers, people of the sample organisation',
    tag: 'Sign-in',
    open: true,
    handle: async ({ db }) => {
      const { hooks } = parts
      const organisation = await hooks.organisation(db)
      const people = organisation.sample ? await hooks.samplePeople(db) : undefined
      return {
        needed: (people ?? []).length === 0 && !(await anyAccount(db)),
        sample: organisation.sample,
        organisation: organisation.name,
        ...(people ? { people } : {}),
        providers: hooks.providers.map(({ name, label }) => ({ name, label })),
        password: true,
      }
    },
  }),
  secret(
    route({
      method: 'POST',
      path: '/setup',
      summary: 'Makes the first administrator; works once',
      tag: 'Sign-in',
      open: true,
      body,
      handle: async ({ ctx, db, body: { organisation, title, email, password }, request, reply }) => {
        if ((await parts.hooks.organisation(db)).sample) throw sampleOnly()
        if (await anyAccount(db)) throw done()
        needGoodPassword(password, email)
        const hash = await hashPassword(password)
        const person = await openSession(parts, { ctx, db, request, reply }, async (tx) => {
          await tx.run(sql`select pg_advisory_xact_lock(${setupLock}::bigint)`)
          if (await anyAccount(tx)) throw done()
          const made = await parts.hooks.firstAdministrator(tx, { ...ctx, actor: system }, { organisation, title, email })
          await keepPassword(tx, made, hash, ctx.now)
          await note(tx, as(ctx, made), made, 'account_made')
          return { person: made, via: 'setup' }
        })
        return await sessionAnswer(parts, db, ctx, person)
      },
    }),
  ),
]
