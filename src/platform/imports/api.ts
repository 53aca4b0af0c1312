import type { FastifyRequest } from 'fastify'
import type { MultipartFile } from '@fastify/multipart'
import { z } from 'zod'
import { isZone } from '../../kernel/calendar/zone.ts'
import { isId } from '../../kernel/id.ts'
import type { Millis } from '../../kernel/instant.ts'
import { notFound, Refusal } from '../../kernel/refusal.ts'
import { type Route, route } from '../http/contract.ts'
import type { Database } from '../db/database.ts'
import { applyImport, type Imports, needToImport, remap, type Started, startImport, undoImport } from './actions.ts'
import { dateFormats } from './dates.ts'
import type { Upload } from './files.ts'
import type { Reader } from './reader.ts'
import { issuesOf, markInterrupted, type Run, runOf, runsOf } from './runs.ts'
import { isAtWork } from './work.ts'

/** How imports stand in the house: the database comes with each request. */
export type ImportsHow = Readonly<{ readers: readonly Reader[]; folder: () => string; now: () => Millis; defect: (error: unknown) => void }>

export const importsOn = (how: ImportsHow, db: Database): Imports => ({
  readers: how.readers,
  shop: { db, folder: how.folder(), now: how.now, defect: how.defect },
})

const words = z.record(z.string().max(200), z.string().max(400))

const mappingChange = z.strictObject({
  columns: words.optional(),
  values: z.record(z.string().max(200), words).optional(),
  date_format: z.enum(dateFormats, { error: `A date format is one of: ${dateFormats.join(', ')}.` }).optional(),
  zone: z.string().refine(isZone, 'That is not a time zone. Use an IANA name such as Europe/London.').optional(),
  missing: z.array(z.string().max(60)).max(100).optional(),
  defaults: words.optional(),
  key: z.string().max(100).optional(),
  decimal: z.enum(['.', ',']).optional(),
  keep_valid: z.boolean().optional(),
})

const startQuery = z.object({
  reader: z.string({ error: 'Say with which reader: ?reader=csv:service. GET /imports/readers lists them.' }),
  source: z.string().max(120).optional(),
  dry_run: z.enum(['0', '1', 'true', 'false']).default('1'),
})

const multipartOf = (request: FastifyRequest): FastifyRequest => {
  if (!request.isMultipart()) throw new Refusal('invalid', 'not_multipart', 'Send the files as multipart/form-data.')
  return request
}

/** The files of a request one after the other; a part that is no file is left out. */
async function* uploadsOf(request: FastifyRequest): AsyncGenerator<Upload> {
  for await (const part of multipartOf(request).parts({ preservePath: true, limits: { files: 5000, parts: 6000 } }) as AsyncIterable<
    MultipartFile | { type: 'field' }
  >)
    if (part.type === 'file') yield { name: part.filename || part.fieldname, content: part.file, truncated: () => part.file.truncated }
}

const shown = (run: Run) => ({
  ...run,
  undoable: run.state === 'applied' && run.doing === null,
  applicable: (run.state === 'checked' || run.state === 'failed') && run.doing === null && run.files_until !== null,
})

const idOf = (params: Readonly<Record<string, string>>): string => {
  const id = params['id'] ?? ''
  if (!isId(id)) throw notFound('This import')
  return id
}

/** The endpoints under /imports. Work goes on after the answer; GET /imports/:id tells how far it is. */
export const routesOf = (how: ImportsHow): readonly Route[] => {
  const tag = 'Imports'
  const of = (db: Database): Imports => importsOn(how, db)
  const begun = ({ id, finished }: Started): { id: string } => {
    finished.catch(how.defect)
    return { id }
  }
  return [
    route({
      method: 'GET',
      path: '/imports/readers',
      tag,
      summary: 'What can be imported',
      handle: async ({ ctx }) => {
        needToImport(ctx)
        return { items: how.readers.map(({ name, label, about, accepts }) => ({ name, label, about, accepts })) }
      },
    }),
    route({
      method: 'GET',
      path: '/imports',
      tag,
      summary: 'Imports, the newest first',
      query: z.object({ limit: z.coerce.number().int().min(1).max(200).default(50), after: z.uuid().optional() }),
      handle: async ({ db, ctx, query }) => {
        needToImport(ctx)
        const items = await runsOf(db, query.limit, query.after)
        return { items: items.map(shown), next: items.length === query.limit ? (items.at(-1)?.id ?? null) : null }
      },
    }),
    route({
      method: 'POST',
      path: '/imports',
      tag,
      summary: 'Send files to import; they are checked first unless dry_run=0',
      status: 201,
      streams: true,
      query: startQuery,
      handle: async ({ db, ctx, query, request }) =>
        begun(
          await startImport(of(db), ctx, {
            reader: query.reader,
            dryRun: query.dry_run === '1' || query.dry_run === 'true',
            uploads: uploadsOf(request),
            ...(query.source ? { source: query.source } : {}),
          }),
        ),
    }),
    route({
      method: 'GET',
      path: '/imports/:id',
      tag,
      summary: 'How far an import is, what it would do or did, and what is wrong with its lines',
      query: z.object({ after: z.coerce.number().int().min(0).default(0), limit: z.coerce.number().int().min(1).max(1000).default(200) }),
      handle: async ({ db, ctx, params, query }) => {
        needToImport(ctx)
        const id = idOf(params)
        const first = await runOf(db, id)
        const run = first.doing && (await markInterrupted(db, how.now(), isAtWork)) > 0 ? await runOf(db, id) : first
        const issues = await issuesOf(db, id, query.after, query.limit)
        const fields = how.readers.find((one) => one.name === run.reader)?.targets?.(ctx.registry) ?? []
        return { ...shown(run), fields, issues, issues_next: issues.length === query.limit ? (issues.at(-1)?.number ?? null) : null }
      },
    }),
    route({
      method: 'PUT',
      path: '/imports/:id/mapping',
      tag,
      summary: 'Change how the source is read, and read it again',
      body: mappingChange,
      handle: async ({ db, ctx, params, body }) => begun(await remap(of(db), ctx, idOf(params), present(body))),
    }),
    route({
      method: 'POST',
      path: '/imports/:id/apply',
      tag,
      summary: 'Write what was checked',
      handle: async ({ db, ctx, params }) => begun(await applyImport(of(db), ctx, idOf(params))),
    }),
    route({
      method: 'POST',
      path: '/imports/:id/undo',
      tag,
      summary: 'Take an import back',
      handle: async ({ db, ctx, params }) => begun(await undoImport(of(db), ctx, idOf(params))),
    }),
  ]
}

/** Without the keys that were not sent, which would otherwise clear what the mapping has. */
const present = (body: z.infer<typeof mappingChange>) => Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined))
