import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { testHouse, type TestHouse } from '../../../test/house.ts'
import type { Context } from '../records/context.ts'
import { create } from '../records/write.ts'
import { system } from '../rights/grants.ts'
import { sharedAnswer } from './shared.ts'

let reeve: TestHouse
let people: readonly [string, string]
beforeAll(async () => {
  reeve = await testHouse()
  const made = await reeve.house.db.transaction(
    async (tx) =>
      await Promise.all(['Ann', 'Ben'].map(async (title) => await create(tx, as(null), reeve.house.registry.kind('person'), { title }))),
  )
  people = [made[0]?.id ?? '', made[1]?.id ?? '']
})
afterAll(async () => await reeve[Symbol.asyncDispose]())

const as = (person: string | null): Context => ({
  registry: reeve.house.registry,
  actor: { ...system, id: person },
  now: reeve.now.value,
  via: 'api',
})

/** A question that takes so many milliseconds, and how often it was worked out. */
const question = (ms: number) => {
  const asked = { times: 0 }
  const make = async (): Promise<number> => {
    asked.times++
    await pause(ms)
    return asked.times
  }
  return { asked, make }
}

const somethingBy = async (person: string): Promise<void> =>
  void (await reeve.house.db.transaction(
    async (tx) => await create(tx, as(person), reeve.house.registry.kind('unit'), { title: `Unit ${Math.random()}` }),
  ))

test('what many ask at once is worked out once, and kept while nothing happens', async () => {
  const { asked, make } = question(120)
  const ask = async (): Promise<number> => await sharedAnswer(reeve.house.db, as(people[0]), 'once', '', make)
  expect(await Promise.all([ask(), ask(), ask()])).toEqual([1, 1, 1])
  expect(await ask()).toBe(1)
  expect(asked.times).toBe(1)
})

test('whoever did something sees it at once; others when the answer is ten times as old as it took', async () => {
  const { make } = question(150)
  const ask = async (person: string): Promise<number> => await sharedAnswer(reeve.house.db, as(person), 'news', '', make)
  expect(await ask(people[0])).toBe(1)
  await somethingBy(people[0])
  expect(await ask(people[1])).toBe(1)
  expect(await ask(people[0])).toBe(2)
  expect(await ask(people[1])).toBe(2)
  await somethingBy(people[0])
  await pause(2_000)
  expect(await ask(people[1])).toBe(3)
})

test('another state of what it is made from, or another question, is another answer', async () => {
  const { make } = question(60)
  const ask = async (key: string, marker: string): Promise<number> => await sharedAnswer(reeve.house.db, as(people[0]), key, marker, make)
  expect(await ask('state', 'a')).toBe(1)
  expect(await ask('state b', 'a')).toBe(2)
  await pause(900)
  expect(await ask('state', 'a')).toBe(1)
  expect(await ask('state', 'b')).toBe(3)
})

test('what is made at once is made each time; a failure is not kept', async () => {
  const { make } = question(0)
  const ask = async (): Promise<number> => await sharedAnswer(reeve.house.db, as(people[0]), 'quick', '', make)
  expect(await ask()).toBe(1)
  expect(await ask()).toBe(2)
  const failing = sharedAnswer(reeve.house.db, as(people[0]), 'failing', '', async () => {
    await pause(60)
    throw new Error('lost')
  })
  await expect(failing).rejects.toThrow('lost')
  expect(await sharedAnswer(reeve.house.db, as(people[0]), 'failing', '', async () => 'found')).toBe('found')
})
