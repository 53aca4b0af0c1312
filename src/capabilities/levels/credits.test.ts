import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { monday, testHouse, type TestHouse } from '../../../test/house.ts'
import { isoOf } from '../../kernel/instant.ts'
import type { Actor } from '../../platform/rights/grants.ts'
import { computeCredits, evaluateAll, evaluateChanged, freezeScorecards } from './index.ts'

const hour = 3_600_000
/** 2 April 2026, 05:00 UTC: March is over. */
const april = Date.UTC(2026, 3, 2, 5)

let reeve: TestHouse
let head: Actor
let manager: Actor
let chief: Actor
type Item = Record<string, unknown> & { id: string; ref: string; version: number; state: string }
const made = async (plural: string, body: object): Promise<Item> => {
  const { body: answer } = await reeve.call('POST', `/${plural}`, body)
  expect(answer).toHaveProperty('item')
  return answer['item'] as Item
}
const moved = async (path: string, body: object = {}) => await reeve.call('POST', path, body)
const one = async (plural: string, key: string): Promise<Item> => (await reeve.call('GET', `/${plural}/${key}`)).body['item'] as Item
const listed = async (query: string): Promise<readonly Item[]> =>
  (await reeve.call('GET', `/credits?${query}`)).body['items'] as readonly Item[]

const cast: Record<'supplier' | 'other' | 'team' | 'desk' | 'service' | 'contract' | 'agreement' | 'promise', Item> = {} as never

beforeAll(async () => {
  reeve = await testHouse()
  reeve.now.value = monday
  head = await reeve.person('Hanna Head', 'Portfolio head')
  manager = await reeve.person('Max Manager', 'Service manager')
  chief = await reeve.person('Cleo Chief', 'Chief')
  cast.supplier = await made('suppliers', { title: 'Norwire' })
  cast.other = await made('suppliers', { title: 'Südwire' })
  cast.team = await made('teams', { title: 'Carrier desk', supplier: cast.supplier.id })
  cast.desk = await made('teams', { title: 'Service desk' })
  cast.service = await made('services', { title: 'Telephony', service_kind: 'application', supplier: cast.supplier.id })
  cast.contract = await made('contracts', {
    title: 'Lines',
    supplier: cast.supplier.id,
    yearly_cost: '100000',
    currency: 'EUR',
    starts_on: '2025-10-01',
    number: 'L-77',
  })
  const always = Object.fromEntries(['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'].map((name) => [name, [['00:00', '24:00']]]))
  const calendar = await made('calendars', { title: 'Always', time_zone: 'Etc/UTC', hours: always })
  cast.agreement = await made('agreements', {
    title: 'Lines, repaired',
    agreement_type: 'underpinning',
    provider: cast.supplier.id,
    contract: cast.contract.id,
    calendar: calendar.id,
    services: [cast.service.id],
    starts_on: '2026-03-01',
    credit_cap: 0.02,
  })
  cast.promise = await made('promises', {
    agreement: cast.agreement.id,
    measure: 'resolution',
    target: 8 * 3600,
    share: 0.9,
    credit_steps: [
      { below: 0.9, credit: 0.05 },
      { below: 0.7, credit: 0.15 },
    ],
  })
  await moved(`/agreements/${cast.agreement.id}/do/activate`, { starts_on: '2026-03-01' })
})
afterAll(async () => await reeve[Symbol.asyncDispose]())

const compute = async (): Promise<number> => await computeCredits(reeve.house.db, reeve.house.registry, reeve.now.value)

/** An incident that the supplier has in hand for so many hours, after the desk had it for one. */
const incident = async (title: string, held: number): Promise<Item> => {
  const ticket = await made('incidents', {
    title,
    service: cast.service.id,
    team: cast.desk.id,
    opened_at: isoOf(reeve.now.value),
    priority: '3',
  })
  reeve.now.value += hour
  await reeve.call('PATCH', `/incidents/${ticket.ref}`, { team: cast.team.id })
  await moved(`/incidents/${ticket.ref}/do/start`)
  reeve.now.value += held * hour
  await moved(`/incidents/${ticket.ref}/do/resolve`, { resolution_code: 'fixed' })
  return await one('incidents', ticket.ref)
}

