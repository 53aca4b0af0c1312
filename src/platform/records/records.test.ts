import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testHouse, type TestHouse } from '../../../test/house.ts'
import { isoOf } from '../../kernel/instant.ts'
import { sql } from '../db/sql.ts'

let reeve: TestHouse
beforeAll(async () => {
  reeve = await testHouse()
})
afterAll(async () => await reeve[Symbol.asyncDispose]())

type Item = { id: string; ref: string; title: string; state: string; version: number; [name: string]: unknown }
const make = async (plural: string, body: object): Promise<Item> => {
  const answer = await reeve.call('POST', `/${plural}`, body)
  expect(answer.body).toHaveProperty('item')
  return answer.body['item'] as Item
}
const items = (answer: { body: { [name: string]: unknown } }): Item[] => answer.body['items'] as Item[]

describe('creating', () => {
  test('a record gets a ref, an initial state and version 1', async () => {
    const unit = await make('units', { title: 'Wards' })
    expect(unit).toMatchObject({ title: 'Wards', state: 'active', version: 1 })
    expect(unit.ref).toMatch(/^UNIT-\d+$/)
  })
  test('a record begins in another state only by who could move it there', async () => {
    const grants = ['agreement.create', 'agreement.see', 'calendar.see'].map((right) => ({ right, reach: 'all' as const }))
    const maker = { id: null, title: 'Maker', level: 3, teams: [], grants }
    const hours = { mon: [['08:00', '18:00']] }
    const calendar = await make('calendars', { title: 'Office', time_zone: 'Etc/UTC', hours })
    const body = { title: 'Levels', agreement_type: 'ola', calendar: calendar.id }
    const made = await reeve.call('POST', '/agreements', body, { as: maker })
    expect(made.body['item']).toMatchObject({ state: 'draft' })
    const behind = await reeve.call('POST', '/agreements', { ...body, state: 'active' }, { as: maker })
    expect([behind.status, behind.body['right']]).toEqual([403, 'agreement.activate'])
    expect(await make('agreements', { ...body, state: 'active' })).toMatchObject({ state: 'active' })
  })
  test('every wrong field is named at once', async () => {
    const { status, body } = await reeve.call('POST', '/services', {
      title: 'X',
      service_kind: 'magic',
      colour: 'red',
      live_on: '2026-02-30',
    })
    expect(status).toBe(422)
    expect((body['issues'] as { path: string }[]).map((one) => one.path).sort()).toEqual(['colour', 'live_on', 'service_kind'])
  })
  test('a link names a record by ref or id, of a kind that fits', async () => {
    const unit = await make('units', { title: 'IT' })
    expect((await make('services', { title: 'A', service_kind: 'application', unit: unit.ref.toLowerCase() }))['unit']).toBe(unit.id)
    const wrong = await reeve.call('POST', '/services', { title: 'B', service_kind: 'application', unit: 'SVC-1' })
    expect(wrong.body['issues']).toMatchObject([{ path: 'unit', rule: 'wrong_kind' }])
    const unknown = await reeve.call('POST', '/services', { title: 'B', service_kind: 'application', unit: 'UNIT-999' })
    expect(unknown.body['issues']).toMatchObject([{ path: 'unit', rule: 'unknown_reference' }])
  })
  test('attributes are those of the kind of service', async () => {
    const refused = await reeve.call('POST', '/services', {
      title: 'R',
      service_kind: 'audio_visual',
      attributes: { rooms: 'many', protocol: 'SIP' },
    })
    expect((refused.body['issues'] as { path: string }[]).map((one) => one.path).sort()).toEqual([
      'attributes.protocol',
      'attributes.rooms',
    ])
    const made = await make('services', { title: 'R', service_kind: 'audio_visual', attributes: { rooms: 4 } })
    expect(made['attributes']).toEqual({ rooms: 4 })
  })
  test('a retried request with the same key acts once; the key is bound to its content', async () => {
    const headers = { 'idempotency-key': 'k-1' }
    const first = await reeve.call('POST', '/units', { title: 'Once' }, { headers })
    const second = await reeve.call('POST', '/units', { title: 'Once' }, { headers })
    expect(second.body).toEqual(first.body)
    expect(items(await reeve.call('GET', '/units?title=Once'))).toHaveLength(1)
    expect((await reeve.call('POST', '/units', { title: 'Other' }, { headers })).body).toMatchObject({ code: 'key_reused' })
  })
})

