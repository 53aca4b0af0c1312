import { isId } from '../../../kernel/id.ts'
import { millisOf } from '../../../kernel/instant.ts'
import type { Db } from '../../../platform/db/database.ts'
import { sql } from '../../../platform/db/sql.ts'
import type { Stage } from '../kind/notice.ts'
import type { Impact } from '../model/state.ts'

export type PageRow = Readonly<{
  id: string
  ref: string
  title: string
  slug: string
  public: boolean
  state: string
  about: string | null
  time_zone: string
  website: string | null
  help_url: string | null
  subscribing: 'mail_and_webhook' | 'mail' | 'off'
}>

const columns = sql`id, ref, title, slug, coalesce(public, false) as public, state, about, time_zone, website, help_url, coalesce(subscribing, 'mail_and_webhook') as subscribing`

export const pageBySlug = async (db: Db, slug: string): Promise<PageRow | undefined> =>
  await db.first<PageRow>(sql`select ${columns} from status_page where slug = ${slug.toLowerCase()}`)

/** By id or ref. */
export const pageByKey = async (db: Db, key: string): Promise<PageRow | undefined> =>
  await db.first<PageRow>(
    isId(key)
      ? sql`select ${columns} from status_page where id = ${key}::uuid`
      : sql`select ${columns} from status_page where ref = ${key.toUpperCase()}`,
  )

export const publishedPages = async (db: Db): Promise<readonly PageRow[]> =>
  await db.rows<PageRow>(sql`select ${columns} from status_page where state = 'published' order by slug`)

export type StoredItem = Readonly<{
  id: string
  ref: string
  title: string
  group_name: string | null
  about: string | null
  subjects: readonly string[]
  recorded_since: string | null
  hide_days: boolean
  created_at: string
}>

/** Items in use, in the page's order. */
export const itemsOf = async (db: Db, page: string): Promise<readonly StoredItem[]> =>
  await db.rows<StoredItem>(sql`
    select id, ref, title, group_name, about, subjects, recorded_since, coalesce(hide_days, false) as hide_days, created_at from status_item
    where page = ${page} and state = 'active' order by sorting nulls last, title, id`)

/** The place of a page's last item; 0 when there is none. */
export const lastSorting = async (db: Db, page: string): Promise<number> =>
  (
    await db.first<{ last: number }>(
      sql`select coalesce(max(sorting), 0)::float8 as last from status_item where page = ${page}::uuid and state = 'active'`,
    )
  )?.last ?? 0

export type StoredNotice = Readonly<{
  id: string
  ref: string
  title: string
  notice_type: 'incident' | 'maintenance'
  impact: Impact
  state: Stage
  items: readonly string[]
  version: number
  from: number
  to: number | null
  changed: number
}>

type Times = Readonly<{ started_at: string; ended_at: string | null; changed_at: string }>

/** Notices that readers may see, the newest first: three years of them at the most. */
export const noticesOf = async (db: Db, page: string, since: string): Promise<readonly StoredNotice[]> => {
  const rows = await db.rows<Omit<StoredNotice, 'from' | 'to' | 'changed'> & Times>(sql`
    select id, ref, title, notice_type, impact, state, items, version, started_at, ended_at, changed_at from status_notice
    where page = ${page} and state <> 'withdrawn' and started_at >= ${since} order by started_at desc, id desc limit 1000`)
  return rows.map(({ started_at, ended_at, changed_at, ...row }) => ({
    ...row,
    from: millisOf(started_at),
    to: ended_at === null ? null : millisOf(ended_at),
    changed: millisOf(changed_at),
  }))
}

export type StoredUpdate = Readonly<{ id: string; notice: string; stage: Stage; words: string; at: string }>

/** Updates that readers may see, the newest first. */
export const updatesOf = async (db: Db, notices: readonly string[]): Promise<readonly StoredUpdate[]> =>
  await db.rows<StoredUpdate>(sql`
    select id, notice, stage, words, at from status_update where notice = any(${[...notices]}::uuid[]) and state = 'told' order by at desc, id desc`)

/** Pages in use whose items show any of these subjects, with those items. */
export const pagesShowing = async (
  db: Db,
  subjects: readonly string[],
): Promise<readonly Readonly<{ page: string; items: readonly string[]; names: readonly string[] }>[]> =>
  await db.rows(sql`
    select status_item.page, array_agg(status_item.id order by status_item.sorting, status_item.title) as items, array_agg(status_item.title order by status_item.sorting, status_item.title) as names
    from status_item join status_page on status_page.id = status_item.page
    where status_item.state = 'active' and status_page.state = 'published' and status_item.subjects && ${[...subjects]}::uuid[] group by status_item.page order by status_item.page`)

/** Open notices whose time has come: work that begins or is over. */
export const worksDue = async (
  db: Db,
  now: string,
): Promise<readonly Readonly<{ id: string; state: 'announced' | 'under_way'; ended_at: string }>[]> =>
  await db.rows(sql`
    select id, state, ended_at from status_notice where notice_type = 'maintenance' and maintenance is null and ended_at is not null
      and ((state = 'announced' and started_at <= ${now}) or (state = 'under_way' and ended_at <= ${now})) order by started_at, id limit 100`)

/** Notices of a maintenance that are not over, withdrawn or cancelled. */
export const noticesOfWork = async (
  db: Db,
  maintenance: string,
): Promise<readonly Readonly<{ id: string; page: string; state: Stage }>[]> =>
  await db.rows(sql`select id, page, state from status_notice where maintenance = ${maintenance} and state <> 'withdrawn' order by id`)

/** Names of items in the page's order. */
export const itemNames = async (db: Db, items: readonly string[]): Promise<readonly string[]> =>
  (
    await db.rows<{ title: string }>(
      sql`select title from status_item where id = any(${[...items]}::uuid[]) order by sorting nulls last, title, id`,
    )
  ).map((row) => row.title)

/** Which of these items do not stand on a page. */
export const strangersTo = async (db: Db, page: string, items: readonly string[]): Promise<readonly string[]> =>
  (
    await db.rows<{ title: string }>(
      sql`select title from status_item where id = any(${[...items]}::uuid[]) and page <> ${page} order by title`,
    )
  ).map((row) => row.title)

/** Whether readers were told of a notice after a moment. */
export const toldSince = async (db: Db, notice: string, at: string, but: string): Promise<boolean> =>
  (await db.first(
    sql`select 1 as one from status_update where notice = ${notice} and at > ${at} and id <> ${but} and state = 'told' limit 1`,
  )) !== undefined
