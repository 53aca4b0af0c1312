import { isDeepStrictEqual } from 'node:util'
import { isoOf, type Millis, addDays } from '../../../kernel/instant.ts'
import { parsePeriod } from '../../../kernel/period.ts'
import type { Database, Tx } from '../../../platform/db/database.ts'
import type { Behaviour, Context, Draft, Registry } from '../../../platform/records/context.ts'
import type { AnyRecord } from '../../../platform/records/kind.ts'
import { find } from '../../../platform/records/read.ts'
import { create, save } from '../../../platform/records/write.ts'
import { system } from '../../../platform/rights/grants.ts'
import { contractYear, creditShare, monthsOf, type Owed, owed } from '../model/credit/credit.ts'
import { compared } from '../model/credit/decimal.ts'
import { worseOf } from '../model/credit/promised.ts'
import { type ClosedWindow, closedWindows } from '../model/credit/windows.ts'
import { refused } from '../model/terms.ts'
import { type Outcome, resultsOf } from '../questions/credits.ts'
import { type CreditLine, creditLines, creditsOf, type KeptCredit, sameCredit } from '../store/credits.ts'
import { lockAgreement } from '../store/terms.ts'

const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null)

/** What a new credit takes over from its promise, and its agreement. */
const fillNew = async (tx: Tx, ctx: Context, draft: Draft): Promise<void> => {
  const promise = await find(tx, ctx.registry.kind('promise'), String(draft['promise']))
  const agreement = promise && (await find(tx, ctx.registry.kind('agreement'), String(promise['agreement'])))
  if (!promise || !agreement) return
  draft['agreement'] ??= agreement.id
  if (draft['agreement'] !== agreement.id)
    throw refused('promise', 'agreement', `${promise.ref} is a promise of ${agreement.ref}. Name that agreement, or another promise.`)
  draft['contract'] ??= agreement['contract'] ?? null
  const provider = text(agreement['provider'])
  if (provider !== null && (await find(tx, ctx.registry.kind('supplier'), provider))) draft['supplier'] ??= provider
  const contract = text(draft['contract'])
  draft['currency'] ??= contract === null ? null : ((await find(tx, ctx.registry.kind('contract'), contract))?.['currency'] ?? null)
  draft['origin'] = ctx.actor.id === null ? 'computed' : 'hand'
}

const claimed = (ctx: Context, draft: Draft): void => {
  draft['claimed_amount'] ??= draft['amount'] ?? null
  const amount = text(draft['claimed_amount'])
  if (amount === null)
    throw refused('claimed_amount', 'required', 'Say how much is claimed: no charge is known from which it could be computed.')
  if (compared(amount, '0') <= 0) throw refused('claimed_amount', 'positive', 'A claim is for more than nothing. Waive it instead.')
  Object.assign(draft, { claimed_at: isoOf(ctx.now), claimed_by: ctx.actor.id, refused_because: null })
}

const agreed = (ctx: Context, draft: Draft, before: AnyRecord): void => {
  if (before['claimed_by'] !== null && before['claimed_by'] === ctx.actor.id)
    throw refused('agreed_by', 'own', 'Who claims does not agree for the supplier: ask somebody else to note what the supplier said.')
  draft['agreed_amount'] ??= draft['claimed_amount'] ?? null
  const [amount, asked] = [text(draft['agreed_amount']), text(draft['claimed_amount'])]
  if (amount !== null && asked !== null && (compared(amount, asked) > 0 || compared(amount, '0') < 0))
    throw refused('agreed_amount', 'range', `What is agreed lies between nothing and what was claimed (${asked}).`)
  Object.assign(draft, { agreed_at: isoOf(ctx.now), agreed_by: ctx.actor.id })
}

/** Said once a credit was claimed: what then does not change by editing. */
const settled = ['promise', 'agreement', 'subject', 'period', 'contract', 'currency', 'claimed_amount', 'agreed_amount'] as const

