import { z } from 'zod'
import type { NewComment } from '../comments/index.ts'
import type { Capability } from '../capability.ts'
import type { Tx } from '../db/database.ts'
import { type Route, route } from '../http/contract.ts'
import type { Context } from '../records/context.ts'
import { digestJobs, type DigestHooks } from './digest.ts'
import { commented, following, type NotifyHooks, telling, type Tidings } from './follow.ts'
import { asSeen } from './sight.ts'
import { forget, markRead, noticesOf, unreadOf } from './store.ts'

export type { DigestHooks } from './digest.ts'
export type { NotifyHooks, Tidings } from './follow.ts'
export { unreadOf } from './store.ts'

export type Notify = Readonly<{
  capability: Capability
  /** For `makeComments({ onComment })`. */
  onComment: (tx: Tx, ctx: Context, made: NewComment) => Promise<void>
  /** Tells people something by Reeve itself. */
  notify: (tx: Tx, ctx: Context, tidings: Tidings) => Promise<void>
}>

const tag = 'Notifications'
const day = 86_400_000
const notificationId = z.string().regex(/^\d{1,18}$/, 'That is not the id of a notification.')

const routes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/notifications',
    tag,
    summary: 'What others did that concerns you, newest first',
    query: z.object({
      state: z.enum(['unread', 'all'], { error: 'state is unread or all.' }).default('all'),
      after: notificationId.optional(),
      limit: z.coerce.number().int().min(1).max(200).default(50),
    }),
    handle: async ({ db, ctx, query }) => {
      const person = ctx.actor.id
      if (person === null) return { items: [], unread: 0, next: null }
      const [found, unread] = await Promise.all([
        noticesOf(db, person, { unread: query.state === 'unread', after: query.after, limit: query.limit + 1 }),
        unreadOf(db, person),
      ])
      const items = found.slice(0, query.limit)
      return { items: await asSeen(db, ctx, items), unread, next: found.length > query.limit ? (items.at(-1)?.id ?? null) : null }
    },
  }),
  route({
    method: 'POST',
    path: '/notifications/read',
    tag,
    summary: 'Mark notifications as read',
    body: z.union([z.object({ ids: z.array(notificationId).max(500) }), z.object({ all: z.literal(true) })], {
      error: 'Send { ids: [...] } or { all: true }.',
    }),
    handle: async ({ db, ctx, body }) => {
      const person = ctx.actor.id
      if (person === null) return { read: 0, unread: 0 }
      const read = await markRead(db, person, 'ids' in body ? body.ids : 'all', ctx.now)
      return { read, unread: await unreadOf(db, person) }
    },
  }),
]

/** Tells people what concerns them: changes of what they watch, comments, mentions, work that they are given. */
export const makeNotify = (hooks: NotifyHooks & Readonly<{ digest?: DigestHooks }> = {}): Notify => ({
  capability: {
    name: 'notify',
    migrations: new URL('./migrations', import.meta.url).pathname,
    behaviours: [{ kind: '*', behaviour: following(hooks) }],
    routes,
    jobs: [
      ...(hooks.digest ? digestJobs(hooks.digest) : []),
      {
        name: 'notify.forget',
        cron: '41 3 * * *',
        about: 'Forgets notifications that were read three months ago, and unread ones after a year.',
        run: async (db, _registry, _data, now) => void (await forget(db, now - 90 * day, now - 365 * day)),
      },
    ],
  },
  onComment: async (tx, ctx, made) => await commented(tx, ctx, made, hooks),
  notify: async (tx, ctx, tidings) => await telling(tx, ctx, tidings, hooks),
})
