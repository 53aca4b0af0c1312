import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { isoOf } from '../../kernel/instant.ts'
import { isRefusal } from '../../kernel/refusal.ts'
import { newId } from '../../kernel/id.ts'
import { sql } from '../../platform/db/sql.ts'
import type { AnyRecord } from '../../platform/records/kind.ts'
import { undoBatch } from '../../platform/records/batch.ts'
import { move } from '../../platform/records/write.ts'
import { setSetting } from '../../platform/settings.ts'
import { agreementPerformance, countClocks, custodyOf, custodyPage, rereadAll, ringDue } from '../levels/index.ts'
import { closeAfterSetting, closeResolved, loadIncidents } from './index.ts'
import { incident } from './kind.ts'
import { pastOf } from './model/past.ts'
import { type Cast, cast, day, desk, type Desk, hour, iso, monday, officeHours } from './samples.ts'
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

/** Everything kept of all clocks but when they were read and what was told. */
const kept = async () =>
  await d.db.rows(sql`select ticket, promise, agreement, measure, state, started_at, stopped_at, due_at, breached_at, warn_at, misses_at, target_s,
    case when state in ('running', 'missed') and stopped_at is null then null else elapsed_s end as elapsed_s, case when stopped_at is null then null else paused_s end as paused_s,
    calendar, calendar_version, agreement_version, promise_version from clock order by ticket, promise`)
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
        const { title, state, service, team, owner, priority, waiting_for, opened_at } = lived as AnyRecord & Record<string, unknown>
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
        const { responded_at, resolved_at, closed_at, reassignments, reopenings } = lived as AnyRecord & Record<string, unknown>
        expect(loaded).toMatchObject({ responded_at, resolved_at, closed_at, reassignments, reopenings })
        // What ran out in silence since the last change is seen at once when it is loaded, and by the next minute when it was lived through.
        expect([again?.level_state, 'missed']).toContain(loaded?.['level_state'])
      }),
      { numRuns: 15 },
    )
  })
})