export const creditBehaviour: Behaviour = {
  prepare: async (tx, ctx, draft, before, verb) => {
    // Claiming, agreeing and booking ask who does it and for what: no credit begins behind them, not by an import either.
    if (verb === 'create' && draft['state'] !== 'computed')
      throw refused('state', 'computed', 'A credit begins as computed. Create it without a state; then claim it.')
    if (verb === 'create' && text(draft['promise']) !== null) await fillNew(tx, ctx, draft)
    const period = text(draft['period'])
    if (period !== null) draft['period'] = parsePeriod(period).text
    if (verb === 'claim') claimed(ctx, draft)
    if (verb === 'agree' && before) agreed(ctx, draft, before)
    if (verb === 'refuse' && text(draft['refused_because']) === null)
      throw refused('refused_because', 'required', 'Say why the supplier refuses: what it said.')
    if (verb === 'book') {
      if (text(draft['credit_note']) === null)
        throw refused('credit_note', 'required', 'Give the number of the credit note, or of the invoice it was taken off.')
      draft['booked_on'] ??= isoOf(ctx.now).slice(0, 10)
    }
    if (verb === 'change' && before && before.state !== 'computed') {
      const moved = settled.find((name) => JSON.stringify(draft[name] ?? null) !== JSON.stringify(before[name] ?? null))
      if (moved) throw refused(moved, 'settled', `${before.ref} was claimed: what was claimed does not change any more.`)
    }
    const of = { promise: text(draft['promise']), subject: text(draft['subject']), period: text(draft['period']) }
    if (of.promise === null || of.period === null || draft['state'] === 'waived') return
    const other = await sameCredit(tx, String(draft['id']), { promise: of.promise, subject: of.subject, period: of.period })
    if (other) throw refused('period', 'twice', `${other.ref} is the credit for this promise and ${of.period} already. Open that one.`)
  },
}

type Costs = Readonly<{ yearly: string | null; currency: string | null; starts_on: string | null }>

/** What other credits of the same contract year have taken of the cap: all that were claimed, and those computed for windows before. */
type Taken = Readonly<{ year: string; amount: string }>

const isFixed = (one: KeptCredit): boolean => ['claimed', 'agreed', 'booked'].includes(one.state)
const amountOf = (one: KeptCredit): string | null => one.agreed_amount ?? one.claimed_amount ?? one.amount
const yearOf = (costs: Costs, period: string): string => contractYear(costs.starts_on, lastDay(period)).from
/** A window belongs to the contract year in which it ends: judged by the day before its next one. */
const lastDay = (period: string): string => {
  const { next } = parsePeriod(period)
  return addDays(next, -1)
}

type Computed = Readonly<{ line: CreditLine; window: ClosedWindow; outcome: Outcome; share: number; money: Owed | null }>

const nameOf = ({ line, window }: Pick<Computed, 'line' | 'window'>): string => `${window.period.text}: ${line.title}`.slice(0, 300)

const figures = (ctx: Context, { outcome, share, money }: Computed, costs: Costs): Draft => ({
  result: outcome.result.result,
  promised: outcome.result.promised,
  missed_by: outcome.result.missed_by,
  share,
  charge: money?.charge ?? null,
  amount: money?.amount ?? null,
  capped: money?.capped ?? null,
  currency: costs.currency,
  evidence: outcome.result.evidence,
  computed_at: isoOf(ctx.now),
})

const likeBefore = (before: AnyRecord, next: Draft): boolean =>
  Object.entries(next).every(
    ([name, value]) =>
      name === 'computed_at' ||
      (name === 'amount' || name === 'charge' || name === 'capped'
        ? (before[name] ?? null) === value ||
          (text(before[name]) !== null && text(value) !== null && compared(String(before[name]), String(value)) === 0)
        : isDeepStrictEqual(before[name] ?? null, value ?? null)),
  )

