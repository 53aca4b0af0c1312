import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { monday, testHouse, type TestHouse } from '../../../test/house.ts'
import { isoOf } from '../../kernel/instant.ts'
import { sql } from '../../platform/db/sql.ts'
import { openSource, takeReadings } from '../signals/index.ts'
import { evaluateAll, evaluateChanged } from './actions/evaluate.ts'
import { standingsOf } from './store/standing.ts'

type Made = Readonly<{ id: string; ref: string; version: number }>
let reeve: TestHouse
const minute = 60_000
const hour = 60 * minute
const day = 24 * hour
const rolling = { window_type: 'rolling', window_length: 10 * 86_400 } as const

const made = async (plural: string, body: object): Promise<Made> => {
  const { body: answer } = await reeve.call('POST', `/${plural}`, body)
  expect(answer).toHaveProperty('item')
  return answer['item'] as Made
}
let service: Made
let agreement: Made
let source: Made
beforeAll(async () => {
  reeve = await testHouse()
  service = await made('services', { title: 'Ordering', service_kind: 'application' })
  source = await made('sources', { title: 'Gateway', source_type: 'plain', late_after: 20 * 86_400 })
  const always = Object.fromEntries(['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'].map((name) => [name, [['00:00', '24:00']]]))
  const calendar = await made('calendars', { title: 'Always', time_zone: 'Etc/UTC', hours: always })
  agreement = await made('agreements', { title: 'Ordering', agreement_type: 'ola', calendar: calendar.id, services: [service.id] })
  await reeve.call('POST', `/agreements/${agreement.id}/do/activate`, { starts_on: '2026-01-01' })
})
afterAll(async () => await reeve[Symbol.asyncDispose]())

const evaluated = async (): Promise<number> => await evaluateChanged(reeve.house.db, reeve.house.registry, reeve.now.value)
const standing = async (promise: Made) => (await standingsOf(reeve.house.db, { promises: [promise.id] }))[0]
const measured = async (series: string): Promise<Made> =>
  await made('measures', {
    title: series,
    subject: service.id,
    measure_type: 'quality',
    aggregation: 'share',
    source: source.id,
    series: { name: series },
    good_when: 'at_most',
    good_level: 1,
  })
const send = async (series: string, values: readonly (readonly [at: number, value: number])[]): Promise<void> => {
  const samples = values.map(([at, value]) => ({ name: series, labels: {}, at, value, means: 'gauge' as const }))
  const row = await openSource(reeve.house.db, source.id)
  await takeReadings(reeve.house.db, row, { reading: { samples, distributions: [], refused: [] } }, () => reeve.now.value)
}
/** One reading in each minute from a moment on; `bad` says in which. */
const minutes = (from: number, count: number, bad: (n: number) => boolean) =>
  Array.from({ length: count }, (_, n) => [from + n * minute, bad(n) ? 5 : 0] as const)
const promised = async (series: string, fields: object): Promise<Made> =>
  await made('promises', { agreement: agreement.id, measure: 'good_share', indicator: (await measured(series)).id, ...rolling, ...fields })
const together = async (parts: readonly Made[], fields: object = {}): Promise<Made> =>
  await made('promises', { agreement: agreement.id, measure: 'composite', parts: parts.map((one) => one.id), ...rolling, ...fields })

const begin = monday - 2 * day

