import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { isoOf } from '../../kernel/instant.ts'
import { isRefusal } from '../../kernel/refusal.ts'
import { newId } from '../../kernel/id.ts'
import { sql } from '../../platform/db/sql.ts'
import type { AnyRecord } from '../../platform/records/kind.ts'
import { move } from '../../platform/records/write.ts'
import { custodyOf, custodyPage, rereadAll, ringDue } from '../levels/index.ts'
import { loadIncidents } from './index.ts'
import { pastOf } from './model/past.ts'
import { type Cast, cast, day, desk, type Desk, iso, monday, officeHours } from './samples.ts'
import { happenedTo } from './store/events.ts'
import { allParties } from './store/parties.ts'

let d: Desk
let c: Cast
beforeAll(async () => {
  d = await desk()
  c = await cast(d)
})
afterAll(async () => await d[Symbol.asyncDispose]())

const at = (offset: number): void => void (d.now.value = monday + offset)
const report = async (fields: Readonly<Record<string, unknown>> = {}): Promise<AnyRecord> =>
  await d.make('incident', { title: 'No dial tone', service: c.service.id, ...fields })

/**
 * Everything kept of all clocks but when they were read, what was told, and by which versions: a clock that comes out as it was keeps the versions under
 * which it first came out so.
 */
const kept = async () =>
  await d.db.rows(sql`select ticket, promise, agreement, measure, state, started_at, stopped_at, due_at, breached_at, warn_at, misses_at, target_s,
    case when state in ('running', 'missed') and stopped_at is null then null else elapsed_s end as elapsed_s, case when stopped_at is null then null else paused_s end as paused_s,
    calendar from clock order by ticket, promise`)
const shown = async () => await d.db.rows(sql`select id, due_at, level_state from incident order by id`)
const now = () => d.now.value

/** A desk's doings at random: each tries something at a later moment; what is refused changes nothing. */
type Doing = readonly [minutes: number, what: number, which: number]
const doings = fc.array(fc.tuple(fc.integer({ min: 0, max: 3000 }), fc.integer({ min: 0, max: 11 }), fc.integer({ min: 0, max: 5 })), {
  minLength: 3,
  maxLength: 10,
})

const attempt = async (one: AnyRecord, what: number, which: number): Promise<AnyRecord> => {
  const teams = [c.desk.id, c.network.id, c.carrier.id]
  const waits = ['customer', 'supplier', 'approval', 'problem', 'change', 'evidence']
  switch (what) {
    case 0:
    case 1:
      return await d.do(one, 'start')
    case 2:
    case 3:
      return await d.do(one, 'wait', { waiting_for: waits[which] })
    case 4:
      return await d.do(one, 'resolve', { resolution_code: 'fixed' })
    case 5:
      return await d.do(one, 'reopen')
    case 6:
      return await d.do(one, 'close')
    case 7:
      return await d.edit(one, { priority: String(1 + (which % 4)) })
    case 8:
      return await d.edit(one, { team: teams[which % 3] })
    case 9:
      return await d.edit(one, { owner: which % 2 === 0 ? c.ann.id : null })
    case 10:
      return await d.edit(one, { waiting_for: waits[which] })
    default:
      return await d.do(one, 'cancel')
  }
}

const play = async (list: readonly Doing[]): Promise<AnyRecord> => {
  let one = await report()
  for (const [minutes, what, which] of list) {
    d.now.value += minutes * 60_000
    try {
      one = await attempt(one, what, which)
    } catch (error) {
      if (!isRefusal(error)) throw error
    }
  }
  return one
}

