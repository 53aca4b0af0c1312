import { isZone } from '../../kernel/calendar/zone.ts'
import { isId } from '../../kernel/id.ts'
import { isoOf, type Millis, millisOf } from '../../kernel/instant.ts'
import { Refusal } from '../../kernel/refusal.ts'
import type { Job } from '../../platform/capability.ts'
import type { Tx } from '../../platform/db/database.ts'
import type { Behaviour } from '../../platform/records/context.ts'
import type { AnyRecord } from '../../platform/records/kind.ts'
import { find } from '../../platform/records/read.ts'
import { create, save } from '../../platform/records/write.ts'
import { onBehalf } from './actions/as-reeve.ts'
import { type DeliverHow, deliverDue, deliverJob } from './actions/deliver.ts'
import { followWork } from './actions/follow-work.ts'
import { keepWorks } from './actions/keep-works.ts'
import { type Publisher, publishJob } from './actions/publish.ts'
import { isStage, statusNotice, statusUpdate } from './kind/notice.ts'
import { checkedNotice } from './model/notice.ts'
import { badSlug } from './model/slug.ts'
import { stageWords, templateFor } from './model/words.ts'
import { forgetDeliveries, queueUpdate } from './store/deliveries.ts'
import { itemNames, lastSorting, strangersTo, toldSince } from './store/page.ts'
import { forgetUnconfirmed } from './store/subscribers.ts'

const hour = 3_600_000
const day = 24 * hour

const refused = (path: string, rule: string, message: string): Refusal =>
  new Refusal('invalid', 'invalid_fields', message, [{ path, rule, message }])

const strings = (value: unknown): readonly string[] => (Array.isArray(value) ? value.map(String) : [])

const page: Behaviour = {
  prepare: (_tx, _ctx, draft) => {
    const zone = draft['time_zone']
    // Bare offsets know no clock changes, and days need them.
    if (typeof zone === 'string' && !isZone(zone))
      throw refused('time_zone', 'time_zone', 'That is not a time zone. Use an IANA name such as Europe/London.')
    const slug = typeof draft['slug'] === 'string' ? draft['slug'].trim().toLowerCase() : null
    if (slug === null) return
    const bad = badSlug(slug)
    if (bad) throw refused('slug', 'slug', bad)
    draft['slug'] = slug
  },
}

const item: Behaviour = {
  prepare: async (tx, _ctx, draft, _before, verb) => {
    if (strings(draft['subjects']).length === 0)
      throw refused('subjects', 'required', 'Name at least one service or component that the item shows.')
    // A new one stands last, for readers and for those who keep the page alike.
    if (verb === 'create' && isId(String(draft['page']))) draft['sorting'] ??= (await lastSorting(tx, String(draft['page']))) + 10
  },
}

const notice: Behaviour = {
  prepare: async (tx, ctx, draft, before, verb) => {
    Object.assign(draft, checkedNotice(draft, before, verb, ctx.now))
    const strangers = await strangersTo(tx, String(draft['page']), strings(draft['items']))
    if (strangers.length > 0) throw refused('items', 'stranger', `These stand on another page: ${strangers.join(', ')}.`)
  },
  saved: async (tx, ctx, { before, after, verb }) => {
    // Readers are told of each stage, in the words of somebody or in ours. "tell" is the move that an update makes.
    if (before === null || verb === 'tell' || verb === 'withdraw' || before.state === after.state || !isStage(after.state)) return
    const words = templateFor(after.state, await itemNames(tx, strings(after['items'])))
    await create(tx, onBehalf(ctx), statusUpdate, { notice: after.id, stage: after.state, words, at: isoOf(ctx.now) })
  },
}

const titleOf = (stage: unknown, words: string): string => {
  const line = words.replaceAll(/\s+/g, ' ').trim()
  return `${isStage(stage) ? stageWords[stage] : 'Update'}: ${line.length > 100 ? `${line.slice(0, 99)}…` : line}`
}

