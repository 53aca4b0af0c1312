import { Refusal } from '../../kernel/refusal.ts'
import { sql } from '../../platform/db/sql.ts'
import type { Behaviour, Context } from '../../platform/records/context.ts'
import { reachOf } from '../../platform/rights/grants.ts'
import { badRights } from './model/rights.ts'
import { isAbove } from './store.ts'

const refused = (path: string, rule: string, message: string): Refusal => new Refusal('invalid', rule, message, [{ path, rule, message }])

/** Nobody gives a right that they do not hold everywhere themselves. */
const needToHold = (ctx: Context, rights: readonly string[]): void => {
  const beyond = rights.map((one) => one.replace(/:own$/, '')).filter((one) => reachOf(ctx.actor, one) !== 'all')
  if (beyond.length > 0)
    throw new Refusal(
      'forbidden',
      'beyond_own_rights',
      `You cannot give rights that you do not hold everywhere yourself: ${beyond.slice(0, 5).join(', ')}. Ask an administrator.`,
    )
}

const unit: Behaviour = {
  prepare: async (tx, _ctx, draft, before) => {
    const parent = draft['parent']
    if (typeof parent !== 'string' || before === null) return
    if (parent === before.id || (await isAbove(tx, before.id, parent)))
      throw refused(
        'parent',
        'cycle',
        'A unit cannot be part of itself, directly or by a longer way. Choose a unit that is not below this one.',
      )
  },
}

const person: Behaviour = {
  prepare: (_tx, _ctx, draft) => {
    if (typeof draft['email'] === 'string') draft['email'] = draft['email'].toLowerCase()
  },
}

const role: Behaviour = {
  prepare: (_tx, ctx, draft, before) => {
    const rights = Array.isArray(draft['rights']) ? draft['rights'].map(String) : []
    const issues = badRights(rights)
    if (issues.length > 0) throw new Refusal('invalid', 'invalid_fields', issues[0]?.message ?? '', issues)
    const old = before && Array.isArray(before['rights']) ? before['rights'].map(String) : []
    needToHold(
      ctx,
      rights.filter((one) => !old.includes(one)),
    )
  },
}

const holding: Behaviour = {
  prepare: async (tx, ctx, draft) => {
    const named = await tx.first<{ rights: string[]; role: string; person: string }>(
      sql`select role.rights, role.title as role, person.title as person from role, person where role.id = ${draft['role']} and person.id = ${draft['person']}`,
    )
    if (!named) return
    needToHold(ctx, named.rights)
    draft['title'] = `${named.person}: ${named.role}`
    const [from, until] = [draft['from_day'], draft['until_day']]
    if (typeof from === 'string' && typeof until === 'string' && until < from)
      throw refused('until_day', 'order', 'Until must not lie before from.')
  },
}

export const behaviours = [
  { kind: 'unit', behaviour: unit },
  { kind: 'person', behaviour: person },
  { kind: 'role', behaviour: role },
  { kind: 'role_holding', behaviour: holding },
] as const
