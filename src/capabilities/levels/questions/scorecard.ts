import { type Millis } from '../../../kernel/instant.ts'
import { lastPeriods, type Period, periodInstants, periodLabel } from '../../../kernel/period.ts'
import type { Db } from '../../../platform/db/database.ts'
import type { Context, Registry } from '../../../platform/records/context.ts'
import { type Link, linksById } from '../../../platform/records/links.ts'
import { get } from '../../../platform/records/read.ts'
import { needAnywhere, reachOf } from '../../../platform/rights/grants.ts'
import { described, usualWeights, type Weights } from '../model/scorecard/criteria.ts'
import { type Part, rankPeers, type Total, weigh, type Weighed } from '../model/scorecard/score.ts'
import { cardOf, type FrozenMonth, frozenMonths, judgedSuppliers } from '../store/scorecard.ts'
import { currentMonth, type Judged, judged, monthNamed, partsOf } from './scorecard-facts.ts'

const trendMonths = 12

export const weightsOf = (of: Judged): Weights => of.card?.weights ?? usualWeights

/** One month of one supplier, live. */
export const monthOf = async (db: Db, registry: Registry, of: Judged, month: Period, now: Millis): Promise<Total> =>
  weigh(await partsOf(db, registry, of, month, now), weightsOf(of))

/** Where a supplier's scorecard for a month comes from: kept when the month closed, else computed now. */
const cardFor = async (db: Db, registry: Registry, of: Judged, month: Period, now: Millis, kept: FrozenMonth | undefined) =>
  kept
    ? { total: kept.total, coverage: kept.coverage, parts: kept.parts, frozen_at: kept.frozen_at }
    : { ...(await monthOf(db, registry, of, month, now)), frozen_at: null }

const together = async <T, R>(list: readonly T[], most: number, work: (one: T) => Promise<R>): Promise<readonly R[]> => {
  const results: R[] = []
  for (let at = 0; at < list.length; at += most) results.push(...(await Promise.all(list.slice(at, at + most).map(work))))
  return results
}

/** Only those records that the person may open: others stay in the figure, but are not named. */
const sight = async (db: Db, ctx: Context, ids: readonly string[]): Promise<Readonly<Record<string, Link>>> => {
  const links = await linksById(db, [...new Set(ids)])
  return Object.fromEntries(Object.entries(links).filter(([, one]) => reachOf(ctx.actor, `${one.kind}.see`) === 'all'))
}

const shownPart = (part: Weighed, links: Readonly<Record<string, Link>>) => {
  const { label, about, rule, as } = described[part.criterion]
  const records = part.records.filter((one) => links[one.id])
  return { ...part, records, hidden: part.records.length - records.length, label, about, rule, as }
}

export type PeerRow = Readonly<{ id: string; parts: readonly Part[]; own: Total }>

/** Every supplier that is judged, in one month. */
const everyone = async (
  db: Db,
  registry: Registry,
  month: string | undefined,
  now: Millis,
  also?: string,
): Promise<readonly (PeerRow & { month: Period })[]> => {
  const ids = await judgedSuppliers(db)
  const all = also === undefined || ids.includes(also) ? ids : [...ids, also]
  return await together(all, 4, async (id) => {
    const of = await judged(db, id, await cardOf(db, id))
    const period = month === undefined ? currentMonth(of.zone, now) : monthNamed(month)
    const [kept] = await frozenMonths(db, [id], [period.text])
    const own = await cardFor(db, registry, of, period, now, kept)
    return { id, own, parts: own.parts, month: period }
  })
}

/**
 * A supplier's scorecard of one month (the one that runs, unless told): the total beside its parts, each with value, rule, weight and records, what is unknown, twelve months of
 * trend, and its rank among the suppliers that are judged, by its own weights. @throws Refusal `not_found`, `period`, MissingRight `scorecard.see`
 */
