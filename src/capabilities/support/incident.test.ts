import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sql } from '../../platform/db/sql.ts'
import type { AnyRecord } from '../../platform/records/kind.ts'
import { move } from '../../platform/records/write.ts'
import { custodyPage } from '../levels/index.ts'
import { type Cast, cast, desk, type Desk, hour, iso, monday } from './samples.ts'

let d: Desk
let c: Cast
beforeAll(async () => {
  d = await desk()
  c = await cast(d)
})
afterAll(async () => await d[Symbol.asyncDispose]())

const at = (offset: number): void => void (d.now.value = monday + offset)
const report = async (fields: Readonly<Record<string, unknown>> = {}): Promise<AnyRecord> => {
  at(0)
  return await d.make('incident', { title: 'No dial tone', service: c.service.id, ...fields })
}
const clocks = async (incident: AnyRecord) => (await custodyPage(d.db, d.ctx(), { id: incident.id, kind: 'incident' })).clocks
const resolution = async (incident: AnyRecord) => (await clocks(incident)).find((one) => one.measure === 'resolution')
const chain = async (incident: AnyRecord) =>
  await d.db.rows(
    sql`select seq, from_at, to_at, holder_type, holder_name, state, waiting_for, priority from custody where ticket = ${incident.id} order by seq`,
  )

describe('reporting an incident', () => {
  test('fills opened, team, unit, priority and the clocks', async () => {
    const made = await report({ requester: c.ann.id, impact: '2', urgency: '2' })
    expect(made).toMatchObject({
      opened_at: iso(0),
      team: c.desk.id,
      customer: c.ward.id,
      priority: '3',
      level_state: 'running',
      due_at: iso(hour),
      reassignments: 0,
      reopenings: 0,
      responded_at: null,
    })
    expect(await chain(made)).toMatchObject([
      { seq: 0, from_at: iso(0), to_at: null, holder_type: 'team', holder_name: 'Service desk', state: 'new', priority: '3' },
    ])
  })
  test('opened in the future is refused; a clock that is a little ahead is not', async () => {
    await expect(report({ opened_at: iso(6 * 60_000) })).rejects.toMatchObject({ code: 'future' })
    expect(await report({ opened_at: iso(4 * 60_000) })).toMatchObject({ opened_at: iso(4 * 60_000) })
  })
  test('an incident recorded late as being worked on was new until then', async () => {
    const made = await report({ opened_at: iso(-hour), state: 'active' })
    expect(made).toMatchObject({ responded_at: iso(0) })
    expect(await chain(made)).toMatchObject([
      { state: 'new', from_at: iso(-hour), to_at: iso(0) },
      { state: 'active', from_at: iso(0) },
    ])
  })
  test('a service without an agreement has no level', async () => {
    expect(await report({ service: c.other.id })).toMatchObject({ level_state: 'none', due_at: null })
  })
  test('a priority that follows from impact and urgency goes on following; a chosen one stays', async () => {
    const made = await report({ impact: '1', urgency: '2' })
    expect(await d.edit(made, { urgency: '1' })).toMatchObject({ priority: '1' })
    const chosen = await report({ impact: '1', urgency: '2', priority: '4' })
    expect(await d.edit(chosen, { urgency: '1' })).toMatchObject({ priority: '4' })
  })
})

