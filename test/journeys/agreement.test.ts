import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { axe, browserPath, type Journey, startJourney } from './browser.ts'

/** An agreement as it stood: its versions, a day, and two days beside each other; and the weights of a supplier. */

let journey: Journey
beforeAll(async () => {
  if (browserPath) journey = await startJourney()
}, 120_000)
afterAll(async () => await journey?.close())

describe.skipIf(!browserPath)('an agreement', () => {
  test('shows what changed and how it stood before', async () => {
    const page = await journey.open('/agreements/AGR-1', { role: 'Administrator' })
    const headers = { origin: journey.address, 'sec-fetch-site': 'same-origin' }
    const changed = await page.request.patch(`${journey.address}/api/v1/promises/PRM-2`, { data: { target: 5400 }, headers })
    expect(changed.ok(), await changed.text()).toBe(true)
    await page.goto(`${journey.address}/agreements/AGR-1/versions`)
    const versions = page.getByRole('region', { name: /^Versions \(\d+\)/ })
    await versions.getByText('1 h 30 min').waitFor()
    await page.getByRole('button', { name: 'Compare with before: version 2' }).click()
    const between = page.getByRole('region', { name: /^What changed from/ })
    await between.getByText('Within:').waitFor()
    expect(page.url()).toContain('against=')
    expect(await axe(page)).toEqual([])
    await page.getByRole('button', { name: 'Back to today' }).click()
    await between.waitFor({ state: 'detached' })
  })

  test('weighs a supplier by shares that make 100 %', async () => {
    const page = await journey.open('/scorecards/new', { role: 'Administrator' })
    const promises = page.getByRole('textbox', { name: 'Weight of Ticket promises kept' })
    await promises.fill('50')
    await page.getByText('The weights add up to 125 %; they must make 100 %. Take 25 % away.').waitFor()
    await page.getByRole('button', { name: 'Make it 100 %' }).click()
    await page.getByText('Together 100 %').waitFor()
    expect(await promises.inputValue()).toBe('40 %')
    expect(await axe(page)).toEqual([])
  })
})
