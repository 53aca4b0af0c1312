import { isoOf, type Millis } from '../../kernel/instant.ts'
import { Refusal } from '../../kernel/refusal.ts'
import type { ProviderConfig } from '../config.ts'
import type { Db, Tx } from '../db/database.ts'
import { sql } from '../db/sql.ts'
import type { Context } from '../records/context.ts'
import { isOpen } from './account.ts'
import type { Hooks } from './hooks.ts'
import { as, note } from './journal.ts'
import type { Visitor } from './oidc.ts'

const no = (code: string, message: string): Refusal => new Refusal('forbidden', code, message)

const known = async (tx: Tx, visitor: Visitor, now: Millis): Promise<string | undefined> =>
  (
    await tx.first<{ person: string }>(
      sql`update account_identity set last_used_at = ${isoOf(now)} where issuer = ${visitor.issuer} and subject = ${visitor.subject} returning person`,
    )
  )?.person

/**
 * Ties a provider's account to a person for good. Also the operator's way for providers that do not vouch for addresses.
 * @throws Refusal `identity_taken`
 */
export const linkIdentity = async (
  tx: Tx,
  ctx: Context,
  person: string,
  provider: string,
  visitor: Pick<Visitor, 'issuer' | 'subject'>,
): Promise<void> => {
  const made = await tx.run(sql`insert into account_identity (issuer, subject, person, provider, made_at, last_used_at)
    values (${visitor.issuer}, ${visitor.subject}, ${person}, ${provider}, ${isoOf(ctx.now)}, ${isoOf(ctx.now)}) on conflict do nothing`)
  if (made === 0) throw new Refusal('conflict', 'identity_taken', 'This account of the provider belongs to a person in Reeve already.')
  await note(tx, ctx, person, 'identity_linked', { provider, issuer: visitor.issuer })
}

const hasIdentity = async (db: Db, person: string): Promise<boolean> =>
  (await db.first(sql`select 1 from account_identity where person = ${person} limit 1`)) !== undefined

const domainOf = (email: string): string => email.slice(email.lastIndexOf('@') + 1).toLowerCase()

/** The one person whom a new visitor may become: their address is vouched for, allowed, theirs alone, and not tied to another account yet. */
const personFor = async (tx: Tx, hooks: Hooks, provider: ProviderConfig, visitor: Visitor): Promise<string> => {
  const { email } = visitor
  if (email === null)
    throw no(
      'email_unverified',
      `${provider.label} does not confirm your e-mail address, so Reeve cannot tell who you are. Confirm it there, or ask your Reeve administrator to link your account.`,
    )
  if (provider.domains.length > 0 && !provider.domains.some((domain) => domain.toLowerCase() === domainOf(email)))
    throw no(
      'email_domain',
      `Addresses at ${domainOf(email)} may not sign in through ${provider.label}. Use your address at ${provider.domains.join(' or ')}.`,
    )
  const person = await hooks.personByEmail(tx, email)
  if (!person)
    throw no(
      'no_such_person',
      `Nobody in Reeve has the address ${email} to themselves. Ask your Reeve administrator to add you with exactly this address, then sign in again.`,
    )
  if (!person.active || !(await isOpen(tx, person.id)))
    throw no('account_closed', 'Your account in Reeve is not active. Ask your Reeve administrator to make it active again.')
  if (await hasIdentity(tx, person.id))
    throw no(
      'identity_other',
      `The person with the address ${email} signs in with another account. Use that one, or ask your Reeve administrator to link this one.`,
    )
  return person.id
}

/** The person behind a provider's account; at the first sign-in it is linked. @throws Refusal that says what to do */
export const personOfVisitor = async (tx: Tx, ctx: Context, hooks: Hooks, provider: ProviderConfig, visitor: Visitor): Promise<string> => {
  const person = await known(tx, visitor, ctx.now)
  if (person !== undefined) {
    if (await isOpen(tx, person)) return person
    throw no('account_closed', 'Your account in Reeve is not active. Ask your Reeve administrator to make it active again.')
  }
  const found = await personFor(tx, hooks, provider, visitor)
  await linkIdentity(tx, as(ctx, found), found, provider.name, visitor)
  return found
}
