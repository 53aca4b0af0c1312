import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { makeComments } from '../comments/index.ts'
import { stage, type Stage } from '../comments/testing.ts'
import { sql } from '../db/sql.ts'
import type { AnyRecord } from '../records/kind.ts'
import type { Actor } from '../rights/grants.ts'
import { watch } from '../watch/index.ts'
import { makeNotify, unreadOf } from './index.ts'

let reeve: Stage
let ada: Actor
let ben: Actor
let cara: Actor
let service: AnyRecord
const rung: string[] = []
const notify = makeNotify({
  tell: (person) => void rung.push(person),
  membersOf: async (db, teams) =>
    (await db.rows<{ person: string }>(sql`select unnest(members) as person from team where id = any(${[...teams]}::uuid[])`)).map(
      (one) => one.person,
    ),
})

beforeAll(async () => {
  reeve = await stage(() => [watch, makeComments({ onComment: notify.onComment }), notify.capability])
  ada = await reeve.person('Ada Moss', 'Administrator')
  ben = await reeve.person('Ben Ode', 'Administrator')
  cara = await reeve.person('Cara Finch', 'Requester')
  service = await reeve.make('service', { title: 'Mail', service_kind: 'application' })
})
beforeEach(async () => {
  await reeve.db.run(sql`truncate notification`)
  rung.length = 0
})
afterAll(async () => await reeve[Symbol.asyncDispose]())

type Notice = Readonly<{
  id: string
  text: string
  read_at: string | null
  record: { ref: string; title: string } | null
  actor: { title: string } | null
}>
type Answer = Readonly<{ items: readonly Notice[]; unread: number; next: string | null }>
const inbox = async (as: Actor, query = ''): Promise<Answer> =>
  (await reeve.call('GET', `/notifications${query}`, undefined, as)).body as Answer
const texts = async (as: Actor): Promise<readonly string[]> => (await inbox(as)).items.map((one) => one.text)
const incident = async (fields: Readonly<Record<string, unknown>> = {}, as = ada): Promise<AnyRecord> =>
  await reeve.make('incident', { title: 'Printer on ward 7', service: service.id, opened_at: '2026-03-02T08:00:00Z', ...fields }, as)

test('owner and creator hear of moves and changes; who acts does not', async () => {
  const { ref } = await incident({ owner: ben.id })
  expect(await texts(ben)).toEqual([`Ada Moss gave you ${ref} Printer on ward 7`])
  expect((await reeve.call('POST', `/incidents/${ref}/do/start`, {}, ben)).status).toBe(200)
  expect((await reeve.call('PATCH', `/incidents/${ref}`, { category: 'Hardware', subcategory: 'Printer' }, ben)).status).toBe(200)
  expect(await texts(ada)).toEqual([
    `Ben Ode changed Category and Subcategory of ${ref} Printer on ward 7`,
    `Ben Ode started ${ref} Printer on ward 7`,
  ])
  expect(await texts(ben)).toHaveLength(1)
  expect((await inbox(ada)).items[0]).toMatchObject({
    record: { ref, title: 'Printer on ward 7' },
    actor: { title: 'Ben Ode' },
    read_at: null,
  })
})

test('a new owner is told so, others of the change, each once', async () => {
  const { ref } = await incident({ owner: ben.id })
  await reeve.db.run(sql`truncate notification`)
  const dan = await reeve.person('Dan Wu', 'Agent')
  await reeve.call('PUT', `/records/${ref}/watch`, undefined, ben)
  expect((await reeve.call('PATCH', `/incidents/${ref}`, { owner: dan.id }, ada)).status).toBe(200)
  expect(await texts(dan)).toEqual([`Ada Moss gave you ${ref} Printer on ward 7`])
  expect(await texts(ben)).toEqual([`Ada Moss changed Owner of ${ref} Printer on ward 7`])
  expect(await texts(ada)).toEqual([])
})

