import { afterAll, beforeAll, expect, test } from 'vitest'
import type { AnyRecord } from '../records/kind.ts'
import type { Actor } from '../rights/grants.ts'
import { makeComments, type NewComment } from './index.ts'
import { stage, type Stage } from './testing.ts'

let reeve: Stage
let ada: Actor
let ben: Actor
let portal: Actor
let service: AnyRecord
const heard: NewComment[] = []

beforeAll(async () => {
  reeve = await stage(() => [makeComments({ onComment: async (_tx, _ctx, made) => void heard.push(made) })])
  ada = await reeve.person('Ada Moss', 'Agent')
  ben = await reeve.person('Ben Ode', 'Administrator')
  portal = await reeve.person('Cara Finch', 'Requester')
  service = await reeve.make('service', { title: 'Mail', service_kind: 'application' })
})
afterAll(async () => await reeve[Symbol.asyncDispose]())

type Item = Readonly<{ id: string; text: string; html: string; author: { title: string }; edited_at: string | null }>
const itemOf = (answer: { body: unknown }): Item => (answer.body as { item: Item }).item
const itemsOf = (answer: { body: unknown }): readonly Item[] => (answer.body as { items: Item[] }).items
const say = async (text: string, as: Actor, key = service.ref) => await reeve.call('POST', `/records/${key}/comments`, { text }, as)
const refOf = async (actor: Actor): Promise<string> =>
  (await reeve.db.first<{ ref: string }>({ strings: ['select ref from record where id = ', ''], values: [actor.id] }))?.ref ?? ''

test('a comment is shown with its author, safe HTML and links, and stands in the log', async () => {
  heard.length = 0
  const made = await say(`Slow since **nine**, @Ben Ode. ${service.ref} <b>!</b>`, ada)
  expect(made.status).toBe(201)
  expect(itemOf(made)).toMatchObject({ author: { title: 'Ada Moss' }, edited_at: null })
  expect(itemOf(made).html).toBe(
    `<p>Slow since <strong>nine</strong>, <a href="/people/${await refOf(ben)}" rel="noopener noreferrer">@Ben Ode</a>. <a href="/services/${service.ref}" rel="noopener noreferrer">${service.ref}</a> &lt;b&gt;!&lt;/b&gt;</p>\n`,
  )
  expect(heard.map((one) => one.mentions)).toEqual([[ben.id]])
  expect(itemsOf(await reeve.call('GET', `/records/${service.id}/comments`, undefined, portal))[0]).toEqual(itemOf(made))
  const events = (await reeve.call('GET', `/records/${service.ref}/events`)).body as {
    items: { verb: string; after: unknown; actor: { title: string } }[]
  }
  expect(events.items[0]).toMatchObject({ verb: 'comment', after: { text: itemOf(made).text }, actor: { title: 'Ada Moss' } })
})

test('the record as it was does not know of comments', async () => {
  const before = new Date(reeve.clock.now).toISOString()
  reeve.clock.now += 60_000
  await say('Later', ada)
  const then = (await reeve.call('GET', `/services/${service.ref}?as_of=${before}`)).body as { item: AnyRecord }
  expect(then.item).toMatchObject({ title: 'Mail', version: 1 })
  expect(then.item['text']).toBeUndefined()
})

test('only the author changes a comment; only newly mentioned people are heard of', async () => {
  const { id } = itemOf(await say('@Ben Ode look', ada))
  heard.length = 0
  expect((await reeve.call('PATCH', `/comments/${id}`, { text: 'mine now' }, ben)).status).toBe(403)
  const edited = await reeve.call('PATCH', `/comments/${id}`, { text: '@Ben Ode and @Cara Finch look' }, ada)
  expect(itemOf(edited).edited_at).not.toBeNull()
  expect(heard.map((one) => one.mentions)).toEqual([[portal.id]])
})

