import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { monday } from '../../../test/house.ts'
import { contentPolicy } from './model/draw/style.ts'
import { type StatusStage, statusStage } from './testing.ts'

let stage: StatusStage
const hour = 3_600_000
const iso = (at: number): string => new Date(at).toISOString()

beforeAll(async () => {
  stage = await statusStage()
})
beforeEach(() => {
  // Far enough on that nothing drawn before is shown again.
  stage.reeve.now.value += 60_000
})
afterAll(async () => await stage[Symbol.asyncDispose]())

const jsonNow = async (): Promise<{
  status: string
  groups: { items: { status: string; uptime: { share: number }[]; days: { status: string }[] }[] }[]
}> => {
  const { text } = await stage.reeve.visit('/status/larkmere.json')
  return JSON.parse(text) as never
}

test('a public page needs no sign-in, runs nothing, stays small, and comes in every form', async () => {
  const html = await stage.reeve.visit('/status/larkmere')
  expect(html.status).toBe(200)
  expect(html.text).toContain('All services operational')
  expect(html.text).not.toMatch(/<script|javascript:|\son\w+=|\sstyle=/i)
  expect(Buffer.byteLength(html.text)).toBeLessThan(50_000)
  expect(html.headers['content-security-policy']).toContain(contentPolicy)
  expect(html.headers['cache-control']).toContain('stale-if-error')
  const types = await Promise.all(
    ['larkmere.json', 'larkmere.rss', 'larkmere.ics', 'larkmere/badge.svg', 'larkmere/history', 'larkmere/history/2026-01'].map(
      async (path) => String((await stage.reeve.visit(`/status/${path}`)).headers['content-type']).split(';')[0],
    ),
  )
  expect(types).toEqual(['application/json', 'application/rss+xml', 'text/calendar', 'image/svg+xml', 'text/html', 'text/html'])
  expect((await stage.reeve.visit('/status')).text).toContain('href="/status/larkmere"')
})

test('an outage shows at once and counts, its end shows too', async () => {
  const { reeve, make, service } = stage
  const outage = await make('outages', {
    title: 'Mail is down',
    subject: service.ref,
    severity: 'down',
    started_at: iso(reeve.now.value - hour),
  })
  expect((await reeve.visit('/status/larkmere')).text).toContain('Major outage')
  const during = await jsonNow()
  expect(during.groups[0]?.items[0]).toMatchObject({ status: 'major_outage' })
  expect(during.groups[0]?.items[0]?.uptime[0]?.share).toBeLessThan(1)
  await reeve.call('POST', `/outages/${outage.ref}/do/end`, {})
  const after = await jsonNow()
  expect(after.status).toBe('operational')
  expect(after.groups[0]?.items[0]?.days.at(-1)).toMatchObject({ status: 'major_outage' })
  expect((await reeve.visit('/status/larkmere')).text).toContain('1 h down')
})

test('a notice with its updates is told on the page, in the feed and in the history; its stage follows its updates', async () => {
  const { reeve, page, item } = stage
  const told = await reeve.call('POST', '/status/notices', {
    page: page.ref,
    title: 'Letters & parcels <late>',
    notice_type: 'incident',
    impact: 'minor',
    items: [item.ref],
    stage: 'investigating',
    words: 'We *look* into it. <script>alert(1)</script> ]]> \u0007',
  })
  expect(told.status).toBe(201)
  const notice = told.body['item'] as { ref: string; id: string }
  const page1 = await reeve.visit('/status/larkmere')
  expect(page1.text).toContain('Letters &amp; parcels &lt;late&gt;')
  expect(page1.text).toContain('<em>look</em>')
  expect(page1.text).not.toContain('<script')
  expect(await jsonNow()).toMatchObject({ status: 'degraded' })
  reeve.now.value += 20 * 60_000
  await stage.make('status_updates', { notice: notice.ref, stage: 'monitoring', words: 'It works again.' })
  expect((await reeve.call('GET', `/status_notices/${notice.ref}`)).body['item']).toMatchObject({ state: 'monitoring' })
  reeve.now.value += 20 * 60_000
  await reeve.call('POST', `/status_notices/${notice.ref}/do/resolve`, {})
  const updates = (await reeve.call('GET', `/status_updates?notice=${notice.ref}&sort=at`)).body['items'] as { stage: string }[]
  expect(updates.map((one) => one.stage)).toEqual(['investigating', 'monitoring', 'resolved'])
  expect((await jsonNow()).status).toBe('operational')
  const rss = (await reeve.visit('/status/larkmere.rss')).text
  expect(rss.match(/<item>/g)).toHaveLength(3)
  expect(rss).toContain('<title>Resolved: Letters &amp; parcels &lt;late&gt;</title>')
  expect(rss).toContain(`<link>https://reeve.example/status/larkmere/history/2026-03#${notice.ref}</link>`)
  // oxlint-disable-next-line no-control-regex -- what XML forbids
  expect(rss).not.toMatch(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/)
  expect((await reeve.visit('/status/larkmere/history/2026-03')).text).toContain(`id="${notice.ref}"`)
  await reeve.call('POST', `/status_notices/${notice.ref}/do/withdraw`, { reason: 'Trial' })
  expect((await reeve.visit('/status/larkmere')).text).not.toContain('parcels')
})

