import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Locator, Page } from 'playwright-core'
import { browserPath, type Journey, picture, settled, startJourney } from './browser.ts'

/** What people do with Reeve, done on its screens: from the first click to what is left in the records. */

const patience = 15_000

let journey: Journey
beforeAll(async () => {
  if (browserPath) journey = await startJourney()
}, 120_000)
afterAll(async () => await journey?.close())

type Item = Readonly<{ id: string; ref: string; version: number; title: string; state: string }> & Readonly<Record<string, unknown>>

/** The API as the person of a page calls it. */
const ask = async (page: Page, method: string, path: string, data?: unknown, version?: number): Promise<{ item: Item; items: Item[] }> => {
  const answer = await page.request.fetch(`${journey.address}/api/v1${path}`, {
    method,
    headers: { origin: journey.address, 'sec-fetch-site': 'same-origin', ...(version === undefined ? {} : { 'if-match': `"${version}"` }) },
    ...(data === undefined ? {} : { data }),
  })
  expect(answer.ok(), `${method} ${path}: ${await answer.text()}`).toBe(true)
  return (await answer.json()) as { item: Item; items: Item[] }
}

const sees = async (what: Locator): Promise<void> => await what.first().waitFor({ state: 'visible', timeout: patience })
const gone = async (what: Locator): Promise<void> => await what.first().waitFor({ state: 'hidden', timeout: patience })
const at = async (page: Page, address: RegExp): Promise<void> => await page.waitForURL(address, { timeout: patience })
const until = async <T>(read: () => Promise<T>, wanted: T): Promise<void> =>
  await expect.poll(read, { timeout: patience, interval: 100 }).toEqual(wanted)
const rows = (page: Page): Locator => page.locator('main [data-row]')
const refs = async (page: Page): Promise<readonly (string | null)[]> =>
  await rows(page).evaluateAll((found) => found.map((row) => row.getAttribute('data-row')))

/** Types into a picker of records and takes the option of that name. */
const pick = async (page: Page, label: string, words: string): Promise<void> => {
  await page
    .getByRole('combobox', { name: label, exact: true })
    .or(page.getByRole('textbox', { name: label, exact: true }))
    .first()
    .fill(words)
  await page.getByRole('option', { name: words }).first().click({ timeout: patience })
}

const newIncident = async (page: Page, title: string): Promise<Item> => {
  const { items } = await ask(page, 'GET', '/services?title=Electronic%20prescribing&limit=1')
  const { item } = await ask(page, 'POST', '/incidents', {
    title,
    service: items[0]?.id,
    impact: '2',
    urgency: '2',
    location: 'Ward 3',
    opened_at: new Date().toISOString(),
  })
  return item
}

