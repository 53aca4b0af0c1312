import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { testHouse, type TestHouse } from '../../../test/house.ts'
import type { Actor } from '../../platform/rights/grants.ts'
import { figuresOf, type ReportFacts } from './model/facts.ts'
import { february, type Story, story } from './samples.ts'

const h = 3600

describe('a service report', () => {
  let house: TestHouse
  let told: Story
  let tickets: Awaited<ReturnType<typeof february>>
  let key: string
  let facts: ReportFacts

  const read = async (path: string, as?: Actor) => await house.call('GET', path, undefined, as ? { as } : {})
  const factsOf = async (report: string): Promise<ReportFacts> => (await read(`/reports/${report}/facts`)).body as unknown as ReportFacts
  const draft = async (period: string): Promise<string> =>
    (await told.at('2026-03-03 09:00', 'POST', '/reports/service', { service: told.service.ref, period })).ref

  beforeAll(async () => {
    house = await testHouse()
    told = await story(house)
    tickets = await february(told)
    key = await draft('2026-02')
    facts = await factsOf(key)
  })
  afterAll(async () => await house[Symbol.asyncDispose]())

  it('has its title from service and period, and is made once', async () => {
    expect((await read(`/reports/${key}`)).body['item']).toMatchObject({ title: 'Mail - February 2026', state: 'draft', period: '2026-02' })
    expect(await draft('2026-02')).toBe(key)
    expect(await draft('2026-01')).not.toBe(key)
  })

  it('counts what was opened, resolved and reopened, without what was cancelled', () => {
    const values = Object.fromEntries(Object.entries(facts.volumes).map(([name, figure]) => [name, figure.value]))
    expect(values).toEqual({ opened: 5, resolved: 5, closed: 0, reopened: 1, backlog_start: 1, backlog_end: 1 })
    expect(facts.volumes.opened.previous).toBe(2)
    expect(facts.days).toHaveLength(28)
    expect(facts.days.find((one) => one.day === '2026-02-02')).toEqual({ day: '2026-02-02', opened: 0, resolved: 1, backlog: 0 })
    expect(facts.days.at(-1)).toMatchObject({ day: '2026-02-28', backlog: 1 })
  })

  it('tells kept from missed by the moment at which it became certain', () => {
    const [respond, resolve] = facts.promises
    expect(respond).toMatchObject({ measure: 'response', reached: { kept: 4, missed: 1, share: 0.8 }, verdict: { word: 'kept' } })
    // Missed: the one from January that ran out on 2 February, C, and E which is still open.
    expect(resolve).toMatchObject({
      measure: 'resolution',
      reached: { kept: 3, missed: 3, share: 0.5 },
      previous: { kept: 1, missed: 0 },
      target_share: 0.75,
      target_s: 4 * h,
    })
    // 3 of 6 lie between 18.8 % and 81.2 %, which holds the target.
    expect(resolve?.verdict.word).toBe('too_few')
  })

  it('takes median and 90 % of the tickets that ended in the period, on the wall and in working time', () => {
    const all = facts.times.find((one) => one.measure === 'resolution' && one.priority === null)
    expect(all).toMatchObject({
      tickets: 5,
      wall_median: { value: 19 * h },
      wall_p90: { value: 69 * h },
      business_median: { value: 3 * h },
      business_p90: { value: 8 * h },
    })
  })

  it('adds up the time in hands', () => {
    const hands = Object.fromEntries(facts.hands.map((one) => [one.holder_type, [one.wall.value, one.business.value]]))
    expect(hands).toEqual({ team: [99 * h, 19 * h], customer: [h, h] })
    expect(facts.reassignments.total.value).toBe(1)
  })

  it('names the worst with by how much and who had them', () => {
    expect(facts.worst.map((one) => [one.ticket.ref, one.over_s / h, one.holder])).toEqual([
      [tickets.e.ref, 20, 'First line'],
      [tickets.c.ref, 4, 'First line'],
      [tickets.across.ref, 1, 'First line'],
      [tickets.b.ref, 0.5, 'First line'],
    ])
    expect(facts.worst[0]?.text).toContain('still not resolved')
    expect(facts.majors.map((one) => one.ticket.ref)).toEqual([tickets.e.ref])
  })

  it('gives for each figure exactly the records that it counts', async () => {
    for (const figure of figuresOf(facts)) {
      const behind = (await read(`/reports/${key}/figures/${figure.key}?limit=200`)).body as {
        items: readonly { ref: string }[]
        hidden: number
        next: string | null
      }
      expect([figure.key, behind.items.length]).toEqual([figure.key, figure.records.count])
      expect(behind.next).toBeNull()
      if (figure.unit === 'tickets') expect([figure.key, figure.value]).toEqual([figure.key, behind.items.length])
    }
    const first = (await read(`/reports/${key}/figures/opened?limit=2`)).body as { items: readonly { ref: string }[]; next: string }
    const rest = (await read(`/reports/${key}/figures/opened?limit=10&after=${first.next}`)).body as {
      items: readonly { ref: string }[]
      next: null
    }
    expect([...first.items, ...rest.items].map((one) => one.ref)).toEqual(
      [tickets.a, tickets.b, tickets.c, tickets.f, tickets.e].map((one) => one.ref),
    )
    expect((await read(`/reports/${key}/figures/nothing`)).status).toBe(404)
  })

  it('lists the same records where a filter says it', async () => {
    for (const figure of figuresOf(facts)) {
      if (figure.records.list === null) continue
      const listed = (await read(`${figure.records.list}&count=1`)).body as { count: { value: number } }
      expect([figure.key, listed.count.value]).toEqual([figure.key, figure.records.count])
    }
  })

  it('says what is so in sentences, and no news where chance explains it', () => {
    const texts = facts.summary.map((one) => one.text)
    expect(texts[0]).toBe(`One major incident: ${tickets.e.ref} is still open.`)
    expect(texts).toContain('Opened incidents moved no more than chance explains (2 > 5).')
    expect(facts.actions.map((one) => one.text)).toContain(
      '1 open incident is past the target: decide for each who finishes it and by when.',
    )
  })

  it('refuses a period that is none or has not begun, and a report about nothing', async () => {
    for (const period of ['2026-13', 'February', '2027-01', '']) {
      const answer = await house.call('POST', '/reports/service', { service: told.service.ref, period })
      expect([period, answer.status]).toEqual([period, 422])
    }
    expect((await house.call('POST', '/reports', { title: 'x', report_type: 'service', period: '2026-02' })).status).toBe(422)
    expect((await house.call('POST', '/reports/service', { service: 'SVC-999', period: '2026-02' })).status).toBe(404)
  })

  it('can be made for a quarter, a year and a week', async () => {
    for (const [period, opened] of [
      ['2026-Q1', 7],
      ['2026', 7],
      ['2026-W07', 1],
    ] as const)
      expect([period, (await factsOf(await draft(period))).volumes.opened.value]).toEqual([period, opened])
  })

  it('is seen and issued only by those who may', async () => {
    const other = await house.call('POST', '/services', { title: 'Payroll', service_kind: 'application' })
    const manager = await house.person('Mina Manager', 'Service manager', { for_services: [(other.body['item'] as { id: string }).id] })
    const requester = await house.person('Rita Requester', 'Requester')
    expect((await read(`/reports/${key}/facts`, requester)).status).toBe(404)
    expect((await read(`/reports/${key}/pdf`, requester)).status).toBe(404)
    expect((await read(`/reports/${key}/figures/opened`, manager)).status).toBe(404)
    const made = await house.call('POST', '/reports/service', { service: told.service.ref, period: '2026-02' }, { as: manager })
    expect([403, 404]).toContain(made.status)
    const engineer = await house.person('Egon Engineer', 'Engineer')
    expect((await read(`/reports/${key}/facts`, engineer)).status).toBe(200)
    expect((await house.call('POST', `/reports/${key}/do/issue`, {}, { as: engineer })).status).toBe(403)
  })
})

