import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testHouse, type TestHouse } from '../../../../test/house.ts'
import { isoOf } from '../../../kernel/instant.ts'
import { openDatabase } from '../../../platform/db/database.ts'
import { sql } from '../../../platform/db/sql.ts'
import type { AlertNews } from '../model/sample.ts'
import { takeAlerts } from './take-alerts.ts'

type Item = Record<string, unknown> & { id: string; ref: string; title: string; state: string; version: number }
let reeve: TestHouse
const begin = Date.parse('2026-03-02T12:00:00Z')
const minute = 60_000
let portal: Item
let mail: Item
let source: Item

const made = async (plural: string, body: object): Promise<Item> => {
  const { body: answer } = await reeve.call('POST', `/${plural}`, body)
  expect(answer).toHaveProperty('item')
  return answer['item'] as Item
}
beforeAll(async () => {
  reeve = await testHouse()
  reeve.now.value = begin
  portal = await made('services', { title: 'Portal', service_kind: 'application' })
  mail = await made('services', { title: 'Mail', service_kind: 'application' })
  source = await made('sources', {
    title: 'Alertmanager',
    source_type: 'alertmanager',
    subject_label: 'service',
    settings: { outages: { critical: 'down', error: 'degraded' } },
  })
})
afterAll(async () => await reeve[Symbol.asyncDispose]())

const news = (over: Partial<AlertNews> = {}): AlertNews => ({
  key: 'a1',
  state: 'firing',
  title: 'Disk is full',
  text: 'There is no room left.',
  severity: 'critical',
  started_at: begin,
  ended_at: null,
  labels: { service: 'Portal', severity: 'critical' },
  link: 'https://alerts.example.org/1',
  ...over,
})
const take = async (at: number, ...list: AlertNews[]) => await takeAlerts(reeve.house.db, reeve.house.registry, source, list, at)
const alerts = async (key: string) =>
  await reeve.house.db.rows<Item & { told: number; ended_at: string | null; subject: string | null }>(
    sql`select * from alert where alert_key = ${key} order by started_at, id`,
  )
const outages = async (key: string) =>
  await reeve.house.db.rows<Item>(
    sql`select outage.* from outage join alert on alert.id = outage.alert where alert_key = ${key} order by outage.started_at`,
  )
const verbs = async (id: string) =>
  (await reeve.house.db.rows<{ verb: string }>(sql`select verb from event where record_id = ${id} order by id`)).map((one) => one.verb)

