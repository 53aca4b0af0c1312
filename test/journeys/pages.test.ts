import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { kinds } from '../../src/kinds.ts'
import { axe, browserPath, type Journey, picture, type Scheme, settled, startJourney, still, widerThanScreen } from './browser.ts'

/**
 * Every page without anything wider than the screen and without a violation that axe finds, once wide and light and once narrow and dark: colours differ by
 * scheme and places by width, so that these two looks hold what can go wrong. With REEVE_PICTURES=1 all four are looked at, and kept.
 */
const everyLook = process.env['REEVE_PICTURES'] !== undefined

let journey: Journey
beforeAll(async () => {
  if (browserPath) journey = await startJourney()
}, 120_000)
afterAll(async () => await journey?.close())

const lists = kinds.filter((kind) => kind.menu).map((kind) => ({ name: kind.plural, path: `/${kind.plural}`, role: 'Administrator' }))
const details = [
  'SVC-1',
  'SVC-5',
  'CMP-1',
  'SUP-1',
  'CON-1',
  'CAL-1',
  'AGR-1',
  'NEED-1',
  'UNIT-2',
  'PER-3',
  'TEAM-1',
  'ROLE-1',
  'INC-3990',
  'OFF-1',
].map((ref) => ({
  name: ref,
  path: `/${kinds.find((kind) => ref.startsWith(`${kind.prefix}-`))?.plural ?? ''}/${ref}`,
  role: 'Administrator',
}))
const others = [
  { name: 'home-run', path: '/', role: 'Service manager' },
  { name: 'home-plan', path: '/', role: 'Portfolio head' },
  { name: 'home-steer', path: '/', role: 'Chief' },
  { name: 'home-portal', path: '/', role: 'Requester' },
  { name: 'sign-in', path: '/sign-in', role: '' },
  { name: 'kit', path: '/kit', role: 'Administrator' },
  { name: 'search', path: '/search?q=record', role: 'Agent' },
  { name: 'inbox', path: '/inbox', role: 'Agent' },
  { name: 'audit', path: '/audit', role: 'Auditor' },
  { name: 'settings', path: '/settings', role: 'Agent' },
  { name: 'settings-mail', path: '/settings/mail', role: 'Agent' },
  { name: 'settings-security', path: '/settings/security', role: 'Agent' },
  { name: 'settings-organisation', path: '/settings/organisation', role: 'Administrator' },
  { name: 'imports', path: '/imports', role: 'Administrator' },
  { name: 'jobs', path: '/jobs', role: 'Auditor' },
  { name: 'imports-new', path: '/imports/new', role: 'Administrator' },
  { name: 'service-map', path: '/services/SVC-1/map', role: 'Service manager' },
  { name: 'service-activity', path: '/services/SVC-1/activity', role: 'Service manager' },
  { name: 'standings', path: '/standings', role: 'Service manager' },
  { name: 'standings-month', path: '/standings?window=2026-08&state=missed', role: 'Service manager' },
  { name: 'desk-services', path: '/desk/services?state=missing', role: 'Chief' },
  { name: 'incident-new', path: '/incidents/new', role: 'Agent' },
  { name: 'no-right', path: '/audit', role: 'Agent' },
  { name: 'not-found', path: '/nothing/here', role: 'Agent' },
]

/** One page of the browser for each role goes from screen to screen: signing in and parsing the scripts anew for each took most of the time. */
const open = new Map<string, Page>()

const visit = async (path: string, role: string): Promise<Page> => {
  const page = open.get(role)
  if (!page) {
    const first = await journey.open(path, { role })
    open.set(role, first)
    return first
  }
  await page.emulateMedia({ colorScheme: 'light' })
  await page.setViewportSize({ width: 1360, height: 860 })
  await page.goto(journey.address + path)
  await settled(page)
  return page
}

describe.skipIf(!browserPath)('pages', () => {
  for (const { name, path, role } of [...others, ...lists, ...details])
    test(`${name}: no violation, light and dark; fits wide and narrow`, async () => {
      const page = await visit(path, role)
      const look = async (scheme: Scheme, width: number): Promise<void> => {
        await page.emulateMedia({ colorScheme: scheme })
        await page.setViewportSize({ width, height: width < 600 ? 844 : 860 })
        await still(page, scheme)
        await picture(page, `${name}-${scheme}-${width}`)
        expect(await axe(page), `${name} ${scheme} ${width}`).toEqual([])
        expect(await widerThanScreen(page), `${name} at ${width} px`).toEqual([])
      }
      await look('light', 1360)
      if (everyLook) await look('dark', 1360)
      await look('dark', 390)
      if (everyLook) await look('light', 390)
    })
})
