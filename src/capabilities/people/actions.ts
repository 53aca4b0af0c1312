import type { Tx } from '../../platform/db/database.ts'
import { sql } from '../../platform/db/sql.ts'
import type { Context } from '../../platform/records/context.ts'
import { create } from '../../platform/records/write.ts'
import { builtInRoles } from './model/roles.ts'

/** Makes the roles that an organisation begins with, unless there are some. @returns role ids by title */
export const seedRoles = async (tx: Tx, ctx: Context): Promise<ReadonlyMap<string, string>> => {
  const there = await tx.rows<{ id: string; title: string }>(sql`select id, title from role`)
  const roles = new Map(there.map((row) => [row.title, row.id]))
  if (roles.size > 0) return roles
  for (const role of builtInRoles) {
    const made = await create(tx, ctx, ctx.registry.kind('role'), { ...role, rights: [...role.rights] })
    roles.set(role.title, made.id)
  }
  return roles
}

/** The first person of a new organisation, with every right. @returns the person's id */
export const firstAdministrator = async (tx: Tx, ctx: Context, who: Readonly<{ title: string; email: string }>): Promise<string> => {
  const roles = await seedRoles(tx, ctx)
  const person = await create(tx, ctx, ctx.registry.kind('person'), { title: who.title, email: who.email, level: '5' })
  await create(tx, ctx, ctx.registry.kind('role_holding'), { title: who.title, person: person.id, role: roles.get('Administrator') ?? '' })
  return person.id
}
