import type { Db } from '../db/database.ts'
import type { Context } from './context.ts'
import type { Filters } from './filter.ts'
import type { AnyRecord, Kind } from './kind.ts'
import { list } from './read.ts'

/** Every record of a kind that the person may see and that fits the filters, page by page: for questions that judge a whole register. */
export async function* every(
  db: Db,
  ctx: Context,
  kind: Kind,
  fields: readonly string[],
  filters: Filters = {},
): AsyncGenerator<AnyRecord> {
  for (let after: string | null = ''; after !== null; ) {
    const page: Awaited<ReturnType<typeof list>> = await list(db, ctx, kind, {
      filters,
      fields,
      limit: 500,
      sort: 'created_at',
      ...(after ? { after } : {}),
    })
    yield* page.items
    after = page.next
  }
}
