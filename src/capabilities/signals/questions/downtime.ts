import { intervals, length } from '../../../kernel/interval.ts'
import { type Millis, millisOf } from '../../../kernel/instant.ts'
import type { Db } from '../../../platform/db/database.ts'
import type { Context } from '../../../platform/records/context.ts'
import { sightOf } from '../../../platform/records/filter.ts'
import { importedDowns } from '../store/outages-imported.ts'

/** Minutes are rounded to a tenth. `outages` were down, and not dismissed. */
export type SiteDowntime = Readonly<{ site: string; downtime_min: number; outages: number }>

const minutes = (ms: Millis): number => Math.round(ms / 6000) / 10

/**
 * How long each site that was imported with its checks was down: the length of the union of its outages, so that two that overlap count once; one that goes on counts until now.
 * Sites whose checks and outages the person may see. @param source only of this import source
 */
export const downtimeFigures = async (db: Db, ctx: Context, source?: string): Promise<readonly SiteDowntime[]> => {
  const [checks, outages] = [sightOf(ctx, ctx.registry.kind('check')), sightOf(ctx, ctx.registry.kind('outage'))]
  if (checks === null || outages === null) return []
  const rows = await importedDowns(db, { checks, outages }, source)
  const sites = Map.groupBy(rows, (row) => row.subject)
  return [...sites.values()].map((of) => {
    const spans = of.flatMap(({ from_at, to_at }) =>
      from_at === null ? [] : [{ from: millisOf(from_at), to: to_at === null ? ctx.now : millisOf(to_at) }],
    )
    return { site: of[0]?.site ?? '', downtime_min: minutes(length(intervals(spans))), outages: spans.length }
  })
}
