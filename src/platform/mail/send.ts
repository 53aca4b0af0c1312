import { createTransport, type Transporter } from 'nodemailer'
import { type Millis } from '../../kernel/instant.ts'
import type { Db } from '../db/database.ts'
import { type Due, markSent, markUnsent, takeDue } from './outbox.ts'

export type MailHow = Readonly<{
  /** smtp://host:port, or smtps:// with user and password; undefined = Reeve sends no mail. */
  smtpUrl: string | undefined
  /** Such as "Reeve <reeve@example.org>". */
  from: string
}>

const minute = 60_000
const mostTries = 8
const longestPause = 6 * 60 * minute
const seconds = 1000

/** One connection per mail: mails are few, and a server that restarts never leaves a dead connection behind. */
export const transportOf = ({ smtpUrl, from }: MailHow & Readonly<{ smtpUrl: string }>): Transporter =>
  createTransport(smtpUrl, {
    from,
    connectionTimeout: 10 * seconds,
    greetingTimeout: 10 * seconds,
    socketTimeout: 30 * seconds,
    // What a mail holds is never read from a file or an address that the text names.
    disableFileAccess: true,
    disableUrlAccess: true,
    headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
  } as object)

/** A minute, four, sixteen ... up to six hours. */
export const pauseAfter = (tries: number): Millis => Math.min(minute * 4 ** (tries - 1), longestPause)

const responseOf = (error: unknown): number => (error instanceof Error && 'responseCode' in error ? Number(error.responseCode) : 0)
const codeOf = (error: unknown): string => (error instanceof Error && 'code' in error ? String(error.code) : '')

/** The server says that this address or this mail will never do. A refused password is our setting, not the mail. */
const isFinal = (error: unknown): boolean => responseOf(error) >= 500 && ['EENVELOPE', 'EMESSAGE'].includes(codeOf(error))

const domainOf = (from: string): string => /@([A-Za-z0-9.-]+)/.exec(from)?.[1] ?? 'localhost'

/** A button of the reader's own program that ends a subscription; pressed without a visit only where nobody can listen in (RFC 8058). */
const stopHeaders = (address: string): Readonly<Record<string, string>> => ({
  'List-Unsubscribe': `<${address}>`,
  ...(address.startsWith('https:') ? { 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' } : {}),
})

const sendOne = async (db: Db, transport: Transporter, from: string, mail: Due, now: Millis): Promise<boolean> => {
  try {
    await transport.sendMail({
      to: { name: '', address: mail.to },
      subject: mail.subject,
      text: mail.text,
      html: mail.html,
      ...(mail.stop_at === null ? {} : { headers: stopHeaders(mail.stop_at) }),
      date: new Date(now),
      // The same in every try, so that a mail which was taken but not confirmed is known as the same one.
      messageId: `<${mail.id}@${domainOf(from)}>`,
    })
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error)
    await markUnsent(db, mail.id, words, isFinal(error) || mail.tries >= mostTries ? null : now + pauseAfter(mail.tries))
    return false
  }
  await markSent(db, mail.id, now)
  return true
}

/** Sends every mail whose time has come, a few at once. @returns how many went out */
export const sendDue = async (db: Db, how: MailHow & Readonly<{ smtpUrl: string }>, now: Millis): Promise<number> => {
  const transport = transportOf(how)
  let sent = 0
  try {
    for (;;) {
      const due = await takeDue(db, now, 10)
      if (due.length === 0) return sent
      const done = await Promise.all(due.map(async (mail) => await sendOne(db, transport, how.from, mail, now)))
      sent += done.filter(Boolean).length
    }
  } finally {
    transport.close()
  }
}