describe('any life of an incident', () => {
  test('its chain is what its events say, and its clocks are those of that chain', async () => {
    await fc.assert(
      fc.asyncProperty(doings, async (list) => {
        at(0)
        const one = await play(list)
        const page = await custodyPage(d.db, d.ctx(), { id: one.id, kind: 'incident' })
        const replayed = custodyOf(pastOf(await happenedTo(d.db, one.id), monday, await allParties(d.db)).changes)
        expect(page.chain).toEqual(
          replayed.map(({ from, to, ...facts }) => ({ from: isoOf(from), to: to === null ? null : isoOf(to), ...facts })),
        )
        const last = page.chain.at(-1)
        expect(last).toMatchObject({ state: one.state, waiting_for: one['waiting_for'], owner: one.owner, priority: one['priority'] })
      }),
      { numRuns: 25 },
    )
  })
  test('loaded with its past it gets the same chain, clocks and moments as when it was lived through', async () => {
    await fc.assert(
      fc.asyncProperty(doings, async (list) => {
        at(0)
        const lived = await play(list)
        const past = (await happenedTo(d.db, lived.id)).map((one, index) => ({
          verb: index === 0 ? 'create' : 'change',
          occurred_at: isoOf(one.at),
          after: one.after,
        }))
        const id = newId()
        const { title, state, service, team, owner, priority, waiting_for, opened_at } = lived
        await d.db.transaction(
          async (tx) =>
            await loadIncidents(tx, d.ctx(), [
              { id, values: { title, state, service, team, owner, priority, waiting_for, opened_at }, past },
            ]),
          { deadline: 0 },
        )
        const clocksOf = async (ticket: string) => {
          const page = await custodyPage(d.db, d.ctx(), { id: ticket, kind: 'incident' })
          return { chain: page.chain, clocks: page.clocks, hands: page.hands }
        }
        expect(await clocksOf(id)).toEqual(await clocksOf(lived.id))
        const [loaded] = await d.db.rows(
          sql`select responded_at, resolved_at, closed_at, reassignments, reopenings, level_state from incident where id = ${id}`,
        )
        const again = await d.db.first<{ level_state: string }>(sql`select level_state from incident where id = ${lived.id}`)
        const { responded_at, resolved_at, closed_at, reassignments, reopenings } = lived
        expect(loaded).toMatchObject({ responded_at, resolved_at, closed_at, reassignments, reopenings })
        // What ran out in silence since the last change is seen at once when it is loaded, and by the next minute when it was lived through.
        expect([again?.level_state, 'missed']).toContain(loaded?.['level_state'])
      }),
      { numRuns: 15 },
    )
  })
})

/** What parties agree anew in between: a target, what the clock stops for, the hours. */
const agreeAnew = async (what: number, which: number): Promise<void> => {
  if (what === 0) await d.edit(c.resolve, { target: (2 + which) * 3600 })
  else if (what === 1) await d.edit(c.sla, { pauses_on: [['customer'], ['supplier'], ['customer', 'change'], []][which % 4] })
  else if (what === 2)
    await d.edit(c.calendar, { hours: { ...officeHours, [which % 2 === 0 ? 'mon' : 'sat']: [['10:00', `${12 + which}:00`]] } })
  else await d.edit(c.calendar, { holidays: [iso(which * day).slice(0, 10)] })
}