describe('an issued report', () => {
  it('stays word for word, whatever happens to its tickets, calendar and names', async () => {
    await using house = await testHouse()
    const told = await story(house)
    const tickets = await february(told)
    const { ref } = await told.at('2026-03-03 09:00', 'POST', '/reports/service', {
      service: told.service.ref,
      period: '2026-02',
      issue: true,
    })
    const take = async () => ({
      facts: (await house.call('GET', `/reports/${ref}/facts`)).body as unknown as ReportFacts,
      html: (await house.call('GET', `/reports/${ref}/html`)).body['text'],
      behind: ((await house.call('GET', `/reports/${ref}/figures/backlog_end`)).body['items'] as readonly { id: string }[]).map(
        (one) => one.id,
      ),
    })
    const before = await take()
    expect(before.facts.frozen).toBe(true)
    expect(before.facts.report).toMatchObject({ state: 'issued', issued_at: '2026-03-03T09:00:00.000Z' })
    expect(before.html).not.toContain('Draft')
    await told.resolved('2026-03-03 10:00', tickets.e)
    await told.at('2026-03-03 11:00', 'POST', `/incidents/${tickets.a.ref}/do/reopen`, { reason: 'Again.' })
    await told.at('2026-03-03 11:00', 'PATCH', `/incidents/${tickets.c.ref}`, { title: 'Another name', category: 'Other' })
    await told.at('2026-03-03 11:00', 'PATCH', `/services/${told.service.ref}`, { title: 'Post' })
    await told.at('2026-03-03 11:00', 'PATCH', `/calendars/${told.calendar.ref}`, { hours: { mon: [['00:00', '24:00']] } })
    await told.at('2026-03-03 11:00', 'PATCH', `/promises/${told.resolve.ref}`, { target: 60 })
    expect(await take()).toEqual(before)
    const refused = await house.call('PATCH', `/reports/${ref}`, { foreword: 'All was well.' })
    expect(refused).toMatchObject({ status: 409, body: { code: 'frozen' } })
    await expect(house.house.db.run({ strings: ["update report_issue set html = ''"], values: [] })).rejects.toThrow('never changed')
    await told.at('2026-03-04 09:00', 'POST', `/reports/${ref}/do/withdraw`, { reason: 'A ticket was counted twice.' })
    const after = await take()
    expect(after.facts).toEqual({ ...before.facts, report: { ...before.facts.report, state: 'withdrawn' } })
    expect(after.html).toContain('Withdrawn')
    const again = await told.at('2026-03-04 09:00', 'POST', '/reports/service', { service: told.service.ref, period: '2026-02' })
    expect(again.ref).not.toBe(ref)
  })
})
