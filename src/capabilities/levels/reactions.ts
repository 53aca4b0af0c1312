import { validateCalendar } from '../../kernel/calendar/validate.ts'
import type { Day } from '../../kernel/day.ts'
import { isoOf } from '../../kernel/instant.ts'
import type { Issue } from '../../kernel/refusal.ts'
import type { Job } from '../../platform/capability.ts'
import type { Tx } from '../../platform/db/database.ts'
import type { Behaviour, Context, Draft } from '../../platform/records/context.ts'
import { find } from '../../platform/records/read.ts'
import { computeCredits, creditBehaviour } from './actions/credits.ts'
import { ringDue, type Tell } from './actions/due.ts'
import { evaluateAll, evaluateChanged } from './actions/evaluate.ts'
import { rereadAll } from './actions/reread.ts'
import { freezeScorecards, scorecardBehaviour } from './actions/scorecard.ts'
import { burnIssues, indicatorIssues } from './model/indicator.ts'
import { isAboutTickets, partIssues, promiseIssues, type PromiseMeasure, promiseTitle } from './model/promise.ts'
import { worksWithin } from './model/calendar.ts'
import { overlap, refused, refusedAll, ruleOf } from './model/terms.ts'
import { activeUsers, lockAgreement, lockAgreements, namedParts, otherPromise, otherSlas, titleOf, wholesOf } from './store/terms.ts'

export type LevelsHooks = Readonly<{
  /** Runs a job of this capability soon, after a commit; without it the job's own time comes within a minute. */
  wake?: (job: string) => void
  /** Notifies people of clocks that were missed or come near it. */
  tell?: Tell
}>

const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null)
const date = (value: unknown): Day | null => text(value) as Day | null
const ids = (value: unknown): readonly string[] => (Array.isArray(value) ? value.map(String) : [])

/** A calendar must work within the year ahead: a clock that stands for longer is a mistake. */
const aheadDays = 366

const calendar: Behaviour = {
  prepare: async (tx, ctx, draft, before, verb) => {
    if (verb === 'retire' && before) {
      const users = await activeUsers(tx, before.id)
      if (users.length > 0)
        throw refused(
          'state',
          'still_used',
          `${before.ref} cannot be retired: the clocks of ${users.join(', ')} run by it. Give them another calendar first.`,
        )
    }
    // What is missing altogether is named by the kind itself.
    if (text(draft['time_zone']) === null || draft['hours'] === null || draft['hours'] === undefined) return
    const rule = ruleOf(draft)
    const issues = validateCalendar(rule)
    if (issues.length > 0) throw refusedAll(issues)
    if (verb !== 'retire' && !worksWithin(rule, ctx.now, aheadDays))
      throw refused(
        Array.isArray(rule['holidays']) && rule['holidays'].length > 0 ? 'holidays' : 'breaks',
        'no_working_time',
        'Holidays and breaks take every working hour of the next twelve months, so no clock could run. Take some of them away, or add hours.',
      )
  },
}

/** Tickets must find one agreement: two service level agreements may not cover a service at the same time. */
const refuseTwoSlas = async (tx: Tx, draft: Draft): Promise<void> => {
  if (draft['agreement_type'] !== 'sla' || draft['state'] !== 'active') return
  await lockAgreements(tx)
  const services = ids(draft['services'])
  const span = { starts_on: date(draft['starts_on']), ends_on: date(draft['ends_on']) }
  for (const other of await otherSlas(tx, String(draft['id']), services)) {
    if (!overlap(span, other)) continue
    const what = other.shared.length > 0 ? other.shared.join(', ') : 'every service that no other agreement covers'
    throw refused(
      other.shared.length > 0 ? 'services' : 'starts_on',
      'two_agreements',
      `${String(draft['ref'])} and ${other.ref} (${other.title}) would both be the service level agreement of ${what} at the same time. End one before the other starts, or name different services.`,
    )
  }
}

const agreement = (hooks: LevelsHooks): Behaviour => ({
  prepare: async (tx, ctx, draft, before, verb) => {
    draft['when_reopened'] ??= 'exclude_closed'
    // A draft that is dropped was never in force, so that no ticket falls under it.
    if (verb === 'end') draft['ends_on'] = before?.state === 'draft' ? null : (draft['ends_on'] ?? isoOf(ctx.now).slice(0, 10))
    if (verb === 'activate' && before?.state === 'ended' && draft['ends_on'] === before['ends_on']) draft['ends_on'] = null
    const [starts, ends] = [date(draft['starts_on']), date(draft['ends_on'])]
    if (starts !== null && ends !== null && ends < starts)
      throw refused('ends_on', 'order', `In force until ${ends} lies before in force from ${starts}. Put the dates the other way round.`)
    await refuseTwoSlas(tx, draft)
  },
  saved: woken(hooks),
})

const woken =
  (hooks: LevelsHooks) =>
  async (tx: Tx): Promise<void> => {
    tx.afterCommit(() => {
      hooks.wake?.('levels.reread')
      hooks.wake?.('levels.evaluate')
    })
    await Promise.resolve()
  }

