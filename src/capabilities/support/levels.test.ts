import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newId } from '../../kernel/id.ts'
import { sql } from '../../platform/db/sql.ts'
import type { AnyRecord } from '../../platform/records/kind.ts'
import { undoBatch } from '../../platform/records/batch.ts'
import { setSetting } from '../../platform/settings.ts'
import { agreementPerformance, countClocks, ringDue } from '../levels/index.ts'
import { closeAfterSetting, closeResolved, loadIncidents } from './index.ts'
import { incident } from './kind.ts'
import { type Cast, cast, day, desk, type Desk, hour, iso, monday } from './samples.ts'

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

const now = () => d.now.value

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
  test('one that promises availability alone takes no tickets from the general one', async () => {
    const agreed = async (title: string, services: readonly string[], promise: object) => {
      const made = await d.make('agreement', { title, agreement_type: 'sla', calendar: c.calendar.id, services })
      const line = await d.make('promise', { title: '', agreement: made.id, ...promise })
      await d.do(made, 'activate', { starts_on: '2028-01-01' })
      return { made, line }
    }
    const general = await agreed('Everything', [], { measure: 'resolution', target: 7200 })
    const up = await agreed('It is up', [c.other.id], { measure: 'availability', share: 0.999 })
    d.now.value = Date.parse('2028-02-01T10:00:00Z')
    const one = await report({ service: c.other.id })
    expect((await d.db.rows(sql`select promise from clock where ticket = ${one.id}`)).map((row) => row['promise'])).toEqual([
      general.line.id,
    ])
    for (const { made } of [general, up]) await d.do(made, 'end', { ends_on: '2028-02-01' })
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
  test('an agreement about availability alone hides no clock of the team’s general one, and two alike have a clock each', async () => {
    const agreed = async (title: string, services: readonly string[], promise: object) => {
      const made = await d.make('agreement', { title, agreement_type: 'ola', provider: c.network.id, calendar: c.calendar.id, services })
      await d.make('promise', { title: '', agreement: made.id, ...promise })
      await d.do(made, 'activate')
      return made
    }
    const general = await agreed('Network, general', [], { measure: 'resolution', target: 3 * 3600 })
    const holds = await agreed('Network holds up', [c.service.id], { measure: 'availability', share: 0.999 })
    at(15 * day)
    const clocksOf = async (ticket: string) =>
      (await d.db.rows<{ agreement: string }>(sql`select agreement from clock where ticket = ${ticket} order by target_s`)).map(
        (row) => row.agreement,
      )
    const held = async () => {
      const one = await d.do(await report(), 'start')
      await d.edit(one, { team: c.network.id })
      return (await clocksOf(one.id)).filter((agreement) => agreement !== c.sla.id)
    }
    expect(await held()).toEqual([general.id])
    const first = await agreed('Network for it', [c.service.id], { measure: 'resolution', target: 3600 })
    const second = await agreed('Network for it, again', [c.service.id], { measure: 'resolution', target: 2 * 3600 })
    expect(await held()).toEqual([first.id, second.id])
    for (const one of [general, holds, first, second]) await d.do(one, 'end')
    at(0)
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
      code: 'invalid_fields',
      issues: [{ path: 'target', rule: 'target' }],
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
