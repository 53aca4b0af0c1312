import type { Db } from '../../../platform/db/database.ts'
import { type Sql, sql } from '../../../platform/db/sql.ts'

export type ImportedDown = Readonly<{ subject: string; site: string; from_at: string | null; to_at: string | null }>

/** Every outage (down) of what was imported together with a check or an outage of its own, by the name it has in its source; one row with no times for what never was down. */
export const importedDowns = async (
  db: Db,
  sight: Readonly<{ checks: Sql; outages: Sql }>,
  source: string | undefined,
): Promise<readonly ImportedDown[]> =>
  await db.rows<ImportedDown>(sql`
    with site as (
      select distinct about.id as subject, about.source_ref as site
      from (select id, subject from "check" where ${sight.checks} union all select id, subject from outage where ${sight.outages}) seen
      join record own on own.id = seen.id join record about on about.id = seen.subject
      where own.source is not null and about.source = own.source and about.source_ref is not null ${source === undefined ? sql`` : sql`and own.source = ${source}`}
    )
    select site.subject, site.site, o.started_at as from_at, o.ended_at as to_at from site
    left join (select * from outage where ${sight.outages}) o on o.subject = site.subject and o.severity = 'down' and o.state <> 'dismissed'
    order by site.site, site.subject, o.started_at`)
