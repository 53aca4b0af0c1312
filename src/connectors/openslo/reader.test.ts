import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sql } from '../../platform/db/sql.ts'
import { imported, sharedData, type TestHouse, testHouse } from '../testing/house.ts'
import { openslo } from './reader.ts'
import { selectorIn } from './selector.ts'

const shared = sharedData()

let house: TestHouse
beforeAll(async () => {
  house = await testHouse([openslo])
})
afterAll(async () => {
  expect(house.defects).toEqual([])
  await house.close()
})

const slo = (
  name: string,
  more: Readonly<{ target?: string; service?: string; good?: string; budgeting?: string; window?: string; tail?: string }> = {},
) => `apiVersion: openslo/v1
kind: SLO
metadata:
  name: ${name}
  displayName: Requests answered
  labels: { team: [blue] }
spec:
  service: ${more.service ?? 'shop'}
  indicator:
    metadata: { name: answered }
    spec:
      description: Requests that were answered.
      ratioMetric:
        counter: true
        good: { metricSource: { type: Prometheus, spec: { query: '${more.good ?? 'sum(rate(http_requests_total{service="shop",code="200"}[{{.window}}]))'}' } } }
        total: { metricSource: { type: Prometheus, spec: { query: 'sum(http_requests_total{service="shop"})' } } }
  timeWindow: [${more.window ?? '{ duration: 28d, isRolling: true }'}]
  budgetingMethod: ${more.budgeting ?? 'Occurrences'}
  objectives:
    - ${more.target ?? 'target: 0.999'}
${more.tail ?? ''}`

const promises = async (source: string) =>
  await house.db.rows<Record<string, unknown>>(sql`
    select promise.slo_name, promise.title, promise.share, promise.budgeting, promise.slice, promise.slice_share, promise.window_type, promise.window_length, promise.burn_alerts, promise.tags,
      agreement.title as agreement, agreement.agreement_type, agreement.state as agreement_state, calendar.title as calendar, subject.title as subject,
      measure.title as measure, measure.series, measure.marked_series, measure.marked_are, measure.query, measure.good_when, measure.good_level
    from promise join record on record.id = promise.id join agreement on agreement.id = promise.agreement left join calendar on calendar.id = promise.calendar
      left join service subject on subject.id = promise.subject join measure on measure.id = promise.indicator
    where record.source = ${source} order by promise.slo_name`)

describe('the series of a query', () => {
  it.each([
    ['http', { name: 'http' }],
    ['sum(http)', { name: 'http' }],
    ['sum(rate(http{code="200", job=~"a.*"}[{{.window}}]))', { name: 'http', labels: { code: '200', job: 'a*' } }],
    ['rate(http{code="200"}[{{.window}}])', { name: 'http', labels: { code: '200' } }],
  ])('%s', (query, expected) => {
    expect(selectorIn(query)).toEqual(expected)
  })

  it.each([
    'sum(http',
    'sum(http))',
    'avg(http)',
    'http[{{.window}}]',
    'http{code=~"2..|4.."}',
    'http{code!="200"}',
    'http{a="*"}',
    'a / b',
    'sum by (x) (http)',
    'http{code="200" or}',
    '',
    5,
  ])('%j has no single one', (query) => {
    expect(selectorIn(query)).toBeNull()
  })
})

