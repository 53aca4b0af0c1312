import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Page } from 'playwright-core'
import { axe, browserPath, type Journey, picture, settled, startJourney, still } from './browser.ts'

/** Signals from the first key to the drawn line: read, laid over one another, made into measures; checks and heartbeats. */

let journey: Journey
beforeAll(async () => {
  if (browserPath) journey = await startJourney()
}, 120_000)
afterAll(async () => await journey?.close())

type Item = Readonly<{ id: string; ref: string; title: string }>

const ask = async (page: Page, method: string, path: string, data?: object): Promise<object> => {
  const answer = await page.request.fetch(`${journey.address}/api/v1${path}`, {
    method,
    headers: { origin: journey.address, 'sec-fetch-site': 'same-origin' },
    ...(data ? { data } : {}),
  })
  expect(answer.ok(), `${method} ${path}: ${await answer.text()}`).toBe(true)
  return (await answer.json()) as object
}
const made = async (page: Page, plural: string, data: object): Promise<Item> =>
  ((await ask(page, 'POST', `/${plural}`, data)) as { item: Item }).item
const found = async (page: Page, plural: string, title: string): Promise<Item> => {
  const { items } = (await ask(page, 'GET', `/${plural}?title=${encodeURIComponent(title)}&limit=1`)) as { items: Item[] }
  const [first] = items
  if (!first) throw new Error(`no ${plural} ${title}`)
  return first
}

/** Light and dark, wide and narrow: nothing that axe finds, nothing wider than the screen. */
const looksRight = async (page: Page, name: string, focus?: string): Promise<void> => {
  for (const [scheme, width] of [
    ['light', 1360],
    ['dark', 1360],
    ['dark', 390],
  ] as const) {
    await page.emulateMedia({ colorScheme: scheme })
    await page.setViewportSize({ width, height: width < 600 ? 844 : 860 })
    await still(page, scheme)
    if (focus) await page.getByRole('group', { name: focus }).first().scrollIntoViewIfNeeded()
    await picture(page, `signals-${name}-${scheme}-${width}`)
    expect(await axe(page), `${name} ${scheme} ${width}`).toEqual([])
    expect(
      await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth),
      `${name} ${width} wider than the screen`,
    ).toBeLessThanOrEqual(0)
  }
  await page.setViewportSize({ width: 1360, height: 860 })
}

