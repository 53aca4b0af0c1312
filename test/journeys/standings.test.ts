import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { browserPath, type Journey, settled, startJourney } from './browser.ts'

/** From a figure of a desk to the services that it counts, and on to the promises that they missed. */

let journey: Journey
beforeAll(async () => {
  if (browserPath) journey = await startJourney()
}, 120_000)
afterAll(async () => await journey?.close())

describe.skipIf(!browserPath)('a figure of a desk', () => {
  test.each([
    ['Chief', 'The portfolio in figures'],
    ['Service manager', 'My services and their open work'],
  ])('opens as many services as it says, for a %s', async (role, strip) => {
    const page = await journey.open('/', { role })
    for (const word of [/miss(es)? (its|their) promise/, /keep it/]) {
      await page.goto(`${journey.address}/`)
      await settled(page)
      const figure = page.getByRole('group', { name: strip }).getByRole('link', { name: word })
      // Where nothing misses its promise there is nothing to open.
      if ((await figure.count()) === 0) continue
      const count = Number(/\d+/.exec(await figure.innerText())?.[0])
      await figure.click()
      const rows = page.getByRole('table', { name: 'How services stand' }).locator('tbody tr')
      await rows.first().waitFor()
      expect(await rows.count(), `${role} ${word.source}`).toBe(count)
    }
  })

  test('leads on to how promises stand, narrowed in the address and widened again', async () => {
    const page = await journey.open('/desk/services', { role: 'Administrator' })
    await page.getByRole('link', { name: 'How promises stand' }).click()
    await settled(page)
    const table = page.getByRole('table', { name: 'How promises stand' })
    const rows = table.locator('tbody tr')
    await rows.first().waitFor()
    await page.getByLabel('Promised by').selectOption('underpinning')
    await expect.poll(() => new URL(page.url()).searchParams.get('type')).toBe('underpinning')
    await page.getByLabel('About').selectOption('availability')
    await expect.poll(() => new URL(page.url()).searchParams.get('measure')).toBe('availability')
    await settled(page)
    const counted = async (): Promise<number> =>
      (await page.getByRole('group', { name: 'Verdict' }).getByRole('button').allInnerTexts())
        .map((text) => Number(/\d+/.exec(text)?.[0]))
        .reduce((sum, one) => sum + one, 0)
    await expect.poll(async () => (await counted()) > 0 && (await counted()) === (await rows.count())).toBe(true)
    const kept = page.getByRole('button', { name: /^Kept \d+/ })
    await kept.click()
    await expect.poll(() => new URL(page.url()).searchParams.get('state')).toBe('kept')
    const subject = await rows.first().getByRole('link').first().innerText()
    const [ref] = ((await rows.first().getByRole('link').first().getAttribute('data-record')) ?? '').split(' ')
    await page.goto(`${journey.address}/standings?subject=${ref ?? ''}`)
    await settled(page)
    await page.getByRole('button', { name: `All, not only ${subject}` }).click()
    await expect.poll(() => page.url()).not.toContain('subject=')
  })
})