describe('a supplier that misses its promise', () => {
  let late: Item
  let credit: Item
  test('owes nothing while the month runs', async () => {
    late = await incident('No dial tone', 30)
    await incident('Noise', 2)
    await incident('Echo', 3)
    reeve.now.value = Date.UTC(2026, 2, 20)
    await compute()
    expect(await listed('')).toEqual([])
  })
  test('owes by the deepest step reached when the month is over, with the tickets that ate it', async () => {
    reeve.now.value = april
    expect(await compute()).toBe(1)
    const [found] = await listed('')
    credit = await one('credits', found?.ref ?? '')
    // Two of three kept = 66.7 %: below 70 %, so 15 % of a twelfth of 100,000.
    expect(credit).toMatchObject({
      state: 'computed',
      period: '2026-03',
      supplier: cast.supplier.id,
      contract: cast.contract.id,
      share: 0.15,
      promised: 0.9,
      currency: 'EUR',
      origin: 'computed',
    })
    expect(credit['result']).toBeCloseTo(2 / 3, 12)
    expect(Number(credit['charge'])).toBe(8333.33)
    expect(Number(credit['amount'])).toBe(1250)
    expect(credit['evidence']).toMatchObject([
      { id: late.id, ref: late.ref, contributes: 1 / 3, words: '30 h of their hours used, 8 h promised' },
    ])
  })
  test('is asked once for each promise and month', async () => {
    expect(await compute()).toBe(0)
    const twice = await reeve.call('POST', '/credits', {
      promise: cast.promise.id,
      agreement: cast.agreement.id,
      period: '2026-03',
      title: 'Again',
    })
    expect(twice.status).toBe(422)
    expect(JSON.stringify(twice.body)).toContain(credit.ref)
  })
  test('is recomputed while nobody claimed it', async () => {
    await reeve.call('PATCH', `/promises/${cast.promise.ref}`, { credit_steps: [{ below: 0.9, credit: 0.3 }] })
    expect(await compute()).toBe(1)
    // 30 % of 8,333.33 are 2,500; the cap of 2 % of a year leaves 2,000.
    const now = await one('credits', credit.ref)
    expect([Number(now['amount']), Number(now['capped'])]).toEqual([2000, 500])
    await reeve.call('PATCH', `/promises/${cast.promise.ref}`, {
      credit_steps: [
        { below: 0.9, credit: 0.05 },
        { below: 0.7, credit: 0.15 },
      ],
    })
    expect(await compute()).toBe(1)
    expect(Number((await one('credits', credit.ref))['amount'])).toBe(1250)
  })
  test('sees the claim as a letter with its evidence; who may not see money does not', async () => {
    const html = await reeve.call('GET', `/credits/${credit.ref}/claim`, undefined, { as: head })
    expect(html.headers['content-type']).toContain('text/html')
    for (const words of ['L-77 Lines', '1250.00 EUR', late.ref, 'No dial tone', '66.6667 %', 'March 2026', 'Norwire'])
      expect(html.body['text']).toContain(words)
    const markdown = await reeve.call('GET', `/credits/${credit.ref}/claim?as=markdown`, undefined, { as: head })
    expect(markdown.body['text']).toContain(`| ${late.ref} | No dial tone |`)
    const agent = await reeve.person('Ada Agent', 'Agent')
    expect((await reeve.call('GET', `/credits/${credit.ref}/claim`, undefined, { as: agent })).status).toBe(403)
    expect((await reeve.call('GET', `/credits/${credit.ref}`, undefined, { as: agent })).body['item']).not.toHaveProperty('amount')
  })
  test('is claimed, refused, claimed again, agreed to by another person, and booked', async () => {
    expect((await reeve.call('POST', `/credits/${credit.ref}/do/claim`, {}, { as: chief })).status).toBe(403)
    const path = `/credits/${credit.ref}/do`
    const claimed = await reeve.call('POST', `${path}/claim`, {}, { as: manager })
    expect(claimed.body['item']).toMatchObject({ state: 'claimed', claimed_by: manager.id })
    expect((await reeve.call('POST', `${path}/agree`, {}, { as: manager })).status).toBe(403)
    expect((await reeve.call('POST', `${path}/refuse`, {}, { as: head })).status).toBe(422)
    expect(
      (await reeve.call('POST', `${path}/refuse`, { refused_because: 'The site was locked.' }, { as: head })).body['item'],
    ).toMatchObject({
      state: 'refused',
    })
    await reeve.call('POST', `${path}/claim`, { claimed_amount: '1200' }, { as: head })
    const own = await reeve.call('POST', `${path}/agree`, {}, { as: head })
    expect([own.status, JSON.stringify(own.body)]).toEqual([422, expect.stringContaining('ask somebody else')])
    const second = await reeve.person('Hugo Head', 'Portfolio head')
    expect((await reeve.call('POST', `${path}/agree`, { agreed_amount: '1300' }, { as: second })).status).toBe(422)
    const agreed = await reeve.call('POST', `${path}/agree`, { agreed_amount: '1000' }, { as: second })
    expect(Number((agreed.body['item'] as Item)['agreed_amount'])).toBe(1000)
    expect((await reeve.call('POST', `${path}/book`, {}, { as: second })).status).toBe(422)
    const booked = await reeve.call('POST', `${path}/book`, { credit_note: 'CN-12' }, { as: second })
    expect(booked.body['item']).toMatchObject({ state: 'booked', credit_note: 'CN-12', booked_on: '2026-04-02' })
  })
  test('keeps what was claimed when figures change later, and shows the difference', async () => {
    await reeve.call('PATCH', `/promises/${cast.promise.ref}`, { credit_steps: [{ below: 0.9, credit: 0.1 }] })
    expect(await compute()).toBe(1)
    const now = await one('credits', credit.ref)
    expect([Number(now['amount']), Number(now['amount_now']), now['state']]).toEqual([1250, 833.33, 'booked'])
    expect(await compute()).toBe(0)
  })
})

