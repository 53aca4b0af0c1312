import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testHouse, type TestHouse } from '../../../../test/house.ts'
import { isoOf } from '../../../kernel/instant.ts'
import { sql } from '../../../platform/db/sql.ts'
import type { Actor } from '../../../platform/rights/grants.ts'
import { explainAll } from './causes.ts'

type Item = Record<string, unknown> & { id: string; ref: string; state: string; version: number }
let reeve: TestHouse
const begin = Date.parse('2026-03-02T12:00:00Z')
const minute = 60_000
const ids: Record<string, string> = {}

const made = async (plural: string, body: object): Promise<Item> => {
  const { body: answer, status } = await reeve.call('POST', `/${plural}`, body)
  expect([status, answer]).toEqual([201, expect.objectContaining({ item: expect.anything() })])
  return answer['item'] as Item
}
const one = async (plural: string, id: string): Promise<Item> => (await reeve.call('GET', `/${plural}/${id}`)).body['item'] as Item
const outage = async (subject: string, at: number, over: object = {}): Promise<Item> => {
  reeve.now.value = Math.max(reeve.now.value, at)
  return await made('outages', { title: `${subject} fails`, subject: ids[subject], severity: 'down', started_at: isoOf(at), ...over })
}
const alert = async (subject: string, at: number, over: object = {}): Promise<Item> =>
  await made('alerts', { title: `${subject} cries`, subject: ids[subject], severity: 'critical', started_at: isoOf(at), ...over })
const move = async (plural: string, item: Item, verb: string, body: object = {}): Promise<void> => {
  const { version } = await one(plural, item.id)
  const answer = await reeve.call('POST', `/${plural}/${item.id}/do/${verb}`, body, { headers: { 'if-match': String(version) } })
  expect([answer.status, answer.body]).toEqual([200, expect.anything()])
}
const explain = async (at: number): Promise<number> => {
  reeve.now.value = at
  return await explainAll(reeve.house.db, reeve.house.registry, at)
}
/** Nothing is wrong any more, and it is much later. */
const clear = async (): Promise<void> => {
  await reeve.house.db.run(sql`update outage set state = 'ended', ended_at = started_at + interval '1 minute' where state = 'ongoing'`)
  await reeve.house.db.run(sql`update alert set state = 'resolved', ended_at = started_at where state <> 'resolved'`)
  await reeve.house.db.run(sql`update maintenance set state = 'finished'`)
  reeve.now.value = begin
}

beforeAll(async () => {
  reeve = await testHouse()
  reeve.now.value = begin
  const service = async (title: string, over: object = {}) =>
    void (ids[title] = (await made('services', { title, service_kind: 'application', state: 'live', ...over })).id)
  await service('Portal', { criticality: 'vital' })
  await service('Record', { criticality: 'vital' })
  await service('Canteen menu', { criticality: 'low' })
  for (const title of ['Database', 'Array', 'Node 1', 'Node 2', 'Node 3'])
    ids[title] = (await made('components', { title, component_type: 'server' })).id
  const need = async (dependent: string, provider: string, over: object = {}) =>
    await made('dependencies', { dependent: ids[dependent], provider: ids[provider], means: 'requires', ...over })
  await need('Portal', 'Record', { means: 'uses' })
  await need('Record', 'Database')
  await need('Database', 'Array', { means: 'runs_on' })
  for (const node of ['Node 1', 'Node 2']) await need('Canteen menu', node, { group: 'nodes' })
  await need('Canteen menu', 'Node 3', { group: 'nodes', needs_k: 2 })
})
afterAll(async () => await reeve[Symbol.asyncDispose]())

