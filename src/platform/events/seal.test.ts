import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { testHouse, type TestHouse } from '../../../test/house.ts'
import { raw, sql } from '../db/sql.ts'
import { seal } from './seal.ts'
import { verify } from './verify.ts'

let reeve: TestHouse
beforeEach(async () => {
  await reeve?.[Symbol.asyncDispose]()
  reeve = await testHouse()
  for (let at = 0; at < 5; at++) await reeve.call('POST', '/units', { title: `Unit ${at}` })
  await sealAll()
})
afterAll(async () => await reeve[Symbol.asyncDispose]())

/** Other test files' transactions on the same server hold the horizon back, as other work does in the world: sealing is asked for until all is sealed. */
const sealAll = async (): Promise<void> => {
  for (let turn = 0; turn < 300; turn++) {
    await seal(reeve.house.db, reeve.now.value)
    if ((await verify(reeve.house.db)).unsealed === 0) return
    await wait(100)
  }
  throw new Error('the log could not be sealed')
}

/** Somebody with the database in their hands. */
const tamper = async (statement: string): Promise<void> => {
  await reeve.house.db.run(raw('alter table event disable trigger event_append_only'))
  await reeve.house.db.run(raw(statement))
  await reeve.house.db.run(raw('alter table event enable trigger event_append_only'))
}

test('an untouched log is proved, block after block, and says what is not sealed yet', async () => {
  await reeve.call('POST', '/units', { title: 'Later' })
  const before = await verify(reeve.house.db)
  expect(before).toMatchObject({ ok: true, unsealed: 1 })
  await sealAll()
  expect(await verify(reeve.house.db)).toMatchObject({ ok: true, blocks: before.blocks + 1, unsealed: 0 })
  expect(await seal(reeve.house.db, reeve.now.value)).toBe(0)
})

test('the log itself refuses changes', async () => {
  await expect(reeve.house.db.run(raw("update event set verb = 'x'"))).rejects.toThrow('append-only')
  await expect(reeve.house.db.run(raw('delete from event'))).rejects.toThrow('append-only')
})

test.each([
  ['a changed value', `update event set after = jsonb_set(after, '{title}', '"Other"') where id = (select max(id) from event)`],
  ['a changed actor', `update event set actor = record_id where id = (select max(id) from event)`],
  ['an emptied reason', `update event set reason = '' where id = (select max(id) from event)`],
  ['a removed event', `delete from event where id = (select max(id) from event)`],
  [
    'an added event',
    `insert into event (tx, at, via, verb, kind, record_id) select tx, at, via, verb, kind, record_id from event order by id limit 1`,
  ],
  ['two events whose times changed places', `update event set at = at + interval '1 microsecond' where id = (select min(id) from event)`],
  ['a changed block', `update event_seal set hash = repeat('0', 64)`],
  ['a changed count', `update event_seal set events = events + 1`],
])('%s shows', async (_what, statement) => {
  await tamper(statement)
  const found = await verify(reeve.house.db)
  expect(found.ok).toBe(false)
  expect(found.firstBad?.block).toBeGreaterThanOrEqual(1)
})

test('an event of a transaction that began before and ends after the sealing is sealed with the next block', async () => {
  const before = await verify(reeve.house.db)
  await reeve.house.db.transaction(async (tx) => {
    await tx.run(
      sql`insert into event (at, via, verb, kind, record_id) select now(), 'system', 'slow', 'unit', record_id from event limit 1`,
    )
    await reeve.call('POST', '/units', { title: 'Meanwhile' })
    await seal(reeve.house.db, reeve.now.value)
  })
  expect((await verify(reeve.house.db)).events).toBe(before.events)
  await sealAll()
  expect(await verify(reeve.house.db)).toMatchObject({ ok: true, unsealed: 0, events: before.events + 2 })
})

test('seals taken away from the end with their events fit together, and are missed by whoever kept the newest hash', async () => {
  const kept = (await verify(reeve.house.db)).last ?? ''
  expect(await verify(reeve.house.db, kept)).toMatchObject({ ok: true, last: kept })
  await reeve.call('POST', '/units', { title: 'Later' })
  await sealAll()
  expect(await verify(reeve.house.db, kept)).toMatchObject({ ok: true })
  const newest = (await verify(reeve.house.db)).last ?? ''
  expect(newest).not.toBe(kept)
  await tamper('delete from event where id = (select max(id) from event)')
  await reeve.house.db.run(raw('delete from event_seal where block = (select max(block) from event_seal)'))
  expect((await verify(reeve.house.db)).ok).toBe(true)
  expect((await verify(reeve.house.db, newest)).ok).toBe(false)
})
