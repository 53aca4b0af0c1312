import type { FastifyRequest } from 'fastify'
import type { AlertNews, Reading, SourceRow, Taken } from '../capabilities/signals/index.ts'
import { cameTwice, countDrop, openSource, sourceOfKey, takeReadings } from '../capabilities/signals/index.ts'
import { isRefusal, Refusal } from '../kernel/refusal.ts'
import type { Database } from '../platform/db/database.ts'
import { type Route, route } from '../platform/http/contract.ts'
import { statuses } from '../platform/http/problem.ts'
import type { Registry } from '../platform/records/context.ts'
import { notFinite } from '../connectors/gather.ts'
import { isRecord } from '../connectors/json.ts'
import { readAlertmanager } from '../connectors/alertmanager/webhook.ts'
import { readCloudEvents, samplesOfEvents } from '../connectors/cloudevents/reader.ts'
import { otlpAnswer, otlpError } from '../connectors/otlp/answer.ts'
import { readOtlpMetrics } from '../connectors/otlp/metrics.ts'
import { pagerDutyAnswer, readPagerDutyEvent } from '../connectors/pagerduty/events.ts'
import { readPlainCsv } from '../connectors/plain/csv.ts'
import { readPlainJson } from '../connectors/plain/json.ts'
import { noNativeHistograms, readRemoteWrite } from '../connectors/prometheus/remote-write.ts'
import { readPrometheusText } from '../connectors/prometheus/text.ts'
import { keyIn } from './key.ts'

/** How alerts are taken: by whoever keeps them. */
export type TakeAlerts = (
  db: Database,
  registry: Registry,
  source: Readonly<{ id: string }>,
  news: readonly AlertNews[],
  now: number,
) => Promise<Readonly<Record<string, unknown>>>

const tag = 'Intake'
const readings = 32 * 1024 * 1024
const news = 2 * 1024 * 1024

const contentType = (request: FastifyRequest): string => request.headers['content-type'] ?? ''

/** The source that a request sends to, by its key. @throws Refusal `key_missing`, `key_unknown`, `paused` */
const sourceOf = async (db: Database, key: string | undefined, now: number): Promise<SourceRow> =>
  await openSource(db, await sourceOfKey(db, key, now))

type Ask = Readonly<{ db: Database; ctx: Readonly<{ now: number; registry: Registry }>; request: FastifyRequest; body: unknown }>

const bytesOf = (body: unknown): Buffer => (Buffer.isBuffer(body) ? body : Buffer.alloc(0))

const unreadable = 'A message could not be read.'

/** Reads a message. One that cannot be read is refused to whoever sent it and counted at its source, so that both see it. */
const readFor = async <T>(db: Database, source: SourceRow, now: number, read: () => T): Promise<T> => {
  try {
    return read()
  } catch (error) {
    if (isRefusal(error)) await countDrop(db, source.id, unreadable, error.message, now)
    throw error
  }
}

const taking = async ({ db, ctx, request, body }: Ask, read: (body: Buffer, source: SourceRow) => Reading): Promise<Taken> => {
  const source = await sourceOf(db, keyIn(request), ctx.now)
  const reading = await readFor(db, source, ctx.now, () => read(bytesOf(body), source))
  return await takeReadings(db, source, { reading }, () => ctx.now)
}

const jsonOf = (body: unknown): unknown => {
  try {
    return JSON.parse(bytesOf(body).toString('utf8')) as unknown
  } catch {
    throw new Refusal('invalid', 'not_json', 'The body is not JSON.')
  }
}

/** What a sender of remote write does right all the same: it tells again after a failure, and Prometheus itself has such numbers. */
const rightAllTheSame: readonly string[] = [cameTwice, notFinite, noNativeHistograms]

/** The answer to remote write: 400 with words when a sample was wrong, though the others were taken; a sender does not send again then (remote write 1.0). */
const remoteWriteAnswer = ({ taken, refused }: Taken): string | null => {
  const wrong = refused.filter((one) => !rightAllTheSame.includes(one.reason))
  if (wrong.length === 0) return null
  const words = wrong.map(({ reason, count, example }) => `${reason} (${count}${example === undefined ? '' : `, such as ${example}`})`)
  return `${taken} samples were taken, others not: ${words.join(' ')}`
}

const refusedCount = (taken: Taken): number => taken.refused.reduce((sum, one) => sum + one.count, 0)

