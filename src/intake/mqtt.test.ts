import { createServer, type Server } from 'node:net'
import type { AddressInfo } from 'node:net'
import { Aedes } from 'aedes'
import { connectAsync } from 'mqtt'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { testHouse, type TestHouse } from '../../test/house.ts'
import { openDatabase } from '../platform/db/database.ts'
import { sql } from '../platform/db/sql.ts'
import { holdLease } from '../platform/jobs/lease.ts'
import { gatherer, mqttLoop } from './mqtt.ts'

let reeve: TestHouse
let broker: Aedes
let server: Server
const made = async (plural: string, body: object): Promise<string> => {
  const answer = await reeve.call('POST', `/${plural}`, body)
  expect(answer.body).toHaveProperty('item')
  return (answer.body['item'] as { id: string }).id
}
beforeAll(async () => {
  reeve = await testHouse()
  broker = await Aedes.createBroker()
  server = createServer(broker.handle)
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
})
afterAll(async () => {
  await new Promise<void>((done) => broker.close(() => done()))
  await new Promise((done) => server.close(done))
  await reeve[Symbol.asyncDispose]()
})

const parts = { judge: async () => await Promise.resolve({ address: '127.0.0.1', family: 4 }), secret: () => undefined }
const until = async (holds: () => Promise<boolean>): Promise<void> => {
  for (let turn = 0; turn < 200; turn++) {
    if (await holds()) return
    await new Promise((done) => setTimeout(done, 50))
  }
  throw new Error('it did not come to that')
}

test('what rooms tell a broker arrives once in the measure, by one of two processes, until the source is paused', async () => {
  const url = `mqtt://127.0.0.1:${(server.address() as AddressInfo).port}`
  const source = await made('sources', {
    title: 'Plant',
    source_type: 'mqtt',
    address: url,
    settings: { topics: ['building/+room/+sensor'], path: '$.value' },
  })
  const measure = await made('measures', {
    title: 'Temperature of theatre 4',
    source,
    measure_type: 'environment',
    aggregation: 'mean',
    series: { name: 'building/*', labels: { room: 'theatre-4', sensor: 'temperature' } },
  })
  const other = openDatabase(reeve.house.db.address, 2)
  const [one, two] = [mqttLoop(parts), mqttLoop(parts)]
  const stopping = new AbortController()
  const turn = async (): Promise<void> => {
    await one.run(reeve.house.db, reeve.house.registry, () => reeve.now.value, stopping.signal)
    await two.run(other, reeve.house.registry, () => reeve.now.value, stopping.signal)
  }
  await turn()
  await until(async () => await Promise.resolve(broker.connectedClients === 1))
  const sender = await connectAsync(url)
  const listeners = async (): Promise<boolean> => {
    await sender.publishAsync('building/hall/noise', '{"value": 1}', { qos: 1 })
    return ((await reeve.call('GET', `/sources/${source}/intake`)).body['taken'] as number) > 0
  }
  await until(listeners)
  for (const value of [20.5, 21.5]) {
    reeve.now.value += 1000
    await sender.publishAsync('building/theatre-4/temperature', JSON.stringify({ value }), { qos: 1 })
    await new Promise((done) => setTimeout(done, 20))
  }
  const read = async () =>
    await reeve.house.db.first<{ count: number; sum: number }>(
      sql`select sum(count) as count, sum(sum) as sum from rollup_minute where measure = ${measure}`,
    )
  await until(async () => Number((await read())?.count ?? 0) >= 2)
  expect(await read()).toEqual({ count: 2, sum: 42 })
  await reeve.call('POST', `/sources/${source}/do/pause`)
  await turn()
  await until(async () => await Promise.resolve(broker.connectedClients === 1))
  await sender.endAsync()
  stopping.abort()
  await other.close()
})

test('a broker that may not be called is counted at its source, not called', async () => {
  const { Refusal } = await import('../kernel/refusal.ts')
  const source = await made('sources', {
    title: 'Inside',
    source_type: 'mqtt',
    address: 'mqtt://10.0.0.1:1883',
    settings: { topics: ['a'] },
  })
  const judge = async (): Promise<never> =>
    await Promise.reject(new Refusal('forbidden', 'address_refused', '10.0.0.1 is a private network.'))
  const stopping = new AbortController()
  reeve.now.value += 60_000
  await mqttLoop({ ...parts, judge }).run(reeve.house.db, reeve.house.registry, () => reeve.now.value, stopping.signal)
  const { body } = await reeve.call('GET', `/sources/${source}/intake`)
  expect(body['drops']).toMatchObject([{ reason: '10.0.0.1 is a private network.' }])
  stopping.abort()
})

test('what could not be stored for a while is stored once the database is back, and once', async () => {
  const source = await made('sources', { title: 'Patient', source_type: 'plain' })
  const measure = await made('measures', {
    title: 'Level',
    source,
    measure_type: 'environment',
    aggregation: 'sum',
    series: { name: 'level' },
  })
  let isAway = true
  const { db } = reeve.house
  const first: typeof db.first = async (ask) => (isAway ? await Promise.reject(new Error('terminating connection')) : await db.first(ask))
  const gathered = gatherer({ ...db, first }, source, () => reeve.now.value)
  const tell = async (value: number): Promise<void> => {
    const sample = { name: 'level', labels: {}, at: reeve.now.value + value, value, means: 'gauge' } as const
    await gathered.add({ samples: [sample], distributions: [], refused: [] })
  }
  await tell(1)
  await new Promise((done) => setTimeout(done, 400))
  await tell(2)
  isAway = false
  await gathered.settle()
  expect(await db.first(sql`select sum(sum) as sum from rollup_minute where measure = ${measure}`)).toEqual({ sum: 3 })
  await reeve.call('POST', `/sources/${source}/do/pause`)
  await tell(3)
  await gathered.settle()
  const { body } = await reeve.call('GET', `/sources/${source}/intake`)
  expect(body['drops']).toMatchObject([{ reason: expect.stringContaining('paused') as string, n: 1 }])
})

test('a lease is kept by who has it, and taken over once it is over', async () => {
  const [a, b] = ['01000000-0000-7000-8000-00000000000a', '01000000-0000-7000-8000-00000000000b']
  const { db } = reeve.house
  expect(await holdLease(db, 'test', a, 1_000, 30_000)).toBe(true)
  expect(await holdLease(db, 'test', b, 20_000, 30_000)).toBe(false)
  expect(await holdLease(db, 'test', a, 25_000, 30_000)).toBe(true)
  expect(await holdLease(db, 'test', b, 54_000, 30_000)).toBe(false)
  expect(await holdLease(db, 'test', b, 56_000, 30_000)).toBe(true)
  expect(await holdLease(db, 'test', a, 57_000, 30_000)).toBe(false)
})