describe('changing', () => {
  test('a stale version is refused with the record as it is now', async () => {
    const unit = await make('units', { title: 'Lab' })
    await reeve.call('PATCH', `/units/${unit.ref}`, { site: 'North' }, { headers: { 'if-match': '"1"' } })
    const stale = await reeve.call('PATCH', `/units/${unit.ref}`, { site: 'South' }, { headers: { 'if-match': '"1"' } })
    expect(stale.status).toBe(409)
    expect(stale.body).toMatchObject({ code: 'stale_version', current: { site: 'North', version: 2 } })
  })
  test('the event holds the fields that differ, before and after, with the reason', async () => {
    const unit = await make('units', { title: 'Pharmacy', site: 'East' })
    await reeve.call('PATCH', `/units/${unit.ref}`, { site: 'West', title: 'Pharmacy', reason: 'moved' })
    const events = await reeve.house.db.rows(
      sql`select verb, before, after, reason, version from event where record_id = ${unit.id} order by id`,
    )
    expect(events[1]).toEqual({ verb: 'change', before: { site: 'East' }, after: { site: 'West' }, reason: 'moved', version: 2 })
  })
  test('changing nothing writes nothing', async () => {
    const unit = await make('units', { title: 'Same' })
    const after = await reeve.call('PATCH', `/units/${unit.ref}`, { title: 'Same' })
    expect(after.body['item']).toMatchObject({ version: 1 })
  })
  test('a record is readable as it was at any moment, also after it was removed', async () => {
    const unit = await make('units', { title: 'First name' })
    const then = isoOf(reeve.now.value)
    reeve.now.value += 60_000
    await reeve.call('PATCH', `/units/${unit.ref}`, { title: 'Second name' })
    expect((await reeve.call('GET', `/units/${unit.ref}?as_of=${then}`)).body['item']).toMatchObject({ title: 'First name', version: 1 })
    reeve.now.value += 60_000
    expect((await reeve.call('POST', `/units/${unit.ref}/remove`, { reason: 'trial' })).status).toBe(200)
    expect((await reeve.call('GET', `/units/${unit.id}?as_of=${then}`)).body['item']).toMatchObject({ title: 'First name' })
    expect((await reeve.call('GET', `/units/${unit.id}`)).status).toBe(404)
  })
  test('a record that others name cannot be removed', async () => {
    const unit = await make('units', { title: 'Named' })
    await make('units', { title: 'Below', parent: unit.ref })
    expect((await reeve.call('POST', `/units/${unit.ref}/remove`, {})).body).toMatchObject({ code: 'still_used' })
  })
})

describe('moving', () => {
  test('only from the states that the move names, and with a reason where one is needed', async () => {
    const service = await make('services', { title: 'Moves', service_kind: 'application' })
    expect((await reeve.call('POST', `/services/${service.ref}/do/wind_down`, { reason: 'x' })).body).toMatchObject({
      code: 'not_from_here',
    })
    expect((await reeve.call('POST', `/services/${service.ref}/do/go_live`, { live_on: '2026-01-01' })).body['item']).toMatchObject({
      state: 'live',
      live_on: '2026-01-01',
    })
    expect((await reeve.call('POST', `/services/${service.ref}/do/wind_down`, {})).body).toMatchObject({ code: 'reason_missing' })
    expect((await reeve.call('POST', `/services/${service.ref}/do/fly`, {})).status).toBe(404)
  })
})

describe('lists', () => {
  test('pages follow each other without gap or repeat, values first, then those without one', async () => {
    const marker = 'Paging'
    for (let at = 0; at < 7; at++)
      await make('components', { title: `${marker} ${at}`, ...(at % 3 === 0 ? {} : { support_ends_on: `2027-01-0${at}` }) })
    for (const sort of ['support_ends_on', '-support_ends_on']) {
      const seen: string[] = []
      let after = ''
      do {
        const { body } = await reeve.call('GET', `/components?title=~${marker}&sort=${sort}&limit=2${after}`)
        seen.push(...(body['items'] as Item[]).map((one) => one.title))
        after = body['next'] ? `&after=${body['next'] as string}` : ''
      } while (after)
      expect(new Set(seen).size).toBe(7)
      expect(seen).toHaveLength(7)
      expect(seen.slice(4).every((title) => ['0', '3', '6'].includes(title.slice(-1)))).toBe(true)
    }
  })
  test('filters: any of, none of, ranges, links, phases, full text', async () => {
    const unit = await make('units', { title: 'Owner of filters' })
    await make('services', { title: 'Filter mail', service_kind: 'application', unit: unit.ref, criticality: 'high' })
    await make('services', { title: 'Filter net', service_kind: 'infrastructure', unit: unit.ref })
    const titles = async (query: string) => items(await reeve.call('GET', `/services?unit=${unit.ref}&${query}`)).map((one) => one.title)
    expect(await titles('service_kind=application,facilities')).toEqual(['Filter mail'])
    expect(await titles('service_kind=!application')).toEqual(['Filter net'])
    expect(await titles('criticality=none')).toEqual(['Filter net'])
    expect(await titles('phase=open')).toEqual(['Filter mail', 'Filter net'])
    expect(await titles('q=filter ma')).toEqual(['Filter mail'])
    expect(await titles('created_at=2026-03-01..2026-03-05')).toHaveLength(2)
    expect(await titles('created_at=>=2027-01-01')).toHaveLength(0)
  })
  test('a filter that does not fit is refused with what would', async () => {
    expect((await reeve.call('GET', '/services?colour=red')).body).toMatchObject({ code: 'filter' })
    expect((await reeve.call('GET', '/services?criticality=enormous')).body).toMatchObject({ code: 'filter' })
    expect((await reeve.call('GET', '/incidents?sort=category')).body).toMatchObject({ code: 'sort' })
    expect((await reeve.call('GET', '/services?after=xyz')).body).toMatchObject({ code: 'cursor' })
  })
})

