import type { Millis } from '../../kernel/instant.ts'
import type { Job } from '../capability.ts'
import type { Database, Db, Tx } from '../db/database.ts'
import type { Mail, Part } from '../mail/index.ts'
import type { Context, Registry } from '../records/context.ts'
import type { Actor } from '../rights/grants.ts'
import { isQuiet, mailPreference } from './preferences.ts'
import { asSeen } from './sight.ts'
import { type Notice, peopleToMail, takeUnmailed } from './store.ts'

/** Somebody who may get mail. `preferences` as the person saved them: `mail` and `quiet` are read. */
export type Reader = Readonly<{
  id: string
  email: string | null
  time_zone: string | null
  preferences: Readonly<Record<string, unknown>>
}>

export type DigestHooks = Readonly<{
  mail: Mail
  readers: (db: Db, people: readonly string[]) => Promise<readonly Reader[]>
  /** The person with what they may see today; undefined when they are not active. */
  actor: (db: Db, person: string, now: Millis) => Promise<Actor | undefined>
}>

/** More than so many are not read in a mail; the rest waits in Reeve. */
const most = 100

const partsOf = (notices: readonly Notice[], mail: Mail, plural: (kind: string) => string): readonly Part[] => {
  const groups = new Map<string, Notice[]>()
  for (const notice of notices) groups.set(notice.record?.id ?? '', [...(groups.get(notice.record?.id ?? '') ?? []), notice])
  return [...groups.values()].map((group): Part => {
    const record = group[0]?.record
    const lines = group.map((notice) => notice.text)
    if (!record) return { lines }
    const href = mail.address(`/${plural(record.kind)}/${record.ref}`)
    return { title: `${record.ref} ${record.title}`, lines, ...(href ? { href } : {}) }
  })
}

const subjectOf = (notices: readonly Notice[], parts: readonly Part[]): string => {
  const [only] = notices
  if (notices.length === 1 && only) return only.text
  const [first] = parts.flatMap((part) => part.title ?? [])
  if (first === undefined) return `${notices.length} notifications`
  return parts.length === 1 ? `${first}: ${notices.length} changes` : `${first} and ${parts.length - 1} more`
}

const mailTo = async (
  tx: Tx,
  ctx: Context,
  reader: Reader & Readonly<{ email: string }>,
  notices: readonly Notice[],
  mail: Mail,
): Promise<void> => {
  // What the person may not see any more is no reason to write to them.
  const seen = (await asSeen(tx, ctx, notices)).filter((notice, index) => notice.record !== null || notices[index]?.record === null)
  if (seen.length === 0) return
  const parts = partsOf(seen, mail, (kind) => ctx.registry.kind(kind).plural)
  const settings = mail.address('/settings')
  await mail.queue(
    tx,
    ctx.now,
    { person: reader.id, address: reader.email },
    {
      subject: subjectOf(seen, parts),
      intro: seen.length === 1 ? 'This happened in Reeve:' : `${seen.length} things happened in Reeve that concern you:`,
      parts,
      footer: {
        text: 'You get this mail because you watch these records, own them or were named there.',
        ...(settings ? { label: 'Choose what you are told by e-mail', href: settings } : {}),
      },
    },
  )
}

const attend = async (db: Database, registry: Registry, hooks: DigestHooks, reader: Reader, now: Millis): Promise<void> => {
  const wish = mailPreference(reader.preferences)
  const { email } = reader
  const actor = wish.mail === 'off' || email === null ? undefined : await hooks.actor(db, reader.id, now)
  await db.transaction(async (tx) => {
    const notices = await takeUnmailed(tx, reader.id, most, now)
    if (!actor || email === null || notices.length === 0) return
    await mailTo(tx, { registry, actor, now, via: 'job' }, { ...reader, email }, notices, hooks.mail)
  })
}

const round = async (db: Database, registry: Registry, hooks: DigestHooks, now: Millis, turn: 'digest' | 'each'): Promise<void> => {
  if (!hooks.mail.configured) return
  for (const reader of await hooks.readers(db, await peopleToMail(db, now))) {
    const wish = mailPreference(reader.preferences)
    if ((turn === 'each') !== (wish.mail === 'each') || isQuiet(wish, reader.time_zone, now)) continue
    await attend(db, registry, hooks, reader, now)
  }
}

/** E-mail about what a person has not read: at most one mail per person and round, never one for each field. */
export const digestJobs = (hooks: DigestHooks): readonly Job[] => [
  {
    name: 'notify.digest',
    cron: '*/15 * * * *',
    about: 'Mails people what they have not read, one mail each.',
    run: async (db, registry, _data, now) => await round(db, registry, hooks, now, 'digest'),
  },
  {
    name: 'notify.each',
    cron: '* * * * *',
    about: 'Mails those who want to hear of everything at once.',
    run: async (db, registry, _data, now) => await round(db, registry, hooks, now, 'each'),
  },
]
