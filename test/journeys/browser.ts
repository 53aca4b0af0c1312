import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import { expect } from 'vitest'
import { composed, type House, migrations, migrationsKey, openHouse } from '../../src/house.ts'
import { readConfig } from '../../src/platform/config.ts'
import { openDatabase } from '../../src/platform/db/database.ts'
import { migrate } from '../../src/platform/db/migrate.ts'
import { freshDatabase } from '../../src/platform/db/testing.ts'
import { makeLog } from '../../src/platform/log.ts'
import { loadSampleOrganisation } from '../../src/sample.ts'

/** Without a browser these tests are skipped; `npm test` says so loudly, and is red in CI. */
export const browserPath = process.env['REEVE_CHROMIUM']

export type Scheme = 'light' | 'dark'
export type Visit = Readonly<{ role?: string; scheme?: Scheme; width?: number }>

/** A running Reeve with the sample organisation and a browser on it. */
export type Journey = Readonly<{
  address: string
  house: House
  /** A page signed in as the sample person of a role. */
  open: (path: string, visit?: Visit) => Promise<Page>
  close: () => Promise<void>
}>

const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-dev-shm-usage',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
]

/** Names the code of the sample organisation. */
const samplesKey = (): string => {
  const folder = join(import.meta.dirname, '..', '..', 'samples')
  const hash = createHash('sha1')
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort())
    if (name.endsWith('.ts')) hash.update(name).update(readFileSync(join(folder, name)))
  return hash.digest('hex').slice(0, 8)
}

export const startJourney = async (): Promise<Journey> => {
  const config = readConfig({ dataDir: '.cache/journey-data', logLevel: 'error' }, {})
  const log = makeLog('error')
  // The sample organisation is made once an hour, and when its code changes; each file of journeys gets a copy of its own.
  const hour = Math.floor(Date.now() / 3_600_000)
  const database = await freshDatabase({
    templateKey: `sample${hour}${samplesKey()}${migrationsKey()}`,
    prepare: async (address) => {
      const db = openDatabase(address, 1)
      await migrate(db, migrations())
      await db.close()
      const house = await openHouse(address, config, log, () => undefined)
      await loadSampleOrganisation(house, 'small', Date.now())
      await house.db.close()
    },
  })
  const house = await openHouse(database.address, config, log, () => undefined)
  const { app } = await composed(house, { config, log, version: 'test' })
  await house.live.start()
  await app.listen({ port: 0, host: '127.0.0.1' })
  const address = `http://127.0.0.1:${(app.server.address() as { port: number }).port}`
  const browser: Browser = await chromium.launch({ executablePath: browserPath ?? '', args: flags })
  const contexts: BrowserContext[] = []
  const setup = (await (await fetch(`${address}/api/v1/setup`)).json()) as { people: { id: string; role: string }[] }
  return {
    address,
    house,
    open: async (path, { role = 'Service manager', scheme = 'light', width = 1360 } = {}) => {
      const context = await browser.newContext({
        viewport: { width, height: width < 600 ? 844 : 860 },
        colorScheme: scheme,
        reducedMotion: 'reduce',
        locale: 'en-GB',
        timezoneId: 'Europe/London',
      })
      contexts.push(context)
      const person = setup.people.find((one) => one.role === role)
      if (role !== '') {
        const answer = await context.request.post(`${address}/api/v1/session/continue`, {
          data: { person: person?.id },
          headers: { origin: address, 'sec-fetch-site': 'same-origin' },
        })
        expect(answer.ok(), `continue as ${role}: ${await answer.text()}`).toBe(true)
      }
      const page = await context.newPage()
      page.on('pageerror', (error) => {
        throw error
      })
      await page.goto(address + path)
      await settled(page)
      return page
    },
    close: async () => {
      for (const context of contexts) await context.close()
      await browser.close()
      await app.close()
      await house.db.close()
      await database.drop()
    },
  }
}

/** Waits until the page has its heading and asks the server nothing more. */
export const settled = async (page: Page): Promise<void> => {
  await page.locator('h1').first().waitFor({ timeout: 20_000 })
  await page.waitForLoadState('networkidle', { timeout: 5_000 }).catch(() => undefined)
  await page
    .waitForFunction(() => document.querySelector('[aria-busy="true"]') === null, undefined, { timeout: 10_000 })
    .catch(() => undefined)
}

/** Waits until a change of the colour scheme has reached the page and every transition has ended. */
export const still = async (page: Page, scheme: Scheme): Promise<void> => {
  await page.waitForFunction((wanted) => document.documentElement.dataset['mantineColorScheme'] === wanted, scheme)
  // Transitions begin with the frame after the change.
  await page.evaluate(
    async () =>
      await new Promise((done) =>
        requestAnimationFrame(() => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 30)))),
      ),
  )
  await page.waitForFunction(() =>
    document.getAnimations().every((one) => one.playState !== 'running' || one.effect?.getTiming().iterations === Infinity),
  )
}

/** The page itself, or panels of it, that reach beyond the screen. */
export const widerThanScreen = async (page: Page): Promise<readonly string[]> =>
  await page.evaluate(() =>
    [document.documentElement, ...document.querySelectorAll('main section')]
      .filter(
        (one) =>
          one.getBoundingClientRect().right > window.innerWidth + 1 ||
          (one === document.documentElement && one.scrollWidth > one.clientWidth),
      )
      .map((one) => (one === document.documentElement ? 'the page' : (one.textContent ?? '').slice(0, 40))),
  )

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

type Violation = { id: string; impact: string | null; nodes: { target: string[]; failureSummary?: string }[] }

/** What axe finds wrong on a page by WCAG 2.2 A and AA, in a form that a failed test can show. */
export const axe = async (page: Page): Promise<readonly string[]> => {
  await page.evaluate(axeSource)
  const violations = await page.evaluate(async () => {
    const { axe: tool } = window as unknown as { axe: { run: (root: Document, options: object) => Promise<{ violations: Violation[] }> } }
    const found = await tool.run(document, {
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'],
      resultTypes: ['violations'],
    })
    return found.violations.map((one) => ({
      id: one.id,
      impact: one.impact,
      nodes: one.nodes.slice(0, 4).map((node) => ({ target: node.target, failureSummary: node.failureSummary ?? '' })),
    }))
  })
  return violations.map(
    (one) =>
      `${one.id}: ${one.nodes.map((node) => `${node.target.join(' ')} (${node.failureSummary.replace(/\s+/g, ' ').slice(0, 160)})`).join(' | ')}`,
  )
}

/** Keeps a picture of a page, for the guide, or with REEVE_PICTURES=1 for people who review a change: taking all of them costs a minute. */
export const picture = async (page: Page, name: string): Promise<void> => {
  if (!name.startsWith('guide-') && process.env['REEVE_PICTURES'] === undefined) return
  const folder = join(import.meta.dirname, '..', 'output')
  mkdirSync(folder, { recursive: true })
  await page.screenshot({ path: join(folder, `${name}.png`) })
}
