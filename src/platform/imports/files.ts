import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { type Readable, Transform } from 'node:stream'
import { Refusal } from '../../kernel/refusal.ts'
import type { SourceFile } from './reader.ts'

/** Uploaded files are kept this long, so that a mapping can be changed and read again. */
export const keptDays = 30

const mostFiles = 5000

export type Upload = Readonly<{ name: string; content: Readable; truncated?: () => boolean }>

/** A relative path within what was sent: no way out of it, no odd signs. */
const cleanName = (name: string): string => {
  const parts = name
    .replaceAll('\\', '/')
    .replace(/\p{Cc}/gu, '')
    .split('/')
    .filter((part) => part !== '' && part !== '.')
  if (parts.length === 0 || parts.includes('..'))
    throw new Refusal('invalid', 'file_name', `“${name.slice(0, 80)}” is not a name within what was sent.`, [
      { path: 'file', rule: 'file_name', message: 'A file needs a name, without “..”.' },
    ])
  return parts.join('/').slice(0, 500)
}

const pathOf = (folder: string, run: string, index: number): string => join(folder, run, String(index))

/** Stores what is sent, as it comes. @throws Refusal `too_large`, `no_files`, `too_many_files`, `file_name` */
export const keepFiles = async (folder: string, run: string, uploads: AsyncIterable<Upload>): Promise<readonly SourceFile[]> => {
  const files: SourceFile[] = []
  await mkdir(join(folder, run), { recursive: true, mode: 0o700 })
  try {
    for await (const upload of uploads) {
      if (files.length >= mostFiles)
        throw new Refusal('too_large', 'too_many_files', `More than ${mostFiles} files at once cannot be read. Send them in parts.`)
      const path = pathOf(folder, run, files.length)
      const hash = createHash('sha256')
      let size = 0
      const counted = new Transform({
        transform: (piece: Buffer, _encoding, done) => {
          hash.update(piece)
          size += piece.length
          done(null, piece)
        },
      })
      await pipeline(upload.content, counted, createWriteStream(path, { mode: 0o600 }))
      if (upload.truncated?.())
        throw new Refusal(
          'too_large',
          'too_large',
          `${upload.name.slice(0, 120)} is larger than may be sent. Pack it with gzip, or send it in parts.`,
          [{ path: 'file', file: upload.name, rule: 'too_large', message: 'The file is too large.' }],
        )
      files.push({ name: cleanName(upload.name), path, size, sha256: hash.digest('hex') })
    }
    if (files.length === 0)
      throw new Refusal('invalid', 'no_files', 'Send at least one file.', [
        { path: 'file', rule: 'required', message: 'No file was sent.' },
      ])
  } catch (error) {
    await dropFiles(folder, run)
    throw error
  }
  return files
}

/** The files of a run where they were put when it was made. */
export const filesOf = (folder: string, run: string, files: readonly Omit<SourceFile, 'path'>[]): readonly SourceFile[] =>
  files.map((file, index) => ({ ...file, path: pathOf(folder, run, index) }))

export const dropFiles = async (folder: string, run: string): Promise<void> => {
  await rm(join(folder, run), { recursive: true, force: true })
}