describe('several promises together', () => {
  let cart: Made
  let pay: Made
  let whole: Made
  test('burn one budget by the weights of their parts', async () => {
    cart = await promised('cart', { share: 0.99, part_weight: 3 })
    pay = await promised('pay', { share: 0.95 })
    whole = await together([cart, pay])
    // 1 % of cart and 10 % of pay are bad: (3 x 1 % + 10 %) / 4 = 3.25 %, of (3 x 1 % + 5 %) / 4 = 2 % allowed.
    await send(
      'cart',
      minutes(begin, 1000, (n) => n % 100 === 0),
    )
    await send(
      'pay',
      minutes(begin, 1000, (n) => n % 10 === 0),
    )
    await evaluated()
    const now = await standing(whole)
    expect(now?.value).toBeCloseTo(1 - 0.0325, 12)
    expect(now?.target).toBeCloseTo(0.98, 12)
    expect(now?.left_share).toBeCloseTo(1 - 0.0325 / 0.02, 9)
    // 2 % of ten days, less 3.25 % of them.
    expect(now?.left_s).toBeCloseTo((0.02 - 0.0325) * 10 * 86_400, 3)
    expect(now?.state).toBe('missed')
    expect(now).toMatchObject({ low: now?.value, high: now?.value })
  })
  test('open down to their parts, the one that took most first', async () => {
    const { body } = await reeve.call('GET', `/promises/${whole.ref}/standing`)
    const page = body as unknown as {
      composite: { parts: { ref: string; weight: number; value: number; target: number; adds: number }[]; gone: string[] }
      burn_down: { left: number }[]
      counted: { budget: { unit: string; allowed: number; spent: number } }
      links: Record<string, { ref: string }>
    }
    expect(page.composite.parts.map((one) => [one.ref, one.weight, one.target])).toEqual([
      [cart.ref, 3, 0.99],
      [pay.ref, 1, 0.95],
    ])
    expect(page.composite.parts[0]?.adds).toBeCloseTo(0.0075, 12)
    expect(page.composite.parts[1]?.adds).toBeCloseTo(0.025, 12)
    expect(page.counted.budget).toMatchObject({ unit: 'seconds' })
    expect(page.links[pay.id]?.ref).toBe(pay.ref)
  })
  test('are judged again when a reading of a part comes, and when its weight is another', async () => {
    await send(
      'pay',
      minutes(begin + 1000 * minute, 1000, () => false),
    )
    await evaluated()
    expect((await standing(whole))?.value).toBeCloseTo(1 - (0.03 + 0.05) / 4, 12)
    await reeve.call('PATCH', `/promises/${cart.id}`, { part_weight: 1 })
    await evaluated()
    expect((await standing(whole))?.value).toBeCloseTo(1 - (0.01 + 0.05) / 2, 12)
  })
  test('say between what they lie while a part tells nothing, and which part is judged no more', async () => {
    const silent = await promised('silent', { share: 0.9 })
    const more = await together([cart, silent], { share: 0.9 })
    await evaluated()
    const now = await standing(more)
    expect(now?.value).toBeCloseTo(0.99, 12)
    expect(now?.low).toBeCloseTo(1 - (0.01 + 1) / 2, 12)
    expect(now?.high).toBeCloseTo(1 - 0.01 / 2, 12)
    await reeve.call('POST', `/promises/${silent.id}/do/retire`, {})
    const { body } = await reeve.call('GET', `/promises/${more.ref}/standing`)
    expect((body['composite'] as { gone: string[] }).gone).toEqual([silent.id])
  })
  test('take availability as a part: seconds of agreed time', async () => {
    const up = await made('promises', { agreement: agreement.id, measure: 'availability', subject: service.id, share: 0.999, ...rolling })
    const both = await together([up, pay])
    await made('outages', {
      title: 'Down',
      subject: service.id,
      severity: 'down',
      started_at: isoOf(monday - 10 * day),
      ended_at: isoOf(monday - 9 * day),
    })
    await evaluated()
    const [one, all] = [await standing(up), await standing(both)]
    expect(one?.value).toBeCloseTo(0.9, 9)
    expect(all?.value).toBeCloseTo(1 - (0.1 + 0.05) / 2, 9)
  })
})

describe('slices of time of several promises', () => {
  let first: Made
  let second: Made
  let slices: Made
  let ratios: Made
  const from = monday - 5 * day
  test('are bad when they are bad in any, or add up what each lacks', async () => {
    const fields = { budgeting: 'slices', slice: 600, slice_share: 0.9, share: 0.9 }
    first = await promised('first', fields)
    second = await promised('second', fields)
    slices = await together([first, second], { budgeting: 'slices', slice: 600, share: 0.9 })
    ratios = await together([first, second], { budgeting: 'slice_ratios', slice: 600, share: 0.9 })
    // Three days of slices of ten minutes: in the first series every tenth slice has two bad minutes, in the second every fifteenth.
    await send(
      'first',
      minutes(from, 3 * 1440, (n) => Math.floor(n / 10) % 10 === 0 && n % 10 < 2),
    )
    await send(
      'second',
      minutes(from, 3 * 1440, (n) => Math.floor(n / 10) % 15 === 0 && n % 10 < 2),
    )
    await evaluated()
    const count = 3 * 144
    const badIn = (n: number, every: number): boolean => n % every === 0
    const bad = Array.from({ length: count }, (_, n) => n).filter((n) => badIn(n, 10) || badIn(n, 15)).length
    expect(await standing(first)).toMatchObject({ valid: count, good: count - Math.ceil(count / 10) })
    expect(await standing(slices)).toMatchObject({ valid: count, good: count - bad })
    const lacking = 0.2 * (Math.ceil(count / 10) + Math.ceil(count / 15))
    expect((await standing(ratios))?.good).toBeCloseTo(count - lacking, 9)
  })
  test('of days that are over are kept, and read again when something of them changes', async () => {
    const kept = async (promise: Made) =>
      await reeve.house.db.rows<{ day: string; good: number }>(
        sql`select day::text as day, good from slice_day where promise = ${promise.id} and valid > 0 order by day`,
      )
    const days = await kept(slices)
    expect(days.length).toBeGreaterThanOrEqual(3)
    const before = (await standing(slices))?.good ?? 0
    // What was kept is what is read: a day put wrong shows.
    await reeve.house.db.run(sql`update slice_day set good = good - 1 where promise = ${slices.id} and day = ${days[0]?.day ?? ''}::date`)
    await evaluateAll(reeve.house.db, reeve.house.registry, reeve.now.value)
    expect((await standing(slices))?.good).toBe(before - 1)
    // A late reading makes one more slice of the first series bad: its days from then on are read again, the wrong one too.
    await send('first', [[from + 15.5 * minute, 9]])
    await send('first', [[from + 16.5 * minute, 9]])
    await evaluated()
    expect((await standing(slices))?.good).toBe(before - 1)
    expect(await standing(first)).toMatchObject({ good: 3 * 144 - Math.ceil((3 * 144) / 10) - 1 })
    expect((await kept(slices)).length).toBe(days.length)
  })
})