/** Where tools send what they measure. Each request proves itself by the key of a source; what is not taken is counted and told. */
export const intakeRoutes = (takeAlerts: TakeAlerts): readonly Route[] => [
  route({
    method: 'POST',
    path: '/ingest/otlp/v1/metrics',
    tag,
    summary: 'OpenTelemetry metrics (OTLP/HTTP, JSON or protobuf)',
    keyed: true,
    open: true,
    bytes: readings,
    handle: async (ask) => {
      const { request, reply } = ask
      const type = contentType(request)
      try {
        const taken = await taking(ask, (body) => readOtlpMetrics(body, type))
        const refused = refusedCount(taken)
        const answer = otlpAnswer(
          refused,
          refused === 0 ? null : taken.refused.map((one) => `${one.reason} (${one.count})`).join(' '),
          type,
        )
        await reply.status(200).type(answer.contentType).send(Buffer.from(answer.body))
      } catch (error) {
        if (!isRefusal(error)) throw error
        const answer = otlpError(error.message, type)
        // The protocol knows 400 for data that cannot be read; a sender must not send it again.
        const status = error.reason === 'invalid' ? 400 : statuses[error.reason]
        await reply.status(status).type(answer.contentType).send(Buffer.from(answer.body))
      }
      return null
    },
  }),
  route({
    method: 'POST',
    path: '/ingest/prometheus/write',
    tag,
    summary: 'Prometheus remote write 1.0 (protobuf, snappy)',
    keyed: true,
    open: true,
    bytes: readings,
    handle: async (ask) => {
      const { reply } = ask
      try {
        const wrong = remoteWriteAnswer(await taking(ask, (body) => readRemoteWrite(body)))
        await (wrong === null ? reply.status(204).send() : reply.status(400).type('text/plain; charset=utf-8').send(wrong))
      } catch (error) {
        if (!isRefusal(error) || error.reason !== 'invalid') throw error
        await reply.status(400).type('text/plain; charset=utf-8').send(error.message)
      }
      return null
    },
  }),
  route({
    method: 'POST',
    path: '/ingest/prometheus/text',
    tag,
    summary: 'Prometheus text format 0.0.4 or OpenMetrics 1.0',
    keyed: true,
    open: true,
    bytes: readings,
    handle: async (ask) => await taking(ask, (body) => readPrometheusText(body, contentType(ask.request))),
  }),
  route({
    method: 'POST',
    path: '/ingest/json',
    tag,
    summary: 'Numbers as JSON: { name, value, at?, labels? }, a list of them, or one a line',
    keyed: true,
    open: true,
    bytes: readings,
    handle: async (ask) => await taking(ask, (body, source) => readPlainJson(body, source.zone === null ? {} : { zone: source.zone })),
  }),
  route({
    method: 'POST',
    path: '/ingest/csv',
    tag,
    summary: 'Numbers as CSV: name, value, at and labels as columns; ?name= names the series where there is no such column',
    keyed: true,
    open: true,
    bytes: readings,
    handle: async (ask) =>
      await taking(ask, (body, source) => {
        const { query } = ask.request
        const name =
          typeof query === 'object' && query !== null && 'name' in query && typeof query.name === 'string' ? query.name : undefined
        return readPlainCsv(body, { ...(source.zone === null ? {} : { zone: source.zone }), ...(name === undefined ? {} : { name }) })
      }),
  }),
  route({
    method: 'POST',
    path: '/ingest/events',
    tag,
    summary: 'CloudEvents 1.0 that tell a number: structured, batched or binary',
    keyed: true,
    open: true,
    bytes: news,
    handle: async (ask) =>
      await taking(ask, (body) => samplesOfEvents(readCloudEvents(contentType(ask.request), ask.request.headers, body))),
  }),
  route({
    method: 'POST',
    path: '/ingest/alertmanager',
    tag,
    summary: 'Alertmanager’s webhook, version 4',
    keyed: true,
    open: true,
    bytes: news,
    handle: async ({ db, ctx, request, body }) => {
      const source = await sourceOf(db, keyIn(request), ctx.now)
      const told = await readFor(db, source, ctx.now, () => readAlertmanager(jsonOf(body)))
      return await takeAlerts(db, ctx.registry, source, told, ctx.now)
    },
  }),
  route({
    method: 'POST',
    path: '/ingest/pagerduty/v2/enqueue',
    tag,
    summary: 'Events as the PagerDuty Events API v2 takes them; routing_key is the key of the source',
    keyed: true,
    open: true,
    bytes: news,
    status: 202,
    handle: async ({ db, ctx, body }) => {
      const given = jsonOf(body)
      const key = isRecord(given) ? given['routing_key'] : undefined
      // What brings no key is nobody's, and is refused with the other things that are wrong with it.
      if (typeof key !== 'string' || key === '') return pagerDutyAnswer(readPagerDutyEvent(given))
      const source = await sourceOf(db, key, ctx.now)
      const event = await readFor(db, source, ctx.now, () => readPagerDutyEvent(given))
      await takeAlerts(db, ctx.registry, source, [event.news], ctx.now)
      return pagerDutyAnswer(event)
    },
  }),
]
