import { z } from 'zod'
import { isoOf } from '../../../kernel/instant.ts'
import { Refusal } from '../../../kernel/refusal.ts'
import { sql } from '../../db/sql.ts'
import { type Route, route } from '../../http/contract.ts'
import { accountOf, keepPassword } from '../account.ts'
import { note } from '../journal.ts'
import { type Asking, needSession, type Parts, secret } from '../parts.ts'
import { hashPassword, needGoodPassword, passwordFits } from '../password.ts'
import type { Session } from '../sessions.ts'
import { proven } from '../sign-in.ts'
import { newTotp, spendCode, wrongCode } from '../totp.ts'
import { codeText, passwordText } from './shapes.ts'

/** Who has no password yet proves themselves by having signed in this short a time ago. */
const freshFor = 15 * 60_000

const wrongCurrent = (): Refusal =>
  new Refusal('invalid', 'password_wrong', 'The current password does not fit. Check it and try again.', [
    { path: 'current', message: 'The current password does not fit.', rule: 'password_wrong' },
  ])

const needOwner = async ({ ctx, db }: Asking, session: Session, current: string | undefined): Promise<void> => {
  if (session.via === 'sample')
    throw new Refusal('forbidden', 'sample_person', 'People of the sample organisation have no passwords: everybody may continue as them.')
  const hash = (await accountOf(db, session.person))?.password_hash ?? null
  if (hash !== null) await proven(db, ctx, session.person, async () => await passwordFits(current ?? '', hash), wrongCurrent)
  else if (ctx.now - session.made > freshFor)
    throw new Refusal('forbidden', 'sign_in_again', 'Sign out, sign in again, and set the password within a quarter of an hour.')
}

const password = (parts: Parts): Route =>
  secret(
    route({
      method: 'POST',
      path: '/account/password',
      summary: 'Changes the own password and ends all other sessions',
      tag: 'Sign-in',
      body: z.object({ current: passwordText.optional(), password: passwordText }),
      handle: async (ask) => {
        const { ctx, db, body } = ask
        const session = await needSession(parts, ask)
        const { person } = await parts.hooks.profile(db, session.person, ctx.now)
        needGoodPassword(body.password, person?.email ?? null)
        await needOwner(ask, session, body.current)
        const hash = await hashPassword(body.password)
        return await db.transaction(async (tx) => {
          await keepPassword(tx, session.person, hash, ctx.now)
          const ended = await parts.sessions.endAll(tx, session.person, session.id)
          await note(tx, ctx, session.person, 'password_changed', { sessions_ended: ended })
          return { sessions_ended: ended }
        })
      },
    }),
  )

const totpStart = (parts: Parts): Route =>
  secret(
    route({
      method: 'POST',
      path: '/account/totp',
      summary: 'Begins to set up codes of an authenticator app; they count once confirmed',
      tag: 'Sign-in',
      handle: async (ask) => {
        const { ctx, db } = ask
        const session = await needSession(parts, ask)
        const account = await accountOf(db, session.person)
        if (!account?.password_hash)
          throw new Refusal(
            'conflict',
            'no_password',
            'Codes go with a password, and you have none: the provider that you sign in through asks for a second factor itself.',
          )
        if (account.totp_confirmed_at !== null)
          throw new Refusal('conflict', 'totp_on', 'Codes are set up already. Switch them off with a code first, then set them up anew.')
        const [{ name }, { person }] = await Promise.all([parts.hooks.organisation(db), parts.hooks.profile(db, session.person, ctx.now)])
        const totp = await newTotp(`Reeve ${name}`, person?.email ?? person?.title ?? 'Reeve')
        await db.run(
          sql`update account set totp_secret = ${totp.secret}, totp_step = null where person = ${session.person} and totp_confirmed_at is null`,
        )
        void ask.reply.header('Cache-Control', 'no-store')
        return totp
      },
    }),
  )

const body = z.object({ code: codeText })

const totpConfirm = (parts: Parts): Route =>
  secret(
    route({
      method: 'POST',
      path: '/account/totp/confirm',
      summary: 'Switches codes on by proving that the app shows them',
      tag: 'Sign-in',
      body,
      handle: async (ask) => {
        const { ctx, db } = ask
        const { person } = await needSession(parts, ask)
        const account = await accountOf(db, person)
        const started = account?.totp_secret
        if (!started || account.totp_confirmed_at !== null)
          throw new Refusal('conflict', 'totp_not_started', 'Begin setting up codes first, then confirm with the code that your app shows.')
        await proven(db, ctx, person, async () => await spendCode(db, person, started, ask.body.code, ctx.now), wrongCode)
        await db.transaction(async (tx) => {
          await tx.run(sql`update account set totp_confirmed_at = ${isoOf(ctx.now)} where person = ${person} and totp_secret = ${started}`)
          await note(tx, ctx, person, 'totp_on')
        })
        return { on: true }
      },
    }),
  )

const totpOff = (parts: Parts): Route =>
  route({
    method: 'DELETE',
    path: '/account/totp',
    summary: 'Switches codes off, with a code',
    tag: 'Sign-in',
    body,
    handle: async (ask) => {
      const { ctx, db } = ask
      const { person } = await needSession(parts, ask)
      const account = await accountOf(db, person)
      const there = account?.totp_secret
      if (!there || account.totp_confirmed_at === null) throw new Refusal('conflict', 'totp_not_on', 'Codes are not set up.')
      await proven(db, ctx, person, async () => await spendCode(db, person, there, ask.body.code, ctx.now), wrongCode)
      await db.transaction(async (tx) => {
        await tx.run(sql`update account set totp_secret = null, totp_confirmed_at = null, totp_step = null where person = ${person}`)
        await note(tx, ctx, person, 'totp_off')
      })
      return { on: false }
    },
  })

export const ownRoutes = (parts: Parts): readonly Route[] => [password(parts), totpStart(parts), totpConfirm(parts), totpOff(parts)]
