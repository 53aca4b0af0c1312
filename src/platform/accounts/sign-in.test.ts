import { generate } from 'otplib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sql } from '../db/sql.ts'
import { enrol, resetPassword } from './index.ts'
import { addPerson, codeOf, cookieOf, everythingIn, type House, openStage } from './testing.ts'

const password = 'correct horse battery'
const day = 86_400_000

let house: House
beforeAll(async () => {
  house = await openStage()
})
afterAll(async () => await house.close())

let addresses = 0
/** Each test comes from an address of its own, so that one's failures do not hold up another. */
const elsewhere = (): string => `198.51.100.${++addresses}`

const somebody = async (name: string): Promise<Readonly<{ id: string; email: string }>> => {
  const email = `${name}@hafen.example`
  const id = await addPerson(house.db, name, email)
  await house.db.transaction(async (tx) => await enrol(tx, house.ctx(), id, password))
  return { id, email }
}

const signIn = async (body: object, address = elsewhere()) => await house.ask('POST', '/session', { body, address })
const cookieFor = async (email: string): Promise<string> => cookieOf(await signIn({ email, password })) ?? 'none'
const codeAt = async (secret: string): Promise<string> => await generate({ secret, epoch: Math.floor(house.clock.now / 1000) })

test('a person signs in, is known by the cookie, and signs out', async () => {
  const ada = await somebody('ada')
  const answer = await signIn({ email: 'ADA@Hafen.example', password })
  expect(answer.statusCode).toBe(200)
  expect(answer.json()).toMatchObject({
    person: { id: ada.id },
    desk: 'run',
    organisation: { name: 'Hafen Kliniken', sample: false },
    unread: 0,
    preferences: {},
  })
  const cookie = answer.cookies.find(({ name }) => name === 'reeve_session')
  expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Lax', path: '/', maxAge: 14 * 24 * 3600 })
  expect((await house.ask('GET', '/session', { cookie: cookie?.value })).json()).toMatchObject({ person: { id: ada.id } })
  expect((await house.ask('GET', '/session')).statusCode).toBe(401)
  const out = await house.ask('DELETE', '/session', { cookie: cookie?.value })
  expect(out.statusCode).toBe(200)
  expect((await house.ask('GET', '/session', { cookie: cookie?.value })).statusCode).toBe(401)
  expect(await house.events(ada.id)).toEqual(['account_made', 'sign_in', 'sign_out'])
})

test('a wrong password, an unknown address, a person who left and one without a password get the same answer after the same wait', async () => {
  const left = await somebody('left')
  await house.db.run(sql`update record set state = 'left' where id = ${left.id}`)
  await addPerson(house.db, 'bare', 'bare@hafen.example')
  const known = await somebody('known')
  const answers = []
  for (const [email, given] of [
    [known.email, 'wrong horse battery'],
    ['nobody@hafen.example', password],
    [left.email, password],
    ['bare@hafen.example', password],
  ]) {
    const begun = performance.now()
    const answer = await signIn({ email, password: given })
    expect(performance.now() - begun).toBeGreaterThan(240)
    expect(answer.statusCode).toBe(401)
    expect(cookieOf(answer)).toBeUndefined()
    answers.push(answer.body)
  }
  expect(new Set(answers).size).toBe(1)
  expect(await house.events(known.id)).toEqual(['account_made', 'sign_in_refused'])
})

test('after five wrong passwords the right one waits too, for accounts that exist and those that do not alike', async () => {
  const eve = await somebody('eve')
  const answersOf = async (email: string) => {
    await Promise.all(Array.from({ length: 5 }, async () => await signIn({ email, password: 'wrong horse battery' })))
    const answer = await signIn({ email, password })
    expect([answer.statusCode, codeOf(answer)]).toEqual([429, 'too_many_tries'])
    return answer.body
  }
  expect(await answersOf(eve.email)).toBe(await answersOf('nobody-at-all@hafen.example'))
  house.clock.now += 31_000
  expect((await signIn({ email: eve.email, password })).statusCode).toBe(200)
})

