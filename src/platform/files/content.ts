import { createHash, randomUUID } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { link, mkdir, open, readdir, rm, stat, unlink, utimes } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { type Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { Refusal } from '../../kernel/refusal.ts'
import { headSize } from './sniff.ts'

/** A content on its way in: whole on the disk, under no name yet. */
export type Incoming = Readonly<{ path: string; sha256: string; size: number; head: Buffer }>

export const pathOf = (folder: string, sha256: string): string => join(folder, sha256.slice(0, 2), sha256)

/** Beside the folder, so that a backup of it never meets a half-written file. */
const waitingRoom = (folder: string): string => `${folder}-incoming`

const errorCode = (error: unknown): string => (error instanceof Error && 'code' in error ? String(error.code) : '')

const readable = (error: unknown): unknown =>
  errorCode(error) === 'ENOSPC' || errorCode(error) === 'EDQUOT'
    ? new Refusal(
        'unavailable',
        'disk_full',
        'The disk of Reeve is full, so nothing was stored. Tell your administrator, then send the files again.',
      )
    : error

/** Writes a stream to the disk durably while it is counted and digested. The caller keeps it or drops it. */
export const receive = async (folder: string, content: Readable): Promise<Incoming> => {
  const room = waitingRoom(folder)
  await mkdir(room, { recursive: true, mode: 0o700 })
  const path = join(room, randomUUID())
  const hash = createHash('sha256')
  const beginning: Buffer[] = []
  let [size, held] = [0, 0]
  const counted = new Transform({
    transform: (piece: Buffer, _encoding, done) => {
      hash.update(piece)
      size += piece.length
      if (held < headSize) {
        const part = piece.subarray(0, headSize - held)
        beginning.push(part)
        held += part.length
      }
      done(null, piece)
    },
  })
  try {
    await pipeline(content, counted, createWriteStream(path, { mode: 0o600, flags: 'wx', flush: true }))
  } catch (error) {
    await rm(path, { force: true })
    throw readable(error)
  }
  return { path, sha256: hash.digest('hex'), size, head: Buffer.concat(beginning) }
}

export const drop = async (incoming: Pick<Incoming, 'path'>): Promise<void> => await rm(incoming.path, { force: true })

/** Gives a content its name. The same content may be there already: then its age begins anew, so that no sweep takes it from under us. */
export const keep = async (folder: string, { path, sha256 }: Incoming): Promise<void> => {
  const target = pathOf(folder, sha256)
  await mkdir(dirname(target), { recursive: true, mode: 0o700 })
  try {
    await link(path, target)
    await synced(dirname(target))
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw readable(error)
    const now = new Date()
    await utimes(target, now, now)
  }
  await unlink(path)
}

/** A name in a folder survives a power cut only once the folder itself is on the disk. */
const synced = async (folder: string): Promise<void> => {
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

const entries = async (folder: string): Promise<readonly string[]> => {
  try {
    return await readdir(folder)
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return []
    throw error
  }
}

/**
 * Removes contents that no file has, and what broken uploads left, when they are older than a moment (epoch ms).
 * @param used which of some digests files still have
 */
export const sweep = async (
  folder: string,
  before: number,
  used: (sha256: readonly string[]) => Promise<ReadonlySet<string>>,
): Promise<number> => {
  let removed = 0
  const unlinkOld = async (path: string): Promise<void> => {
    if ((await stat(path)).mtimeMs >= before) return
    await rm(path, { force: true })
    removed++
  }
  for (const name of await entries(waitingRoom(folder))) await unlinkOld(join(waitingRoom(folder), name))
  for (const part of await entries(folder)) {
    if (!/^[0-9a-f]{2}$/.test(part)) continue
    const names = await entries(join(folder, part))
    const kept = await used(names)
    for (const name of names) if (!kept.has(name)) await unlinkOld(join(folder, part, name))
  }
  return removed
}
