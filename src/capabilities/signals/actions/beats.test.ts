import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testHouse, type TestHouse } from '../../../../test/house.ts'
import { isoOf } from '../../../kernel/instant.ts'
import { openDatabase } from '../../../platform/db/database.ts'
import { sql } from '../../../platform/db/sql.ts'
import { takeBeat } from './beats.ts'
import { runDueChecks } from './run-checks.ts'

type Item = Record<string, unknown> & { id: string; ref: string; state: string }
let reeve: TestHouse
const begin = Date.parse('2026-03-02T12:00:00Z')
const minute = 60_000
let service = ''

const made = async (plural: string, body: object): Promise<Item> => {
  const { body: answer } = await reeve.call('POST', `/${plural}`, body)
  expect(answer).toHaveProperty('item')
  return answer['item'] as Item
}
beforeAll(async () => {
  reeve = await testHouse()
  reeve.now.value = begin
  service = (await made('services', { title: 'Payroll', service_kind: 'application' })).id
})
afterAll(async () => await reeve[Symbol.asyncDispose]())

const heartbeat = async (title: string, over: object = {}) => {
  reeve.now.value = begin
  const check = await made('checks', { title, subject: service, check_type: 'heartbeat', every: 600, timeout: 60, ...over })
  const { body, status } = await reeve.call('POST', `/checks/${check.ref}/beat-address`, {})
  expect(status).toBe(201)
  return { check, key: String(body['key']), address: String(body['address']) }
}
const at = async (time: number): Promise<void> => {
  reeve.now.value = time
  await runDueChecks(reeve.house.db, reeve.house.registry, { now: () => time })
}
const standing = async (id: string): Promise<unknown> => ((await reeve.call('GET', `/checks/${id}`)).body['item'] as Item)['standing']
const outages = async (id: string) =>
  await reeve.house.db.rows<Item & { started_at: string; ended_at: string | null }>(
    sql`select * from outage where "check" = ${id} order by started_at`,
  )

describe('a heartbeat', () => {
  test('has a secret address that anybody may call and that is kept as a hash only; a new one ends the old one', async () => {
    const { check, key, address } = await heartbeat('Secret')
    expect(check).toMatchObject({ target: null, time_measure: null, standing: 'unknown' })
    expect(address).toBe(`/api/v1/beat/${key}`)
    for (const method of ['GET', 'POST'] as const)
      expect(await reeve.call(method, `/beat/${key}`, undefined, { as: null })).toMatchObject({ status: 200, body: { ok: true } })
    const posted = await reeve.call('POST', `/beat/${key}`, 'whatever a job says', { as: null, headers: { 'content-type': 'text/plain' } })
    expect(posted.status).toBe(200)
    const stored = await reeve.house.db.rows<Item>(sql`select beat_key from check_run where "check" = ${check.id}`)
    expect(JSON.stringify(stored)).not.toContain(key)
    const { body } = await reeve.call('POST', `/checks/${check.ref}/beat-address`, {})
    expect(await reeve.call('GET', `/beat/${key}`, undefined, { as: null })).toMatchObject({ status: 404, body: { code: 'no_such_beat' } })
    expect((await reeve.call('GET', `/beat/${String(body['key'])}`, undefined, { as: null })).status).toBe(200)
  })
  test('gives its address only to who may edit it, and only where there is one', async () => {
    const { check } = await heartbeat('Rights')
    const agent = await reeve.person('Anton Agent', 'Agent')
    expect((await reeve.call('POST', `/checks/${check.ref}/beat-address`, {}, { as: agent })).body).toMatchObject({ right: 'check.edit' })
    const other = await made('checks', { title: 'No heartbeat', subject: service, check_type: 'dns', target: 'example.org', every: 600 })
    expect((await reeve.call('POST', `/checks/${other.ref}/beat-address`, {})).body).toMatchObject({ code: 'no_heartbeat' })
    expect((await reeve.call('PATCH', `/checks/${check.ref}`, { check_type: 'dns', target: 'example.org' })).body).toMatchObject({
      code: 'type',
    })
    await reeve.call('POST', `/checks/${other.ref}/do/pause`, {})
  })
  test('is unknown until it comes, up while it does, down once its time and its grace are over, from when it was due; up from the beat that comes again', async () => {
    const { check, key } = await heartbeat('Nightly run')
    await at(begin + 60 * minute)
    expect(await standing(check.id)).toBe('unknown')
    const first = begin + 61 * minute
    await takeBeat(reeve.house.db, key, first)
    await at(first + 1000)
    expect(await standing(check.id)).toBe('up')
    await takeBeat(reeve.house.db, key, first + 10 * minute)
    await at(first + 11 * minute)
    expect(await standing(check.id)).toBe('up')
    await at(first + 21 * minute - 1)
    expect(await outages(check.id)).toEqual([])
    await at(first + 21 * minute)
    expect(await standing(check.id)).toBe('down')
    expect(await outages(check.id)).toMatchObject([
      { started_at: isoOf(first + 20 * minute), state: 'ongoing', title: 'Nightly run: a beat is missing' },
    ])
    await at(first + 31 * minute)
    await takeBeat(reeve.house.db, key, first + 33 * minute)
    await at(first + 33 * minute + 1000)
    expect(await standing(check.id)).toBe('up')
    expect(await outages(check.id)).toMatchObject([{ state: 'ended', ended_at: isoOf(first + 33 * minute) }])
    const share = await reeve.house.db.first(
      sql`select sum(count) as count, sum(good) as good from rollup_minute where measure = ${check['up_measure']}`,
    )
    expect(share).toEqual({ count: 5, good: 3 })
  })
  test('that is paused takes its beats and comes to no judgement; resumed it begins anew', async () => {
    const { check, key } = await heartbeat('Paused job')
    await takeBeat(reeve.house.db, key, begin)
    await at(begin + 1000)
    await reeve.call('POST', `/checks/${check.ref}/do/pause`, {})
    await takeBeat(reeve.house.db, key, begin + minute)
    await at(begin + 600 * minute)
    await reeve.call('POST', `/checks/${check.ref}/do/resume`, {})
    await at(begin + 700 * minute)
    expect([await standing(check.id), await outages(check.id)]).toEqual(['unknown', []])
  })
  test('comes to many at once, in several processes: none is lost, whoever is unknown is told so', async () => {
    const beating = await Promise.all(Array.from({ length: 10 }, async (_, n) => await heartbeat(`Job ${n}`)))
    const other = openDatabase(reeve.house.db.address, 4)
    const time = begin + 5 * minute
    const calls = Array.from({ length: 2000 }, async (_, n) => {
      const key = n % 100 === 99 ? `rvb_nobody_${n}` : (beating[n % 10]?.key ?? '')
      return await takeBeat(n % 3 === 0 ? other : reeve.house.db, key, time - n).then(
        () => 'taken',
        (error: unknown) => (error instanceof Error && 'code' in error ? error.code : error),
      )
    })
    const results = await Promise.all(calls)
    await other.close()
    expect(results.filter((one) => one === 'taken').length).toBe(1980)
    expect(results.filter((one) => one === 'no_such_beat').length).toBe(20)
    const last = await reeve.house.db.rows<{ last_at: string }>(
      sql`select last_at from check_run where "check" = any(${beating.map((one) => one.check.id)}::uuid[]) order by last_at desc`,
    )
    expect(last.map((row) => row.last_at)).toEqual(Array.from({ length: 10 }, (_, n) => isoOf(time - n)))
  })
})
