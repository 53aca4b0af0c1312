import { isoOf, type Millis, millisOf } from '../../../kernel/instant.ts'
import { type Interval, intervals, length, subtract } from '../../../kernel/interval.ts'
import { invalid } from '../../../kernel/refusal.ts'
import type { Database } from '../../../platform/db/database.ts'
import { closure } from '../../../platform/graph/walk.ts'
import type { Context } from '../../../platform/records/context.ts'
import { sightOf } from '../../../platform/records/filter.ts'
import { locate } from '../../../platform/records/read.ts'
import { needAnywhere } from '../../../platform/rights/grants.ts'
import { type Card, cardsOf, graph } from '../../catalogue/index.ts'
import { weightOf } from '../model/board.ts'
import { hidden } from '../model/health/words.ts'
import type { Lane, OutageBar, Timeline } from '../model/timeline.ts'
import {
  correctionRows,
  type CorrectionRow,
  maintenanceRows,
  type MaintenanceRow,
  outageRows,
  type OutageRow,
  subjectsOfCauses,
} from '../store/timeline.ts'

const day = 86_400_000
/** The longest stretch that is drawn, and so many bars at most. */
const [longest, mostBars] = [400 * day, 3000]

const clipped = (row: Readonly<{ from_at: string; to_at: string | null }>, within: Interval, now: Millis): readonly Interval[] => {
  const from = Math.max(within.from, millisOf(row.from_at))
  const to = Math.min(within.to, row.to_at === null ? now : millisOf(row.to_at))
  return to > from ? [{ from, to }] : []
}

const barOf = ({ id, ref, title, from_at, to_at }: OutageRow | MaintenanceRow | CorrectionRow) => ({
  id,
  ref,
  title,
  from: from_at,
  to: to_at,
})

type Rows = Readonly<{
  outages: readonly OutageRow[]
  maintenance: readonly MaintenanceRow[]
  corrections: readonly CorrectionRow[]
}>

const laneOf = (
  subject: Card,
  { outages, maintenance, corrections }: Rows,
  within: Interval,
  now: Millis,
  because: (row: OutageRow) => string | null,
): Lane => {
  const spans = (severity: OutageRow['severity']) =>
    intervals(outages.filter((row) => row.severity === severity).flatMap((row) => clipped(row, within, now)))
  const down = spans('down')
  return {
    subject,
    outages: outages
      .map((row): OutageBar => ({ ...barOf(row), severity: row.severity, own_fault: row.own_fault, because: because(row) }))
      .toReversed(),
    maintenance: maintenance.map((row) => ({ ...barOf(row), down: row.down === true, state: row.state })).toReversed(),
    corrections: corrections.map((row) => ({ ...barOf(row), reason_type: row.reason_type })).toReversed(),
    down_s: Math.round(length(down) / 1000),
    degraded_s: Math.round(length(subtract(spans('degraded'), down)) / 1000),
  }
}

export type TimelineAsk = Readonly<{ from?: string | undefined; to?: string | undefined; subject?: string | undefined; beneath?: boolean }>

const withinOf = (ask: TimelineAsk, now: Millis): Interval => {
  const to = ask.to === undefined ? now : millisOf(ask.to, 'to')
  const from = ask.from === undefined ? to - 30 * day : millisOf(ask.from, 'from')
  if (from >= to) throw invalid('from', 'The beginning must lie before the end.', 'order')
  if (to - from > longest) throw invalid('from', 'Ask for 400 days at most.', 'too_long')
  return { from, to }
}

/** The record asked for, and with `beneath` all that it needs; null: everything. */
const subjectsOf = async (db: Database, ctx: Context, ask: TimelineAsk): Promise<readonly string[] | null> => {
  if (ask.subject === undefined) return null
  const { record } = await locate(db, ctx, ask.subject)
  if (ask.beneath !== true) return [record.id]
  const whole = await graph.current(db)
  const node = whole.index.get(record.id)
  return [record.id, ...(node === undefined ? [] : closure(whole, node).map((one) => whole.ids[one] ?? ''))]
}

/**
 * Outages, planned work and approved corrections over a stretch of time (the last 30 days when nothing is asked), a lane for everything that had one and that the person may see.
 * Vital services first, then what was down longest. @throws Refusal `order`, `too_long`, `not_found`; MissingRight `outage.see`
 */
export const outageTimeline = async (db: Database, ctx: Context, ask: TimelineAsk): Promise<Timeline> => {
  needAnywhere(ctx.actor, 'outage.see', 'see outages')
  const within = withinOf(ask, ctx.now)
  const subjects = await subjectsOf(db, ctx, ask)
  const sight = (kind: string) => sightOf(ctx, ctx.registry.kind(kind))
  const [outageSight, workSight, correctionSight] = [sight('outage'), sight('maintenance'), sight('correction')]
  const [found, maintenance, corrections] = await Promise.all([
    outageSight ? outageRows(db, outageSight, within, subjects, mostBars) : [],
    workSight ? maintenanceRows(db, workSight, within, subjects, mostBars) : [],
    correctionSight ? correctionRows(db, correctionSight, within, subjects, mostBars) : [],
  ])
  const outages = found.slice(0, mostBars)
  const about = await subjectsOfCauses(db, [...new Set(outages.flatMap((row) => row.cause ?? []))])
  const wanted = new Set([
    ...outages.map((row) => row.subject),
    ...maintenance.flatMap((row) => row.subjects),
    ...corrections.map((row) => row.subject),
  ])
  const cards = await cardsOf(db, ctx, [...wanted, ...about.values()])
  const because = (row: OutageRow): string | null =>
    row.cause === null ? null : (cards.get(about.get(row.cause) ?? row.cause)?.title ?? hidden)
  const outagesBy = Map.groupBy(outages, (row) => row.subject)
  const correctionsBy = Map.groupBy(corrections, (row) => row.subject)
  const workBy = new Map<string, MaintenanceRow[]>()
  for (const row of maintenance) for (const id of row.subjects) workBy.set(id, [...(workBy.get(id) ?? []), row])
  const asked = subjects === null ? wanted : new Set(subjects.filter((id) => wanted.has(id)))
  const lanes = [...asked].flatMap((id): readonly Lane[] => {
    const card = cards.get(id)
    if (!card) return []
    const rows = { outages: outagesBy.get(id) ?? [], maintenance: workBy.get(id) ?? [], corrections: correctionsBy.get(id) ?? [] }
    return [laneOf(card, rows, within, ctx.now, because)]
  })
  const kinds = ['service', 'offering', 'component']
  lanes.sort(
    (a, b) =>
      kinds.indexOf(a.subject.kind) - kinds.indexOf(b.subject.kind) ||
      weightOf(a.subject) - weightOf(b.subject) ||
      b.down_s - a.down_s ||
      b.degraded_s - a.degraded_s ||
      a.subject.title.localeCompare(b.subject.title),
  )
  return { from: isoOf(within.from), to: isoOf(within.to), as_of: isoOf(ctx.now), lanes, more: found.length - outages.length }
}
