import { isoOf, type Millis } from '../../../kernel/instant.ts'
import type { Interval } from '../../../kernel/interval.ts'
import type { Db, Tx } from '../../../platform/db/database.ts'
import { sql } from '../../../platform/db/sql.ts'
import type { Weights } from '../model/scorecard/criteria.ts'
import type { Given } from '../model/scorecard/parts.ts'
import type { Part, Total } from '../model/scorecard/score.ts'

export type SupplierAgreement = Readonly<{
  id: string
  zone: string
  services: readonly string[]
  starts_on: string | null
  ends_on: string | null
}>

/** A supplier's agreements that are or were in force. */
export const supplierAgreements = async (db: Db, supplier: string): Promise<readonly SupplierAgreement[]> =>
  await db.rows<SupplierAgreement>(sql`
    select agreement.id, calendar.time_zone as zone, agreement.services, agreement.starts_on, agreement.ends_on from agreement join calendar on calendar.id = agreement.calendar
    where provider = ${supplier} and agreement_type = 'underpinning' and (agreement.state = 'active' or (agreement.state = 'ended' and ends_on is not null)) order by agreement.id`)

export type SupplierPromise = Readonly<{
  id: string
  title: string
  measure: string
  share: number | null
  agreement: string
  owes: boolean
}>

export const promisesIn = async (db: Db, agreements: readonly string[]): Promise<readonly SupplierPromise[]> =>
  await db.rows<SupplierPromise>(sql`
    select id, title, measure, share, agreement, credit_steps is not null as owes from promise where agreement = any(${[...agreements]}::uuid[]) and state = 'active' order by "order" nulls last, id`)

/** Of each clock that was kept or missed within a stretch of time: the share of the promised time that it took. */
export const usedShares = async (db: Db, promises: readonly string[], stretch: Interval): Promise<readonly number[]> =>
  (
    await db.rows<{ used: number }>(sql`
      select elapsed_s / target_s as used from clock where promise = any(${[...promises]}::uuid[]) and state in ('met', 'missed') and target_s > 0
        and (case when state = 'missed' then breached_at else stopped_at end) >= ${isoOf(stretch.from)} and (case when state = 'missed' then breached_at else stopped_at end) < ${isoOf(stretch.to)}`)
  ).map((row) => row.used)

export type Card = Readonly<{
  id: string
  ref: string
  version: number
  supplier: string
  weights: Weights | null
  given: readonly Given[]
}>

export const cardOf = async (db: Db, supplier: string): Promise<Card | undefined> => {
  const row = await db.first<Omit<Card, 'given'> & { given: readonly Given[] | null }>(
    sql`select id, ref, version, supplier, weights, given from scorecard where supplier = ${supplier} and state = 'active'`,
  )
  return row && { ...row, given: row.given ?? [] }
}

/** Suppliers that are judged: those with an agreement in force or a scorecard. */
export const judgedSuppliers = async (db: Db): Promise<readonly string[]> =>
  (
    await db.rows<{ id: string }>(sql`
      select id from record where kind = 'supplier' and state = 'active' and (
        exists (select 1 from agreement where provider = record.id and agreement_type = 'underpinning' and agreement.state = 'active')
        or exists (select 1 from scorecard where supplier = record.id and scorecard.state = 'active')) order by title, id limit 200`)
  ).map((row) => row.id)

export type FrozenMonth = Readonly<{
  supplier: string
  month: string
  total: number | null
  coverage: number
  parts: Total['parts']
  frozen_at: string
}>

/** Scorecards of months that are over, as they were kept. */
export const frozenMonths = async (db: Db, suppliers: readonly string[], months: readonly string[]): Promise<readonly FrozenMonth[]> =>
  await db.rows<FrozenMonth>(
    sql`select supplier, month, total, coverage, parts, frozen_at from scorecard_month where supplier = any(${[...suppliers]}::uuid[]) and month = any(${[...months]}::text[]) order by month`,
  )

/** Keeps a month; one that is kept already stays as it is. @returns whether it was kept now */
export const freezeMonth = async (tx: Tx, supplier: string, month: string, total: Total, now: Millis): Promise<boolean> =>
  (await tx.first(sql`
    insert into scorecard_month (supplier, month, total, coverage, parts, frozen_at)
    values (${supplier}, ${month}, ${total.total}, ${total.coverage}, ${JSON.stringify(total.parts)}::jsonb, ${isoOf(now)}) on conflict do nothing returning 1 as one`)) !==
  undefined

/** Most records that one part names. */
export const mostRecords = 60

export const trimmed = (part: Part): Part => ({ ...part, records: part.records.slice(0, mostRecords) })
