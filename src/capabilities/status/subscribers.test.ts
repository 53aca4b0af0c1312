import { afterAll, beforeAll, expect, test } from 'vitest'
import { sql } from '../../platform/db/sql.ts'
import { makeMail } from '../../platform/mail/index.ts'
import { deliverDue, pauseAfter } from './actions/deliver.ts'
import { signedHeaders } from './model/signature.ts'
import { type StatusStage, statusStage } from './testing.ts'

let stage: StatusStage
beforeAll(async () => {
  stage = await statusStage()
})
afterAll(async () => await stage[Symbol.asyncDispose]())

type Mail = { to: string; subject: string; text: string; html: string }
const mailsTo = async (to: string): Promise<readonly Mail[]> =>
  await stage.reeve.house.db.rows<Mail>(sql`select "to", subject, text, html from mail where "to" = ${to} order by made_at, id`)
const subscribe = async (form: Readonly<Record<string, string>>) => await stage.reeve.visit('/status/larkmere/subscribe', { form })
const later = (minutes: number): void => void (stage.reeve.now.value += minutes * 60_000)
const linkIn = (mail: Mail | undefined, what: 'confirm' | 'unsubscribe'): string =>
  new RegExp(`https://reeve\\.example(/status/larkmere/${what}/[\\w-]+)`).exec(mail?.text ?? '')?.[1] ?? ''
const press = async (path: string) => await stage.reeve.visit(path, { form: {} })

/** Somebody who asked and confirmed. @returns the last page that they saw */
const subscribed = async (mail: string, more: Readonly<Record<string, string>> = {}): Promise<string> => {
  expect((await subscribe({ mail, ...more })).status).toBe(200)
  return (await press(linkIn((await mailsTo(mail)).at(-1), 'confirm'))).text
}

const tell = async (words: string, items: readonly string[] = [stage.item.ref]): Promise<string> => {
  const told = await stage.reeve.call('POST', '/status/notices', {
    page: stage.page.ref,
    title: 'Letters are late',
    notice_type: 'incident',
    impact: 'minor',
    items,
    stage: 'investigating',
    words,
  })
  return (told.body['item'] as { ref: string }).ref
}

test('who asks gets a mail, is told of news only after pressing the button behind its link, and stops with one press', async () => {
  const mail = 'ada@example.org'
  expect((await subscribe({ mail })).text).toContain('Look into your mail')
  const [first] = await mailsTo(mail)
  const confirm = linkIn(first, 'confirm')
  await tell('Too early for Ada.')
  await stage.work('status.deliver')
  expect(await mailsTo(mail)).toHaveLength(1)
  // A program that looks at mail follows links; only the button counts.
  expect((await stage.reeve.visit(confirm)).text).toContain('<button>Yes, send me updates</button>')
  later(1)
  await tell('Still early.')
  await stage.work('status.deliver')
  expect(await mailsTo(mail)).toHaveLength(1)
  expect((await press(confirm)).text).toContain('Confirmed')
  later(1)
  await tell('We look into it.\n\nBcc: everybody@example.org')
  await stage.work('status.deliver')
  const news = (await mailsTo(mail)).at(-1)
  expect(news?.subject).toBe('Investigating: Letters are late (Larkmere status)')
  expect(news?.text).toContain('We look into it.')
  expect(news?.text).toContain('Affects Mail')
  const stop = linkIn(news, 'unsubscribe')
  expect((await stage.reeve.visit(stop)).text).toContain('<button>Unsubscribe</button>')
  expect((await press(stop)).text).toContain('Unsubscribed')
  expect((await press(stop)).status).toBe(404)
  await tell('Without Ada.')
  await stage.work('status.deliver')
  expect(await mailsTo(mail)).toHaveLength(2)
  const left = await stage.reeve.house.db.first<{ n: number }>(sql`select count(*) as n from status_subscriber where mail = ${mail}`)
  expect(left?.n).toBe(0)
})