describe('credits that cannot be', () => {
  test('one that begins as agreed or booked, behind everybody who would have had to say so', async () => {
    const body = { title: 'Behind', promise: cast.promise.id, period: '2025-11' }
    for (const state of ['claimed', 'agreed', 'booked'])
      expect((await reeve.call('POST', '/credits', { ...body, state })).body).toMatchObject({ status: 422, code: 'computed' })
  })
  test('steps that give less the worse it gets, or that begin while the promise is kept', async () => {
    const steps = async (credit_steps: object) => await reeve.call('PATCH', `/promises/${cast.promise.ref}`, { credit_steps })
    expect(
      (
        await steps([
          { below: 0.9, credit: 0.1 },
          { below: 0.8, credit: 0.05 },
        ])
      ).status,
    ).toBe(422)
    expect((await steps([{ below: 0.95, credit: 0.1 }])).status).toBe(422)
  })
})

describe('a promise of availability', () => {
  test('owes credits by its standing, with the outages as evidence', async () => {
    reeve.now.value = Date.UTC(2026, 3, 10)
    const promise = await made('promises', {
      agreement: cast.agreement.id,
      measure: 'availability',
      share: 0.999,
      window_type: 'month',
      credit_steps: [{ below: 0.999, credit: 0.02 }],
    })
    const outage = await made('outages', {
      title: 'Trunk cut',
      subject: cast.service.id,
      severity: 'down',
      started_at: isoOf(Date.UTC(2026, 3, 4)),
      ended_at: isoOf(Date.UTC(2026, 3, 4) + 2 * hour),
      cause: cast.supplier.id,
    })
    await evaluateChanged(reeve.house.db, reeve.house.registry, reeve.now.value)
    reeve.now.value = Date.UTC(2026, 4, 2, 5)
    await evaluateChanged(reeve.house.db, reeve.house.registry, reeve.now.value)
    await evaluateAll(reeve.house.db, reeve.house.registry, reeve.now.value)
    await compute()
    const [found] = await listed(`promise=${promise.ref}`)
    const credit = await one('credits', found?.ref ?? '')
    expect(credit).toMatchObject({ subject: cast.service.id, period: '2026-04', share: 0.02 })
    // Watched from the outage on: 648 of April's 720 hours.
    expect(credit['result']).toBeCloseTo(1 - 2 / 648, 9)
    expect(credit['evidence']).toMatchObject([{ id: outage.id, title: 'Trunk cut', contributes: 2 / 648 }])
  })
})

type Card = {
  total: number
  coverage: number
  frozen_at: string | null
  parts: {
    criterion: string
    value: number | null
    score: number | null
    counts: number | null
    why_missing: string | null
    records: { id: string }[]
  }[]
  trend: { month: string; total: number | null }[]
  peers: { id: string; rank: number | null; coverage: number }[]
}
const card = async (period?: string): Promise<Card> =>
  (await reeve.call('GET', `/suppliers/${cast.supplier.ref}/scorecard${period ? `?period=${period}` : ''}`, undefined, { as: head }))
    .body as unknown as Card

