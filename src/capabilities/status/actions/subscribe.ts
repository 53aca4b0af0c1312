import { createHmac, randomBytes } from 'node:crypto'
import { newId } from '../../../kernel/id.ts'
import { isoOf, type Millis, millisOf } from '../../../kernel/instant.ts'
import { Refusal } from '../../../kernel/refusal.ts'
import type { Database } from '../../../platform/db/database.ts'
import { judgeHost } from '../../../platform/http/outside.ts'
import type { Mail } from '../../../platform/mail/index.ts'
import { alreadyLetter, confirmLetter } from '../model/news.ts'
import { newSecret } from '../model/signature.ts'
import type { PageRow } from '../store/page.ts'
import { itemsOf } from '../store/page.ts'
import {
  askedSince,
  confirmSubscriber,
  forgetSubscriber,
  keepAsked,
  type Subscriber,
  subscriberAt,
  subscriberByKey,
} from '../store/subscribers.ts'

export type Wish = Readonly<{ mail: string; url: string | null; items: readonly string[]; from: string }>

export type SubscribeHow = Readonly<{ mail: Pick<Mail, 'queue'>; base: string }>

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour
/** Wishes an hour from one place, and on one page. */
const mostHere = 20
const mostEverywhere = 500

const newKey = (): string => randomBytes(24).toString('base64url')
/** Where a wish came from, as something that cannot be read back: the key is gone with the process. Each process counts for itself. */
const placeKey = randomBytes(32)
const placeOf = (page: string, from: string): string =>
  createHmac('sha256', placeKey).update(`${page} ${from}`).digest('base64url').slice(0, 22)

const invalid = (path: string, message: string): Refusal => new Refusal('invalid', path, message, [{ path, message, rule: path }])

const mailOf = (text: string): string => {
  const mail = text.trim()
  // One address: no names, lists, angle brackets or line ends that would make another header of it.
  if (
    mail.length > 254 ||
    !/^[^\s@<>",;:()[\]\\\p{Cc}]{1,64}@[\p{L}\p{N}](?:[\p{L}\p{N}.-]*[\p{L}\p{N}])?\.[\p{L}\p{N}-]{2,63}$/u.test(mail)
  )
    throw invalid('mail', 'That is not an e-mail address, such as name@example.org.')
  return mail
}

const urlOf = (text: string | null): string | null => {
  const url = text?.trim() ?? ''
  if (url === '') return null
  const parsed = URL.canParse(url) ? new URL(url) : null
  if (parsed === null || parsed.protocol !== 'https:' || parsed.username !== '' || parsed.password !== '' || url.length > 500)
    throw invalid('url', 'A webhook’s address begins with https:// and holds no user and password.')
  try {
    judgeHost(parsed.hostname, {})
  } catch {
    // What stands inside is not for somebody outside: neither its name nor the right that would allow it.
    throw invalid('url', 'That address is not on the internet, and nothing is sent there. Give one that can be reached from anywhere.')
  }
  return parsed.href
}

/** Whether the owner of an address is written to again: not while a mail of the same kind is fresh. */
const writesAgain = (known: Subscriber, now: Millis): boolean =>
  now - millisOf(known.asked_at) > (known.confirmed_at !== null && known.stopped_at === null ? day : 10 * minute)

/**
 * Takes a reader's wish for news and writes to the address, which alone learns whether it was there before.
 * @throws Refusal `mail`, `url`, `too_many`
 */
export const askForNews = async (db: Database, page: PageRow, wish: Wish, now: Millis, how: SubscribeHow): Promise<void> => {
  const mail = mailOf(wish.mail)
  const url = page.subscribing === 'mail_and_webhook' ? urlOf(wish.url) : null
  const from = placeOf(page.id, wish.from)
  const asked = await askedSince(db, page.id, from, isoOf(now - hour))
  if (asked.here >= mostHere || asked.everywhere >= mostEverywhere)
    throw new Refusal('busy', 'too_many', 'Too many addresses were left here within an hour. Try again later.')
  const there = new Set((await itemsOf(db, page.id)).map((item) => item.id))
  const items = wish.items.filter((item) => there.has(item))
  await db.transaction(async (tx) => {
    const known = await subscriberAt(tx, page.id, mail, url)
    if (known && !writesAgain(known, now)) return
    const key = known?.key ?? newKey()
    await keepAsked(tx, {
      id: known?.id ?? newId(),
      page: page.id,
      channel: url === null ? 'mail' : 'webhook',
      mail,
      url,
      items,
      key,
      secret: url === null ? null : newSecret(),
      asked_at: isoOf(now),
      asked_from: from,
    })
    const subscribed = known !== undefined && known.confirmed_at !== null && known.stopped_at === null
    const letter = subscribed ? alreadyLetter(page, key, how.base) : confirmLetter(page, key, url, how.base)
    await how.mail.queue(tx, now, { person: null, address: mail }, letter)
  })
}

/** The subscriber of a link, as long as the link works. Links to confirm work for two days. */
export const linked = async (db: Database, page: PageRow, key: string, now: Millis, confirming: boolean): Promise<Subscriber | null> => {
  const found = /^[\w-]{20,64}$/.test(key) ? await subscriberByKey(db, page.id, key) : undefined
  if (!found) return null
  const late = confirming && found.confirmed_at === null && now - millisOf(found.asked_at) > 2 * day
  return late ? null : found
}

/** @returns the secret of a webhook, the one time that it is told */
export const confirmNews = async (db: Database, found: Subscriber, now: Millis): Promise<string | null> =>
  await db.transaction(async (tx) => ((await confirmSubscriber(tx, found.id, isoOf(now))) ? found.secret : null))

export const stopNews = async (db: Database, found: Subscriber): Promise<void> =>
  await db.transaction(async (tx) => await forgetSubscriber(tx, found.id))