test('the answer never tells who is subscribed, and asking again and again sends no mail again and again', async () => {
  await subscribed('bea@example.org')
  const known = await subscribe({ mail: 'bea@example.org' })
  const unknown = await subscribe({ mail: 'new@example.org' })
  expect(known.text).toBe(unknown.text)
  expect(known.status).toBe(unknown.status)
  for (let turn = 0; turn < 3; turn++) await subscribe({ mail: 'new@example.org' })
  expect(await mailsTo('new@example.org')).toHaveLength(1)
  expect(await mailsTo('bea@example.org')).toHaveLength(1)
  later(25 * 60)
  await subscribe({ mail: 'bea@example.org' })
  expect((await mailsTo('bea@example.org')).at(-1)?.subject).toContain('You are subscribed')
})

test('addresses that would make headers, lists or markup of themselves are refused; a link to confirm dies after two days', async () => {
  const bad = [
    '',
    'nobody',
    'a@b.org\r\nBcc: c@d.org',
    'a@b.org,c@d.org',
    'A <a@b.org>',
    '<script>@b.org',
    'a@b',
    `${'a'.repeat(300)}@b.org`,
    'a@b.org\u0000',
  ]
  for (const mail of bad) expect((await subscribe({ mail })).status, JSON.stringify(mail)).toBe(422)
  const bads = ['http://hook.example.org', 'javascript:alert(1)', 'https://user:pass@hook.example.org', 'file:///etc/passwd', 'x']
  for (const url of bads) expect((await subscribe({ mail: 'c@example.org', url })).status, url).toBe(422)
  expect((await subscribe({ mail: 'robot@example.org', website: 'https://spam.example' })).status).toBe(200)
  expect(await mailsTo('robot@example.org')).toHaveLength(0)
  await subscribe({ mail: 'late@example.org' })
  const link = linkIn((await mailsTo('late@example.org'))[0], 'confirm')
  later(2 * 24 * 60 + 1)
  expect((await press(link)).status).toBe(404)
  await stage.work('status.forget')
  expect(
    (await stage.reeve.house.db.first<{ n: number }>(sql`select count(*) as n from status_subscriber where mail = 'late@example.org'`))?.n,
  ).toBe(0)
})

test('many addresses from one place within an hour are refused', async () => {
  later(120)
  const answers: number[] = []
  for (let turn = 0; turn < 23; turn++) answers.push((await subscribe({ mail: `many${turn}@example.org` })).status)
  expect(answers.slice(0, 20).every((status) => status === 200)).toBe(true)
  expect(answers.at(-1)).toBe(429)
  later(61)
})

test('who chose items hears of those, and of what hits the whole page', async () => {
  const other = await stage.make('status_items', { page: stage.page.ref, title: 'Parcels', subjects: [stage.service.ref] })
  await subscribed('cy@example.org', { items: other.id })
  await tell('About mail alone.')
  await stage.work('status.deliver')
  expect(await mailsTo('cy@example.org')).toHaveLength(1)
  await tell('About parcels.', [other.ref])
  await tell('About everything.', [])
  await stage.work('status.deliver')
  const got = await mailsTo('cy@example.org')
  expect(got).toHaveLength(3)
  expect(got.map((mail) => mail.text).join(' ')).not.toContain('mail alone')
})

