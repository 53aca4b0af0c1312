import { isDeepStrictEqual } from 'node:util'
import { isoOf, type Millis, millisOf } from '../../../kernel/instant.ts'
import { notFound } from '../../../kernel/refusal.ts'
import type { Database, Tx } from '../../../platform/db/database.ts'
import type { Behaviour, Context, Registry } from '../../../platform/records/context.ts'
import type { AnyRecord } from '../../../platform/records/kind.ts'
import { find } from '../../../platform/records/read.ts'
import { create, save } from '../../../platform/records/write.ts'
import { system } from '../../../platform/rights/grants.ts'
import { alertFields, keptKey } from '../model/alert.ts'
import type { AlertNews } from '../model/sample.ts'
import { alertSource, type AlertSource, lastAlert, lockAlerts, outagesOfAlert, toldAgain } from '../store/alerts.ts'
import { writeDrops } from '../store/intake.ts'
import { endAlert, endOutage, openOutage } from './opened.ts'
import { subjectOf } from './subject-of.ts'

/** What became of one piece of news: `stale` tells again of an episode that is over, `unknown` ends one that was never told. */
export type AlertOutcome = 'opened' | 'changed' | 'told_again' | 'acknowledged' | 'ended' | 'stale' | 'unknown'

/** How many of each, and how many were about nothing that Reeve knows. */
export type AlertsTaken = Readonly<Record<AlertOutcome, number>> & Readonly<{ about_nothing_known: number }>

/** A clock of a sender may run ahead; nothing begins in the future here. */
const notLater = (at: Millis | null, now: Millis): Millis => Math.min(at ?? now, now)

/** Whatever the order of labels: the database keeps them in its own. */
const same = (one: unknown, other: unknown): boolean => isDeepStrictEqual(one ?? null, other ?? null)

type Within = Readonly<{ tx: Tx; ctx: Context; source: AlertSource }>

/** Opens, worsens or leaves the outage that an alert stands for, as its source's settings say. */
const followOutage = async ({ tx, ctx, source }: Within, alert: AnyRecord): Promise<void> => {
  const severity = source.settings?.outages?.[String(alert['severity']) as AlertNews['severity']]
  const subject = alert['subject']
  const open = await outagesOfAlert(tx, alert.id)
  if (severity === undefined || typeof subject !== 'string' || open.some((one) => one.severity === severity)) return
  // What was degraded and is down now are two outages, one after the other: degraded is not down.
  for (const one of open) await endOutage(tx, ctx, one.id, ctx.now)
  const from = open.length > 0 ? ctx.now : millisOf(String(alert['started_at']))
  await openOutage(tx, ctx, { subject, title: alert.title, severity, from, found_by: 'alert', alert: alert.id, found_as: alert.title })
}

const endEpisode = async ({ tx, ctx }: Within, alert: string, at: Millis): Promise<boolean> => {
  for (const one of await outagesOfAlert(tx, alert)) await endOutage(tx, ctx, one.id, at)
  return await endAlert(tx, ctx, alert, at)
}

type Known = NonNullable<Awaited<ReturnType<typeof lastAlert>>>

const tellAgain = async (within: Within, known: Known, news: AlertNews): Promise<AlertOutcome> => {
  const { tx, ctx } = within
  const kind = ctx.registry.kind('alert')
  const record = await find(tx, kind, known.id, true)
  if (!record) return 'unknown'
  // Tools acknowledge by the key alone: what the alert is about was said when it fired.
  const fields = news.state === 'acknowledged' ? {} : alertFields(news)
  const acknowledges = news.state === 'acknowledged' && record.state === 'firing'
  // What it is about may have become known meanwhile; what somebody wrote there stays.
  const subject = typeof record['subject'] === 'string' ? record['subject'] : await subjectOf(tx, within.source, news.labels)
  const told = Number(record['told'] ?? 1) + 1
  const changes = Object.entries({ ...fields, subject }).some(([name, value]) => !same(record[name], value))
  if (!changes && !acknowledges) {
    await toldAgain(tx, known.id)
    return 'told_again'
  }
  const wanted = { ...record, ...fields, subject, told, ...(acknowledges ? { state: 'acknowledged' } : {}) }
  const after = await save(tx, ctx, kind, record, wanted, acknowledges ? 'acknowledge' : 'change')
  await followOutage(within, after)
  return acknowledges ? 'acknowledged' : 'changed'
}

