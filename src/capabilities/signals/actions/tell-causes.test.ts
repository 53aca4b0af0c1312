import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { testHouse, type TestHouse } from '../../../../test/house.ts'
import { actorFor, type House, openHouse } from '../../../house.ts'
import { isoOf } from '../../../kernel/instant.ts'
import { readConfig } from '../../../platform/config.ts'
import type { Db } from '../../../platform/db/database.ts'
import { sql } from '../../../platform/db/sql.ts'
import { makeLog } from '../../../platform/log.ts'
import { makeNotify } from '../../../platform/notify/index.ts'
import type { Actor } from '../../../platform/rights/grants.ts'
import { tellCauses } from './tell-causes.ts'

type Item = Record<string, unknown> & { id: string; ref: string; version: number }
type Told = Readonly<{ to: string; verb: string; text: string; about: string | null }>

const begin = Date.parse('2026-03-02T12:00:00Z')
const [second, minute] = [1000, 60_000]
const ids: Record<string, string> = {}
let reeve: TestHouse
let owner: Actor
let watcher: Actor
let keeper: Actor
let portalOnly: Actor

const made = async (plural: string, body: object, as?: Actor): Promise<Item> => {
  const { body: answer, status } = await reeve.call('POST', `/${plural}`, body, as ? { as } : {})
  expect([status, answer]).toEqual([201, expect.objectContaining({ item: expect.anything() })])
  return answer['item'] as Item
}
const at = (moment: number): void => void (reeve.now.value = Math.max(reeve.now.value, moment))
const fails = async (subject: string, since: number, over: object = {}): Promise<Item> => {
  at(since)
  return await made('outages', { title: `${subject} fails`, subject: ids[subject], severity: 'down', started_at: isoOf(since), ...over })
}
const ends = async (item: Item, moment: number, verb = 'end', body: object = { ended_at: isoOf(moment) }): Promise<void> => {
  at(moment)
  const { version } = (await reeve.call('GET', `/outages/${item.id}`)).body['item'] as Item
  const answer = await reeve.call('POST', `/outages/${item.id}/do/${verb}`, body, { headers: { 'if-match': String(version) } })
  expect([answer.status, answer.body]).toEqual([200, expect.anything()])
}
const loopOf = (house: House) => {
  const loop = house.rooms.all.flatMap((one) => one.loops ?? []).find((one) => one.name === 'signals.tell')
  if (!loop) throw new Error('the house tells nobody')
  return loop
}
const turn = async (moment: number, house = reeve.house): Promise<void> => {
  at(moment)
  await loopOf(house).run(house.db, house.registry, () => moment, new AbortController().signal)
}
/** Turns every ten seconds, as it does by itself. */
const turns = async (from: number, until: number, house = reeve.house): Promise<void> => {
  for (let moment = from; moment <= until; moment += 10 * second) await turn(moment, house)
}
const told = async (): Promise<readonly Told[]> =>
  await reeve.house.db.rows<Told>(sql`
    select person.title as to, notification.verb, notification.text, about.title as about from notification
    join record person on person.id = notification.person left join record about on about.id = notification.record_id
    where notification.verb like 'cause%' order by notification.at, person.title, notification.id`)
const textsTo = async (who: Actor): Promise<readonly string[]> =>
  (await told()).filter((one) => one.to === who.title).map((one) => one.text)

const anotherProcess = async (): Promise<House> =>
  await openHouse(
    reeve.house.db.address,
    readConfig({ dataDir: reeve.dataDir, logLevel: 'error', sample: false }, {}),
    makeLog('silent'),
    () => undefined,
  )

beforeAll(async () => {
  reeve = await testHouse()
  reeve.now.value = begin
  owner = await reeve.person('Olga Owner', 'Service manager')
  watcher = await reeve.person('Wim Watcher', 'Agent')
  keeper = await reeve.person('Kim Keeper', 'Agent')
  const service = async (title: string, over: object = {}) =>
    void (ids[title] = (await made('services', { title, service_kind: 'application', state: 'live', owner: owner.id, ...over })).id)
  for (const title of ['Portal', 'Record', 'Mail', 'Shop', 'Wiki']) await service(title)
  await service('Directory')
  for (const title of ['Canteen', 'Intranet']) await service(title, { owner: null })
  portalOnly = await reeve.person('Pia Portal', 'Service manager', { for_services: [ids['Portal'] ?? '', ids['Intranet'] ?? ''] })
  for (const title of ['Array', 'Database', 'Node 1', 'Node 2'])
    ids[title] = (await made('components', { title, component_type: 'server', ...(title === 'Array' ? { owner: keeper.id } : {}) })).id
  const need = async (dependent: string, provider: string, over: object = {}) =>
    await made('dependencies', { dependent: ids[dependent], provider: ids[provider], means: 'requires', ...over })
  for (const title of ['Portal', 'Record', 'Mail', 'Shop', 'Wiki']) await need(title, 'Database')
  await need('Database', 'Array', { means: 'runs_on' })
  await need('Intranet', 'Directory')
  for (const node of ['Node 1', 'Node 2']) await need('Canteen', node, { group: 'nodes' })
  for (const [who, title] of [
    [watcher, 'Record'],
    [watcher, 'Canteen'],
    [portalOnly, 'Portal'],
    [portalOnly, 'Intranet'],
  ] as const)
    expect((await reeve.call('PUT', `/records/${ids[title]}/watch`, undefined, { as: who })).status).toBe(200)
})
afterAll(async () => await reeve[Symbol.asyncDispose]())

