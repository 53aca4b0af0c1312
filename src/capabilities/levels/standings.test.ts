import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testHouse, type TestHouse } from '../../../test/house.ts'
import { isoOf } from '../../kernel/instant.ts'
import type { Actor } from '../../platform/rights/grants.ts'
import { evaluateAll } from './actions/evaluate.ts'
import type { ListedStanding, StandingCounts } from './model/standing/listed.ts'

let reeve: TestHouse
type Made = Readonly<{ id: string; ref: string }>
type Listed = Readonly<{ items: readonly ListedStanding[]; counts: StandingCounts; next: string | null }>

const march = Date.UTC(2026, 2, 1)
const hour = 3_600_000

const made = async (plural: string, body: object): Promise<Made> => {
  const answer = await reeve.call('POST', `/${plural}`, body)
  expect(answer.body, JSON.stringify(answer.body)).toHaveProperty('item')
  return answer.body['item'] as Made
}
const listed = async (query = '', as?: Actor): Promise<Listed> => {
  const answer = await reeve.call('GET', `/standings${query}`, undefined, as ? { as } : {})
  expect(answer.status, JSON.stringify(answer.body)).toBe(200)
  return answer.body as unknown as Listed
}

let [portal, archive, wiki]: Made[] = []
let ours: Made
let theirs: Made
let disk: Made

const need = <T>(one: T | undefined): T => {
  if (one === undefined) throw new Error('not made')
  return one
}

beforeAll(async () => {
  reeve = await testHouse()
  const always = Object.fromEntries(['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'].map((name) => [name, [['00:00', '24:00']]]))
  const calendar = await made('calendars', { title: 'Always', time_zone: 'Etc/UTC', hours: always })
  portal = await made('services', { title: 'Portal', service_kind: 'application', state: 'live' })
  archive = await made('services', { title: 'Archive', service_kind: 'application', state: 'live' })
  wiki = await made('services', { title: 'Wiki', service_kind: 'application', state: 'live' })
  const agree = async (title: string, agreement_type: string, services: readonly Made[], share: number): Promise<Made> => {
    const agreement = await made('agreements', {
      title,
      agreement_type,
      calendar: calendar.id,
      services: services.map((one) => one.id),
      starts_on: '2026-01-01',
    })
    await made('promises', { agreement: agreement.id, measure: 'availability', share, window_type: 'month' })
    expect((await reeve.call('POST', `/agreements/${agreement.id}/do/activate`, { starts_on: '2026-01-01' })).status).toBe(200)
    return agreement
  }
  ours = await agree('To customers', 'sla', [portal, archive, wiki], 0.999)
  theirs = await agree('From the team', 'ola', [portal], 0.9)
  const out = async (service: Made, title: string, fromHour: number, minutes: number): Promise<Made> =>
    await made('outages', {
      title,
      subject: service.id,
      severity: 'down',
      started_at: isoOf(march + fromHour * hour),
      ended_at: isoOf(march + fromHour * hour + minutes * 60_000),
    })
  await out(portal, 'Router', 1, 20)
  disk = await out(portal, 'Disk full', 5, 90)
  await out(archive, 'Slow disk', 3, 38)
  await evaluateAll(reeve.house.db, reeve.house.registry, reeve.now.value)
})
afterAll(async () => await reeve[Symbol.asyncDispose]())

