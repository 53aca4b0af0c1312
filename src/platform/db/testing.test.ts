import pg from 'pg'
import { expect, test } from 'vitest'
import type { DatabaseAddress } from './server.ts'
import { freshDatabase } from './testing.ts'

const ask = async (address: DatabaseAddress, statement: string): Promise<unknown[]> => {
  const client = new pg.Client({ ...address })
  await client.connect()
  try {
    return (await client.query<Record<string, unknown>>(statement)).rows
  } finally {
    await client.end()
  }
}

let prepared = 0
const key = crypto.randomUUID()
const prepare = async (address: DatabaseAddress): Promise<void> => {
  prepared++
  await ask(address, "create table thing (name text); insert into thing values ('from the template')")
}

test('each test database has what the template has, and nothing of the others', async () => {
  const [one, two] = await Promise.all([freshDatabase({ templateKey: key, prepare }), freshDatabase({ templateKey: key, prepare })])
  await ask(one.address, "insert into thing values ('mine')")
  expect(await ask(two.address, 'select name from thing')).toEqual([{ name: 'from the template' }])
  expect(await ask(one.address, 'select count(*)::int n from thing')).toEqual([{ n: 2 }])
  expect(prepared).toBe(1)
  await Promise.all([one.drop(), two.drop()])
  await expect(ask(one.address, 'select 1')).rejects.toMatchObject({ code: '3D000' })
})

test('a preparation that fails says so and is tried again', async () => {
  const templateKey = crypto.randomUUID()
  await expect(freshDatabase({ templateKey, prepare: (address) => ask(address, 'no sql').then(() => undefined) })).rejects.toMatchObject({
    code: '42601',
  })
  await using made = await freshDatabase({ templateKey, prepare })
  expect(await ask(made.address, 'select name from thing')).toHaveLength(1)
})
