import { Refusal } from '../../kernel/refusal.ts'
import type { Tx } from '../db/database.ts'
import { sql } from '../db/sql.ts'
import type { Context } from '../records/context.ts'
import { accountOf, keepPassword } from './account.ts'
import { note } from './journal.ts'
import { passed, personKey } from './limits.ts'
import { hashPassword, needGoodPassword } from './password.ts'

const needPerson = async (tx: Tx, person: string): Promise<void> => {
  const row = await tx.first<{ state: string }>(sql`select state from record where id = ${person}`)
  if (!row) throw new Refusal('not_found', 'not_found', 'This person does not exist.')
  if (row.state !== 'active')
    throw new Refusal('conflict', 'not_active', 'This person is not active, so they could not sign in. Make them active again first.')
}

/**
 * Gives an active person without a password their first one, so that they can sign in.
 * @throws Refusal `has_password`, `not_active`, `password_short` and the other words of password.ts
 */
export const enrol = async (tx: Tx, ctx: Context, person: string, password: string): Promise<void> => {
  await needPerson(tx, person)
  needGoodPassword(password, null)
  const account = await accountOf(tx, person)
  if (account?.password_hash) throw new Refusal('conflict', 'has_password', 'This person has a password already. Reset it instead.')
  await keepPassword(tx, person, await hashPassword(password), ctx.now)
  await note(tx, ctx, person, 'account_made')
}

/**
 * The operator's way in when a password or a phone is lost: sets a password, takes the second factor and any wait off, opens a disabled account and ends all sessions.
 * Tokens stay as they are. A running server notices within ten seconds.
 */
export const resetPassword = async (tx: Tx, ctx: Context, person: string, password: string): Promise<void> => {
  await needPerson(tx, person)
  needGoodPassword(password, null)
  await keepPassword(tx, person, await hashPassword(password), ctx.now)
  await tx.run(
    sql`update account set totp_secret = null, totp_confirmed_at = null, totp_step = null, disabled_at = null where person = ${person}`,
  )
  await passed(tx, [personKey(person)])
  const ended = await tx.run(sql`delete from account_session where person = ${person}`)
  await note(tx, ctx, person, 'password_reset', { sessions_ended: ended })
}