describe('the list of how promises stand', () => {
  test('has what is missed first, then what has least of its budget left, with the outage that ate most', async () => {
    const { items, counts, next } = await listed()
    expect(items.map((one) => [one.subject, one.state, one.agreement_type])).toEqual([
      [portal?.id, 'missed', 'sla'],
      [archive?.id, 'at_risk', 'sla'],
      [wiki?.id, 'no_data', 'sla'],
      [portal?.id, 'kept', 'ola'],
    ])
    expect(items[0]?.worst).toMatchObject({ id: disk.id, title: 'Disk full', seconds: 5400, cause: null })
    expect(items[0]).toMatchObject({ target: 0.999, window_name: '2026-03', closed: false })
    // 0.1 % of 31 days are 44.64 minutes; 38 are gone.
    expect(items[1]?.left_share).toBeCloseTo(1 - 38 / 44.64, 9)
    expect(counts).toEqual({ missed: 1, at_risk: 1, no_data: 1, kept: 1 })
    expect(next).toBeNull()
  })

  test('is narrowed by state, subject, agreement, its kind and measure; the counts stay those of all states', async () => {
    const refs = async (query: string) => (await listed(query)).items.map((one) => one.subject)
    expect(await refs('?state=missed,at_risk')).toEqual([portal?.id, archive?.id])
    expect((await listed('?state=missed')).counts).toMatchObject({ missed: 1, at_risk: 1 })
    expect(await refs(`?subject=${need(portal).ref}`)).toEqual([portal?.id, portal?.id])
    expect(await refs(`?agreement=${theirs.ref}`)).toEqual([portal?.id])
    expect(await refs('?type=sla&state=kept')).toEqual([])
    expect(await refs('?measure=level')).toEqual([])
    expect(await refs('?window=2026-02&state=missed')).toEqual([])
    expect((await listed(`?agreement=${ours.ref}&window=2026-02`)).counts.no_data).toBeGreaterThanOrEqual(0)
  })

  test('goes on page by page, each standing once', async () => {
    const seen: string[] = []
    let after = ''
    for (let page = 0; page < 10; page++) {
      const { items, next } = await listed(`?limit=1${after === '' ? '' : `&after=${after}`}`)
      seen.push(...items.map((one) => `${one.promise} ${one.subject}`))
      if (next === null) break
      after = next
    }
    expect(seen).toHaveLength(4)
    expect(new Set(seen).size).toBe(4)
  })

  test('refuses states that do not exist, places that are none, and subjects that nobody knows, and says so', async () => {
    const refused = async (query: string) => {
      const { status, body } = await reeve.call('GET', `/standings${query}`)
      return [status, JSON.stringify(body)]
    }
    expect(await refused('?state=broken')).toEqual([422, expect.stringContaining('missed, at_risk, no_data, kept')])
    expect(await refused('?after=nonsense')).toEqual([422, expect.stringContaining('Begin again')])
    const forged = Buffer.from(JSON.stringify([1, 0.5, 'no id', 'none either', 'rolling'])).toString('base64url')
    expect(await refused(`?after=${forged}`)).toEqual([422, expect.stringContaining('Begin again')])
    expect((await refused('?subject=SVC-999'))[0]).toBe(404)
  })

  test('shows and counts only what its reader may see', async () => {
    const narrow = await reeve.person('Nora Narrow', 'Service manager', { for_services: [need(archive).id] })
    const { items, counts } = await listed('', narrow)
    expect(items.map((one) => one.subject)).toEqual([archive?.id])
    expect(counts).toEqual({ missed: 0, at_risk: 1, no_data: 0, kept: 0 })
    expect((await reeve.call('GET', `/standings?subject=${need(portal).ref}`, undefined, { as: narrow })).status).toBe(404)
    const requester = await reeve.person('Rita Requester', 'Requester')
    expect((await reeve.call('GET', '/standings', undefined, { as: requester })).status).toBe(403)
    expect((await reeve.call('GET', '/standings', undefined, { as: null })).status).toBe(401)
  })

  test('leaves out promises that no longer hold, except where their window is asked for', async () => {
    const promise = (await listed(`?agreement=${theirs.ref}`)).items[0]?.promise ?? ''
    expect((await reeve.call('POST', `/promises/${promise}/do/retire`, {})).status).toBe(200)
    expect((await listed(`?agreement=${theirs.ref}`)).items).toEqual([])
    expect((await listed(`?agreement=${theirs.ref}&window=2026-03`)).items).toHaveLength(1)
  })
})
