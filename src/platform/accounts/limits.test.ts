import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Refusal } from '../../kernel/refusal.ts'
import { addressKey, giveBack, nobodyKey, passed, takeTry } from './limits.ts'
import { type House, openStage } from './testing.ts'

let house: House
beforeAll(async () => {
  house = await openStage()
})
afterAll(async () => await house.close())

const begin = Date.UTC(2016, 2, 1)
const minute = 60_000
let names = 0
const someKey = () => nobodyKey(`somebody${names++}@hafen.example`)

/** The message of the refusal; null when the try was allowed. */
const tryAt = async (keys: Parameters<typeof takeTry>[1], at: number): Promise<string | null> => {
  try {
    await takeTry(house.db, keys, at)
    return null
  } catch (error) {
    expect(error).toMatchObject({ reason: 'busy', code: 'too_many_tries' })
    return (error as Refusal).message
  }
}

test('five tries are free, then each waits twice as long as the one before, a quarter of an hour at most', async () => {
  const key = someKey()
  for (let turn = 1; turn <= 5; turn++) expect(await tryAt([key], begin)).toBeNull()
  expect(await tryAt([key], begin)).toContain('30 seconds')
  expect(await tryAt([key], begin + 29_999)).toContain('1 seconds')
  let at = begin + 30_000
  for (const wait of [60, 120, 240, 480, 900, 900]) {
    expect(await tryAt([key], at)).toBeNull()
    expect(await tryAt([key], at + wait * 1000 - 1)).not.toBeNull()
    at += wait * 1000
  }
})

test('of fifty tries at the same moment five are let through', async () => {
  const key = someKey()
  const tries = await Promise.all(Array.from({ length: 50 }, async () => await tryAt([key], begin)))
  expect(tries.filter((one) => one === null)).toHaveLength(5)
})

test('failures are forgotten with time, and by signing in', async () => {
  const key = someKey()
  for (let turn = 1; turn <= 4; turn++) await tryAt([key], begin)
  for (let turn = 1; turn <= 3; turn++) expect(await tryAt([key], begin + 60 * minute)).toBeNull()
  expect(await tryAt([key], begin + 60 * minute)).not.toBeNull()
  await passed(house.db, [key])
  for (let turn = 1; turn <= 5; turn++) expect(await tryAt([key], begin + 60 * minute)).toBeNull()
})

test('a try that is given back does not count', async () => {
  const key = someKey()
  for (let turn = 1; turn <= 20; turn++) {
    expect(await tryAt([key], begin)).toBeNull()
    await giveBack(house.db, [key])
  }
})

test('an address may fail twenty times across accounts, and signing in to one’s own does not clear it', async () => {
  const address = addressKey('203.0.113.7')
  for (let turn = 1; turn <= 19; turn++) expect(await tryAt([address, someKey()], begin)).toBeNull()
  const own = someKey()
  expect(await tryAt([address, own], begin)).toBeNull()
  await passed(house.db, [address, own])
  expect(await tryAt([address, someKey()], begin)).toBeNull()
  expect(await tryAt([address, someKey()], begin)).not.toBeNull()
  expect(await tryAt([addressKey('203.0.113.8'), someKey()], begin)).toBeNull()
})

test('an IPv6 network counts as one address', () => {
  expect(addressKey('2001:db8:1:2::5')).toEqual(addressKey('2001:db8:1:2:ffff:0:0:1'))
  expect(addressKey('2001:0db8:0001:0002::5')).toEqual(addressKey('2001:db8:1:2::6'))
  expect(addressKey('2001:db8:1:3::5')).not.toEqual(addressKey('2001:db8:1:2::5'))
  expect(addressKey('2001:db8::1')).toEqual(addressKey('2001:db8:0:0:7::'))
  expect(addressKey('::ffff:203.0.113.7')).not.toEqual(addressKey('::ffff:203.0.113.8'))
})
