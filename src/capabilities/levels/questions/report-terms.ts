import { elapsedMs } from '../../../kernel/calendar/business-time.ts'
import type { Millis } from '../../../kernel/instant.ts'
import type { Db } from '../../../platform/db/database.ts'
import { sql } from '../../../platform/db/sql.ts'
import type { Registry } from '../../../platform/records/context.ts'
import { type AgreementType, type Measure, slaOf } from '../model/book.ts'
import { currentBook } from './book.ts'

/** By which hours a service is measured. Without an agreement every hour counts, and there is no zone. */
export type ServiceTerms = Readonly<{
  time_zone: string | null
  calendar: Readonly<{ ref: string; title: string }> | null
  working: (from: Millis, to: Millis) => number
}>

/** The calendar of the service level agreement that covers tickets of a service opened at a moment. */
export const serviceTerms = async (db: Db, registry: Registry, service: string, at: Millis, now: Millis): Promise<ServiceTerms> => {
  const book = await currentBook(db, registry, now)
  const calendar = slaOf(book, { service, opened_at: at })?.calendar
  if (!calendar) return { time_zone: null, calendar: null, working: (from, to) => Math.max(0, to - from) }
  const { ref, title, rule, table } = calendar
  return { time_zone: rule.time_zone, calendar: { ref, title }, working: (from, to) => elapsedMs(table, from, to) }
}

/** The zone of each service's agreement today; null where none covers it. */
export const zonesOfServices = async (db: Db, registry: Registry, now: Millis): Promise<(service: string) => string | null> => {
  const book = await currentBook(db, registry, now)
  return (service) => slaOf(book, { service, opened_at: now })?.calendar.rule.time_zone ?? null
}

export type ReportPromise = Readonly<{
  id: string
  ref: string
  title: string
  agreement: string
  agreement_ref: string
  agreement_title: string
  agreement_type: AgreementType
  measure: Measure
  priority: string | null
  target_s: number
  share: number | null
  order: number | null
}>

/** Promises with the agreements that they stand in, retired ones too: their clocks stay. */
export const promisesOf = async (db: Db, ids: readonly string[]): Promise<readonly ReportPromise[]> =>
  ids.length === 0
    ? []
    : await db.rows<ReportPromise>(sql`
        select promise.id, promise.ref, promise.title, agreement.id as agreement, agreement.ref as agreement_ref, agreement.title as agreement_title, agreement.agreement_type,
          promise.measure, promise.priority, promise.target as target_s, promise.share, promise."order"
        from promise join agreement on agreement.id = promise.agreement where promise.id = any(${[...ids]}::uuid[])`)

/** The version of all agreements by which the last complete reading of all clocks was made. */
export const rereadVersion = async (db: Db): Promise<number> =>
  (await db.first<{ n: number }>(sql`select finished_n as n from level_reread`))?.n ?? 0

export type PromiseTarget = Readonly<{ id: string; measure: Measure; priority: string | null; share: number | null }>

/** What customers are promised, and which share of tickets must keep it. */
export const customerTargets = async (db: Db): Promise<ReadonlyMap<string, PromiseTarget>> =>
  new Map(
    (
      await db.rows<PromiseTarget>(sql`
        select promise.id, promise.measure, promise.priority, promise.share from promise join agreement on agreement.id = promise.agreement where agreement.agreement_type = 'sla' and promise.measure in ('response', 'resolution')`)
    ).map((one) => [one.id, one]),
  )
