import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { monday, testHouse, type TestHouse } from '../../test/house.ts'
import { openDatabase } from '../platform/db/database.ts'
import { sql } from '../platform/db/sql.ts'
import { sharedText } from '../../test/oracles/shared.ts'
import { packed, writeRequest } from '../connectors/prometheus/write.samples.ts'
import { pullAll } from './pull.ts'

let reeve: TestHouse
const keys: Record<string, string> = {}
const ids: Record<string, string> = {}
const made = async (plural: string, body: object): Promise<string> => {
  const answer = await reeve.call('POST', `/${plural}`, body)
  expect(answer.body).toHaveProperty('item')
  return (answer.body['item'] as { id: string }).id
}
const source = async (name: string, type: string, more: object = {}): Promise<void> => {
  ids[name] = await made('sources', { title: name, source_type: type, ...more })
  const { body } = await reeve.call('POST', `/sources/${ids[name]}/keys`)
  keys[name] = String(body['key'])
}
beforeAll(async () => {
  reeve = await testHouse()
  ids['portal'] = await made('services', { title: 'Portal', service_kind: 'application' })
  await source('telemetry', 'otlp')
  await source('alerts', 'alertmanager', { subject_label: 'service', settings: { outages: { critical: 'down' } } })
  ids['requests'] = await made('measures', {
    title: 'Requests',
    measure_type: 'throughput',
    aggregation: 'sum',
    source: ids['telemetry'],
    series: { name: 'requests' },
  })
})
afterAll(async () => await reeve[Symbol.asyncDispose]())

const send = async (path: string, key: string | undefined, body: Buffer | string, type: string, headers: Record<string, string> = {}) =>
  await reeve.call('POST', `/ingest/${path}`, typeof body === 'string' ? Buffer.from(body) : body, {
    as: null,
    headers: { 'content-type': type, ...(key === undefined ? {} : { authorization: `Bearer ${key}` }), ...headers },
  })
const sum = async (measure: string): Promise<number> =>
  (await reeve.house.db.first<{ sum: number | null }>(sql`select sum(sum) from rollup_minute where measure = ${ids[measure]}`))?.sum ?? 0
const otlp = (value: number, at: number): string =>
  JSON.stringify({
    resourceMetrics: [
      { scopeMetrics: [{ metrics: [{ name: 'requests', gauge: { dataPoints: [{ asDouble: value, timeUnixNano: `${at}000000` }] } }] }] },
    ],
  })

