import { isoOf, millisOf } from '../../kernel/instant.ts'
import type { Job, Loop } from '../../platform/capability.ts'
import type { Behaviour } from '../../platform/records/context.ts'
import { needEverywhere } from '../../platform/rights/grants.ts'
import { explainAll } from './actions/causes.ts'
import { checkBehaviour, unlinkedFromChecks } from './actions/check-record.ts'
import { forgetSilent } from './actions/forget-series.ts'
import { keepMaintenance } from './actions/maintain.ts'
import { pruneOld, rollHours } from './actions/roll.ts'
import { runDueChecks } from './actions/run-checks.ts'
import { alertBehaviour } from './actions/take-alerts.ts'
import type { SignalsHooks } from './actions/tell-causes.ts'
import { tellLoops } from './actions/tell-loop.ts'
import { measureIssues } from './model/measure.ts'
import { refused, refusedAll } from './model/refused.ts'
import { forgetTold } from './store/told.ts'
import { touch } from './store/touched.ts'

const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null)

/** From and until in the right order, neither in the far future. */
const ordered = (from: unknown, to: unknown, field: string): void => {
  const [start, end] = [text(from), text(to)]
  if (start !== null && end !== null && millisOf(end) <= millisOf(start))
    throw refused(field, 'order', 'The end must be later than the beginning.')
}

const outage: Behaviour = {
  prepare: (_tx, ctx, draft, before, verb) => {
    if (verb === 'end') draft['ended_at'] ??= isoOf(ctx.now)
    if (verb === 'create') draft['found_by'] ??= ctx.via === 'import' ? 'import' : 'person'
    const started = text(draft['started_at'])
    if (started !== null && millisOf(started) > ctx.now + 60_000)
      throw refused('started_at', 'future', 'An outage cannot start in the future. Planned work is a maintenance.')
    ordered(draft['started_at'], draft['ended_at'], 'ended_at')
    if (draft['state'] === 'ongoing' && text(draft['ended_at']) !== null) draft['state'] = 'ended'
    if (draft['state'] === 'ended' && text(draft['ended_at']) === null)
      throw refused(
        'ended_at',
        'required',
        before?.state === 'dismissed' ? 'Say when it ended before taking the dismissal back.' : 'Say when it ended.',
      )
  },
  saved: async (tx, _ctx, { before, after }) => {
    const times = [before, after].flatMap((one) => (one ? [String(one['started_at'])] : []))
    for (const subject of new Set([before?.['subject'], after['subject']]))
      if (text(subject) !== null)
        await touch(tx, 'subject', [{ id: String(subject), from: Math.min(...times.map((time) => millisOf(time))) }])
  },
}

const correction: Behaviour = {
  prepare: (_tx, ctx, draft, before, verb) => {
    ordered(draft['starts_at'], draft['ends_at'], 'ends_at')
    // Whoever it is, and also by an import: what takes time off has to have been approved here by somebody who answers for that.
    if (verb === 'create' && draft['state'] === 'approved')
      throw refused('state', 'approved', 'A correction begins as proposed. Create it without a state; somebody else then approves it.')
    if (verb === 'approve') {
      if (ctx.actor.id === null)
        throw refused(
          'approved_by',
          'nobody',
          'A correction is approved by a person, who is named with it: sign in, or use the token of somebody.',
        )
      if (before?.['created_by'] !== null && before?.['created_by'] === ctx.actor.id)
        throw refused('approved_by', 'own', 'Who proposed a correction does not approve it: ask somebody else.')
      if (before?.['changed_by'] === ctx.actor.id)
        throw refused('approved_by', 'own', 'Who changed a correction last does not approve it either: ask somebody else.')
      draft['approved_by'] = ctx.actor.id
      draft['approved_at'] = isoOf(ctx.now)
    }
    if (verb === 'change' && before?.state === 'approved')
      throw refused('state', 'approved', `${before.ref} is approved: withdraw it and propose another one instead of changing it.`)
  },
  saved: async (tx, _ctx, { before, after }) =>
    await touch(
      tx,
      'subject',
      [before, after].flatMap((one) => (one ? [{ id: String(one['subject']), from: millisOf(String(one['starts_at'])) }] : [])),
    ),
}

const alert: Behaviour = {
  prepare: (_tx, ctx, draft, _before, verb) => {
    const started = text(draft['started_at'])
    // A sender's clock may be ahead of ours: an alert then lasted no time, never less.
    if (verb === 'resolve') draft['ended_at'] ??= isoOf(Math.max(ctx.now, started === null ? 0 : millisOf(started)))
    if (started !== draft['ended_at']) ordered(started, draft['ended_at'], 'ended_at')
  },
}

