import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ProviderConfig } from '../config.ts'
import { sql } from '../db/sql.ts'
import { linkIdentity } from './index.ts'
import {
  clientId,
  clientSecret,
  forgingProvider,
  freePort,
  type SampleProvider,
  sampleProvider,
  type Visiting,
} from './provider.samples.ts'
import { addPerson, codeOf, cookieOf, type House, openStage } from './testing.ts'

const callback = 'https://reeve.example/api/v1/oidc/hafen/callback'
let house: House
let provider: SampleProvider
let forger: Awaited<ReturnType<typeof forgingProvider>>

beforeAll(async () => {
  provider = await sampleProvider(await freePort(), callback)
  forger = await forgingProvider(await freePort(), { sub: 'forged', email: 'ada@hafen.example', email_verified: true })
  const config = (name: string, issuer: string, more: Partial<ProviderConfig> = {}): ProviderConfig => ({
    name,
    label: `The ${name} account`,
    issuer,
    client_id: clientId,
    client_secret: clientSecret,
    scopes: 'openid email profile',
    domains: ['hafen.example'],
    ...more,
  })
  house = await openStage([
    config('hafen', provider.issuer),
    config('forger', forger.issuer),
    config('plain', 'http://login.example'),
    config('public', provider.issuer, { client_secret: '' }),
  ])
})
afterAll(async () => {
  await house.close()
  await provider.close()
  await forger.close()
})

type Started = Readonly<{ address: URL; flow: string }>

const start = async (to = '/incidents/INC-1', name = 'hafen'): Promise<Started> => {
  const answer = await house.ask('GET', `/oidc/${name}/start?to=${encodeURIComponent(to)}`)
  expect(answer.statusCode).toBe(302)
  const cookie = answer.cookies.find((one) => one.name === 'reeve_oidc')
  expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Lax', path: '/api/v1/oidc', maxAge: 600 })
  return { address: new URL(String(answer.headers.location)), flow: cookie?.value ?? '' }
}

const visit = (who: Visiting): void => {
  delete provider.visiting.email
  delete provider.visiting.email_verified
  Object.assign(provider.visiting, who)
}

const comeBack = async (back: string, flow: string, headers: Readonly<Record<string, string>> = {}) =>
  await house.ask('GET', back.slice(back.indexOf('/oidc/')), {
    headers: { cookie: `reeve_oidc=${flow}`, 'sec-fetch-site': 'cross-site', ...headers },
  })

/** The whole way: to the provider, in there, and back. `bend` changes the address on the way out. */
const signIn = async (who: Visiting, { bend = () => undefined, to }: { bend?: (address: URL) => void; to?: string } = {}) => {
  visit(who)
  const { address, flow } = await start(to)
  bend(address)
  return await comeBack(await provider.browse(address.href), flow)
}

test('a provider that is down is named with what to do, and works once it is up', async () => {
  const answer = await house.ask('GET', '/oidc/hafen/start')
  expect([answer.statusCode, codeOf(answer)]).toEqual([503, 'provider_away'])
  expect(answer.json<{ detail: string }>().detail).toContain('The hafen account')
  const page = await house.ask('GET', '/oidc/hafen/start', { headers: { accept: 'text/html' } })
  expect([page.statusCode, page.headers['content-type']]).toEqual([503, 'text/html; charset=utf-8'])
  expect(page.body).toContain('Back to the sign-in page')
  await provider.listen()
  const { address } = await start()
  expect(address.origin).toBe(provider.issuer)
  expect(Object.fromEntries(address.searchParams)).toMatchObject({
    response_type: 'code',
    client_id: clientId,
    redirect_uri: callback,
    code_challenge_method: 'S256',
    scope: 'openid email profile',
  })
})

test('without https only loopback is taken, and unknown providers are not found', async () => {
  expect(codeOf(await house.ask('GET', '/oidc/plain/start'))).toBe('provider_unsafe')
  expect((await house.ask('GET', '/oidc/nobody/start')).statusCode).toBe(404)
  expect((await house.ask('GET', '/setup')).json()).toMatchObject({
    providers: expect.arrayContaining([{ name: 'hafen', label: 'The hafen account' }]) as unknown,
  })
  expect((await house.ask('GET', '/setup')).body).not.toContain(clientSecret)
})

test('the first sign-in links the one active person with the verified address; later ones follow issuer and subject, not the address', async () => {
  const ada = await addPerson(house.db, 'Ada', 'ada@hafen.example')
  const first = await signIn({ sub: 'ada-1', email: 'Ada@hafen.example', email_verified: true })
  expect([first.statusCode, first.headers.location]).toEqual([302, '/incidents/INC-1'])
  expect((await house.ask('GET', '/session', { cookie: cookieOf(first) })).json()).toMatchObject({ person: { id: ada } })
  const eve = await addPerson(house.db, 'Eve', 'eve@hafen.example')
  const later = await signIn({ sub: 'ada-1', email: 'eve@hafen.example', email_verified: true })
  expect((await house.ask('GET', '/session', { cookie: cookieOf(later) })).json()).toMatchObject({ person: { id: ada } })
  expect(await house.events(ada)).toEqual(['identity_linked', 'sign_in', 'sign_in'])
  expect(await house.events(eve)).toEqual([])
  const other = await signIn({ sub: 'ada-2', email: 'ada@hafen.example', email_verified: true })
  expect([codeOf(other), cookieOf(other)]).toEqual(['identity_other', undefined])
})

