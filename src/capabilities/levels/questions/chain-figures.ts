import type { Measured } from '../model/composition/answer.ts'
import { periods } from '../../../kernel/calendar/business-time.ts'
import { dayAt } from '../../../kernel/calendar/zone.ts'
import { isoOf, type Millis, millisOf } from '../../../kernel/instant.ts'
import type { Interval, Intervals } from '../../../kernel/interval.ts'
import type { Db } from '../../../platform/db/database.ts'
import type { Context } from '../../../platform/records/context.ts'
import { list } from '../../../platform/records/read.ts'
import { system } from '../../../platform/rights/grants.ts'
import { correctionsOf, maintenanceOf, outagesOf } from '../../signals/index.ts'
import { availabilityOf } from '../model/availability/period.ts'
import { type BusinessCalendar, inForce } from '../model/book.ts'
import type { AvailabilityTerms } from '../store/promise-chain.ts'

/** Who delivers something: those whose agreements without named services cover it. */
export type Deliverers = ReadonlyMap<string, readonly string[]>

const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null)

const room = 200

/** Records of a kind by id, whatever the reader's rights: figures must not depend on who asks. */
const recordsOf = async (db: Db, ctx: Context, kind: string, by: string, ids: readonly string[], fields: readonly string[]) => {
  const all = []
  for (let at = 0; at < ids.length; at += room) {
    const ask = { filters: { [by]: ids.slice(at, at + room).join(',') }, fields, limit: 500, sort: 'created_at' }
    all.push(...(await list(db, { ...ctx, actor: system }, ctx.registry.kind(kind), ask)).items)
  }
  return all
}

/** The supplier and the team of each service and component. */
export const deliverersOf = async (db: Db, ctx: Context, parts: readonly Readonly<{ id: string; kind: string }>[]): Promise<Deliverers> => {
  const found = new Map<string, readonly string[]>()
  for (const kind of ['service', 'component']) {
    const ids = parts.filter((part) => part.kind === kind).map((part) => part.id)
    for (const record of await recordsOf(db, ctx, kind, 'id', ids, ['supplier', 'team']))
      found.set(
        record.id,
        [text(record['supplier']), text(record['team'])].filter((one) => one !== null),
      )
  }
  return found
}

/** Agreements in force at a moment, by the days on the clocks of their calendars. */
export const termsInForce = (
  terms: readonly AvailabilityTerms[],
  calendars: ReadonlyMap<string, BusinessCalendar>,
  at: Millis,
): readonly AvailabilityTerms[] =>
  terms.filter((one) => {
    const zone = calendars.get(one.calendar)?.rule.time_zone ?? 'Etc/UTC'
    const { from, to } = inForce(zone, one.starts_on, one.ends_on)
    return from <= at && at < to
  })

/**
 * What teams and suppliers promise about a part: the promise of the part itself, else of an agreement that names it, else of its supplier's or team's
 * agreement that names nothing. Of several alike the lowest counts.
 */
export const promisedFor = (part: string, beneath: readonly AvailabilityTerms[], deliverers: Deliverers): AvailabilityTerms | null => {
  const by = deliverers.get(part) ?? []
  const lowest = (fits: (one: AvailabilityTerms) => boolean): AvailabilityTerms | undefined =>
    beneath.filter(fits).reduce<AvailabilityTerms | undefined>((least, one) => (least && least.share <= one.share ? least : one), undefined)
  return (
    lowest((one) => one.subject === part) ??
    lowest((one) => one.subject === null && one.services.includes(part)) ??
    lowest((one) => one.subject === null && one.services.length === 0 && one.provider !== null && by.includes(one.provider)) ??
    null
  )
}

const yearMs = 365 * 86_400_000

/** The stretch that is measured: twelve months up to now. */
export const measuredStretch = (now: Millis): Interval => ({ from: now - yearMs, to: now })

/**
 * Availability of those parts that somebody watched: by a check since it was set up, or by hand, as outages on record tell.
 * A part without either is not in the answer: nothing on record is no sign of working.
 * @param hours of the service whose chain it is; null: round the clock
 */
export const measuredOf = async (
  db: Db,
  ctx: Context,
  parts: readonly string[],
  hours: BusinessCalendar | null,
): Promise<ReadonlyMap<string, Measured>> => {
  const within = measuredStretch(ctx.now)
  const [outages, maintenance, corrections, checks] = await Promise.all([
    outagesOf(db, parts, within),
    maintenanceOf(db, parts, within),
    correctionsOf(db, parts, within),
    recordsOf(db, ctx, 'check', 'subject', parts, ['subject', 'created_at']),
  ])
  const service: Intervals = hours ? periods(hours.table, within.from, within.to) : [within]
  const found = new Map<string, Measured>()
  for (const part of parts) {
    const own = outages.filter((one) => one.subject === part)
    const watched = checks.filter((one) => one['subject'] === part).map((one) => millisOf(String(one['created_at'])))
    if (own.length === 0 && watched.length === 0) continue
    const since = own.length > 0 ? within.from : Math.max(within.from, Math.min(...watched))
    const result = availabilityOf({
      period: within,
      now: ctx.now,
      service,
      outages: own.map(({ id, severity, from, to }) => ({ id, severity, from, to, users: null })),
      corrections: corrections.filter((one) => one.subject === part).map(({ id, outage, from, to }) => ({ id, outage, from, to })),
      maintenance: maintenance.filter((one) => one.subjects.includes(part)),
      rule: { counts: 'excluded', notice_s: null, windows: null },
      unknown: since > within.from ? [{ from: within.from, to: since }] : [],
      objective: null,
      users: null,
    })
    if (result.value === null) continue
    found.set(part, {
      share: result.value,
      from: isoOf(since),
      to: isoOf(within.to),
      outages: own.filter((one) => one.severity === 'down').length,
      down_s: result.contractual.down,
      coverage: result.contractual.coverage ?? 0,
    })
  }
  return found
}

/** The day in a calendar's zone. */
export const dayIn = (calendar: BusinessCalendar | null, at: Millis) => dayAt(calendar?.rule.time_zone ?? 'Etc/UTC', at)
