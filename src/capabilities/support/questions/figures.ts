import type { Db, Row } from '../../../platform/db/database.ts'
import { and, sql, type Sql } from '../../../platform/db/sql.ts'
import { rememberedMapping } from '../../../platform/imports/index.ts'
import type { Context } from '../../../platform/records/context.ts'
import type { Field } from '../../../platform/records/fields.ts'
import { sightOf } from '../../../platform/records/filter.ts'
import { incident } from '../kind.ts'

/** Hours from opening to resolution. Rounded to four decimals. */
export type Hours = Readonly<{ n: number; median: number; mean: number; max: number; min: number }>

/** What a log of incidents says in numbers; words are those of the source. */
export type IncidentFigures = Readonly<{
  events: number
  incidents: number
  events_by_state: Readonly<Record<string, number>>
  incidents_by_final_priority: Readonly<Record<string, number>>
  made_sla_true_by_final_priority: Readonly<Record<string, number>>
  incidents_reassigned: number
  incidents_reopened: number
  resolution_hours_by_final_priority: Readonly<Record<string, Hours>>
  incidents_without_resolved_at: number
  incidents_by_contact_type: Readonly<Record<string, number>>
  impact_urgency_priority_rows: Readonly<Record<string, number>>
  top10_categories: Readonly<Record<string, number>>
  opened_per_month: Readonly<Record<string, number>>
}>

const labels = (field: Field): ReadonlyMap<string, string> =>
  new Map(field.type === 'choice' ? field.options.map(({ value, label }) => [value, label]) : [])
const priorityLabels = labels(incident.fields.priority)
const impactLabels = labels(incident.fields.impact)
const urgencyLabels = labels(incident.fields.urgency)
const channelLabels = labels(incident.fields.channel)

const rounded = (value: number): number => Math.round(value * 1e4) / 1e4

type Counted = Row & Readonly<{ word: string; n: number }>

const counts = (rows: readonly Counted[], words?: ReadonlyMap<string, string>): Record<string, number> =>
  Object.fromEntries(rows.map(({ word, n }) => [words?.get(word) ?? word, n]))

/** Imported incidents that the person may see, of one source or of all. */
const chosen = (sight: Sql, source: string | undefined): Sql =>
  sql`incident join record on record.id = incident.id where ${and([sight, source === undefined ? sql`record.source is not null` : sql`record.source = ${source}`])}`

/** One event a row of the source's log; those of an import that was taken back do not count. */
const events = (ids: Sql): Sql =>
  sql`event left join batch on batch.id = event.batch where event.record_id in (${ids}) and event.after ? 'source_state' and batch.undone_at is null`

/**
 * The figures of an imported incident log, from Reeve's own records and events.
 * Counts of states and of impact x urgency x priority are over events; the rest is over incidents as they ended.
 * Months are those of the zone that the source's mapping names.
 */
export const incidentFigures = async (db: Db, ctx: Context, source?: string): Promise<IncidentFigures> => {
  const seen = sightOf(ctx, incident)
  const mine = chosen(seen === null ? sql`false` : qualified(seen), source)
  const log = events(sql`select incident.id from ${mine}`)
  const zone = source === undefined ? 'UTC' : ((await rememberedMapping(db, source, 'servicenow-incidents'))?.zone ?? 'UTC')
  const by = async (word: Sql, where: Sql = sql`true`, rest: Sql = sql``): Promise<readonly Counted[]> =>
    await db.rows<Counted>(sql`select ${word} as word, count(*)::int as n from ${mine} and ${where} group by 1 ${rest}`)
  const states = await db.rows<Counted>(sql`select event.after ->> 'source_state' as word, count(*)::int as n from ${log} group by 1`)
  const triples = await db.rows<Row & { impact: string; urgency: string; priority: string; n: number }>(
    sql`select event.after ->> 'impact' as impact, event.after ->> 'urgency' as urgency, event.after ->> 'priority' as priority, count(*)::int as n from ${log} group by 1, 2, 3`,
  )
  const hours = await db.rows<
    Row & Hours & { word: string }
  >(sql`select priority as word, count(*)::int as n, percentile_cont(0.5) within group (order by hours) as median, avg(hours) as mean, max(hours) as max, min(hours) as min
    from (select incident.priority, (extract(epoch from incident.resolved_at - incident.opened_at) / 3600)::double precision as hours from ${mine} and incident.resolved_at is not null) as resolved group by 1`)
  const whole = await db.first<{
    incidents: number
    reassigned: number
    reopened: number
    unresolved: number
  }>(sql`select count(*)::int as incidents, count(*) filter (where incident.reassignments > 0)::int as reassigned,
    count(*) filter (where incident.reopenings > 0)::int as reopened, count(*) filter (where incident.resolved_at is null)::int as unresolved from ${mine}`)
  return {
    events: states.reduce((sum, row) => sum + row.n, 0),
    incidents: whole?.incidents ?? 0,
    events_by_state: counts(states),
    incidents_by_final_priority: counts(await by(sql`incident.priority`), priorityLabels),
    made_sla_true_by_final_priority: counts(await by(sql`incident.priority`, sql`incident.met_at_source`), priorityLabels),
    incidents_reassigned: whole?.reassigned ?? 0,
    incidents_reopened: whole?.reopened ?? 0,
    resolution_hours_by_final_priority: Object.fromEntries(
      hours.map(({ word, n, median, mean, max, min }) => [
        priorityLabels.get(word) ?? word,
        { n, median: rounded(median), mean: rounded(mean), max: rounded(max), min: rounded(min) },
      ]),
    ),
    incidents_without_resolved_at: whole?.unresolved ?? 0,
    incidents_by_contact_type: counts(await by(sql`incident.channel`), channelLabels),
    impact_urgency_priority_rows: Object.fromEntries(
      triples.map(({ impact, urgency, priority, n }) => [
        [impactLabels.get(impact) ?? impact, urgencyLabels.get(urgency) ?? urgency, priorityLabels.get(priority) ?? priority].join(' | '),
        n,
      ]),
    ),
    top10_categories: counts(await by(sql`incident.category`, sql`incident.category is not null`, sql`order by 2 desc, 1 limit 10`)),
    opened_per_month: counts(await by(sql`to_char(incident.opened_at at time zone ${zone}, 'YYYY-MM')`, sql`true`, sql`order by 1`)),
  }
}

/** The condition of sight names columns alone; `record` has some of the same names. */
const qualified = (sight: Sql): Sql => sql`incident.id in (select id from incident where ${sight})`
