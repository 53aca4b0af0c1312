import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { monday, testHouse, type TestHouse } from '../../../test/house.ts'
import { isoOf } from '../../kernel/instant.ts'
import { openSource, takeReadings } from '../signals/index.ts'
import { evaluateAll, evaluateChanged, evaluateSince } from './actions/evaluate.ts'
import { standingsOf } from './store/standing.ts'

let reeve: TestHouse
const hour = 3_600_000
const day = 24 * hour
/** 2 March 2026, 09:00 UTC: 33 hours of March have passed. */
const march = Date.UTC(2026, 2, 1)
const made = async (plural: string, body: object): Promise<{ id: string; ref: string }> => {
  const { body: answer } = await reeve.call('POST', `/${plural}`, body)
  expect(answer).toHaveProperty('item')
  return answer['item'] as { id: string; ref: string }
}
let service: { id: string }
let agreement: { id: string }
beforeAll(async () => {
  reeve = await testHouse()
  service = await made('services', { title: 'Portal', service_kind: 'application' })
  const always = Object.fromEntries(['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'].map((name) => [name, [['00:00', '24:00']]]))
  const calendar = await made('calendars', { title: 'Always', time_zone: 'Etc/UTC', hours: always })
  agreement = await made('agreements', {
    title: 'Portal levels',
    agreement_type: 'sla',
    calendar: calendar.id,
    services: [service.id],
    starts_on: '2026-01-01',
  })
  await reeve.call('POST', `/agreements/${agreement.id}/do/activate`, { starts_on: '2026-01-01' })
})
afterAll(async () => await reeve[Symbol.asyncDispose]())

const evaluated = async (): Promise<number> => await evaluateChanged(reeve.house.db, reeve.house.registry, reeve.now.value)
const standing = async (promise: string, window: string) =>
  (await standingsOf(reeve.house.db, { promises: [promise] })).find((one) => one.window_name === window)