test('one takes back the own comment; others need the right comment.remove', async () => {
  const { id } = itemOf(await say('Wrong place', ada))
  expect((await reeve.call('DELETE', `/comments/${id}`, undefined, portal)).body).toMatchObject({ status: 403, right: 'comment.remove' })
  expect((await reeve.call('DELETE', `/comments/${id}`, undefined, ada)).status).toBe(200)
  expect((await reeve.call('DELETE', `/comments/${id}`, undefined, ada)).status).toBe(404)
  expect(itemsOf(await reeve.call('GET', `/records/${service.ref}/comments`)).map((one) => one.id)).not.toContain(id)
  const other = itemOf(await say('Rude', ada))
  expect((await reeve.call('DELETE', `/comments/${other.id}`, undefined, ben)).status).toBe(200)
})

test('who does not see a record neither reads nor writes comments on it', async () => {
  const hidden = await reeve.make('supplier', { title: 'Hidden supplier' })
  const { id } = itemOf(await say('Between us', ben, hidden.ref))
  expect((await reeve.call('GET', `/records/${hidden.ref}/comments`, undefined, portal)).status).toBe(404)
  expect((await say('Hello', portal, hidden.ref)).status).toBe(404)
  expect((await reeve.call('PATCH', `/comments/${id}`, { text: 'x' }, portal)).status).toBe(404)
  expect((await reeve.call('DELETE', `/comments/${id}`, undefined, portal)).status).toBe(404)
})

test('without the right comment.create there are no comments, with the name of the right', async () => {
  const mute: Actor = { ...ada, grants: [{ right: 'service.see', reach: 'all' }] }
  expect((await say('Hello', mute)).body).toMatchObject({ status: 403, right: 'comment.create' })
})

test.each([[' '], ['x'.repeat(20_001)], ['a\u0000b'], [7]])('text that is none is refused (%#)', async (text) => {
  expect((await reeve.call('POST', `/records/${service.ref}/comments`, { text }, ada)).status).toBe(422)
})

test('a name that two people share names nobody', async () => {
  await reeve.person('Dan Wu')
  await reeve.make('person', { title: 'Dan Wu', email: 'second.dan@example.org' })
  heard.length = 0
  await say('@Dan Wu hello', ada)
  expect(heard[0]?.mentions).toEqual([])
})

test('pages follow each other, newest first', async () => {
  const busy = await reeve.make('service', { title: 'Busy', service_kind: 'application' })
  for (const text of ['one', 'two', 'three']) await say(text, ada, busy.ref)
  const first = await reeve.call('GET', `/records/${busy.ref}/comments?limit=2`)
  expect(itemsOf(first).map((one) => one.text)).toEqual(['three', 'two'])
  const rest = await reeve.call('GET', `/records/${busy.ref}/comments?limit=2&after=${(first.body as { next: string }).next}`)
  expect(itemsOf(rest).map((one) => one.text)).toEqual(['one'])
  expect(rest.body).toMatchObject({ next: null })
})

test('@ offers people and teams, # other records by words and by the beginning of a ref', async () => {
  await reeve.make('team', { title: 'Adamant team' })
  const offered = async (q: string, as = ada) =>
    itemsOf(await reeve.call('GET', `/mentions?q=${encodeURIComponent(q)}`, undefined, as)).map(
      (one) => (one as unknown as { title: string }).title,
    )
  expect(new Set(await offered('@Ada'))).toEqual(new Set(['Ada Moss', 'Adamant team']))
  expect(await offered('#Mail')).toEqual(['Mail'])
  expect(await offered(`#${service.ref}`)).toContain('Mail')
  expect(await offered('@Mail')).toEqual([])
  expect(await offered('@Ada', portal)).not.toContain('Ada Moss')
  expect(await offered('@')).toEqual([])
})

test('comments go with their record', async () => {
  const gone = await reeve.make('service', { title: 'Gone', service_kind: 'application' })
  await say('Last words', ada, gone.ref)
  expect((await reeve.call('POST', `/services/${gone.ref}/remove`, {}, ben)).status).toBe(200)
})
