import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { axe, browserPath, type Journey, picture, startJourney, still } from './browser.ts'

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
    await answer.getByText(/^We may promise 99\.89 %; we promised 99\.91 %: short by .*; raising Ward database to/).waitFor()
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
    await page.getByRole('button', { name: /^Try 99\.9\d+ %/ }).click()
    await answer.getByText(/to spare/).waitFor()
    expect(page.url()).toContain(`assume=${database}`)
    await page.reload()
    await answer.getByText(/to spare/).waitFor()
    await page.getByLabel('What if it were available for').fill('95')
    await answer.getByText(/short by/).waitFor()
    expect(await page.getByLabel('What if it were available for').inputValue()).toBe('95 %')
    await page.getByRole('button', { name: 'Back to what is' }).click()
    await answer.getByText(/We may promise 99\.89 %/).waitFor()
    expect(page.url()).not.toContain('assume')
  })
})
