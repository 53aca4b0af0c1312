import { afterAll, beforeAll, expect, test } from 'vitest'
import { testHouse, type TestHouse } from '../../../test/house.ts'
import { sql } from '../../platform/db/sql.ts'
import type { AnyRecord } from '../../platform/records/kind.ts'
import { create } from '../../platform/records/write.ts'
import { type Cast, cast, desk, type Desk } from './samples.ts'

/** Work that writes one incident and nothing else has its chain, clocks and notification in the same statement as the record. */

let d: Desk
let c: Cast
let house: TestHouse
beforeAll(async () => {
  d = await desk()
  c = await cast(d)
  house = await testHouse()
})
afterAll(async () => {
  await d[Symbol.asyncDispose]()
  await house[Symbol.asyncDispose]()
})

const make = async (short: boolean, title = 'No dial tone'): Promise<AnyRecord> =>
  await d.db.transaction(
    async (tx) => await create(tx, d.ctx(), d.registry.kind('incident'), { title, service: c.service.id, priority: '3', state: 'active' }),
    { short },
  )

const kept = async (id: string) => ({
  chain: await d.db.rows(
    sql`select kind, service, opened_at, due_at, level_state, level_version, revision from chain where ticket = ${id}`,
  ),
  custody: await d.db.rows(
    sql`select seq, from_at, to_at, holder_type, holder, holder_name, state, meaning, waiting_for, owner, priority from custody where ticket = ${id} order by seq`,
  ),
  clock: await d.db.rows(
    sql`select promise, state, started_at, due_at, warn_at, misses_at, target_s, elapsed_s, told, revision from clock where ticket = ${id} order by promise`,
  ),
})

test('it keeps the same of an incident as longer work does', async () => {
  const [one, other] = [await make(true), await make(false)]
  const found = await kept(one.id)
  expect(found.chain).toHaveLength(1)
  expect(found.clock.length).toBeGreaterThan(0)
  expect(found).toEqual(await kept(other.id))
  expect({ ...one, id: '', ref: '' }).toEqual({ ...other, id: '', ref: '' })
})

test('agreements that another process changed meanwhile are read again', async () => {
  const before = await make(true)
  await d.db.run(sql`update promise set target = target * 2 where measure = 'resolution'`)
  const after = await make(true)
  const [old, fresh] = [await kept(before.id), await kept(after.id)]
  expect(fresh.chain[0]?.['level_version']).toBeGreaterThan(Number(old.chain[0]?.['level_version']))
  const targets = (clocks: readonly Readonly<Record<string, unknown>>[]): number =>
    clocks.reduce((sum, one) => sum + Number(one['target_s']), 0)
  expect(targets(fresh.clock)).toBeGreaterThan(targets(old.clock))
  expect(after['due_at']).not.toBe(before['due_at'])
})

test('who is given a new incident is told so', async () => {
  const agent = await house.person('Ada Moss', 'Agent')
  const made = await house.call('POST', '/incidents', { title: 'No dial tone', owner: agent.id })
  expect(made.status).toBe(201)
  const told = await house.house.db.rows(sql`select ref, verb, text, actor from notification where person = ${agent.id}`)
  const ref = String((made.body['item'] as Readonly<Record<string, unknown>>)['ref'])
  expect(told).toEqual([{ ref, verb: 'owner', text: `Reeve gave you ${ref} No dial tone`, actor: null }])
})
