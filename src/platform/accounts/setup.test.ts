import { afterEach, beforeEach, expect, test } from 'vitest'
import { sql } from '../db/sql.ts'
import { addPerson, codeOf, cookieOf, type House, openStage } from './testing.ts'

let house: House
beforeEach(async () => {
  house = await openStage()
})
afterEach(async () => await house.close())

const body = { organisation: 'Werft Nord', title: 'Ada Meyer', email: 'ada@werft.example', password: 'correct horse battery' }

test('the first administrator is made once, signed in at once, and nobody after them', async () => {
  expect((await house.ask('GET', '/setup')).json()).toEqual({
    needed: true,
    sample: false,
    organisation: 'Hafen Kliniken',
    providers: [],
    password: true,
  })
  expect(codeOf(await house.ask('POST', '/setup', { body: { ...body, password: 'short' } }))).toBe('password_short')
  const answer = await house.ask('POST', '/setup', { body })
  expect(answer.json()).toMatchObject({ person: { title: 'Ada Meyer' }, organisation: { name: 'Werft Nord' } })
  const { person } = (await house.ask('GET', '/session', { cookie: cookieOf(answer) })).json<{ person: { id: string } }>()
  expect(await house.events(person.id)).toEqual(['account_made', 'sign_in'])
  expect((await house.ask('GET', '/setup')).json()).toMatchObject({ needed: false, organisation: 'Werft Nord' })
  const second = await house.ask('POST', '/setup', { body: { ...body, email: 'eve@werft.example' } })
  expect([second.statusCode, codeOf(second)]).toEqual([409, 'setup_done'])
  expect(await house.db.rows(sql`select 1 from stage_person`)).toHaveLength(1)
})

test('of five who try at the same moment one becomes administrator', async () => {
  const answers = await Promise.all(
    Array.from({ length: 5 }, async (_, at) => await house.ask('POST', '/setup', { body: { ...body, email: `p${at}@werft.example` } })),
  )
  expect(answers.map(({ statusCode }) => statusCode).sort((a, b) => a - b)).toEqual([200, 409, 409, 409, 409])
  expect(await house.db.rows(sql`select 1 from stage_person`)).toHaveLength(1)
})

test('in the sample organisation people are continued as, without a password; set-up is refused', async () => {
  const lena = await addPerson(house.db, 'Lena', 'lena@sample.example')
  house.organisation.sample = true
  expect((await house.ask('GET', '/setup')).json()).toMatchObject({ needed: false, sample: true, people: [{ id: lena, title: 'Lena' }] })
  const answer = await house.ask('POST', '/session/continue', { body: { person: lena } })
  expect(answer.json()).toMatchObject({ person: { id: lena }, organisation: { sample: true } })
  const cookie = cookieOf(answer)
  expect((await house.ask('GET', '/session', { cookie })).statusCode).toBe(200)
  expect(codeOf(await house.ask('POST', '/setup', { body }))).toBe('sample_organisation')
  expect(codeOf(await house.ask('POST', '/account/password', { cookie, body: { password: 'correct horse battery' } }))).toBe(
    'sample_person',
  )
})

test('outside the sample nobody can be continued as, however the request is made', async () => {
  const lena = await addPerson(house.db, 'Lena', 'lena@hafen.example')
  const forged = {
    body: { person: lena, sample: true, organisation: { sample: true } },
    headers: { 'x-reeve-sample': 'yes', cookie: 'reeve_sample=yes' },
  }
  for (const how of [{ body: { person: lena } }, forged]) {
    const answer = await house.ask('POST', '/session/continue', how)
    expect([answer.statusCode, codeOf(answer), cookieOf(answer)]).toEqual([403, 'no_sample', undefined])
  }
  expect((await house.ask('GET', '/setup')).json()).not.toHaveProperty('people')
  expect(await house.db.rows(sql`select 1 from account_session`)).toHaveLength(0)
})

test('in the sample, people with a password and people who are not listed stay closed', async () => {
  const lena = await addPerson(house.db, 'Lena', 'lena@hafen.example')
  const admin = cookieOf(await house.ask('POST', '/setup', { body }))
  house.organisation.sample = true
  const { person } = (await house.ask('GET', '/session', { cookie: admin })).json<{ person: { id: string } }>()
  expect(codeOf(await house.ask('POST', '/session/continue', { body: { person: person.id } }))).toBe('has_password')
  await house.db.run(sql`delete from stage_person where id = ${lena}`)
  expect(codeOf(await house.ask('POST', '/session/continue', { body: { person: lena } }))).toBe('not_sample_person')
})

test('continuing as somebody else ends the session before', async () => {
  const [one, two] = [await addPerson(house.db, 'One', 'one@sample.example'), await addPerson(house.db, 'Two', 'two@sample.example')]
  house.organisation.sample = true
  const first = cookieOf(await house.ask('POST', '/session/continue', { body: { person: one } }))
  const second = cookieOf(await house.ask('POST', '/session/continue', { body: { person: two }, cookie: first }))
  expect((await house.ask('GET', '/session', { cookie: first })).statusCode).toBe(401)
  expect((await house.ask('GET', '/session', { cookie: second })).json()).toMatchObject({ person: { id: two } })
})
