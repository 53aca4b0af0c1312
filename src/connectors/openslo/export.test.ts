import { afterAll, beforeAll, expect, test } from 'vitest'
import { testHouse, type TestHouse } from '../../../test/house.ts'
import { readOpenSlo } from './read.ts'
import { selectorIn } from './selector.ts'

let reeve: TestHouse
let agreement = ''
const made = async (plural: string, body: object): Promise<{ id: string; ref: string }> => {
  const answer = await reeve.call('POST', `/${plural}`, body)
  expect(answer.body).toHaveProperty('item')
  return answer.body['item'] as { id: string; ref: string }
}
const text = async (path: string): Promise<string> => String((await reeve.call('GET', path)).body['text'])

beforeAll(async () => {
  reeve = await testHouse()
  const service = await made('services', { title: 'Patient portal', service_kind: 'application' })
  const always = Object.fromEntries(['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'].map((name) => [name, [['00:00', '24:00']]]))
  const calendar = await made('calendars', { title: 'Always', time_zone: 'Europe/London', hours: always })
  const agreed = await made('agreements', { title: 'Levels', agreement_type: 'sla', calendar: calendar.id, services: [service.id] })
  await reeve.call('POST', `/agreements/${agreed.id}/do/activate`, { starts_on: '2026-01-01' })
  agreement = agreed.ref
  const common = { subject: service.id, measure_type: 'quality' }
  const counted = await made('measures', {
    ...common,
    title: 'Requests',
    aggregation: 'share',
    series: { name: 'http_requests_total', labels: { service: 'portal' } },
    marked_series: { name: 'http_requests_total', labels: { service: 'portal', code: '5*' } },
    marked_are: 'bad',
  })
  const level = await made('measures', {
    ...common,
    title: 'Latency',
    aggregation: 'share',
    query: 'histogram_quantile(0.95, x)',
    good_when: 'at_most',
    good_level: 0.3,
  })
  const promise = { agreement: agreed.id, measure: 'good_share', subject: service.id }
  await made('promises', {
    ...promise,
    indicator: counted.id,
    share: 0.999,
    window_type: 'rolling',
    window_length: 30 * 86_400,
    slo_name: 'requests',
  })
  await made('promises', {
    ...promise,
    indicator: level.id,
    share: 0.95,
    window_type: 'month',
    budgeting: 'slices',
    slice: 300,
    slice_share: 0.9,
  })
  await made('promises', {
    agreement: agreed.id,
    measure: 'level',
    indicator: level.id,
    statistic: 'mean',
    comparator: 'at_most',
    level: 1,
  })
})
afterAll(async () => await reeve[Symbol.asyncDispose]())

test('promises are written as OpenSLO that reads back as the same objectives; what it cannot say is named', async () => {
  const written = await text(`/export/openslo?agreement=${agreement}`)
  expect(written).toMatch(/^# Left out: PRM-3: /)
  const read = readOpenSlo([{ path: 'export.yaml', text: written }])
  expect(read.issues).toEqual([])
  expect(read.model.services.map((one) => [one.name, one.display_name])).toEqual([['patient-portal', 'Patient portal']])
  const [requests, latency] = read.model.slos
  expect(requests).toMatchObject({
    name: 'requests',
    service: 'patient-portal',
    budgeting: 'Occurrences',
    window: { rolling: true, duration: '30d' },
    objectives: [{ target: 0.999 }],
  })
  const metric = requests?.indicator?.metric
  expect(metric?.kind === 'ratio' ? [metric.counts, selectorIn(metric.part.spec['query'])] : null).toEqual([
    'bad',
    { name: 'http_requests_total', labels: { service: 'portal', code: '5*' } },
  ])
  expect(latency).toMatchObject({
    budgeting: 'Timeslices',
    window: { rolling: false, duration: '1M', zone: 'Europe/London' },
    objectives: [{ op: 'lte', value: 0.3, target: 0.95, slice_target: 0.9, slice: '5m' }],
  })
})

test('a composite is written with its parts inside, and reads back as the same; one of other things is left out', async () => {
  const promises = (await reeve.call('GET', `/promises?agreement=${agreement}&limit=50`)).body['items'] as {
    id: string
    measure: string
    slo_name: string
  }[]
  const requests = promises.find((one) => one.slo_name === 'requests')
  const measure = promises.find((one) => one.measure === 'level') as unknown as { indicator: string }
  const answers = await made('promises', {
    agreement,
    measure: 'good_share',
    indicator: measure.indicator,
    share: 0.98,
    part_weight: 2,
    burn_alerts: [],
    window_type: 'rolling',
    window_length: 28 * 86_400,
  })
  const composite = { agreement, measure: 'composite', window_type: 'rolling', window_length: 28 * 86_400, share: 0.99 }
  const whole = await made('promises', { ...composite, parts: [requests?.id, answers.id], slo_name: 'journey' })
  const up = await made('promises', { agreement, measure: 'availability', share: 0.99 })
  const mixed = await made('promises', { ...composite, parts: [requests?.id, up.id] })
  const written = await text(`/export/openslo?agreement=${agreement}`)
  expect(written).toContain(`# Left out: ${answers.ref}: it is written as a part of ${whole.ref}.`)
  expect(written).toContain(`# Left out: ${mixed.ref}: its part ${up.ref} cannot be said`)
  const read = readOpenSlo([{ path: 'export.yaml', text: written }])
  expect(read.issues).toEqual([])
  expect(read.model.slos.map((one) => one.name)).toEqual(expect.arrayContaining(['requests', 'journey']))
  const journey = read.model.slos.find((one) => one.name === 'journey')
  expect(journey).toMatchObject({ indicator: null, budgeting: 'Occurrences', annotations: { 'reeve/objective': '0.99' } })
  expect(journey?.objectives.map((one) => [one.target, one.weight, one.indicator?.metric.kind])).toEqual([
    [0.999, 1, 'ratio'],
    [0.98, 2, 'threshold'],
  ])
  const rules = await text(`/export/prometheus-rules?agreement=${agreement}`)
  expect(rules).toContain('slo_name: journey')
})

test('Prometheus rules have the usual windows and factors', async () => {
  const rules = await text('/export/prometheus-rules')
  expect(rules).toContain('slo:sli_error:ratio_rate5m')
  expect(rules).toContain('slo:sli_error:ratio_rate3d')
  expect(rules).toMatch(/> \(14\.4 \* 0\.001\)/)
})

test('only promises that a person may see are written', async () => {
  const requester = await reeve.person('Rita Requester', 'Requester')
  const answer = await reeve.call('GET', '/export/openslo', undefined, { as: requester })
  expect([answer.status, String(answer.body['text'])]).toEqual([200, expect.not.stringContaining('kind: SLO')])
})
