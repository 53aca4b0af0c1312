import type { NewComment } from '../comments/index.ts'
import type { Db, Tx } from '../db/database.ts'
import { sql } from '../db/sql.ts'
import type { Behaviour, Change, Context } from '../records/context.ts'
import type { Kind } from '../records/kind.ts'
import { startWatching, watchersSql } from '../watch/index.ts'
import { insertFor, insertingFor, thesePeople } from './store.ts'
import { excerpt, sentenceOf } from './words.ts'

export type NotifyHooks = Readonly<{
  /** Called after the commit for everybody who was told something, so that their screens show it. */
  tell?: (person: string) => void
  /** The people of these teams, so that @mentioning a team reaches them. */
  membersOf?: (db: Db, teams: readonly string[]) => Promise<readonly string[]>
}>

/** Bulk work and what Reeve does by itself are nobody's news. */
const silent = (ctx: Context): boolean => ctx.batch !== undefined || ctx.via === 'import' || ctx.via === 'system'

const told = (tx: Tx, hooks: NotifyHooks, people: readonly string[]): void => {
  const { tell } = hooks
  if (tell && people.length > 0)
    tx.afterCommit(() => {
      for (const person of people) tell(person)
    })
}

const text = (value: unknown): string | null => (typeof value === 'string' ? value : null)

/** People whose own the record is by its kind, such as who reported an incident: they hear of its moves and of comments. */
const ownersByKind = (kind: Kind, record: Readonly<Record<string, unknown>>): readonly string[] =>
  (kind.scope.own ?? []).flatMap((field) => (field === 'id' ? [] : [text(record[field])])).filter((one) => one !== null)

/** What the new owner of a record is told; null when it has none, or has it from themselves. */
const handedTo = (ctx: Context, owner: unknown, ref: string, title: string) =>
  typeof owner !== 'string' || owner === ctx.actor.id
    ? null
    : { people: [owner], verb: 'owner', text: `${ctx.actor.title} gave you ${ref} ${title}` }

/** The notification that is written in one statement with a new record that has an owner. */
const along =
  (hooks: NotifyHooks): NonNullable<Behaviour['along']> =>
  (tx, ctx, kind, draft) => {
    const [id, ref] = [String(draft['id']), String(draft['ref'])]
    const handed = silent(ctx) || kind.quiet ? null : handedTo(ctx, draft['owner'], ref, String(draft['title']))
    if (!handed) return []
    told(tx, hooks, handed.people)
    return [insertingFor(thesePeople(handed.people), { at: ctx.now, record: { id, kind: kind.name, ref }, ...handed, actor: ctx.actor.id })]
  }

/** A record that was made or changed: at most one statement, and none where nobody can be concerned. */
const changed = async (tx: Tx, ctx: Context, change: Change, hooks: NotifyHooks): Promise<void> => {
  if (silent(ctx) || change.kind.quiet) return
  const { kind, before, after, verb } = change
  const record = { id: after.id, kind: kind.name, ref: after.ref }
  const owner = before?.owner === after.owner ? null : after.owner
  const handed = handedTo(ctx, owner, after.ref, after.title) ?? undefined
  const happened = sentenceOf(ctx.actor.title, change)
  if (before === null) {
    if (handed) told(tx, hooks, await insertFor(tx, thesePeople(handed.people), { at: ctx.now, record, ...handed, actor: ctx.actor.id }))
    return
  }
  if (happened === null) return
  const moved = before.state !== after.state
  const people = watchersSql(after, moved ? ownersByKind(kind, after) : [])
  told(tx, hooks, await insertFor(tx, people, { at: ctx.now, record, verb, text: happened, instead: handed, actor: ctx.actor.id }))
}

export const following = (hooks: NotifyHooks): Behaviour => ({
  along: along(hooks),
  saved: async (tx, ctx, change) => await changed(tx, ctx, change, hooks),
})

const mentionedPeople = async (tx: Tx, made: NewComment, hooks: NotifyHooks): Promise<readonly string[]> => {
  if (made.mentions.length === 0) return []
  const members = await hooks.membersOf?.(tx, made.mentions)
  return [...new Set([...made.mentions, ...(members ?? [])])]
}

/**
 * A comment: who is mentioned hears of that, everybody else who watches hears of the comment. Who writes or is mentioned watches from now on.
 * A mended comment is news only to those who are named in it now and were not before.
 */
export const commented = async (tx: Tx, ctx: Context, made: NewComment, hooks: NotifyHooks): Promise<void> => {
  if (silent(ctx) || (made.edited && made.mentions.length === 0)) return
  const { kind, record, comment } = made
  const mentioned = await mentionedPeople(tx, made, hooks)
  const about = `${record.ref} ${record.title}: “${excerpt(comment.text)}”`
  const watchers = sql`${watchersSql(record, ownersByKind(kind, record))} union ${thesePeople(mentioned)}`
  const people = await insertFor(tx, made.edited ? thesePeople(mentioned) : watchers, {
    at: ctx.now,
    record: { id: record.id, kind: kind.name, ref: record.ref },
    verb: 'comment',
    text: `${ctx.actor.title} commented on ${about}`,
    instead: { people: mentioned, verb: 'mention', text: `${ctx.actor.title} mentioned you on ${about}` },
    actor: ctx.actor.id,
  })
  told(tx, hooks, people)
  await startWatching(tx, [...made.mentions, ...(ctx.actor.id ? [ctx.actor.id] : [])], record.id, ctx.now)
}

/** Something that Reeve tells people by itself: a promise at risk, a review that is due. */
export type Tidings = Readonly<{
  people: readonly string[]
  /** Id of the record that it is about. */
  record: string | null
  text: string
  /** A word for programs; "notice" when absent. */
  verb?: string
}>

export const telling = async (
  tx: Tx,
  ctx: Context,
  { people, record, text: words, verb = 'notice' }: Tidings,
  hooks: NotifyHooks,
): Promise<void> => {
  if (people.length === 0) return
  const about =
    record === null
      ? undefined
      : await tx.first<{ id: string; kind: string; ref: string }>(sql`select id, kind, ref from record where id = ${record}`)
  told(tx, hooks, await insertFor(tx, thesePeople(people), { at: ctx.now, record: about ?? null, verb, text: words, actor: ctx.actor.id }))
}
