import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { axe, browserPath, type Journey, picture, settled, startJourney, still, widerThanScreen } from './browser.ts'

/** From a disk that fails to the services that it takes along: the board, the page of a service, the timeline, and what nobody watches. */

let journey: Journey
beforeAll(async () => {
  if (browserPath) journey = await startJourney()
}, 120_000)
afterAll(async () => await journey?.close())

type Item = Readonly<{ id: string; ref: string; version: number }>

const ask = async (page: Page, method: string, path: string, data?: object, headers: Readonly<Record<string, string>> = {}) => {
  const answer = await page.request.fetch(`${journey.address}/api/v1${path}`, {
    method,
    headers: { origin: journey.address, 'sec-fetch-site': 'same-origin', ...headers },
    ...(data ? { data } : {}),
  })
  expect(answer.ok(), `${method} ${path}: ${await answer.text()}`).toBe(true)
  return (await answer.json()) as object
}
const made = async (page: Page, plural: string, data: object): Promise<Item> =>
  ((await ask(page, 'POST', `/${plural}`, data)) as { item: Item }).item

const hour = 3_600_000
const ago = (hours: number): string => new Date(Date.now() - hours * hour).toISOString()

/** Two services on one disk, with a past: made once, used by all that follows. */
const world = async (page: Page) => {
  const service = async (title: string, criticality: string) =>
    await made(page, 'services', { title, service_kind: 'application', criticality, state: 'live' })
  const [results, ward] = [await service('Blood results', 'vital'), await service('Ward list', 'high')]
  await service('Leaflet printer', 'low')
  const disk = await made(page, 'components', { title: 'Results disk', component_type: 'storage' })
  await made(page, 'dependencies', { dependent: results.id, provider: disk.id, means: 'runs_on' })
  await made(page, 'dependencies', { dependent: ward.id, provider: results.id, means: 'uses' })
  await made(page, 'outages', {
    title: 'Disk full',
    subject: disk.id,
    severity: 'down',
    started_at: ago(200),
    ended_at: ago(180),
  })
  await made(page, 'outages', {
    title: 'Slow searches',
    subject: results.id,
    severity: 'degraded',
    started_at: ago(400),
    ended_at: ago(380),
    own_fault: true,
  })
  await made(page, 'maintenances', {
    title: 'New shelf',
    subjects: [disk.id],
    starts_at: ago(120),
    ends_at: ago(110),
    down: true,
  })
  return { results, ward, disk }
}

/** Light and dark, wide and narrow: nothing that axe finds, nothing wider than the screen. */
const looksRight = async (page: Page, name: string): Promise<void> => {
  for (const [scheme, width] of [
    ['light', 1360],
    ['dark', 1360],
    ['light', 390],
    ['dark', 390],
  ] as const) {
    await page.emulateMedia({ colorScheme: scheme })
    await page.setViewportSize({ width, height: width < 600 ? 844 : 860 })
    await still(page, scheme)
    await picture(page, `health-${name}-${scheme}-${width}`)
    expect(await axe(page), `${name} ${scheme} ${width}`).toEqual([])
    expect(await widerThanScreen(page), `${name} ${width}`).toEqual([])
  }
  await page.setViewportSize({ width: 1360, height: 860 })
}

describe.skipIf(!browserPath)('health', () => {
  test('an outage shows on the board by itself, with its cause and what it hits; its end as well', async () => {
    const page = await journey.open('/board', { role: 'Administrator' })
    const { disk, results, ward } = await world(page)
    const down = page.getByRole('region', { name: /^Down \(/ })
    expect(await down.getByRole('link', { name: 'Blood results' }).count()).toBe(0)
    const outage = await made(page, 'outages', { title: 'Disk gone', subject: disk.id, severity: 'down', started_at: ago(1) })
    await down.getByRole('link', { name: 'Blood results' }).waitFor({ timeout: 15_000 })
    await down.getByText('Blood results runs on Results disk, which is down.').waitFor()
    await page
      .getByRole('region', { name: /^Degraded \(/ })
      .getByText('Ward list uses Blood results, which runs on Results disk, which is down.')
      .waitFor()
    await page.getByRole('list', { name: 'Causes' }).getByText('Hits 2 services, 1 of them vital.').waitFor()
    await looksRight(page, 'board')

    await page.goto(`${journey.address}/services/${results.ref}/health`)
    await settled(page)
    await page.getByRole('region', { name: 'Because of' }).getByRole('link', { name: 'Results disk' }).first().waitFor()
    await page
      .getByRole('region', { name: /^What it needs/ })
      .getByRole('link', { name: 'Results disk' })
      .waitFor()
    await looksRight(page, 'service')
    await page.goto(`${journey.address}/components/${disk.ref}/health`)
    await page.getByText('It hits 2 services, 1 of them vital.').waitFor()
    await looksRight(page, 'component')

    await page.goto(`${journey.address}/services/${ward.ref}/health`)
    await page.getByText('Ward list uses Blood results, which runs on Results disk, which is down.').first().waitFor()
    await ask(page, 'POST', `/outages/${outage.id}/do/end`, {}, { 'if-match': '1' })
    await page.getByText('Nothing watches it, nor anything that it needs.').first().waitFor({ timeout: 15_000 })
  })

  test('the timeline is read by mouse, by keyboard and as a table, and opens its records', async () => {
    const page = await journey.open('/outages/timeline', { role: 'Administrator' })
    const lane = page.getByRole('listbox', { name: /^Results disk:/ })
    await lane.focus()
    await page.keyboard.press('ArrowRight')
    await page
      .getByRole('status')
      .getByText(/^Results disk\. Down: Disk full, .* \(20 h\)/)
      .waitFor()
    await page.keyboard.press('ArrowRight')
    await page
      .getByRole('status')
      .getByText(/Maintenance: New shelf, .*, does not work meanwhile/)
      .waitFor()
    const table = page.getByRole('region', { name: 'The same as a table' })
    await table.getByRole('link', { name: /Slow searches/ }).waitFor()
    await looksRight(page, 'timeline')
    await page.getByRole('radiogroup', { name: 'Stretch of time' }).getByText('7 d', { exact: true }).click()
    await page.waitForURL(/range=7d/)
    await expect.poll(async () => await table.getByRole('link', { name: /Disk full/ }).count(), { timeout: 10_000 }).toBe(0)
    await page.goto(`${journey.address}/outages/timeline`)
    await lane.focus()
    await page.keyboard.press('Home')
    await page.keyboard.press('Enter')
    await page.waitForURL(/\/outages\/OUT-\d+/)
    await page.getByRole('heading', { level: 1, name: /Disk full/ }).waitFor()
  })

  test('what nobody watches is listed, with the way to a check of it', async () => {
    const page = await journey.open('/health/unmonitored', { role: 'Administrator' })
    const leaflet = { title: 'Leaflet printer' }
    await page.getByRole('link', { name: `Add a check to ${leaflet.title}` }).waitFor()
    await looksRight(page, 'unmonitored')
    await page.getByRole('link', { name: `Add a check to ${leaflet.title}` }).click()
    await page.waitForURL(/\/checks\/new/)
    await settled(page)
    const about = page
      .getByRole('combobox', { name: 'About' })
      .or(page.getByRole('textbox', { name: 'About' }))
      .first()
    await expect.poll(async () => await about.inputValue(), { timeout: 10_000 }).toContain(leaflet.title)
  })
})