describe('one alert for one cause', () => {
  test('outages and alerts above a failing part get it as their cause, in one event each by Reeve; the part keeps its own fault', async () => {
    await clear()
    const array = await outage('Array', begin)
    const record = await outage('Record', begin + minute)
    const cry = await alert('Record', begin + minute)
    const portal = await alert('Portal', begin + 2 * minute)
    expect(await explain(begin + 3 * minute)).toBe(3)
    expect(await one('outages', record.id)).toMatchObject({ cause: array.id, own_fault: false })
    expect(await one('alerts', cry.id)).toMatchObject({ caused_by: array.id })
    expect(await one('alerts', portal.id)).toMatchObject({ caused_by: array.id })
    expect(await one('outages', array.id)).toMatchObject({ cause: null, own_fault: null })
    expect(await explain(begin + 4 * minute)).toBe(0)
    const events = await reeve.house.db.rows(sql`select verb, actor, after from event where record_id = ${record.id} order by id`)
    expect(events.slice(1)).toEqual([{ verb: 'explain', actor: null, after: { cause: array.id, own_fault: false } }])
  })

  test('an alert about the cause stands for it in alerts', async () => {
    await clear()
    await outage('Array', begin)
    const cause = await alert('Array', begin)
    const follows = await alert('Record', begin)
    await explain(begin + minute)
    expect(await one('alerts', follows.id)).toMatchObject({ caused_by: cause.id })
    expect(await one('alerts', cause.id)).toMatchObject({ caused_by: null })
  })

  test('a cause may show ten minutes later, and no more', async () => {
    await clear()
    const early = await outage('Record', begin)
    await outage('Array', begin + 9 * minute)
    await explain(begin + 11 * minute)
    expect(await one('outages', early.id)).toMatchObject({ own_fault: false })
    await clear()
    const first = await outage('Record', begin)
    await outage('Array', begin + 11 * minute)
    await explain(begin + 12 * minute)
    expect(await one('outages', first.id)).toMatchObject({ own_fault: null, cause: null })
  })

  test('it is taken back once nothing explains it, ten minutes after the cause ended', async () => {
    await clear()
    const array = await outage('Array', begin)
    const record = await outage('Record', begin + minute)
    await explain(begin + 2 * minute)
    reeve.now.value = begin + 5 * minute
    await move('outages', array, 'end', { ended_at: isoOf(begin + 5 * minute) })
    expect(await explain(begin + 14 * minute)).toBe(0)
    expect(await one('outages', record.id)).toMatchObject({ cause: array.id })
    expect(await explain(begin + 16 * minute)).toBe(1)
    expect(await one('outages', record.id)).toMatchObject({ cause: null, own_fault: null })
  })

  test('a false alarm explains nothing from that moment on', async () => {
    await clear()
    const array = await outage('Array', begin)
    const record = await outage('Record', begin + minute)
    await explain(begin + 2 * minute)
    await move('outages', array, 'dismiss', { reason: 'a broken probe' })
    expect(await explain(begin + 3 * minute)).toBe(1)
    expect(await one('outages', record.id)).toMatchObject({ cause: null, own_fault: null })
  })

  test('what somebody wrote by hand stays, a cause that they took out as well', async () => {
    await clear()
    const person = await reeve.person('Ines Costa', 'Administrator')
    await outage('Array', begin)
    const own = await outage('Record', begin + minute, { own_fault: true })
    const other = await outage('Database', begin + minute)
    await explain(begin + 2 * minute)
    expect(await one('outages', own.id)).toMatchObject({ cause: null, own_fault: true })
    const now = await one('outages', other.id)
    expect(now).toMatchObject({ own_fault: false })
    const answer = await reeve.call(
      'PATCH',
      `/outages/${other.id}`,
      { cause: null, own_fault: null },
      { as: person, headers: { 'if-match': String(now.version) } },
    )
    expect(answer.status).toBe(200)
    expect(await explain(begin + 3 * minute)).toBe(0)
    expect(await one('outages', other.id)).toMatchObject({ cause: null, own_fault: null })
  })

  test('what planned work explains is no fault of its own, and planned work is no cause', async () => {
    await clear()
    await made('maintenances', {
      title: 'New disks',
      subjects: [ids['Array']],
      starts_at: isoOf(begin - minute),
      ends_at: isoOf(begin + 60 * minute),
      down: true,
    })
    const record = await outage('Record', begin + minute)
    expect(await explain(begin + 2 * minute)).toBe(0)
    expect(await one('outages', record.id)).toMatchObject({ cause: null, own_fault: null })
  })
})

type Service = {
  service: { title: string }
  health: string
  words: string
  causes: { why: string; record: { title: string } | null; hits: object }[]
  own_fault: boolean
}
type Board = {
  sentence: string
  calm: boolean
  counts: Record<string, number>
  coverage: Record<string, number>
  causes: { record: { title: string } | null; hits: object; outage: { ref: string } | null }[]
  groups: { health: string; services: Service[] }[]
}
const board = async (as?: Actor): Promise<Board> =>
  (await reeve.call('GET', '/health/board', undefined, as ? { as } : {})).body as unknown as Board
const inGroup = (of: Board, health: string): readonly string[] =>
  of.groups.find((group) => group.health === health)?.services.map((one) => one.service.title) ?? []

