import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { actorFor } from '../../house.ts'
import { stage, type Stage } from '../comments/testing.ts'
import { sql } from '../db/sql.ts'
import { type Mail, makeMail } from '../mail/index.ts'
import { type Postbox, postbox } from '../mail/testing.ts'
import type { AnyRecord } from '../records/kind.ts'
import type { Actor } from '../rights/grants.ts'
import { watch } from '../watch/index.ts'
import { type DigestHooks, makeNotify, type Notify } from './index.ts'
import { isQuiet, mailPreference } from './preferences.ts'

let reeve: Stage
let box: Postbox
let notify: Notify
let mail: Mail
let ada: Actor
let ben: Actor
let one: AnyRecord
const preferences = new Map<string, Record<string, unknown>>()

const hooks = (sending: Mail): DigestHooks => ({
  mail: sending,
  readers: async (db, people) =>
    (
      await db.rows<{ id: string; email: string | null; time_zone: string | null }>(
        sql`select id, email, time_zone from person where id = any(${[...people]}::uuid[])`,
      )
    ).map((row) => ({ ...row, preferences: preferences.get(row.id) ?? {} })),
  actor: async (db, person, now) => await actorFor({ db, registry: reeve.registry }, person, now),
})

beforeAll(async () => {
  box = await postbox()
  mail = makeMail({ smtpUrl: box.url, from: 'Reeve <reeve@example.org>', publicUrl: 'https://reeve.example' })
  notify = makeNotify({ digest: hooks(mail) })
  reeve = await stage(() => [watch, mail.capability, notify.capability])
  ada = await reeve.person('Ada Moss', 'Administrator')
  ben = await reeve.person('Ben Ode', 'Agent')
  one = await reeve.make('service', { title: 'Mail', service_kind: 'application', owner: ben.id })
})
beforeEach(async () => {
  await reeve.db.run(sql`truncate notification, mail`)
  box.mails.length = 0
  preferences.clear()
})
afterAll(async () => {
  await reeve[Symbol.asyncDispose]()
  await box[Symbol.asyncDispose]()
})

const tell = async (text: string, record: AnyRecord | null = one, to: Actor = ben) =>
  await reeve.db.transaction(
    async (tx) => await notify.notify(tx, reeve.ctx(), { people: [to.id ?? ''], record: record?.id ?? null, text }),
  )
const run = async (name: string, of = notify) => {
  for (const job of [...(of.capability.jobs ?? []), ...(mail.capability.jobs ?? [])])
    if (job.name === name || job.name === 'mail.send') await job.run(reeve.db, reeve.registry, {}, reeve.clock.now)
}

test('all that a person has not read comes in one mail, by record, with links, once', async () => {
  const other = await reeve.make('service', { title: 'Print', service_kind: 'application' })
  await tell('Ada Moss changed Owner of Mail')
  await tell('Ada Moss changed Team of Print', other)
  await tell('Ada Moss changed Tags of Mail')
  await run('notify.digest')
  expect(box.mails).toHaveLength(1)
  expect(box.mails[0]).toMatchObject({ subject: `${one.ref} Mail and 1 more` })
  expect(box.mails[0]?.text).toContain(
    `${one.ref} Mail\n  Ada Moss changed Owner of Mail\n  Ada Moss changed Tags of Mail\n  https://reeve.example/services/${one.ref}`,
  )
  await run('notify.digest')
  expect(box.mails).toHaveLength(1)
})

test('a change of five fields is one notification and one mail', async () => {
  const { change } = await import('../records/write.ts')
  await reeve.db.transaction(async (tx) => {
    await change(tx, reeve.ctx({ actor: ada }), reeve.registry.kind('service'), one.ref, {
      title: 'Mail',
      tags: ['a'],
      purpose: 'Send letters',
    })
  })
  await run('notify.digest')
  expect(box.mails.map((got) => got.subject)).toEqual([
    `Ada Moss changed Tags and ${reeve.registry.kind('service').fields['purpose']?.label ?? ''} of ${one.ref} Mail`,
  ])
})

test('what was read in Reeve is not mailed', async () => {
  await tell('Seen already')
  await reeve.call('POST', '/notifications/read', { all: true }, ben)
  await run('notify.digest')
  expect(box.mails).toEqual([])
})

test('off means no mail, also for what happened before it is switched on again', async () => {
  preferences.set(ben.id ?? '', { mail: 'off' })
  await tell('One')
  await run('notify.digest')
  preferences.clear()
  await run('notify.digest')
  expect(box.mails).toEqual([])
})

test('each is mailed by the minute, and left out of the digest', async () => {
  preferences.set(ben.id ?? '', { mail: 'each' })
  await tell('At once')
  await tell('For the digest', one, ada)
  await run('notify.each')
  expect(box.mails.map((got) => got.subject)).toEqual(['At once'])
  await run('notify.digest')
  expect(box.mails.map((got) => got.subject)).toEqual(['At once', 'For the digest'])
})

test('in quiet hours mails wait until they end', async () => {
  // It is 09:00 in UTC.
  preferences.set(ben.id ?? '', { quiet: { from: '08:00', to: '09:30' } })
  await tell('Later')
  await run('notify.digest')
  expect(box.mails).toEqual([])
  reeve.clock.now += 30 * 60_000
  await run('notify.digest')
  expect(box.mails).toHaveLength(1)
})

test('what a person may not see is not mailed', async () => {
  const portal = await reeve.person('Cara Finch', 'Requester')
  const supplier = await reeve.make('supplier', { title: 'Secret Ltd' })
  await tell('Secret Ltd is late', supplier, portal)
  await run('notify.digest')
  expect(box.mails).toEqual([])
})

test('without a mail server nothing piles up, and old news is never mailed', async () => {
  const none = makeMail({ smtpUrl: undefined, from: 'Reeve <reeve@example.org>', publicUrl: undefined })
  await tell('Long ago')
  await run('notify.digest', makeNotify({ digest: hooks(none) }))
  expect(await reeve.db.rows(sql`select 1 from mail`)).toEqual([])
  reeve.clock.now += 8 * 86_400_000
  await run('notify.digest')
  expect(box.mails).toEqual([])
})

test.each([
  ['22:00', '07:00', null, '2026-03-02T23:00:00Z', true],
  ['22:00', '07:00', null, '2026-03-02T06:59:00Z', true],
  ['22:00', '07:00', null, '2026-03-02T07:00:00Z', false],
  ['22:00', '07:00', 'Europe/Berlin', '2026-03-02T21:30:00Z', true],
  ['22:00', '07:00', 'Europe/Berlin', '2026-07-02T05:30:00Z', false],
  ['12:00', '13:00', 'Nowhere/Town', '2026-03-02T12:30:00Z', true],
])('%s to %s in %s: %s is quiet %s', (from, to, zone, at, quiet) =>
  expect(isQuiet({ mail: 'digest', quiet: { from, to } }, zone, Date.parse(at))).toBe(quiet),
)

test('preferences that do not fit mean the usual', () => {
  expect(mailPreference({ mail: 7, quiet: 'always' })).toEqual({ mail: 'digest', quiet: null })
  expect(mailPreference({ mail: 'off', quiet: { from: '22:00', to: '25:00' } })).toEqual({ mail: 'off', quiet: null })
})
