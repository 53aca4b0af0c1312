import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { monday, testHouse, type TestHouse } from '../../../test/house.ts'
import type { PromiseChain } from './model/composition/answer.ts'

let reeve: TestHouse
type Made = Readonly<{ id: string; ref: string }>

const made = async (plural: string, body: object): Promise<Made> => {
  const answer = await reeve.call('POST', `/${plural}`, body)
  expect(answer.body, JSON.stringify(answer.body)).toHaveProperty('item')
  return answer.body['item'] as Made
}
const doing = async (plural: string, one: Made, verb: string, body: object = {}): Promise<void> => {
  const answer = await reeve.call('POST', `/${plural}/${one.ref}/do/${verb}`, body)
  expect(answer.status, JSON.stringify(answer.body)).toBe(200)
}
const chainOf = async (service: Made, query = ''): Promise<PromiseChain> => {
  const answer = await reeve.call('GET', `/services/${service.ref}/promise-chain${query}`)
  expect(answer.status, JSON.stringify(answer.body)).toBe(200)
  return answer.body as unknown as PromiseChain
}
const always = [['00:00', '24:00']]
const week = (hours: unknown, days = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']) =>
  Object.fromEntries(days.map((day) => [day, hours]))

let mail: Made
let store: Made
let network: Made
let switchboard: Made
let gateways: readonly Made[]
let contract: Made
let ola: Made
let allDay: Made
let office: Made

beforeAll(async () => {
  reeve = await testHouse()
  allDay = await made('calendars', { title: 'Round the clock', time_zone: 'Etc/UTC', hours: week(always) })
  office = await made('calendars', {
    title: 'Office',
    time_zone: 'Etc/UTC',
    hours: week([['08:00', '18:00']], ['mon', 'tue', 'wed', 'thu', 'fri']),
  })
  const supplier = await made('suppliers', { title: 'Northgate' })
  const team = await made('teams', { title: 'Networks' })
  mail = await made('services', { title: 'Mail', service_kind: 'application' })
  network = await made('services', { title: 'Network', service_kind: 'infrastructure', team: team.ref })
  store = await made('components', { title: 'Mail store' })
  switchboard = await made('components', { title: 'Core switch' })
  gateways = [
    await made('components', { title: 'Gateway 1', supplier: supplier.ref }),
    await made('components', { title: 'Gateway 2', supplier: supplier.ref }),
  ]
  const needs = async (dependent: Made, provider: Made, more: object = {}): Promise<void> => {
    await made('dependencies', { dependent: dependent.ref, provider: provider.ref, means: 'requires', ...more })
  }
  await needs(mail, store)
  await needs(mail, network)
  for (const gateway of gateways) {
    await needs(mail, gateway, { group: 'gateways', needs_k: 1 })
    await needs(gateway, network)
  }
  await needs(network, switchboard, { means: 'runs_on' })
  const spare = await made('components', { title: 'Spam filter' })
  await needs(mail, spare, { means: 'uses' })

  const sla = await made('agreements', {
    title: 'Mail',
    agreement_type: 'sla',
    calendar: allDay.ref,
    services: [mail.ref],
    ends_on: '2026-12-31',
  })
  await made('promises', { agreement: sla.ref, measure: 'availability', share: 0.999 })
  await made('promises', { agreement: sla.ref, measure: 'resolution', target: 4 * 3600 })
  await doing('agreements', sla, 'activate')
  ola = await made('agreements', {
    title: 'Networks',
    agreement_type: 'ola',
    provider: team.ref,
    calendar: office.ref,
    services: [network.ref, mail.ref],
  })
  await made('promises', { agreement: ola.ref, measure: 'availability', subject: network.ref, share: 0.9995, window_type: 'year' })
  await made('promises', { agreement: ola.ref, measure: 'resolution', target: 5 * 3600 })
  await doing('agreements', ola, 'activate')
  contract = await made('contracts', {
    title: 'Gateways',
    supplier: supplier.ref,
    starts_on: '2024-01-01',
    ends_on: '2026-06-30',
    renewal: 'none',
    signed: true,
  })
  await doing('contracts', contract, 'activate')
  const bought = await made('agreements', {
    title: 'Gateways',
    agreement_type: 'underpinning',
    provider: supplier.ref,
    calendar: allDay.ref,
    contract: contract.ref,
  })
  await made('promises', { agreement: bought.ref, measure: 'availability', share: 0.99 })
  await doing('agreements', bought, 'activate')
})
afterAll(async () => await reeve[Symbol.asyncDispose]())

describe('the promise chain of a service', () => {
  test('names what has no figure, takes it for perfect and says what that may hide', async () => {
    const chain = await chainOf(mail)
    expect(chain.promised).toMatchObject({ share: 0.999, window_type: 'month' })
    expect(chain.parts.map((part) => [part.title, part.source, part.share])).toEqual([
      ['Network', 'promised', 0.9995],
      ['Gateway 1', 'promised', 0.99],
      ['Gateway 2', 'promised', 0.99],
      ['Mail store', 'none', null],
    ])
    // The promise of the network covers its switch; the gateways' is their supplier's, who names nothing.
    expect(chain.composed?.value).toBeCloseTo(0.9995 * (1 - 0.01 ** 2), 12)
    expect(chain.composed?.bounds.lower).toBeCloseTo(0.9995 - 0.01, 12)
    expect(chain.composed?.unknown).toMatchObject({ weakest: 0.99, if_down: 0 })
    expect(chain.composed?.unknown?.if_weakest).toBeCloseTo(0.9995 * (1 - 0.01 ** 2) * 0.99, 12)
    expect(chain.gap).toMatchObject({ underpinned: true, underpinned_worst: false })
    expect(chain.sentence).toContain('We may promise at most 99.94')
    expect(chain.sentence).toContain('One part has no figure')
    expect(chain.used).toBe(1)
    expect(chain.period).toMatchObject({ text: '2026-03', minutes: 31 * 1440 })
  })

  test('finds where the chain of promises is open', async () => {
    const gaps = (await chainOf(mail)).gaps.map((one) => [one.gap, one.words])
    expect(gaps).toContainEqual(['no_figure', expect.stringContaining('Mail store')])
    expect(gaps).toContainEqual(['hours', expect.stringContaining('118 hours a week less')])
    expect(gaps).toContainEqual(['window', expect.stringContaining('kept over a year')])
    expect(gaps.filter(([gap]) => gap === 'ends')).toEqual([
      ['ends', `${contract.ref}, on which Gateway 1 and Gateway 2 rest, ends on 2026-06-30; our promise runs until 2026-12-31.`],
    ])
  })

  test('adds up the times of those who may have a ticket in turn', async () => {
    const { times } = await chainOf(mail)
    expect(times).toMatchObject([
      { measure: 'resolution', target_s: 14_400, sum_s: 18_000, slack_s: -3600, underpinned: false, mixed: true },
    ])
  })

  test('measures by outages within the agreed hours, and names the part that closes the gap cheapest', async () => {
    await made('outages', {
      title: 'Disk',
      subject: store.ref,
      severity: 'down',
      started_at: '2026-01-10T00:00:00Z',
      ended_at: '2026-01-10T08:45:36Z',
    })
    await made('outages', {
      title: 'Slow',
      subject: store.ref,
      severity: 'degraded',
      started_at: '2026-02-10T00:00:00Z',
      ended_at: '2026-02-11T00:00:00Z',
    })
    const chain = await chainOf(mail)
    const disk = chain.parts.find((part) => part.title === 'Mail store')
    expect(disk).toMatchObject({ source: 'measured', measured: { outages: 1, coverage: 1 } })
    expect(disk?.share).toBeCloseTo(0.999, 9)
    expect(chain.composed?.unknown).toBeNull()
    expect(chain.gap).toMatchObject({ underpinned: false })
    const value = 0.9995 * 0.9999 * 0.999
    expect(chain.gap?.gap_minutes).toBeCloseTo((value - 0.999) * 31 * 1440, 6)
    const [first] = chain.parts
    expect(first).toMatchObject({ title: 'Mail store' })
    expect(first?.needed).toBeCloseTo(0.999 / (0.9995 * 0.9999), 9)
    expect(chain.sentence).toBe(
      'We may promise 99.84 %; we promised 99.9 %: short by 27 minutes a month; raising Mail store to 99.96 % closes it.',
    )
    expect(chain.gaps).toContainEqual(expect.objectContaining({ gap: 'no_agreement', parts: [store.id] }))
    // Where several parts could close it, the smallest raise comes first, or the cheapest where prices are known.
    const several = await chainOf(mail, `?assume=${store.ref}:0.9992`)
    expect(several.parts.slice(0, 2).map((part) => [part.title, part.cost])).toEqual([
      ['Mail store', null],
      ['Network', null],
    ])
    const priced = await chainOf(mail, `?assume=${store.ref}:0.9992&price=${store.ref}:900,${network.ref}:10`)
    expect(priced.parts[0]).toMatchObject({ title: 'Network' })
    expect(priced.parts[0]?.cost).toBeCloseTo((priced.parts[0]?.raise_minutes ?? 0) * 10, 9)
  })

  test('answers what would be if, up and down the chain', async () => {
    const better = await chainOf(mail, `?assume=${store.ref}:0.9999,${switchboard.ref}:0.5`)
    expect(better.parts.find((part) => part.title === 'Mail store')).toMatchObject({ source: 'assumed', share: 0.9999 })
    expect(better.gap?.underpinned).toBe(true)
    expect(better.notes).toEqual(['The figure assumed for Core switch changes nothing: a figure above it covers it already.'])
    const exposed = await chainOf(mail, '?beta=0.1')
    expect(exposed.composed?.value).toBeCloseTo(0.9995 * 0.999 * (1 - 0.1 * 0.01) * (1 - 0.009 ** 2), 9)
    const quarter = await chainOf(mail, '?period=2026-Q1')
    expect(quarter.period).toMatchObject({ each: 'a quarter', minutes: 90 * 1440 })
    expect((await reeve.call('GET', `/services/${mail.ref}/promise-chain?assume=CMP-9999:0.9`)).body).toMatchObject({ status: 422 })
    expect((await reeve.call('GET', `/services/${mail.ref}/promise-chain?assume=${store.ref}:99`)).status).toBe(422)
    expect((await reeve.call('GET', `/services/${mail.ref}/promise-chain?beta=2`)).status).toBe(422)
    expect((await reeve.call('GET', `/services/${mail.ref}/promise-chain?period=soon`)).status).toBe(422)
  })

  test('tells times for tickets that take too long beneath, or that nobody beneath promises, and where each promise stands so', async () => {
    const fax = await made('services', { title: 'Telefax', service_kind: 'application' })
    const sla = await made('agreements', { title: 'Telefax', agreement_type: 'sla', calendar: allDay.ref, services: [mail.ref, fax.ref] })
    const response = await made('promises', { agreement: sla.ref, measure: 'response', target: 900 })
    expect((await reeve.call('GET', `/promises/${response.ref}/times`)).body).toMatchObject({ code: 'not_times' })
    const lone = await made('agreements', { title: 'Fax alone', agreement_type: 'sla', calendar: allDay.ref, services: [fax.ref] })
    const resolve = await made('promises', { agreement: lone.ref, measure: 'resolution', target: 4 * 3600 })
    await doing('agreements', lone, 'activate')
    const chain = await chainOf(fax)
    expect(chain.times).toMatchObject([{ measure: 'resolution', segments: [], underpinned: null }])
    expect(chain.gaps).toContainEqual(
      expect.objectContaining({ gap: 'no_times', words: 'We promise times for tickets, but no team or supplier promises them to us.' }),
    )
    const mailTimes = (await chainOf(mail)).gaps.find((one) => one.gap === 'times')
    expect(mailTimes?.words).toMatch(/within 4 h, but Networks may take 5 h\.$/)
    // Networks works 50 of 168 hours a week: even a short time there is no answer to a ticket on Friday night.
    const hours = (await chainOf(mail)).gaps.find((one) => one.gap === 'hours' && one.words.includes('a ticket may lie there'))
    expect(hours?.words).toMatch(/counts 118 hours a week in which Networks does not/)
    const quick = await made('agreements', { title: 'Fax hands', agreement_type: 'ola', calendar: office.ref, services: [fax.ref] })
    await made('promises', { agreement: quick.ref, measure: 'resolution', target: 3600 })
    await doing('agreements', quick, 'activate')
    expect((await chainOf(fax)).times).toMatchObject([{ sum_s: 3600, slack_s: 3 * 3600, uncovered_hours: 118, underpinned: false }])
    await doing('agreements', quick, 'end', { ends_on: '2026-03-01' })
    const standing = await reeve.call('GET', `/promises/${resolve.ref}/times`)
    expect(standing.body).toMatchObject({
      counts: { services: 1, underpinned: 0, short: 0, bare: 1 },
      items: [{ service: { ref: fax.ref }, underpinned: null }],
    })
    const nobody = { id: null, title: 'Somebody', level: 2, teams: [], grants: [{ right: 'promise.see', reach: 'all' as const }] }
    expect((await reeve.call('GET', `/promises/${resolve.ref}/times`, undefined, { as: nobody })).status).toBe(403)
    await doing('agreements', lone, 'end', { ends_on: '2026-03-01' })
  })

  test('tells a promise beneath that is not kept, and composes what was measured when asked', async () => {
    const loop = await made('outages', {
      title: 'Loop',
      subject: network.ref,
      severity: 'down',
      started_at: '2026-02-01T00:00:00Z',
      ended_at: '2026-02-01T17:31:12Z',
    })
    const promised = await chainOf(mail)
    expect(promised.parts.find((part) => part.title === 'Network')).toMatchObject({ source: 'promised', share: 0.9995 })
    expect(promised.gaps).toContainEqual(
      expect.objectContaining({
        gap: 'not_kept',
        words: expect.stringContaining('promises 99.95 % for Network, but 99.8 % was measured') as string,
      }),
    )
    const measured = await chainOf(mail, '?basis=measured')
    expect(measured.parts.find((part) => part.title === 'Network')).toMatchObject({ source: 'measured' })
    expect(measured.composed?.value).toBeCloseTo(0.998 * 0.9999 * 0.999, 9)
    await doing('outages', loop, 'dismiss', { reason: 'It was another network.' })
  })

  test('draws a group between what needs it and its members', async () => {
    const { picture } = await chainOf(mail)
    const group = picture.nodes.find((node) => node.group)
    expect(group).toMatchObject({ group: { name: 'gateways', k: 1, of: 2 }, part: null })
    expect(group?.share).toBeCloseTo(0.9999, 12)
    expect(picture.lines.filter((line) => line.from === group?.key).map((line) => line.to)).toEqual(gateways.map((one) => one.id))
    expect(picture.nodes.find((node) => node.focus)?.share).toBeCloseTo(0.9995 * 0.9999 * 0.999, 9)
    expect(picture.beyond).toBe(0)
  })

  test('is composed of what is beneath where nothing is promised for it', async () => {
    await doing('agreements', ola, 'end', { ends_on: '2026-03-01' })
    await made('checks', { title: 'Switch', subject: switchboard.ref, check_type: 'tcp', target: 'switch.example:22', every: 60 })
    reeve.now.value = monday + 86_400_000
    const chain = await chainOf(mail)
    expect(chain.inner.map((one) => one.title)).toEqual(['Network'])
    expect(chain.parts.find((part) => part.title === 'Core switch')).toMatchObject({ source: 'measured', share: 1 })
    expect(chain.parts.find((part) => part.title === 'Core switch')?.measured?.coverage).toBeCloseTo(1 / 365, 6)
    reeve.now.value = monday
  })

  test('a general agreement counts only for services that no other covers', async () => {
    const general = await made('agreements', { title: 'All others', agreement_type: 'sla', calendar: allDay.ref })
    await made('promises', { agreement: general.ref, measure: 'availability', share: 0.97 })
    await doing('agreements', general, 'activate')
    expect((await chainOf(network)).promised).toMatchObject({ share: 0.97 })
    expect((await chainOf(mail)).promised).toMatchObject({ share: 0.999 })
    await doing('agreements', general, 'end', { ends_on: '2026-02-01' })
  })

  test('redundant parts that serve nobody else stand in one box of the picture', async () => {
    const farm = await made('services', { title: 'Farm', service_kind: 'application' })
    for (let n = 1; n <= 5; n++) {
      const server = await made('components', { title: `Server ${n}` })
      await made('dependencies', {
        dependent: farm.ref,
        provider: server.ref,
        means: 'requires',
        group: 'servers',
        ...(n === 5 ? { needs_k: 3 } : {}),
      })
      if (n === 1) await made('dependencies', { dependent: farm.ref, provider: network.ref, means: 'requires' })
    }
    const { picture, parts } = await chainOf(farm)
    const [box] = picture.nodes.filter((node) => node.members.length > 0)
    expect(box?.members.length).toBe(5)
    expect(picture.nodes.find((node) => node.group)?.group).toEqual({ name: 'servers', k: 3, of: 5 })
    expect(parts.filter((part) => part.title.startsWith('Server')).length).toBe(5)
  })

  test('says so when fewer parts of a group are left than must work', async () => {
    const pool = await made('services', { title: 'Pool', service_kind: 'application' })
    const hosts = [await made('components', { title: 'Host 1' }), await made('components', { title: 'Host 2' })]
    await made('dependencies', { dependent: pool.ref, provider: hosts[0]?.ref, means: 'requires', group: 'hosts' })
    await made('dependencies', { dependent: pool.ref, provider: hosts[1]?.ref, means: 'requires', group: 'hosts', needs_k: 2 })
    expect((await chainOf(pool)).notes).toEqual([])
    for (const host of hosts.slice(1)) await doing('components', host, 'retire')
    expect((await chainOf(pool)).notes).toEqual([
      'Of the group “hosts” of Pool 2 must work, but only 1 is not retired: it is counted as if 1 were enough. Change the group, or add what is missing.',
    ])
  })

  test('a retired part is none, and a service without needs is told so', async () => {
    const lonely = await made('services', { title: 'Fax', service_kind: 'application' })
    expect(await chainOf(lonely)).toMatchObject({ composed: null, gap: null, promised: null, parts: [] })
    const line = await made('components', { title: 'Line' })
    await made('dependencies', { dependent: lonely.ref, provider: line.ref, means: 'requires' })
    expect((await chainOf(lonely)).sentence).toMatch(/nothing beneath this service has a figure/)
    await doing('components', line, 'retire')
    expect((await chainOf(lonely)).sentence).toMatch(/nothing that this service needs is on record/)
  })

  test('is shown to those who may see the service and agreements, without what they may not see', async () => {
    const actor = (...rights: readonly string[]) => ({
      id: null,
      title: 'Somebody',
      level: 2,
      teams: [],
      grants: rights.map((right) => ({ right, reach: 'all' as const })),
    })
    const path = `/services/${mail.ref}/promise-chain`
    expect(await reeve.call('GET', path, undefined, { as: actor('service.see') })).toMatchObject({
      status: 403,
      body: { right: 'agreement.see' },
    })
    expect((await reeve.call('GET', path, undefined, { as: actor('agreement.see') })).status).toBe(404)
    const seen = await reeve.call('GET', path, undefined, { as: actor('agreement.see', 'service.see') })
    expect(seen.status).toBe(200)
    const chain = seen.body as unknown as PromiseChain
    expect(chain.parts.filter((part) => part.ref === '').map((part) => part.title)).toContain('something that you may not see')
    expect(JSON.stringify(chain)).not.toContain('Mail store')
    expect(chain.gaps.some((one) => one.words.includes(contract.ref))).toBe(false)
    expect(chain.composed?.value).toBe((await chainOf(mail)).composed?.value)
  })
})