describe('what tools send', () => {
  test('without a key, with a wrong one or to a paused source is refused, whoever is signed in', async () => {
    expect((await send('otlp/v1/metrics', undefined, otlp(1, monday), 'application/json')).status).toBe(401)
    expect((await send('json', 'rvs_wrong', '[]', 'application/json')).body['code']).toBe('key_unknown')
    await reeve.call('POST', `/sources/${ids['telemetry']}/do/pause`)
    expect((await send('json', keys['telemetry'], '[]', 'application/json')).body['code']).toBe('paused')
    await reeve.call('POST', `/sources/${ids['telemetry']}/do/resume`)
  })
  test('as OTLP, packed or not, feeds the measure, and comes back with what was not taken', async () => {
    const taken = await send('otlp/v1/metrics', keys['telemetry'], otlp(5, monday - 1000), 'application/json')
    expect(taken).toMatchObject({ status: 200, body: {} })
    await send('otlp/v1/metrics', keys['telemetry'], gzipSync(otlp(7, monday - 2000)), 'application/json', { 'content-encoding': 'gzip' })
    expect(await sum('requests')).toBe(12)
    const late = await send('otlp/v1/metrics', keys['telemetry'], otlp(7, monday - 90 * 86_400_000), 'application/json')
    expect(late.body).toMatchObject({ partialSuccess: { rejectedDataPoints: '1' } })
    const broken = await send('otlp/v1/metrics', keys['telemetry'], Buffer.from([0x0a, 0xff, 0xff]), 'application/x-protobuf')
    expect(broken.status).toBe(400)
  })
  test('as remote write, text, JSON and CSV feeds it alike', async () => {
    const before = await sum('requests')
    const written = packed(writeRequest([{ labels: { __name__: 'requests', host: 'a' }, samples: [{ at: monday - 3000, value: 10 }] }]))
    expect(
      (await send('prometheus/write', keys['telemetry'], Buffer.from(written), 'application/x-protobuf', { 'content-encoding': 'snappy' }))
        .status,
    ).toBe(204)
    await send('prometheus/text', keys['telemetry'], `requests{host="b"} 20 ${monday - 4000}\n`, 'text/plain')
    await send(
      'json',
      keys['telemetry'],
      JSON.stringify({ name: 'requests', value: 30, at: new Date(monday - 5000).toISOString() }),
      'application/json',
    )
    await send('csv', keys['telemetry'], `name,value,at\nrequests,40,${new Date(monday - 6000).toISOString()}\n`, 'text/csv')
    expect((await sum('requests')) - before).toBe(100)
  })
  test('as remote write with a wrong sample is answered with 400 and words, and the right ones are taken', async () => {
    const before = await sum('requests')
    const write = async (...samples: { at: number; value: number }[]) =>
      await send(
        'prometheus/write',
        keys['telemetry'],
        Buffer.from(packed(writeRequest([{ labels: { __name__: 'requests', host: 'w' }, samples }]))),
        'application/x-protobuf',
        { 'content-encoding': 'snappy' },
      )
    const half = await write({ at: monday - 7000, value: 3 }, { at: monday - 90 * 86_400_000, value: 4 })
    expect(half).toMatchObject({ status: 400, body: { text: expect.stringMatching(/^1 samples were taken.*too late/) as string } })
    expect((await write({ at: monday - 7000, value: 3 }, { at: monday - 6500, value: Number.NaN })).status).toBe(204)
    expect((await sum('requests')) - before).toBe(3)
  })
  test('and cannot be read is refused to the sender and counted at the source, whatever its format', async () => {
    await source('garbled', 'plain')
    const key = keys['garbled']
    const deep = `${'['.repeat(60_000)}${']'.repeat(60_000)}`
    const sent = [
      await send('otlp/v1/metrics', key, Buffer.from([0x0a, 0xff, 0xff]), 'application/x-protobuf'),
      await send('prometheus/write', key, Buffer.from('sNaPpY'), 'application/x-protobuf', { 'content-encoding': 'snappy' }),
      await send('prometheus/text', key, 'a 1\n', 'application/openmetrics-text'),
      await send('json', key, 'no', 'application/json'),
      await send('csv', key, 'a,b\n1,2\n', 'text/csv'),
      await send('events', key, JSON.stringify({ specversion: '1.0', source: '/a', type: 't' }), 'application/cloudevents+json'),
      await send('alertmanager', key, JSON.stringify({ version: '3', alerts: [] }), 'application/json'),
      await send('pagerduty/v2/enqueue', undefined, JSON.stringify({ routing_key: key, event_action: 'sing' }), 'application/json'),
    ]
    expect(sent.map((one) => one.status)).toEqual([400, 400, 422, 422, 422, 422, 422, 422])
    expect((await send('json', key, deep, 'application/json')).body).toMatchObject({ taken: 0, refused: [{ count: 1 }] })
    expect((await send('alertmanager', key, `{"alerts":[{"labels":{"a":${deep}}}]}`, 'application/json')).status).toBe(200)
    const logs = await send('otlp/v1/metrics', key, JSON.stringify({ resourceLogs: [{}, {}] }), 'application/json')
    expect(logs.body).toMatchObject({ partialSuccess: { rejectedDataPoints: '2', errorMessage: 'logs are not read; send metrics (2)' } })
    const { body } = await reeve.call('GET', `/sources/${ids['garbled']}/intake`)
    expect(body['drops']).toContainEqual(expect.objectContaining({ reason: 'A message could not be read.', n: 8 }))
  })
  test('as an event counts once, told again without a time too', async () => {
    await source('events', 'cloudevents')
    ids['rooms'] = await made('measures', {
      title: 'Rooms',
      measure_type: 'environment',
      aggregation: 'sum',
      source: ids['events'],
      series: { name: 'room' },
    })
    const event = (id: string, time?: string) =>
      JSON.stringify({ specversion: '1.0', id, source: '/plant', type: 'room', data: { value: 5 }, ...(time ? { time } : {}) })
    const type = 'application/cloudevents+json'
    const time = new Date(monday - 1000).toISOString()
    for (const one of [event('1'), event('1'), event('2', time), event('3', time), event('3', time)])
      expect((await send('events', keys['events'], one, type)).status).toBe(200)
    const batch = await send('events', keys['events'], `[${event('4')},${event('5')},${event('1')}]`, 'application/cloudevents-batch+json')
    expect(batch.body).toMatchObject({ taken: 2, refused: [{ reason: 'It came twice.', count: 1 }] })
    const headers = { 'ce-specversion': '1.0', 'ce-id': '6', 'ce-source': '/plant', 'ce-type': 'room' }
    for (const taken of [1, 0])
      expect((await send('events', keys['events'], '{"value":5}', 'application/json', headers)).body).toMatchObject({ taken })
    expect(await sum('rooms')).toBe(30)
  })
  test('as an alert opens one episode and its outage, tells it again, and ends both', async () => {
    const alert = (status: string) =>
      JSON.stringify({
        version: '4',
        status,
        alerts: [
          {
            status,
            labels: { alertname: 'Down', service: 'Portal', severity: 'critical' },
            annotations: { summary: 'Portal does not answer' },
            startsAt: new Date(monday - 60_000).toISOString(),
            endsAt: status === 'resolved' ? new Date(monday - 10_000).toISOString() : '0001-01-01T00:00:00Z',
            fingerprint: 'abc',
          },
        ],
      })
    for (const status of ['firing', 'firing', 'resolved', 'resolved'])
      expect((await send('alertmanager', keys['alerts'], alert(status), 'application/json')).status).toBe(200)
    const alerts = (await reeve.call('GET', '/alerts?state=resolved')).body['items'] as { subject: string; told: number }[]
    expect(alerts).toMatchObject([{ subject: ids['portal'], severity: 'critical' }])
    const outages = (await reeve.call('GET', '/outages')).body['items'] as object[]
    expect(outages).toMatchObject([{ subject: ids['portal'], severity: 'down', state: 'ended', found_by: 'alert' }])
  })
  test('as a PagerDuty event opens an alert and is answered with its key', async () => {
    const event = {
      routing_key: keys['alerts'],
      event_action: 'trigger',
      payload: { summary: 'Fan 3', source: 'plant', severity: 'warning' },
    }
    const answer = await send('pagerduty/v2/enqueue', undefined, JSON.stringify(event), 'application/json')
    expect(answer).toMatchObject({ status: 202, body: { status: 'success' } })
    const end = { routing_key: keys['alerts'], event_action: 'resolve', dedup_key: answer.body['dedup_key'] }
    expect((await send('pagerduty/v2/enqueue', undefined, JSON.stringify(end), 'application/json')).status).toBe(202)
    expect(((await reeve.call('GET', '/alerts?severity=warning')).body['items'] as object[])[0]).toMatchObject({
      title: 'Fan 3',
      state: 'resolved',
    })
  })
  test('after a key was taken back is refused, by another process within ten seconds too', async () => {
    const { body } = await reeve.call('GET', `/sources/${ids['alerts']}/keys`)
    const [key] = body['items'] as { id: string }[]
    expect((await reeve.call('DELETE', `/sources/${ids['alerts']}/keys/${key?.id}`)).status).toBe(200)
    reeve.now.value += 11_000
    expect((await send('alertmanager', keys['alerts'], '{}', 'application/json')).body['code']).toBe('key_unknown')
  })
  test('the shared Prometheus example feeds a measure of its latency', async ({ skip }) => {
    const text = sharedText('data/telemetry-payloads/prometheus-text-0.0.4-example.prom')
    if (text === null) return skip('the shared data is not here')
    const answer = await send('prometheus/text', keys['telemetry'], text, 'text/plain; version=0.0.4')
    expect(answer.status).toBe(200)
    expect(Number(answer.body['taken'])).toBeGreaterThan(5)
  })
})

