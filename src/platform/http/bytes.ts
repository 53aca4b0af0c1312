import { gunzipSync, inflateSync } from 'node:zlib'
import { Refusal } from '../../kernel/refusal.ts'

const tooLarge = (most: number): Refusal =>
  new Refusal(
    'too_large',
    'body_too_large',
    `The body is larger than ${Math.floor(most / 1_048_576)} MB once unpacked. Send it in smaller parts.`,
  )

const unzip = (body: Buffer, encoding: string, most: number): Buffer => {
  try {
    return (encoding === 'gzip' ? gunzipSync : inflateSync)(body, { maxOutputLength: most })
  } catch (error) {
    if (error instanceof RangeError || (error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE'))
      throw tooLarge(most)
    throw new Refusal(
      'invalid',
      'encoding',
      `The body is not valid ${encoding}, though Content-Encoding says so. Send it again, or without that header.`,
    )
  }
}

/**
 * A body as bytes, unpacked as its Content-Encoding says; encodings that belong to a format (snappy) are left to its reader.
 * @param most bytes, before and after unpacking @throws Refusal `body_too_large`, `encoding`
 */
export const unpacked = (body: unknown, encoding: string | undefined, most: number): Buffer => {
  const bytes = Buffer.isBuffer(body) ? body : Buffer.alloc(0)
  if (bytes.length > most) throw tooLarge(most)
  const how = encoding?.trim().toLowerCase()
  return how === 'gzip' || how === 'deflate' ? unzip(bytes, how, most) : bytes
}
