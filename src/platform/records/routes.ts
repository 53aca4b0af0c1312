import { z } from 'zod'
import { Refusal } from '../../kernel/refusal.ts'
import type { Db } from '../db/database.ts'
import { type Ask, type Route, route } from '../http/contract.ts'
import { mayOn } from '../rights/grants.ts'
import { bulk, undoBatch } from './batch.ts'
import type { Context, Registry } from './context.ts'
import { asOf } from './history.ts'
import type { AnyRecord, Kind } from './kind.ts'
import { linksById, linksOf } from './links.ts'
import { get, list, locate, withoutHidden } from './read.ts'
import { contentTypes, exportFormats, exportRecords } from './export.ts'
import { relatedTo } from './related.ts'
import { describeKind, draftSchema, listAnswer, listQuery, oneAnswer, patchSchema } from './describe.ts'
import { change, create, move, remove } from './write.ts'
import { listAskOf } from './ask.ts'

type May = true | Readonly<{ why: string; right: string; holders: readonly unknown[] }>

/** What the person may do with a record right now; where they may not, why, by which right, and who holds it. */
const mayDo = async (db: Db, ctx: Context, kind: Kind, record: AnyRecord) => {
  const judge = async (verb: string): Promise<May> => {
    const right = `${kind.name}.${verb}`
    if (mayOn(ctx.actor, right, kind, record)) return true
    return { why: `That needs the right ${right}.`, right, holders: await ctx.registry.holders(db, right) }
  }
  const ways = kind.lifecycle.moves.filter((way) => way.from.includes(record.state))
  return {
    edit: await judge('edit'),
    remove: mayOn(ctx.actor, `${kind.name}.remove`, kind, record),
    do: Object.fromEntries(await Promise.all(ways.map(async (way) => [way.verb, await judge(way.verb)] as const))),
  }
}