describe('reading all clocks again', () => {
  test('whatever was agreed anew between whatever was done, in any order, the clocks are those of the chain under what holds now', async () => {
    const anew = fc.array(fc.tuple(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 5 })), { minLength: 1, maxLength: 4 })
    await fc.assert(
      fc.asyncProperty(doings, anew, async (list, changes) => {
        at(0)
        const half = Math.ceil(list.length / 2)
        const one = await play(list.slice(0, half))
        for (const [what, which] of changes) {
          await agreeAnew(what, which)
          d.now.value += 60_000
        }
        let after = one
        for (const [minutes, what, which] of list.slice(half)) {
          d.now.value += minutes * 60_000
          try {
            after = await attempt(after, what, which)
          } catch (error) {
            if (!isRefusal(error)) throw error
          }
        }
        await rereadAll(d.db, d.registry, { now: now() })
        await ringDue(d.db, d.registry, now())
        const page = await custodyPage(d.db, d.ctx(), { id: one.id, kind: 'incident' })
        const byPromise = (rows: readonly Readonly<{ promise: string }>[]) => [...rows].sort((a, b) => (a.promise < b.promise ? -1 : 1))
        const fresh = page.clocks.map((clock) => ({
          promise: clock.promise.id,
          state: clock.state,
          stopped_at: clock.stopped_at,
          due_at: clock.due_at,
          breached_at: clock.breached_at,
        }))
        const stored = await d.db.rows<{ promise: string }>(
          sql`select promise, state, stopped_at, due_at, breached_at from clock where ticket = ${one.id}`,
        )
        expect(byPromise(stored)).toEqual(byPromise(fresh))
        const replayed = custodyOf(pastOf(await happenedTo(d.db, one.id), monday, await allParties(d.db)).changes)
        expect(page.chain.map((part) => part.from)).toEqual(replayed.map(({ from }) => isoOf(from)))
      }),
      { numRuns: 15 },
    )
    await d.edit(c.calendar, { hours: officeHours, holidays: [] })
    await d.edit(c.resolve, { target: 8 * 3600 })
    await d.edit(c.sla, { pauses_on: ['customer'] })
  })
  test('after a calendar, a promise and an agreement were changed, all clocks are as if nothing else had ever been agreed', async () => {
    at(0)
    for (let one = 0; one < 12; one++)
      await play([
        [30, 0, 0],
        [60 * one, 2 + (one % 3), one % 6],
        [45, 0, 0],
        [60, one % 2 === 0 ? 4 : 7, one % 4],
      ])
    await d.edit(c.calendar, {
      hours: { ...officeHours, sat: [['10:00', '12:00']], mon: [['10:00', '15:00']] },
      holidays: [iso(day).slice(0, 10)],
    })
    await d.edit(c.resolve, { target: 6 * 3600 })
    await d.edit(c.sla, { pauses_on: ['supplier'] })
    const read = await rereadAll(d.db, d.registry, { now: now(), batch: 5 })
    expect(read).toBeGreaterThanOrEqual(12)
    const [after, records] = [await kept(), await shown()]
    const pages = await d.db.rows<{ ticket: string }>(sql`select ticket from chain`)
    for (const { ticket } of pages) {
      const page = await custodyPage(d.db, d.ctx(), { id: ticket, kind: 'incident' })
      const fresh = [...page.clocks]
        .sort((a, b) => (a.promise.id < b.promise.id ? -1 : 1))
        .map((one) => [one.promise.id, one.state, one.stopped_at, one.due_at, one.breached_at])
      expect(
        after
          .filter((one) => one['ticket'] === ticket)
          .map((one) => [one['promise'], one['state'], one['stopped_at'], one['due_at'], one['breached_at']]),
      ).toEqual(fresh)
    }
    // And again from nothing: the same.
    await d.db.run(sql`delete from clock`)
    await d.db.run(sql`update chain set level_version = 0`)
    await d.db.run(sql`update level_version set n = nextval('level_version_n')`)
    await d.db.run(sql`update level_reread set terms = null`)
    await rereadAll(d.db, d.registry, { now: now() })
    expect(await kept()).toEqual(after)
    expect(await shown()).toEqual(records)
    expect(await rereadAll(d.db, d.registry, { now: now() })).toBe(0)
  })
  test('stopped in the middle, it goes on from where it was', async () => {
    await d.edit(c.resolve, { target: 7 * 3600 })
    const total = (await d.db.first<{ n: number }>(sql`select count(*) as n from chain`))?.n ?? 0
    let read = 0
    const stopped = rereadAll(d.db, d.registry, {
      now: now(),
      batch: 5,
      lanes: 1,
      progress: (done) => {
        read = done
        if (done >= 10) throw new Error('the power failed')
      },
    })
    await expect(stopped).rejects.toThrow('the power failed')
    expect(read + (await rereadAll(d.db, d.registry, { now: now() }))).toBe(total)
    expect(await rereadAll(d.db, d.registry, { now: now() })).toBe(0)
  })
  test('tickets that are changed meanwhile have the clocks of their newest chain and the newest agreements', async () => {
    const all = await d.db.rows<{ id: string }>(sql`select id from incident where state = 'active' order by id limit 12`)
    expect(all.length).toBeGreaterThan(5)
    await d.edit(c.calendar, { hours: { ...officeHours, tue: [['08:00', '20:00']] } })
    d.now.value += 60_000
    const changes = (async () => {
      for (const { id } of all) {
        await d.in(async (tx, ctx) => await move(tx, ctx, d.registry.kind('incident'), id, 'wait', { waiting_for: 'customer' }))
        await d.in(async (tx, ctx) => await move(tx, ctx, d.registry.kind('incident'), id, 'resolve', { resolution_code: 'fixed' }))
      }
    })()
    await Promise.all([rereadAll(d.db, d.registry, { now: now() - 60_000, batch: 2 }), changes])
    for (const { id } of all) {
      const page = await custodyPage(d.db, d.ctx(), { id, kind: 'incident' })
      const stored = await d.db.rows(sql`select promise, state, elapsed_s, stopped_at from clock where ticket = ${id} order by promise`)
      expect(stored).toEqual(
        page.clocks
          .map((one) => ({ promise: one.promise.id, state: one.state, elapsed_s: one.elapsed_s, stopped_at: one.stopped_at }))
          .sort((a, b) => (a.promise < b.promise ? -1 : 1)),
      )
    }
  })
  test('a change of words alone reads nothing again', async () => {
    await d.edit(c.calendar, { title: 'Office hours' })
    await d.make('calendar', { title: 'Unused', time_zone: 'Etc/UTC', hours: officeHours })
    expect(await rereadAll(d.db, d.registry, { now: now() })).toBe(0)
  })
  test('a person without the right may not ask for it', async () => {
    const { askReread } = await import('../levels/actions/reread.ts')
    const agent = { id: c.ann.id, title: 'Ann', level: 2, teams: [], grants: [{ right: '*.see', reach: 'all' as const }] }
    await expect(askReread(d.db, d.ctx(agent))).rejects.toMatchObject({ right: 'level.reread' })
    expect(await askReread(d.db, d.ctx())).toMatchObject({ state: 'waiting' })
    expect(await rereadAll(d.db, d.registry, { now: now() })).toBeGreaterThan(0)
  })
})
