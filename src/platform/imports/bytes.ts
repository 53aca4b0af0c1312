import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { createGunzip } from 'node:zlib'
import { Refusal } from '../../kernel/refusal.ts'
import type { SourceFile } from './reader.ts'

const mega = 1024 * 1024
/** No file may be larger than this once it is unpacked. */
const mostUnpacked = 2048 * mega
/** Ordinary text packs 5 to 30 times; a file that grows more than this past the first megabytes is made to do harm. */
const mostRatio = 200
const ratioFrom = 32 * mega

export const bombed = (name: string): Refusal =>
  new Refusal(
    'too_large',
    'unpacks_too_large',
    `${name} unpacks to far more than its size promises, so reading it was stopped. Send the file unpacked, or in parts.`,
    [{ path: 'file', file: name, rule: 'unpacks_too_large', message: 'Unpacks to far more than its size promises.' }],
  )

export const isGzip = async (path: string): Promise<boolean> => {
  const head = await headOf(path, 2)
  return head[0] === 0x1f && head[1] === 0x8b
}

export const headOf = async (path: string, length: number): Promise<Buffer> => {
  const file = await open(path)
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, 0)
    return buffer.subarray(0, bytesRead)
  } finally {
    await file.close()
  }
}

/**
 * The bytes of a file, unpacked when it is gzip whatever its name says. Memory stays that of one piece.
 * @param progress told the stored (packed) bytes that were read
 * @throws Refusal `unpacks_too_large`, `broken_gzip`
 */
export async function* bytesOf(
  file: SourceFile,
  progress: (bytes: number) => void = () => undefined,
  most = mostUnpacked,
): AsyncGenerator<Buffer> {
  const gzip = await isGzip(file.path)
  const packed = createReadStream(file.path, { highWaterMark: mega / 4 })
  if (!gzip) {
    for await (const piece of packed) {
      progress((piece as Buffer).length)
      yield piece as Buffer
    }
    return
  }
  packed.on('data', (piece) => progress(piece.length))
  const unpacked = createGunzip()
  packed.on('error', (error) => unpacked.destroy(error))
  let size = 0
  try {
    for await (const piece of packed.pipe(unpacked)) {
      const bytes = piece as Buffer
      size += bytes.length
      if (size > most || (size > ratioFrom && size > file.size * mostRatio)) throw bombed(file.name)
      yield bytes
    }
  } catch (error) {
    if (error instanceof Error && 'code' in error && String(error.code).startsWith('Z_'))
      throw new Refusal(
        'invalid',
        'broken_gzip',
        `${file.name} is packed with gzip but broken: it ends too early or was damaged on its way. Send it again.`,
        [{ path: 'file', file: file.name, rule: 'broken_gzip', message: 'The packed file is broken.' }],
      )
    throw error
  } finally {
    packed.destroy()
    unpacked.destroy()
  }
}
