import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { axe, browserPath, type Journey, picture, settled, startJourney, still } from './browser.ts'

/** A supplier's side: its scorecard, its tickets, suppliers compared, and a service credit from its evidence to the claim. */

let journey: Journey
beforeAll(async () => {
  if (browserPath) journey = await startJourney()
}, 180_000)
afterAll(async () => await journey?.close())

type Found = Readonly<{ items: readonly Readonly<{ ref: string; agreement: string }>[] }>

describe.skipIf(!browserPath)('suppliers', () => {
  test('are judged, compared and asked for what they owe', async () => {
    const page = await journey.open('/suppliers/SUP-1/scorecard', { role: 'Portfolio head' })
    await page.getByRole('group', { name: /^Score in / }).waitFor()
    const credits = (await (await page.request.get(`${journey.address}/api/v1/credits`)).json()) as Found
    const [credit] = credits.items
    expect(credit).toBeDefined()
    for (const path of [
      '/suppliers/SUP-1/scorecard',
      '/suppliers/SUP-1/tickets',
      '/suppliers/scorecards',
      `/credits/${credit?.ref}/evidence`,
      `/agreements/${credit?.agreement}`,
    ])
      for (const [scheme, width] of [
        ['light', 1360],
        ['dark', 390],
      ] as const) {
        await page.emulateMedia({ colorScheme: scheme })
        await page.setViewportSize({ width, height: width < 600 ? 844 : 860 })
        await page.goto(journey.address + path)
        await settled(page)
        await still(page, scheme)
        await picture(page, `suppliers${path.replaceAll('/', '-').replace(/[0-9a-f-]{30,}/, '')}-${scheme}-${width}`)
        expect(await axe(page), `${path} ${scheme} ${width}`).toEqual([])
        const beyond = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
        expect(beyond, `${path} ${width}`).toBeLessThanOrEqual(0)
      }
    await page.setViewportSize({ width: 1360, height: 860 })
    await page.goto(`${journey.address}/suppliers/SUP-1/scorecard`)
    await page.getByRole('button', { name: 'Give a score' }).click()
    await page.getByRole('textbox', { name: 'Score' }).fill('83')
    await page.getByRole('textbox', { name: 'Why' }).fill('Answers the telephone')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('Answers the telephone').first().waitFor()
    const letter = await page.request.get(`${journey.address}/api/v1/credits/${credit?.ref}/claim`)
    expect(await letter.text()).toMatch(/claims the service credit that [A-Z]/)
  }, 180_000)
})