test('a session ends after twelve idle hours, and after fourteen days however busy', async () => {
  const { email } = await somebody('frank')
  const [idle, busy] = [await cookieFor(email), await cookieFor(email)]
  const status = async (cookie: string): Promise<number> => (await house.ask('GET', '/session', { cookie })).statusCode
  const begun = house.clock.now
  for (let hour = 11; hour < 14 * 24; hour += 11) {
    house.clock.now = begun + hour * 3_600_000
    expect(await status(busy)).toBe(200)
  }
  house.clock.now = begun + 14 * day
  expect(await status(busy)).toBe(401)
  expect(await status(idle)).toBe(401)
  const third = await cookieFor(email)
  house.clock.now += 12 * 3_600_000 - 1
  expect(await status(third)).toBe(200)
  house.clock.now += 12 * 3_600_000
  expect(await status(third)).toBe(401)
})

test('a new password ends the other sessions at once and needs the old one', async () => {
  const { id, email } = await somebody('grace')
  const [mine, other] = [await cookieFor(email), await cookieFor(email)]
  const change = async (current: string, next: string) =>
    await house.ask('POST', '/account/password', { cookie: mine, body: { current, password: next } })
  expect((await house.ask('GET', '/session', { cookie: other })).statusCode).toBe(200)
  expect(codeOf(await change('wrong horse battery', 'another horse battery'))).toBe('password_wrong')
  expect(codeOf(await change(password, 'short'))).toBe('password_short')
  expect((await change(password, 'another horse battery')).json()).toEqual({ sessions_ended: 1 })
  expect((await house.ask('GET', '/session', { cookie: other })).statusCode).toBe(401)
  expect((await house.ask('GET', '/session', { cookie: mine })).statusCode).toBe(200)
  expect((await signIn({ email, password })).statusCode).toBe(401)
  expect((await signIn({ email, password: 'another horse battery' })).statusCode).toBe(200)
  expect(await house.events(id)).toContain('password_changed')
})

test('a person who leaves, or whose sessions were ended, is out within ten seconds', async () => {
  const { id, email } = await somebody('heidi')
  const cookie = await cookieFor(email)
  const status = async (): Promise<number> => (await house.ask('GET', '/session', { cookie })).statusCode
  expect(await status()).toBe(200)
  await house.db.run(sql`update record set state = 'left' where id = ${id}`)
  house.clock.now += 10_000
  expect(await status()).toBe(401)
  await house.db.run(sql`update record set state = 'active' where id = ${id}`)
  expect(await status()).toBe(200)
  expect(await house.db.transaction(async (tx) => await house.accounts.signOutEverywhere(tx, id))).toBe(1)
  expect(await status()).toBe(401)
})

test('with codes set up, a password alone is not enough and no code works twice', async () => {
  const { id, email } = await somebody('ivan')
  const cookie = await cookieFor(email)
  const started = (await house.ask('POST', '/account/totp', { cookie })).json<{ secret: string; uri: string }>()
  expect(started.uri).toContain(started.secret)
  expect((await signIn({ email, password })).statusCode).toBe(200)
  const confirm = async (code: string) => await house.ask('POST', '/account/totp/confirm', { cookie, body: { code } })
  expect(codeOf(await confirm('000000'))).toBe('code_wrong')
  const first = await codeAt(started.secret)
  expect((await confirm(first)).statusCode).toBe(200)

  expect(codeOf(await signIn({ email, password }))).toBe('code_needed')
  expect(codeOf(await signIn({ email, password: 'wrong horse battery' }))).toBe('wrong_credentials')
  expect(codeOf(await signIn({ email, password, code: first }))).toBe('code_wrong')
  house.clock.now += 30_000
  const second = await codeAt(started.secret)
  expect((await signIn({ email, password, code: second })).statusCode).toBe(200)
  expect(codeOf(await signIn({ email, password, code: second }))).toBe('code_wrong')
  expect(codeOf(await house.ask('POST', '/account/totp', { cookie }))).toBe('totp_on')

  house.clock.now += 30_000
  const off = async (code: string) => await house.ask('DELETE', '/account/totp', { cookie, body: { code } })
  expect(codeOf(await off(second))).toBe('code_wrong')
  expect((await off(await codeAt(started.secret))).statusCode).toBe(200)
  expect((await signIn({ email, password })).statusCode).toBe(200)
  expect(await house.events(id)).toEqual(expect.arrayContaining(['totp_on', 'totp_off']))
})

test('guessing codes with the right password is held up like guessing passwords', async () => {
  const { id, email } = await somebody('judy')
  await house.db.run(
    sql`update account set totp_secret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ', totp_confirmed_at = now() where person = ${id}`,
  )
  for (let turn = 0; turn < 5; turn++) {
    expect(codeOf(await signIn({ email, password }))).toBe('code_needed')
    expect(codeOf(await signIn({ email, password, code: '000000' }))).toBe('code_wrong')
  }
  expect(codeOf(await signIn({ email, password }))).toBe('too_many_tries')
})

