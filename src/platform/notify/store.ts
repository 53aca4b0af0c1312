import { isoOf, type Millis } from '../../kernel/instant.ts'
import type { Db, Row, Tx } from '../db/database.ts'
import { and, sql, type Sql } from '../db/sql.ts'

/** What a person is told. `person` decides between several texts where the same happening means more to some. */
export type Telling = Readonly<{
  at: Millis
  record: Readonly<{ id: string; kind: string; ref: string }> | null
  verb: string
  text: string
  /** Another text (and verb) for some of the people. */
  instead?: Readonly<{ people: readonly string[]; verb: string; text: string }> | undefined
  actor: string | null
}>

/** One row for each active person of a subquery with the column `person`, but for the actor: one statement, whoever they are. */
export const insertingFor = (people: Sql, telling: Telling): Sql => {
  const { record, instead } = telling
  const special = instead ? sql`told.person = any(${[...instead.people]}::uuid[])` : sql`false`
  return sql`
    insert into notification (person, at, record_id, kind, ref, verb, text, actor)
    select told.person, ${isoOf(telling.at)}::timestamptz, ${record?.id ?? null}::uuid, ${record?.kind ?? null}::text, ${record?.ref ?? null}::text,
      case when ${special} then ${instead?.verb ?? ''} else ${telling.verb}::text end, case when ${special} then ${instead?.text ?? ''} else ${telling.text}::text end, ${telling.actor}::uuid
    from (select distinct person from (${people}) as everybody) as told
    join record as somebody on somebody.id = told.person and somebody.kind = 'person' and somebody.state = 'active'
    where told.person is distinct from ${telling.actor}::uuid
    returning person`
}

/** Writes these rows. @returns the people who are told */
export const insertFor = async (tx: Tx, people: Sql, telling: Telling): Promise<readonly string[]> =>
  (await tx.rows<{ person: string }>(insertingFor(people, telling))).map(({ person }) => person)

export const thesePeople = (people: readonly string[]): Sql => sql`select one as person from unnest(${[...new Set(people)]}::uuid[]) as one`

export type Notice = Readonly<{
  id: string
  at: string
  verb: string
  text: string
  read_at: string | null
  record: Readonly<{ id: string; kind: string; ref: string; title: string }> | null
  actor: Readonly<{ id: string; title: string }> | null
}>

type Found = Row &
  Readonly<{
    id: string
    person: string
    at: string
    verb: string
    text: string
    read_at: string | null
    record_id: string | null
    kind: string | null
    ref: string | null
    title: string | null
    actor: string | null
    actor_title: string | null
  }>

const noticeOf = (row: Found): Notice => ({
  id: row.id,
  at: row.at,
  verb: row.verb,
  text: row.text,
  read_at: row.read_at,
  record: row.record_id && row.kind && row.ref ? { id: row.record_id, kind: row.kind, ref: row.ref, title: row.title ?? '' } : null,
  actor: row.actor === null ? null : { id: row.actor, title: row.actor_title ?? '' },
})

const columns = sql`notification.id::text as id, notification.person, notification.at, notification.verb, notification.text, notification.read_at,
  notification.record_id, notification.kind, notification.ref, about.title, notification.actor, actor.title as actor_title`
const joined = sql`notification left join record about on about.id = notification.record_id left join record actor on actor.id = notification.actor`

export type NoticeAsk = Readonly<{ unread: boolean; after?: string | undefined; limit: number }>

/** A person's notifications, newest first. */
export const noticesOf = async (db: Db, person: string, ask: NoticeAsk): Promise<readonly Notice[]> => {
  const where = [sql`notification.person = ${person}`]
  if (ask.unread) where.push(sql`notification.read_at is null`)
  if (ask.after !== undefined) where.push(sql`notification.id < ${ask.after}::bigint`)
  const rows = await db.rows<Found>(
    sql`select ${columns} from ${joined} where ${and(where)} order by notification.id desc limit ${ask.limit}`,
  )
  return rows.map(noticeOf)
}

/** Beyond this, counting tells nobody anything. */
const countBound = 1000

/** How many notifications a person has not read, 1,000 at the most. */
export const unreadOf = async (db: Db, person: string): Promise<number> =>
  (
    await db.first<{ n: number }>(
      sql`select count(*) as n from (select 1 from notification where person = ${person} and read_at is null limit ${countBound}) as bounded`,
    )
  )?.n ?? 0

export const markRead = async (db: Db, person: string, ids: readonly string[] | 'all', now: Millis): Promise<number> =>
  await db.run(
    sql`update notification set read_at = ${isoOf(now)} where person = ${person} and read_at is null and ${ids === 'all' ? sql`true` : sql`id = any(${[...ids]}::bigint[])`}`,
  )

/** What is older has been waiting for a mail server or for quiet to end: news no more. */
const fresh = 7 * 86_400_000

/** People with notifications of the last week that are neither read nor mailed. */
export const peopleToMail = async (db: Db, now: Millis): Promise<readonly string[]> =>
  (
    await db.rows<{ person: string }>(
      sql`select distinct person from notification where read_at is null and mailed_at is null and at >= ${isoOf(now - fresh)}`,
    )
  ).map(({ person }) => person)

/** Takes what is to be mailed to a person, oldest first: whoever takes it mails it in the same transaction. */
export const takeUnmailed = async (tx: Tx, person: string, limit: number, now: Millis): Promise<readonly Notice[]> => {
  const rows = await tx.rows<Found>(sql`
    with taken as (
      update notification set mailed_at = ${isoOf(now)}
      where id in (select id from notification where person = ${person} and read_at is null and mailed_at is null and at >= ${isoOf(now - fresh)} order by id limit ${limit} for update skip locked) returning id)
    select ${columns} from ${joined} where notification.id in (select id from taken) order by notification.id`)
  return rows.map(noticeOf)
}

/** Forgets what was read long ago, and what nobody will read any more. */
export const forget = async (db: Db, readBefore: Millis, madeBefore: Millis): Promise<number> =>
  await db.run(sql`delete from notification where read_at < ${isoOf(readBefore)} or at < ${isoOf(madeBefore)}`)
