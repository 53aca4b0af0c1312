import type { Tx } from '../db/database.ts'
import { sql } from '../db/sql.ts'
import { append } from '../events/append.ts'
import type { Context } from '../records/context.ts'

/** What can happen to a person's way in. */
export type AccountVerb =
  | 'sign_in'
  | 'sign_in_refused'
  | 'sign_out'
  | 'account_made'
  | 'password_changed'
  | 'password_reset'
  | 'totp_on'
  | 'totp_off'
  | 'token_made'
  | 'token_revoked'
  | 'identity_linked'

/** Writes what happened into the person's own history. `facts` never hold a secret. */
export const note = async (
  tx: Tx,
  ctx: Context,
  person: string,
  verb: AccountVerb,
  facts: Readonly<Record<string, unknown>> | null = null,
): Promise<void> => {
  const row = await tx.first<{ kind: string }>(sql`select kind from record where id = ${person}`)
  if (row) await append(tx, ctx, { verb, kind: row.kind, record: person, version: null, before: null, after: facts })
}

/** The same request, done by the person who just proved who they are. */
export const as = (ctx: Context, person: string): Context => ({ ...ctx, actor: { ...ctx.actor, id: person } })