describe.skipIf(!browserPath)('what people do', () => {
  test('an agent opens an incident, it gets its clocks, is listed and resolved, and the activity tells it', async () => {
    const page = await journey.open('/incidents/new', { role: 'Agent' })
    const title = 'Doses cannot be signed on Ward 9'
    await pick(page, 'Service', 'Electronic prescribing')
    await page.getByRole('textbox', { name: 'Summary' }).fill(title)
    for (const [label, option] of [
      ['Impact', '2 - Medium'],
      ['Urgency', '2 - Medium'],
    ] as const) {
      const choice = page.getByRole('combobox', { name: label, exact: true }).or(page.getByRole('textbox', { name: label, exact: true }))
      if ((await choice.count()) > 0) {
        await choice.first().click()
        await page.getByRole('option', { name: option }).first().click()
      } else await page.getByRole('radiogroup', { name: label }).getByText(option).click()
    }
    await picture(page, 'guide-new-incident')
    await page.getByRole('button', { name: 'Open incident' }).click()
    await at(page, /\/incidents\/INC-\d+$/)
    const ref = page.url().replace(/^.*\//, '')
    await sees(page.getByRole('heading', { level: 1, name: title }))
    const promises = page.locator('section').filter({ has: page.getByRole('heading', { name: 'Promises' }) })
    await sees(promises.getByText(/due|left|remain/i))
    expect(await promises.getByText('no clock runs').count()).toBe(0)

    await page.goto(`${journey.address}/incidents?phase=open,active,waiting&sort=-opened_at`)
    await sees(page.locator(`[data-row="${ref}"]`).getByText(title))

    await page.goto(`${journey.address}/incidents/${ref}`)
    await page.getByRole('button', { name: 'Resolve', exact: true }).click()
    const dialog = page.getByRole('dialog', { name: new RegExp(`Resolve: ${ref}`) })
    await dialog.getByRole('textbox', { name: 'Resolution code' }).fill('Restarted')
    await dialog.getByRole('textbox', { name: 'Resolution', exact: true }).fill('The signing service was restarted.')
    await dialog.getByRole('button', { name: 'Resolve', exact: true }).click()
    await gone(dialog)
    await sees(page.locator('header').getByText('Resolved', { exact: true }))
    await page.goto(`${journey.address}/incidents/${ref}/activity`)
    const entries = page.getByRole('list', { name: 'Activity, newest first' })
    await sees(entries.getByRole('listitem').filter({ hasText: 'Priya Raman' }).filter({ hasText: 'The signing service was restarted.' }))
    expect((await ask(page, 'GET', `/incidents/${ref}`)).item).toMatchObject({ state: 'resolved', resolution_code: 'Restarted' })
  })

  test('a list keeps filter and order in its address; a view saved becomes a tab', async () => {
    const page = await journey.open('/incidents')
    await page.getByRole('button', { name: 'Priority', exact: true }).first().click()
    const filter = page.getByRole('dialog')
    const option = filter.getByRole('checkbox').first()
    await sees(option)
    await option.check()
    await at(page, /[?&]priority=/)
    await page.keyboard.press('Escape')
    await page.getByRole('columnheader', { name: 'Opened' }).getByRole('button').click()
    await at(page, /[?&]sort=opened_at/)
    await settled(page)
    await until(async () => await page.getByRole('table', { name: 'Incidents' }).getAttribute('data-old'), 'false')
    const before = await refs(page)
    expect(before.length).toBeGreaterThan(3)
    const asked = new URL(page.url()).searchParams
    const wanted = (await ask(page, 'GET', `/incidents?priority=${asked.get('priority') ?? ''}&sort=${asked.get('sort') ?? ''}&limit=3`))
      .items
    expect(before.slice(0, 3)).toEqual(wanted.map((one) => one.ref))
    await page.reload()
    await settled(page)
    await until(async () => await refs(page), before)

    await page.getByRole('button', { name: 'Save as view' }).click()
    const dialog = page.getByRole('dialog', { name: 'Save these filters as a view' })
    await dialog.getByRole('textbox', { name: 'Name' }).fill('Critical ones')
    await dialog.getByRole('button', { name: 'Save', exact: true }).click()
    await gone(dialog)
    const tab = page.getByRole('navigation', { name: 'Views' }).getByRole('link', { name: 'Critical ones' })
    await sees(tab)
    expect(await tab.getAttribute('aria-current')).toBe('page')
    await page.getByRole('navigation', { name: 'Views' }).getByRole('link', { name: 'All', exact: true }).click()
    await until(async () => new URL(page.url()).search, '')
    await tab.click()
    await at(page, /[?&]priority=/)
    await until(async () => await refs(page), before)
    await page.getByRole('table').evaluate((table) => {
      for (let one: Element | null = table; one; one = one.parentElement) one.scrollLeft = 0
    })
    await picture(page, 'guide-list')
  })

  test('a clock that was missed explains itself, and the stretches add up to what it says', async () => {
    const page = await journey.open('/inbox')
    const { items } = await ask(page, 'GET', '/incidents?level_state=missed&phase=open,active,waiting&sort=-opened_at&limit=1')
    await page.goto(`${journey.address}/incidents/${items[0]?.ref ?? ''}`)
    await settled(page)
    const promises = page.locator('section').filter({ has: page.getByRole('heading', { name: 'Promises' }) })
    await promises
      .getByText('Missed', { exact: true })
      .first()
      .locator('xpath=ancestor::*[.//button][1]')
      .getByRole('button', { name: /Explain/ })
      .click()
    const told = page.getByRole('region', { name: /^How .* is counted$/ })
    await sees(told)
    const used = /Missed by .+: (.+) of .+ used/.exec(await told.innerText())?.[1]
    expect(used).toBeDefined()
    expect(await told.getByRole('row').count()).toBeGreaterThan(1)
    expect((await told.getByRole('row').last().getByRole('cell').last().innerText()).trim()).toBe(used)
    await picture(page, 'guide-incident')
  })

  test('a field is changed in its place; a change by somebody else meanwhile is not overwritten', async () => {
    const page = await journey.open('/incidents', { role: 'Agent' })
    const { ref } = await newIncident(page, 'Label printer prints twice')
    await page.goto(`${journey.address}/incidents/${ref}`)
    await page.getByRole('button', { name: 'Edit Location' }).click()
    const box = page.locator('[data-field="location"]').getByRole('textbox')
    await box.fill('Ward 4')
    await box.press('Enter')
    await gone(box)
    await sees(page.locator('[data-field="location"]').getByText('Ward 4'))
    const { item } = await ask(page, 'GET', `/incidents/${ref}`)
    expect(item['location']).toBe('Ward 4')

    await page.getByRole('button', { name: 'Edit Location' }).click()
    await box.fill('Ward 6')
    const other = await journey.open('/inbox', { role: 'Administrator' })
    // the page hears of it by itself, and still the edit began before
    const heard = page.waitForResponse((answer) => answer.url().includes(`/api/v1/incidents/${ref}`), { timeout: patience })
    await ask(other, 'PATCH', `/incidents/${ref}`, { location: 'Theatre 2' }, item.version)
    await heard
    await box.press('Enter')
    const dialog = page.getByRole('dialog', { name: `${ref} was changed meanwhile` })
    await sees(dialog)
    await sees(dialog.getByRole('cell', { name: 'Theatre 2' }))
    await sees(dialog.getByRole('cell', { name: 'Ward 6' }))
    expect((await ask(page, 'GET', `/incidents/${ref}`)).item['location']).toBe('Theatre 2')
    await dialog.getByRole('button', { name: 'Save mine' }).click()
    await until(async () => (await ask(page, 'GET', `/incidents/${ref}`)).item['location'], 'Ward 6')
    await gone(dialog)
  })

  test('a title changed by somebody else while one types is not overwritten unasked', async () => {
    const page = await journey.open('/incidents', { role: 'Agent' })
    const { ref } = await newIncident(page, 'Scanner at the desk is slow')
    await page.goto(`${journey.address}/incidents/${ref}`)
    await page.getByRole('button', { name: 'Scanner at the desk is slow' }).click()
    const box = page.getByRole('textbox', { name: 'Summary' })
    await box.fill('Scanner at the desk is very slow')
    const other = await journey.open('/inbox', { role: 'Administrator' })
    const heard = page.waitForResponse((answer) => answer.url().includes(`/api/v1/incidents/${ref}`), { timeout: patience })
    const { item } = await ask(other, 'GET', `/incidents/${ref}`)
    await ask(other, 'PATCH', `/incidents/${ref}`, { title: 'Scanner is broken' }, item.version)
    await heard
    expect(await box.inputValue()).toBe('Scanner at the desk is very slow')
    await box.press('Enter')
    const dialog = page.getByRole('dialog', { name: `${ref} was changed meanwhile` })
    await sees(dialog.getByRole('cell', { name: 'Scanner is broken' }))
    expect((await ask(page, 'GET', `/incidents/${ref}`)).item.title).toBe('Scanner is broken')
    await dialog.getByRole('button', { name: 'Save mine' }).click()
    await until(async () => (await ask(page, 'GET', `/incidents/${ref}`)).item.title, 'Scanner at the desk is very slow')
  })

  test('many records are changed at once: seen beforehand, done, undone', async () => {
    const page = await journey.open('/suppliers', { role: 'Administrator' })
    await sees(rows(page))
    const chosen = (await refs(page)).slice(0, 2)
    const read = async (): Promise<readonly unknown[]> =>
      await Promise.all(chosen.map(async (ref) => (await ask(page, 'GET', `/suppliers/${ref}`)).item['country'] ?? null))
    const before = await read()
    for (const ref of chosen) await page.getByRole('checkbox', { name: `Select ${ref}`, exact: true }).check()
    const bar = page.getByRole('region', { name: 'Selection' })
    await bar.getByRole('button', { name: 'Change a field…' }).click()
    await page.getByRole('menuitem', { name: 'Country' }).click()
    const dialog = page.getByRole('dialog', { name: 'Change Country of many' })
    await dialog.getByRole('textbox', { name: 'Country' }).fill('Norway')
    await dialog.getByRole('button', { name: 'See what would happen' }).click()
    await sees(dialog.getByText('2 suppliers chosen: 2 would change.'))
    expect(await read()).toEqual(before)
    await picture(page, 'guide-many')
    await dialog.getByRole('button', { name: 'Change 2' }).click()
    await gone(dialog)
    await until(read, ['Norway', 'Norway'])
    await page.getByRole('button', { name: 'Undo', exact: true }).click()
    await until(read, before)
  })

  test('the palette opens from within a field and finds a service by words', async () => {
    const page = await journey.open('/incidents')
    await page.getByRole('textbox', { name: 'Search in incidents' }).focus()
    await page.keyboard.press('Control+k')
    const box = page.getByRole('combobox', { name: 'Search or go to' })
    await sees(box)
    await until(async () => await box.evaluate((one) => one === document.activeElement), true)
    await page.keyboard.type('identity and access')
    const found = page.getByRole('option', { name: /^Identity and access.*SVC-/ })
    await sees(found)
    await picture(page, 'guide-palette')
    await found.first().click()
    await at(page, /\/services\/SVC-\d+/)
    await sees(page.getByRole('heading', { level: 1, name: 'Identity and access' }))
    await gone(box)
  })

  test('a record opens beside its list, and Escape closes it', async () => {
    const page = await journey.open('/services?sort=title')
    await sees(rows(page))
    const before = await refs(page)
    const ref = before[1] ?? ''
    await page.locator(`[data-row="${ref}"]`).hover()
    await page.getByRole('button', { name: `Open ${ref} at the side` }).click()
    const side = page.getByRole('complementary', { name: `Service ${ref}` })
    await sees(side.getByRole('heading', { level: 2 }))
    expect(new URL(page.url()).searchParams.get('peek')).toBe(ref)
    await page.keyboard.press('Escape')
    await gone(side)
    expect(new URL(page.url()).search).toBe('?sort=title')
    expect((await refs(page)).slice(0, 2)).toEqual(before.slice(0, 2))
  })

  test('an incident beside its list says who has it and how its promises stand', async () => {
    const page = await journey.open('/incidents?phase=open,active,waiting')
    const ref = (await refs(page))[0] ?? ''
    await page.goto(`${journey.address}/incidents?phase=open,active,waiting&peek=${ref}`)
    const side = page.getByRole('complementary', { name: `Incident ${ref}` })
    await sees(side.getByRole('heading', { name: 'Promises' }))
    await sees(side.getByText('In the hands of'))
    await picture(page, 'peek-incident')
  })

  test('a person sets their mails and quiet hours; they are kept', async () => {
    const page = await journey.open('/settings/mail', { role: 'Agent' })
    // A choice shows once it is kept.
    await page.getByRole('radio', { name: 'At once' }).click()
    await until(async () => await page.getByRole('radio', { name: 'At once' }).isChecked(), true)
    await page.getByRole('checkbox', { name: 'Quiet hours' }).click()
    await until(async () => await page.getByRole('checkbox', { name: 'Quiet hours' }).isChecked(), true)
    await page.getByRole('textbox', { name: 'From' }).or(page.getByLabel('From')).first().fill('20:30')
    const preferences = async (): Promise<unknown> => {
      const answer = await page.request.get(`${journey.address}/api/v1/session`)
      const { mail, quiet } = ((await answer.json()) as { preferences: Record<string, unknown> }).preferences
      return { mail, quiet }
    }
    await until(preferences, { mail: 'each', quiet: { from: '20:30', to: '07:00' } })
    await page.reload()
    await settled(page)
    expect(await page.getByRole('radio', { name: 'At once' }).isChecked()).toBe(true)
    await picture(page, 'settings-mail')
    expect(await page.getByRole('link', { name: 'Organisation', exact: true }).count()).toBe(0)
  })

  test('the second step is set up by scanning a code; the secret stands beside it as text', async () => {
    const page = await journey.open('/settings/security', { role: 'Agent' })
    const secret = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP'
    // people of the sample organisation have no password, so the answer is given here
    await page.route('**/api/v1/account/totp', async (route) =>
      route.fulfill({ json: { secret, uri: `otpauth://totp/Reeve:agent?secret=${secret}&issuer=Reeve` } }),
    )
    await page.getByRole('button', { name: 'Set up' }).click()
    const code = page.getByRole('img', { name: /^QR code/ })
    await sees(code)
    await sees(page.getByText(secret, { exact: true }))
    const box = await code.boundingBox()
    expect([box?.width, box?.height].map((side) => Math.round(side ?? 0))).toEqual([200, 200])
    // three finder patterns of 7 squares need at least 21 by 21, and 4 of quiet zone at each side
    expect(Number((await code.getAttribute('viewBox'))?.split(' ')[2])).toBeGreaterThanOrEqual(29)
    await picture(page, 'settings-totp')
  })

  test('an administrator names the organisation and its time zone', async () => {
    const page = await journey.open('/settings/organisation', { role: 'Administrator' })
    const name = page.getByRole('textbox', { name: 'Name' })
    const before = await name.inputValue()
    await name.fill(`${before} and Partners`)
    await pick(page, 'Time zone', 'Europe/Oslo')
    await picture(page, 'settings-organisation')
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    const there = async (): Promise<unknown> => (await ask(page, 'GET', '/settings/organisation')).item
    await until(there, { name: `${before} and Partners`, time_zone: 'Europe/Oslo', sample: true })
    await ask(page, 'PATCH', '/settings/organisation', { name: before, time_zone: null })
  })

  test('a list of suppliers is checked, mapped, applied and taken back', async () => {
    const page = await journey.open('/imports/new?reader=csv:supplier', { role: 'Administrator' })
    const text =
      'Name,Category,Support e-mail,Line for urgent calls\nQuillmark Optics,strategic,help@quillmark.example,+44 1632 960101\nBroken Kettle,tactical,not an address,+44 1632 960102\nFennick Cabling,commodity,desk@fennick.example,+44 1632 960103\n'
    await page
      .locator('input[type="file"]')
      .first()
      .setInputFiles({ name: 'firms.csv', mimeType: 'text/csv', buffer: Buffer.from(text) })
    await page.getByRole('textbox', { name: 'Name of the source' }).fill('Purchasing')
    await page.getByRole('button', { name: 'Check the files' }).click()
    await at(page, /\/imports\/[0-9a-f-]{30,}/)
    const wrong = page.getByRole('row').filter({ hasText: 'Refused' }).filter({ hasText: 'firms.csv:3' })
    await sees(wrong)
    expect(await wrong.first().innerText()).toMatch(/e-?mail/i)
    await picture(page, 'guide-import')
    const column = page
      .getByRole('combobox', { name: 'Line for urgent calls is' })
      .or(page.getByRole('textbox', { name: 'Line for urgent calls is' }))
      .first()
    await column.click()
    await column.fill('Support tele')
    await page.getByRole('option', { name: 'Support telephone' }).click()
    const keep = page.getByRole('switch', { name: 'Write good lines even when others are refused' })
    if (!(await keep.isChecked())) await page.getByText('Write good lines even when others are refused').click()
    await page.getByRole('button', { name: 'Save and read again' }).click()
    const apply = page.getByRole('button', { name: 'Apply: 2 records' })
    await sees(page.getByText('4 of 4 columns are used'))
    await sees(apply)
    const written = async (): Promise<readonly string[]> => {
      const { items } = await ask(page, 'GET', '/suppliers?q=Quillmark')
      return items.filter((one) => one.title === 'Quillmark Optics').map((one) => String(one['support_phone']))
    }
    expect(await written()).toEqual([])
    await apply.click()
    await sees(page.getByText('Applied', { exact: true }))
    await until(written, ['+44 1632 960101'])
    await page.getByRole('button', { name: 'Undo this import' }).click()
    await page.getByRole('dialog', { name: 'Undo this import?' }).getByRole('button', { name: 'Undo it' }).click()
    await sees(page.getByText('Undone', { exact: true }))
    await until(written, [])
  })

  test('a figure of a service opens as many records as it says', async () => {
    const page = await journey.open('/services/SVC-1')
    const figure = page.getByRole('group', { name: 'Open incidents', exact: true })
    await sees(figure)
    await settled(page)
    await picture(page, 'guide-service')
    const value = /^\s*([\d,]+)\s*$/m.exec(await figure.innerText())?.[1] ?? ''
    expect(Number(value.replace(',', ''))).toBeGreaterThan(0)
    await figure.getByRole('link', { name: 'Records behind it' }).click()
    await at(page, /\/incidents\?/)
    await sees(page.getByRole('status').filter({ hasText: new RegExp(`^${value} incidents?$`) }))
  })

  test('a report is drafted from a service and issued', async () => {
    const page = await journey.open('/services/SVC-1')
    await page.getByRole('button', { name: 'More', exact: true }).click()
    await page.getByRole('menuitem', { name: 'Create report…' }).click()
    const dialog = page.getByRole('dialog', { name: /^Report on / })
    await dialog.getByRole('button', { name: 'Create draft' }).click()
    await at(page, /\/reports\/[A-Z]+-\d+$/)
    await sees(page.getByText('Draft: figures are read anew until it is issued'))
    await sees(page.getByRole('heading', { name: 'In short' }))
    const ref = page.url().replace(/^.*\//, '')
    await page.getByRole('button', { name: 'Issue', exact: true }).click()
    await sees(page.getByText('Frozen as issued'))
    await page.reload()
    await settled(page)
    await sees(page.getByText('Frozen as issued'))
    await picture(page, 'guide-report')
    expect((await ask(page, 'GET', `/reports/${ref}`)).item).toMatchObject({ state: 'issued' })
  })

  test('the sample organisation cannot be set up again; signing out leads to its people', async () => {
    const stranger = await journey.open('/sign-in', { role: '' })
    const answer = await stranger.request.post(`${journey.address}/api/v1/setup`, {
      data: { organisation: 'Other', title: 'Eve Other', email: 'eve@other.example', password: 'four words are enough' },
      headers: { origin: journey.address, 'sec-fetch-site': 'same-origin' },
    })
    expect(answer.status()).toBeGreaterThanOrEqual(400)
    expect(answer.status()).toBeLessThan(500)

    const page = await journey.open('/', { role: 'Agent' })
    await page.getByRole('button', { name: 'Priya Raman: settings and sign out' }).click()
    await page.getByRole('menuitem', { name: 'Sign out' }).click()
    await sees(page.getByRole('heading', { level: 1, name: /^Sign in/ }))
    expect((await page.request.get(`${journey.address}/api/v1/incidents`)).status()).toBe(401)
    await picture(page, 'guide-sign-in')
    await page.getByRole('button', { name: /Continue as Priya Raman/ }).click()
    await sees(page.getByRole('button', { name: 'Priya Raman: settings and sign out' }))
  })

  test('who may not do something is told who may', async () => {
    const manager = await journey.open('/inbox')
    const { ref } = await newIncident(manager, 'Screen flickers in the board room')
    const page = await journey.open(`/incidents/${ref}`, { role: 'Auditor' })
    const start = page.getByRole('button', { name: 'Start work' })
    await sees(start)
    expect(await start.getAttribute('aria-disabled')).toBe('true')
    await start.hover()
    await sees(page.getByRole('tooltip').filter({ hasText: /Ask [A-Z]/ }))
    await picture(page, 'guide-right')
    await start.click({ force: true })
    expect((await ask(page, 'GET', `/incidents/${ref}`)).item.state).toBe('new')
    expect(await page.getByRole('button', { name: 'Edit Location' }).count()).toBe(0)
  })

  test('a list is walked with keys, and ? shows them', async () => {
    const page = await journey.open('/services?sort=title')
    await sees(rows(page))
    const [first, second] = await refs(page)
    const cursor = async (): Promise<string | null> => {
      const row = page.locator('[data-row][data-cursor="true"]')
      return (await row.count()) === 1 ? await row.getAttribute('data-row') : null
    }
    for (const [key, ref] of [
      ['j', first],
      ['j', second],
      ['k', first],
      ['j', second],
    ] as const) {
      await page.keyboard.press(key)
      await until(cursor, ref ?? null)
    }
    await page.keyboard.press('?')
    const sheet = page.getByRole('dialog', { name: 'Keys' })
    await sees(sheet.getByText('Row before'))
    await picture(page, 'guide-keys')
    await page.keyboard.press('Escape')
    await gone(sheet)
    await page.keyboard.press('o')
    await at(page, new RegExp(`/services/${second}$`))
    await sees(page.getByRole('heading', { level: 1 }))
  })
})