describe('a supplier’s scorecard', () => {
  test('says what is unknown and weighs only what is known', async () => {
    const march = await card('2026-03')
    const part = (name: string) => march.parts.find((one) => one.criterion === name)
    expect(part('promises')?.value).toBeCloseTo(2 / 3, 12)
    // 90 % promised, 66.7 % kept: 23.3 points short of 30.
    expect(part('promises')?.score).toBeCloseTo(100 * (1 - (0.9 - 2 / 3) / 0.3), 9)
    expect(part('promises')?.records).toHaveLength(1)
    expect(part('people')).toMatchObject({ score: null, counts: null })
    expect(part('credits')?.score).toBe(0)
    expect(march.coverage).toBeLessThan(0.7)
    const total = march.parts.reduce((sum, one) => sum + (one.score ?? 0) * (one.counts ?? 0), 0)
    expect(march.total).toBeCloseTo(total, 9)
  })
  test('takes scores that people give, with who and when', async () => {
    const path = `/suppliers/${cast.supplier.ref}/scores`
    expect((await reeve.call('POST', path, { criterion: 'people', score: 70 }, { as: chief })).status).toBe(403)
    expect((await reeve.call('POST', path, { criterion: 'promises', score: 70 }, { as: head })).status).toBe(422)
    const { body } = await reeve.call('POST', path, { criterion: 'people', score: 70, note: 'Knows our site' }, { as: manager })
    expect(body['item']).toMatchObject({ given: [{ criterion: 'people', score: 70, by: manager.id, note: 'Knows our site' }] })
    expect((await card()).parts.find((one) => one.criterion === 'people')).toMatchObject({ score: 70 })
  })
  test('is kept when its month closes, and then stays as it was', async () => {
    expect(await freezeScorecards(reeve.house.db, reeve.house.registry, reeve.now.value)).toBe(2)
    const before = await card('2026-03')
    expect(before.frozen_at).not.toBeNull()
    await reeve.call('PATCH', `/promises/${cast.promise.ref}`, { target: 48 * 3600 })
    expect((await card('2026-03')).total).toBe(before.total)
    expect(await freezeScorecards(reeve.house.db, reeve.house.registry, reeve.now.value)).toBe(0)
    expect((await card()).trend.filter((each) => each.total !== null).map((each) => each.month)).toEqual(['2026-03', '2026-04', '2026-05'])
  })
  test('counts what it caused and what came back, and stands among its peers', async () => {
    const april = await card('2026-04')
    expect(april.parts.find((one) => one.criterion === 'incidents')).toMatchObject({ value: 1, score: 75 })
    await reeve.call('POST', '/scorecards', { title: 'Other', supplier: cast.other.id })
    const { body } = await reeve.call('GET', '/scorecards/overview?period=2026-03', undefined, { as: head })
    const rows = body['suppliers'] as { id: string; rank: number | null; coverage: number }[]
    expect(rows.map((one) => [one.id, one.rank])).toEqual([
      [cast.supplier.id, 1],
      [cast.other.id, null],
    ])
    const requester = await reeve.person('Rita Requester', 'Requester')
    expect((await reeve.call('GET', '/scorecards/overview', undefined, { as: requester })).status).toBe(403)
  })
  test('shows the tickets that it has in hand with its own clock, and what came back', async () => {
    reeve.now.value = Date.UTC(2026, 4, 4, 9)
    const ticket = await made('incidents', {
      title: 'Dead line',
      service: cast.service.id,
      team: cast.team.id,
      opened_at: isoOf(reeve.now.value),
      priority: '3',
    })
    await moved(`/incidents/${ticket.ref}/do/start`)
    reeve.now.value += 2 * hour
    await reeve.call('PATCH', `/incidents/${ticket.ref}`, { team: cast.desk.id })
    reeve.now.value += 5 * hour
    await reeve.call('PATCH', `/incidents/${ticket.ref}`, { team: cast.team.id })
    reeve.now.value += hour
    const { body } = await reeve.call('GET', `/suppliers/${cast.supplier.ref}/clocks`, undefined, { as: head })
    const open = body['open'] as {
      ref: string
      in_hands_s: number
      times_back: number
      since: string
      clocks: { state: string; target_s: number }[]
    }[]
    expect(open).toMatchObject([
      { ref: ticket.ref, in_hands_s: 3 * 3600, times_back: 1, clocks: [{ state: 'running', target_s: 48 * 3600 }] },
    ])
    expect(open[0]?.since).toBe(isoOf(reeve.now.value - hour))
    const months = body['months'] as { month: string; handed_back: number; came_back: number; in_hands_s: number; kept: number }[]
    expect(months.at(-1)).toMatchObject({ month: '2026-05', handed_back: 1, came_back: 1, in_hands_s: 3 * 3600 })
    expect(months.find((one) => one.month === '2026-03')).toMatchObject({ handed_back: 3, in_hands_s: 35 * 3600 })
    expect((await card()).parts.find((one) => one.criterion === 'returns')).toMatchObject({ value: 1, score: 0 })
  })
})
