import type { Db } from '../db/database.ts'
import { id, sql } from '../db/sql.ts'
import type { Registry } from '../records/context.ts'

/** The services that belong to units: whoever answers for a unit answers for what it provides. */
export const servicesOfUnits = async (db: Db, registry: Registry, units: readonly string[]): Promise<readonly string[]> => {
  const found: string[] = []
  for (const kind of registry.kinds) {
    if (kind.scope.service !== 'id' || !kind.scope.unit) continue
    const rows = await db.rows<{ id: string }>(
      sql`select id from ${id(kind.name)} where ${id(kind.scope.unit)} = any(${[...units]}::uuid[])`,
    )
    found.push(...rows.map((row) => row.id))
  }
  return found
}