const open = async (within: Within, key: string, news: AlertNews, subject: string | null): Promise<AlertOutcome> => {
  const { tx, ctx, source } = within
  const made = await create(tx, ctx, ctx.registry.kind('alert'), {
    ...alertFields(news),
    subject,
    source: source.id,
    alert_key: key,
    started_at: isoOf(notLater(news.started_at, ctx.now)),
    ...(news.state === 'acknowledged' ? { state: 'acknowledged' } : {}),
  })
  await followOutage(within, made)
  return 'opened'
}

/** An episode that ended after this one is said to have begun is the same one, told late. */
const isStale = (known: Known, news: AlertNews): boolean =>
  news.started_at !== null &&
  (isoOf(news.started_at) === known.started_at || (known.ended_at !== null && news.started_at < millisOf(known.ended_at)))

const takeOne = async (within: Within, news: AlertNews): Promise<Readonly<{ outcome: AlertOutcome; known: boolean }>> => {
  const { tx, ctx, source } = within
  const key = keptKey(news.key)
  const known = await lastAlert(tx, source.id, key)
  const isOpen = known !== undefined && known.state !== 'resolved'
  if (news.state === 'resolved') {
    if (!known) return { outcome: 'unknown', known: true }
    // Somebody may have ended the alert by hand: what it opened still goes on until the tool says that it is over.
    await endEpisode(within, known.id, notLater(news.ended_at, ctx.now))
    return { outcome: isOpen ? 'ended' : 'stale', known: true }
  }
  if (isOpen) return { outcome: await tellAgain(within, known, news), known: true }
  if (known && isStale(known, news)) return { outcome: 'stale', known: true }
  const subject = await subjectOf(tx, source, news.labels)
  return { outcome: await open(within, key, news, subject), known: subject !== null }
}

/** How what made nothing is told on the source's page. */
const reasons = {
  unknown: 'An alert was ended that Reeve was never told of.',
  stale: 'An alert was told again that was over already.',
  about_nothing_known: 'An alert was about nothing that Reeve knows.',
} as const

/** What was not taken for what it was meant, counted by hour with an example, as readings are. */
const countDrops = async ({ tx, ctx, source }: Within, drops: ReadonlyMap<keyof typeof reasons, readonly AlertNews[]>): Promise<void> => {
  const hour = ctx.now - (ctx.now % 3_600_000)
  const list = [...drops].map(([what, news]) => ({
    reason: reasons[what],
    n: news.length,
    example: news[0] ? `${news[0].title} (${news[0].key})`.slice(0, 300) : null,
  }))
  await writeDrops(tx, source.id, hour, list)
}

/**
 * Takes what a tool tells of its alerts, all of it or nothing. A key names an episode within its source: the same key again updates it and raises `told`, whoever sends it
 * and however often; an end closes only what that key opened; after an end the same key is a new episode. An end of what is not known makes nothing and is counted.
 * @throws Refusal `not_found`
 */
export const takeAlerts = async (
  db: Database,
  registry: Registry,
  source: Readonly<{ id: string }>,
  news: readonly AlertNews[],
  now: Millis,
): Promise<AlertsTaken> =>
  await db.transaction(async (tx) => {
    const counts = { opened: 0, changed: 0, told_again: 0, acknowledged: 0, ended: 0, stale: 0, unknown: 0, about_nothing_known: 0 }
    const row = await alertSource(tx, source.id)
    if (!row) throw notFound('The source')
    await lockAlerts(tx, row.id)
    const within: Within = { tx, ctx: { registry, actor: system, now, via: 'job' }, source: row }
    const drops = new Map<keyof typeof reasons, AlertNews[]>()
    const drop = (what: keyof typeof reasons, one: AlertNews): void => void drops.set(what, [...(drops.get(what) ?? []), one])
    for (const one of news) {
      const { outcome, known } = await takeOne(within, one)
      counts[outcome]++
      if (outcome === 'unknown' || outcome === 'stale') drop(outcome, one)
      if (known) continue
      counts.about_nothing_known++
      drop('about_nothing_known', one)
    }
    await countDrops(within, drops)
    return counts
  })

/** What alerts keep by themselves. */
export const alertBehaviour: Behaviour = {
  prepare: (_tx, ctx, draft, before) => {
    if (!before) draft['told'] ??= 1
    if (draft['state'] !== 'resolved') return
    draft['ended_at'] ??= isoOf(ctx.now)
    const started = String(draft['started_at'])
    if (millisOf(String(draft['ended_at'])) < millisOf(started)) draft['ended_at'] = started
  },
}
