import { existsSync, readdirSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { stage, type Stage } from '../comments/testing.ts'
import { sql } from '../db/sql.ts'
import type { AnyRecord } from '../records/kind.ts'
import type { Actor } from '../rights/grants.ts'
import { makeFiles } from './index.ts'
import { cleanName, disposition } from './name.ts'
import { typeOf } from './sniff.ts'

const MiB = 1024 * 1024
let reeve: Stage
let ada: Actor
let ben: Actor
let cara: Actor
let service: AnyRecord
let folder = ''

beforeAll(async () => {
  reeve = await stage(({ folder: data }) => {
    folder = join(data, 'files')
    return [makeFiles({ folder, maxBytes: MiB })]
  })
  ada = await reeve.person('Ada Moss', 'Agent')
  ben = await reeve.person('Ben Ode', 'Administrator')
  cara = await reeve.person('Cara Finch', 'Requester')
  service = await reeve.make('service', { title: 'Mail', service_kind: 'application' })
})
afterAll(async () => await reeve[Symbol.asyncDispose]())

const png = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==', 'base64')
type Part = Readonly<{ name: string; type?: string; content: Buffer | string }>
const boundary = 'xxREEVExx'
const form = (parts: readonly Part[], end = `--${boundary}--\r\n`): Buffer =>
  Buffer.concat([
    ...parts.flatMap(({ name, type, content }) => [
      Buffer.from(
        `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="${name}"\r\nContent-Type: ${type ?? 'application/octet-stream'}\r\n\r\n`,
      ),
      Buffer.from(content),
      Buffer.from('\r\n'),
    ]),
    Buffer.from(end),
  ])
const post = async (body: Buffer, as = ada, key = service.ref) =>
  await reeve.call('POST', `/records/${key}/files`, body, as, { 'content-type': `multipart/form-data; boundary=${boundary}` })
type Item = Readonly<{ id: string; name: string; type: string; size: number; by: { title: string } | null }>
const itemsOf = (answer: { body: unknown }): readonly Item[] => (answer.body as { items: Item[] }).items
const add = async (parts: readonly Part[], as = ada): Promise<readonly Item[]> => {
  const answer = await post(form(parts), as)
  expect(answer.status).toBe(201)
  return itemsOf(answer)
}
const contents = (): readonly string[] =>
  existsSync(folder) ? readdirSync(folder, { recursive: true, withFileTypes: true }).flatMap((one) => (one.isFile() ? [one.name] : [])) : []
const waiting = (): readonly string[] => (existsSync(`${folder}-incoming`) ? readdirSync(`${folder}-incoming`) : [])
const fetch = async (id: string, as: Actor | null = ada, headers = {}) => await reeve.call('GET', `/files/${id}`, undefined, as, headers)

test('files are added, listed, read back and stand in the log', async () => {
  const [note, picture] = await add([
    { name: 'note.txt', content: 'Toner is empty' },
    { name: 'photo.png', type: 'image/png', content: png },
  ])
  expect(note).toMatchObject({ name: 'note.txt', type: 'text/plain', size: 14, by: { title: 'Ada Moss' } })
  expect(picture).toMatchObject({ name: 'photo.png', type: 'image/png', size: png.length })
  const listed = itemsOf(await reeve.call('GET', `/records/${service.id}/files`, undefined, cara))
  expect(new Set(listed.map((one) => one.id))).toEqual(new Set([picture?.id, note?.id]))
  const read = await fetch(note?.id ?? '')
  expect(read.text).toBe('Toner is empty')
  expect(read.headers).toMatchObject({
    'content-type': 'text/plain; charset=utf-8',
    'x-content-type-options': 'nosniff',
    'content-length': '14',
  })
  expect(read.headers['content-disposition']).toBe(`inline; filename="note.txt"; filename*=UTF-8''note.txt`)
  expect(read.headers['content-security-policy']).toContain('sandbox')
  const events = (await reeve.call('GET', `/records/${service.ref}/events`)).body as { items: { verb: string; after: { name: string } }[] }
  expect(events.items.slice(0, 2).map((one) => [one.verb, one.after.name])).toEqual([
    ['attach', 'photo.png'],
    ['attach', 'note.txt'],
  ])
  expect(waiting()).toEqual([])
})

test('what was read before is not sent again', async () => {
  const [one] = await add([{ name: 'a.txt', content: 'same' }])
  const etag = String((await fetch(one?.id ?? '')).headers['etag'])
  expect(await fetch(one?.id ?? '', ada, { 'if-none-match': etag })).toMatchObject({ status: 304, text: '' })
})

test.each([
  ['page.html', 'text/html', '<!doctype html><script>alert(1)</script>'],
  ['logo.svg', 'image/svg+xml', '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'],
  ['photo.png', 'image/png', '<script>alert(1)</script>'],
  ['report.pdf', 'application/pdf', 'MZ\u0000\u0001'],
  ['run.js', 'text/javascript', 'alert(1)'],
])('%s is downloaded, never shown', async (name, type, content) => {
  const [one] = await add([{ name, type, content }])
  const { headers } = await fetch(one?.id ?? '')
  expect(headers['content-disposition']).toContain('attachment')
  expect(headers['content-type']).toBe('application/octet-stream')
})

test('the same content is stored once', async () => {
  const before = contents().length
  await add([
    { name: 'one.txt', content: 'twice the same' },
    { name: 'two.txt', content: 'twice the same' },
  ])
  await add([{ name: 'three.txt', content: 'twice the same' }], ben)
  expect(contents()).toHaveLength(before + 1)
})

test('a file that is too large is refused with the limit, and none of the others is stored', async () => {
  const [before, files] = [itemsOf(await reeve.call('GET', `/records/${service.ref}/files`)).length, contents().length]
  const answer = await post(
    form([
      { name: 'small.txt', content: 'this one is small' },
      { name: 'large.bin', content: Buffer.alloc(MiB + 1, 7) },
    ]),
  )
  expect(answer.body).toMatchObject({ status: 413, code: 'file_too_large' })
  expect((answer.body as { detail: string }).detail).toContain('large.bin is larger than 1 MiB')
  expect(itemsOf(await reeve.call('GET', `/records/${service.ref}/files`))).toHaveLength(before)
  expect([contents().length, waiting()]).toEqual([files, []])
  expect(await add([{ name: 'exact.bin', content: Buffer.alloc(MiB, 7) }])).toHaveLength(1)
})

test('an upload that breaks off stores nothing', async () => {
  const whole = form([{ name: 'a.txt', content: 'x'.repeat(1000) }])
  for (const body of [whole.subarray(0, 300), whole.subarray(0, 60), Buffer.from('nonsense')]) {
    const { status } = await post(body)
    expect([status >= 400 && status < 500, waiting()]).toEqual([true, []])
  }
  expect((await post(form([]))).body).toMatchObject({ code: 'no_files' })
  expect((await reeve.call('POST', `/records/${service.ref}/files`, { a: 1 }, ada)).status).toBeLessThan(500)
})

test('who does not see the record sees no file of it', async () => {
  const supplier = await reeve.make('supplier', { title: 'Secret Ltd' })
  const [one] = itemsOf(await post(form([{ name: 'contract.txt', content: 'secret' }]), ben, supplier.ref))
  expect((await fetch(one?.id ?? '', cara)).status).toBe(404)
  expect((await reeve.call('GET', `/records/${supplier.ref}/files`, undefined, cara)).status).toBe(404)
  expect((await post(form([{ name: 'a.txt', content: 'a' }]), cara, supplier.ref)).status).toBe(404)
  expect((await reeve.call('DELETE', `/files/${one?.id}`, undefined, cara)).status).toBe(404)
  expect((await fetch('not-an-id')).status).toBe(404)
})

test('one removes the own files; those of others need the right to edit the record', async () => {
  const [mine] = await add([{ name: 'mine.txt', content: 'mine' }], cara)
  expect((await reeve.call('DELETE', `/files/${mine?.id}`, undefined, ada)).body).toMatchObject({ status: 403, right: 'service.edit' })
  expect((await reeve.call('DELETE', `/files/${mine?.id}`, undefined, cara)).status).toBe(200)
  expect((await fetch(mine?.id ?? '', cara)).status).toBe(404)
  const [other] = await add([{ name: 'other.txt', content: 'other' }], cara)
  expect((await reeve.call('DELETE', `/files/${other?.id}`, undefined, ben)).status).toBe(200)
})

test('the sweep deletes contents that no file has for long, and nothing else', async () => {
  const run = async (now: number) => await makeFiles({ folder, maxBytes: MiB }).jobs?.[0]?.run(reeve.db, reeve.registry, {}, now)
  const [kept, gone] = [await add([{ name: 'k', content: 'kept for ever' }]), await add([{ name: 'g', content: 'gone soon' }])]
  await reeve.call('DELETE', `/files/${gone[0]?.id}`, undefined, ada)
  writeFileSync(join(`${folder}-incoming`, 'left'), 'by a crash')
  const before = contents().length
  await run(reeve.clock.now)
  expect([contents().length, waiting()]).toEqual([before, ['left']])
  for (const at of readdirSync(folder, { recursive: true, withFileTypes: true }))
    if (at.isFile()) utimesSync(join(at.parentPath, at.name), 0, 0)
  utimesSync(join(`${folder}-incoming`, 'left'), 0, 0)
  await run(reeve.clock.now + 31 * 86_400_000)
  expect(waiting()).toEqual([])
  expect(contents()).toHaveLength(
    new Set((await reeve.db.rows<{ sha256: string }>(sql`select sha256 from file`)).map((one) => one.sha256)).size,
  )
  expect((await fetch(kept[0]?.id ?? '')).text).toBe('kept for ever')
})

test('a content that is not on the disk is said so', async () => {
  const [one] = await add([{ name: 'lost.txt', content: 'lost content' }])
  await reeve.db.run(sql`update file set sha256 = ${'0'.repeat(64)} where id = ${one?.id}`)
  expect((await fetch(one?.id ?? '')).body).toMatchObject({ status: 404, code: 'content_missing' })
})

test.each([
  ['../../etc/passwd', 'passwd'],
  ['C:\\temp\\a.txt', 'a.txt'],
  ['..', 'file'],
  ['a\r\nb\u202e.txt', 'ab.txt'],
  ['.htaccess', 'htaccess'],
  ['Übersicht März.pdf', 'Übersicht März.pdf'],
  [`${'x'.repeat(400)}.docx`, `${'x'.repeat(175)}.docx`],
])('%j is kept as %j', (name, clean) => expect(cleanName(name)).toBe(clean))

test('names travel whole in a header that nothing can be added to', () => {
  expect(disposition('März "1".txt', false)).toBe(`attachment; filename="M_rz _1_.txt"; filename*=UTF-8''M%C3%A4rz%20%221%22.txt`)
})

test('types follow the content', () => {
  expect(typeOf(Buffer.from('a,b\n1,2'), 'text/csv')).toBe('text/csv')
  expect(typeOf(Buffer.from('hello'), 'nonsense')).toBe('text/plain')
  expect(typeOf(Buffer.from([0x50, 0x4b, 3, 4]), 'application/zip')).toBe('application/zip')
  expect(typeOf(Buffer.from('RIFF0000WEBPVP8 '), '')).toBe('image/webp')
  expect(typeOf(Buffer.from('RIFF0000WAVEfmt '), 'audio/wav')).toBe('audio/wav')
})