test('who reported an incident hears that it is resolved, not of every field', async () => {
  const { ref } = await incident({ requester: cara.id })
  await reeve.call('PATCH', `/incidents/${ref}`, { category: 'Hardware' }, ada)
  expect(await texts(cara)).toEqual([])
  await reeve.call('POST', `/incidents/${ref}/do/start`, {}, ada)
  expect(
    (await reeve.call('POST', `/incidents/${ref}/do/resolve`, { resolution: 'New toner', resolution_code: 'fixed' }, ada)).status,
  ).toBe(200)
  expect((await texts(cara))[0]).toBe(`Ada Moss resolved ${ref} Printer on ward 7`)
})

test('comments reach who watches, mentions reach who is named, and both watch from then on', async () => {
  const { ref } = await incident()
  await reeve.call('POST', `/records/${ref}/comments`, { text: 'Can you look, @Ben Ode?' }, cara)
  expect(await texts(ada)).toEqual([])
  await reeve.call('POST', `/records/${ref}/comments`, { text: 'Can you look, @Ben Ode?' }, ada)
  expect(await texts(ben)).toEqual([`Ada Moss mentioned you on ${ref} Printer on ward 7: “Can you look, @Ben Ode?”`])
  await reeve.call('POST', `/records/${ref}/comments`, { text: 'Yes' }, ben)
  expect(await texts(ada)).toEqual([`Ben Ode commented on ${ref} Printer on ward 7: “Yes”`])
  await reeve.call('POST', `/incidents/${ref}/do/start`, {}, ada)
  expect((await texts(ben))[0]).toBe(`Ada Moss started ${ref} Printer on ward 7`)
})

test('a mention of a team reaches its members', async () => {
  const { ref } = await incident()
  await reeve.make('team', { title: 'Print room', members: [ben.id] })
  await reeve.call('POST', `/records/${ref}/comments`, { text: '@Print room, paper is out' }, ada)
  expect(await texts(ben)).toEqual([`Ada Moss mentioned you on ${ref} Printer on ward 7: “@Print room, paper is out”`])
})

test('a mended comment is told only to who is named in it anew', async () => {
  const { ref } = await incident({}, ben)
  const made = await reeve.call('POST', `/records/${ref}/comments`, { text: 'Hello' }, ada)
  await reeve.db.run(sql`truncate notification`)
  const { id } = (made.body as { item: { id: string } }).item
  await reeve.call('PATCH', `/comments/${id}`, { text: 'Hello there' }, ada)
  expect(await texts(ben)).toEqual([])
  await reeve.call('PATCH', `/comments/${id}`, { text: 'Hello @Ben Ode' }, ada)
  expect(await texts(ben)).toHaveLength(1)
})

test('who says no hears nothing but mentions; who says yes hears everything', async () => {
  const { ref } = await incident({ owner: ben.id })
  await reeve.db.run(sql`truncate notification`)
  expect((await reeve.call('GET', `/records/${ref}/watch`, undefined, ben)).body).toEqual({ watching: true, count: 2 })
  expect((await reeve.call('DELETE', `/records/${ref}/watch`, undefined, ben)).body).toEqual({ watching: false, count: 1 })
  await reeve.call('PATCH', `/incidents/${ref}`, { category: 'A' }, ada)
  await reeve.call('POST', `/records/${ref}/comments`, { text: 'Hello' }, ada)
  expect(await texts(ben)).toEqual([])
  await reeve.call('POST', `/records/${ref}/comments`, { text: '@Ben Ode' }, ada)
  expect(await texts(ben)).toHaveLength(1)
  expect((await reeve.call('GET', `/records/${ref}/watch`, undefined, ben)).body).toMatchObject({ watching: false })
  expect((await reeve.call('PUT', `/records/${ref}/watch`, undefined, ben)).body).toEqual({ watching: true, count: 2 })
  await reeve.call('PATCH', `/incidents/${ref}`, { category: 'B' }, ada)
  expect((await texts(ben))[0]).toContain('changed Category')
})