describe('reading all clocks again', () => {
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
      const fresh = page.clocks.map((one) => [one.promise.id, one.state, one.stopped_at, one.due_at, one.breached_at]).sort()
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

describe('which agreement', () => {
  test('the one that names the service and was in force on the day of opening; else the one that names none; else none', async () => {
    const later = { starts_on: '2027-01-01', ends_on: '2027-06-30' }
    const printing = await d.make('agreement', {
      title: 'Printing 2027',
      agreement_type: 'sla',
      calendar: c.calendar.id,
      services: [c.other.id],
      ...later,
    })
    const own = await d.make('promise', { title: '', agreement: printing.id, measure: 'resolution', target: 3600 })
    await d.do(printing, 'activate')
    const general = await d.make('agreement', {
      title: 'All else',
      agreement_type: 'sla',
      calendar: c.calendar.id,
      starts_on: '2027-03-01',
    })
    const rest = await d.make('promise', { title: '', agreement: general.id, measure: 'resolution', target: 7200 })
    await d.do(general, 'activate')
    const promisesOn = async (opened: string): Promise<unknown[]> => {
      d.now.value = Date.parse(opened)
      const one = await report({ service: c.other.id })
      return (await d.db.rows(sql`select promise from clock where ticket = ${one.id}`)).map((row) => row['promise'])
    }
    expect(await promisesOn('2026-12-31T23:59:00Z')).toEqual([])
    expect(await promisesOn('2027-01-01T00:00:00Z')).toEqual([own.id])
    expect(await promisesOn('2027-06-30T23:59:00Z')).toEqual([own.id])
    expect(await promisesOn('2027-07-01T00:00:00Z')).toEqual([rest.id])
    // An agreement that has ended still counts for what was opened under it.
    d.now.value = Date.parse('2027-07-02T09:00:00Z')
    await d.do(printing, 'end')
    expect(await promisesOn('2027-06-30T12:00:00Z')).toEqual([own.id])
    await d.do(general, 'end', { ends_on: '2027-07-31' })
    at(0)
  })
  test('two service level agreements for one service at the same time are refused, naming both', async () => {
    const second = await d.make('agreement', {
      title: 'Second',
      agreement_type: 'sla',
      calendar: c.calendar.id,
      services: [c.service.id, c.other.id],
    })
    await expect(d.do(second, 'activate')).rejects.toMatchObject({
      code: 'two_agreements',
      message: expect.stringMatching(new RegExp(`${second.ref} and ${c.sla.ref} .*${c.service.ref}`)) as string,
    })
    await d.edit(c.sla, { ends_on: '2026-12-31' })
    await expect(d.do(second, 'activate', { starts_on: '2026-12-31' })).rejects.toMatchObject({ code: 'two_agreements' })
    await d.edit(second, { services: [c.service.id] })
    expect(await d.do(second, 'activate', { starts_on: '2027-01-01' })).toMatchObject({ state: 'active' })
    await d.do(second, 'end', { ends_on: '2027-12-31' })
    await d.edit(c.sla, { ends_on: null }).catch((error: unknown) => expect(error).toMatchObject({ code: 'two_agreements' }))
  })
  test('a team’s and a supplier’s agreement count while they have the ticket in hand', async () => {
    const ola = await d.make('agreement', {
      title: 'Network OLA',
      agreement_type: 'ola',
      provider: c.network.id,
      calendar: c.calendar.id,
      pauses_on: ['customer'],
    })
    await d.make('promise', { title: '', agreement: ola.id, measure: 'resolution', target: 2 * 3600 })
    await d.do(ola, 'activate')
    at(14 * day)
    const one = await d.do(await report(), 'start')
    const state = async () =>
      (await d.db.first(sql`select state, elapsed_s from clock where ticket = ${one.id} and agreement = ${ola.id}`)) ?? null
    expect(await state()).toBeNull()
    at(14 * day + hour)
    await d.edit(one, { team: c.network.id })
    expect(await state()).toMatchObject({ state: 'running' })
    at(14 * day + 2 * hour)
    await d.edit(one, { team: c.desk.id })
    expect(await state()).toMatchObject({ state: 'paused', elapsed_s: 3600 })
    await d.do(ola, 'end')
  })
})

describe('what cannot be agreed', () => {
  test('two promises of one agreement for the same measure and priority', async () => {
    const twice = d.make('promise', { title: 'Again', agreement: c.sla.id, measure: 'resolution', priority: '1', target: 60 })
    await expect(twice).rejects.toMatchObject({ code: 'contradiction', message: expect.stringContaining(c.resolve1.ref) as string })
    await expect(d.make('promise', { title: 'Again', agreement: c.sla.id, measure: 'response', target: 60 })).rejects.toMatchObject({
      code: 'contradiction',
    })
    await d.do(c.resolve1, 'retire')
    const other = await d.make('promise', { title: '', agreement: c.sla.id, measure: 'resolution', priority: '1', target: 5 * 3600 })
    expect(other.title).toBe('Resolve priority 1 within 5 h')
    await expect(d.do(c.resolve1, 'reinstate')).rejects.toMatchObject({ code: 'contradiction' })
    expect((await d.edit(other, { target: 3600 })).title).toBe('Resolve priority 1 within 1 h')
  })
  test('a promise within no time', async () => {
    await expect(d.make('promise', { agreement: c.sla.id, measure: 'response', priority: '2', target: 0 })).rejects.toMatchObject({
      code: 'target',
    })
  })
  test('a calendar in which no clock could run, or whose hours make no sense, each field named', async () => {
    await expect(d.make('calendar', { time_zone: 'Etc/UTC', hours: {} })).rejects.toMatchObject({
      issues: [{ path: 'hours', rule: 'no_working_time' }],
    })
    const wrong = d.make('calendar', {
      time_zone: 'Etc/UTC',
      hours: { mon: [['09:00', '25:00']], funday: [] },
      holidays: ['2026-02-30', { date: '2026-12-25', name: 'Christmas' }],
      shifts: { soon: [['09:00', '10:00']] },
    })
    await expect(wrong).rejects.toMatchObject({
      issues: expect.arrayContaining(
        [{ path: 'hours.mon.0' }, { path: 'hours.funday' }, { path: 'holidays.0' }, { path: 'shifts.soon' }].map(
          (one) => expect.objectContaining(one) as unknown,
        ),
      ) as unknown,
    })
  })
  test('an end before the start; retiring a calendar by which clocks run', async () => {
    await expect(d.edit(c.sla, { starts_on: '2027-01-01', ends_on: '2026-01-01' })).rejects.toMatchObject({ code: 'order' })
    await expect(d.do(c.calendar, 'retire')).rejects.toMatchObject({
      code: 'still_used',
      message: expect.stringContaining(c.sla.ref) as string,
    })
  })
})

describe('clocks that run out', () => {
  test('are warned of, then missed: once each, on the record, in its events and to who has it', async () => {
    d.told.length = 0
    const start = 28 * day
    at(start)
    const one = await d.do(await report({ owner: c.ann.id }), 'start')
    const moment = async (name: 'warn_at' | 'misses_at'): Promise<number> =>
      Date.parse(
        String((await d.db.first(sql`select warn_at, misses_at from clock where ticket = ${one.id} and measure = 'resolution'`))?.[name]),
      )
    const events = async () =>
      (await d.db.rows(sql`select verb from event where record_id = ${one.id} and version is null order by id`)).map((row) => row['verb'])
    const level = async () => (await d.db.first(sql`select level_state, version from incident where id = ${one.id}`)) ?? null
    const risky = await moment('warn_at')
    await ringDue(d.db, d.registry, risky - 1000)
    expect(await events()).toEqual([])
    const tell = async (_tx: unknown, _ctx: unknown, news: { people: readonly string[]; text: string }) =>
      void d.told.push(`${news.people.join()} ${news.text}`)
    await ringDue(d.db, d.registry, risky, tell)
    await ringDue(d.db, d.registry, risky + 1000, tell)
    expect(await events()).toEqual(['promise_at_risk'])
    expect(await level()).toMatchObject({ level_state: 'running', version: 2 })
    const due = await moment('misses_at')
    await ringDue(d.db, d.registry, due, tell)
    expect(await level()).toMatchObject({ level_state: 'running' })
    await ringDue(d.db, d.registry, due + 60_000, tell)
    await ringDue(d.db, d.registry, due + 120_000, tell)
    expect(await events()).toEqual(['promise_at_risk', 'promise_missed'])
    expect(await level()).toMatchObject({ level_state: 'missed', version: 2 })
    expect(d.told.filter((text) => text.includes(one.ref))).toEqual([
      expect.stringMatching(new RegExp(`^${c.ann.id} .* is at risk`)),
      expect.stringMatching(new RegExp(`^${c.ann.id} .*: missed`)),
    ])
  })
  test('a miss that nobody saw before the ticket was resolved is still told of', async () => {
    at(35 * day)
    const one = await d.do(await report(), 'start')
    at(38 * day)
    await d.do(one, 'resolve', { resolution: 'late' })
    const lead: string[] = []
    await ringDue(d.db, d.registry, now(), async (_tx, _ctx, news) => void lead.push(...news.people))
    expect(lead).toContain(c.bob.id)
    expect((await d.db.rows(sql`select verb from event where record_id = ${one.id} and verb = 'promise_missed'`)).length).toBe(1)
  })
  test('reads only clocks that ring', async () => {
    const plan = await d.db.transaction(async (tx) => {
      await tx.run(sql`set local enable_seqscan = off`)
      return await tx.rows<{ 'QUERY PLAN': string }>(
        sql`explain select ticket, promise, state, told from clock where next_at <= now() order by next_at limit 500`,
      )
    })
    expect(plan.map((row) => row['QUERY PLAN']).join('\n')).toMatch(/clock_next/)
  })
})

describe('afterwards', () => {
  test('an agreement’s performance counts what was kept and missed in the period, and what still runs', async () => {
    const performance = await agreementPerformance(d.db, d.ctx(), c.sla.ref, '2026-04')
    const [{ kept: met, missed }] = [performance.all]
    const counted = await d.db.first<{ kept: number; missed: number }>(sql`
      select count(*) filter (where state = 'met' and stopped_at >= '2026-04-01' and stopped_at < '2026-05-01') as kept,
        count(*) filter (where state = 'missed' and breached_at >= '2026-04-01' and breached_at < '2026-05-01') as missed from clock where agreement = ${c.sla.id}`)
    expect({ kept: met, missed }).toEqual(counted)
    expect(missed).toBeGreaterThan(0)
    expect(performance.all.share_kept).toBeCloseTo(met / (met + missed), 12)
    const ofService = await countClocks(d.db, [c.resolve.id], { from: monday, to: monday + 90 * day }, c.other.id)
    expect(ofService).toEqual([])
  })
  test('resolved incidents are closed after five working days, or as many as was chosen', async () => {
    at(42 * day)
    const one = await d.do(await report(), 'resolve', { resolution_code: 'fixed' })
    const state = async () => (await d.db.first(sql`select state from incident where id = ${one.id}`))?.['state']
    await closeResolved(d.db, d.registry, now() + 5 * day)
    expect(await state()).toBe('resolved')
    await d.db.transaction(async (tx) => await setSetting(tx, closeAfterSetting, 0))
    await closeResolved(d.db, d.registry, now() + 90 * day)
    expect(await state()).toBe('resolved')
    await d.db.transaction(async (tx) => await setSetting(tx, closeAfterSetting, 5))
    // Tuesday to Friday are four; the fifth begins on Monday when the office opens.
    await closeResolved(d.db, d.registry, now() + 7 * day)
    expect(await state()).toBe('resolved')
    await closeResolved(d.db, d.registry, now() + 7 * day + hour)
    expect(await state()).toBe('closed')
  })
  test('an import that is undone leaves nothing behind', async () => {
    const [id, batch] = [newId(), newId()]
    await d.db.transaction(
      async (tx) => {
        await loadIncidents(tx, { ...d.ctx(), batch }, [
          {
            id,
            values: {
              title: 'Old',
              state: 'closed',
              service: c.service.id,
              opened_at: iso(0),
              resolved_at: iso(hour),
              closed_at: iso(2 * hour),
            },
          },
        ])
        await tx.run(sql`insert into batch (id, label, made_at) values (${batch}, 'trial', now())`)
      },
      { deadline: 0 },
    )
    expect(await d.db.rows(sql`select measure, state, elapsed_s from clock where ticket = ${id} order by measure`)).toMatchObject([
      { measure: 'resolution', state: 'met' },
      { measure: 'response', state: 'met' },
    ])
    expect(await undoBatch(d.db, d.ctx(), batch)).toMatchObject({ removed: 1 })
    expect(
      await d.db.rows(sql`select ticket from chain where ticket = ${id} union all select ticket from clock where ticket = ${id}`),
    ).toEqual([])
    expect(incident.name).toBe('incident')
  })
})
