import type { Readable } from 'node:stream'
import { newId } from '../../kernel/id.ts'
import { isRefusal, notFound, Refusal } from '../../kernel/refusal.ts'
import type { Database, Tx } from '../db/database.ts'
import { append } from '../events/append.ts'
import type { Context } from '../records/context.ts'
import type { AnyRecord, Kind } from '../records/kind.ts'
import { locate } from '../records/read.ts'
import { mayOn, needAnywhere, needOn } from '../rights/grants.ts'
import { drop, type Incoming, keep, receive } from './content.ts'
import { cleanName } from './name.ts'
import { typeOf } from './sniff.ts'
import { type Attached, fileById, filesOf, insertFile, markRemoved, type Stored } from './store.ts'

export type Upload = Readonly<{ name: string; type: string; content: Readable; truncated: () => boolean }>

export type FilesHow = Readonly<{
  /** Absolute folder of the contents, made when first needed. */
  folder: string
  /** Bytes that one file may have. */
  maxBytes: number
}>

const sizeText = (bytes: number): string =>
  bytes >= 1024 * 1024 ? `${Math.round(bytes / 1024 / 1024)} MiB` : `${Math.round(bytes / 1024)} KiB`

const tooLarge = (name: string, maxBytes: number): Refusal => {
  const message = `${name} is larger than ${sizeText(maxBytes)}, the most that one file may have. Nothing was stored. Pack it, or put it elsewhere and add a link.`
  return new Refusal('too_large', 'file_too_large', message, [
    { path: 'file', file: name, rule: 'file_too_large', message: `Larger than ${sizeText(maxBytes)}.` },
  ])
}

const broken = (error: unknown): unknown => {
  if (isRefusal(error) || !(error instanceof Error) || 'statusCode' in error) return error
  const code = 'code' in error ? String(error.code) : ''
  const ours =
    /terminated early|unexpected end|malformed|boundary|premature close/i.test(error.message) ||
    code === 'ERR_STREAM_PREMATURE_CLOSE' ||
    code === 'ECONNRESET'
  return ours
    ? new Refusal(
        'invalid',
        'broken_upload',
        'What was sent ended in the middle or is not a form with files. Nothing was stored; send it again.',
      )
    : error
}

type Received = Incoming & Readonly<{ name: string; type: string }>

/** All files are on the disk before the first one is kept, so that a refusal of one stores none. */
const received = async (how: FilesHow, uploads: AsyncIterable<Upload>, into: Received[]): Promise<void> => {
  for await (const upload of uploads) {
    const name = cleanName(upload.name)
    const incoming = await receive(how.folder, upload.content)
    into.push({ ...incoming, name, type: typeOf(incoming.head, upload.type) })
    if (upload.truncated() || incoming.size > how.maxBytes) throw tooLarge(name, how.maxBytes)
  }
  if (into.length === 0)
    throw new Refusal('invalid', 'no_files', 'Choose at least one file.', [
      { path: 'file', rule: 'required', message: 'No file was sent.' },
    ])
}

const happened = async (
  tx: Tx,
  ctx: Context,
  kind: Kind,
  record: AnyRecord,
  verb: string,
  file: Readonly<{ id: string; name: string; size: number }>,
): Promise<void> => {
  await append(tx, ctx, {
    verb,
    kind: kind.name,
    record: record.id,
    version: null,
    before: null,
    after: { file: file.id, name: file.name, size: file.size },
  })
  tx.afterCommit(() =>
    ctx.registry.announce({ kind: kind.name, id: record.id, ref: record.ref, verb, version: record.version, actor: ctx.actor.id }),
  )
}

/** Adds files to a record that the person sees. @throws Refusal `file_too_large`, `no_files`, `broken_upload`, `disk_full`, MissingRight `comment.create` */
export const attach = async (
  how: FilesHow,
  db: Database,
  ctx: Context,
  key: string,
  uploads: AsyncIterable<Upload>,
): Promise<readonly Attached[]> => {
  const { kind, record } = await locate(db, ctx, key)
  needAnywhere(ctx.actor, 'comment.create', 'add files')
  const waiting: Received[] = []
  try {
    await received(how, uploads, waiting)
    for (const one of waiting) await keep(how.folder, one)
    const made = waiting.map(({ name, type, size, sha256 }) => ({
      id: newId(),
      record: record.id,
      name,
      type,
      size,
      sha256,
      by: ctx.actor.id,
      at: ctx.now,
    }))
    await db.transaction(async (tx) => {
      for (const file of made) {
        await insertFile(tx, file)
        await happened(tx, ctx, kind, record, 'attach', file)
      }
    })
    const stored = new Map((await filesOf(db, record.id)).map((file) => [file.id, file]))
    return made.flatMap(({ id }) => stored.get(id) ?? []).map(shown)
  } catch (error) {
    throw broken(error)
  } finally {
    for (const one of waiting) await drop(one)
  }
}

export const shown = ({ id, name, size, type, at, by }: Stored): Attached => ({ id, name, size, type, at, by })

/** A file of a record that the person sees. @throws Refusal `not_found` */
export const fileSeen = async (
  db: Database,
  ctx: Context,
  id: string,
): Promise<Readonly<{ file: Stored; kind: Kind; record: AnyRecord }>> => {
  const file = await fileById(db, id)
  if (!file) throw notFound('This file')
  return { file, ...(await locate(db, ctx, file.record_id)) }
}

/** Takes a file away: the own one, or any of a record that the person may edit. */
export const detach = async (db: Database, ctx: Context, id: string): Promise<void> => {
  const { file, kind, record } = await fileSeen(db, ctx, id)
  const mine = file.by !== null && file.by.id === ctx.actor.id
  if (!mine && !mayOn(ctx.actor, 'comment.remove', kind, record))
    needOn(ctx.actor, `${kind.name}.edit`, kind, record, `remove files of ${record.ref} that others added`)
  await db.transaction(async (tx) => {
    if (await markRemoved(tx, id, ctx.now)) await happened(tx, ctx, kind, record, 'detach', file)
  })
}