const maintenance: Behaviour = {
  prepare: (_tx, ctx, draft, before, verb) => {
    draft['announced_at'] ??= before?.['announced_at'] ?? isoOf(ctx.now)
    if (verb === 'finish')
      draft['ends_at'] =
        draft['ends_at'] === before?.['ends_at'] && millisOf(String(draft['ends_at'])) > ctx.now ? isoOf(ctx.now) : draft['ends_at']
    ordered(draft['starts_at'], draft['ends_at'], 'ends_at')
  },
  saved: async (tx, _ctx, { before, after }) =>
    await touch(
      tx,
      'subject',
      [before, after].flatMap((one) =>
        one && Array.isArray(one['subjects'])
          ? one['subjects'].map((subject) => ({ id: String(subject), from: millisOf(String(one['starts_at'])) }))
          : [],
      ),
    ),
}

const measure: Behaviour = {
  prepare: (_tx, _ctx, draft) => {
    const issues = measureIssues(draft)
    if (issues.length > 0) throw refusedAll(issues)
  },
  removing: unlinkedFromChecks,
}

const isPrivate = (settings: unknown): boolean =>
  typeof settings === 'object' && settings !== null && 'private' in settings && settings.private === true

const secretOf = (settings: unknown): string | null =>
  typeof settings === 'object' && settings !== null && 'secret' in settings ? text(settings.secret) : null

const source: Behaviour = {
  prepare: (_tx, ctx, draft, before) => {
    const isElsewhere = before === null || before['address'] !== draft['address']
    // The secret goes to whatever stands at the address: who names one, or sends one elsewhere, could have it sent to a place of their own.
    const secret = secretOf(draft['settings'])
    if (secret !== null && (isElsewhere || secretOf(before['settings']) !== secret))
      needEverywhere(ctx.actor, 'secret.use', 'have a source send a secret of the operator to its address')
    const isLed = isElsewhere || !isPrivate(before['settings'])
    if (isPrivate(draft['settings']) && isLed) needEverywhere(ctx.actor, 'network.private', 'let a source reach into private networks')
    const type = text(draft['source_type'])
    if ((type === 'promql' || type === 'mqtt') && text(draft['address']) === null)
      throw refused(
        'address',
        'required',
        type === 'mqtt'
          ? 'Give the address of the broker, such as mqtt://broker:1883.'
          : 'Give the address of the server, such as http://prometheus:9090.',
      )
  },
}

export const behaviours = [
  { kind: 'outage', behaviour: outage },
  { kind: 'correction', behaviour: correction },
  { kind: 'alert', behaviour: alert },
  { kind: 'maintenance', behaviour: maintenance },
  { kind: 'measure', behaviour: measure },
  { kind: 'source', behaviour: source },
  { kind: 'check', behaviour: checkBehaviour },
  { kind: 'alert', behaviour: alertBehaviour },
] as const

export const loopsWith = (hooks: SignalsHooks): readonly Loop[] => [
  {
    name: 'signals.checks',
    every: 1000,
    about: 'Runs the checks whose turn has come, and looks which heartbeats are missing.',
    run: async (db, registry, now, signal) => void (await runDueChecks(db, registry, { now, signal })),
  },
  ...tellLoops(hooks),
]

export const jobs: readonly Job[] = [
  {
    name: 'signals.roll',
    cron: '* * * * *',
    about: 'Adds readings up by hour and day once an hour is over.',
    run: async (db, _registry, _data, now) => void (await rollHours(db, now)),
  },
  {
    name: 'signals.prune',
    cron: '17 2 * * *',
    about:
      'Lets readings by the minute go after 35 days and by the hour after 800, later where a source waits longer for late ones; days stay. Forgets after 90 days what was not taken and who was told of a cause, after 400 days of silence a series.',
    run: async (db, _registry, _data, now) => {
      await pruneOld(db, now)
      await forgetSilent(db, now, 'all')
      await forgetTold(db, now - 90 * 86_400_000)
    },
  },
  {
    name: 'signals.series',
    cron: '37 * * * *',
    about: 'Makes room in sources that are full: forgets series that no measure is made of after a day of silence, others after 35 days.',
    run: async (db, _registry, _data, now) => void (await forgetSilent(db, now, 'full')),
  },
  {
    name: 'signals.maintenance',
    cron: '* * * * *',
    about: 'Begins and finishes maintenance at its time.',
    run: async (db, registry, _data, now) => void (await keepMaintenance(db, registry, now)),
  },
  {
    name: 'signals.causes',
    cron: '* * * * *',
    about: 'Names the cause of alerts and outages that something failing beneath explains: one alert for one cause.',
    run: async (db, registry, _data, now) => void (await explainAll(db, registry, now)),
  },
]
