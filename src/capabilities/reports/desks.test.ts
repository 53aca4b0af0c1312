import { describe, expect, it } from 'vitest'
import { testHouse } from '../../../test/house.ts'
import { evaluateAll, ringDue } from '../levels/index.ts'
import type { PortalDesk } from './model/portal.ts'
import type { DeskServices, PlanDesk, RunDesk, SteerDesk } from './model/desks.ts'
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
      { title: 'Mail', state: 'down', text: 'A critical incident is known.', since: '2026-02-03T10:00:00.000Z' },
      { title: 'Payroll', state: 'degraded', text: '2 serious incidents are known.', since: '2026-02-03T09:40:00.000Z' },
      { title: 'Print', state: 'working', text: '', since: null },
    ])
    expect(JSON.stringify(before)).not.toContain('board')
    await told.start('2026-02-03 10:10', one)
    expect((await seen()).services[0]?.text).toBe('A critical incident is known and being worked on.')
    await told.resolved('2026-02-03 10:30', one)
    expect((await seen()).services[0]?.state).toBe('degraded')
    const narrow = await house.person('Nora Narrow', 'Service manager', { for_services: [print.id] })
    expect((await seen(narrow)).services.map((each) => each.service.title)).toEqual(['Print'])
    expect((await house.call('GET', '/desks/portal', undefined, { as: null })).status).toBe(401)
  })

  it('open the services behind each figure, judged alike, and count a missed availability as a missed promise', async () => {
    await using house = await testHouse()
    const told = await story(house)
    const made = async (path: string, body: object) => {
      const answer = await told.at('2026-01-05 09:00', 'POST', path, body)
      return answer as unknown as { id: string; ref: string }
    }
    const payroll = await made('/services', { title: 'Payroll', service_kind: 'application', state: 'live', criticality: 'vital' })
    const print = await made('/services', { title: 'Print', service_kind: 'application', state: 'live' })
    const always = Object.fromEntries(['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'].map((name) => [name, [['00:00', '24:00']]]))
    const calendar = await made('/calendars', { title: 'Always', time_zone: 'Etc/UTC', hours: always })
    const agreement = await made('/agreements', {
      title: 'Up',
      agreement_type: 'sla',
      calendar: calendar.id,
      services: [payroll.id, print.id],
    })
    await made('/promises', { agreement: agreement.id, measure: 'availability', share: 0.999, window_type: 'month' })
    await told.at('2026-01-05 09:00', 'POST', `/agreements/${agreement.ref}/do/activate`, { starts_on: '2026-01-01' })
    const out = async (subject: string, ended_at: string) =>
      await told.at('2026-02-10 09:00', 'POST', '/outages', {
        title: 'Disk',
        subject,
        severity: 'down',
        started_at: '2026-02-09T08:00:00Z',
        ended_at,
      })
    await out(payroll.id, '2026-02-09T10:00:00Z')
    await out(print.id, '2026-02-09T08:05:00Z')
    house.now.value = Date.parse('2026-02-27T09:00:00Z')
    await evaluateAll(house.house.db, house.house.registry, house.now.value)
    const run = (await house.call('GET', '/desks/run')).body as unknown as RunDesk
    expect(run.counts).toMatchObject({ services: 3, missing: 1, will_miss: 0, keeping: 1, none: 1 })
    expect(run.services[0]?.text).toMatch(/: 99\.53 % in February 2026, promised 99\.9 %\./)
    const listed = async (query: string) => (await house.call('GET', `/desks/services${query}`)).body as unknown as DeskServices
    for (const state of ['missing', 'will_miss', 'keeping', 'none'] as const) {
      const { items, counts } = await listed(`?state=${state}`)
      expect([items.length, counts[state]]).toEqual([run.counts[state], run.counts[state]])
    }
    const [missing] = (await listed('?state=missing')).items
    expect(missing).toMatchObject({ service: { ref: payroll.ref }, state: 'missing', windows: { missed: 1, at_risk: 0 } })
    const behind = await house.call('GET', missing?.windows.list ?? '')
    expect(behind.body['items']).toHaveLength(1)
    expect((await listed('?criticality=vital')).items.map((one) => one.service.title)).toEqual(['Payroll'])
    expect((await listed('?criticality=none&state=keeping')).items.map((one) => one.service.title)).toEqual(['Print'])
    expect((await listed('?service_kind=device')).items).toEqual([])
    const page = await listed('?limit=2')
    expect([page.items.length, page.next]).toEqual([2, 2])
    expect((await listed('?limit=2&from=2')).next).toBeNull()
    const steer = (await house.call('GET', '/desks/steer?period=2026-02')).body as unknown as SteerDesk
    expect(steer.counts.missing).toBe((await listed('?period=2026-02')).counts.missing)
    expect(steer.sentences.find((one) => one.list)?.list).toBe('/desk/services?period=2026-02&state=missing')
    const narrow = await house.person('Nora Narrow', 'Service manager', { for_services: [print.id] })
    const own = (await house.call('GET', '/desks/services', undefined, { as: narrow })).body as unknown as DeskServices
    expect(own.items.map((one) => one.service.title)).toEqual(['Print'])
    expect((await house.call('GET', '/desks/services?state=broken')).status).toBe(422)
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
