import { isoOf, type Millis } from '../../../kernel/instant.ts'
import { lastPeriods, periodInstants, previousPeriod } from '../../../kernel/period.ts'
import type { Database } from '../../../platform/db/database.ts'
import type { Behaviour, Context, Registry } from '../../../platform/records/context.ts'
import type { AnyRecord } from '../../../platform/records/kind.ts'
import { find, get } from '../../../platform/records/read.ts'
import { create, save } from '../../../platform/records/write.ts'
import { needOn } from '../../../platform/rights/grants.ts'
import type { GivenCriterion } from '../model/scorecard/criteria.ts'
import type { Given } from '../model/scorecard/parts.ts'
import { weightsIn, weightsIssue } from '../model/scorecard/weights.ts'
import { refused } from '../model/terms.ts'
import { monthOf } from '../questions/scorecard.ts'
import { currentMonth, judged } from '../questions/scorecard-facts.ts'
import { cardOf, freezeMonth, frozenMonths, judgedSuppliers } from '../store/scorecard.ts'

export const scorecardBehaviour: Behaviour = {
  prepare: async (tx, ctx, draft, before) => {
    const supplier = typeof draft['supplier'] === 'string' ? draft['supplier'] : null
    if (supplier === null) return
    draft['title'] ??= `Scorecard of ${(await find(tx, ctx.registry.kind('supplier'), supplier))?.title ?? 'a supplier'}`
    const weights = draft['weights']
    // What was weighed before this was asked stays as it is until somebody changes it.
    const isNew = JSON.stringify(weights ?? null) !== JSON.stringify(before?.['weights'] ?? null)
    const issue = isNew && typeof weights === 'object' && weights !== null ? weightsIssue(weightsIn(weights)) : null
    if (issue !== null) throw refused('weights', 'weights', issue)
    if (draft['state'] !== 'active') return
    const other = await cardOf(tx, supplier)
    if (other && other.id !== (before?.id ?? draft['id']))
      throw refused('supplier', 'twice', `${other.ref} is the scorecard of this supplier already. Change that one.`)
  },
}

export type GiveScore = Readonly<{ criterion: GivenCriterion; score: number; note?: string }>

/**
 * Notes a score that a person gives a supplier by hand, with who and when; earlier ones stay. A supplier without a scorecard gets one.
 * @returns the scorecard @throws Refusal `not_found`, MissingRight `scorecard.score`
 */
export const giveScore = async (db: Database, ctx: Context, key: string, { criterion, score, note = '' }: GiveScore): Promise<AnyRecord> =>
  await db.transaction(async (tx) => {
    const kind = ctx.registry.kind('scorecard')
    const supplier = await get(tx, ctx, ctx.registry.kind('supplier'), key)
    needOn(ctx.actor, 'scorecard.score', kind, {}, `give ${supplier.title} a score`)
    const known = await cardOf(tx, supplier.id)
    const card = known
      ? await find(tx, kind, known.id, true)
      : await create(tx, ctx, kind, { title: `Scorecard of ${supplier.title}`.slice(0, 300), supplier: supplier.id })
    if (!card) throw new Error('the scorecard vanished while it was read')
    const entry: Given = { criterion, score, note, by: ctx.actor.id, at: isoOf(ctx.now) }
    const before = Array.isArray(card['given']) ? (card['given'] as readonly Given[]) : []
    return await save(tx, ctx, kind, card, { ...card, given: [...before, entry] }, 'score', note === '' ? {} : { reason: note })
  })

/** Months back that are kept when they were not yet. */
const monthsBack = 12

/**
 * Keeps the scorecards of months that are over and were not kept before, as they are now. A month about which nothing is known is not kept: it may become known.
 * @returns how many were kept
 */
export const freezeScorecards = async (db: Database, registry: Registry, now: Millis): Promise<number> => {
  let kept = 0
  for (const supplier of await judgedSuppliers(db)) {
    const of = await judged(db, supplier, await cardOf(db, supplier))
    const months = lastPeriods(previousPeriod(currentMonth(of.zone, now)), monthsBack)
    const known = new Set(
      (
        await frozenMonths(
          db,
          [supplier],
          months.map((one) => one.text),
        )
      ).map((one) => one.month),
    )
    for (const month of months) {
      if (known.has(month.text) || periodInstants(month, of.zone).to > now) continue
      const total = await monthOf(db, registry, of, month, now)
      if (total.coverage > 0 && (await db.transaction(async (tx) => await freezeMonth(tx, supplier, month.text, total, now)))) kept++
    }
  }
  return kept
}