describe('importing OpenSLO', () => {
  it('makes an agreement, a measure and a promise, and knows them again', async () => {
    const service =
      'apiVersion: openslo/v1\nkind: Service\nmetadata: { name: shop, displayName: Web shop }\nspec: { description: Where people buy. }\n'
    const files = { 'slos/shop.yaml': `${service}---\n${slo('shop-answered')}` }
    const how = { mapping: { defaults: { service_kind: 'application' } } }
    const run = await imported(house, 'openslo', 'first', files, how)
    expect(run.issues).toEqual([])
    const ones = { calendar: { new: 1 }, service: { new: 1 }, measure: { new: 1 }, agreement: { new: 1 }, promise: { new: 1 } }
    expect(run.kinds).toMatchObject(ones)
    expect(await promises('first')).toEqual([
      {
        slo_name: 'shop-answered',
        title: 'Requests answered',
        share: 0.999,
        budgeting: 'events',
        slice: null,
        slice_share: null,
        window_type: 'rolling',
        window_length: 28 * 86_400,
        burn_alerts: null,
        tags: ['team:blue'],
        agreement: 'Service level objectives of Web shop',
        agreement_type: 'ola',
        agreement_state: 'active',
        calendar: 'Around the clock, UTC',
        subject: 'Web shop',
        measure: 'answered (shop-answered)',
        series: { name: 'http_requests_total', labels: { service: 'shop' } },
        marked_series: { name: 'http_requests_total', labels: { service: 'shop', code: '200' } },
        marked_are: 'good',
        query: null,
        good_when: null,
        good_level: null,
      },
    ])
    const again = await imported(house, 'openslo', 'first', files, how)
    expect(again.kinds).toMatchObject({
      promise: { new: 0, changed: 0, same: 1 },
      measure: { same: 1 },
      agreement: { same: 1 },
      service: { same: 1 },
    })
    const changed = { 'elsewhere.yaml': `${service}---\n${slo('shop-answered', { target: 'targetPercent: 99.5' })}` }
    expect((await imported(house, 'openslo', 'first', changed, how)).kinds).toMatchObject({ promise: { new: 0, changed: 1 } })
    expect(await promises('first')).toMatchObject([{ share: 0.995 }])
  })

  it('changes nothing in a dry run', async () => {
    const run = await imported(house, 'openslo', 'dry', { 'a.yaml': slo('dry-run', { service: 'dry' }) }, { dryRun: true })
    expect(run.kinds).toMatchObject({ promise: { new: 1 }, agreement: { new: 1 } })
    expect(await promises('dry')).toEqual([])
  })

  it('takes slices, calendar windows and burn-rate alerts over, and says what it cannot', async () => {
    const policy = (name: string, op: string) => `    - kind: AlertPolicy
      metadata: { name: ${name} }
      spec:
        alertWhenBreaching: true
        conditions:
          - kind: AlertCondition
            metadata: { name: fast }
            spec: { severity: page, condition: { kind: burnrate, op: ${op}, threshold: 14, lookbackWindow: 1h, alertAfter: 5m } }
        notificationTargets:
          - kind: AlertNotificationTarget
            metadata: { name: duty }
            spec: { target: pager }
`
    const files = {
      'one.yaml': slo('sliced', {
        service: 'sliced',
        budgeting: 'Timeslices',
        target: 'target: 0.99\n      timeSliceTarget: 0.95\n      timeSliceWindow: 5m',
        window: '{ duration: 1M, calendar: { startTime: 2022-01-01 00:00:00, timeZone: Europe/Berlin } }',
        tail: `  alertPolicies:\n${policy('fast', 'gt')}${policy('slow', 'lt')}`,
      }),
      'two.yaml': slo('asked', {
        service: 'sliced',
        good: 'sum(rate(http{code=~"2..|3.."}[{{.window}}]))',
        window: '{ duration: 1Q, isRolling: true }',
      }),
    }
    const run = await imported(house, 'openslo', 'more', files)
    expect(run.issues.map((one) => `${one.severity} ${one.file}:${one.line} ${one.path} ${one.rule}`).toSorted()).toEqual([
      'warning one.yaml:36 spec.alertPolicies.1 alert_left_out',
      'warning one.yaml:8 spec.service unknown_reference',
      'warning one.yaml:8 spec.service unknown_reference',
      'warning one.yaml:8 spec.service unknown_reference',
      'warning two.yaml:17 spec.timeWindow.0.duration window',
      'warning two.yaml:20 spec.objectives.0 approximate',
      'warning two.yaml:8 spec.service unknown_reference',
      'warning two.yaml:8 spec.service unknown_reference',
    ])
    expect(await promises('more')).toMatchObject([
      {
        slo_name: 'asked',
        budgeting: 'events',
        window_type: 'rolling',
        window_length: 90 * 86_400,
        series: null,
        query: expect.stringContaining('sum(rate(http{code=~"2..|3.."}[1m]))'),
        good_when: 'at_least',
        good_level: 0.999,
      },
      {
        slo_name: 'sliced',
        budgeting: 'slices',
        slice: 300,
        slice_share: 0.95,
        window_type: 'month',
        window_length: null,
        calendar: 'Around the clock, Europe/Berlin',
        subject: null,
        burn_alerts: [{ severity: 'critical', long_s: 3600, short_s: 300, factor: 14 }],
      },
    ])
  })

  const objective = (name: string, more = '') => `    - displayName: ${name}
      target: 0.99
${more}      indicator:
        metadata: { name: ${name} }
        spec:
          ratioMetric:
            counter: true
            bad: { metricSource: { type: Prometheus, spec: { query: 'sum(rate(${name}_total{code="500"}[{{.window}}]))' } } }
            total: { metricSource: { type: Prometheus, spec: { query: 'sum(rate(${name}_total[{{.window}}]))' } } }
`
  const composite = (name: string, budgeting: string, parts: string, more = '') => `apiVersion: openslo/v1
kind: SLO
metadata: { name: ${name}, displayName: Checkout${more} }
spec:
  service: checkout
  timeWindow: [{ duration: 28d, isRolling: true }]
  budgetingMethod: ${budgeting}
  objectives:
${parts}`
  const wholes = async (source: string) =>
    await house.db.rows<Record<string, unknown>>(sql`
      select promise.slo_name, promise.title, promise.share, promise.budgeting, promise.slice, promise.window_length, promise.part_weight, promise.burn_alerts,
        array(select part.slo_name from unnest(promise.parts) with ordinality as named (id, n) join promise part on part.id = named.id order by n) as parts
      from promise join record on record.id = promise.id where record.source = ${source} order by promise.slo_name`)

  it('makes one promise of a composite, of the promises of its parts with their weights', async () => {
    const parts = `${objective('cart', '      compositeWeight: 3\n')}${objective('pay')}`
    const files = { 'checkout.yaml': composite('checkout', 'Occurrences', parts) }
    const run = await imported(house, 'openslo', 'composite', files)
    expect(run.issues.filter((one) => one.rule !== 'unknown_reference')).toEqual([])
    expect(await wholes('composite')).toMatchObject([
      {
        slo_name: 'checkout',
        title: 'Checkout',
        share: null,
        budgeting: 'events',
        window_length: 28 * 86_400,
        burn_alerts: null,
        parts: ['checkout-1', 'checkout-2'],
      },
      { slo_name: 'checkout-1', title: 'Checkout: cart', share: 0.99, part_weight: 3, burn_alerts: [], parts: [] },
      { slo_name: 'checkout-2', title: 'Checkout: pay', share: 0.99, part_weight: 1, burn_alerts: [], parts: [] },
    ])
    const again = await imported(house, 'openslo', 'composite', files)
    expect(again.kinds).toMatchObject({ promise: { new: 0, changed: 0, same: 3 } })
    const other = { 'checkout.yaml': composite('checkout', 'Occurrences', parts, ', annotations: { reeve/objective: "0.995" }') }
    expect((await imported(house, 'openslo', 'composite', other)).kinds).toMatchObject({ promise: { changed: 1, same: 2 } })
    expect((await wholes('composite'))[0]).toMatchObject({ share: 0.995 })
  })

  it('lays slices of parts side by side in the longest, and says so', async () => {
    const slices = (length: string): string => `      timeSliceTarget: 0.95\n      timeSliceWindow: ${length}\n`
    const parts = `${objective('one', slices('1m'))}${objective('two', slices('5m'))}`
    const long = 'a'.repeat(63)
    const run = await imported(house, 'openslo', 'sliced', { 'sliced.yaml': composite(long, 'Timeslices', parts) })
    expect(run.issues.filter((one) => one.rule !== 'unknown_reference')).toMatchObject([
      { severity: 'warning', rule: 'slices', path: 'spec.objectives', line: 9 },
    ])
    expect(await wholes('sliced')).toMatchObject([
      { slo_name: `${'a'.repeat(61)}-1`, slice: 60, budgeting: 'slices' },
      { slo_name: `${'a'.repeat(61)}-2`, slice: 300 },
      { slo_name: long, slice: 300, budgeting: 'slices', parts: [`${'a'.repeat(61)}-1`, `${'a'.repeat(61)}-2`] },
    ])
  })

  it('refuses an SLO with something wrong by its line, and imports the rest', async () => {
    const files = {
      'mixed.yaml': `${slo('mixed-good', { service: 'mixed' })}---\n${slo('mixed-bad', { service: 'mixed', target: 'target: 2' })}`,
    }
    const run = await imported(house, 'openslo', 'mixed', files)
    expect(run.issues).toContainEqual(
      expect.objectContaining({ severity: 'refused', file: 'mixed.yaml', line: 41, path: 'spec.objectives.0.target', rule: 'range' }),
    )
    expect(run.kinds).toMatchObject({ promise: { new: 1 } })
  })

  it.skipIf(shared === null)('reads the examples of the standard and of sloth', async () => {
    const folder = join(shared ?? '', 'slo')
    const names = ['openslo-v1-kinds', 'openslo-spec-examples', 'sloth/input']
    const files = Object.fromEntries(
      names.flatMap((name) =>
        readdirSync(join(folder, name)).map((file) => [`${name}/${file}`, readFileSync(join(folder, name, file), 'utf8')] as const),
      ),
    )
    const run = await imported(house, 'openslo', 'examples', files, { mapping: { defaults: { service_kind: 'application' } } })
    const refused = run.issues.filter((one) => one.severity === 'refused').map((one) => `${one.rule} ${one.file}:${one.line}`)
    // The window of one minute, meant to be a month, is refused; other formats are told.
    expect(refused.filter((one) => !one.startsWith('version'))).toEqual([
      'range openslo-spec-examples/budgeting-method__timeslices-slo.yaml:27',
      'range openslo-spec-examples/budgeting-method__timeslices-slo.yaml:27',
    ])
    expect(refused).toHaveLength(8)
    expect((await promises('examples')).map((one) => one['slo_name'])).toEqual([
      'main-page',
      'search-slo',
      'sloth-slo-my-service',
      'web-availability',
    ])
  })
})
