import type { Db, Tx } from '../../../platform/db/database.ts'
import { sql } from '../../../platform/db/sql.ts'
import type { Stage } from '../kind/notice.ts'
import type { Impact } from '../model/state.ts'

/** Puts an update into the queue for everybody who wants to hear of it. One statement, however many they are. */
export const queueUpdate = async (
  tx: Tx,
  update: string,
  notice: Readonly<{ page: string; items: readonly string[] }>,
  at: string,
): Promise<number> =>
  await tx.run(sql`
    insert into status_delivery (id, subscriber, told, state, next_try_at, made_at)
    select gen_random_uuid(), id, ${update}, 'queued', ${at}, ${at} from status_subscriber
    where page = ${notice.page} and confirmed_at is not null and stopped_at is null
      and (items = '{}' or ${notice.items.length === 0} or items && ${[...notice.items]}::uuid[])
    on conflict do nothing`)

export type DueDelivery = Readonly<{
  id: string
  tries: number
  subscriber: string
  channel: 'mail' | 'webhook'
  mail: string
  url: string | null
  key: string
  secret: string | null
  update: string
  stage: Stage
  words: string
  at: string
  notice: string
  notice_ref: string
  title: string
  notice_type: 'incident' | 'maintenance'
  impact: Impact
  started_at: string
  ended_at: string | null
  items: readonly string[]
  page_title: string
  slug: string
  public: boolean
  time_zone: string
}>

/** Takes deliveries whose time has come and puts their next try off, so that no other process takes them meanwhile. */
export const takeDeliveries = async (db: Db, now: string, until: string, most: number): Promise<readonly DueDelivery[]> =>
  await db.rows<DueDelivery>(sql`
    with taken as (
      update status_delivery set tries = tries + 1, next_try_at = ${until}
      where id in (select id from status_delivery where state = 'queued' and next_try_at <= ${now} order by next_try_at, id limit ${most} for update skip locked)
      returning id, tries, subscriber, told)
    select taken.id, taken.tries, s.id as subscriber, s.channel, s.mail, s.url, s.key, s.secret, u.id as update, u.stage, u.words, u.at,
      n.id as notice, n.ref as notice_ref, n.title, n.notice_type, n.impact, n.started_at, n.ended_at, n.items, p.title as page_title, p.slug, coalesce(p.public, false) as public, p.time_zone
    from taken join status_subscriber s on s.id = taken.subscriber join status_update u on u.id = taken.told
      join status_notice n on n.id = u.notice join status_page p on p.id = n.page
    order by taken.id`)

export const deliverySent = async (db: Db, id: string, at: string): Promise<void> =>
  void (await db.run(
    sql`update status_delivery set state = 'sent', done_at = ${at}, next_try_at = null, last_error = null where id = ${id}`,
  ))

/** `next`: when it is tried again; null gives it up. */
export const deliveryFailed = async (db: Db, id: string, at: string, error: string, next: string | null): Promise<void> =>
  void (await db.run(sql`
    update status_delivery set state = ${next === null ? 'failed' : 'queued'}, next_try_at = ${next}, done_at = ${next === null ? at : null}::timestamptz, last_error = ${error.slice(0, 500)} where id = ${id}`))

export type DeliveryCounts = Readonly<{ queued: number; sent: number; failed: number }>

export const countDeliveries = async (db: Db, page: string, since: string): Promise<DeliveryCounts> =>
  (await db.first<DeliveryCounts>(sql`
    select count(*) filter (where d.state = 'queued') as queued, count(*) filter (where d.state = 'sent') as sent, count(*) filter (where d.state = 'failed') as failed
    from status_delivery d join status_subscriber s on s.id = d.subscriber where s.page = ${page} and d.made_at >= ${since}`)) ?? {
    queued: 0,
    sent: 0,
    failed: 0,
  }

export type Trouble = Readonly<{
  id: string
  channel: string
  /** The host of a webhook; mail addresses are not shown. */
  to: string
  state: string
  tries: number
  last_error: string | null
  next_try_at: string | null
  made_at: string
  update_title: string
}>

/** Deliveries that did not go through at once, the newest first. */
export const troubledDeliveries = async (db: Db, page: string): Promise<readonly Trouble[]> =>
  await db.rows<Trouble>(sql`
    select d.id, s.channel, case when s.channel = 'mail' then 'a mail address' else substring(s.url from '^https?://([^/?#]+)') end as to, d.state, d.tries, d.last_error, d.next_try_at, d.made_at, u.title as update_title
    from status_delivery d join status_subscriber s on s.id = d.subscriber join status_update u on u.id = d.told
    where s.page = ${page} and d.last_error is not null order by d.made_at desc, d.id limit 50`)

export const forgetDeliveries = async (db: Db, before: string): Promise<number> =>
  await db.run(sql`delete from status_delivery where made_at < ${before}`)
