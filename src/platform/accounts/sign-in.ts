import { setTimeout as pause } from 'node:timers/promises'
import { Refusal } from '../../kernel/refusal.ts'
import type { Database } from '../db/database.ts'
import type { Context } from '../records/context.ts'
import { type Account, accountOf, isOpen, keepPassword } from './account.ts'
import type { Hooks } from './hooks.ts'
import { note } from './journal.ts'
import { addressKey, giveBack, nobodyKey, passed, personKey, takeTry, type TryKey } from './limits.ts'
import { hashPassword, isWeaker, passwordFits } from './password.ts'
import { spendCode, wrongCode } from './totp.ts'

export type Attempt = Readonly<{ email: string; password: string; code?: string | undefined; address: string }>

/** A refusal takes at least this long, so that its time does not tell whether the account exists. */
const refusalTakes = 250

const wrong = (): Refusal =>
  new Refusal(
    'unauthenticated',
    'wrong_credentials',
    'This e-mail address and password do not fit together. Check both and try again; if you forgot your password, ask your administrator to set a new one.',
  )

const refuse = async (db: Database, ctx: Context, person: string, why: string, refusal: Refusal): Promise<never> => {
  await db.transaction(async (tx) => await note(tx, ctx, person, 'sign_in_refused', { why }))
  throw refusal
}

const needCode = async (db: Database, ctx: Context, account: Account, code: string | undefined, keys: readonly TryKey[]): Promise<void> => {
  if (code === undefined || code.trim() === '') {
    await giveBack(db, keys)
    throw new Refusal('unauthenticated', 'code_needed', 'Enter the six-digit code that your authenticator app shows now.')
  }
  if (!(await spendCode(db, account.person, account.totp_secret ?? '', code, ctx.now)))
    await refuse(db, ctx, account.person, 'code', wrongCode())
}

const tried = async (
  db: Database,
  ctx: Context,
  hooks: Hooks,
  attempt: Attempt,
): Promise<Readonly<{ person: string; via: 'password' | 'password+code' }>> => {
  const person = await hooks.personByEmail(db, attempt.email)
  const keys = [addressKey(attempt.address), person ? personKey(person.id) : nobodyKey(attempt.email)]
  await takeTry(db, keys, ctx.now)
  const account = person ? await accountOf(db, person.id) : undefined
  const fits = await passwordFits(attempt.password, account?.password_hash ?? null)
  if (!person || !account) throw wrong()
  if (!fits) return await refuse(db, ctx, person.id, 'password', wrong())
  if (!person.active || !(await isOpen(db, person.id))) return await refuse(db, ctx, person.id, 'closed', wrong())
  const coded = account.totp_confirmed_at !== null
  if (coded) await needCode(db, ctx, account, attempt.code, keys)
  await passed(db, keys)
  if (isWeaker(account.password_hash ?? '')) {
    const hash = await hashPassword(attempt.password)
    await db.transaction(async (tx) => await keepPassword(tx, person.id, hash, ctx.now))
  }
  return { person: person.id, via: coded ? 'password+code' : 'password' }
}

/**
 * Checks an e-mail address, a password and, where one is set up, a code.
 * @throws Refusal `wrong_credentials`, `code_needed`, `code_wrong`, `too_many_tries`, `sign_in_busy`
 */
export const signInWithPassword = async (
  db: Database,
  ctx: Context,
  hooks: Hooks,
  attempt: Attempt,
): Promise<Readonly<{ person: string; via: 'password' | 'password+code' }>> => {
  const slow = pause(refusalTakes)
  try {
    return await tried(db, ctx, hooks, attempt)
  } catch (error) {
    await slow
    throw error
  }
}

/** Proof by a signed-in person that it is still them: counted like sign-ins. @throws Refusal `too_many_tries` and what `check` refuses with */
export const proven = async (
  db: Database,
  ctx: Context,
  person: string,
  check: () => Promise<boolean>,
  refusal: () => Refusal,
): Promise<void> => {
  const keys = [personKey(person)]
  await takeTry(db, keys, ctx.now)
  if (!(await check())) throw refusal()
  await passed(db, keys)
}
