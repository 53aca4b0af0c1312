import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { axe, browserPath, type Journey, startJourney, widerThanScreen } from './browser.ts'

/** How a promise stands: one about tickets down to the tickets that missed it, one made of others down to its parts. */

let journey: Journey
beforeAll(async () => {
  if (browserPath) journey = await startJourney()
}, 120_000)
afterAll(async () => await journey?.close())

type Listed = Readonly<{ ref: string }>
type Past = Readonly<{ window_name: string; state: string }>

describe.skipIf(!browserPath)('a promise', () => {
  test('about a share of tickets says how many may still miss it, and opens those that did', async () => {
    const page = await journey.open('/promises?measure=resolution&agreement=AGR-1')
    const ask = async <T>(path: string): Promise<T> => (await (await page.request.get(`${journey.address}/api/v1${path}`)).json()) as T
    const { items } = await ask<{ items: readonly Listed[] }>('/promises?measure=resolution&agreement=AGR-1&sort=-ref&limit=4')
    const standings = await Promise.all(
      items.map(async ({ ref }) => ({ ref, ...(await ask<{ history: readonly Past[] }>(`/promises/${ref}/standing`)) })),
    )
    const missed = standings.flatMap(({ ref, history }) =>
      history.filter((one) => one.state === 'missed').map((one) => ({ ref, window: one.window_name })),
    )[0]
    expect(missed, 'a promise of the sample that was missed').toBeDefined()
    await page.goto(`${journey.address}/promises/${missed?.ref}?window=${missed?.window}`)
    await page.getByText(/Its error budget is overspent by .* tickets?/).waitFor()
    await page.getByRole('textbox', { name: 'More tickets missed it' }).fill('5')
    await page
      .getByRole('status')
      .getByText(/over its budget: missed/)
      .waitFor()
    expect(await axe(page)).toEqual([])
    await page
      .getByRole('region', { name: /^What ate it/ })
      .getByRole('link')
      .first()
      .click()
    await page.waitForURL(/\/incidents\/INC-\d+/)
  })

  test('made of others shows its parts, each opening as it stood in the same window', async () => {
    const page = await journey.open('/promises?measure=composite')
    await page
      .getByRole('link', { name: /^Care at the bedside/ })
      .first()
      .click()
    const parts = page.getByRole('region', { name: 'Made of' })
    await parts.getByRole('link').first().waitFor()
    expect(await parts.getByRole('link').count()).toBe(3)
    await page.getByRole('textbox', { name: 'It failed for another' }).fill('600')
    await page
      .getByRole('status')
      .getByText(/over its budget: missed/)
      .waitFor()
    expect(await axe(page)).toEqual([])
    await page.setViewportSize({ width: 390, height: 844 })
    expect(await widerThanScreen(page)).toEqual([])
    await parts.getByRole('link').first().click()
    await page.waitForURL(/\/promises\/PRM-\d+\?window=\d{4}-\d{2}/)
    await page.getByText(/Promised in/).waitFor()
  })

  test('is asked for what belongs to it, and names itself', async () => {
    const page = await journey.open('/promises/new?agreement=AGR-1', { role: 'Administrator' })
    const within = page.getByRole('textbox', { name: 'Within' })
    const measure = page.getByRole('combobox', { name: 'Measure' })
    expect(await within.count()).toBe(0)
    await measure.click()
    await page.getByRole('option', { name: /^Time to resolve/ }).click()
    await within.waitFor()
    expect(await page.getByRole('combobox', { name: 'Parts' }).count()).toBe(0)
    await page.goto(`${journey.address}/promises/new?agreement=AGR-1&measure=composite&parts=PRM-9&window_type=quarter`)
    await page
      .getByRole('textbox', { name: 'Parts' })
      .or(page.getByRole('combobox', { name: 'Parts' }))
      .first()
      .waitFor()
    expect(await within.count()).toBe(0)
    expect(await axe(page)).toEqual([])
    await page.getByRole('button', { name: 'Create promise' }).click()
    await page.getByRole('heading', { name: 'One promise each quarter' }).waitFor()
    await page.getByRole('region', { name: 'Made of' }).waitFor()
  })
})