beforeEach(async () => {
  const { db } = reeve.house
  await db.run(sql`update outage set state = 'ended', started_at = '2020-01-01', ended_at = '2020-01-02'`)
  await db.run(sql`update maintenance set state = 'finished', ends_at = starts_at + interval '1 second'`)
  for (const table of ['notification', 'told_cause', 'lease']) await db.run({ strings: [`delete from ${table}`], values: [] })
  reeve.now.value = begin
})

describe('one notification for one cause', () => {
  test('over five services: each person is told once, of what of theirs it hits and of nothing that they may not see', async () => {
    await fails('Array', begin)
    await fails('Database', begin + 10 * second)
    await fails('Portal', begin + 20 * second)
    await turns(begin, begin + 50 * second)
    expect(await told()).toEqual([])
    await turns(begin + 60 * second, begin + 10 * minute)
    expect(await told()).toEqual([
      { to: 'Kim Keeper', verb: 'cause', text: 'Array is down. It hits 5 services.', about: 'Array' },
      {
        to: 'Olga Owner',
        verb: 'cause',
        text: 'Array is down. It hits Mail (down), Portal (down), Record (down), Shop (down) and Wiki (down).',
        about: 'Array',
      },
      { to: 'Pia Portal', verb: 'cause', text: 'Array is down. It hits Portal (down) and 4 other services.', about: 'Array' },
      { to: 'Wim Watcher', verb: 'cause', text: 'Array is down. It hits Record (down) and 4 other services.', about: 'Array' },
    ])
  })

  test('another alert or outage of the same cause tells nobody again; that degraded became down is told once', async () => {
    const first = await fails('Array', begin, { severity: 'degraded' })
    await turns(begin, begin + 2 * minute)
    expect(await textsTo(keeper)).toEqual(['Array is degraded. It hits 5 services.'])
    await fails('Array', begin + 2 * minute, { severity: 'degraded', title: 'Array once more' })
    await made('alerts', { title: 'Array cries', subject: ids['Array'], severity: 'critical', started_at: isoOf(begin + 2 * minute) })
    await turns(begin + 2 * minute, begin + 5 * minute)
    expect(await told()).toHaveLength(4)
    await fails('Array', begin + 5 * minute)
    await ends(first, begin + 5 * minute)
    await turns(begin + 5 * minute, begin + 8 * minute)
    expect((await textsTo(keeper)).slice(1)).toEqual(['Array is down now, it was degraded before. It hits 5 services.'])
    expect(await told()).toHaveLength(8)
  })

  test('names no cause that the person may not see', async () => {
    await fails('Directory', begin)
    await turns(begin, begin + 2 * minute)
    expect(await told()).toEqual([
      { to: 'Olga Owner', verb: 'cause', text: 'Directory is down. It hits 1 service.', about: 'Directory' },
      { to: 'Pia Portal', verb: 'cause', text: 'Something you may not see is down. It hits Intranet (down).', about: 'Intranet' },
    ])
  })
})

