import { isoOf } from '../../../kernel/instant.ts'
import type { Interval } from '../../../kernel/interval.ts'
import type { Db } from '../../../platform/db/database.ts'
import { sql } from '../../../platform/db/sql.ts'
import type { CreditStep } from '../model/credit/credit.ts'
import type { PromiseMeasure } from '../model/promise.ts'

/** A promise of a supplier that owes service credits when it is missed. */
export type CreditLine = Readonly<{
  promise: string
  ref: string
  title: string
  measure: PromiseMeasure
  comparator: string | null
  share: number | null
  target: number | null
  window_type: 'month' | 'quarter' | 'year'
  credit_steps: readonly CreditStep[]
  zone: string
  agreement: string
  supplier: string
  contract: string | null
  credit_cap: number | null
  starts_on: string | null
  ends_on: string | null
}>

/** Every promise with service credits in a supplier's agreement that is or was in force; `agreement` narrows it to one. */
export const creditLines = async (db: Db, agreement?: string): Promise<readonly CreditLine[]> =>
  await db.rows<CreditLine>(sql`
    select promise.id as promise, promise.ref, promise.title, promise.measure, promise.comparator, promise.share, promise.target, coalesce(promise.window_type, 'month') as window_type,
      promise.credit_steps, calendar.time_zone as zone, agreement.id as agreement, agreement.provider as supplier, agreement.contract, agreement.credit_cap, agreement.starts_on, agreement.ends_on
    from promise join agreement on agreement.id = promise.agreement join calendar on calendar.id = coalesce(promise.calendar, agreement.calendar)
      join record on record.id = agreement.provider and record.kind = 'supplier'
    where promise.credit_steps is not null and promise.state = 'active' and coalesce(promise.window_type, 'month') <> 'rolling' and agreement.agreement_type = 'underpinning'
      and (agreement.state = 'active' or (agreement.state = 'ended' and agreement.ends_on is not null)) and (${agreement ?? null}::uuid is null or agreement.id = ${agreement ?? null})
    order by agreement.id, promise.id`)

export type MissedClock = Readonly<{
  id: string
  kind: string
  ref: string
  title: string
  target_s: number
  elapsed_s: number
  breached_at: string
  stopped_at: string | null
}>

/** Clocks of a promise that were missed within a stretch of time, the first first. */
export const missedClocks = async (db: Db, promises: readonly string[], stretch: Interval, most = 500): Promise<readonly MissedClock[]> =>
  await db.rows<MissedClock>(sql`
    select clock.ticket as id, record.kind, record.ref, record.title, clock.target_s, clock.elapsed_s, clock.breached_at, clock.stopped_at from clock join record on record.id = clock.ticket
    where clock.promise = any(${[...promises]}::uuid[]) and clock.state = 'missed' and clock.breached_at >= ${isoOf(stretch.from)} and clock.breached_at < ${isoOf(stretch.to)}
    order by clock.breached_at, record.ref limit ${most}`)

/** A credit as computing needs it. Amounts are decimals as text. */
export type KeptCredit = Readonly<{
  id: string
  promise: string
  subject: string | null
  period: string
  state: string
  origin: string | null
  amount: string | null
  claimed_amount: string | null
  agreed_amount: string | null
}>

export const creditsOf = async (db: Db, agreement: string): Promise<readonly KeptCredit[]> =>
  await db.rows<KeptCredit>(sql`
    select id, promise, subject, period, state, origin, amount, claimed_amount, agreed_amount from credit where agreement = ${agreement} order by period, promise, id`)

/** Another credit for the same promise, subject and window that was not waived. */
export const sameCredit = async (
  db: Db,
  own: string,
  of: Readonly<{ promise: string; subject: string | null; period: string }>,
): Promise<Readonly<{ ref: string }> | undefined> =>
  await db.first<{ ref: string }>(sql`
    select ref from credit where promise = ${of.promise} and subject is not distinct from ${of.subject}::uuid and period = ${of.period} and state <> 'waived' and id <> ${own}`)

/** What credits of a supplier's windows that ended in some periods come to, as shares of their charge. */
export type CreditShare = Readonly<{
  id: string
  ref: string
  title: string
  period: string
  contract: string | null
  agreement: string
  share: number | null
  charge: string | null
  amount: string | null
}>

export const creditShares = async (db: Db, supplier: string, periods: readonly string[]): Promise<readonly CreditShare[]> =>
  await db.rows<CreditShare>(sql`
    select id, ref, title, period, contract, agreement, share, charge, coalesce(agreed_amount, claimed_amount, amount) as amount from credit
    where supplier = ${supplier} and period = any(${[...periods]}::text[]) and state in ('computed', 'claimed', 'agreed', 'booked') order by period, ref`)
