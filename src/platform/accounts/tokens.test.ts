import { afterAll, beforeAll, expect, test } from 'vitest'
import { sql } from '../db/sql.ts'
import { enrol } from './index.ts'
import { addPerson, codeOf, cookieOf, everythingIn, type House, openStage } from './testing.ts'

let house: House
let person: string
let cookie: string | undefined

beforeAll(async () => {
  house = await openStage()
  person = await addPerson(house.db, 'Ada', 'ada@hafen.example')
  await house.db.transaction(async (tx) => await enrol(tx, house.ctx(), person, 'correct horse battery'))
  cookie = cookieOf(await house.ask('POST', '/session', { body: { email: 'ada@hafen.example', password: 'correct horse battery' } }))
})
afterAll(async () => await house.close())

const make = async (rights: readonly string[], more: object = {}) =>
  await house.ask('POST', '/tokens', { cookie, body: { title: 'Export', rights, expires_on: '2016-03-31', ...more } })
const made = async (rights: readonly string[]) => (await make(rights)).json<{ id: string; token: string }>()
const probe = async (token: string) => await house.ask('GET', '/probe', { token })

test('a token narrows what its person may do and never widens it', async () => {
  const { token } = await made(['*.see'])
  expect(token).toMatch(/^rv_[\w-]{43}$/)
  expect((await probe(token)).json()).toEqual({ id: person, edit: null, see: 'all', services: null })
  expect((await probe((await made(['*'])).token)).json()).toEqual({ id: person, edit: 'all', see: 'all', services: null })
  expect((await house.ask('GET', '/session', { token })).json()).toMatchObject({
    person: { id: person },
    rights: [{ right: 'incident.see', reach: 'all' }],
  })
})

test('who forgets until when a token works is told to say it', async () => {
  const answer = await house.ask('POST', '/tokens', { cookie, body: { title: 'Export', rights: ['*.see'] } })
  expect(answer.statusCode).toBe(422)
  expect(answer.json<{ issues: object[] }>().issues).toMatchObject([
    { path: 'expires_on', message: 'Say until when the token works: a date such as 2027-01-31, at most a year ahead.' },
  ])
})

test('a token is shown once: only its hash is stored, its beginning and last use are listed', async () => {
  const { id, token } = await made(['incident.see'])
  const item = async () =>
    (await house.ask('GET', '/tokens', { cookie })).json<{ items: Record<string, unknown>[] }>().items.find((one) => one['id'] === id)
  expect(await item()).toEqual({
    id,
    title: 'Export',
    prefix: token.slice(0, 8),
    rights: ['incident.see'],
    expires_on: '2016-03-31',
    made_at: '2016-03-01T09:00:00.000Z',
    last_used_at: null,
    revoked_at: null,
  })
  await probe(token)
  expect(await item()).toMatchObject({ last_used_at: '2016-03-01T09:00:00.000Z' })
  expect(await everythingIn(house.db)).not.toContain(token.slice(10))
})

test('a retry with an Idempotency-Key leaves no token behind in the database', async () => {
  const answer = await house.ask('POST', '/tokens', {
    cookie,
    body: { title: 'Retry', rights: ['*'], expires_on: '2016-03-31' },
    headers: { 'idempotency-key': 'k1' },
  })
  expect(await everythingIn(house.db)).not.toContain(answer.json<{ token: string }>().token.slice(10))
})

test('a revoked token is refused at once, and only its owner revokes it', async () => {
  const { id, token } = await made(['*'])
  expect((await probe(token)).statusCode).toBe(200)
  const other = await addPerson(house.db, 'Eve', 'eve@hafen.example')
  await house.db.run(sql`update account_token set person = ${other} where id = ${id}`)
  expect((await house.ask('DELETE', `/tokens/${id}`, { cookie })).statusCode).toBe(404)
  await house.db.run(sql`update account_token set person = ${person} where id = ${id}`)
  expect((await house.ask('DELETE', `/tokens/${id}`, { cookie })).statusCode).toBe(200)
  const refused = await probe(token)
  expect([refused.statusCode, codeOf(refused)]).toEqual([401, 'token_revoked'])
  expect((await house.ask('DELETE', `/tokens/${id}`, { cookie })).statusCode).toBe(404)
  expect((await house.ask('DELETE', '/tokens/what', { cookie })).statusCode).toBe(404)
  expect(await house.events(person)).toEqual(expect.arrayContaining(['token_made', 'token_revoked']))
})

test('a token works through its last day and not after, even when it was just used', async () => {
  const begun = house.clock.now
  const { token } = (await make(['*'], { expires_on: '2016-03-02' })).json<{ token: string }>()
  house.clock.now = Date.UTC(2016, 2, 2, 23, 59, 59)
  expect((await probe(token)).statusCode).toBe(200)
  house.clock.now += 1000
  const refused = await probe(token)
  expect([refused.statusCode, codeOf(refused)]).toEqual([401, 'token_expired'])
  expect(refused.json<{ detail: string }>().detail).toContain('Make a new one')
  house.clock.now = begun
})

test('unknown tokens are refused; other schemes and stale cookies count as nobody', async () => {
  expect(codeOf(await probe('rv_nonsense'))).toBe('token_unknown')
  expect(codeOf(await house.ask('GET', '/probe', { headers: { authorization: 'Basic YTpi' } }))).toBe('not_signed_in')
  expect((await house.ask('GET', '/probe', { cookie, headers: { authorization: 'Basic YTpi' } })).json()).toMatchObject({ id: person })
  expect((await house.ask('GET', '/setup', { cookie: 'a'.repeat(43) })).statusCode).toBe(200)
})

test('the token of a person who left is refused', async () => {
  const other = await addPerson(house.db, 'Lee', 'lee@hafen.example')
  const { id, token } = await made(['*'])
  await house.db.run(sql`update account_token set person = ${other} where id = ${id}`)
  await house.db.run(sql`update record set state = 'left' where id = ${other}`)
  expect(codeOf(await probe(token))).toBe('account_closed')
})

test('a token cannot make tokens, revoke them, or change how its person signs in', async () => {
  const { id, token } = await made(['*'])
  for (const [method, path, body] of [
    ['POST', '/tokens', { title: 'More', rights: ['*'], expires_on: '2016-03-31' }],
    ['DELETE', `/tokens/${id}`, undefined],
    ['POST', '/account/password', { current: 'correct horse battery', password: 'another horse battery' }],
    ['POST', '/account/totp', undefined],
  ] as const) {
    const answer = await house.ask(method, path, { token, cookie, ...(body ? { body } : {}) })
    expect([answer.statusCode, codeOf(answer)]).toEqual([403, 'needs_session'])
  }
})

test.each([
  [{ rights: ['incident'] }, 'right'],
  [{ rights: [] }, 'invalid_request'],
  [{ expires_on: '2016-02-29' }, 'day'],
  [{ expires_on: '2017-03-03' }, 'too_late'],
  [{ expires_on: 'never' }, 'invalid_request'],
  [{ title: ' ' }, 'invalid_request'],
])('a token with %j is refused', async (more, code) => {
  const answer = await make(['*.see'], more)
  expect([answer.statusCode, codeOf(answer)]).toEqual([422, code])
})

test('a token revoked by another process is refused ten seconds later at most', async () => {
  const { id, token } = await made(['*'])
  await probe(token)
  await house.db.run(sql`update account_token set revoked_at = now() where id = ${id}`)
  expect((await probe(token)).statusCode).toBe(200)
  house.clock.now += 10_000
  expect(codeOf(await probe(token))).toBe('token_revoked')
})