const updateWith = (wake: (job: string) => void): Behaviour => ({
  prepare: async (tx, ctx, draft, before) => {
    const about = await find(tx, statusNotice, String(draft['notice']))
    if (!about) return
    if (before === null && about.state === 'withdrawn')
      throw refused('notice', 'withdrawn', `${about.ref} was withdrawn: readers no longer see it. Write a new notice.`)
    draft['at'] ??= isoOf(ctx.now)
    if (typeof draft['at'] === 'string' && millisOf(draft['at']) > ctx.now + 60_000)
      throw refused('at', 'future', 'Readers are told now, not later.')
    if (before && before['notice'] !== draft['notice']) throw refused('notice', 'fixed', 'An update stays with its notice.')
    // The stage must be one that the notice can be in.
    if (draft['stage']) checkedNotice({ ...about, state: draft['stage'] }, about, 'tell', ctx.now)
    draft['title'] = titleOf(draft['stage'], typeof draft['words'] === 'string' ? draft['words'] : '')
  },
  saved: async (tx, ctx, { before, after }) => {
    if (before !== null) return
    const about = await find(tx, statusNotice, String(after['notice']), true)
    if (!about) return
    const at = String(after['at'])
    if (about.state !== after['stage'] && !(await toldSince(tx, about.id, at, after.id)))
      await save(tx, onBehalf(ctx), statusNotice, about, { ...about, state: after['stage'] }, 'tell')
    // What is written down afterwards is history, not news.
    if (millisOf(at) <= ctx.now - hour || about.state === 'withdrawn') return
    await queueFor(tx, about, after.id, ctx.now)
    tx.afterCommit(() => wake(deliverJob))
  },
})

const queueFor = async (tx: Tx, about: AnyRecord, told: string, now: Millis): Promise<void> =>
  void (await queueUpdate(tx, told, { page: String(about['page']), items: strings(about['items']) }, isoOf(now)))

const work: Behaviour = {
  saved: async (tx, ctx, { before, after }) => await followWork(tx, onBehalf(ctx), before, after),
}

/** Kinds whose records readers see something of. */
const shown = ['status_page', 'status_item', 'status_notice', 'status_update', 'outage', 'maintenance', 'correction'] as const

/** Every change of what pages show is published soon after its commit. */
const publishing = (publisher: Publisher): Behaviour => {
  const soon = async (tx: Tx): Promise<void> => await Promise.resolve(tx.afterCommit(publisher.changed))
  return { saved: soon, removing: soon }
}

export const behavioursWith = (
  publisher: Publisher,
  wake: (job: string) => void,
): readonly Readonly<{ kind: string; behaviour: Behaviour }>[] => [
  { kind: 'status_page', behaviour: page },
  { kind: 'status_item', behaviour: item },
  { kind: 'status_notice', behaviour: notice },
  { kind: 'status_update', behaviour: updateWith(wake) },
  { kind: 'maintenance', behaviour: work },
  ...shown.map((kind) => ({ kind, behaviour: publishing(publisher) })),
]

export const jobsWith = (publisher: Publisher, deliver: DeliverHow): readonly Job[] => [
  {
    name: publishJob,
    cron: '* * * * *',
    about:
      'Planned work begins and ends on status pages at its time; public pages are written as files that are served when Reeve is down.',
    run: async (db, registry, _data, now) => {
      // Work that cannot be moved must not keep pages from being written.
      try {
        await keepWorks(db, registry, now)
      } finally {
        await publisher.publishAll(db, now)
      }
    },
  },
  {
    name: deliverJob,
    cron: '* * * * *',
    about: 'Subscribers of status pages are told of news by mail and webhook; what fails is tried again after growing pauses, eight times.',
    run: async (db, _registry, _data, now) => void (await deliverDue(db, now, deliver)),
  },
  {
    name: 'status.forget',
    cron: '41 3 * * *',
    about: 'Forgets subscribers of status pages who did not confirm within two days, and deliveries older than three months.',
    run: async (db, _registry, _data, now) => {
      await forgetUnconfirmed(db, isoOf(now - 2 * day))
      await forgetDeliveries(db, isoOf(now - 90 * day))
    },
  },
]