/** Writes one credit: new, recomputed while nobody claimed it, or only its difference afterwards. @returns whether something was written */
const keep = async (tx: Tx, ctx: Context, one: Computed, known: KeptCredit | undefined, costs: Costs): Promise<boolean> => {
  const kind = ctx.registry.kind('credit')
  const { line, window, outcome, share } = one
  if (!known) {
    if (share <= 0) return false
    const made = await create(tx, ctx, kind, {
      title: nameOf(one),
      agreement: line.agreement,
      promise: line.promise,
      period: window.period.text,
      ...(outcome.subject === null ? {} : { subject: outcome.subject }),
      ...(line.contract === null ? {} : { contract: line.contract }),
    })
    await save(tx, ctx, kind, made, { ...made, ...figures(ctx, one, costs) }, 'compute')
    return true
  }
  const before = await find(tx, kind, known.id, true)
  if (!before || known.origin === 'hand' || before.state === 'waived') return false
  const next = figures(ctx, one, costs)
  if (before.state === 'computed') {
    if (likeBefore(before, next)) return false
    await save(tx, ctx, kind, before, { ...before, ...next }, 'compute')
    return true
  }
  const differs = before['result'] !== next['result'] || before['share'] !== share
  const now = { result_now: differs ? next['result'] : null, amount_now: differs ? next['amount'] : null }
  if (likeBefore(before, now)) return false
  await save(tx, ctx, kind, before, { ...before, ...now }, 'compute')
  return true
}

const costsOf = async (tx: Tx, ctx: Context, contract: string | null): Promise<Costs> => {
  const found = contract === null ? undefined : await find(tx, ctx.registry.kind('contract'), contract)
  return { yearly: text(found?.['yearly_cost']), currency: text(found?.['currency']), starts_on: text(found?.['starts_on']) }
}

const keyOf = (promise: string, subject: string | null, period: string): string => `${promise}/${subject ?? ''}/${period}`

/** All credits of one agreement: its promises' windows that are over, the oldest first, so that the cap is used up in their order. */
const computeAgreement = async (tx: Tx, ctx: Context, lines: readonly CreditLine[]): Promise<number> => {
  const [first] = lines
  if (!first) return 0
  await lockAgreement(tx, first.agreement)
  const costs = await costsOf(tx, ctx, first.contract)
  const kept = await creditsOf(tx, first.agreement)
  const known = new Map(kept.filter((one) => one.state !== 'waived').map((one) => [keyOf(one.promise, one.subject, one.period), one]))
  const waived = new Set(kept.filter((one) => one.state === 'waived').map((one) => keyOf(one.promise, one.subject, one.period)))
  const taken: Taken[] = kept.flatMap((one) => {
    const amount = amountOf(one)
    return isFixed(one) && amount !== null ? [{ year: yearOf(costs, one.period), amount }] : []
  })
  const windows = lines
    .flatMap((line) => closedWindows(line, ctx.now).map((window) => ({ line, window })))
    .sort((a, b) => a.window.stretch.to - b.window.stretch.to || (a.line.promise < b.line.promise ? -1 : 1))
  let written = 0
  for (const { line, window } of windows) {
    for (const outcome of await resultsOf(tx, line, window, ctx.now)) {
      const share = creditShare(outcome.result.result, line.credit_steps, worseOf(line.measure, line.comparator))
      const key = keyOf(line.promise, outcome.subject, window.period.text)
      const before = known.get(key)
      if ((share === null && !before) || (!before && waived.has(key))) continue
      const year = yearOf(costs, window.period.text)
      const cap =
        line.credit_cap === null
          ? null
          : { share: line.credit_cap, taken: taken.filter((one) => one.year === year).map((one) => one.amount) }
      const money =
        costs.yearly === null
          ? null
          : owed({ yearly: costs.yearly, currency: costs.currency, months: monthsOf[line.window_type] }, share ?? 0, cap)
      if (await keep(tx, ctx, { line, window, outcome, share: share ?? 0, money }, before, costs)) written++
      if (money && !(before && isFixed(before))) taken.push({ year, amount: money.amount })
    }
  }
  return written
}

/**
 * Computes the service credits of every window that is over: one for each promise, subject and window. Running it again changes only what the figures changed, and never
 * what was claimed: there the difference is noted. @returns how many credits were written
 */
export const computeCredits = async (db: Database, registry: Registry, now: Millis): Promise<number> => {
  const ctx: Context = { registry, actor: system, now, via: 'job' }
  const byAgreement = Map.groupBy(await creditLines(db), (one) => one.agreement)
  let written = 0
  for (const lines of byAgreement.values())
    written += await db.transaction(async (tx) => await computeAgreement(tx, ctx, lines), { deadline: 120_000 })
  return written
}
