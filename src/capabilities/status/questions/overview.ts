import { isoOf } from '../../../kernel/instant.ts'
import { notFound } from '../../../kernel/refusal.ts'
import type { Db } from '../../../platform/db/database.ts'
import type { Context } from '../../../platform/records/context.ts'
import { needAnywhere, reachOf } from '../../../platform/rights/grants.ts'
import type { StatusView } from '../model/view.ts'
import { countDeliveries, type DeliveryCounts, type Trouble, troubledDeliveries } from '../store/deliveries.ts'
import { pageByKey } from '../store/page.ts'
import { countSubscribers, type SubscriberCounts } from '../store/subscribers.ts'
import { type BundleHow, subscribingOf } from './bundle.ts'
import { statusView } from './view.ts'

export type PageOverview = Readonly<{
  view: StatusView
  state: string
  subscribing: string
  /** Whether mail can be sent, with links that lead back. */
  mails: boolean
  subscribers: SubscriberCounts
  /** Of the last 30 days. */
  deliveries: DeliveryCounts
  /** Null for who may not edit pages. */
  troubled: readonly Trouble[] | null
}>

const month = 30 * 86_400_000

/** A page as readers see it, with how many want to be told and what became of that. @throws MissingRight, Refusal `not_found` */
export const pageOverview = async (db: Db, ctx: Context, key: string, how: BundleHow): Promise<PageOverview> => {
  needAnywhere(ctx.actor, 'status_page.see', 'see status pages')
  const page = await pageByKey(db, key)
  if (!page) throw notFound(`Status page ${key.slice(0, 60)}`)
  const [view, subscribers, deliveries] = await Promise.all([
    statusView(db, page, ctx.now),
    countSubscribers(db, page.id),
    countDeliveries(db, page.id, isoOf(ctx.now - month)),
  ])
  return {
    view,
    state: page.state,
    subscribing: subscribingOf(page, how),
    mails: how.mails,
    subscribers,
    deliveries,
    troubled: reachOf(ctx.actor, 'status_page.edit') === null ? null : await troubledDeliveries(db, page.id),
  }
}
