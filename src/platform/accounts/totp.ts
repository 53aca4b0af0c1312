import type { Millis } from '../../kernel/instant.ts'
import { Refusal } from '../../kernel/refusal.ts'
import type { Db, Tx } from '../db/database.ts'
import { sql } from '../db/sql.ts'

// Loaded at the first code: start does not wait for it.
const library = async () => await import('otplib')

/** A new secret as base32 text, and the address that a phone reads from a QR code. */
export const newTotp = async (issuer: string, email: string): Promise<Readonly<{ secret: string; uri: string }>> => {
  const { generateSecret, generateURI } = await library()
  const secret = generateSecret()
  return { secret, uri: generateURI({ issuer, label: email, secret }) }
}

/**
 * The 30-second step that a six-digit code belongs to, one step early or late allowed for clocks that differ; null for a wrong code.
 * Source: RFC 6238.
 */
export const stepOfCode = async (secret: string, code: string, now: Millis): Promise<number | null> => {
  const token = code.replaceAll(/\s/g, '')
  if (!/^\d{6}$/.test(token)) return null
  const { verify } = await library()
  const result = await verify({ secret, token, epoch: Math.floor(now / 1000), epochTolerance: 30 })
  return result.valid && 'timeStep' in result ? result.timeStep : null
}

/** Takes a code for good. Two requests with one code: the database lets one of them through. */
export const spendCode = async (db: Db | Tx, person: string, secret: string, code: string, now: Millis): Promise<boolean> => {
  const step = await stepOfCode(secret, code, now)
  if (step === null) return false
  return (
    (await db.run(
      sql`update account set totp_step = ${step} where person = ${person} and totp_secret = ${secret} and (totp_step is null or totp_step < ${step})`,
    )) === 1
  )
}

export const wrongCode = (): Refusal =>
  new Refusal(
    'unauthenticated',
    'code_wrong',
    'That code does not fit, or it was used already. Wait for the next one in your authenticator app and check that your phone’s clock is right.',
  )
