import { expect, test } from 'vitest'
import { testHouse } from '../../../test/house.ts'

const path = '/settings/organisation'

test('an administrator names the organisation and its time zone; it is shown, and the audit tells it', async () => {
  await using house = await testHouse()
  const ada = await house.person('Ada Admin', 'Administrator')
  expect((await house.call('GET', path, undefined, { as: ada })).body['item']).toMatchObject({ time_zone: null })
  const changed = await house.call('PATCH', path, { name: 'Werft Nord', time_zone: 'Europe/Oslo' }, { as: ada })
  expect(changed).toMatchObject({ status: 200, body: { item: { name: 'Werft Nord', time_zone: 'Europe/Oslo' } } })
  expect((await house.call('PATCH', path, { time_zone: null }, { as: ada })).body['item']).toEqual({
    name: 'Werft Nord',
    time_zone: null,
    sample: false,
  })
  await house.call('PATCH', path, { name: 'Werft Nord' }, { as: ada })
  const { items } = (await house.call('GET', `/records/${ada.id ?? ''}/events`)).body as { items: { verb: string; after: unknown }[] }
  expect(items.filter((one) => one.verb === 'organisation_changed').map((one) => one.after)).toEqual([
    { name: 'Werft Nord', time_zone: null },
    { name: 'Werft Nord', time_zone: 'Europe/Oslo' },
  ])
})

test('others read it and cannot change it; a zone that does not exist is refused', async () => {
  await using house = await testHouse()
  const agent = await house.person('Ben Agent', 'Agent')
  expect((await house.call('GET', path, undefined, { as: agent })).status).toBe(200)
  expect(await house.call('PATCH', path, { name: 'Mine' }, { as: agent })).toMatchObject({
    status: 403,
    body: { code: 'missing_right', right: 'organisation.edit' },
  })
  const ada = await house.person('Ada Admin', 'Administrator')
  expect((await house.call('PATCH', path, { time_zone: 'Mars/Olympus' }, { as: ada })).status).toBe(422)
  expect((await house.call('PATCH', path, { name: '  ' }, { as: ada })).status).toBe(422)
  expect((await house.call('GET', path, undefined, { as: null })).status).toBe(401)
})
