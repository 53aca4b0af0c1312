import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testHouse, type TestHouse } from '../../../../test/house.ts'
import { isoOf } from '../../../kernel/instant.ts'
import { openDatabase } from '../../../platform/db/database.ts'
import { sql } from '../../../platform/db/sql.ts'
import { runDueChecks } from './run-checks.ts'

type Item = Record<string, unknown> & { id: string; ref: string; state: string; version: number }
let reeve: TestHouse
let server: Server
let base = ''
/** What the server answers: a status, or nothing at all. */
let status = 200
const hits = new Map<string, number>()
const begin = Date.parse('2026-03-02T12:00:00Z')
let service = ''

beforeAll(async () => {
  reeve = await testHouse()
  reeve.now.value = begin
  server = createServer((request, response) => {
    const path = request.url ?? ''
    hits.set(path, (hits.get(path) ?? 0) + 1)
    response.writeHead(status).end('Welcome')
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  service = (await made('services', { title: 'Portal', service_kind: 'application' })).id
})
afterAll(async () => {
  server.closeAllConnections()
  await new Promise((closed) => server.close(closed))
  await reeve[Symbol.asyncDispose]()
})

const made = async (plural: string, body: object): Promise<Item> => {
  const { body: answer } = await reeve.call('POST', `/${plural}`, body)
  expect(answer).toHaveProperty('item')
  return answer['item'] as Item
}
const one = async (plural: string, id: string): Promise<Item> => (await reeve.call('GET', `/${plural}/${id}`)).body['item'] as Item
const check = async (path: string, over: object = {}) => {
  reeve.now.value = begin
  status = 200
  return await made('checks', {
    title: `Check ${path}`,
    subject: service,
    check_type: 'http',
    target: `${base}${path}`,
    every: 60,
    assertions: { private: true },
    ...over,
  })
}
const run = async (at: number, db = reeve.house.db): Promise<number> => {
  reeve.now.value = at
  return await runDueChecks(db, reeve.house.registry, { now: () => at })
}
const outages = async (id: string) =>
  await reeve.house.db.rows<Item & { started_at: string; ended_at: string | null; severity: string; title: string }>(
    sql`select * from outage where "check" = ${id} order by started_at`,
  )
const alerts = async (id: string) =>
  await reeve.house.db.rows<Item & { started_at: string; ended_at: string | null }>(
    sql`select * from alert where alert_key = ${id} order by started_at`,
  )
/** Puts every check but one out of the way. */
const alone = async (id: string): Promise<void> => {
  await reeve.house.db.run(sql`update check_run set next_at = '9999-12-31T23:59:59Z' where "check" <> ${id}`)
}
const minute = 60_000

describe('a check', () => {
  test('comes with its measures, runs, and hands its results to them', async () => {
    const made = await check('/measures')
    await alone(made.id)
    expect(made).toMatchObject({ standing: 'unknown', state: 'active' })
    expect(await run(begin + minute)).toBe(1)
    expect(await one('checks', made.id)).toMatchObject({ standing: 'up', standing_since: isoOf(begin + minute), version: 2 })
    const up = await one('measures', String(made['up_measure']))
    const time = await one('measures', String(made['time_measure']))
    expect(up).toMatchObject({ subject: service, last_value: 1, aggregation: 'share', measure_type: 'availability' })
    expect(time).toMatchObject({ aggregation: 'quantile', quantile: 0.95, unit: 'ms', source: up['source'] })
    expect(Number(time['last_value'])).toBeGreaterThan(0)
    const { body } = await reeve.call('GET', `/checks/${made.ref}/run`)
    expect(body).toMatchObject({ standing: 'up', failures: 0, last_at: isoOf(begin + minute) })
    expect(String(body['text'])).toMatch(/^HTTP 200 after \d+ ms$/)
    expect((await reeve.house.db.rows(sql`select 1 from source where source_type = 'checks'`)).length).toBe(1)
  })

  test('that fails twice is down from the first failure on, with an outage in words and one alert; the first good run ends both in time', async () => {
    const { id } = await check('/fails')
    await alone(id)
    await run(begin + minute)
    status = 503
    await run(begin + 2 * minute)
    expect([await outages(id), (await one('checks', id))['standing']]).toEqual([[], 'up'])
    await run(begin + 3 * minute)
    expect(await one('checks', id)).toMatchObject({ standing: 'down', standing_since: isoOf(begin + 2 * minute) })
    expect(await outages(id)).toMatchObject([
      {
        state: 'ongoing',
        severity: 'down',
        started_at: isoOf(begin + 2 * minute),
        subject: service,
        found_by: 'check',
        title: 'Check /fails: HTTP 503',
        found_as: 'HTTP 503',
      },
    ])
    expect(await alerts(id)).toMatchObject([
      { state: 'firing', severity: 'critical', subject: service, started_at: isoOf(begin + 2 * minute) },
    ])
    await run(begin + 4 * minute)
    status = 200
    await run(begin + 5 * minute)
    expect(await outages(id)).toMatchObject([{ state: 'ended', ended_at: isoOf(begin + 5 * minute) }])
    // The alert waits for as many good runs as bad ones made it, so that going up and down tells nobody twice.
    expect(await alerts(id)).toMatchObject([{ state: 'firing' }])
    await run(begin + 6 * minute)
    expect(await alerts(id)).toMatchObject([{ state: 'resolved', ended_at: isoOf(begin + 5 * minute) }])
    const share = await reeve.house.db.first<{ count: number; good: number }>(sql`
      select sum(count) as count, sum(good) as good from rollup_minute where measure = (select up_measure from "check" where id = ${id})`)
    expect(share).toEqual({ count: 6, good: 3 })
  })

  test('that goes up and down writes each outage and tells one alert', async () => {
    const { id } = await check('/flaps')
    await alone(id)
    for (const [turn, answer] of [503, 503, 200, 503, 503, 200, 503, 503, 200, 200].entries()) {
      status = answer
      await run(begin + (turn + 1) * minute)
    }
    status = 200
    expect((await outages(id)).map((out) => [out.started_at, out.ended_at])).toEqual(
      [1, 4, 7].map((at) => [isoOf(begin + at * minute), isoOf(begin + (at + 2) * minute)]),
    )
    expect(await alerts(id)).toMatchObject([{ state: 'resolved', ended_at: isoOf(begin + 9 * minute) }])
  })

  test('that fails during maintenance writes its outage and stays quiet, until maintenance is over', async () => {
    const kept = (await made('services', { title: 'Storage', service_kind: 'application' })).id
    const { id, ref } = await check('/maintained', { subject: kept })
    await alone(id)
    await made('maintenances', {
      title: 'New disks',
      subjects: [kept],
      starts_at: isoOf(begin),
      ends_at: isoOf(begin + 4 * minute),
    })
    status = 503
    for (const turn of [1, 2, 3]) await run(begin + turn * minute)
    expect([(await outages(id)).length, (await alerts(id)).length]).toEqual([1, 0])
    await run(begin + 4 * minute)
    expect(await alerts(id)).toMatchObject([{ state: 'firing', started_at: isoOf(begin + minute), labels: { check: ref } }])
    status = 200
    await run(begin + 5 * minute)
    await run(begin + 6 * minute)
    expect((await outages(id)).length).toBe(1)
  })

  test('that is slow again and again is degraded, which is told as an outage of that kind and as no alert', async () => {
    const { id } = await check('/slow')
    await alone(id)
    await reeve.house.db.run(sql`update "check" set slow_after = 0.0001 where id = ${id}`)
    await run(begin + minute)
    await run(begin + 2 * minute)
    expect(await outages(id)).toMatchObject([{ severity: 'degraded', state: 'ongoing', started_at: isoOf(begin + minute) }])
    expect(await alerts(id)).toEqual([])
    await reeve.house.db.run(sql`update "check" set slow_after = null where id = ${id}`)
    await run(begin + 3 * minute)
    expect(await outages(id)).toMatchObject([{ severity: 'degraded', state: 'ended', ended_at: isoOf(begin + 3 * minute) }])
  })

  test('that is paused is not looked at, its outage ends, and it begins anew when it is resumed', async () => {
    const { id, ref } = await check('/paused')
    await alone(id)
    status = 503
    await run(begin + minute)
    await run(begin + 2 * minute)
    await reeve.call('POST', `/checks/${ref}/do/pause`, {})
    expect([await outages(id), await alerts(id)]).toMatchObject([[{ state: 'ended' }], [{ state: 'resolved' }]])
    expect(await one('checks', id)).toMatchObject({ standing: 'unknown', state: 'paused' })
    expect(await run(begin + 60 * minute)).toBe(0)
    status = 200
    await reeve.call('POST', `/checks/${ref}/do/resume`, {})
    expect(await run(begin + 61 * minute)).toBe(1)
    expect(await one('checks', id)).toMatchObject({ standing: 'up' })
  })

  test('leaves an outage as somebody left it who ended or dismissed it meanwhile', async () => {
    const { id } = await check('/dismissed')
    await alone(id)
    status = 503
    await run(begin + minute)
    await run(begin + 2 * minute)
    const [out] = await outages(id)
    await reeve.call('POST', `/outages/${out?.ref ?? ''}/do/dismiss`, { reason: 'The check was wrong.' })
    status = 200
    await run(begin + 3 * minute)
    expect(await outages(id)).toMatchObject([{ state: 'dismissed', ended_at: null }])
    expect(await one('checks', id)).toMatchObject({ standing: 'up' })
  })
})

describe('who may reach where', () => {
  const asking = async (body: object, as = undefined as Parameters<TestHouse['call']>[3]) =>
    (await reeve.call('POST', '/checks', { title: 'Reaching', subject: service, every: 60, ...body }, as)).body
  test.each([
    ['http', 'http://127.0.0.1:8080/', 'address_refused'],
    ['http', 'http://169.254.169.254/latest/meta-data/', 'address_refused'],
    ['http', 'http://[::ffff:10.0.0.1]/', 'address_refused'],
    ['tcp', 'localhost:5432', 'address_refused'],
    ['tcp', '[::1]:22', 'address_refused'],
    ['tls', '192.168.1.1', 'address_refused'],
    ['icmp', '10.0.0.1', 'address_refused'],
  ])('a check of type %s may not be made for %s', async (check_type, target, rule) =>
    expect((await asking({ check_type, target }))['issues']).toMatchObject([{ path: 'target', rule }]),
  )
  test('whoever may make checks may not let them into private networks without the right for it, nor lead elsewhere one that was let in', async () => {
    const manager = await reeve.person('Mara Manager', 'Service manager')
    const reaching = { check_type: 'http', target: 'http://10.0.0.1/', assertions: { private: true } }
    expect(await asking(reaching, { as: manager })).toMatchObject({ code: 'missing_right', right: 'network.private' })
    const let_in = await check('/let-in')
    const moved = await reeve.call('PATCH', `/checks/${let_in.ref}`, { target: 'http://10.0.0.2/' }, { as: manager })
    expect(moved.body).toMatchObject({ code: 'missing_right', right: 'network.private' })
    expect((await reeve.call('PATCH', `/checks/${let_in.ref}`, { every: 120 }, { as: manager })).status).toBe(200)
    expect(
      (
        await reeve.call('POST', '/checks', {
          ...reaching,
          title: 'Metadata',
          subject: service,
          every: 60,
          target: 'http://169.254.169.254/',
        })
      ).body['issues'],
    ).toMatchObject([{ rule: 'address_refused' }])
  })
  test('a name that stands for such an address is found when it runs: nothing is known then, nobody is down, and the reason stands there', async () => {
    const made = await check('/named', { target: 'http://inner.test/', assertions: {} })
    await alone(made.id)
    for (const turn of [1, 2, 3]) {
      reeve.now.value = begin + turn * minute
      await runDueChecks(reeve.house.db, reeve.house.registry, {
        now: () => begin + turn * minute,
        tries: { resolve: async () => [{ address: '10.1.2.3', family: 4 }] },
      })
    }
    expect(await outages(made.id)).toEqual([])
    const { body } = await reeve.call('GET', `/checks/${made.ref}/run`)
    expect(body).toMatchObject({ standing: 'unknown' })
    expect(String(body['text'])).toContain('inner.test (10.1.2.3) is a private network, which Reeve does not call.')
  })
})

describe('several processes', () => {
  test('run each check exactly once in its interval, each at its own time, however slowly', async () => {
    await alone('00000000-0000-7000-8000-000000000000')
    const checks = await Promise.all(Array.from({ length: 30 }, async (_, n) => await check(`/once-${n}`, { every: 60 })))
    const other = openDatabase(reeve.house.db.address, 8)
    const third = openDatabase(reeve.house.db.address, 8)
    const from = begin + 100 * minute
    await reeve.house.db.run(sql`update check_run set next_at = ${isoOf(from)} where "check" = any(${checks.map((one) => one.id)}::uuid[])`)
    hits.clear()
    let ran = 0
    // Three processes look every two seconds for ten minutes.
    for (let at = from; at < from + 10 * minute; at += 2000) {
      const counts = await Promise.all([run(at), run(at, other), run(at, third)])
      ran += counts.reduce((sum, n) => sum + n, 0)
    }
    await Promise.all([other.close(), third.close()])
    // The first run comes at once, the next one at the check's own place in the interval, then one a minute.
    const counts = checks.map((one) => hits.get(new URL(String(one['target'])).pathname) ?? 0)
    expect(ran).toBe(counts.reduce((sum, n) => sum + n, 0))
    for (const n of counts) expect([10, 11]).toContain(n)
    // Each run left its result.
    const measures = checks.map((one) => String(one['up_measure']))
    const read = await reeve.house.db.first(
      sql`select sum(count)::int as count from rollup_minute where measure = any(${measures}::uuid[])`,
    )
    expect(read).toEqual({ count: ran })
    const last = await reeve.house.db.rows<{ last_at: string }>(
      sql`select distinct last_at from check_run where "check" = any(${checks.map((one) => one.id)}::uuid[])`,
    )
    expect(last.length).toBeGreaterThan(10)
  })
})

test('one run that cannot be written keeps no other from being written, and is told', async () => {
  const [good, bad] = [await check('/written'), await check('/unwritten')]
  await reeve.house.db.run(sql`update check_run set next_at = '9999-12-31T23:59:59Z' where "check" <> all(${[good.id, bad.id]}::uuid[])`)
  await reeve.house.db.run(sql`alter table "check" add constraint trial check (title <> 'Check /unwritten' or standing = 'unknown')`)
  await expect(run(begin + minute)).rejects.toThrow('trial')
  await reeve.house.db.run(sql`alter table "check" drop constraint trial`)
  expect([(await one('checks', good.id))['standing'], (await one('checks', bad.id))['standing']]).toEqual(['up', 'unknown'])
  // Its claim ends by itself, and its next turn finds it.
  await run(begin + 2 * minute)
  expect((await one('checks', bad.id))['standing']).toBe('up')
})