describe('the board', () => {
  test('groups services by how they work, names the cause and counts what it hits', async () => {
    await clear()
    const array = await outage('Array', begin)
    await outage('Node 2', begin)
    const now = await board()
    expect([inGroup(now, 'down'), inGroup(now, 'degraded'), inGroup(now, 'at_risk')]).toEqual([['Record'], ['Portal'], ['Canteen menu']])
    expect(now.sentence).toBe('1 service down, 1 degraded: 2 causes.')
    expect(now.causes).toMatchObject([
      { record: { title: 'Array' }, hits: { services: 2, vital: 2, at_risk: 0 }, outage: { ref: array.ref } },
      { record: { title: 'Node 2' }, hits: { services: 0, vital: 0, at_risk: 1 } },
    ])
    const [record] = now.groups.find((group) => group.health === 'down')?.services ?? []
    expect(record).toMatchObject({ own_fault: false, words: 'Record requires Database, which runs on Array, which is down.' })
    const [canteen] = now.groups.find((group) => group.health === 'at_risk')?.services ?? []
    expect(canteen?.words).toBe('2 of 3 “nodes” are left and 2 must work, so no other may fail.')
  })

  test('is never green for what nothing watches, and says when its parts alone are watched', async () => {
    await clear()
    expect(await board()).toMatchObject({
      calm: true,
      sentence: 'Nothing is known to fail. 3 services are not watched enough to say.',
      counts: { operational: 0, unknown: 3 },
      coverage: { none: 3, own: 0 },
    })
    const watch = async (subject: string): Promise<Item> =>
      await made('checks', { title: `Watch ${subject}`, subject: ids[subject], check_type: 'heartbeat', every: 3600 })
    const check = await watch('Array')
    const list = (await reeve.call('GET', '/health/unmonitored')).body as {
      items: { service: { title: string }; sight: string }[]
      counts: object
    }
    expect(list.counts).toEqual({ none: 1, partly: 2 })
    expect(list.items.map((item) => [item.service.title, item.sight])).toEqual([
      ['Portal', 'partly'],
      ['Record', 'partly'],
      ['Canteen menu', 'none'],
    ])
    await reeve.house.db.run(sql`update "check" set standing = 'up' where id = ${check.id}`)
    const now = await board()
    expect([inGroup(now, 'operational'), now.coverage]).toEqual([['Record'], { own: 0, parts: 1, partly: 1, none: 1 }])
    await reeve.house.db.run(sql`update "check" set standing = 'down', standing_since = ${isoOf(begin)} where id = ${check.id}`)
    expect(inGroup(await board(), 'down')).toEqual(['Record'])
    await reeve.house.db.run(sql`update "check" set state = 'retired' where id = ${check.id}`)
  })

  test('calls planned work planned work', async () => {
    await clear()
    await made('maintenances', {
      title: 'New disks',
      subjects: [ids['Array']],
      starts_at: isoOf(begin - 1),
      ends_at: isoOf(begin + minute),
      down: true,
    })
    await outage('Array', begin)
    const now = await board()
    expect([inGroup(now, 'maintenance'), now.causes, now.calm]).toEqual([['Portal', 'Record'], [], true])
  })

  test('shows a person their services alone, and names no cause that they may not see', async () => {
    await clear()
    await outage('Record', begin)
    const owner = await reeve.person('Only Portal', 'Service manager', { for_services: [ids['Portal'] ?? ''] })
    const now = await board(owner)
    const [portal] = now.groups.find((group) => group.health === 'degraded')?.services ?? []
    expect(now.groups.flatMap((group) => group.services.map((one) => one.service.title))).toEqual(['Portal'])
    expect(portal?.causes).toMatchObject([
      { record: null, why: 'Portal uses something you may not see, which is down.', hits: { services: 2 } },
    ])
    expect(JSON.stringify(now)).not.toContain('Record')
    expect((await reeve.call('GET', `/services/${ids['Record']}/health`, undefined, { as: owner })).status).toBe(404)
  })
})

test('an offering may be down, be watched and worked on, and be the cause of an outage', async () => {
  await clear()
  const offering = await made('offerings', { title: 'Portal for guests', service: ids['Portal'] })
  ids['Guests'] = offering.id
  const down = await outage('Guests', begin)
  expect(await outage('Portal', begin, { cause: offering.id })).toMatchObject({ cause: offering.id })
  expect((await reeve.call('GET', `/offerings/${offering.id}/health`)).body).toMatchObject({ health: 'down', own_fault: false })
  await made('checks', { title: 'Guests', subject: offering.id, check_type: 'heartbeat', every: 3600 })
  await made('maintenances', { title: 'Work', subjects: [offering.id], starts_at: isoOf(begin), ends_at: isoOf(begin + minute) })
  expect(await alert('Guests', begin)).toMatchObject({ subject: offering.id })
  await reeve.house.db.run(sql`update outage set state = 'dismissed' where id = ${down.id}`)
  await reeve.house.db.run(sql`update "check" set state = 'retired' where subject = ${offering.id}`)
})

