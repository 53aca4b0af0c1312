import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { backstage } from '../../connectors/backstage/reader.ts'
import { csvReaders } from '../../connectors/csv/reader.ts'
import { type TestHouse, testHouse, testNow } from '../../connectors/testing/house.ts'
import { kinds } from '../../kinds.ts'
import { sql } from '../db/sql.ts'
import { makeLive } from '../http/live.ts'
import { buildServer } from '../http/server.ts'
import { makeLog } from '../log.ts'
import type { Actor } from '../rights/grants.ts'
import { makeImports, tidyImports } from './index.ts'
import { holdRun } from './runs.ts'

let house: TestHouse
let app: FastifyInstance
let folder = ''
let actor: Actor
const all: Actor = { id: null, title: 'Admin', level: 7, teams: [], grants: [{ right: '*', reach: 'all' }] }

beforeAll(async () => {
  house = await testHouse([])
  folder = await mkdtemp(join(tmpdir(), 'reeve-api-'))
  const how = {
    readers: [backstage, ...csvReaders(kinds)],
    folder: () => folder,
    now: house.imports.shop.now,
    defect: house.imports.shop.defect,
  }
  app = await buildServer({
    db: house.db,
    registry: house.ctx.registry,
    live: makeLive(() => house.db),
    log: makeLog('silent'),
    routes: makeImports(how).routes ?? [],
    version: 'test',
    now: () => testNow,
    identify: async () => ({ actor, via: 'api' }),
    holders: async () => [],
    webFolder: folder,
    maxUploadBytes: 200_000,
    secure: false,
  })
})
afterAll(async () => {
  await app.close()
  await house.close()
  await rm(folder, { recursive: true, force: true })
})

const multipart = (files: Readonly<Record<string, string | Buffer>>) => {
  const mark = 'reeve-test-boundary'
  const parts = Object.entries(files).flatMap(([name, content]) => [
    Buffer.from(
      `--${mark}\r\nContent-Disposition: form-data; name="file"; filename="${name}"\r\nContent-Type: application/octet-stream\r\n\r\n`,
    ),
    Buffer.from(content),
    Buffer.from('\r\n'),
  ])
  return {
    payload: Buffer.concat([...parts, Buffer.from(`--${mark}--\r\n`)]),
    headers: { 'content-type': `multipart/form-data; boundary=${mark}` },
  }
}

const send = async (query: string, files: Readonly<Record<string, string | Buffer>>) =>
  await app.inject({ method: 'POST', url: `/api/v1/imports?${query}`, ...multipart(files) })

const settled = async (id: string) => {
  for (let turn = 0; turn < 200; turn++) {
    const answer = (await app.inject({ url: `/api/v1/imports/${id}` })).json<
      Record<string, unknown> & { doing: string | null; state: string; issues: unknown[] }
    >()
    if (answer.doing === null) return answer
    await new Promise((later) => setTimeout(later, 25))
  }
  throw new Error('the import never ended')
}

