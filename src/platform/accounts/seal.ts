import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import type { Db } from '../db/database.ts'
import { sql } from '../db/sql.ts'

/** The organisation's sealing key (32 bytes), made by the first process that asks for it. */
export const sealingKey = async (db: Db): Promise<Buffer> => {
  const read = async () => (await db.first<{ key: Buffer }>(sql`select key from account_key`))?.key
  const there = await read()
  if (there) return there
  await db.run(sql`insert into account_key (key) values (${randomBytes(32)}) on conflict do nothing`)
  const made = await read()
  if (!made) throw new Error('the sealing key cannot be stored')
  return made
}

const ivBytes = 12
const tagBytes = 16

/** Text that only the holder of the key can read or make (AES-256-GCM), as base64url. */
export const seal = (key: Buffer, text: string): string => {
  const iv = randomBytes(ivBytes)
  const cipher = createCipheriv('aes-256-gcm', key, iv)
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
  return Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString('base64url')
}

/** The sealed text; null when it was changed or sealed with another key. */
export const unseal = (key: Buffer, sealed: string): string | null => {
  const bytes = Buffer.from(sealed, 'base64url')
  if (bytes.length < ivBytes + tagBytes) return null
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, ivBytes), { authTagLength: tagBytes })
  decipher.setAuthTag(bytes.subarray(ivBytes, ivBytes + tagBytes))
  try {
    return Buffer.concat([decipher.update(bytes.subarray(ivBytes + tagBytes)), decipher.final()]).toString('utf8')
  } catch {
    return null
  }
}
