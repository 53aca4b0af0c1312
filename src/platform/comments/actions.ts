import { newId } from '../../kernel/id.ts'
import { isoOf } from '../../kernel/instant.ts'
import { invalid, notFound, Refusal } from '../../kernel/refusal.ts'
import type { Database, Tx } from '../db/database.ts'
import { sql } from '../db/sql.ts'
import { append } from '../events/append.ts'
import type { Context } from '../records/context.ts'
import type { AnyRecord, Kind } from '../records/kind.ts'
import { locate } from '../records/read.ts'
import { needAnywhere } from '../rights/grants.ts'
import { renderMarkdown } from './markdown.ts'
import { referencesIn } from './references.ts'
import { commentById, type Stored } from './store.ts'

export type NewComment = Readonly<{
  kind: Kind
  record: AnyRecord
  comment: Readonly<{ id: string; text: string }>
  /** Ids of the people and teams that the text names with @. In an edited comment only those it did not name before. */
  mentions: readonly string[]
  edited: boolean
}>

export type CommentHooks = Readonly<{
  /** Follows a new or edited comment in its transaction. */
  onComment?: (tx: Tx, ctx: Context, made: NewComment) => Promise<void>
}>

const longest = 20_000

const readText = (text: string): string => {
  const trimmed = text.trim()
  if (trimmed === '') throw invalid('text', 'Write something first.', 'required')
  if (trimmed.length > longest)
    throw invalid('text', `A comment has ${longest.toLocaleString('en')} characters at most; attach longer text as a file.`, 'too_long')
  if (trimmed.includes('\u0000')) throw invalid('text', 'The text holds a character that cannot be stored.', 'characters')
  return trimmed
}

const rendered = async (tx: Tx, ctx: Context, text: string) => renderMarkdown(text, ctx.registry, await referencesIn(tx, text))

const happened = async (
  tx: Tx,
  ctx: Context,
  kind: Kind,
  record: AnyRecord,
  verb: string,
  comment: string,
  text: string,
): Promise<void> => {
  await append(tx, ctx, {
    verb,
    kind: kind.name,
    record: record.id,
    version: null,
    before: null,
    after: { comment, text: text.slice(0, 200) },
  })
  tx.afterCommit(() =>
    ctx.registry.announce({ kind: kind.name, id: record.id, ref: record.ref, verb, version: record.version, actor: ctx.actor.id }),
  )
}

/** Writes a comment on a record. Whoever calls has judged that the person may. @returns its id */
export const addComment = async (
  tx: Tx,
  ctx: Context,
  kind: Kind,
  record: AnyRecord,
  written: string,
  hooks: CommentHooks,
): Promise<string> => {
  const text = readText(written)
  const { html, mentions } = await rendered(tx, ctx, text)
  const id = newId()
  await tx.run(sql`insert into comment (id, record_id, author, at, text, html, mentions)
    values (${id}, ${record.id}, ${ctx.actor.id}, ${isoOf(ctx.now)}, ${text}, ${html}, ${[...mentions]}::uuid[])`)
  await happened(tx, ctx, kind, record, 'comment', id, text)
  await hooks.onComment?.(tx, ctx, { kind, record, comment: { id, text }, mentions, edited: false })
  return id
}

/** Comments on a record that the person sees. @throws Refusal `not_found`, MissingRight `comment.create` */
export const comment = async (db: Database, ctx: Context, key: string, text: string, hooks: CommentHooks): Promise<Stored> => {
  const { kind, record } = await locate(db, ctx, key)
  needAnywhere(ctx.actor, 'comment.create', 'comment')
  const id = await db.transaction(async (tx) => await addComment(tx, ctx, kind, record, text, hooks))
  return await stored(db, id)
}

const stored = async (db: Database, id: string): Promise<Stored> => {
  const found = await commentById(db, id)
  if (!found) throw notFound('This comment')
  return found
}

/** Changes the own comment. @throws Refusal `not_found`, `not_yours` */
export const editComment = async (db: Database, ctx: Context, id: string, written: string, hooks: CommentHooks): Promise<Stored> => {
  const before = await stored(db, id)
  const { kind, record } = await locate(db, ctx, before.record_id)
  if (before.author === null || before.author.id !== ctx.actor.id)
    throw new Refusal('forbidden', 'not_yours', 'Only who wrote a comment can change it. Write another one below it.')
  const text = readText(written)
  await db.transaction(async (tx) => {
    const { html, mentions } = await rendered(tx, ctx, text)
    const row = await tx.first<{ mentions: readonly string[] }>(
      sql`select mentions from comment where id = ${id} and removed_at is null for update`,
    )
    if (!row) throw notFound('This comment')
    await tx.run(
      sql`update comment set text = ${text}, html = ${html}, mentions = ${[...mentions]}::uuid[], edited_at = ${isoOf(ctx.now)} where id = ${id}`,
    )
    await happened(tx, ctx, kind, record, 'comment_edit', id, text)
    const added = mentions.filter((one) => !row.mentions.includes(one))
    await hooks.onComment?.(tx, ctx, { kind, record, comment: { id, text }, mentions: added, edited: true })
  })
  return await stored(db, id)
}

/** Takes a comment away: the own one, or any with the right `comment.remove`. It stays in the database, unseen. */
export const removeComment = async (db: Database, ctx: Context, id: string): Promise<void> => {
  const before = await stored(db, id)
  const { kind, record } = await locate(db, ctx, before.record_id)
  if (before.author === null || before.author.id !== ctx.actor.id) needAnywhere(ctx.actor, 'comment.remove', 'remove what others wrote')
  await db.transaction(async (tx) => {
    if ((await tx.run(sql`update comment set removed_at = ${isoOf(ctx.now)} where id = ${id} and removed_at is null`)) === 1)
      await happened(tx, ctx, kind, record, 'comment_remove', id, before.text)
  })
}