describe('the health of one', () => {
  test('names its cause, its parts with how they are, and what it takes along', async () => {
    await clear()
    await outage('Array', begin)
    const { body } = await reeve.call('GET', `/services/${ids['Record']}/health`)
    expect(body).toMatchObject({
      health: 'down',
      own_fault: false,
      since: isoOf(begin),
      words: 'Record requires Database, which runs on Array, which is down.',
      parts: [
        { record: { title: 'Database' }, health: 'down', depth: 1, how: 'required' },
        { record: { title: 'Array' }, health: 'down', depth: 2, how: 'what it runs on' },
      ],
    })
    const { body: array } = await reeve.call('GET', `/components/${ids['Array']}/health`)
    expect(array).toMatchObject({ health: 'down', own_fault: true, hits: { services: 2, vital: 2 }, words: 'Array itself is down.' })
    expect((await reeve.call('GET', `/services/${ids['Array']}/health`)).status).toBe(404)
  })
})

describe('the outage timeline', () => {
  const span = `from=${isoOf(begin - 3_600_000)}&to=${isoOf(begin + 3_600_000)}`
  type Lanes = {
    lanes: {
      subject: { title: string }
      outages: object[]
      maintenance: object[]
      corrections: object[]
      down_s: number
      degraded_s: number
    }[]
  }
  const lanes = async (query: string, as?: Actor) =>
    ((await reeve.call('GET', `/outages/timeline?${query}`, undefined, as ? { as } : {})).body as unknown as Lanes).lanes

  test('has a lane for all that failed or was worked on, with the union of its outages', async () => {
    await reeve.house.db.run(sql`update outage set state = 'dismissed'`)
    await reeve.house.db.run(sql`update maintenance set state = 'cancelled'`)
    reeve.now.value = begin + 60 * minute
    const array = await outage('Array', begin, { ended_at: isoOf(begin + 20 * minute) })
    await outage('Array', begin + 10 * minute, { ended_at: isoOf(begin + 30 * minute) })
    await outage('Record', begin, { severity: 'degraded', cause: array.id, ended_at: isoOf(begin + 5 * minute) })
    await made('maintenances', { title: 'Patches', subjects: [ids['Portal']], starts_at: isoOf(begin), ends_at: isoOf(begin + minute) })
    const person = await reeve.person('Pia Approver', 'Administrator')
    const correction = await made('corrections', {
      title: 'Agreed',
      subject: ids['Array'],
      outage: array.id,
      starts_at: isoOf(begin),
      ends_at: isoOf(begin + minute),
      reason_type: 'customer',
      explanation: 'They cut the power.',
    })
    expect((await lanes(span)).flatMap((lane) => lane.corrections)).toEqual([])
    await reeve.call('POST', `/corrections/${correction.id}/do/approve`, {}, { as: person, headers: { 'if-match': '1' } })
    const all = await lanes(span)
    expect(all.map((lane) => [lane.subject.title, lane.down_s, lane.degraded_s])).toEqual([
      ['Record', 0, 300],
      ['Portal', 0, 0],
      ['Array', 1800, 0],
    ])
    expect(all[0]?.outages).toMatchObject([{ severity: 'degraded', because: 'Array' }])
    expect([all[1]?.maintenance, all[2]?.corrections]).toMatchObject([[{ title: 'Patches' }], [{ reason_type: 'customer' }]])
    expect((await lanes(`${span}&subject=${ids['Record']}`)).map((lane) => lane.subject.title)).toEqual(['Record'])
    expect((await lanes(`${span}&subject=${ids['Record']}&beneath=true`)).map((lane) => lane.subject.title)).toEqual(['Record', 'Array'])
  })

  test('shows what the person may see and refuses a stretch without an end or too long', async () => {
    const owner = await reeve.person('Only Record', 'Service manager', { for_services: [ids['Record'] ?? ''] })
    const mine = await lanes(span, owner)
    expect(mine.map((lane) => lane.subject.title)).not.toContain('Portal')
    const status = async (query: string) => (await reeve.call('GET', `/outages/timeline?${query}`)).status
    expect([await status(`from=${isoOf(begin)}&to=${isoOf(begin)}`), await status('from=2020-01-01T00:00:00Z')]).toEqual([422, 422])
  })
})
