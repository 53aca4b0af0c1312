import type { Db, Tx } from '../../../platform/db/database.ts'
import { sql } from '../../../platform/db/sql.ts'

export type Subscriber = Readonly<{
  id: string
  page: string
  channel: 'mail' | 'webhook'
  mail: string
  url: string | null
  items: readonly string[]
  key: string
  secret: string | null
  asked_at: string
  confirmed_at: string | null
  stopped_at: string | null
}>

const columns = sql`id, page, channel, mail, url, items, key, secret, asked_at, confirmed_at, stopped_at`

export const subscriberAt = async (db: Db, page: string, mail: string, url: string | null): Promise<Subscriber | undefined> =>
  await db.first<Subscriber>(
    sql`select ${columns} from status_subscriber where page = ${page} and lower(mail) = ${mail.toLowerCase()} and coalesce(url, '') = ${url ?? ''}`,
  )

export const subscriberByKey = async (db: Db, page: string, key: string): Promise<Subscriber | undefined> =>
  await db.first<Subscriber>(sql`select ${columns} from status_subscriber where page = ${page} and key = ${key}`)

/** How many asked since a moment: from one place, and on the page as a whole. */
export const askedSince = async (
  db: Db,
  page: string,
  from: string,
  since: string,
): Promise<Readonly<{ here: number; everywhere: number }>> =>
  (await db.first<{ here: number; everywhere: number }>(
    sql`select count(*) filter (where asked_from = ${from}) as here, count(*) as everywhere from status_subscriber where page = ${page} and asked_at > ${since}`,
  )) ?? { here: 0, everywhere: 0 }

export type Asked = Omit<Subscriber, 'confirmed_at' | 'stopped_at'> & Readonly<{ asked_from: string }>

/** Takes a wish to be told; one that was there keeps its key and is no longer stopped. @returns nothing when somebody else took the same at the same moment */
export const keepAsked = async (tx: Tx, one: Asked): Promise<void> => {
  await tx.run(sql`
    insert into status_subscriber (id, page, channel, mail, url, items, key, secret, asked_at, asked_from)
    values (${one.id}, ${one.page}, ${one.channel}, ${one.mail}, ${one.url}, ${[...one.items]}, ${one.key}, ${one.secret}, ${one.asked_at}, ${one.asked_from})
    on conflict (page, lower(mail), coalesce(url, '')) do update set asked_at = excluded.asked_at, asked_from = excluded.asked_from,
      items = case when status_subscriber.confirmed_at is null then excluded.items else status_subscriber.items end`)
}

export const confirmSubscriber = async (tx: Tx, id: string, at: string): Promise<boolean> =>
  (await tx.run(
    sql`update status_subscriber set confirmed_at = ${at}, stopped_at = null, stopped_because = null where id = ${id} and (confirmed_at is null or stopped_at is not null)`,
  )) > 0

export const forgetSubscriber = async (tx: Tx, id: string): Promise<void> =>
  void (await tx.run(sql`delete from status_subscriber where id = ${id}`))

export const forgetUnconfirmed = async (db: Db, before: string): Promise<number> =>
  await db.run(sql`delete from status_subscriber where confirmed_at is null and asked_at < ${before}`)

export type SubscriberCounts = Readonly<{ mail: number; webhook: number; unconfirmed: number; stopped: number }>

export const countSubscribers = async (db: Db, page: string): Promise<SubscriberCounts> =>
  (await db.first<SubscriberCounts>(sql`
    select count(*) filter (where confirmed_at is not null and stopped_at is null and channel = 'mail') as mail,
      count(*) filter (where confirmed_at is not null and stopped_at is null and channel = 'webhook') as webhook,
      count(*) filter (where confirmed_at is null) as unconfirmed, count(*) filter (where stopped_at is not null) as stopped
    from status_subscriber where page = ${page}`)) ?? { mail: 0, webhook: 0, unconfirmed: 0, stopped: 0 }

export const stopSubscriber = async (tx: Tx, id: string, at: string, because: string): Promise<void> =>
  void (await tx.run(
    sql`update status_subscriber set stopped_at = ${at}, stopped_because = ${because.slice(0, 500)} where id = ${id} and stopped_at is null`,
  ))