describe('bundling', () => {
  test('a service is told to fail, then what lies beneath it: who heard of all that it hits is not told twice, and its end is told once', async () => {
    const record = await fails('Record', begin)
    await turns(begin, begin + 3 * minute)
    expect((await told()).map((one) => [one.to, one.text])).toEqual([
      ['Olga Owner', 'Record is down.'],
      ['Wim Watcher', 'Record is down.'],
    ])
    const array = await fails('Array', begin + 3 * minute)
    await turns(begin + 3 * minute, begin + 6 * minute)
    expect(await textsTo(watcher)).toHaveLength(1)
    expect((await textsTo(owner)).slice(1)).toEqual([expect.stringMatching(/^Array is down\. It hits Mail/)])
    await ends(array, begin + 20 * minute)
    await turns(begin + 20 * minute, begin + 24 * minute)
    expect((await told()).filter((one) => one.verb === 'cause_over')).toEqual([])
    await ends(record, begin + 25 * minute)
    await turns(begin + 25 * minute, begin + 45 * minute)
    expect(await textsTo(watcher)).toEqual(['Record is down.', 'Over after 17 min: Array was down. It hit Record and 4 other services.'])
    expect((await told()).filter((one) => one.verb === 'cause_over')).toHaveLength(4)
  })

  test('what still fails ten minutes after its cause ended is told as a cause of its own', async () => {
    const array = await fails('Array', begin)
    await fails('Record', begin)
    await turns(begin, begin + 2 * minute)
    await ends(array, begin + 5 * minute)
    await turns(begin + 5 * minute, begin + 14 * minute)
    expect(await textsTo(watcher)).toHaveLength(1)
    await turns(begin + 15 * minute, begin + 16 * minute)
    expect((await textsTo(watcher)).slice(1).toSorted()).toEqual([
      'Over after 5 min: Array was down. It hit Record and 4 other services.',
      'Record is down, for 15 min now.',
    ])
  })

  test('up and down and up again is one message, and one when it stayed up', async () => {
    for (let round = 0; round < 4; round++) {
      const from = begin + 2 * round * minute
      const item = await fails('Array', from)
      await turns(from, from + 70 * second)
      await ends(item, from + 70 * second)
      await turns(from + 70 * second, from + 110 * second)
    }
    expect(await textsTo(keeper)).toEqual(['Array is down. It hits 5 services.'])
    await turns(begin + 8 * minute, begin + 30 * minute)
    expect(await textsTo(keeper)).toHaveLength(1)
    await turns(begin + 30 * minute, begin + 32 * minute)
    expect((await textsTo(keeper)).slice(1)).toEqual(['Over after 7 min: Array was down. It hit 5 services. It failed 4 times.'])
  })

  test('a hiccup of less than a minute is told nobody; three in a row are', async () => {
    const hiccup = async (from: number): Promise<void> => {
      const item = await fails('Array', from)
      await turns(from, from + 20 * second)
      await ends(item, from + 30 * second)
      await turns(from + 30 * second, from + 50 * second)
    }
    await hiccup(begin)
    await turns(begin + minute, begin + 20 * minute)
    expect(await told()).toEqual([])
    for (const round of [0, 1]) await hiccup(begin + 30 * minute + round * minute)
    await turns(begin + 32 * minute, begin + 40 * minute)
    expect((await textsTo(keeper))[0]).toBe('Array is down. It hits 5 services. It has failed 2 times lately.')
  })

  test('more causes at once than anybody reads one by one are told in one sentence', async () => {
    for (const title of ['Portal', 'Record', 'Mail', 'Shop']) await fails(title, begin)
    await turns(begin, begin + 2 * minute)
    expect(await textsTo(owner)).toEqual([
      '4 causes at once: Portal is down, Record is down, Mail is down and Shop is down. They hit no other service.',
    ])
    expect(await textsTo(portalOnly)).toEqual(['Portal is down.'])
  })
})

describe('what is told nobody', () => {
  const work = async (title: string, from: number, until: number, over: object = {}) =>
    await made('maintenances', { title: 'Work', subjects: [ids[title]], starts_at: isoOf(from), ends_at: isoOf(until), ...over })

  test('what fails while planned work covers it; it is told when it still fails afterwards', async () => {
    await work('Array', begin - minute, begin + 30 * minute)
    await fails('Array', begin)
    await fails('Record', begin)
    await turns(begin, begin + 29 * minute)
    expect(await told()).toEqual([])
    await turns(begin + 30 * minute, begin + 32 * minute)
    expect(await textsTo(watcher)).toEqual(['Array is down, for 31 min now. It hits Record (down) and 4 other services.'])
  })

  test('that it is over is not told because work began, nor while it goes on', async () => {
    const item = await fails('Array', begin)
    await turns(begin, begin + 2 * minute)
    await work('Array', begin + 3 * minute, begin + 40 * minute)
    await ends(item, begin + 20 * minute)
    await turns(begin + 3 * minute, begin + 39 * minute)
    expect(await told()).toHaveLength(4)
    await turns(begin + 40 * minute, begin + 44 * minute)
    expect((await textsTo(keeper)).slice(1)).toEqual(['Over after 20 min: Array was down. It hit 5 services.'])
  })

  test('a redundancy group that holds; whoever is hit when it does not is told then', async () => {
    await fails('Node 1', begin)
    await turns(begin, begin + 2 * minute)
    expect(await told()).toEqual([])
    await fails('Node 2', begin + 5 * minute)
    await turns(begin + 5 * minute, begin + 7 * minute)
    expect(await textsTo(watcher)).toEqual([
      'Node 1 is down, for 5 min now. It hits Canteen (down).',
      'Node 2 is down. It hits Canteen (down).',
    ])
  })

  test('what an import brought', async () => {
    const item = await fails('Array', begin)
    await reeve.house.db.run(sql`update outage set found_by = 'import' where id = ${item.id}`)
    await turns(begin, begin + 5 * minute)
    expect(await told()).toEqual([])
  })

  test('a false alarm is called one', async () => {
    const item = await fails('Array', begin)
    await turns(begin, begin + 2 * minute)
    await ends(item, begin + 4 * minute, 'dismiss', { reason: 'a broken probe' })
    await turns(begin + 4 * minute, begin + 10 * minute)
    expect((await textsTo(keeper)).slice(1)).toEqual(['A false alarm: that Array was down and hit 5 services.'])
  })
})