describe.skipIf(!browserPath)('signals', () => {
  test('a measure is drawn over any stretch; address and quantile go together', async () => {
    const page = await journey.open('/measures', { role: 'Administrator' })
    const measure = await found(page, 'measures', 'Patient record opens')
    await page.goto(`${journey.address}/measures/${measure.ref}?range=30d`)
    await page.getByRole('img', { name: /^95th percentile of each .* over all\.$/ }).waitFor()
    await page.getByRole('group', { name: 'Coverage', exact: true }).waitFor()
    await page.getByText('Measured: the numbers come from what is measured itself.').waitFor()
    await page
      .getByRole('region', { name: 'Promises judged by it' })
      .getByRole('link', { name: /Patient record opens/ })
      .waitFor()
    const whole = async (): Promise<string> => (await page.getByRole('group', { name: 'Over all' }).textContent()) ?? ''
    const at95 = await whole()
    await page
      .getByRole('combobox', { name: 'Percentile' })
      .or(page.getByRole('textbox', { name: 'Percentile' }))
      .first()
      .click()
    await page.getByRole('option', { name: 'Median' }).click()
    await page.waitForURL(/quantile=0\.5/)
    await expect.poll(whole, { timeout: 10_000 }).not.toBe(at95)
    await page.getByRole('button', { name: 'Zoom in' }).click()
    await page.waitForURL(/from=.*to=/)
    await settled(page)
    await page
      .getByRole('radiogroup', { name: /^Show .* as$/ })
      .getByText('Table')
      .click()
    await page.getByRole('columnheader', { name: /^Lowest/ }).waitFor()
    await page.goto(`${journey.address}/measures/${measure.ref}`)
    await page.getByRole('img', { name: /of each/ }).waitFor()
    await looksRight(page, 'measure')
  })

  test('several measures share an axis by their unit', async () => {
    const page = await journey.open('/measures', { role: 'Administrator' })
    const [one, two, three] = await Promise.all(
      ['Patient record opens', 'Images open', 'Theatre 4 air changes'].map(async (title) => await found(page, 'measures', title)),
    )
    await page.goto(`${journey.address}/measures/explore?m=${one?.ref},${two?.ref}&range=7d`)
    await page.getByRole('img', { name: /^Patient record opens: .* s over all; Images open: .* s over all$/ }).waitFor()
    const picker = page
      .getByRole('combobox', { name: 'Add a measure' })
      .or(page.getByRole('textbox', { name: 'Add a measure' }))
      .first()
    await picker.fill('Theatre 4 air')
    await page
      .getByRole('option', { name: /Theatre 4 air/ })
      .first()
      .click()
    await page.waitForURL(new RegExp(`m=.*${three?.ref}`))
    await page.getByRole('img', { name: /^Theatre 4 air changes: .* per hour over all$/ }).waitFor()
    await looksRight(page, 'explore')
    await page.getByRole('button', { name: 'Take Images open out' }).click()
    await page.waitForURL(new RegExp(`m=${one?.ref},${three?.ref}`))
  })

  test('a source gives a key once, shows what came, and a series becomes a measure', async () => {
    const page = await journey.open('/sources', { role: 'Administrator' })
    const service = await found(page, 'services', 'Patient portal')
    const source = await made(page, 'sources', { title: 'Ward sensors', source_type: 'plain', max_series: 2 })
    await page.goto(`${journey.address}/sources/${source.ref}`)
    await page.getByRole('button', { name: 'Make a key' }).click()
    const key = await page.getByRole('status').locator('code').textContent()
    expect(key).toMatch(/^rvs_/)
    await page
      .getByRole('region', { name: 'How to send to it' })
      .getByText(`Bearer ${key ?? ''}`)
      .first()
      .waitFor()
    const sent = await fetch(`${journey.address}/api/v1/ingest/json`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key ?? ''}`, 'content-type': 'application/json' },
      body: JSON.stringify([
        { name: 'room_temperature', value: 21.4, labels: { room: 'ward-3' } },
        { name: 'room_temperature', value: 22.1, labels: { room: 'ward-4' } },
        { name: 'room_temperature', value: 19.1, labels: { room: 'ward-5' } },
      ]),
    })
    expect(sent.ok, await sent.text()).toBe(true)
    await page.reload()
    await page.getByText('The source has as many series as it may have.').waitFor()
    expect(await page.getByText(key ?? 'no key').count()).toBe(0)
    await looksRight(page, 'source')
    await page.getByRole('searchbox', { name: 'Search series' }).fill('ward-4')
    const series = page.getByRole('region', { name: 'Series', exact: true })
    await expect.poll(async () => await series.locator('tbody tr').count(), { timeout: 10_000 }).toBe(1)
    await series.getByRole('link', { name: /^Make a measure of/ }).click()
    await page.waitForURL(/measures\/new/)
    await page.getByText('room_temperature{room="ward-4"}').first().waitFor()
    expect(await page.locator('input[value="room_temperature"]').count(), 'the name of the series is filled in').toBe(1)
    await looksRight(page, 'measure-new')
    await made(page, 'measures', {
      title: 'Ward 4 air',
      subject: service.ref,
      measure_type: 'environment',
      aggregation: 'mean',
      source: source.ref,
      series: { name: 'room_temperature', labels: { room: 'ward-*' } },
    })
    await page.goto(`${journey.address}/sources/${source.ref}`)
    await page.getByRole('region', { name: 'Series', exact: true }).getByRole('link', { name: 'Ward 4 air' }).first().waitFor()
    await page.getByRole('button', { name: /^Take back rvs_/ }).click()
    await page.getByText('Taken back', { exact: true }).waitFor()
  })

  test('a heartbeat gets its address and tells when it beat', async () => {
    const page = await journey.open('/checks', { role: 'Administrator' })
    const service = await found(page, 'services', 'Patient portal')
    const check = await made(page, 'checks', { title: 'Nightly export', subject: service.ref, check_type: 'heartbeat', every: 3600 })
    await page.goto(`${journey.address}/checks/${check.ref}`)
    await page.getByText('No beat has come yet.').waitFor()
    await page.getByRole('button', { name: 'Make an address' }).click()
    await page.getByText('It is shown this once: copy it now.').waitFor()
    const line = (await page.getByLabel('By hand or at the end of a script', { exact: true }).textContent()) ?? ''
    const beat = await fetch(line.trim().split(' ').at(-1) ?? '')
    expect(beat.ok, await beat.text()).toBe(true)
    await page.reload()
    await page.getByText(/The last beat came/).waitFor()
    await looksRight(page, 'heartbeat')
  })

  test('a check says what must be so, and is edited without JSON', async () => {
    const page = await journey.open('/checks', { role: 'Administrator' })
    const service = await found(page, 'services', 'Patient portal')
    const check = await made(page, 'checks', {
      title: 'Portal answers',
      subject: service.ref,
      check_type: 'http',
      target: 'https://portal.example.org/health',
      every: 60,
      assertions: { status: [200, '300-399'], contains: ['all is well'], within_ms: 2000 },
    })
    await page.goto(`${journey.address}/checks/${check.ref}`)
    await page.getByText('The answer contains “all is well”').first().waitFor()
    await looksRight(page, 'check')
    await page.getByRole('button', { name: 'Edit Must be so' }).click()
    const lacks = page
      .getByRole('combobox', { name: 'The answer does not contain' })
      .or(page.getByRole('textbox', { name: 'The answer does not contain' }))
      .first()
    await lacks.fill('maintenance')
    await lacks.press('Enter')
    await looksRight(page, 'assertions', 'Must be so')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('The answer does not contain “maintenance”').first().waitFor()
    await page.getByRole('button', { name: 'Run now' }).click()
    const { next_at } = (await ask(page, 'GET', `/checks/${check.ref}/run`)) as { next_at: string }
    expect(Date.parse(next_at)).toBeLessThanOrEqual(Date.now())
  })

  test('an outage proposes its correction, with moments that are typed, and somebody else approves it', async () => {
    const page = await journey.open('/outages', { role: 'Service manager' })
    const outage = await found(page, 'outages', 'Portal does not answer')
    await page.goto(`${journey.address}/outages/${outage.ref}`)
    await page.getByRole('button', { name: 'More', exact: true }).click()
    await page.getByRole('menuitem', { name: 'Propose a correction' }).click()
    await page.waitForURL(/corrections\/new/)
    const until = page.getByLabel(/^Until/)
    await until.fill('2020-01-01 10:00')
    await page
      .getByRole('combobox', { name: /^Reason/ })
      .or(page.getByRole('textbox', { name: /^Reason/ }))
      .first()
      .click()
    await page.getByRole('option', { name: 'Caused by the customer' }).click()
    await page.getByRole('textbox', { name: /^Explanation/ }).fill('The trust pulled the plug.')
    await page.getByRole('button', { name: 'Create correction' }).click()
    await page.getByText('The end must be later than the beginning.').first().waitFor()
    const from = await page.getByLabel(/^From/).inputValue()
    await until.fill(`${from.slice(0, 11)}23:59`)
    await until.press('Tab')
    await page.getByRole('button', { name: 'Create correction' }).click()
    await page.waitForURL(/corrections\/COR-/)
    const other = await journey.open(new URL(page.url()).pathname, { role: 'Administrator' })
    await other.getByRole('button', { name: 'Approve' }).first().click()
    await other.getByRole('dialog').getByRole('button', { name: 'Approve' }).click()
    await other.getByText('Approved', { exact: true }).first().waitFor()
    await other.context().close()
  })

  test('a range of moments reads as moments in its chip, and a table of many columns as blocks on a telephone', async () => {
    const page = await journey.open('/outages?started_at=2026-01-01T10:00:00.000Z..2026-02-01T10:00:00.000Z', { role: 'Administrator' })
    await page.getByRole('button', { name: 'Started: 1 Jan 2026, 10:00 to before 1 Feb 2026, 10:00' }).waitFor()
    await page.setViewportSize({ width: 390, height: 844 })
    await page.goto(`${journey.address}/outages/timeline?range=90d`)
    await settled(page)
    const row = page
      .getByRole('group', { name: /^Outages, maintenance/ })
      .or(page.locator('table'))
      .first()
    await row.waitFor()
    expect(
      await page
        .locator('table')
        .first()
        .evaluate((table) => table.scrollWidth <= table.clientWidth + 1),
    ).toBe(true)
    expect(
      await page
        .locator('tbody td')
        .nth(1)
        .evaluate((cell) => getComputedStyle(cell, '::before').content),
    ).toBe('"What"')
  })

  test('policy, burn alerts and credits of a promise are tables', async () => {
    const page = await journey.open('/promises', { role: 'Administrator' })
    const promise = await found(page, 'promises', 'Portal answers within 2 s good for 99 % over 30 d')
    await page.goto(`${journey.address}/promises/${promise.ref}/fields`)
    await page.getByRole('button', { name: 'Edit Error-budget policy' }).click()
    await page.getByRole('button', { name: 'The usual policy' }).click()
    await page.getByRole('textbox', { name: 'Who decides in step 4' }).fill('The board')
    await page.getByRole('button', { name: 'Take Watch out' }).click()
    await looksRight(page, 'policy', 'Error-budget policy')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('The board decides.').waitFor()
    await page.getByRole('button', { name: 'Edit Burn alerts' }).click()
    await page.getByRole('button', { name: 'The usual pairs' }).click()
    await page.getByRole('textbox', { name: 'Factor of pair 1' }).fill('200')
    await page.getByText(/Row 1: This can never tell/).waitFor()
    await page.getByRole('textbox', { name: 'Factor of pair 1' }).fill('10')
    await looksRight(page, 'burn-alerts', 'Burn alerts')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText(/more than 10 × the even rate over 1 h/).waitFor()
    await page.getByRole('button', { name: 'Edit Service credits' }).click()
    await page.getByRole('button', { name: 'Three usual steps' }).click()
    await page.getByRole('button', { name: 'Add a row' }).click()
    expect(await page.getByRole('textbox', { name: /^Below, step/ }).count()).toBe(4)
    await looksRight(page, 'credit-steps', 'Service credits')
  })
})
