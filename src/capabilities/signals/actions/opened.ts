import { isoOf, type Millis, millisOf } from '../../../kernel/instant.ts'
import type { Tx } from '../../../platform/db/database.ts'
import type { Context } from '../../../platform/records/context.ts'
import { find } from '../../../platform/records/read.ts'
import { create, move, save } from '../../../platform/records/write.ts'
import { system } from '../../../platform/rights/grants.ts'
import type { CheckRun } from '../store/checks.ts'

/** Reeve itself acts, whoever's change it follows. */
export const asReeve = (ctx: Context): Context => ({ ...ctx, actor: system, via: ctx.via === 'import' ? 'import' : 'job' })

export type OutageNews = Readonly<{
  subject: string
  title: string
  severity: 'down' | 'degraded'
  from: Millis
  found_by: 'check' | 'alert'
  check?: string
  alert?: string
  found_as: string
}>

export const openOutage = async (tx: Tx, ctx: Context, { from, title, found_as, ...rest }: OutageNews): Promise<string> => {
  const made = await create(tx, asReeve(ctx), ctx.registry.kind('outage'), {
    ...rest,
    title: title.slice(0, 300),
    found_as: found_as.slice(0, 1000),
    started_at: isoOf(from),
  })
  return made.id
}

/** Ends an outage that goes on; one that somebody ended, dismissed or removed meanwhile stays as they left it. */
export const endOutage = async (tx: Tx, ctx: Context, outage: string, at: Millis, reason?: string): Promise<void> => {
  const kind = ctx.registry.kind('outage')
  const record = await find(tx, kind, outage, true)
  if (record?.state !== 'ongoing') return
  const end = Math.max(at, millisOf(String(record['started_at'])) + 1)
  await move(tx, asReeve(ctx), kind, outage, 'end', { ended_at: isoOf(end) }, reason === undefined ? {} : { reason })
}

/** Ends an alert that goes on. */
export const endAlert = async (tx: Tx, ctx: Context, alert: string, at: Millis, reason?: string): Promise<boolean> => {
  const kind = ctx.registry.kind('alert')
  const record = await find(tx, kind, alert, true)
  if (!record || record.state === 'resolved') return false
  const end = Math.max(at, millisOf(String(record['started_at'])))
  const wanted = { ...record, state: 'resolved', ended_at: isoOf(end) }
  await save(tx, asReeve(ctx), kind, record, wanted, 'resolve', reason === undefined ? {} : { reason })
  return true
}

/** Ends what a check has open: it is not looked at any more, so nobody knows that it goes on. */
export const closeOpened = async (tx: Tx, ctx: Context, run: CheckRun, at: Millis, reason: string): Promise<void> => {
  if (run.outage) await endOutage(tx, ctx, run.outage, at, reason)
  if (run.alert) await endAlert(tx, ctx, run.alert, at, reason)
}
