import type { Db } from '../../../platform/db/database.ts'
import type { Context } from '../../../platform/records/context.ts'
import { reachOf } from '../../../platform/rights/grants.ts'
import { pageBySlug, type PageRow, publishedPages } from '../store/page.ts'

const mayRead = (ctx: Context, page: PageRow): boolean =>
  page.state === 'published' && (page.public || (ctx.actor.id !== null && reachOf(ctx.actor, 'status_page.see') !== null))

/** A published page that this person may read; null whether it does not exist or is for others. */
export const pageForReader = async (db: Db, ctx: Context, slug: string): Promise<PageRow | null> => {
  const page = /^[a-z0-9-]{1,60}$/i.test(slug) ? await pageBySlug(db, slug) : undefined
  return page && mayRead(ctx, page) ? page : null
}

export const pagesForReader = async (db: Db, ctx: Context): Promise<readonly PageRow[]> =>
  (await publishedPages(db)).filter((page) => mayRead(ctx, page))