test('planned work that is public is told on every page that shows it, begins and ends with it, and stands in the calendar', async () => {
  const { reeve, make, service } = stage
  const from = reeve.now.value + 2 * hour
  const work = await make('maintenances', {
    title: 'New disks; part 1, of two',
    subjects: [service.ref],
    starts_at: iso(from),
    ends_at: iso(from + hour),
    public: true,
  })
  const notices = (await reeve.call('GET', `/status_notices?maintenance=${work.ref}`)).body['items'] as { ref: string; state: string }[]
  expect(notices).toMatchObject([{ state: 'announced' }])
  expect((await jsonNow()).status).toBe('operational')
  const ics = (await reeve.visit('/status/larkmere.ics')).text
  expect(ics).toContain('SUMMARY:New disks\\; part 1\\, of two\r\n')
  expect(ics).toContain(`DTSTART:${iso(from).slice(0, 19).replaceAll(/[-:]/g, '')}Z\r\n`)
  for (const line of ics.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75)
  reeve.now.value = from + 60_000
  await reeve.call('POST', `/maintenances/${work.ref}/do/begin`, {})
  expect((await jsonNow()).status).toBe('under_maintenance')
  await reeve.call('POST', '/outages', { title: 'As planned', subject: service.ref, severity: 'down', started_at: iso(from + 60_000) })
  expect((await jsonNow()).status).toBe('under_maintenance')
  const outage = ((await reeve.call('GET', '/outages?state=ongoing')).body['items'] as { ref: string }[])[0]
  reeve.now.value += 60_000
  await reeve.call('POST', `/outages/${outage?.ref ?? ''}/do/end`, {})
  await reeve.call('POST', `/maintenances/${work.ref}/do/finish`, {})
  expect((await reeve.call('GET', `/status_notices/${notices[0]?.ref ?? ''}`)).body['item']).toMatchObject({ state: 'completed' })
  expect((await jsonNow()).status).toBe('operational')
})

test('work that stands on the page alone begins and ends by the clock', async () => {
  const { reeve, page, item } = stage
  const from = reeve.now.value + hour
  const told = await reeve.call('POST', '/status/notices', {
    page: page.ref,
    title: 'Painting',
    notice_type: 'maintenance',
    impact: 'none',
    items: [item.ref],
    stage: 'announced',
    words: 'We paint.',
    started_at: iso(from),
    ended_at: iso(from + hour),
  })
  const { ref } = told.body['item'] as { ref: string }
  const stateAt = async (at: number): Promise<string> => {
    reeve.now.value = at
    await stage.work('status.publish')
    return ((await reeve.call('GET', `/status_notices/${ref}`)).body['item'] as { state: string }).state
  }
  expect(await stateAt(from - 60_000)).toBe('announced')
  expect(await stateAt(from + 60_000)).toBe('under_way')
  expect(await stateAt(from + hour + 60_000)).toBe('completed')
})