export const supplierScorecard = async (db: Db, ctx: Context, key: string, period?: string) => {
  needAnywhere(ctx.actor, 'scorecard.see', 'see scorecards')
  const supplier = await get(db, ctx, ctx.registry.kind('supplier'), key)
  const of = await judged(db, supplier.id, await cardOf(db, supplier.id))
  const running = currentMonth(of.zone, ctx.now)
  const month = period === undefined ? running : monthNamed(period)
  const months = lastPeriods(month, trendMonths)
  const frozen = await frozenMonths(
    db,
    [supplier.id],
    months.map((one) => one.text),
  )
  const keptIn = new Map(frozen.map((one) => [one.month, one]))
  const card = await cardFor(db, ctx.registry, of, month, ctx.now, keptIn.get(month.text))
  const peers = (await everyone(db, ctx.registry, month.text, ctx.now, supplier.id)).filter(
    (one) => one.id === supplier.id || one.own.coverage > 0,
  )
  const weights = weightsOf(of)
  const links = await sight(db, ctx, [
    ...card.parts.flatMap((part) => part.records.map((one) => one.id)),
    ...peers.map((one) => one.id),
    ...(of.card?.given ?? []).flatMap((one) => one.by ?? []),
  ])
  return {
    supplier: { id: supplier.id, ref: supplier.ref, title: supplier.title },
    scorecard: of.card ? { id: of.card.id, ref: of.card.ref, version: of.card.version } : null,
    period: { text: month.text, label: periodLabel(month), over: periodInstants(month, of.zone).to <= ctx.now, running: running.text },
    frozen_at: card.frozen_at,
    total: card.total,
    coverage: card.coverage,
    weights,
    usual_weights: (of.card?.weights ?? null) === null,
    parts: card.parts.map((part) => shownPart(part, links)),
    given: [...(of.card?.given ?? [])].reverse().slice(0, 30),
    trend: months.map((one) => {
      const at = one.text === month.text ? card : keptIn.get(one.text)
      return {
        month: one.text,
        total: at?.total ?? null,
        coverage: at?.coverage ?? 0,
        scores: Object.fromEntries((at?.parts ?? []).map((part) => [part.criterion, part.score])),
      }
    }),
    peers: rankPeers(peers, weights).map((one) => ({
      ...one,
      scores: Object.fromEntries((peers.find((peer) => peer.id === one.id)?.parts ?? []).map((part) => [part.criterion, part.score])),
    })),
    links,
  }
}

/**
 * All suppliers that are judged, on the same criteria and the usual weights, with twelve months of trend; ranked where at least half of the weights is known.
 * @throws Refusal `period`, MissingRight `scorecard.see`
 */
export const scorecardOverview = async (db: Db, ctx: Context, period?: string) => {
  needAnywhere(ctx.actor, 'scorecard.see', 'see scorecards')
  needAnywhere(ctx.actor, 'supplier.see', 'see suppliers')
  const rows = await everyone(db, ctx.registry, period, ctx.now)
  const month = rows[0]?.month ?? (period === undefined ? currentMonth('Etc/UTC', ctx.now) : monthNamed(period))
  const months = lastPeriods(month, trendMonths).map((one) => one.text)
  const frozen = Map.groupBy(
    await frozenMonths(
      db,
      rows.map((one) => one.id),
      months,
    ),
    (one) => one.supplier,
  )
  const ranked = new Map(rankPeers(rows, usualWeights).map((one) => [one.id, one]))
  const links = await sight(
    db,
    ctx,
    rows.map((one) => one.id),
  )
  const { running } = { running: currentMonth('Etc/UTC', ctx.now).text }
  return {
    period: { text: month.text, label: periodLabel(month), running },
    criteria: Object.entries(described).map(([name, one]) => ({
      name,
      label: one.label,
      rule: one.rule,
      weight: usualWeights[name as keyof typeof described] ?? 0,
    })),
    suppliers: rows
      .filter((one) => links[one.id])
      .map((one) => {
        const kept = new Map((frozen.get(one.id) ?? []).map((each) => [each.month, each.total]))
        const place = ranked.get(one.id)
        return {
          id: one.id,
          own_total: one.own.total,
          total: place?.total ?? null,
          coverage: place?.coverage ?? 0,
          rank: place?.rank ?? null,
          best: place?.best ?? null,
          worst: place?.worst ?? null,
          parts: one.parts.map(({ criterion, score, words, why_missing }) => ({ criterion, score, words, why_missing })),
          trend: months.map((text) => ({ month: text, total: text === month.text ? one.own.total : (kept.get(text) ?? null) })),
        }
      })
      .sort((a, b) => (a.rank ?? 1e9) - (b.rank ?? 1e9) || (b.total ?? -1) - (a.total ?? -1)),
    links,
  }
}
