import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { stage, type Stage } from '../comments/testing.ts'
import { sql } from '../db/sql.ts'
import { type Letter, type Mail, makeMail } from './index.ts'
import { pauseAfter } from './send.ts'
import { type Postbox, postbox, refusal } from './testing.ts'

let reeve: Stage
let box: Postbox
let mail: Mail
const from = 'Reeve <reeve@example.org>'
const letter: Letter = { subject: 'Grüße from Reeve', intro: 'Hello', parts: [{ lines: ['One line'] }], footer: { text: 'Bye' } }

beforeAll(async () => {
  box = await postbox()
  mail = makeMail({ smtpUrl: box.url, from, publicUrl: 'https://reeve.example' })
  reeve = await stage(() => [mail.capability])
})
beforeEach(async () => {
  await reeve.db.run(sql`truncate mail`)
  box.mails.length = 0
  box.refuse.with = undefined
})
afterAll(async () => {
  await reeve[Symbol.asyncDispose]()
  await box[Symbol.asyncDispose]()
})

const queue = async (address = 'ada@example.org', by = mail) =>
  await reeve.db.transaction(async (tx) => await by.queue(tx, reeve.clock.now, { person: null, address }, letter))
const send = async (by = mail) =>
  await by.capability.jobs?.find((job) => job.name === 'mail.send')?.run(reeve.db, reeve.registry, {}, reeve.clock.now)
const rows = async () =>
  await reeve.db.rows<{ id: string; state: string; tries: number; next_try_at: string | null; last_error: string | null }>(
    sql`select id, state, tries, next_try_at, last_error from mail order by made_at, id`,
  )

test('a mail goes out once, whole, with an id of its own', async () => {
  const id = await queue()
  await Promise.all([send(), send()])
  await send()
  expect(box.mails).toHaveLength(1)
  const [got] = box.mails
  expect(got).toMatchObject({ subject: 'Grüße from Reeve', messageId: `<${id}@example.org>`, text: 'Hello\n\nOne line\n\n-- \nBye\n' })
  expect([got?.from?.text, got?.to && 'text' in got.to ? got.to.text : '']).toEqual(['"Reeve" <reeve@example.org>', 'ada@example.org'])
  expect(got?.html).toContain('One line')
  expect(got?.headers.get('auto-submitted')).toBe('auto-generated')
  expect(await rows()).toMatchObject([{ state: 'sent', tries: 1, next_try_at: null }])
})

test('news that one subscribed to carries the address that stops it, for a press without a visit where nobody can listen in', async () => {
  const stopped = async (stop: string) => {
    await reeve.db.transaction(
      async (tx) => await mail.queue(tx, reeve.clock.now, { person: null, address: 'ada@example.org' }, { ...letter, stop }),
    )
    await send()
    const got = box.mails.at(-1)?.headerLines.map((one) => one.line) ?? []
    return got.filter((line) => line.startsWith('List-Unsubscribe'))
  }
  expect(await stopped('https://reeve.example/status/a/unsubscribe/k')).toEqual([
    'List-Unsubscribe: <https://reeve.example/status/a/unsubscribe/k>',
    'List-Unsubscribe-Post: List-Unsubscribe=One-Click',
  ])
  expect(await stopped('http://reeve.example/status/a/unsubscribe/k')).toEqual([
    'List-Unsubscribe: <http://reeve.example/status/a/unsubscribe/k>',
  ])
})

test('a mail of a transaction that fails is never sent', async () => {
  await expect(
    reeve.db.transaction(async (tx) => {
      await mail.queue(tx, reeve.clock.now, { person: null, address: 'ada@example.org' }, letter)
      throw new Error('no')
    }),
  ).rejects.toThrow('no')
  await send()
  expect(box.mails).toEqual([])
})

test('a server that is busy is asked again after growing pauses, and given up after eight tries', async () => {
  await queue()
  box.refuse.with = refusal(451, 'Try later')
  await send()
  const [first] = await rows()
  expect(first).toMatchObject({ state: 'queued', tries: 1, next_try_at: new Date(reeve.clock.now + 60_000).toISOString() })
  expect(first?.last_error).toContain('Try later')
  await send()
  expect(await rows()).toMatchObject([{ tries: 1 }])
  for (let tries = 1; tries < 8; tries++) {
    reeve.clock.now += pauseAfter(tries)
    await send()
  }
  expect(await rows()).toMatchObject([{ state: 'failed', tries: 8, next_try_at: null }])
  box.refuse.with = undefined
  reeve.clock.now += 86_400_000
  await send()
  expect(box.mails).toEqual([])
})

test('a mail gets through once the server takes it again', async () => {
  await queue()
  box.refuse.with = refusal(451, 'Try later')
  await send()
  box.refuse.with = undefined
  reeve.clock.now += pauseAfter(1)
  await send()
  expect(box.mails).toHaveLength(1)
  expect(await rows()).toMatchObject([{ state: 'sent', last_error: null }])
})

test('an address that does not exist is not tried again, and stops no other mail', async () => {
  await queue('gone@example.org')
  box.refuse.with = refusal(550, 'No such user')
  await send()
  expect(await rows()).toMatchObject([{ state: 'failed', tries: 1 }])
  box.refuse.with = undefined
  await queue()
  await send()
  expect(box.mails).toHaveLength(1)
})

test('no server at that address is no defect', async () => {
  const away = makeMail({ smtpUrl: 'smtp://127.0.0.1:1', from, publicUrl: undefined })
  await queue('ada@example.org', away)
  await send(away)
  expect(await rows()).toMatchObject([{ state: 'queued', tries: 1 }])
})

test('without a mail server, mails are kept as not sent', async () => {
  const none = makeMail({ smtpUrl: undefined, from, publicUrl: undefined })
  await queue('ada@example.org', none)
  await send(none)
  await send()
  expect(await rows()).toMatchObject([{ state: 'not_configured', tries: 0 }])
  expect([none.configured, none.address('/a'), mail.address('/a')]).toEqual([false, undefined, 'https://reeve.example/a'])
})

test('the operator sees how it goes, others do not', async () => {
  await queue()
  box.refuse.with = refusal(550, 'No such user')
  await send()
  const auditor = await reeve.person('Otto Audit', 'Auditor')
  expect((await reeve.call('GET', '/mail', undefined, auditor)).body).toMatchObject({
    configured: true,
    counts: { failed: 1, sent: 0 },
    unsent: [{ to: 'ada@example.org', tries: 1 }],
  })
  const agent = await reeve.person('Anton Agent', 'Agent')
  expect((await reeve.call('GET', '/mail', undefined, agent)).body).toMatchObject({ status: 403, right: 'operator.read' })
})
