import { isoOf, type Millis } from '../../../kernel/instant.ts'
import { isRefusal, type Issue } from '../../../kernel/refusal.ts'
import type { Tx } from '../../../platform/db/database.ts'
import { judgeHost } from '../../../platform/http/outside.ts'
import type { Behaviour, Context, Draft } from '../../../platform/records/context.ts'
import type { AnyRecord } from '../../../platform/records/kind.ts'
import { change, create } from '../../../platform/records/write.ts'
import { needEverywhere } from '../../../platform/rights/grants.ts'
import { type Assertions, type CheckType, checkIssues, hostOf } from '../model/check.ts'
import { nextTurn, offsetOf } from '../model/check-grid.ts'
import { refused, refusedAll } from '../model/refused.ts'
import { addRun, checksSource, lockChecksSource, lockRun, never, removeRun, resetRun, unlinkMeasure } from '../store/checks.ts'
import { closeOpened } from './opened.ts'

/** The person acts, with the rights that Reeve has for what it keeps by itself. */
const widened = (ctx: Context): Context => ({ ...ctx, actor: { ...ctx.actor, grants: [{ right: '*', reach: 'all' }] } })

/** The source under which Reeve's own checks bring their readings and alerts; made when it is first needed, and not undone with what needed it. */
export const ownSource = async (tx: Tx, ctx: Context): Promise<string> => {
  const found = await checksSource(tx)
  if (found) return found
  await lockChecksSource(tx)
  const meanwhile = await checksSource(tx)
  if (meanwhile) return meanwhile
  const { batch: _batch, ...alone } = widened(ctx)
  const made = await create(tx, alone, ctx.registry.kind('source'), { title: 'Checks of Reeve', source_type: 'checks' })
  return made.id
}

const mustOf = (draft: Draft): Assertions => draft['assertions'] ?? {}
const typeOf = (draft: Draft): CheckType => String(draft['check_type']) as CheckType
const everyMs = (record: Readonly<Record<string, unknown>>): Millis => Number(record['every']) * 1000

/** Names of the fields by which a check could be led somewhere else. */
const leading = ['target', 'check_type', 'assertions'] as const
const differs = (draft: Draft, before: AnyRecord, name: string): boolean =>
  JSON.stringify(draft[name] ?? null) !== JSON.stringify(before[name] ?? null)

/** Refuses addresses that Reeve does not call, and whoever may not let a check reach into private networks. */
const guardReach = (ctx: Context, draft: Draft, before: AnyRecord | null): readonly Issue[] => {
  const must = mustOf(draft)
  const led = before === null || leading.some((name) => differs(draft, before, name))
  if (!led) return []
  if (must.private === true) needEverywhere(ctx.actor, 'network.private', 'let a check reach into private networks')
  const host = hostOf(typeOf(draft), typeof draft['target'] === 'string' ? draft['target'].trim() : '')
  try {
    if (host !== null) judgeHost(host, { private: must.private === true })
    return []
  } catch (error) {
    if (!isRefusal(error)) throw error
    return [{ path: 'target', rule: error.code, message: error.message }]
  }
}

/** Two measures go with a check: which share of its tries was good, and how long they took. */
const withMeasures = async (tx: Tx, ctx: Context, draft: Draft): Promise<void> => {
  const acting = widened(ctx)
  const source = await ownSource(tx, ctx)
  const measure = ctx.registry.kind('measure')
  const common = { subject: draft['subject'], source, data_quality: 'A', owner: draft['owner'] ?? null, every: draft['every'] }
  const title = String(draft['title'])
  const up = await create(tx, acting, measure, {
    ...common,
    title: `${title}: good checks`.slice(0, 300),
    measure_type: 'availability',
    aggregation: 'share',
    direction: 'higher',
    good_when: 'at_least',
    good_level: 1,
  })
  draft['up_measure'] = up.id
  if (typeOf(draft) === 'heartbeat') return
  const time = await create(tx, acting, measure, {
    ...common,
    title: `${title}: response time`.slice(0, 300),
    measure_type: 'latency',
    aggregation: 'quantile',
    quantile: 0.95,
    direction: 'lower',
    unit: 'ms',
  })
  draft['time_measure'] = time.id
}

/** The first turn comes soon, spread over a few seconds; a heartbeat has its time first. */
const firstTurn = (record: AnyRecord, now: Millis): Millis => {
  if (record.state !== 'active') return never
  const every = everyMs(record)
  return record['check_type'] === 'heartbeat'
    ? now + every
    : Math.min(now + offsetOf(record.id, Math.min(every, 10_000)), nextTurn(record.id, every, now))
}

export const checkBehaviour: Behaviour = {
  prepare: async (tx, ctx, draft, before, verb) => {
    // What a run found changes the standing alone.
    if (verb === 'judge') return
    if (typeof draft['target'] === 'string') draft['target'] = draft['target'].trim() || null
    if (before && (before['check_type'] === 'heartbeat') !== (draft['check_type'] === 'heartbeat'))
      throw refused(
        'check_type',
        'type',
        'A heartbeat comes to Reeve and other checks go out: make a new check instead of changing this one into the other.',
      )
    // What is missing is named by the form, once the meaning of the rest was looked at.
    if (typeof draft['check_type'] === 'string' && typeof draft['every'] === 'number') {
      const issues = checkIssues(draft, typeOf(draft))
      if (issues.length > 0) throw refusedAll(issues)
      const unreachable = guardReach(ctx, draft, before)
      if (unreachable.length > 0) throw refusedAll(unreachable)
      if (verb === 'create' && typeof draft['subject'] === 'string') await withMeasures(tx, ctx, draft)
    }
    if (verb === 'create' || (before !== null && before.state !== draft['state'])) {
      draft['standing'] = 'unknown'
      draft['standing_since'] = isoOf(ctx.now)
    }
  },
  saved: async (tx, ctx, { verb, before, after, changed }) => {
    if (verb === 'create') return await addRun(tx, after.id, firstTurn(after, ctx.now))
    if (changed.has('state') || changed.has('every') || changed.has('check_type')) {
      const run = await lockRun(tx, after.id)
      if (run && before && before.state === 'active' && changed.has('state'))
        await closeOpened(tx, ctx, run, ctx.now, 'Its check was paused.')
      if (run && (changed.has('state') || changed.has('check_type'))) await resetRun(tx, after.id, firstTurn(after, ctx.now))
    }
    if (changed.has('subject'))
      for (const measure of [after['up_measure'], after['time_measure']])
        if (typeof measure === 'string')
          await change(tx, widened(ctx), ctx.registry.kind('measure'), measure, { subject: after['subject'] })
  },
  removing: async (tx, _ctx, record) => await removeRun(tx, record.id),
}

/** A measure that is removed is named by no check any more. */
export const unlinkedFromChecks: NonNullable<Behaviour['removing']> = async (tx, _ctx, record) => await unlinkMeasure(tx, record.id)
