import { Refusal } from '../../kernel/refusal.ts'
import type { Capability } from '../capability.ts'
import { type Ask, type Route, route } from '../http/contract.ts'
import { locate } from '../records/read.ts'
import { setWatching, type Watching, watchingOf } from './watching.ts'

export { setWatching, startWatching, watchersOf, watchersOfAll, watchersSql, watchingOf } from './watching.ts'

type Asking = Pick<Ask<Readonly<Record<string, string>>, unknown, unknown>, 'db' | 'ctx' | 'params'>

const decided = async ({ db, ctx, params }: Asking, wanted: boolean): Promise<Watching> => {
  const { record } = await locate(db, ctx, params['key'] ?? '')
  if (ctx.actor.id === null) throw new Refusal('invalid', 'no_person', 'Only people watch records. Sign in as a person.')
  await setWatching(db, ctx.actor.id, record.id, wanted, ctx.now)
  return await watchingOf(db, ctx.actor.id, record)
}

const path = '/records/:key/watch'
const tag = 'Any record'

const routes: readonly Route[] = [
  route({
    method: 'GET',
    path,
    tag,
    summary: 'Whether you are told of changes of a record, and how many people are',
    handle: async ({ db, ctx, params }) => await watchingOf(db, ctx.actor.id, (await locate(db, ctx, params['key'] ?? '')).record),
  }),
  route({ method: 'PUT', path, tag, summary: 'Be told of changes of a record', handle: async (ask) => await decided(ask, true) }),
  route({
    method: 'DELETE',
    path,
    tag,
    summary: 'Be told of changes of a record no more',
    handle: async (ask) => await decided(ask, false),
  }),
]

/** Who is told of changes of a record: whoever asked for it, its owner, who made it, who commented, who was mentioned. */
export const watch: Capability = { name: 'watch', migrations: new URL('./migrations', import.meta.url).pathname, routes }
