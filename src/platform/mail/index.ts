import { newId } from '../../kernel/id.ts'
import type { Millis } from '../../kernel/instant.ts'
import type { Capability } from '../capability.ts'
import type { Tx } from '../db/database.ts'
import { route } from '../http/contract.ts'
import { needEverywhere } from '../rights/grants.ts'
import { type Letter, written } from './letter.ts'
import { countMail, forgetMail, put, unsentMail } from './outbox.ts'
import { type MailHow, sendDue } from './send.ts'

export type { Letter, Part } from './letter.ts'

export type Mail = Readonly<{
  capability: Capability
  /** Whether there is a server to send mail through. */
  configured: boolean
  /** Puts a letter into the outbox in the caller's transaction; it is sent within a minute of the commit. @returns its id */
  queue: (tx: Tx, now: Millis, to: Readonly<{ person: string | null; address: string }>, letter: Letter) => Promise<string>
  /** The whole address of a page of Reeve such as /incidents/INC-7; undefined when Reeve was not told its own address. */
  address: (path: string) => string | undefined
}>

const day = 86_400_000

/** E-mail that is written once, kept, and sent until the server takes it. */
export const makeMail = (how: MailHow & Readonly<{ publicUrl: string | undefined }>): Mail => {
  const { smtpUrl, publicUrl } = how
  return {
    configured: smtpUrl !== undefined,
    address: (path) => (publicUrl === undefined ? undefined : new URL(path, publicUrl).href),
    queue: async (tx, now, to, letter) => {
      const id = newId()
      await put(tx, { id, person: to.person, to: to.address, ...written(letter) }, smtpUrl === undefined ? 'not_configured' : 'queued', now)
      return id
    },
    capability: {
      name: 'mail',
      migrations: new URL('./migrations', import.meta.url).pathname,
      routes: [
        route({
          method: 'GET',
          path: '/mail',
          tag: 'Operation',
          summary: 'Whether e-mail is set up, how many mails went out, and which could not be sent',
          handle: async ({ db, ctx }) => {
            needEverywhere(ctx.actor, 'operator.read', 'see what became of e-mail')
            return { configured: smtpUrl !== undefined, counts: await countMail(db), unsent: await unsentMail(db) }
          },
        }),
      ],
      jobs: [
        {
          name: 'mail.send',
          cron: '* * * * *',
          about: 'Sends e-mail that waits; one that fails is tried again after growing pauses, eight times.',
          run: async (db, _registry, _data, now) => {
            if (smtpUrl !== undefined) await sendDue(db, { ...how, smtpUrl }, now)
          },
        },
        {
          name: 'mail.forget',
          cron: '53 3 * * *',
          about: 'Forgets e-mail that is older than three months.',
          run: async (db, _registry, _data, now) => void (await forgetMail(db, now - 90 * day)),
        },
      ],
    },
  }
}