test('the operator lets somebody in again who lost password and phone', async () => {
  const { id, email } = await somebody('kim')
  const cookie = await cookieFor(email)
  await house.db.run(
    sql`update account set totp_secret = 'GEZDGNBVGY3TQOJQ', totp_confirmed_at = now(), disabled_at = now() where person = ${id}`,
  )
  await Promise.all(Array.from({ length: 5 }, async () => await signIn({ email, password: 'wrong horse battery' })))
  await expect(house.db.transaction(async (tx) => await resetPassword(tx, house.ctx(), id, 'short'))).rejects.toMatchObject({
    code: 'password_short',
  })
  await expect(house.db.transaction(async (tx) => await enrol(tx, house.ctx(), id, password))).rejects.toMatchObject({
    code: 'has_password',
  })
  await house.db.transaction(async (tx) => await resetPassword(tx, house.ctx(), id, 'brand new horse battery'))
  house.clock.now += 10_000
  expect((await house.ask('GET', '/session', { cookie })).statusCode).toBe(401)
  expect((await signIn({ email, password: 'brand new horse battery' })).statusCode).toBe(200)
  expect(await house.events(id)).toContain('password_reset')
})

test('preferences are kept by person, merged, forgotten with null and bounded', async () => {
  const { email } = await somebody('lena')
  const cookie = await cookieFor(email)
  const keep = async (body: object) => await house.ask('PATCH', '/session/preferences', { cookie, body })
  await keep({ scheme: 'dark', columns: { incidents: ['title'] } })
  expect((await keep({ density: 'compact', scheme: null })).json()).toEqual({
    preferences: { density: 'compact', columns: { incidents: ['title'] } },
  })
  expect((await house.ask('GET', '/session', { cookie })).json()).toMatchObject({ preferences: { density: 'compact' } })
  expect(codeOf(await keep({ pinned: ['x'.repeat(40_000)] }))).toBe('preferences_full')
  expect((await house.ask('PATCH', '/session/preferences', { body: { scheme: 'dark' } })).statusCode).toBe(401)
})

test('a cookie from another site changes nothing', async () => {
  const { email } = await somebody('mallory')
  const cookie = await cookieFor(email)
  const answer = await house.ask('POST', '/account/password', {
    cookie,
    body: { current: password, password: 'another horse battery' },
    headers: { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' },
  })
  expect([answer.statusCode, codeOf(answer)]).toEqual([403, 'cross_site'])
})

test('no password or cookie stands in the database, not by way of an Idempotency-Key either, and no code’s secret in an event', async () => {
  const { email } = await somebody('nadia')
  const headers = { 'idempotency-key': 'same-key' }
  const first = await house.ask('POST', '/session', { body: { email, password }, headers, address: elsewhere() })
  const second = await house.ask('POST', '/session', { body: { email, password }, headers, address: elsewhere() })
  expect(cookieOf(second)).toBeDefined()
  expect(cookieOf(second)).not.toBe(cookieOf(first))
  const all = await everythingIn(house.db)
  expect(all).toContain(email)
  expect(all).not.toContain(password)
  expect(all).not.toContain(cookieOf(first))
  expect(await house.db.rows(sql`select 1 from idempotency`)).toEqual([])
  expect(await house.db.rows(sql`select 1 from event where after::text ~ '[A-Z2-7]{16}'`)).toEqual([])
})

test('the sweep forgets what is over and keeps what is not', async () => {
  const { email } = await somebody('oscar')
  await cookieFor(email)
  await signIn({ email, password: 'wrong horse battery' })
  const sweep = async () => {
    for (const job of house.accounts.capability.jobs ?? []) await job.run(house.db, house.ctx().registry, null, house.clock.now)
    const row = await house.db.first<{ sessions: number; tries: number }>(
      sql`select (select count(*) from account_session) as sessions, (select count(*) from account_try) as tries`,
    )
    return row ?? { sessions: -1, tries: -1 }
  }
  const before = await sweep()
  expect(before.sessions).toBeGreaterThan(0)
  expect(before.tries).toBeGreaterThan(0)
  house.clock.now += 12 * 3_600_000
  expect(await sweep()).toEqual({ sessions: 0, tries: before.tries })
  house.clock.now += 3 * day
  expect(await sweep()).toEqual({ sessions: 0, tries: 0 })
})
