import { expect, test } from 'vitest'
import { stage } from '../comments/testing.ts'
import { setWatching, startWatching, watch, watchersOf, watchingOf } from './index.ts'

test('owner and creator watch by themselves, others when they ask or take part, nobody against their word', async () => {
  await using reeve = await stage(() => [watch])
  const [ada, ben, cara] = [
    await reeve.person('Ada Moss', 'Administrator'),
    await reeve.person('Ben Ode', 'Agent'),
    await reeve.person('Cara Finch', 'Requester'),
  ]
  const id = (one: { id: string | null }): string => one.id ?? ''
  const kind = reeve.registry.kind('service')
  const service = await reeve.make('service', { title: 'Mail', service_kind: 'application', owner: ben.id }, ada)
  const watchers = async () => new Set(await watchersOf(reeve.db, kind, service.id))
  expect(await watchers()).toEqual(new Set([ada.id, ben.id]))

  await setWatching(reeve.db, id(ben), service.id, false, reeve.clock.now)
  const team = await reeve.make('team', { title: 'Print room' })
  await reeve.db.transaction(async (tx) => await startWatching(tx, [id(ben), id(cara), team.id], service.id, reeve.clock.now))
  expect(await watchers()).toEqual(new Set([ada.id, cara.id]))
  expect(await watchingOf(reeve.db, ben.id, service)).toEqual({ watching: false, count: 2 })
  expect(await watchingOf(reeve.db, null, service)).toEqual({ watching: false, count: 2 })

  expect((await reeve.call('PUT', `/records/${service.ref}/watch`, undefined, ben)).body).toEqual({ watching: true, count: 3 })
  expect((await reeve.call('PUT', `/records/${service.ref}/watch`)).body).toMatchObject({ status: 422, code: 'no_person' })
})

test('nobody watches what they may not see', async () => {
  await using reeve = await stage(() => [watch])
  const cara = await reeve.person('Cara Finch', 'Requester')
  const supplier = await reeve.make('supplier', { title: 'Secret Ltd' })
  for (const method of ['GET', 'PUT', 'DELETE'] as const)
    expect((await reeve.call(method, `/records/${supplier.ref}/watch`, undefined, cara)).status).toBe(404)
})