describe('a promise of availability', () => {
  let promise: { id: string; ref: string }
  test('has no figure while nobody watches: not kept, not 100 %', async () => {
    promise = await made('promises', { agreement: agreement.id, measure: 'availability', share: 0.999, window_type: 'month' })
    await evaluated()
    expect(await standing(promise.id, '2026-03')).toMatchObject({ state: 'no_data', value: null, left_share: null })
  })
  test('is judged by the outages within its hours, so far and if nothing else fails', async () => {
    await made('outages', {
      title: 'Disk full',
      subject: service.id,
      severity: 'down',
      started_at: isoOf(march),
      ended_at: isoOf(march + 20 * 60_000),
    })
    await made('outages', {
      title: 'Slow',
      subject: service.id,
      severity: 'degraded',
      started_at: isoOf(march + hour),
      ended_at: isoOf(march + 9 * hour),
    })
    await evaluated()
    const now = await standing(promise.id, '2026-03')
    expect(now?.value).toBeCloseTo(1 - 20 / (33 * 60), 12)
    expect(now?.if_kept).toBeCloseTo(1 - 20 / (31 * 1440), 12)
    // 0.1 % of 31 days are 44.64 minutes.
    expect(now?.left_s).toBeCloseTo((44.64 - 20) * 60, 6)
    expect(now?.state).toBe('kept')
  })
  test('is missed as soon as nothing can save it any more, and its event says so', async () => {
    await made('outages', {
      title: 'Router',
      subject: service.id,
      severity: 'down',
      started_at: isoOf(march + 30 * hour),
      ended_at: isoOf(march + 30 * hour + 30 * 60_000),
    })
    await evaluated()
    expect(await standing(promise.id, '2026-03')).toMatchObject({ state: 'missed', policy: 'freeze' })
    const { body } = await reeve.call('GET', `/records/${promise.id}/events`)
    expect((body['items'] as { verb: string }[]).map((one) => one.verb)).toContain('promise_missed')
  })
  test('gets time back by a correction, once somebody else approved it', async () => {
    const fix = await made('corrections', {
      title: 'The customer cut its own line',
      subject: service.id,
      reason_type: 'customer',
      explanation: 'Works on their site.',
      starts_at: isoOf(march + 30 * hour),
      ends_at: isoOf(march + 31 * hour),
    })
    await evaluated()
    expect(await standing(promise.id, '2026-03')).toMatchObject({ state: 'missed' })
    const other = await reeve.person('Ada Approver', 'Service manager')
    const approved = await reeve.call('POST', `/corrections/${fix.id}/do/approve`, {}, { as: other })
    expect(approved.body).toHaveProperty('item')
    await evaluated()
    expect(await standing(promise.id, '2026-03')).toMatchObject({ state: 'kept' })
  })
  test('excludes maintenance that was announced in time, and counts what was announced late', async () => {
    const notice = await made('services', { title: 'Notice', service_kind: 'application' })
    const own = await made('promises', {
      agreement: agreement.id,
      measure: 'availability',
      subject: notice.id,
      share: 0.99,
      maintenance_notice: 86_400,
    })
    const window = { subjects: [notice.id], down: true, starts_at: isoOf(march + 2 * hour), ends_at: isoOf(march + 4 * hour) }
    await made('maintenances', { ...window, title: 'In time', announced_at: isoOf(march - 2 * day) })
    await made('maintenances', {
      ...window,
      title: 'Too late',
      starts_at: isoOf(march + 10 * hour),
      ends_at: isoOf(march + 11 * hour),
      announced_at: isoOf(march + 9 * hour),
    })
    await made('outages', {
      title: 'Before',
      subject: notice.id,
      severity: 'down',
      started_at: isoOf(march - day),
      ended_at: isoOf(march - day + hour),
    })
    await evaluated()
    const now = await standing(own.id, '2026-03')
    expect(now?.valid).toBe(31 * 3600)
    expect(now?.good).toBe(30 * 3600)
  })
  test('shows its budget, what ate it and how it burned, and opens what it was made of', async () => {
    const { status, body } = await reeve.call('GET', `/promises/${promise.ref}/standing`)
    expect(status).toBe(200)
    const page = body as unknown as {
      standing: { value: number }
      availability: { allowed_s: number; down_s: number; outages: { title: string; counted_s: number; corrected_s: number }[] }
      burn_down: { left: number }[]
      history: { window_name: string }[]
      links: Record<string, { title: string }>
    }
    expect(page.availability.allowed_s).toBeCloseTo(44.64 * 60, 6)
    expect(page.availability.outages.map((one) => [one.title, one.counted_s, one.corrected_s])).toEqual([
      ['Disk full', 1200, 0],
      ['Router', 0, 1800],
      ['Slow', 0, 0],
    ])
    expect(page.burn_down.at(-1)?.left).toBeCloseTo(1 - 1200 / page.availability.allowed_s, 9)
    expect(page.history.map((one) => one.window_name)).toContain('2026-03')
    expect(page.links[service.id]?.title).toBe('Portal')
    const blind = await reeve.person('Rita Requester', 'Requester')
    expect((await reeve.call('GET', `/promises/${promise.ref}/standing`, undefined, { as: blind })).status).toBe(404)
  })
  test('closes its windows, and judges an old one again when its past is corrected', async () => {
    await made('outages', {
      title: 'January',
      subject: service.id,
      severity: 'degraded',
      started_at: isoOf(march - 40 * day),
      ended_at: isoOf(march - 39 * day),
    })
    await made('outages', {
      title: 'February',
      subject: service.id,
      severity: 'down',
      started_at: isoOf(march - 5 * day),
      ended_at: isoOf(march - 5 * day + 2 * hour),
    })
    await evaluated()
    expect(await standing(promise.id, '2026-02')).toMatchObject({ closed: true, state: 'missed' })
    const { body } = await reeve.call('GET', '/outages?q=February')
    const [outage] = body['items'] as { ref: string }[]
    await reeve.call('POST', `/outages/${outage?.ref}/do/dismiss`, { reason: 'It was the probe.' })
    await evaluated()
    expect(await standing(promise.id, '2026-02')).toMatchObject({ closed: true, state: 'kept', value: 1 })
  })
})

