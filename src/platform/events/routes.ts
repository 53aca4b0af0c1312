import { z } from 'zod'
import { Refusal } from '../../kernel/refusal.ts'
import { type Route, route } from '../http/contract.ts'
import { lookUp } from '../records/links.ts'
import { locate } from '../records/read.ts'
import { needEverywhere } from '../rights/grants.ts'
import { feed } from './feed.ts'
import { verify } from './verify.ts'

const paging = {
  after: z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER).optional(),
  limit: z.coerce.number().int().min(1).max(200).optional(),
}
const moment = z.iso.datetime({ offset: true, error: 'Write a moment like 2026-03-01T09:00:00Z.' }).optional()
const given = <T extends object>(ask: T): { [K in keyof T]?: NonNullable<T[K]> } =>
  Object.fromEntries(Object.entries(ask).filter(([, value]) => value !== undefined)) as { [K in keyof T]?: NonNullable<T[K]> }

/** Reading the event log: of one record by whoever sees it, of everything by auditors. */
export const eventRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/records/:key/events',
    tag: 'Any record',
    summary: 'What happened to a record, newest first',
    query: z.object(paging),
    handle: async ({ db, ctx, params, query }) => {
      const { record } = await locate(db, ctx, params['key'] ?? '')
      return await feed(db, ctx, { record: record.id, ...given(query) })
    },
  }),
  route({
    method: 'GET',
    path: '/events',
    tag: 'Audit',
    summary: 'The event log, newest first',
    query: z.object({
      ...paging,
      kind: z.string().max(60).optional(),
      actor: z.string().max(100).optional(),
      record: z.string().max(100).optional(),
      verb: z.string().max(60).optional(),
      from: moment,
      to: moment,
    }),
    handle: async ({ db, ctx, query }) => {
      needEverywhere(ctx.actor, 'audit.read', 'read the event log')
      const { actor, record, ...rest } = query
      const found = await lookUp(
        db,
        [actor, record].filter((one) => one !== undefined),
      )
      const idOf = (key: string | undefined): string | undefined => {
        if (key === undefined) return undefined
        const one = found.get(key)
        if (!one) throw new Refusal('invalid', 'unknown_reference', `There is no record “${key}”.`)
        return one.id
      }
      return await feed(db, ctx, given({ ...rest, actor: idOf(actor), record: idOf(record) }))
    },
  }),
  route({
    method: 'POST',
    path: '/events/verify',
    tag: 'Audit',
    summary: 'Check the whole log against its hash chain',
    handle: async ({ db, ctx }) => {
      needEverywhere(ctx.actor, 'audit.read', 'check the event log')
      return await verify(db)
    },
  }),
]