test('bulk edits, imports and Reeve itself tell nobody', async () => {
  const { ref, id } = await incident({ owner: ben.id })
  await reeve.db.run(sql`truncate notification`)
  const done = await reeve.call('POST', '/incidents/bulk', { select: { ids: [id] }, change: { category: 'Bulk' }, preview: false }, ada)
  expect(done.body).toMatchObject({ changed: 1 })
  const { change } = await import('../records/write.ts')
  for (const via of ['import', 'system'] as const)
    await reeve.db.transaction(
      async (tx) => await change(tx, reeve.ctx({ via, actor: ada }), reeve.registry.kind('incident'), ref, { category: via }),
    )
  expect(await texts(ben)).toEqual([])
})

test('screens are told after the commit, never when it fails', async () => {
  const { ref } = await incident({ owner: ben.id })
  expect(rung).toEqual([ben.id ?? ''])
  rung.length = 0
  const broken = reeve.db.transaction(async (tx) => {
    await notify.notify(tx, reeve.ctx(), { people: [ben.id ?? ''], record: null, text: 'x' })
    throw new Error('no')
  })
  await expect(broken).rejects.toThrow('no')
  expect(rung).toEqual([])
  expect(await texts(ben)).toEqual([`Ada Moss gave you ${ref} Printer on ward 7`])
})

test('Reeve tells people by itself, and inactive people nothing', async () => {
  const { id, ref } = await incident()
  const gone = await reeve.person('Eve Gone')
  await reeve.db.run(sql`update record set state = 'retired' where id = ${gone.id}`)
  await reeve.db.transaction(
    async (tx) =>
      await notify.notify(tx, reeve.ctx(), { people: [ben.id ?? '', gone.id ?? ''], record: id, text: 'At risk', verb: 'promise_at_risk' }),
  )
  expect((await inbox(ben)).items).toMatchObject([{ text: 'At risk', record: { ref }, actor: null }])
  expect(await unreadOf(reeve.db, gone.id ?? '')).toBe(0)
})

test('what a person may no longer see is not named', async () => {
  const supplier = await reeve.make('supplier', { title: 'Secret Ltd' }, ada)
  await reeve.db.transaction(
    async (tx) => await notify.notify(tx, reeve.ctx(), { people: [cara.id ?? ''], record: supplier.id, text: 'Secret Ltd is late' }),
  )
  expect((await inbox(cara)).items).toMatchObject([
    { text: 'Something happened to a record that you may not see.', record: null, actor: null },
  ])
})

test('notifications are read one by one or all together, only the own ones', async () => {
  const everybody = [ada, ben].map((one) => one.id ?? '')
  for (const text of ['one', 'two', 'three'])
    await reeve.db.transaction(async (tx) => await notify.notify(tx, reeve.ctx(), { people: everybody, record: null, text }))
  const [first] = (await inbox(ben)).items
  const others = (await inbox(ada)).items.map((one) => one.id)
  expect((await reeve.call('POST', '/notifications/read', { ids: [first?.id, ...others] }, ben)).body).toEqual({ read: 1, unread: 2 })
  expect((await inbox(ben, '?state=unread')).items.map((one) => one.text)).toEqual(['two', 'one'])
  expect((await inbox(ada)).unread).toBe(3)
  expect((await reeve.call('POST', '/notifications/read', { all: true }, ben)).body).toEqual({ read: 2, unread: 0 })
  expect((await reeve.call('POST', '/notifications/read', { ids: ['x'] }, ben)).status).toBe(422)
  const page = await inbox(ben, '?limit=2')
  expect(page.items.map((one) => one.text)).toEqual(['three', 'two'])
  expect((await inbox(ben, `?limit=2&after=${page.next}`)).items.map((one) => one.text)).toEqual(['one'])
})

test('a removed record takes its notifications along', async () => {
  const made = await reeve.make('service', { title: 'Short', service_kind: 'application', owner: ben.id }, ada)
  expect((await inbox(ben)).unread).toBe(1)
  expect((await reeve.call('POST', `/services/${made.ref}/remove`, {}, ada)).status).toBe(200)
  expect((await inbox(ben)).unread).toBe(0)
})