describe('a promise about an indicator', () => {
  test('burns its budget, raises one alert, and ends it when it is over', async () => {
    const source = await made('sources', { title: 'Gateway', source_type: 'plain' })
    const measure = await made('measures', {
      title: 'Answers in 300 ms',
      subject: service.id,
      measure_type: 'latency',
      aggregation: 'share',
      source: source.id,
      series: { name: 'latency' },
      good_when: 'at_most',
      good_level: 300,
    })
    const promise = await made('promises', {
      agreement: agreement.id,
      measure: 'good_share',
      indicator: measure.id,
      share: 0.99,
      window_type: 'rolling',
      window_length: 30 * 86_400,
    })
    const send = async (value: number, from: number, to: number): Promise<void> => {
      const samples = []
      for (let at = from; at < to; at += 20_000) samples.push({ name: 'latency', labels: {}, at, value, means: 'gauge' as const })
      const row = await openSource(reeve.house.db, source.id)
      await takeReadings(reeve.house.db, row, { reading: { samples, distributions: [], refused: [] } }, () => reeve.now.value)
    }
    await send(100, monday - 8 * hour, monday - hour)
    await send(900, monday - hour, monday)
    await evaluated()
    const now = await standing(promise.id, 'rolling')
    expect(now).toMatchObject({ firing: 'critical', good: 7 * 180, valid: 8 * 180 })
    expect(now?.burn).toBeCloseTo(100, 6)
    await evaluated()
    const alerts = async () =>
      ((await reeve.call('GET', '/alerts')).body['items'] as { state: string; severity: string; title: string }[]).filter((one) =>
        one.title.includes('Answers'),
      )
    expect(await alerts()).toMatchObject([{ state: 'firing', severity: 'critical' }])
    reeve.now.value += 2 * hour
    await send(100, monday, monday + 2 * hour)
    await evaluateAll(reeve.house.db, reeve.house.registry, reeve.now.value)
    const after = await standing(promise.id, 'rolling')
    expect(after?.firing).not.toBe('critical')
  })
  test('tells the owner once what its budget policy asks for, and who decides', async () => {
    const owner = await reeve.person('Olga Owner', 'Service manager')
    await reeve.call('PATCH', `/agreements/${agreement.id}`, { owner: owner.id })
    const source = await made('sources', { title: 'Gate', source_type: 'plain' })
    const measure = await made('measures', {
      title: 'Doors that open',
      measure_type: 'quality',
      aggregation: 'share',
      source: source.id,
      series: { name: 'door' },
      good_when: 'at_most',
      good_level: 1,
    })
    const promise = await made('promises', {
      agreement: agreement.id,
      measure: 'good_share',
      indicator: measure.id,
      subject: service.id,
      share: 0.9,
      burn_alerts: [],
      window_type: 'rolling',
      window_length: 86_400,
    })
    const told: string[] = []
    const judged = async (): Promise<number> =>
      await evaluateChanged(reeve.house.db, reeve.house.registry, reeve.now.value, async (_tx, _ctx, news) => {
        told.push(...(news.record === promise.id && news.people.includes(owner.id ?? '') ? [news.text] : []))
        await Promise.resolve()
      })
    let sent = 0
    const send = async (count: number, value: number): Promise<void> => {
      const row = await openSource(reeve.house.db, source.id)
      const samples = Array.from({ length: count }, () => ({
        name: 'door',
        labels: {},
        at: reeve.now.value - 3600_000 + ++sent * 1000,
        value,
        means: 'gauge' as const,
      }))
      await takeReadings(reeve.house.db, row, { reading: { samples, distributions: [], refused: [] } }, () => reeve.now.value)
      await judged()
    }
    await send(95, 0)
    expect(told).toEqual([])
    // 6 of 101 are bad: 59 % of the tenth that may be are spent, and 41 % are left.
    await send(6, 5)
    expect(told).toEqual([
      expect.stringMatching(/^40 % of the error budget of “.*” \(Portal\) is left: Risky changes .* Decides: Service owner\.$/),
    ])
    // 3 more: the promise is at risk and 21 % are left, in one letter; around the edge nobody is told of the policy again.
    await send(10, 0)
    await send(3, 5)
    expect(told.length).toBe(2)
    expect(told[1]).toMatch(/is at risk .* of its error budget is left: Only changes/)
    await send(20, 0)
    await send(3, 5)
    expect(told.filter((one) => one.includes('Only changes'))).toHaveLength(1)
    const { body } = await reeve.call('GET', `/records/${promise.id}/events`)
    const policies = (body['items'] as { verb: string; after: { policy?: string } }[]).filter((one) => one.verb === 'budget_policy')
    expect(policies.map((one) => one.after.policy)).toEqual(expect.arrayContaining(['watch', 'restrict']))
  })
  test('of its level is judged by the statistic that was promised', async () => {
    const source = await made('sources', { title: 'Survey', source_type: 'plain' })
    const measure = await made('measures', {
      title: 'Satisfaction',
      measure_type: 'experience',
      aggregation: 'mean',
      source: source.id,
      series: { name: 'score' },
    })
    const promise = await made('promises', {
      agreement: agreement.id,
      measure: 'level',
      indicator: measure.id,
      statistic: 'mean',
      comparator: 'at_least',
      level: 4,
      subject: service.id,
    })
    const row = await openSource(reeve.house.db, source.id)
    const samples = [5, 4, 2].map((value, n) => ({ name: 'score', labels: {}, at: monday - 1000 + n, value, means: 'gauge' as const }))
    await takeReadings(reeve.house.db, row, { reading: { samples, distributions: [], refused: [] } }, () => reeve.now.value)
    await evaluated()
    const now = await standing(promise.id, '2026-03')
    expect(now).toMatchObject({ state: 'at_risk', target: 4, valid: 3 })
    expect(now?.value).toBeCloseTo(11 / 3, 12)
  })
  test('evaluating since a moment gives each window since then', async () => {
    await evaluateSince(reeve.house.db, reeve.house.registry, reeve.now.value, march - 40 * day)
    const windows = (await standingsOf(reeve.house.db, { subjects: [service.id] })).map((one) => one.window_name)
    expect(new Set(windows)).toEqual(new Set(['2026-01', '2026-02', '2026-03', 'rolling']))
  })
})