/** The names that a promise's own name is made of. */
const namesIn = async (tx: Tx, ctx: Context, fields: Readonly<Record<string, unknown>>) => {
  const linked = async (kind: string, key: string | null) => (key === null ? undefined : await find(tx, ctx.registry.kind(kind), key))
  const indicator = await linked('measure', text(fields['indicator']))
  const subject = await titleOf(tx, text(fields['subject']))
  const unit = text(indicator?.['unit'])
  return {
    ...(indicator ? { indicator: indicator.title } : {}),
    ...(subject === undefined ? {} : { subject }),
    ...(unit === null ? {} : { unit }),
  }
}

/** A promise that others are made of stays one that can be a part. */
const heldIssues = async (tx: Tx, measure: string, draft: Draft): Promise<readonly Issue[]> => {
  const id = String(draft['id'])
  const users = measure === 'composite' || measure === 'level' || isAboutTickets(measure) ? await wholesOf(tx, id) : []
  return users
    .filter((one) => partIssues(one.id, one.budgeting, [{ id, ref: String(draft['ref']), measure, state: 'active' }]).length > 0)
    .map((one) => ({
      path: 'measure',
      rule: 'a_part',
      message: `It is a part of ${one.ref} (${one.title}), which cannot be made of such a promise. Take it out of there first.`,
    }))
}

const plain = (value: unknown): string | number | null => (typeof value === 'string' || typeof value === 'number' ? value : null)

const sameLine = ['measure', 'priority', 'subject', 'indicator', 'statistic', 'window_type', 'window_length'] as const

const promise = (hooks: LevelsHooks): Behaviour => ({
  prepare: async (tx, ctx, draft, before) => {
    const [measure, of] = [text(draft['measure']), text(draft['agreement'])]
    if (measure === null || of === null) return
    const issues = promiseIssues(measure as PromiseMeasure, draft)
    const indicator = text(draft['indicator'])
    const told = indicator === null ? undefined : await find(tx, ctx.registry.kind('measure'), indicator)
    const parts = measure === 'composite' ? await namedParts(tx, ids(draft['parts'])) : []
    const all = [
      ...issues,
      ...burnIssues(draft),
      ...(told ? indicatorIssues(draft, told) : []),
      ...partIssues(String(draft['id']), draft['budgeting'], draft['state'] === 'active' ? parts : []),
      ...(await heldIssues(tx, measure, draft)),
    ]
    if (all.length > 0) throw refusedAll(all)
    const isAutomatic =
      before !== null && draft['title'] === before.title && before.title === promiseTitle(before, await namesIn(tx, ctx, before))
    if (text(draft['title']) === null || isAutomatic) draft['title'] = promiseTitle(draft, await namesIn(tx, ctx, draft))
    if (draft['state'] !== 'active' || measure === 'composite') return
    const agreed = await lockAgreement(tx, of)
    const line = Object.fromEntries(sameLine.map((name) => [name, plain(draft[name])]))
    const other = await otherPromise(tx, String(draft['id']), of, line)
    if (!other) return
    const what = isAboutTickets(measure)
      ? `its ${measure} promise for ${text(draft['priority']) === null ? 'every other priority' : `priority ${String(draft['priority'])}`}`
      : 'the same thing over the same window'
    throw refused(
      isAboutTickets(measure) ? 'priority' : 'measure',
      'contradiction',
      `${agreed?.ref ?? 'The agreement'} promises this already: ${other.ref} (${other.title}) is ${what}. Change that one instead.`,
    )
  },
  saved: woken(hooks),
})

export const behavioursOf = (hooks: LevelsHooks) =>
  [
    { kind: 'calendar', behaviour: { ...calendar, saved: woken(hooks) } },
    { kind: 'agreement', behaviour: agreement(hooks) },
    { kind: 'promise', behaviour: promise(hooks) },
    { kind: 'credit', behaviour: creditBehaviour },
    { kind: 'scorecard', behaviour: scorecardBehaviour },
  ] as const

export const jobsOf = (hooks: LevelsHooks): readonly Job[] => [
  {
    name: 'levels.due',
    cron: '* * * * *',
    about: 'Marks clocks whose target is used up as missed, and tells who has the ticket.',
    run: async (db, registry, _data, now) => void (await ringDue(db, registry, now, hooks.tell)),
  },
  {
    name: 'levels.evaluate',
    cron: '* * * * *',
    about: 'Judges promises whose figures changed, and those whose window is over.',
    run: async (db, registry, _data, now) => void (await evaluateChanged(db, registry, now, hooks.tell)),
  },
  {
    name: 'levels.evaluate-all',
    cron: '*/15 * * * *',
    about: 'Judges every promise: time alone moves windows on.',
    run: async (db, registry, _data, now) => void (await evaluateAll(db, registry, now, hooks.tell)),
  },
  {
    name: 'levels.credits',
    cron: '20 4 * * *',
    about: 'Computes what suppliers owe for windows that are over.',
    run: async (db, registry, _data, now) => void (await computeCredits(db, registry, now)),
  },
  {
    name: 'levels.scorecards',
    cron: '40 4 * * *',
    about: 'Keeps the scorecards of months that are over, as they are.',
    run: async (db, registry, _data, now) => void (await freezeScorecards(db, registry, now)),
  },
  {
    name: 'levels.reread',
    cron: '* * * * *',
    about: 'Reads all clocks anew after an agreement, a promise or a calendar was changed.',
    run: async (db, registry, _data, now) => void (await rereadAll(db, registry, { now })),
  },
]
