import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { axe, browserPath, type Journey, picture, startJourney, still, widerThanScreen } from './browser.ts'

/** What may be promised: read, tried otherwise, and taken back; the address keeps what was tried. */

let journey: Journey
beforeAll(async () => {
  if (browserPath) journey = await startJourney()
}, 120_000)
afterAll(async () => await journey?.close())

type Found = Readonly<{ items: readonly Readonly<{ ref: string; title: string }>[] }>

describe.skipIf(!browserPath)('the promise chain', () => {
  test('answers in a sentence, and otherwise when a part were better', async () => {
    const page = await journey.open('/services/SVC-1', { role: 'Administrator' })
    const headers = { origin: journey.address, 'sec-fetch-site': 'same-origin' }
    const post = async (path: string, data: object) => {
      const answer = await page.request.post(`${journey.address}/api/v1${path}`, { data, headers })
      expect(answer.ok(), `${path}: ${await answer.text()}`).toBe(true)
      return ((await answer.json()) as { item: { ref: string } }).item.ref
    }
    const found = async (query: string): Promise<Found['items']> =>
      ((await (await page.request.get(`${journey.address}/api/v1${query}`)).json()) as Found).items
    const [calendar] = await found('/calendars?title=Round the clock')
    const service = await post('/services', { title: 'Ward round', service_kind: 'application' })
    const database = await post('/components', { title: 'Ward database' })
    const ward = await post('/components', { title: 'Ward server' })
    await post('/dependencies', { dependent: service, provider: database, means: 'requires' })
    await post('/dependencies', { dependent: service, provider: ward, means: 'requires' })
    const agree = async (of: object, promise: object): Promise<void> => {
      const agreement = await post('/agreements', { title: 'Availability', calendar: calendar?.ref, ...of })
      await post('/promises', { agreement, measure: 'availability', ...promise })
      await post(`/agreements/${agreement}/do/activate`, {})
    }
    await agree({ agreement_type: 'sla', services: [service] }, { share: 0.9991 })
    await agree({ agreement_type: 'ola' }, { share: 0.999, subject: database })
    await agree({ agreement_type: 'ola' }, { share: 0.9999, subject: ward })

    await page.goto(`${journey.address}/services/${service}/promise-chain`)
    const answer = page.getByRole('region', { name: 'The answer' })
    await answer.getByText(/^We may promise 99\.89\s%; we promised 99\.91\s%: short by .*; raising Ward database to/).waitFor()
    await page
      .getByRole('region', { name: 'Promise chain of Ward round' })
      .getByRole('button', { name: /Ward server/ })
      .waitFor()
    for (const [scheme, width] of [
      ['light', 1360],
      ['dark', 1360],
      ['dark', 390],
    ] as const) {
      await page.emulateMedia({ colorScheme: scheme })
      await page.setViewportSize({ width, height: width < 600 ? 844 : 860 })
      await still(page, scheme)
      await picture(page, `promise-chain-${scheme}-${width}`)
      expect(await axe(page), `${scheme} ${width}`).toEqual([])
      expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBeLessThanOrEqual(0)
    }
    await page.setViewportSize({ width: 1360, height: 860 })
    await page.getByRole('button', { name: /^Try 99\.9\d+ %$/ }).click()
    await answer.getByText(/to spare/).waitFor()
    expect(page.url()).toContain(`assume=${database}`)
    await page.reload()
    await answer.getByText(/to spare/).waitFor()
    await page.getByLabel('What if it were available for').fill('95')
    await answer.getByText(/short by/).waitFor()
    expect(await page.getByLabel('What if it were available for').inputValue()).toBe('95 %')
    await page.getByRole('button', { name: 'Back to what is' }).click()
    await answer.getByText(/We may promise 99\.89\s%/).waitFor()
    expect(page.url()).not.toContain('assume')
  })

  test('asks for a price of each part that could close a gap, and names the cheapest', async () => {
    const page = await journey.open('/services/SVC-2/promise-chain', { role: 'Service manager' })
    const answer = page.getByRole('region', { name: 'The answer' })
    await answer
      .getByText(/^We may promise 99\.88\s%; we promised 99\.9\s%: short by .* raising Database platform to 99\.95\s% closes it/)
      .waitFor()
    const closing = page.getByRole('region', { name: /What would close the gap alone/ })
    const price = (part: string) => closing.getByLabel(`What a minute less of failure of ${part} costs`)
    await closing.getByText(/Say what it costs to make each of these fail a minute less each month/).waitFor()
    await price('Database platform').fill('400')
    await closing.getByText(/^So far: Database platform .* EUR .* Give a price for Patient record too/).waitFor()
    await price('Patient record').fill('90')
    await closing
      .getByText(/^Cheapest is Patient record: it closes the gap for 7\d\d EUR a month, 2,\d{3} EUR less than Database platform\./)
      .waitFor()
    await closing
      .getByRole('row', { name: /Patient record/ })
      .getByText('cheapest')
      .waitFor()
    // The sentence goes by money now, and a reload brings everything back.
    await answer.getByText(/raising Patient record to 99\.97\s% closes it/).waitFor()
    await closing.getByLabel('Prices in').selectOption('GBP')
    await expect.poll(() => new URL(page.url()).searchParams.get('currency')).toBe('GBP')
    await page.reload()
    await closing.getByText(/^Cheapest is Patient record: .* GBP a month/).waitFor()
    expect(await price('Patient record').inputValue()).toBe('90')
    for (const [scheme, width] of [
      ['light', 1360],
      ['dark', 390],
    ] as const) {
      await page.emulateMedia({ colorScheme: scheme })
      await page.setViewportSize({ width, height: width < 600 ? 844 : 860 })
      await still(page, scheme)
      await picture(page, `promise-chain-priced-${scheme}-${width}`)
      expect(await axe(page), `${scheme} ${width}`).toEqual([])
      expect(await widerThanScreen(page)).toEqual([])
    }
    await page.setViewportSize({ width: 1360, height: 860 })
    await closing.getByRole('button', { name: 'Try 99.97 % for Patient record' }).click()
    await answer.getByText(/to spare|just held/).waitFor()
    await page.getByRole('button', { name: 'Back to what is' }).click()
    await closing.getByRole('button', { name: 'Forget the prices' }).click()
    await closing.getByText(/Say what it costs/).waitFor()
    expect(await price('Database platform').inputValue()).toBe('')
    expect(page.url()).not.toContain('price')
  })

  test('shows the times along the chain of the promise that one came from', async () => {
    const page = await journey.open('/promises/PRM-40/chain', { role: 'Service manager' })
    await page
      .getByText(
        /^Of 8 services it is underpinned for \d, takes too long or is not covered in all our hours for \d, and nobody beneath promises it for \d\.$/,
      )
      .waitFor()
    expect(await axe(page)).toEqual([])
    await page.getByRole('link', { name: 'Hospital network' }).click()
    const row = page.getByRole('row', { name: /Resolve 2 - high/ })
    await row.getByText('6 h too long').waitFor()
    expect(await row.locator('[aria-current="true"]').innerText()).toBe('Resolve 2 - high')
    await expect.poll(async () => await row.evaluate((one) => one.getBoundingClientRect().bottom <= window.innerHeight)).toBe(true)
    const bare = await journey.open('/services/SVC-50/promise-chain', { role: 'Service manager' })
    await bare.getByText('We promise times for tickets, but no team or supplier promises them to us (8 promises).').waitFor()
  })
})
