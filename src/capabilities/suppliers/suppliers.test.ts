import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type TestHouse, testHouse } from '../../../test/house.ts'
import { sql } from '../../platform/db/sql.ts'
import type { Actor } from '../../platform/rights/grants.ts'
import { makeSuppliers } from './index.ts'

type Contract = {
  id: string
  ref: string
  title: string
  notice_by: string | null
  ends_on: string
  state: string
  currency: string | null
  version: number
}
type Told = { record: string; people: readonly string[]; text: string }

let house: TestHouse
let manager: Actor
let owner: Actor
let supplier: string
const told: Told[] = []
const capability = makeSuppliers({
  tell: (_tx, _ctx, news) => {
    told.push(news)
    return Promise.resolve()
  },
})

beforeAll(async () => {
  house = await testHouse()
  manager = await house.person('Graham Tyldesley', 'Portfolio head')
  owner = await house.person('Marit Solberg', 'Service manager')
  const made = await house.call('POST', '/suppliers', { title: 'Pellow Cooling', manager: manager.id })
  supplier = (made.body['item'] as { ref: string }).ref
})
afterAll(async () => {
  await house[Symbol.asyncDispose]()
})

const send = async (body: object) => await house.call('POST', '/contracts', { title: 'Chillers', supplier, ...body })
const sign = async (body: object): Promise<Contract> => {
  const made = await send({ signed: true, starts_on: '2024-01-01', owner: owner.id, ...body })
  if (made.status !== 201) throw new Error(JSON.stringify(made.body))
  const answer = await house.call('POST', `/contracts/${(made.body['item'] as Contract).ref}/do/activate`, {})
  return answer.body['item'] as Contract
}
const run = async (job: string, day: string): Promise<void> => {
  await capability.jobs?.find((one) => one.name === job)?.run(house.house.db, house.house.registry, null, Date.parse(`${day}T05:15:00Z`))
}
const read = async (ref: string): Promise<Contract> => (await house.call('GET', `/contracts/${ref}`)).body['item'] as Contract
const eventsOf = async (id: string, verb: string) =>
  await house.house.db.rows<{ reason: string | null; after: Record<string, unknown> }>(
    sql`select reason, after from event where record_id = ${id} and verb = ${verb} order by id`,
  )

describe('a contract', () => {
  it('has a notice day that follows its end', async () => {
    const made = await sign({ ends_on: '2026-12-31', notice_days: 90 })
    expect(made.notice_by).toBe('2026-10-02')
    const later = await house.call('PATCH', `/contracts/${made.ref}`, { ends_on: '2027-12-31' })
    expect((later.body['item'] as Contract).notice_by).toBe('2027-10-02')
    const open = await house.call('PATCH', `/contracts/${made.ref}`, { notice_days: null })
    expect((open.body['item'] as Contract).notice_by).toBeNull()
  })
  it.each([
    ['ends before it starts', { starts_on: '2026-02-01', ends_on: '2026-01-31' }, 'ends_on'],
    ['costs without a currency', { yearly_cost: '1200.50' }, 'currency'],
    ['has no currency of three letters', { currency: 'P1' }, 'currency'],
    ['renews by itself for no time', { renewal: 'automatic' }, 'renewal_months'],
    ['alerts in the wrong order', { first_alert_days: 10, second_alert_days: 20 }, 'second_alert_days'],
  ])('is refused when it %s', async (_, body, path) => {
    const answer = await send(body)
    expect(answer.status).toBe(422)
    expect((answer.body['issues'] as { path: string }[]).map((issue) => issue.path)).toEqual([path])
  })
  it('is in force only when it is signed', async () => {
    const made = (await send({ ends_on: '2026-12-31' })).body['item'] as Contract
    expect((await house.call('POST', `/contracts/${made.ref}/do/activate`, {})).status).toBe(422)
    expect((await house.call('POST', `/contracts/${made.ref}/do/activate`, { signed: true })).status).toBe(200)
  })
})

describe('alerts', () => {
  it('come twice for each notice day, each once, to owner and manager', async () => {
    const made = await sign({ title: 'Alerting', ends_on: '2026-12-31', notice_days: 90, renewal: 'automatic', renewal_months: 12 })
    const mine = () => told.filter((one) => one.record === made.id)
    await run('suppliers.notice', '2026-07-03')
    expect(mine()).toEqual([])
    await run('suppliers.notice', '2026-07-04')
    await run('suppliers.notice', '2026-07-04')
    await run('suppliers.notice', '2026-07-05')
    expect(mine()).toEqual([
      {
        record: made.id,
        people: [owner.id, manager.id],
        text: 'Alerting (Pellow Cooling): give notice by 2026-10-02, in 90 days; else it renews by itself.',
      },
    ])
    await run('suppliers.notice', '2026-09-02')
    await run('suppliers.notice', '2026-10-02')
    await run('suppliers.notice', '2026-10-03')
    expect(mine()).toHaveLength(2)
    expect((await eventsOf(made.id, 'notice_alert')).map((event) => event.after['alert'])).toEqual(['first', 'second'])
  })
  it('begin anew with another notice day', async () => {
    const made = await sign({ title: 'Moved', ends_on: '2026-12-31', notice_days: 30 })
    await run('suppliers.notice', '2026-11-20')
    await house.call('PATCH', `/contracts/${made.ref}`, { ends_on: '2027-12-31' })
    await run('suppliers.notice', '2027-11-20')
    expect(told.filter((one) => one.record === made.id)).toHaveLength(2)
  })
})

