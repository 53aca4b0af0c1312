import { isoOf, type Millis } from '../../kernel/instant.ts'
import type { Db, Tx } from '../db/database.ts'
import { sql } from '../db/sql.ts'

export type NewMail = Readonly<{
  id: string
  person: string | null
  to: string
  subject: string
  text: string
  html: string
  stop_at: string | null
}>
export type Due = NewMail & Readonly<{ tries: number }>

/** A process that dies while it sends leaves the mail to others after this time. */
const claim = 10 * 60_000

export const put = async (tx: Tx, mail: NewMail, state: 'queued' | 'not_configured', now: Millis): Promise<void> => {
  await tx.run(sql`insert into mail (id, person, "to", subject, text, html, stop_at, state, next_try_at, made_at)
    values (${mail.id}, ${mail.person}, ${mail.to}, ${mail.subject}, ${mail.text}, ${mail.html}, ${mail.stop_at}, ${state}, ${state === 'queued' ? isoOf(now) : null}, ${isoOf(now)})`)
}

/** Takes mails whose time has come; nobody else gets them for a while. */
export const takeDue = async (db: Db, now: Millis, limit: number): Promise<readonly Due[]> =>
  await db.rows<Due>(sql`
    update mail set tries = tries + 1, next_try_at = ${isoOf(now + claim)}
    where id in (select id from mail where state = 'queued' and next_try_at <= ${isoOf(now)} order by next_try_at limit ${limit} for update skip locked)
    returning id, person, "to", subject, text, html, stop_at, tries`)

export const markSent = async (db: Db, id: string, now: Millis): Promise<void> =>
  void (await db.run(sql`update mail set state = 'sent', sent_at = ${isoOf(now)}, next_try_at = null, last_error = null where id = ${id}`))

/** @param again when to try once more; null gives up */
export const markUnsent = async (db: Db, id: string, error: string, again: Millis | null): Promise<void> =>
  void (await db.run(
    sql`update mail set state = ${again === null ? 'failed' : 'queued'}, next_try_at = ${again === null ? null : isoOf(again)}, last_error = ${error.slice(0, 500)} where id = ${id}`,
  ))

export const forgetMail = async (db: Db, before: Millis): Promise<number> =>
  await db.run(sql`delete from mail where made_at < ${isoOf(before)} and state <> 'queued'`)

export type MailCounts = Readonly<Record<'queued' | 'sent' | 'failed' | 'not_configured', number>>

export const countMail = async (db: Db): Promise<MailCounts> => {
  const rows = await db.rows<{ state: keyof MailCounts; n: number }>(sql`select state, count(*) as n from mail group by state`)
  return { queued: 0, sent: 0, failed: 0, not_configured: 0, ...Object.fromEntries(rows.map((row) => [row.state, row.n])) }
}

/** Mails that could not be sent so far, without what they say. */
export const unsentMail = async (db: Db) =>
  await db.rows<{
    id: string
    to: string
    state: string
    tries: number
    next_try_at: string | null
    last_error: string | null
    made_at: string
  }>(
    sql`select id, "to", state, tries, next_try_at, last_error, made_at from mail where last_error is not null and state <> 'sent' order by made_at desc limit 50`,
  )