describe('rights', () => {
  test('a refusal names the right and who holds it', async () => {
    await reeve.person('Ada Admin', 'Administrator')
    const auditor = await reeve.person('Otto Auditor', 'Auditor')
    const { status, body } = await reeve.call('POST', '/units', { title: 'No' }, { as: auditor })
    expect(status).toBe(403)
    expect(body).toMatchObject({ right: 'unit.create', holders: [{ title: 'Ada Admin' }] })
  })
  test('a role held for one service reaches that service and its incidents only', async () => {
    const mine = await make('services', { title: 'Mine', service_kind: 'application' })
    const other = await make('services', { title: 'Other', service_kind: 'application' })
    const manager = await reeve.person('Mara Manager', 'Service manager', { for_services: [mine.ref] })
    expect((await reeve.call('PATCH', `/services/${mine.ref}`, { portfolio_group: 'A' }, { as: manager })).status).toBe(200)
    expect((await reeve.call('PATCH', `/services/${other.ref}`, { portfolio_group: 'A' }, { as: manager })).status).toBe(404)
    expect(
      (await reeve.call('POST', '/incidents', { title: 'There', service: other.ref, opened_at: '2026-03-01T00:00:00Z' }, { as: manager }))
        .status,
    ).toBe(403)
    expect(
      (await reeve.call('POST', '/incidents', { title: 'Here', service: mine.ref, opened_at: '2026-03-01T00:00:00Z' }, { as: manager }))
        .status,
    ).toBe(201)
  })
  test('a field with a right of its own is hidden and cannot be set without it', async () => {
    const supplier = await make('suppliers', { title: 'Acme' })
    const contract = await make('contracts', { title: 'Lines', supplier: supplier.ref, yearly_cost: '1200.50', currency: 'GBP' })
    expect(contract['yearly_cost']).toBe('1200.50')
    const agent = await reeve.person('Anton Agent', 'Agent')
    expect((await reeve.call('GET', `/contracts/${contract.ref}`, undefined, { as: agent })).body['item']).not.toHaveProperty('yearly_cost')
    expect(items(await reeve.call('GET', '/contracts', undefined, { as: agent }))[0]).not.toHaveProperty('yearly_cost')
  })
  test('nobody signed in gets 401', async () => {
    expect((await reeve.call('GET', '/services', undefined, { as: null })).status).toBe(401)
  })
})

describe('bulk edit', () => {
  test('a preview changes nothing and says what would happen; the batch is undone as one', async () => {
    const group = 'Bulk group'
    const a = await make('services', { title: 'Bulk a', service_kind: 'application', portfolio_group: group })
    await make('services', { title: 'Bulk b', service_kind: 'facilities', portfolio_group: group })
    const ask = { select: { filter: `portfolio_group=${group}` }, do: { verb: 'go_live' } }
    await reeve.call('POST', `/services/${a.ref}/do/go_live`, {})
    const preview = await reeve.call('POST', '/services/bulk', { ...ask, preview: true })
    expect(preview.body).toMatchObject({ matched: 2, would_change: 1, refused: [{ ref: a.ref }] })
    expect(items(await reeve.call('GET', `/services?portfolio_group=${group}&state=live`))).toHaveLength(1)
    const done = await reeve.call('POST', '/services/bulk', { ...ask, preview: false })
    expect(items(await reeve.call('GET', `/services?portfolio_group=${group}&state=live`))).toHaveLength(2)
    const undone = await reeve.call('POST', `/batches/${String(done.body['batch'])}/undo`, {})
    expect(undone.body).toMatchObject({ restored: 1, left: [] })
    expect(items(await reeve.call('GET', `/services?portfolio_group=${group}&state=live`))).toHaveLength(1)
    expect((await reeve.call('POST', `/batches/${String(done.body['batch'])}/undo`, {})).body).toMatchObject({ code: 'already_undone' })
  })
})