describe('moving an incident', () => {
  test('start: the first response is met and the next due time is the resolution’s', async () => {
    const made = await report()
    at(0.5 * hour)
    const after = await d.do(made, 'start', { owner: c.ann.id })
    expect(after).toMatchObject({ state: 'active', responded_at: iso(0.5 * hour), due_at: iso(8 * hour), level_state: 'running' })
  })
  test('wait: asks for whom, gives the ticket into their hands, and stops the clock where the agreement says so', async () => {
    const made = await d.do(await report(), 'start')
    await expect(d.do(made, 'wait')).rejects.toMatchObject({ code: 'waiting_for_missing' })
    at(2 * hour)
    const waits = await d.do(made, 'wait', { waiting_for: 'customer' })
    expect(waits).toMatchObject({ level_state: 'paused', due_at: null })
    at(5 * hour)
    const back = await d.do(waits, 'start')
    // Three hours of waiting fall into working time: due tomorrow at 12:00 instead of today at 17:00.
    expect(back).toMatchObject({ waiting_for: null, level_state: 'running', due_at: iso(24 * hour + 3 * hour) })
    expect((await chain(made)).map((one) => [one['holder_type'], one['state'], one['waiting_for']])).toEqual([
      ['team', 'active', null],
      ['customer', 'pending', 'customer'],
      ['team', 'active', null],
    ])
  })
  test('what waits for a supplier is in the supplier’s hands, and a supplier’s team is the supplier', async () => {
    const made = await d.do(await report(), 'start')
    at(hour)
    await d.do(made, 'wait', { waiting_for: 'supplier' })
    at(2 * hour)
    await d.do(made, 'start', { team: c.carrier.id })
    at(3 * hour)
    await d.do(made, 'wait', { waiting_for: 'approval' })
    expect((await chain(made)).map((one) => [one['holder_type'], one['holder_name']])).toEqual([
      ['team', 'Service desk'],
      ['supplier', 'Norwire'],
      ['supplier', 'Norwire'],
      ['approval', 'Approval'],
    ])
  })
  test('an incident that does not wait has nothing that it waits for', async () => {
    const made = await report()
    await expect(d.edit(made, { waiting_for: 'customer' })).rejects.toMatchObject({ code: 'not_waiting' })
    const waits = await d.do(made, 'wait', { waiting_for: 'customer' })
    await expect(d.edit(waits, { waiting_for: null })).rejects.toMatchObject({ code: 'waiting_for_missing' })
  })
  test('resolve: asks how, stops the clock; reopen: it goes on without the resolved time', async () => {
    const made = await d.do(await report(), 'start')
    await expect(d.do(made, 'resolve')).rejects.toMatchObject({ code: 'resolution_missing' })
    at(2 * hour)
    const resolved = await d.do(made, 'resolve', { resolution: 'Plugged it in.' })
    expect(resolved).toMatchObject({ resolved_at: iso(2 * hour), level_state: 'met', due_at: null })
    at(4 * hour)
    const again = await d.do(resolved, 'reopen')
    expect(again).toMatchObject({ resolved_at: null, reopenings: 1, level_state: 'running', due_at: iso(24 * hour + 2 * hour) })
    at(5 * hour)
    const done = await d.do(again, 'resolve', { resolution_code: 'fixed' })
    expect(await resolution(done)).toMatchObject({ state: 'met', elapsed_s: 3 * 3600, paused_s: 2 * 3600 })
    at(6 * hour)
    expect(await d.do(done, 'close')).toMatchObject({ closed_at: iso(6 * hour), resolved_at: iso(5 * hour), state: 'closed' })
  })
  test('cancel: no clock counts', async () => {
    const made = await report()
    at(30 * hour)
    expect(await d.do(made, 'cancel')).toMatchObject({ level_state: 'none', due_at: null, closed_at: iso(30 * hour), resolved_at: null })
  })
  test('another team counts as a reassignment', async () => {
    const made = await report()
    await d.edit(made, { team: c.network.id })
    expect(await d.edit(made, { team: c.desk.id, owner: c.bob.id })).toMatchObject({ reassignments: 2 })
  })
  test('a higher priority in the middle is measured from the opening by its own promise', async () => {
    const made = await d.do(await report({ priority: '3' }), 'start')
    at(3 * hour)
    const raised = await d.edit(made, { priority: '1' })
    expect(raised).toMatchObject({ due_at: iso(4 * hour) })
    expect(await resolution(raised)).toMatchObject({ promise: { id: c.resolve1.id }, elapsed_s: 3 * 3600 })
    const kept = await d.db.rows(sql`select promise, state from clock where ticket = ${made.id} and measure = 'resolution'`)
    expect(kept).toEqual([{ promise: c.resolve1.id, state: 'running' }])
  })
  test('another service falls under its own agreement', async () => {
    const made = await report()
    expect(await d.edit(made, { service: c.other.id })).toMatchObject({ level_state: 'none', due_at: null })
    expect(await d.db.rows(sql`select 1 as one from clock where ticket = ${made.id}`)).toEqual([])
  })
  test('another moment of opening moves the chain and its clocks', async () => {
    const made = await d.do(await report(), 'start')
    at(2 * hour)
    const waits = await d.do(made, 'wait', { waiting_for: 'customer' })
    expect(await d.edit(waits, { opened_at: iso(hour) })).toMatchObject({ responded_at: iso(hour) })
    expect(await chain(made)).toMatchObject([
      { from_at: iso(hour), to_at: iso(2 * hour), state: 'active' },
      { from_at: iso(2 * hour), state: 'pending' },
    ])
  })
  test('changing what clocks do not read leaves the chain alone', async () => {
    const made = await report()
    const before = await d.db.rows(sql`select ctid::text, * from custody where ticket = ${made.id}`)
    at(hour / 2)
    await d.edit(made, { title: 'Still no dial tone', description: 'Since Sunday.' })
    expect(await d.db.rows(sql`select ctid::text, * from custody where ticket = ${made.id}`)).toEqual(before)
  })
  test('who lacks a move’s right is told which', async () => {
    const made = await report()
    const agent = {
      id: c.ann.id,
      title: 'Ann',
      level: 2,
      teams: [],
      grants: ['incident.see', 'incident.start'].map((right) => ({ right, reach: 'all' as const })),
    }
    const tried = async (verb: string) =>
      await d.db.transaction(async (tx) => await move(tx, d.ctx(agent), d.registry.kind('incident'), made.id, verb, {}))
    await expect(tried('wait')).rejects.toMatchObject({ code: 'missing_right', right: 'incident.wait' })
    expect(await tried('start')).toMatchObject({ state: 'active' })
  })
  test('removing forgets the chain and the clocks', async () => {
    const made = await report()
    await d.remove(made)
    expect(
      await d.db.rows(
        sql`select ticket from chain where ticket = ${made.id} union all select ticket from custody where ticket = ${made.id} union all select ticket from clock where ticket = ${made.id}`,
      ),
    ).toEqual([])
  })
})

describe('custody', () => {
  test('explains each clock interval by interval and tells how long each had it in hand', async () => {
    const made = await d.do(await report(), 'start')
    at(2 * hour)
    await d.do(made, 'wait', { waiting_for: 'customer' })
    at(26 * hour)
    const page = await custodyPage(d.db, d.ctx(), { id: made.id, kind: 'incident' })
    expect(page.hands).toMatchObject([
      { holder: { type: 'team', name: 'Service desk' }, business_s: 2 * 3600, wall_s: 2 * 3600, holds_now: false },
      { holder: { type: 'customer' }, business_s: 8 * 3600, wall_s: 24 * 3600, holds_now: true },
    ])
    expect(page.clocks.map((one) => [one.measure, one.state, one.elapsed_s])).toEqual([
      ['response', 'met', 0],
      ['resolution', 'paused', 2 * 3600],
    ])
    const parts = page.clocks[1]?.parts ?? []
    expect(parts.map((one) => [one.counted, one.running_total_s])).toEqual([
      [true, 7200],
      [false, 7200],
    ])
    expect(page.clocks[1]?.explanation.at(-1)).toMatch(/^Paused: 2 h of 8 h used/)
  })
})
