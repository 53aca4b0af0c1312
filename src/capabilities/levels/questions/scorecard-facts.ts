import { dayAt } from '../../../kernel/calendar/zone.ts'
import { isoOf, type Millis } from '../../../kernel/instant.ts'
import type { Interval } from '../../../kernel/interval.ts'
import { parsePeriod, type Period, periodInstants, periodOf } from '../../../kernel/period.ts'
import type { Db } from '../../../platform/db/database.ts'
import type { Registry } from '../../../platform/records/context.ts'
import { every } from '../../../platform/records/every.ts'
import { system } from '../../../platform/rights/grants.ts'
import { outagesCausedBy, watchedSince } from '../../signals/index.ts'
import { periodsEndingIn } from '../model/credit/windows.ts'
import { isAboutTickets } from '../model/promise.ts'
import {
  availabilityPart,
  creditsPart,
  givenParts,
  incidentsPart,
  promisesPart,
  returnsPart,
  type StandingFact,
  timePart,
  unknown,
} from '../model/scorecard/parts.ts'
import type { Part } from '../model/scorecard/score.ts'
import { type CreditShare, creditShares, missedClocks } from '../store/credits.ts'
import { countClocks } from '../store/performance.ts'
import {
  type Card,
  mostRecords,
  promisesIn,
  type SupplierAgreement,
  supplierAgreements,
  type SupplierPromise,
  trimmed,
  usedShares,
} from '../store/scorecard.ts'
import { standingsOf } from '../store/standing.ts'
import { returnsIn } from '../store/supplier-hands.ts'

/** What a supplier's months are read from. `zone`: on whose clocks its months begin. */
export type Judged = Readonly<{
  supplier: string
  zone: string
  agreements: readonly SupplierAgreement[]
  promises: readonly SupplierPromise[]
  card: Card | undefined
}>

export const judged = async (db: Db, supplier: string, card: Card | undefined): Promise<Judged> => {
  const agreements = await supplierAgreements(db, supplier)
  const promises = await promisesIn(
    db,
    agreements.map((one) => one.id),
  )
  return { supplier, zone: agreements[0]?.zone ?? 'Etc/UTC', agreements, promises, card }
}

export const currentMonth = (zone: string, now: Millis): Period => periodOf('month', dayAt(zone, now))

const promisesOf = async (db: Db, { promises }: Judged, stretch: Interval): Promise<Part> => {
  const tickets = promises.filter((one) => isAboutTickets(one.measure))
  const ids = tickets.map((one) => one.id)
  const counts = new Map((await countClocks(db, ids, stretch)).map((one) => [one.promise, one]))
  const missed = await missedClocks(db, ids, stretch, mostRecords)
  return promisesPart(
    tickets.map((one) => ({ kept: counts.get(one.id)?.kept ?? 0, missed: counts.get(one.id)?.missed ?? 0, share: one.share })),
    missed.map((one) => ({ id: one.id, words: `missed on ${one.breached_at.slice(0, 10)}` })),
  )
}

const standingsIn = async (
  db: Db,
  { promises }: Judged,
  month: Period,
  isOver: boolean,
  stretch: Interval,
): Promise<readonly StandingFact[]> => {
  const windows = promises.filter((one) => !isAboutTickets(one.measure))
  const names = new Set([
    month.text,
    periodOf('quarter', month.first).text,
    periodOf('year', month.first).text,
    ...(isOver ? [] : ['rolling']),
  ])
  const titles = new Map(windows.map((one) => [one.id, one]))
  return (await standingsOf(db, { promises: windows.map((one) => one.id), since: stretch.from, until: stretch.to }))
    .filter((one) => names.has(one.window_name))
    .map(({ promise, subject, value, target, state }) => ({
      promise,
      subject,
      value,
      target,
      state,
      measure: titles.get(promise)?.measure ?? '',
      title: titles.get(promise)?.title ?? '',
    }))
}

const idsNaming = async (db: Db, registry: Registry, kind: string, supplier: string, now: Millis): Promise<readonly string[]> => {
  const ctx = { registry, actor: system, now, via: 'system' } as const
  const ids: string[] = []
  for await (const one of every(db, ctx, registry.kind(kind), ['supplier'], { supplier })) ids.push(one.id)
  return ids
}

const incidentsOf = async (db: Db, registry: Registry, of: Judged, stretch: Interval, now: Millis): Promise<Part> => {
  const delivered = [
    ...(await idsNaming(db, registry, 'component', of.supplier, now)),
    ...(await idsNaming(db, registry, 'service', of.supplier, now)),
  ]
  const causes = [of.supplier, ...delivered]
  const outages = await outagesCausedBy(db, causes, stretch)
  const subjects = [...new Set([...delivered, ...of.agreements.flatMap((one) => one.services)])]
  const watched = [...(await watchedSince(db, subjects)).values()].some((since) => since < stretch.to)
  return incidentsPart(
    outages.map((one) => ({
      id: one.id,
      severity: one.severity,
      words: `${one.severity} from ${isoOf(one.from).slice(0, 16).replace('T', ' ')}`,
    })),
    watched,
  )
}

/** Nothing owed is a merit only where something was promised and measured. */
const creditsOf = (credits: readonly CreditShare[], owing: number, isOver: boolean, isMeasured: boolean): Part => {
  if (!isOver) return unknown('credits', 'Credits are computed when the month is over.')
  if (owing > 0 && credits.length === 0 && !isMeasured) return unknown('credits', 'Nothing was measured for which it could owe credits.')
  return creditsPart(credits, owing)
}

/**
 * Every criterion of one supplier in one month, from its records: a month that runs is read as of now. The same facts for everybody who may see scorecards: what is behind
 * them is shown by each one's own rights.
 */
export const partsOf = async (db: Db, registry: Registry, of: Judged, month: Period, now: Millis): Promise<readonly Part[]> => {
  const stretch = periodInstants(month, of.zone)
  const isOver = stretch.to <= now
  const resolution = of.promises.filter((one) => one.measure === 'resolution').map((one) => one.id)
  const [promises, standings, incidents, used, credits, returns] = await Promise.all([
    promisesOf(db, of, stretch),
    standingsIn(db, of, month, isOver, stretch),
    incidentsOf(db, registry, of, stretch, now),
    usedShares(db, resolution, stretch),
    creditShares(db, of.supplier, periodsEndingIn(month)),
    returnsIn(db, of.supplier, stretch),
  ])
  const availability = availabilityPart(standings)
  const inForce = of.agreements
    .filter((one) => (one.starts_on ?? '') < month.next && (one.ends_on ?? '9999') >= month.first)
    .map((one) => one.id)
  const owing = new Set(of.promises.filter((one) => one.owes && inForce.includes(one.agreement)).map((one) => one.agreement))
  const isMeasured = promises.score !== null || availability.score !== null
  const until = isoOf(Math.min(stretch.to, now + 1))
  const since = isoOf(stretch.to - 366 * 86_400_000)
  return [
    promises,
    availability,
    incidents,
    timePart(used),
    creditsOf(credits, owing.size, isOver, isMeasured),
    returnsPart(
      returns.handed_back,
      returns.came_back.length,
      returns.came_back.map((one) => ({ id: one.id, words: `came back on ${one.at.slice(0, 10)}` })),
    ),
    ...givenParts(of.card?.given ?? [], since, until),
  ].map(trimmed)
}

/** @throws Refusal `period` for anything but a month. */
export const monthNamed = (text: string): Period => {
  const found = parsePeriod(text)
  return found.kind === 'month' ? found : periodOf('month', found.first)
}