const ifMatch = (ask: Pick<Ask<never, never, never>, 'request'>): { version?: number } => {
  const header = ask.request.headers['if-match']
  if (header === undefined || header === '*') return {}
  const version = Number(header.replace(/^W\//, '').replaceAll('"', ''))
  if (!Number.isInteger(version)) throw new Refusal('invalid', 'if_match', 'If-Match takes the version of the record in quotes: "3".')
  return { version }
}

const withReason = (body: Readonly<Record<string, unknown>>): Readonly<{ fields: Record<string, unknown>; how: { reason?: string } }> => {
  const { reason, ...fields } = body
  if (reason !== undefined && typeof reason !== 'string') throw new Refusal('invalid', 'reason', 'A reason is text.')
  return { fields, how: reason ? { reason: reason.slice(0, 2000) } : {} }
}

const anyObject = z.record(z.string(), z.unknown())

/** The endpoints that every kind has, made from its description. */
export const routesOf = (kind: Kind, registry: Registry): readonly Route[] => {
  const base = `/${kind.plural}`
  const tag = kind.labels
  const answered = async (ask: Ask<never, never, never> | Ask<Readonly<Record<string, string>>, unknown, unknown>, record: AnyRecord) => ({
    item: withoutHidden(ask.ctx, kind, record),
    links: await linksOf(ask.db, kind, [record]),
  })
  return [
    route({
      method: 'GET',
      path: base,
      tag,
      summary: `List ${kind.labels.toLowerCase()}`,
      query: listQuery(kind),
      answer: listAnswer(kind, registry),
      handle: async ({ db, ctx, query }) => await list(db, ctx, kind, listAskOf(query as Record<string, string>)),
    }),
    route({
      method: 'GET',
      path: `${base}/export`,
      tag,
      summary: `${kind.labels} as a table: csv, xlsx or md (Markdown); the same filters and sort as the list`,
      handle: async ({ db, ctx, request, reply }) => {
        const query = request.query as Readonly<Record<string, string>>
        const format = exportFormats.find((one) => one === (query['format'] ?? 'csv'))
        if (!format) throw new Refusal('invalid', 'format', `A format is one of: ${exportFormats.join(', ')}.`)
        const { filters, sort } = listAskOf(query)
        const columns = query['columns']?.split(',').filter(Boolean)
        const table = await exportRecords(
          db,
          ctx,
          kind,
          { filters, ...(sort ? { sort } : {}), ...(columns ? { columns } : {}), labels: query['labels'] === '1' },
          format,
        )
        return await reply
          .type(contentTypes[format])
          .header('Content-Disposition', `attachment; filename="${kind.plural}.${format}"`)
          .send(table)
      },
    }),
    route({
      method: 'GET',
      path: `${base}/:key`,
      tag,
      summary: `One ${kind.label.toLowerCase()}, now or as it was`,
      query: z.object({ as_of: z.iso.datetime({ offset: true, error: 'as_of takes a moment like 2026-03-01T09:00:00Z.' }).optional() }),
      answer: oneAnswer(kind, registry),
      handle: async ({ db, ctx, params, query }) => {
        const record = query.as_of
          ? await asOf(db, ctx, kind, params['key'] ?? '', query.as_of)
          : await get(db, ctx, kind, params['key'] ?? '')
        return {
          item: record,
          links: await linksOf(db, kind, [record]),
          ...(query.as_of
            ? { as_of: query.as_of }
            : { may: await mayDo(db, ctx, kind, record), ...(await ctx.registry.beside(db, ctx, record)) }),
        }
      },
    }),
    route({
      method: 'POST',
      path: base,
      tag,
      summary: `Create a ${kind.label.toLowerCase()}`,
      status: 201,
      body: draftSchema(kind, registry),
      answer: oneAnswer(kind, registry),
      handle: async (ask) =>
        await answered(
          ask,
          await ask.db.transaction(async (tx) => await create(tx, ask.ctx, kind, ask.body as Record<string, unknown>), { short: true }),
        ),
    }),
    route({
      method: 'PATCH',
      path: `${base}/:key`,
      tag,
      summary: `Change fields of a ${kind.label.toLowerCase()}`,
      body: patchSchema(kind, registry),
      answer: oneAnswer(kind, registry),
      handle: async (ask) => {
        const { fields, how } = withReason(ask.body as Record<string, unknown>)
        return await answered(
          ask,
          await ask.db.transaction(
            async (tx) => await change(tx, ask.ctx, kind, ask.params['key'] ?? '', fields, { ...how, ...ifMatch(ask) }),
          ),
        )
      },
    }),
    route({
      method: 'POST',
      path: `${base}/:key/do/:verb`,
      tag,
      summary: `Move a ${kind.label.toLowerCase()} to another state: ${kind.lifecycle.moves.map((one) => one.verb).join(', ')}`,
      body: anyObject.nullish(),
      answer: oneAnswer(kind, registry),
      handle: async (ask) => {
        const { fields, how } = withReason(ask.body ?? {})
        return await answered(
          ask,
          await ask.db.transaction(
            async (tx) =>
              await move(tx, ask.ctx, kind, ask.params['key'] ?? '', ask.params['verb'] ?? '', fields, { ...how, ...ifMatch(ask) }),
          ),
        )
      },
    }),
    route({
      method: 'POST',
      path: `${base}/:key/remove`,
      tag,
      summary: `Remove a ${kind.label.toLowerCase()} for good`,
      body: anyObject.nullish(),
      handle: async (ask) => {
        await ask.db.transaction(
          async (tx) => await remove(tx, ask.ctx, kind, ask.params['key'] ?? '', { ...withReason(ask.body ?? {}).how, ...ifMatch(ask) }),
        )
        return { removed: true }
      },
    }),
    route({
      method: 'POST',
      path: `${base}/bulk`,
      tag,
      summary: `Change many ${kind.labels.toLowerCase()} at once, with a preview`,
      body: z.object({
        select: z.union([z.object({ ids: z.array(z.uuid()).max(5000) }), z.object({ filter: z.string().max(4000) })]),
        change: anyObject.optional(),
        do: z.looseObject({ verb: z.string() }).optional(),
        reason: z.string().max(2000).optional(),
        preview: z.boolean().default(true),
      }),
      handle: async ({ db, ctx, body }) => {
        const select =
          'ids' in body.select
            ? { ids: body.select.ids }
            : { filters: listAskOf(Object.fromEntries(new URLSearchParams(body.select.filter))).filters }
        return await bulk(db, ctx, kind, {
          select,
          preview: body.preview,
          ...(body.change ? { change: body.change } : {}),
          ...(body.do ? { do: body.do } : {}),
          ...(body.reason ? { reason: body.reason } : {}),
        })
      },
    }),
  ]
}

/** What can be asked of any record, whatever its kind. */
export const anyRecordRoutes = (): readonly Route[] => [
  route({
    method: 'GET',
    path: '/records/:key',
    tag: 'Any record',
    summary: 'Which record a ref or an id names',
    handle: async ({ db, ctx, params }) => {
      const { record } = await locate(db, ctx, params['key'] ?? '')
      return (await linksById(db, [record.id]))[record.id]
    },
  }),
  route({
    method: 'GET',
    path: '/records/:key/related',
    tag: 'Any record',
    summary: 'Records that link to this one, by kind',
    handle: async ({ db, ctx, params }) => {
      const { kind, record } = await locate(db, ctx, params['key'] ?? '')
      return { groups: await relatedTo(db, ctx, kind, record.id) }
    },
  }),
  route({
    method: 'POST',
    path: '/batches/:id/undo',
    tag: 'Any record',
    summary: 'Undo a bulk edit or an import',
    params: z.object({ id: z.uuid('That is not the id of a batch.') }),
    handle: async ({ db, ctx, params }) => await undoBatch(db, ctx, params.id),
  }),
  route({
    method: 'GET',
    path: '/kinds',
    tag: 'Any record',
    summary: 'Every kind of record with its fields, states and moves',
    handle: async ({ ctx }) => ({ kinds: ctx.registry.kinds.map(describeKind) }),
  }),
]