test('a webhook gets signed news, tried again after growing pauses and given up after eight tries, of which its owner is told', async () => {
  const mail = 'ops@hook.example'
  const seen = await subscribed(mail, { url: 'https://hook.example/in?a=1' })
  const secret = /whsec_[\w+/=]+/.exec(seen)?.[0] ?? ''
  expect(secret).toHaveLength('whsec_'.length + 44)
  expect((await press(linkIn((await mailsTo(mail))[0], 'confirm'))).text).not.toContain('whsec_')
  await tell('For the hook.')
  const got: { url: string; body: string; headers: Readonly<Record<string, string>> }[] = []
  const answers: (number | Error)[] = [500, new Error('no answer in time')]
  const how = {
    base: 'https://reeve.example',
    mail: makeMail({ smtpUrl: 'smtp://127.0.0.1:9', from: 'reeve@reeve.example', publicUrl: 'https://reeve.example' }),
    post: async (url: string, body: string, headers: Readonly<Record<string, string>>): Promise<number> => {
      got.push({ url, body, headers })
      const answer = await Promise.resolve(answers.shift() ?? 200)
      if (answer instanceof Error) throw answer
      return answer
    },
  }
  await deliverDue(stage.reeve.house.db, stage.reeve.now.value, how)
  await deliverDue(stage.reeve.house.db, stage.reeve.now.value, how)
  expect(got).toHaveLength(1)
  later(1)
  await deliverDue(stage.reeve.house.db, stage.reeve.now.value, how)
  later(4)
  await deliverDue(stage.reeve.house.db, stage.reeve.now.value, how)
  expect(got).toHaveLength(3)
  const [first, , last] = got
  expect(first?.url).toBe('https://hook.example/in?a=1')
  expect(JSON.parse(last?.body ?? '')).toMatchObject({
    type: 'status.update',
    data: { update: { words: 'For the hook.', stage: 'investigating' }, notice: { items: ['Mail'] } },
  })
  // The same message in every try, so that a receiver who took it already knows it.
  expect(last?.headers['webhook-id']).toBe(first?.headers['webhook-id'])
  expect(last?.headers).toMatchObject(signedHeaders(secret, last?.headers['webhook-id'] ?? '', stage.reeve.now.value, last?.body ?? ''))
  const deliveries = async () => (await stage.reeve.call('GET', `/status_pages/${stage.page.ref}/overview`)).body
  expect(await deliveries()).toMatchObject({ subscribers: { webhook: 1 }, deliveries: { failed: 0 } })

  await tell('Nobody takes this.')
  for (let turn = 0; turn < 9; turn++) {
    await deliverDue(stage.reeve.house.db, stage.reeve.now.value, { ...how, post: async () => await Promise.resolve(503) })
    later(pauseAfter(turn + 1) / 60_000)
  }
  expect(await deliveries()).toMatchObject({
    subscribers: { webhook: 0, stopped: 1 },
    deliveries: { failed: 1 },
    troubled: [{ to: 'hook.example', tries: 8, last_error: 'it answered 503' }],
  })
  expect((await mailsTo(mail)).at(-1)?.subject).toBe('Your webhook for Larkmere status was stopped')
})

test('addresses are nowhere to be read: not in records, events, search or the overview', async () => {
  const auditor = await stage.reeve.person('Otto Auditor', 'Auditor')
  await subscribed('secret-reader@example.org')
  for (const path of [
    '/events',
    '/search?q=secret-reader',
    `/status_pages/${stage.page.ref}/overview`,
    `/status_pages/${stage.page.ref}`,
  ]) {
    const answer = await stage.reeve.call('GET', path, undefined, { as: auditor })
    expect(answer.status, path).toBe(200)
    expect(JSON.stringify(answer.body), path).not.toContain('secret-reader')
  }
})

test.each([
  'https://127.0.0.1/x',
  'https://localhost:8443/',
  'https://10.0.0.5/',
  'https://169.254.169.254/latest',
  'https://[::1]/',
  'https://[::ffff:192.168.0.1]/',
  'https://2130706433/',
])('a webhook at %s is refused when it is asked for, and what was typed stands in the form again', async (url) => {
  const answer = await subscribe({ mail: 'inside@example.org', url })
  expect(answer.status).toBe(422)
  expect(answer.text).toContain('role="alert">That address is not on the internet')
  expect(answer.text).toContain('value="inside@example.org"')
  expect(answer.text).toContain('aria-invalid="true"')
  expect(answer.text).not.toContain('network.private')
})

test('a webhook whose name leads inside is never called', async () => {
  const { house } = stage.reeve
  await subscribed('inside@example.org', { url: 'https://hooks.example.org:1/' })
  await house.db.run(sql`update status_subscriber set url = 'https://127.0.0.1:1/' where mail = 'inside@example.org'`)
  await tell('For nobody inside.')
  await stage.work('status.deliver')
  const found = await house.db.first<{ last_error: string }>(
    sql`select last_error from status_delivery d join status_subscriber s on s.id = d.subscriber where s.mail = 'inside@example.org'`,
  )
  expect(found?.last_error).toContain('which Reeve does not call')
})