test('what cannot be is refused with words: a disturbance in the future, an item of another page, a stage of the other type', async () => {
  const { reeve, page, item } = stage
  const other = await stage.make('status_pages', { title: 'Other', slug: 'other', time_zone: 'UTC' })
  const draft = {
    page: page.ref,
    title: 'No',
    notice_type: 'incident',
    impact: 'minor',
    items: [item.ref],
    stage: 'investigating',
    words: 'No',
  }
  const codes = await Promise.all(
    [
      { ...draft, started_at: iso(reeve.now.value + 10 * hour) },
      { ...draft, page: other.ref },
      { ...draft, stage: 'announced' },
      { ...draft, notice_type: 'maintenance', stage: 'announced' },
    ].map(async (body) => (await reeve.call('POST', '/status/notices', body)).status),
  )
  expect(codes).toEqual([422, 422, 422, 422])
  expect((await reeve.call('POST', '/status_pages', { title: 'Bad', slug: '../etc', time_zone: 'UTC' })).status).toBe(422)
  expect((await reeve.call('POST', '/status_pages', { title: 'Twice', slug: 'Larkmere', time_zone: 'UTC' })).status).toBe(409)
})

test('a page that is not public is for people who are signed in, and nobody else learns that it is there', async () => {
  const { reeve, make } = stage
  await make('status_pages', { title: 'Inside', slug: 'indoors', time_zone: 'UTC', state: 'published' })
  await make('status_pages', { title: 'Sketch', slug: 'sketch', public: true, time_zone: 'UTC' })
  const unknown = await reeve.visit('/status/nothing')
  const hidden = await reeve.visit('/status/indoors')
  expect([unknown.status, hidden.status]).toEqual([404, 404])
  expect(hidden.text.replaceAll('indoors', 'nothing')).toBe(unknown.text)
  expect((await reeve.visit('/status/indoors.json')).status).toBe(404)
  const nurse = await reeve.person('Nora Nurse', 'Requester')
  const seen = await reeve.visit('/status/indoors', { as: nurse })
  expect(seen.status).toBe(200)
  expect(seen.headers['cache-control']).toBe('no-store')
  // Drafts are nobody's.
  expect((await reeve.visit('/status/sketch', { as: nurse })).status).toBe(404)
})

test('public pages are written as whole files, and go when they are withdrawn', async () => {
  const { reeve, folder, page } = stage
  await stage.work('status.publish')
  const root = join(folder, 'status')
  expect(await readdir(root)).toEqual(['larkmere'])
  const files = await readdir(join(root, 'larkmere'))
  expect(files.sort()).toEqual(['badge.svg', 'calendar.ics', 'feed.rss', 'history', 'index.html', 'made.json', 'status.json'])
  expect(JSON.parse(await readFile(join(root, 'larkmere', 'made.json'), 'utf8'))).toEqual({
    made_at: iso(reeve.now.value),
    time_zone: 'Europe/London',
    title: 'Larkmere status',
  })
  await reeve.call('POST', `/status_pages/${page.ref}/do/withdraw`, { reason: 'Trial' })
  await stage.work('status.publish')
  expect(await readdir(root)).toEqual([])
  await reeve.call('POST', `/status_pages/${page.ref}/do/publish`, {})
})

test('no address of readers makes a 5xx', async () => {
  const odd = [
    '..%2f..%2fetc',
    '%00',
    'larkmere.exe',
    'LARKMERE',
    'larkmere/history/9999-99',
    'larkmere/history/%2e%2e',
    'larkmere/confirm/x',
    'larkmere/unsubscribe/%00',
    'a'.repeat(400),
    '.json',
    'larkmere/badge.svg/x',
    '%ff',
  ]
  for (const path of odd) {
    const answer = await stage.reeve.visit(`/status/${path}`)
    expect(answer.status, path).toBeLessThan(500)
  }
  expect((await stage.reeve.visit('/status/LARKMERE')).status).toBe(200)
  expect(monday).toBeLessThan(stage.reeve.now.value)
})

test('nothing more is told of a notice that was withdrawn, and a page needs a zone that knows clock changes', async () => {
  const { reeve, page } = stage
  const told = await reeve.call('POST', '/status/notices', {
    page: page.ref,
    title: 'In error',
    notice_type: 'incident',
    impact: 'none',
    stage: 'investigating',
    words: 'Sorry.',
  })
  const { ref } = told.body['item'] as { ref: string }
  await reeve.call('POST', `/status_notices/${ref}/do/withdraw`, { reason: 'Wrong page' })
  expect((await reeve.call('POST', '/status_updates', { notice: ref, stage: 'identified', words: 'More.' })).status).toBe(422)
  expect((await reeve.call('GET', `/status_notices/${ref}`)).body['item']).toMatchObject({ state: 'withdrawn' })
  expect((await reeve.call('POST', '/status_pages', { title: 'Offset', slug: 'offset', time_zone: '+01:00' })).status).toBe(422)
})
