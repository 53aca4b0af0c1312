import { type Day, day, daysBetween, utcDay } from '../../kernel/day.ts'
import type { Millis } from '../../kernel/instant.ts'
import type { Job } from '../../platform/capability.ts'
import type { Database, Tx } from '../../platform/db/database.ts'
import { append } from '../../platform/events/append.ts'
import type { Behaviour, Context, Registry } from '../../platform/records/context.ts'
import { move } from '../../platform/records/write.ts'
import { system } from '../../platform/rights/grants.ts'
import { checkedContract } from './model/contract.ts'
import { alertDue, alertText, renewedUntil } from './model/term.ts'
import { alertedAlready, beforeNotice, pastTheirEnd, type Watched } from './store.ts'

/** What the house gives: telling people something about a record. */
export type SuppliersHooks = Readonly<{
  tell?: (tx: Tx, ctx: Context, news: Readonly<{ record: string; people: readonly string[]; text: string }>) => Promise<void>
}>

const contract: Behaviour = {
  prepare: (_tx, _ctx, draft, _before, verb) => {
    Object.assign(draft, checkedContract(draft, verb))
  },
}

export const behaviours = [{ kind: 'contract', behaviour: contract }] as const

const asJob = (registry: Registry, now: Millis): Context => ({ registry, actor: system, now, via: 'job' })

const people = (one: Watched): readonly string[] => [...new Set([one.owner, one.manager].filter((id) => id !== null))]

/** Tells owner and supplier manager that a notice day comes near: twice for each notice day, each alert once. The event on the contract remembers it. */
const alertNotice = async (db: Database, registry: Registry, now: Millis, hooks: SuppliersHooks): Promise<void> => {
  const ctx = asJob(registry, now)
  const today = utcDay(now)
  for (const one of await beforeNotice(db, today)) {
    const by = one.notice_by
    const alert = by === null ? null : alertDue(by, one.first_alert_days, one.second_alert_days, today)
    if (by === null || alert === null) continue
    await db.transaction(async (tx) => {
      if (await alertedAlready(tx, one.id, alert, by)) return
      await append(tx, ctx, {
        verb: 'notice_alert',
        kind: 'contract',
        record: one.id,
        version: null,
        before: null,
        after: { alert, notice_by: by },
      })
      await hooks.tell?.(tx, ctx, {
        record: one.id,
        people: people(one),
        text: alertText(one.title, one.supplier_title, by, daysBetween(today, day(by)), one.renewal),
      })
    })
  }
}

const months = (count: number): string => (count === 1 ? 'a month' : `${count} months`)

/** Contracts whose term has passed: those that renew by themselves get their next term, the others end. */
const endTerms = async (db: Database, registry: Registry, now: Millis, hooks: SuppliersHooks): Promise<void> => {
  const ctx = asJob(registry, now)
  const today: Day = utcDay(now)
  const kind = registry.kind('contract')
  for (const one of await pastTheirEnd(db, today)) {
    const renews = one.state === 'active' && one.renewal === 'automatic' ? one.renewal_months : null
    await db.transaction(async (tx) => {
      if (renews) {
        const ends = renewedUntil(day(one.ends_on), renews, today)
        const reason = `Its term ended on ${one.ends_on} and nobody gave notice${one.notice_by ? ` by ${one.notice_by}` : ''}: renewed by itself for ${months(renews)} at a time.`
        await move(tx, ctx, kind, one.id, 'renew', { ends_on: ends }, { reason })
        await hooks.tell?.(tx, ctx, {
          record: one.id,
          people: people(one),
          text: `${one.title} (${one.supplier_title}) renewed by itself until ${ends}.`,
        })
      } else {
        await move(tx, ctx, kind, one.id, 'end', {}, { reason: `Its term ended on ${one.ends_on}.` })
        await hooks.tell?.(tx, ctx, {
          record: one.id,
          people: people(one),
          text: `${one.title} (${one.supplier_title}) ended on ${one.ends_on}.`,
        })
      }
    })
  }
}

export const jobsWith = (hooks: SuppliersHooks): readonly Job[] => [
  {
    name: 'suppliers.renewal',
    cron: '5 5 * * *',
    about: 'Contracts whose term has passed renew or end.',
    run: async (db, registry, _data, now) => await endTerms(db, registry, now, hooks),
  },
  {
    name: 'suppliers.notice',
    cron: '15 5 * * *',
    about: 'Owners and supplier managers are told of notice days that come near.',
    run: async (db, registry, _data, now) => await alertNotice(db, registry, now, hooks),
  },
]