describe('a PromQL server', () => {
  let server: Server
  const asked: string[] = []
  beforeAll(async () => {
    server = createServer((request, answer) => {
      const url = new URL(request.url ?? '', 'http://x')
      asked.push(url.searchParams.get('query') ?? '')
      const [start, end, step] = ['start', 'end', 'step'].map((name) => Number(url.searchParams.get(name)))
      const values = []
      for (let at = start ?? 0; at <= (end ?? 0); at += step ?? 60) values.push([at, '2'])
      answer.setHeader('content-type', 'application/json')
      answer.end(JSON.stringify({ status: 'success', data: { resultType: 'matrix', result: [{ metric: {}, values }] } }))
    })
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  })
  afterAll(async () => await new Promise((done) => server.close(done)))

  test('is asked for each measure’s steps since its last reading, once, and its silence is counted', async () => {
    const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    ids['prom'] = await made('sources', { title: 'Prometheus', source_type: 'promql', address })
    ids['up'] = await made('measures', {
      title: 'Up',
      measure_type: 'availability',
      aggregation: 'mean',
      source: ids['prom'],
      query: 'up',
      every: 60,
    })
    const dead = await made('sources', { title: 'Gone', source_type: 'promql', address: 'http://127.0.0.1:1' })
    await made('measures', { title: 'Gone', measure_type: 'other', aggregation: 'mean', source: dead, query: 'up' })
    const reaching = () => async (url: string, init: RequestInit) => {
      try {
        return await fetch(url, init)
      } catch {
        const { Refusal } = await import('../kernel/refusal.ts')
        throw new Refusal('unavailable', 'no_answer', '127.0.0.1: the connection was refused.')
      }
    }
    const count = async () =>
      (
        await reeve.house.db.first<{ n: number }>(
          sql`select coalesce(sum(count), 0)::integer as n from rollup_minute where measure = ${ids['up']}`,
        )
      )?.n
    await pullAll(reeve.house.db, reaching, () => undefined, reeve.now.value)
    const first = await count()
    expect(first).toBeGreaterThan(3)
    await pullAll(reeve.house.db, reaching, () => undefined, reeve.now.value)
    expect(await count()).toBe(first)
    await pullAll(reeve.house.db, reaching, () => undefined, reeve.now.value + 10 * 60_000)
    expect(await count()).toBe((first ?? 0) + 10)
    const drops = (await reeve.call('GET', `/sources/${dead}/intake`)).body['drops'] as { reason: string }[]
    expect(drops[0]?.reason).toBe('127.0.0.1: the connection was refused.')
  })
})

test('another house on the same database takes from the same source', async () => {
  const other = openDatabase(reeve.house.db.address, 2)
  const { openSource, takeReadings } = await import('../capabilities/signals/index.ts')
  const row = await openSource(other, ids['telemetry'] ?? '')
  const before = await sum('requests')
  await takeReadings(
    other,
    row,
    {
      reading: {
        samples: [{ name: 'requests', labels: {}, at: reeve.now.value - 500, value: 3, means: 'gauge' }],
        distributions: [],
        refused: [],
      },
    },
    () => reeve.now.value,
  )
  await send(
    'json',
    keys['telemetry'],
    JSON.stringify({ name: 'requests', value: 4, at: new Date(reeve.now.value - 400).toISOString() }),
    'application/json',
  )
  await other.close()
  expect((await sum('requests')) - before).toBe(7)
})
