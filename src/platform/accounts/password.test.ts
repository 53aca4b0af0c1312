import { expect, test } from 'vitest'
import { Refusal } from '../../kernel/refusal.ts'
import { hashPassword, isWeaker, needGoodPassword, passwordFits } from './password.ts'

const good = 'correct horse battery'

test('a hash is argon2id at 19 MiB and two passes, salted, and fits its password alone', async () => {
  const [one, two] = await Promise.all([hashPassword(good), hashPassword(good)])
  expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/)
  expect(one).not.toBe(two)
  expect(await passwordFits(good, one)).toBe(true)
  expect(await passwordFits('correct horse batterY', one)).toBe(false)
})

// Source: the argon2 reference implementation's own tests (src/test.c, version 0x13, argon2id).
test('hashes of the reference implementation are read', async () => {
  const hash = Buffer.from('09316115d5cf24ed5a15a31a3ba326e5cf32edc24702987c02b6566f61913cf7', 'hex').toString('base64').replace('=', '')
  const reference = `$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$${hash}`
  expect(await passwordFits('password', reference)).toBe(true)
  expect(await passwordFits('passwore', reference)).toBe(false)
  expect(isWeaker(reference)).toBe(false)
  expect(isWeaker(reference.replace('m=65536', 'm=8192'))).toBe(true)
})

test('without a hash nothing fits, not even after the same work', async () => {
  expect(await passwordFits(good, null)).toBe(false)
  await expect(passwordFits(good, 'plain')).rejects.toThrow('not argon2id')
})

test('a letter typed as one or as two code points is the same letter', async () => {
  expect(await passwordFits('schu\u0308ssel fu\u0308r alle', await hashPassword('sch\u00fcssel f\u00fcr alle'))).toBe(true)
})

test.each([
  ['elevenchars', 'password_short'],
  ['🙂🙃😀😁😂😃', 'password_short'],
  ['abababababababab', 'password_simple'],
  ['Ada@Hafen.example', 'password_simple'],
  [`${'wort '.repeat(50)}`, 'password_long'],
])('%s is refused as %s', (password, code) => {
  expect(() => needGoodPassword(password, 'ada@hafen.example')).toThrow(expect.objectContaining({ code }) as Error)
})

test('a password of twelve different characters is good, and too many sign-ins at once are told to wait', async () => {
  expect(() => needGoodPassword('elevenchars!', null)).not.toThrow()
  const all = await Promise.allSettled(
    Array.from({ length: 70 }, async () => await passwordFits(good, '$argon2id$v=19$m=8,t=1,p=1$c29tZXNhbHQ$AAAAAAAAAAAAAAAAAAAAAA')),
  )
  const busy = all.filter((one) => one.status === 'rejected' && one.reason instanceof Refusal && one.reason.code === 'sign_in_busy')
  expect(busy).toHaveLength(4)
  expect(all.filter((one) => one.status === 'fulfilled')).toHaveLength(66)
})