describe('what cannot be promised', () => {
  const refused = async (plural: string, body: object, rule: string): Promise<void> => {
    const { status, body: answer } = await reeve.call('POST', `/${plural}`, body)
    expect([status, (answer['issues'] as { rule: string }[]).map((one) => one.rule)]).toEqual([422, expect.arrayContaining([rule])])
  }
  test('a hundred per cent, a rolling window without a length, a ticket target beside an availability', async () => {
    const promise = { agreement: agreement.id, measure: 'availability', subject: service.id, share: 0.99 }
    await refused('promises', { ...promise, share: 1 }, 'no_budget')
    await refused('promises', { ...promise, share: 0 }, 'no_promise')
    await refused('promises', { ...promise, window_type: 'rolling' }, 'required')
    await refused('promises', { ...promise, target: 3600 }, 'not_here')
    await refused('promises', { ...promise, share: null }, 'required')
  })
  test('a burn alert that can never tell', async () => {
    const rows = [{ severity: 'critical', long_s: 3600, short_s: 300, factor: 14.4 }]
    await refused(
      'promises',
      { agreement: agreement.id, measure: 'availability', subject: service.id, share: 0.9, window_type: 'quarter', burn_alerts: rows },
      'never_fires',
    )
  })
  test('a quantile of an indicator that keeps none, and good events of one that tells no good from bad', async () => {
    const plain = await made('measures', { title: 'Plain', measure_type: 'latency', aggregation: 'mean' })
    const level = { agreement: agreement.id, measure: 'level', indicator: plain.id, statistic: 'p95', comparator: 'at_most', level: 3 }
    await refused('promises', level, 'no_quantiles')
    await refused('promises', { agreement: agreement.id, measure: 'good_share', indicator: plain.id, share: 0.99 }, 'not_good_or_bad')
  })
  test('anything by a calendar without working time: there is none', async () => {
    const { status, body } = await reeve.call('POST', '/calendars', { title: 'Never', time_zone: 'Etc/UTC', hours: { mon: [] } })
    expect(status).toBe(422)
    expect(String(body['detail'])).toMatch(/hours|working time/)
    const mondays = (weeks: number) => Array.from({ length: weeks }, (_, week) => isoOf(Date.UTC(2026, 2, 2 + 7 * week)).slice(0, 10))
    const monday = { title: 'Mondays', time_zone: 'Etc/UTC', hours: { mon: [['09:00', '10:00']] } }
    await refused('calendars', { ...monday, holidays: mondays(60) }, 'no_working_time')
    await refused(
      'calendars',
      { ...monday, breaks: Object.fromEntries(mondays(60).map((day) => [day, [['08:00', '11:00']]])) },
      'no_working_time',
    )
    const some = await made('calendars', { ...monday, holidays: mondays(40) })
    const edited = await reeve.call('PATCH', `/calendars/${some.ref}`, { holidays: mondays(60) })
    expect([edited.status, edited.body['code']]).toEqual([422, 'no_working_time'])
    expect((await reeve.call('POST', `/calendars/${some.ref}/do/retire`, {})).status).toBe(200)
  })
})
