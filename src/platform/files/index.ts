import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { isId } from '../../kernel/id.ts'
import { notFound, Refusal } from '../../kernel/refusal.ts'
import type { Capability } from '../capability.ts'
import { type Route, route } from '../http/contract.ts'
import { locate } from '../records/read.ts'
import { attach, detach, fileSeen, type FilesHow, shown, type Upload } from './actions.ts'
import { pathOf, sweep } from './content.ts'
import { disposition } from './name.ts'
import { shownTypes } from './sniff.ts'
import { contentsInUse, filesOf, forgetRemoved, type Stored } from './store.ts'

const tag = 'Files'
const day = 86_400_000
const mostAtOnce = 50

async function* uploadsOf(request: FastifyRequest, maxBytes: number): AsyncGenerator<Upload> {
  // Larger files are cut and then refused with the limit's name, instead of an error in the middle of the stream.
  for await (const part of request.files({ throwFileSizeLimit: false, limits: { fileSize: maxBytes, files: mostAtOnce } }))
    yield { name: part.filename, type: part.mimetype, content: part.file, truncated: () => part.file.truncated }
}

const fileId = (params: Readonly<Record<string, string>>): string => {
  const id = params['id'] ?? ''
  if (!isId(id)) throw notFound('This file')
  return id
}

/** Nothing in a file runs as a page of ours. A browser's own viewer of PDF does not work inside the sandbox; it has one of its own. */
const policyOf = (type: string): string =>
  type === 'application/pdf'
    ? "frame-ancestors 'self'"
    : "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; sandbox; frame-ancestors 'self'"

const missing = (): Refusal =>
  new Refusal(
    'not_found',
    'content_missing',
    'The content of this file is not in the data folder. Tell your administrator: it can be put back from a backup.',
  )

const sent = async (how: FilesHow, request: FastifyRequest, reply: FastifyReply, file: Stored): Promise<null> => {
  const safe = shownTypes.has(file.type)
  const etag = `"${file.sha256}"`
  void reply.header('ETag', etag).header('Cache-Control', 'private, no-cache')
  if (request.headers['if-none-match'] === etag) {
    await reply.status(304).send()
    return null
  }
  const path = pathOf(how.folder, file.sha256)
  const there = await stat(path).catch(() => undefined)
  if (there?.size !== file.size) throw missing()
  await reply
    .header('Content-Type', !safe ? 'application/octet-stream' : file.type === 'text/plain' ? 'text/plain; charset=utf-8' : file.type)
    .header('Content-Length', String(file.size))
    .header('Content-Disposition', disposition(file.name, safe))
    .header('Content-Security-Policy', policyOf(file.type))
    .header('Cross-Origin-Resource-Policy', 'same-origin')
    .send(createReadStream(path))
  return null
}

const routes = (how: FilesHow): readonly Route[] => [
  route({
    method: 'GET',
    path: '/records/:key/files',
    tag,
    summary: 'Files of a record, newest first',
    handle: async ({ db, ctx, params }) => {
      const { record } = await locate(db, ctx, params['key'] ?? '')
      return { items: (await filesOf(db, record.id)).map(shown) }
    },
  }),
  route({
    method: 'POST',
    path: '/records/:key/files',
    tag,
    summary: 'Add files to a record (multipart/form-data)',
    status: 201,
    streams: true,
    handle: async ({ db, ctx, params, request }) => ({
      items: await attach(how, db, ctx, params['key'] ?? '', uploadsOf(request, how.maxBytes)),
    }),
  }),
  route({
    method: 'GET',
    path: '/files/:id',
    tag,
    summary: 'The content of a file',
    handle: async ({ db, ctx, params, request, reply }) => await sent(how, request, reply, (await fileSeen(db, ctx, fileId(params))).file),
  }),
  route({
    method: 'DELETE',
    path: '/files/:id',
    tag,
    summary: 'Take a file away from its record',
    handle: async ({ db, ctx, params }) => {
      await detach(db, ctx, fileId(params))
      return { removed: true }
    },
  }),
]

/** Files of records, of whatever kind. */
export const makeFiles = (how: FilesHow): Capability => ({
  name: 'files',
  migrations: new URL('./migrations', import.meta.url).pathname,
  routes: routes(how),
  jobs: [
    {
      name: 'files.sweep',
      cron: '17 3 * * *',
      about: 'Deletes the content of files that were removed 30 days ago, and what broken uploads left.',
      run: async (db, _registry, _data, now) => {
        await forgetRemoved(db, now - 30 * day)
        await sweep(how.folder, now - day, async (digests) => await contentsInUse(db, digests))
      },
    },
  ],
})
