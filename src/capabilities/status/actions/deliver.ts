import { type Millis, isoOf, millisOf } from '../../../kernel/instant.ts'
import type { Database } from '../../../platform/db/database.ts'
import type { Mail } from '../../../platform/mail/index.ts'
import { letterFor, messageFor, stoppedLetter } from '../model/news.ts'
import { signedHeaders } from '../model/signature.ts'
import { deliveryFailed, deliverySent, type DueDelivery, takeDeliveries } from '../store/deliveries.ts'
import { itemNames } from '../store/page.ts'
import { stopSubscriber } from '../store/subscribers.ts'

/** Sends a body to an address outside and tells its HTTP status. Addresses inside are refused by whoever gives this. @throws Error when nothing answers */
export type Post = (url: string, body: string, headers: Readonly<Record<string, string>>) => Promise<number>

export type DeliverHow = Readonly<{ mail: Pick<Mail, 'queue'>; post: Post; base: string }>

const minute = 60_000

/** The job that sends. */
export const deliverJob = 'status.deliver'
export const mostTries = 8
const longestPause = 6 * 60 * minute

/** A minute, four, sixteen ... up to six hours: eight tries within about twenty hours. */
export const pauseAfter = (tries: number): Millis => Math.min(minute * 4 ** (tries - 1), longestPause)

const words = (error: unknown): string => (error instanceof Error ? error.message : String(error))

/** Why a webhook did not take a message; null when it did. */
const refusalOf = async (post: Post, one: DueDelivery, body: string, now: Millis): Promise<string | null> => {
  if (one.url === null || one.secret === null) return 'it has no address'
  try {
    const status = await post(one.url, body, { 'content-type': 'application/json', ...signedHeaders(one.secret, one.id, now, body) })
    return status >= 200 && status < 300 ? null : `it answered ${status}`
  } catch (error) {
    return words(error)
  }
}

const sendHook = async (db: Database, one: DueDelivery, names: readonly string[], now: Millis, how: DeliverHow): Promise<void> => {
  const body = messageFor(one, names, how.base)
  const error = await refusalOf(how.post, one, body, now)
  if (error === null) return await deliverySent(db, one.id, isoOf(now))
  // 410 Gone is how a receiver says that it wants no more.
  const final = one.tries >= mostTries || error === 'it answered 410'
  await deliveryFailed(db, one.id, isoOf(now), error, final ? null : isoOf(now + pauseAfter(one.tries)))
  if (!final) return
  await db.transaction(async (tx) => {
    await stopSubscriber(tx, one.subscriber, isoOf(now), error)
    // What an address inside answers is not for somebody outside.
    await how.mail.queue(
      tx,
      now,
      { person: null, address: one.mail },
      stoppedLetter(one, error.startsWith('it answered') ? error : 'it cannot be reached', how.base),
    )
  })
}

const sendMail = async (db: Database, one: DueDelivery, names: readonly string[], now: Millis, how: DeliverHow): Promise<void> => {
  const letter = letterFor(one, names, how.base)
  await db.transaction(async (tx) => {
    await how.mail.queue(tx, now, { person: null, address: one.mail }, letter)
    await deliverySent(tx, one.id, isoOf(now))
  })
}

/** News older than this is told no more: it would be wrong by now. */
const tooOld = 24 * 60 * minute

/** Sends what is due, a few at once. @returns how many were tried */
export const deliverDue = async (db: Database, now: Millis, how: DeliverHow): Promise<number> => {
  let tried = 0
  const names = new Map<string, readonly string[]>()
  for (;;) {
    const due = await takeDeliveries(db, isoOf(now), isoOf(now + 10 * minute), 20)
    if (due.length === 0) return tried
    tried += due.length
    for (const one of due) if (!names.has(one.notice)) names.set(one.notice, await itemNames(db, one.items))
    await Promise.all(
      due.map(async (one) => {
        if (millisOf(one.at) < now - tooOld) return await deliveryFailed(db, one.id, isoOf(now), 'it was too old by then', null)
        await (one.channel === 'mail' ? sendMail : sendHook)(db, one, names.get(one.notice) ?? [], now, how)
      }),
    )
  }
}
