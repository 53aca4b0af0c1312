import { createHmac, randomBytes } from 'node:crypto'

/** A secret for signing, written as Standard Webhooks writes it: `whsec_` and base64 of 32 bytes. */
export const newSecret = (): string => `whsec_${randomBytes(32).toString('base64')}`

export type SignedHeaders = Readonly<{ 'webhook-id': string; 'webhook-timestamp': string; 'webhook-signature': string }>

/**
 * Headers that let the receiver check who sent a message and that it is no old one played again
 * (standardwebhooks.com: base64 of HMAC-SHA256 over `id.timestamp.body` with the decoded secret, after `v1,`). `at`: epoch milliseconds.
 */
export const signedHeaders = (secret: string, id: string, at: number, body: string): SignedHeaders => {
  const timestamp = String(Math.floor(at / 1000))
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64')
  const signature = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${signature}` }
}