describe('imports over HTTP', () => {
  it('lists its readers', async () => {
    actor = all
    const { items } = (await app.inject({ url: '/api/v1/imports/readers' })).json<{ items: { name: string }[] }>()
    expect(items.map((item) => item.name)).toEqual(expect.arrayContaining(['backstage', 'csv:service', 'csv:incident']))
  })

  it('checks, is mapped anew, applied and undone', async () => {
    actor = all
    const sent = await send('reader=csv:supplier&source=crm', { 'suppliers.csv': 'Firm,Land\nLine Co,UK\n' })
    expect(sent.statusCode).toBe(201)
    const { id } = sent.json<{ id: string }>()
    expect(await settled(id)).toMatchObject({
      state: 'failed',
      columns: ['Firm', 'Land'],
      samples: { Firm: ['Line Co'] },
      applicable: true,
      fields: expect.arrayContaining([expect.objectContaining({ name: 'title', required: true })]),
    })
    expect(
      (
        await app.inject({
          method: 'PUT',
          url: `/api/v1/imports/${id}/mapping`,
          payload: { columns: { Firm: 'title', Land: 'country' }, key: 'title' },
        })
      ).statusCode,
    ).toBe(200)
    expect(await settled(id)).toMatchObject({ state: 'checked', summary: { kinds: { supplier: { new: 1 } } }, issues: [] })
    await app.inject({ method: 'POST', url: `/api/v1/imports/${id}/apply` })
    expect(await settled(id)).toMatchObject({ state: 'applied', undoable: true })
    expect(await house.db.rows(sql`select title, country from supplier`)).toEqual([{ title: 'Line Co', country: 'UK' }])
    expect((await app.inject({ method: 'POST', url: `/api/v1/imports/${id}/apply` })).json()).toMatchObject({
      status: 409,
      code: 'wrong_state',
    })
    await app.inject({ method: 'POST', url: `/api/v1/imports/${id}/undo` })
    expect(await settled(id)).toMatchObject({ state: 'undone', message: '1 record removed, 0 records restored.' })
    expect(await house.db.rows(sql`select 1 from supplier`)).toEqual([])
    const again = (await send('reader=csv:supplier&source=crm', { 'suppliers.csv': 'Firm,Land\nLine Co,UK\n' })).json<{ id: string }>()
    expect(await settled(again.id)).toMatchObject({ state: 'checked', summary: { kinds: { supplier: { new: 1 } } } })
  })

  it('keeps the folders of file names', async () => {
    actor = all
    const sent = await send('reader=backstage&dry_run=0', {
      'all.yaml':
        'apiVersion: backstage.io/v1alpha1\nkind: Location\nmetadata: {name: all}\nspec: {targets: [./teams/a.yaml, ./teams/b.yaml]}\n',
      'teams/a.yaml.gz': gzipSync(
        'apiVersion: backstage.io/v1alpha1\nkind: Group\nmetadata: {name: a}\nspec: {type: team, children: []}\n',
      ),
    })
    expect(await settled(sent.json<{ id: string }>().id)).toMatchObject({
      state: 'applied',
      summary: { kinds: { team: { new: 1 } } },
      issues: [{ rule: 'location_target', file: 'all.yaml', message: expect.stringContaining('teams/b.yaml') }],
    })
  })

  it.each([
    ['an unknown reader', 'reader=nonsense', { 'a.csv': 'x' }, 422, 'unknown_reader'],
    ['no reader', '', { 'a.csv': 'x' }, 422, undefined],
    ['an empty file', 'reader=csv:team', { 'a.csv': '' }, 422, 'empty_file'],
    ['no file', 'reader=csv:team', {}, 422, 'no_files'],
    ['a name that leads out', 'reader=csv:team', { '../../x.csv': 'Name\nA\n' }, 422, 'file_name'],
    ['a file that is too large', 'reader=csv:team', { 'a.csv': 'x'.repeat(300_000) }, 413, 'too_large'],
    ['gzip that is broken', 'reader=csv:team', { 'a.csv.gz': gzipSync('Name\nA\n').subarray(0, 20) }, 422, 'broken_gzip'],
  ])('refuses %s', async (_what, query, files, status, code) => {
    actor = all
    const answer = await send(query, files)
    expect(answer.statusCode).toBe(status)
    if (code) expect(answer.json()).toMatchObject({ code })
  })

  it('needs its right for everything', async () => {
    actor = { ...all, grants: [{ right: 'supplier.see', reach: 'all' }] }
    for (const url of ['/imports', '/imports/readers', '/imports/01a20639-f87d-711f-ad09-e232c5ed5d88'])
      expect((await app.inject({ url: `/api/v1${url}` })).json()).toMatchObject({ status: 403, right: 'import.run' })
    expect((await send('reader=csv:team', { 'a.csv': 'Name\nA\n' })).statusCode).toBe(403)
  })

  it('marks imports that a dead process left as failed, not those that somebody works on', async () => {
    actor = all
    const { id } = (await send('reader=csv:team', { 'a.csv': 'Name\nLeft team\n' })).json<{ id: string }>()
    await settled(id)
    await house.db.run(
      sql`update import_run set state = 'applying', doing = 'apply', changed_at = ${new Date(testNow - 600_000).toISOString()} where id = ${id}`,
    )
    await house.db.transaction(async (tx) => {
      await holdRun(tx, id)
      await tidyImports(house.db, folder, testNow)
      expect((await tx.first<{ state: string }>(sql`select state from import_run where id = ${id}`))?.state).toBe('applying')
    })
    await tidyImports(house.db, folder, testNow)
    expect(await settled(id)).toMatchObject({ state: 'failed', message: expect.stringContaining('interrupted'), applicable: true })
  })

  it('removes uploaded files after a while', async () => {
    actor = all
    const { id } = (await send('reader=csv:team', { 'a.csv': 'Name\nOld team\n' })).json<{ id: string }>()
    await settled(id)
    await tidyImports(house.db, folder, testNow + 31 * 86_400_000)
    expect(await settled(id)).toMatchObject({ applicable: false, files_until: null })
    expect((await app.inject({ method: 'POST', url: `/api/v1/imports/${id}/apply` })).json()).toMatchObject({ code: 'files_gone' })
  })
})