describe('days of slices that were kept', () => {
  test('stay when their minutes are let go and the promise gets another name or share', async () => {
    const count = 3 * 144
    const fields = { budgeting: 'slices', slice: 600, slice_share: 0.9, share: 0.9 }
    const one = await promised('kept', fields)
    await send(
      'kept',
      minutes(monday - 5 * day, 3 * 1440, (n) => Math.floor(n / 10) % 10 === 0),
    )
    await evaluated()
    const before = await standing(one)
    expect(before).toMatchObject({ valid: count })
    await reeve.house.db.run(sql`delete from rollup_minute where measure = (select indicator from promise where id = ${one.id})`)
    await reeve.call('PATCH', `/promises/${one.id}`, { title: 'Another name', share: 0.8 })
    await evaluated()
    expect(await standing(one)).toMatchObject({ good: before?.good, valid: count, target: 0.8 })
  })
})

describe('parts that cannot be', () => {
  const rules = async (method: 'POST' | 'PATCH', path: string, body: object): Promise<readonly string[]> => {
    const answer = await reeve.call(method, path, body)
    expect(answer.status).toBe(422)
    return (answer.body['issues'] as { rule: string }[]).map((one) => one.rule)
  }
  test('are refused: none, itself, one that has parts, a level, tickets in slices, a weight of nothing', async () => {
    const part = await promised('part', { share: 0.99 })
    const whole = await together([part])
    const composite = { agreement: agreement.id, measure: 'composite', ...rolling }
    expect(await rules('POST', '/promises', { ...composite, parts: [] })).toContain('required')
    expect(await rules('POST', '/promises', { ...composite, parts: [whole.id] })).toContain('composite')
    expect(await rules('PATCH', `/promises/${whole.id}`, { parts: [whole.id] })).toContain('itself')
    const mean = await made('measures', { title: 'Mean', measure_type: 'latency', aggregation: 'mean' })
    const level = { agreement: agreement.id, measure: 'level', indicator: mean.id, statistic: 'mean', comparator: 'at_most', level: 3 }
    expect(await rules('POST', '/promises', { ...composite, parts: [(await made('promises', level)).id] })).toContain('no_budget')
    const tickets = await made('promises', { agreement: agreement.id, measure: 'resolution', target: 3600, share: 0.9 })
    expect(await rules('POST', '/promises', { ...composite, parts: [tickets.id], budgeting: 'slices' })).toContain('no_slices')
    expect(await rules('PATCH', `/promises/${part.id}`, { part_weight: 0 })).toContain('weight')
    expect(await rules('POST', '/promises', { ...composite, parts: [part.id], share: 1 })).toContain('no_budget')
    expect(await rules('PATCH', `/promises/${part.id}`, { parts: [tickets.id] })).toContain('not_here')
  })
  test('and a part does not become one that could not be a part', async () => {
    const part = await promised('held', { share: 0.99 })
    await together([part])
    const change = { measure: 'composite', indicator: null, parts: [part.id] }
    expect(await rules('PATCH', `/promises/${part.id}`, change)).toEqual(expect.arrayContaining(['a_part']))
  })
})