describe('news of alerts', () => {
  test('open an alert about the service that its label names, and the outage that its severity means', async () => {
    expect(await take(begin + minute, news())).toMatchObject({ opened: 1, about_nothing_known: 0 })
    expect(await alerts('a1')).toMatchObject([
      {
        state: 'firing',
        title: 'Disk is full',
        severity: 'critical',
        subject: portal.id,
        told: 1,
        started_at: isoOf(begin),
        link: 'https://alerts.example.org/1',
        labels: { service: 'Portal', severity: 'critical' },
      },
    ])
    expect(await outages('a1')).toMatchObject([
      { severity: 'down', state: 'ongoing', started_at: isoOf(begin), found_by: 'alert', subject: portal.id },
    ])
  })
  test('told again count up and write no event; told anew change it', async () => {
    expect(await take(begin + 2 * minute, news(), news())).toMatchObject({ told_again: 2, opened: 0 })
    expect(await take(begin + 3 * minute, news({ title: 'Disk is full since noon' }))).toMatchObject({ changed: 1 })
    expect(await take(begin + 3 * minute, news({ title: 'Disk is full since noon', state: 'acknowledged' }))).toMatchObject({
      acknowledged: 1,
    })
    const [alert] = await alerts('a1')
    expect(alert).toMatchObject({ told: 5, title: 'Disk is full since noon', state: 'acknowledged' })
    expect(await verbs(alert?.id ?? '')).toEqual(['create', 'change', 'acknowledge'])
    expect((await outages('a1')).length).toBe(1)
  })
  test('told again are the same whatever the order and number of their labels', async () => {
    const labels = { zone: 'b', alertname: 'Hot', severity: 'info', b: '1', service: 'nobody', a: '2' }
    const hot = (order: (one: [string, string], other: [string, string]) => number): AlertNews =>
      news({ key: 'hot', severity: 'info', labels: Object.fromEntries(Object.entries(labels).toSorted(order)) })
    await take(
      begin + 3 * minute,
      hot(() => 0),
    )
    expect(
      await take(
        begin + 3 * minute,
        hot(() => 0),
        hot(([a], [b]) => (a < b ? 1 : -1)),
        hot(([a], [b]) => (a < b ? -1 : 1)),
      ),
    ).toMatchObject({ told_again: 3, changed: 0 })
    const [alert] = await alerts('hot')
    expect(await verbs(alert?.id ?? '')).toEqual(['create'])
    await take(begin + 4 * minute, news({ key: 'hot', state: 'resolved' }))
  })
  test('acknowledged by their key alone keep what was said of them, and their outage', async () => {
    await take(begin + 3 * minute, news({ key: 'known' }))
    const bare = news({ key: 'known', state: 'acknowledged', title: 'known', text: null, severity: 'warning', labels: {}, link: null })
    expect(await take(begin + 4 * minute, bare, bare)).toMatchObject({ acknowledged: 1, told_again: 1 })
    expect(await alerts('known')).toMatchObject([
      { state: 'acknowledged', title: 'Disk is full', severity: 'critical', labels: { service: 'Portal', severity: 'critical' } },
    ])
    expect(await outages('known')).toMatchObject([{ severity: 'down', state: 'ongoing' }])
    await take(begin + 5 * minute, news({ key: 'known', state: 'resolved' }))
  })
  test('close only what they opened, and once', async () => {
    await take(begin + 3 * minute, news({ key: 'other', labels: { service: mail.ref } }))
    expect(await take(begin + 9 * minute, news({ state: 'resolved', ended_at: begin + 5 * minute }))).toMatchObject({ ended: 1 })
    expect(await alerts('a1')).toMatchObject([{ state: 'resolved', ended_at: isoOf(begin + 5 * minute) }])
    expect(await outages('a1')).toMatchObject([{ state: 'ended', ended_at: isoOf(begin + 5 * minute) }])
    expect(await alerts('other')).toMatchObject([{ state: 'firing', subject: mail.id }])
    expect(await outages('other')).toMatchObject([{ state: 'ongoing' }])
    expect(await take(begin + 10 * minute, news({ state: 'resolved', ended_at: begin + 5 * minute }))).toMatchObject({ stale: 1, ended: 0 })
  })
  test('of an episode that is over are no new one; the same key later is', async () => {
    expect(await take(begin + 11 * minute, news())).toMatchObject({ stale: 1, opened: 0 })
    expect(await take(begin + 20 * minute, news({ started_at: begin + 19 * minute }))).toMatchObject({ opened: 1 })
    expect((await alerts('a1')).map((one) => one.state)).toEqual(['resolved', 'firing'])
  })
  test('that end what was never told make nothing and are counted on the source’s page', async () => {
    expect(await take(begin + 21 * minute, news({ key: 'never', state: 'resolved' }))).toMatchObject({ unknown: 1 })
    expect(await alerts('never')).toEqual([])
    const { body } = await reeve.call('GET', `/sources/${source.ref}/intake`)
    expect(body['drops']).toContainEqual(
      expect.objectContaining({ reason: 'An alert was ended that Reeve was never told of.', n: 1, example: 'Disk is full (never)' }),
    )
  })
  test('find what they are about by ref, by title, by the name it has in another tool; else by the source; else they are about nothing known', async () => {
    const { id } = await made('components', { title: 'db-1', component_type: 'database' })
    await reeve.house.db.run(sql`update record set source = 'cmdb', source_ref = 'database/main' where id = ${id}`)
    await made('components', { title: 'twin', component_type: 'server' })
    await made('components', { title: 'twin', component_type: 'server' })
    const list = [mail.ref.toLowerCase(), 'db-1', 'database/main', 'twin', 'nobody knows'].map((service, n) =>
      news({ key: `about-${n}`, severity: 'info', labels: { service } }),
    )
    expect(await take(begin + 22 * minute, ...list)).toMatchObject({ opened: 5, about_nothing_known: 2 })
    const subjects = await Promise.all(list.map(async (one) => (await alerts(one.key))[0]?.subject))
    expect(subjects).toEqual([mail.id, id, id, null, null])
    await reeve.call('PATCH', `/sources/${source.ref}`, { subject: portal.ref })
    await take(begin + 23 * minute, news({ key: 'else', labels: {} }))
    expect(await alerts('else')).toMatchObject([{ subject: portal.id }])
  })
  test('told again are about a service that became known meanwhile, and open its outage then', async () => {
    await reeve.call('PATCH', `/sources/${source.ref}`, { subject: null })
    const early = news({ key: 'early', labels: { service: 'Directory' }, started_at: begin + 24 * minute })
    expect(await take(begin + 24 * minute, early)).toMatchObject({ opened: 1, about_nothing_known: 1 })
    expect(await outages('early')).toEqual([])
    const directory = await made('services', { title: 'Directory', service_kind: 'application' })
    expect(await take(begin + 25 * minute, early)).toMatchObject({ changed: 1 })
    expect(await alerts('early')).toMatchObject([{ subject: directory.id }])
    expect(await outages('early')).toMatchObject([{ subject: directory.id, started_at: isoOf(begin + 24 * minute) }])
    expect(await take(begin + 26 * minute, early)).toMatchObject({ told_again: 1 })
    await reeve.call('PATCH', `/sources/${source.ref}`, { subject: portal.ref })
  })
  test('that worsen end the one outage and begin the other', async () => {
    await take(begin + 30 * minute, news({ key: 'worse', severity: 'error', started_at: begin + 30 * minute }))
    await take(begin + 35 * minute, news({ key: 'worse', severity: 'critical', started_at: begin + 30 * minute }))
    expect((await outages('worse')).map((one) => [one['severity'], one.state, one['started_at'], one['ended_at']])).toEqual([
      ['degraded', 'ended', isoOf(begin + 30 * minute), isoOf(begin + 35 * minute)],
      ['down', 'ongoing', isoOf(begin + 35 * minute), null],
    ])
  })
  test('end an outage even when somebody has ended its alert by hand', async () => {
    const [alert] = await alerts('worse')
    await reeve.call('POST', `/alerts/${alert?.ref ?? ''}/do/resolve`, {})
    expect((await outages('worse')).at(-1)).toMatchObject({ state: 'ongoing' })
    await take(begin + 40 * minute, news({ key: 'worse', state: 'resolved', ended_at: begin + 39 * minute }))
    expect((await outages('worse')).at(-1)).toMatchObject({ state: 'ended', ended_at: isoOf(begin + 39 * minute) })
  })
  test('with keys, words, labels and links beyond every bound are taken as far as they fit', async () => {
    const key = 'k'.repeat(2000)
    const wild = news({
      key,
      title: ' ',
      text: 'x'.repeat(20_000),
      link: 'javascript:alert(1)',
      labels: { '': 'x', long: 'y'.repeat(5000) },
      started_at: begin + 999 * minute,
    })
    expect(await take(begin + 41 * minute, wild)).toMatchObject({ opened: 1 })
    expect(await take(begin + 42 * minute, wild)).toMatchObject({ told_again: 1 })
    const [alert] = await reeve.house.db.rows<Item>(sql`select * from alert where alert_key like 'kkk%'`)
    expect(alert).toMatchObject({ title: 'Alert without a title', link: null, started_at: isoOf(begin + 41 * minute), told: 2 })
  })
  test('that several processes take at the same time make one alert', async () => {
    const other = openDatabase(reeve.house.db.address, 4)
    const one = news({ key: 'race', started_at: null })
    await Promise.all(
      Array.from(
        { length: 10 },
        async (_, n) => await takeAlerts(n % 2 === 0 ? reeve.house.db : other, reeve.house.registry, source, [one], begin + 50 * minute),
      ),
    )
    await other.close()
    expect(await alerts('race')).toMatchObject([{ told: 10 }])
  })
  test('of a source that does not exist are refused', async () => {
    const nowhere = { id: '019f0000-0000-7000-8000-000000000000' }
    await expect(takeAlerts(reeve.house.db, reeve.house.registry, nowhere, [news()], begin)).rejects.toMatchObject({ code: 'not_found' })
  })
})

test('without a label of the source’s own, the usual ones name the service', async () => {
  const bare = await made('sources', { title: 'Another Alertmanager', source_type: 'alertmanager' })
  for (const [key, labels] of [
    ['bare-1', { 'service.name': 'Portal' }],
    ['bare-2', { service: mail.ref }],
    ['bare-3', { job: 'Portal' }],
  ] as const)
    await takeAlerts(reeve.house.db, reeve.house.registry, bare, [news({ key, labels })], begin + 40 * minute)
  expect((await Promise.all(['bare-1', 'bare-2', 'bare-3'].map(alerts))).map(([one]) => one?.subject)).toEqual([portal.id, mail.id, null])
})
