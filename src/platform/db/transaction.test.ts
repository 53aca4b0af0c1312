import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Database, openDatabase } from './database.ts'
import { sql } from './sql.ts'
import { freshDatabase, type TestDatabase } from './testing.ts'

let test_: TestDatabase
let db: Database
beforeAll(async () => {
  test_ = await freshDatabase({
    templateKey: 'transactions1',
    prepare: async (address) => {
      const made = openDatabase(address, 1)
      await made.run(sql`create table thing (name text primary key)`)
      await made.close()
    },
  })
  db = openDatabase(test_.address, 2)
})
afterAll(async () => {
  await db.close()
  await test_.drop()
})

const names = async (): Promise<readonly unknown[]> => (await db.rows(sql`select name from thing order by name`)).map((row) => row['name'])
const add = (name: string) => sql`insert into thing (name) values (${name}) returning name`

test('the last statement of short work takes the commit along', async () => {
  let committed = false
  const made = await db.transaction(
    async (tx) => {
      tx.afterCommit(() => (committed = true))
      await tx.run(add('a'))
      return await tx.last?.(add('b'))
    },
    { short: true },
  )
  expect(made).toEqual({ name: 'b' })
  expect(committed).toBe(true)
  expect(await names()).toEqual(['a', 'b'])
})

test('when the last statement fails, nothing of the work stays, and the connection goes on', async () => {
  let committed = false
  const work = db.transaction(
    async (tx) => {
      tx.afterCommit(() => (committed = true))
      await tx.run(add('c'))
      await tx.last?.(add('a'))
    },
    { short: true },
  )
  await expect(work).rejects.toMatchObject({ code: '23505' })
  expect(committed).toBe(false)
  expect(await names()).toEqual(['a', 'b'])
  await db.transaction(async (tx) => await tx.run(add('d')))
  expect(await names()).toEqual(['a', 'b', 'd'])
})

test('only short work has a last statement', async () => {
  expect(await db.transaction(async (tx) => tx.last)).toBeUndefined()
})

test('work that a serialization failure ended is tried again and knows it', async () => {
  const turns: number[] = []
  await db.transaction(
    async (tx) => {
      turns.push(tx.turn)
      await tx.run(add(`turn ${tx.turn}`))
      if (tx.turn < 3) throw Object.assign(new Error('again'), { code: '40001' })
      await tx.last?.(sql`select 1 as one`)
    },
    { short: true },
  )
  expect(turns).toEqual([1, 2, 3])
  expect(await names()).toEqual(['a', 'b', 'd', 'turn 3'])
})
