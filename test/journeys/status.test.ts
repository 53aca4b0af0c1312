import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { axe, browserPath, type Journey, picture, settled, startJourney, still } from './browser.ts'

/** The status page as readers meet it, without script, and the screens that keep it. */

let journey: Journey
beforeAll(async () => {
  if (browserPath) journey = await startJourney()
}, 120_000)
afterAll(async () => await journey?.close())

const looks = [
  ['light', 1360],
  ['dark', 1360],
  ['light', 390],
  ['dark', 390],
] as const

describe.skipIf(!browserPath)('the status page', () => {
  for (const { name, path, heading } of [
    { name: 'status-page', path: '/status/larkmere', heading: 'Larkmere Hospitals – service status' },
    { name: 'status-history', path: '/status/larkmere/history', heading: 'History' },
    { name: 'status-none', path: '/status/elsewhere', heading: 'No status page here' },
  ])
    test(`${name}: readable by everybody, light and dark, wide and narrow`, async () => {
      const page = await journey.open(path, { role: '' })
      expect(await page.locator('h1').textContent()).toBe(heading)
      for (const [scheme, width] of looks) {
        await page.emulateMedia({ colorScheme: scheme })
        await page.setViewportSize({ width, height: width < 600 ? 844 : 860 })
        await picture(page, `${name}-${scheme}-${width}`)
        const wider = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
        expect(wider, `${name} at ${width} px`).toBeLessThanOrEqual(0)
        expect(await axe(page), `${name} ${scheme} ${width}`).toEqual([])
      }
      await page.context().close()
    })

  test('it says what goes on, and leads to the months and back', async () => {
    const page = await journey.open('/status/larkmere', { role: '' })
    await page.getByText('Some services degraded').waitFor()
    expect(await page.getByRole('heading', { name: 'Images open slowly' }).count()).toBe(1)
    expect(await page.getByRole('img', { name: /The last 90 days of Patient record/ }).count()).toBe(1)
    await page.getByRole('link', { name: 'All months' }).click()
    await page.getByRole('heading', { name: 'History' }).waitFor()
    const months = page.getByRole('navigation', { name: 'Months' }).getByRole('link')
    expect(await months.count()).toBeGreaterThan(2)
    await page.getByRole('link', { name: 'Larkmere Hospitals – service status' }).click()
    await page.getByText('Scheduled maintenance', { exact: true }).first().waitFor()
    await page.context().close()
  })

  test('feed, calendar and badge are well formed, and no form of the page asks anything of anybody else', async () => {
    const page = await journey.open('/status/larkmere', { role: '' })
    for (const path of ['.rss', '/badge.svg']) {
      const text = await (await page.context().request.get(`${journey.address}/status/larkmere${path}`)).text()
      const broken = await page.evaluate(
        (xml) => new DOMParser().parseFromString(xml, 'application/xml').querySelector('parsererror')?.textContent ?? null,
        text,
      )
      expect(broken, path).toBeNull()
    }
    const asked: string[] = []
    page.on('request', (request) => asked.push(request.url()))
    await page.reload()
    await settled(page)
    expect(asked.filter((url) => !url.startsWith(journey.address) && !url.startsWith('data:'))).toEqual([])
    await page.context().close()
  })

  test('somebody who keeps it tells readers of an outage, and readers see it at once', async () => {
    const page = await journey.open('/status_notices/new?about=OUT-1', { role: 'Service manager' })
    for (const [scheme, width] of looks) {
      await page.emulateMedia({ colorScheme: scheme })
      await page.setViewportSize({ width, height: width < 600 ? 844 : 860 })
      await still(page, scheme)
      await picture(page, `status-notice-new-${scheme}-${width}`)
      expect(await axe(page), `${scheme} ${width}`).toEqual([])
    }
    await page.getByLabel('Headline for readers').fill('Letters <b>arrive</b> late')
    await page.getByLabel('Printing', { exact: true }).check()
    await page.getByRole('textbox', { name: 'Words' }).fill('We *look* into it.')
    await page.getByRole('button', { name: 'Tell readers' }).click()
    await page.getByRole('heading', { name: 'Told so far' }).waitFor()
    const reader = await journey.open('/status/larkmere', { role: '' })
    await reader.getByRole('heading', { name: 'Letters <b>arrive</b> late' }).waitFor()
    await page.getByRole('textbox', { name: 'Words' }).fill('Letters arrive again.')
    await page.getByRole('button', { name: 'Tell readers' }).click()
    await page.getByRole('listitem').filter({ hasText: 'Letters arrive again.' }).waitFor()
    await reader.reload()
    await settled(reader)
    await reader.getByText('Letters arrive again.').waitFor()
    await reader.context().close()
    await page.context().close()
  })

  for (const path of ['/status_pages/STP-1', '/status_notices/STN-1', '/status_items/STI-1'])
    test(`${path}: no violation, light and dark; fits wide and narrow`, async () => {
      const page = await journey.open(path, { role: 'Service manager' })
      for (const [scheme, width] of looks) {
        await page.emulateMedia({ colorScheme: scheme })
        await page.setViewportSize({ width, height: width < 600 ? 844 : 860 })
        await still(page, scheme)
        await picture(page, `${path.slice(1).replace('/', '-')}-${scheme}-${width}`)
        expect(await axe(page), `${path} ${scheme} ${width}`).toEqual([])
        const wider = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
        expect(wider, `${path} at ${width} px`).toBeLessThanOrEqual(0)
      }
      await page.context().close()
    })
})