test('a check that fails is told with its outage; that it was stopped is no “works again”', async () => {
  at(begin)
  const check = await made('checks', { title: 'Ping', subject: ids['Array'], check_type: 'heartbeat', every: 3600 })
  await fails('Array', begin, { check: check.id, found_by: 'check' })
  await reeve.house.db.run(sql`update "check" set standing = 'down', standing_since = ${isoOf(begin)} where id = ${check.id}`)
  await reeve.house.db.run(
    sql`update check_run set outage = (select id from outage where "check" = ${check.id}) where "check" = ${check.id}`,
  )
  await turns(begin, begin + 2 * minute)
  expect(await textsTo(keeper)).toEqual(['Array is down. It hits 5 services.'])
  at(begin + 10 * minute)
  const paused = await reeve.call('POST', `/checks/${check.id}/do/pause`, {}, { headers: { 'if-match': '1' } })
  expect([paused.status, paused.body]).toEqual([200, expect.anything()])
  await turns(begin + 10 * minute, begin + 15 * minute)
  expect((await textsTo(keeper)).slice(1)).toEqual(['Not watched any more, after 10 min: Array was down. It hit 5 services.'])
})

describe('several processes', () => {
  test('one that starts anew tells nobody twice', async () => {
    const item = await fails('Array', begin)
    await turns(begin, begin + 2 * minute)
    const other = await anotherProcess()
    try {
      await turns(begin + 5 * minute, begin + 10 * minute, other)
      expect(await told()).toHaveLength(4)
      await ends(item, begin + 10 * minute)
      await turns(begin + 10 * minute, begin + 20 * minute, other)
      await turns(begin + 20 * minute, begin + 30 * minute)
      expect((await textsTo(keeper)).slice(1)).toEqual(['Over after 10 min: Array was down. It hit 5 services.'])
    } finally {
      await other.db.close()
    }
  })

  test('two that look at the same time tell each person once, even when both believe that it is their turn', async () => {
    const other = await anotherProcess()
    try {
      const item = await fails('Array', begin)
      const hooks = {
        tell: makeNotify().notify,
        actor: async (_db: Db, person: string, now: number) => await actorFor(reeve.house, person, now),
      }
      const both = async (moment: number): Promise<void> => {
        at(moment)
        await Promise.all([reeve.house, other].map(async ({ db, registry }) => await tellCauses(db, registry, moment, hooks)))
      }
      for (const moment of [0, 30, 60, 90, 120]) await both(begin + moment * second)
      expect((await told()).map((one) => one.to).toSorted()).toEqual(['Kim Keeper', 'Olga Owner', 'Pia Portal', 'Wim Watcher'])
      await ends(item, begin + 5 * minute)
      for (const moment of [5, 6, 7, 8, 9]) await both(begin + moment * minute)
      expect(
        (await told())
          .slice(4)
          .map((one) => one.to)
          .toSorted(),
      ).toEqual(['Kim Keeper', 'Olga Owner', 'Pia Portal', 'Wim Watcher'])
    } finally {
      await other.db.close()
    }
  })

  test('while one looks, the other one waits for its turn', async () => {
    const other = await anotherProcess()
    try {
      await fails('Array', begin)
      await turn(begin)
      await turns(begin + 10 * second, begin + 50 * second, other)
      const [lease] = await reeve.house.db.rows<{ until: string }>(sql`select until from lease where name = 'signals.tell'`)
      expect(lease?.until).toBe(isoOf(begin + minute))
      await turns(begin + 61 * second, begin + 3 * minute, other)
      expect(await told()).toHaveLength(4)
    } finally {
      await other.db.close()
    }
  })
})