describe('the end of a term', () => {
  it('renews what renews by itself, until a day that has not passed', async () => {
    const made = await sign({ title: 'Renewing', ends_on: '2026-01-31', notice_days: 30, renewal: 'automatic', renewal_months: 1 })
    await run('suppliers.renewal', '2026-03-15')
    const after = await read(made.ref)
    expect(after).toMatchObject({ state: 'active', ends_on: '2026-03-31', notice_by: '2026-03-01' })
    expect((await eventsOf(made.id, 'renew'))[0]?.reason).toContain('renewed by itself for a month')
    await run('suppliers.renewal', '2026-03-15')
    expect((await read(made.ref)).version).toBe(after.version)
  })
  it('ends the others, and those under notice', async () => {
    const plain = await sign({ title: 'Plain', ends_on: '2026-01-31' })
    const noticed = await sign({ title: 'Noticed', ends_on: '2026-01-31', renewal: 'automatic', renewal_months: 12 })
    await house.call('POST', `/contracts/${noticed.ref}/do/give_notice`, { reason: 'Replaced.' })
    const running = await sign({ title: 'Running', ends_on: '2026-02-01' })
    await run('suppliers.renewal', '2026-02-01')
    expect([(await read(plain.ref)).state, (await read(noticed.ref)).state, (await read(running.ref)).state]).toEqual([
      'ended',
      'ended',
      'active',
    ])
  })
})

describe('notice days ahead', () => {
  it('say what is missed and what comes', async () => {
    const missed = await sign({ title: 'Missed', ends_on: '2026-05-01', notice_days: 90 })
    const soon = await sign({ title: 'Soon', ends_on: '2026-06-12', notice_days: 90 })
    const body = (await house.call('GET', '/contracts/notice')).body as unknown as {
      items: { contract: Contract; notice: { words: string; state: string } }[]
      missed: number
    }
    const wordsOf = (ref: string) => body.items.find((item) => item.contract.ref === ref)?.notice
    expect(wordsOf(missed.ref)).toMatchObject({ state: 'missed', words: 'notice missed 30 days ago' })
    expect(wordsOf(soon.ref)).toMatchObject({ state: 'soon', words: 'in 12 days' })
    expect(body.missed).toBe(body.items.filter((item) => item.notice.state === 'missed').length)
    expect(body.items[0]?.contract.ref).toBe(missed.ref)
  })
  it('are hidden from those who may not see contracts', async () => {
    const requester = await house.person('Ruth Adeyemi', 'Requester')
    for (const path of ['/contracts/notice', '/contracts/calendar.ics'])
      expect((await house.call('GET', path, undefined, { as: requester })).status).toBe(403)
  })
  it('come as a calendar', async () => {
    const answer = await house.call('GET', '/contracts/calendar.ics')
    const text = String(answer.body['text'])
    expect(answer.headers['content-type']).toBe('text/calendar; charset=utf-8')
    expect(text).toMatch(/^BEGIN:VCALENDAR\r\nVERSION:2\.0\r\n/)
    expect(text).toContain('SUMMARY:Notice: Soon\r\n')
    expect(text).toContain('DTSTART;VALUE=DATE:20260314\r\nDTEND;VALUE=DATE:20260315\r\n')
  })
})

describe('a supplier', () => {
  it('is shown with contracts, cost and services', async () => {
    const own = (await house.call('POST', '/suppliers', { title: 'Meridew Gases' })).body['item'] as { ref: string }
    const service = (
      await house.call('POST', '/services', { title: 'Medical gases', service_kind: 'industrial_control', supplier: own.ref })
    ).body['item'] as { id: string }
    await sign({ title: 'Gases', supplier: own.ref, ends_on: '2026-12-31', notice_days: 90, yearly_cost: '1200.10', currency: 'gbp' })
    await sign({
      title: 'Cylinders',
      supplier: own.ref,
      ends_on: '2027-12-31',
      notice_days: 90,
      yearly_cost: '0.20',
      currency: 'GBP',
      services: [service.id],
    })
    const body = (await house.call('GET', `/suppliers/${own.ref}/overview`)).body
    expect(body).toMatchObject({
      yearly_cost: [{ currency: 'GBP', amount: '1200.30' }],
      services: [service.id],
      next_notice: { by: '2026-10-02' },
    })
    const agent = await house.person('Priya Raman', 'Agent')
    const seen = (await house.call('GET', `/suppliers/${own.ref}/overview`, undefined, { as: agent })).body
    expect(seen['yearly_cost']).toBeNull()
    expect(JSON.stringify(seen)).not.toContain('1200.10')
  })
})