test.each([
  ['not verified', { sub: 'x1', email: 'bob@hafen.example', email_verified: false }, 'email_unverified'],
  ['without an address', { sub: 'x2' }, 'email_unverified'],
  ['of another domain', { sub: 'x3', email: 'bob@elsewhere.example', email_verified: true }, 'email_domain'],
  ['of a look-alike domain', { sub: 'x4', email: 'bob@hafen.example.evil.example', email_verified: true }, 'email_domain'],
  ['of nobody', { sub: 'x5', email: 'nobody@hafen.example', email_verified: true }, 'no_such_person'],
  ['that two people share', { sub: 'x6', email: 'shared@hafen.example', email_verified: true }, 'no_such_person'],
  ['of somebody who left', { sub: 'x7', email: 'left@hafen.example', email_verified: true }, 'account_closed'],
])('an address %s links nobody', async (_what, who, code) => {
  if ((await house.db.rows(sql`select 1 from stage_person where email = 'bob@hafen.example'`)).length === 0) {
    await addPerson(house.db, 'Bob', 'bob@hafen.example')
    await addPerson(house.db, 'Bob elsewhere', 'bob@elsewhere.example')
    await addPerson(house.db, 'One', 'shared@hafen.example')
    await addPerson(house.db, 'Two', 'shared@hafen.example')
    const left = await addPerson(house.db, 'Left', 'left@hafen.example')
    await house.db.run(sql`update record set state = 'left' where id = ${left}`)
  }
  const answer = await signIn(who)
  expect([answer.statusCode, codeOf(answer), cookieOf(answer)]).toEqual([403, code, undefined])
  expect(await house.db.rows(sql`select 1 from account_identity where subject = ${who.sub}`)).toEqual([])
})

test('who is linked by the operator signs in without a verified address; who leaves does not', async () => {
  const kim = await addPerson(house.db, 'Kim', 'kim@hafen.example')
  await house.db.transaction(async (tx) => await linkIdentity(tx, house.ctx(), kim, 'hafen', { issuer: provider.issuer, subject: 'kim' }))
  expect((await signIn({ sub: 'kim' })).statusCode).toBe(302)
  await house.db.run(sql`update record set state = 'left' where id = ${kim}`)
  expect(codeOf(await signIn({ sub: 'kim' }))).toBe('account_closed')
})

const grace = { sub: 'grace', email: 'grace@hafen.example', email_verified: true }

test('another nonce or another PKCE challenge than the one begun with is refused', async () => {
  await addPerson(house.db, 'Grace', 'grace@hafen.example')
  for (const [name, value] of [
    ['nonce', 'another'],
    ['code_challenge', 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM'],
  ] as const) {
    const answer = await signIn(grace, { bend: (address) => address.searchParams.set(name, value) })
    expect([answer.statusCode, codeOf(answer), cookieOf(answer)]).toEqual([401, 'provider_answer', undefined])
  }
})

test('another state, another browser, a late return and a changed cookie are refused', async () => {
  visit(grace)
  const { address, flow } = await start()
  const back = await provider.browse(address.href)
  const bent = new URL(back)
  bent.searchParams.set('state', 'another')
  expect(codeOf(await comeBack(bent.href, flow))).toBe('provider_answer')
  const other = await start()
  expect(codeOf(await comeBack(back, other.flow))).toBe('provider_answer')
  expect(codeOf(await comeBack(back, ''))).toBe('flow_over')
  const changed = Buffer.from(flow, 'base64url')
  changed[40] = (changed[40] ?? 0) ^ 1
  expect(codeOf(await comeBack(back, changed.toString('base64url')))).toBe('flow_over')
  const begun = house.clock.now
  house.clock.now += 10 * 60_000 + 1
  expect(codeOf(await comeBack(back, flow))).toBe('flow_over')
  house.clock.now = begun
  const page = await comeBack(back, '', { accept: 'text/html' })
  expect([page.statusCode, page.headers['content-security-policy']]).toEqual([403, "default-src 'none'; frame-ancestors 'none'"])
  expect((await comeBack(back, flow)).statusCode).toBe(302)
  expect(codeOf(await comeBack(back, flow))).toBe('provider_answer')
})

test('a refusal by the provider is passed on, and its words are not', async () => {
  const { address, flow } = await start()
  const back = `${callback}?error=access_denied&error_description=%3Cscript%3E&state=${address.searchParams.get('state')}&iss=${encodeURIComponent(provider.issuer)}`
  const answer = await comeBack(back, flow)
  expect([answer.statusCode, codeOf(answer)]).toEqual([401, 'provider_refused'])
  expect(answer.body).not.toContain('script')
})

test('an ID token signed with a key that the provider does not publish is refused', async () => {
  const { address, flow } = await start('/', 'forger')
  forger.nonce(address.searchParams.get('nonce') ?? '')
  const answer = await comeBack(`https://reeve.example/api/v1/oidc/forger/callback?code=c&state=${address.searchParams.get('state')}`, flow)
  expect([answer.statusCode, codeOf(answer), cookieOf(answer)]).toEqual([401, 'provider_answer', undefined])
})

test.each([
  ['//evil.example', '/'],
  ['/\\evil.example', '/'],
  ['https://evil.example/', '/'],
  ['javascript:alert(1)', '/'],
  ['/api/v1/tokens', '/'],
  ['/incidents?state=new#top', '/incidents?state=new#top'],
])('a wish to go to %s ends at %s', async (to, end) => {
  expect((await signIn(grace, { to })).headers.location).toBe(end)
})
