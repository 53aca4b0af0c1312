import { z } from 'zod'
import { notFound } from '../../kernel/refusal.ts'
import { isId } from '../../kernel/id.ts'
import type { Capability } from '../capability.ts'
import { type Route, route } from '../http/contract.ts'
import { locate } from '../records/read.ts'
import { comment, type CommentHooks, editComment, removeComment } from './actions.ts'
import { mentionable } from './mentions.ts'
import { commentsOf } from './store.ts'

export type { NewComment } from './actions.ts'
export { renderMarkdown } from './markdown.ts'

const tag = 'Comments'
const writing = z.object({ text: z.string({ error: 'Send the comment as “text”.' }) })

const commentId = (params: Readonly<Record<string, string>>): string => {
  const id = params['id'] ?? ''
  if (!isId(id)) throw notFound('This comment')
  return id
}

const routes = (hooks: CommentHooks): readonly Route[] => [
  route({
    method: 'GET',
    path: '/records/:key/comments',
    tag,
    summary: 'Comments on a record, newest first',
    query: z.object({
      after: z.uuid('“after” takes the “next” of the page before.').optional(),
      limit: z.coerce.number().int().min(1).max(500).default(200),
    }),
    handle: async ({ db, ctx, params, query }) => {
      const { record } = await locate(db, ctx, params['key'] ?? '')
      const items = await commentsOf(db, record.id, query.after, query.limit + 1)
      const shown = items.slice(0, query.limit)
      return { items: shown, next: items.length > query.limit ? (shown.at(-1)?.id ?? null) : null }
    },
  }),
  route({
    method: 'POST',
    path: '/records/:key/comments',
    tag,
    summary: 'Comment on a record, in Markdown; @ names people, # names records',
    status: 201,
    body: writing,
    handle: async ({ db, ctx, params, body }) => ({ item: await comment(db, ctx, params['key'] ?? '', body.text, hooks) }),
  }),
  route({
    method: 'PATCH',
    path: '/comments/:id',
    tag,
    summary: 'Change a comment of your own',
    body: writing,
    handle: async ({ db, ctx, params, body }) => ({ item: await editComment(db, ctx, commentId(params), body.text, hooks) }),
  }),
  route({
    method: 'DELETE',
    path: '/comments/:id',
    tag,
    summary: 'Remove a comment',
    handle: async ({ db, ctx, params }) => {
      await removeComment(db, ctx, commentId(params))
      return { removed: true }
    },
  }),
  route({
    method: 'GET',
    path: '/mentions',
    tag,
    summary: 'People, teams and records that @ or # and some letters may mean',
    query: z.object({ q: z.string().max(100).default('') }),
    handle: async ({ db, ctx, query }) => ({ items: await mentionable(db, ctx, query.q) }),
  }),
]

/** What people say about records. */
export const makeComments = (hooks: CommentHooks = {}): Capability => ({
  name: 'comments',
  migrations: new URL('./migrations', import.meta.url).pathname,
  routes: routes(hooks),
})
