import type { Db } from '../../../platform/db/database.ts'
import { sql } from '../../../platform/db/sql.ts'

/** Maintenance whose window began or ended, with the move that follows from it. */
export const dueMaintenance = async (db: Db, now: string): Promise<readonly Readonly<{ id: string; verb: 'begin' | 'finish' }>[]> =>
  await db.rows<{ id: string; verb: 'begin' | 'finish' }>(sql`
    select id, case when state = 'planned' then 'begin' else 'finish' end as verb from maintenance
    where (state = 'planned' and starts_at <= ${now}) or (state = 'under_way' and ends_at <= ${now}) order by starts_at, id limit 500`)
