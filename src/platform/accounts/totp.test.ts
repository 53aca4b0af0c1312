import { afterAll, beforeAll, expect, test } from 'vitest'
import { sql } from '../db/sql.ts'
import { addPerson, type House, openStage } from './testing.ts'
import { newTotp, spendCode, stepOfCode } from './totp.ts'

// Source: RFC 6238, appendix B (SHA-1), the last six digits.
const secret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ'

test.each([
  [59, '287082'],
  [1_111_111_109, '081804'],
  [1_234_567_890, '005924'],
  [2_000_000_000, '279037'],
])('at second %d the code is %s', async (second, code) => {
  expect(await stepOfCode(secret, code, second * 1000)).toBe(Math.floor(second / 30))
})

test('a code counts one step early or late and no further', async () => {
  const at = 1_111_111_109_000
  const step = Math.floor(at / 30_000)
  for (const steps of [-1, 1]) expect(await stepOfCode(secret, '081804', at + steps * 30_000)).toBe(step)
  for (const steps of [-2, 2]) expect(await stepOfCode(secret, '081804', at + steps * 30_000)).toBeNull()
  expect(await stepOfCode(secret, '081805', at)).toBeNull()
  expect(await stepOfCode(secret, 'no code', at)).toBeNull()
  expect(await stepOfCode(secret, ' 081 804 ', at)).toBe(step)
})

test('each secret is new, 160 bits, and its address names organisation and person', async () => {
  const one = await newTotp('Reeve Hafen', 'ada@hafen.example')
  expect(one.secret).toMatch(/^[A-Z2-7]{32}$/)
  expect((await newTotp('Reeve Hafen', 'ada@hafen.example')).secret).not.toBe(one.secret)
  const uri = new URL(one.uri)
  expect(uri.protocol + uri.host).toBe('otpauth:totp')
  expect(decodeURIComponent(uri.pathname)).toBe('/Reeve Hafen:ada@hafen.example')
  expect(uri.searchParams.get('secret')).toBe(one.secret)
})

let house: House
beforeAll(async () => {
  house = await openStage()
})
afterAll(async () => await house.close())

test('of ten requests with the same code one gets through, and none with an older code after it', async () => {
  const person = await addPerson(house.db, 'Ada', 'ada@hafen.example')
  await house.db.run(sql`insert into account (person, made_at, totp_secret) values (${person}, now(), ${secret})`)
  const at = 1_111_111_109_000
  const tries = await Promise.all(Array.from({ length: 10 }, async () => await spendCode(house.db, person, secret, '081804', at)))
  expect(tries.filter(Boolean)).toHaveLength(1)
  expect(await spendCode(house.db, person, secret, '081804', at)).toBe(false)
})
