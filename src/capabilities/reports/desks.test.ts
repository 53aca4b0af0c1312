import { describe, expect, it } from 'vitest'
import { testHouse } from '../../../test/house.ts'
import { ringDue } from '../levels/index.ts'
import type { PortalDesk } from './model/portal.ts'
import type { PlanDesk, RunDesk, SteerDesk } from './model/desks.ts'
import type { ServicePage } from './model/service-page.ts'
import { february, story } from './samples.ts'

describe('the desks', () => {
  it('say which service misses its promise, why, and who has it', async () => {
    await using house = await testHouse()
    const told = await story(house)
    const tickets = await february(told)
    house.now.value = Date.parse('2026-02-27T09:00:00Z')
    const run = (await house.call('GET', '/desks/run')).body as unknown as RunDesk
    expect(run.counts).toMatchObject({ services: 1, missing: 1, open: 1, missed_now: 1 })
    expect(run.calm).toBe(false)
    expect(run.sentence).toBe('1 of 1 service misses its promise.')
    expect(run.services[0]?.text).toContain(tickets.e.ref)
    expect(run.services[0]?.text).toContain('First line has it')
    expect(run.trend).toHaveLength(12)
    expect(run.trend.at(-1)).toMatchObject({ period: '2026-02', opened: 5, resolved: 5 })
    // What ran out unnoticed counts once the clocks have rung.
    await ringDue(house.house.db, house.house.registry, house.now.value)
    const plan = (await house.call('GET', '/desks/plan?period=2026-02')).body as unknown as PlanDesk
    expect(plan.by_kind).toMatchObject([{ name: 'application', services: 1, opened: 5, previous_opened: 2 }])
    const quarter = (await house.call('GET', '/desks/plan?period=2026-Q1')).body as unknown as PlanDesk
    expect(quarter.by_kind).toMatchObject([{ opened: 7, previous_opened: 0, reached: { kept: 10, missed: 4 } }])
    expect((await house.call('GET', '/desks/plan?period=2026-W07')).status).toBe(422)
    expect(plan.needs.services_without_need.map((one) => one.ref)).toEqual([told.service.ref])
    const steer = (await house.call('GET', '/desks/steer?period=2026-02')).body as unknown as SteerDesk
    expect(steer.majors).toMatchObject([{ ticket: { ref: tickets.e.ref }, resolved_at: null }])
    expect(steer.sentence).toBe('1 major incident is open: Mail.')
    expect((await house.call('GET', '/desks/plan?period=nonsense')).status).toBe(422)
  })

  it('are calm when nothing needs anybody', async () => {
    await using house = await testHouse()
    const told = await story(house)
    const ticket = await told.opened('2026-02-03 09:00', 'Quick')
    await told.start('2026-02-03 09:10', ticket)
    await told.resolved('2026-02-03 09:30', ticket)
    const run = (await house.call('GET', '/desks/run')).body as unknown as RunDesk
    expect(run).toMatchObject({ calm: true, sentence: 'A calm day: every promise is kept and nothing is open.', services: [] })
  })

  it('show a person the services they answer for and their own work', async () => {
    await using house = await testHouse()
    const told = await story(house)
    await told.at('2026-02-01 09:00', 'POST', '/services', { title: 'Payroll', service_kind: 'application', state: 'live' })
    const person = await house.person('Mina Manager', 'Service manager')
    await told.at('2026-02-01 09:00', 'PATCH', `/services/${told.service.ref}`, { owner: person.id })
    const ticket = await told.opened('2026-02-03 09:00', 'Mine', { owner: person.id })
    await told.start('2026-02-03 09:10', ticket)
    house.now.value = Date.parse('2026-02-03T12:45:00Z')
    const run = (await house.call('GET', '/desks/run', undefined, { as: person })).body as unknown as RunDesk
    expect(run).toMatchObject({ everything: false, counts: { services: 1 }, my_tickets: { open: 1, due_today: 1 } })
    expect(run.todo[0]).toMatchObject({ kind: 'ticket_due', record: { ref: ticket.ref } })
    expect(run.todo[0]?.text).toContain('Due in 15 min')
  })

  it('tell those who use services which of them work, and nothing of the tickets behind', async () => {
    await using house = await testHouse()
    const told = await story(house)
    const payroll = await told.at('2026-02-01 09:00', 'POST', '/services', { title: 'Payroll', service_kind: 'application', state: 'live' })
    const print = await told.at('2026-02-01 09:00', 'POST', '/services', { title: 'Print', service_kind: 'application', state: 'live' })
    const requester = await house.person('Rita Requester', 'Requester')
    const seen = async (as = requester): Promise<PortalDesk> =>
      (await house.call('GET', '/desks/portal', undefined, { as })).body as unknown as PortalDesk
    await told.opened('2026-02-03 09:00', 'A mouse')
    expect((await seen()).services.map((one) => [one.service.title, one.state, one.since])).toEqual([
      ['Mail', 'working', null],
      ['Payroll', 'working', null],
      ['Print', 'working', null],
    ])
    const one = await told.opened('2026-02-03 10:00', 'Secret of the board', { priority: '1' })
    await told.opened('2026-02-03 09:30', 'Slow', { priority: '2' })
    await told.opened('2026-02-03 09:40', 'Slips are late', { priority: '2', service: payroll.ref })
    await told.opened('2026-02-03 09:50', 'Slips are wrong', { priority: '2', service: payroll.ref })
    const before = await seen()
    expect(before.services.map(({ service, state, text, since }) => ({ title: service.title, state, text, since }))).toEqual([
      { title: 'Mail', state: 'down', text: 'A critical disturbance is known.', since: '2026-02-03T10:00:00.000Z' },
      { title: 'Payroll', state: 'disturbed', text: '2 serious disturbances are known.', since: '2026-02-03T09:40:00.000Z' },
      { title: 'Print', state: 'working', text: '', since: null },
    ])
    expect(JSON.stringify(before)).not.toContain('board')
    await told.start('2026-02-03 10:10', one)
    expect((await seen()).services[0]?.text).toBe('A critical disturbance is known and being worked on.')
    await told.resolved('2026-02-03 10:30', one)
    expect((await seen()).services[0]?.state).toBe('disturbed')
    const narrow = await house.person('Nora Narrow', 'Service manager', { for_services: [print.id] })
    expect((await seen(narrow)).services.map((each) => each.service.title)).toEqual(['Print'])
    expect((await house.call('GET', '/desks/portal', undefined, { as: null })).status).toBe(401)
  })

  it('keep to what a person may see', async () => {
    await using house = await testHouse()
    const told = await story(house)
    await february(told)
    const other = await told.at('2026-03-01 09:00', 'POST', '/services', { title: 'Payroll', service_kind: 'application', state: 'live' })
    const requester = await house.person('Rita Requester', 'Requester')
    expect((await house.call('GET', `/services/${told.service.ref}/page`, undefined, { as: requester })).status).toBe(403)
    const own = (await house.call('GET', '/desks/run', undefined, { as: requester })).body as unknown as RunDesk
    expect(own.counts).toMatchObject({ services: 0, open: 0 })
    const manager = await house.person('Mina Manager', 'Service manager', { for_services: [other.id] })
    const run = (await house.call('GET', '/desks/run', undefined, { as: manager })).body as unknown as RunDesk
    expect(run.counts.services).toBe(1)
    expect(JSON.stringify(run)).not.toContain('Mail')
    expect((await house.call('GET', `/services/${other.ref}/page`, undefined, { as: manager })).status).toBe(200)
    const page = (await house.call('GET', `/services/${other.ref}/page`)).body as unknown as ServicePage
    expect(page.sentences.map((one) => one.text)).toContain('Nobody owns this service.')
  })
})
