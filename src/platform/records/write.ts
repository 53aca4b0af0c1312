import { newId } from '../../kernel/id.ts'
import { isoOf } from '../../kernel/instant.ts'
import { type Issue, notFound, Refusal } from '../../kernel/refusal.ts'
import type { Tx } from '../db/database.ts'
import { id, join, type Sql, sql } from '../db/sql.ts'
import { append, eventInsert } from '../events/append.ts'
import { mayOn, needAnywhere, needOn, reachOf } from '../rights/grants.ts'
import { columnsOf, toColumn } from './columns.ts'
import type { Change, Context, Draft } from './context.ts'
import { type AnyRecord, allFields, type Kind, type Move } from './kind.ts'
import { rememberLinks, resolveLinks } from './links.ts'
import { find } from './read.ts'
import { checkAttributes, missing, readFields, sentence } from './schema.ts'
import { wordsOf } from './words.ts'

export type Origin = Readonly<{ source: string; source_ref: string }>

/** What a change may carry besides its fields. */
export type ChangeHow = Readonly<{ version?: number; reason?: string }>

/** Everything that full-text search reads of a record besides ref and title. */
export const searchText = (kind: Kind, record: Readonly<Record<string, unknown>>): string =>
  kind.search
    .map((name) => record[name])
    .filter((value): value is string => typeof value === 'string')
    .join(' ')
    .slice(0, 20_000)

const refuse = (kind: Kind, issues: readonly Issue[]): void => {
  if (issues.length > 0) throw new Refusal('invalid', 'invalid_fields', sentence(kind, issues), issues)
}

/** Fields that need a right of their own beyond the record's. */
const guardFields = (ctx: Context, kind: Kind, input: Readonly<Record<string, unknown>>): void => {
  for (const name of Object.keys(input)) {
    const right = kind.fields[name]?.set ?? kind.fields[name]?.see
    if (right) needAnywhere(ctx.actor, right, `set ${kind.fields[name]?.label ?? name}`)
  }
}

/** Capabilities check the meaning and fill what follows from it, while the draft may still lack fields. */
const prepared = async (tx: Tx, ctx: Context, kind: Kind, draft: Draft, before: AnyRecord | null, verb: string): Promise<void> => {
  for (const behaviour of ctx.registry.behaviours(kind.name)) await behaviour.prepare?.(tx, ctx, draft, before, verb)
}

const complete = (ctx: Context, kind: Kind, draft: Draft): void =>
  refuse(kind, [...missing(kind, draft), ...checkAttributes(kind, draft, ctx.registry)])

const followed = async (tx: Tx, ctx: Context, change: Change): Promise<void> => {
  for (const behaviour of ctx.registry.behaviours(change.kind.name)) await behaviour.saved?.(tx, ctx, change)
  announced(tx, ctx, change)
}

const announced = (tx: Tx, ctx: Context, { kind, after, verb }: Change): void =>
  tx.afterCommit(() =>
    ctx.registry.announce({ kind: kind.name, id: after.id, ref: after.ref, verb, version: after.version, actor: ctx.actor.id }),
  )

const bookkeeping = new Set(['id', 'version', 'created_at', 'created_by', 'changed_at', 'changed_by'])

/** Fields whose values stand in the event of a new record: all that are set. */
const setFields = (kind: Kind, record: Readonly<Record<string, unknown>>): Record<string, unknown> => {
  const set: Record<string, unknown> = {}
  for (const name of Object.keys(allFields(kind))) {
    const value = record[name]
    if (!bookkeeping.has(name) && value !== null && value !== undefined && !(Array.isArray(value) && value.length === 0)) set[name] = value
  }
  return set
}

/**
 * Creates a record from what a person sent. @returns the stored record
 * @throws Refusal `invalid_fields`, MissingRight `<kind>.create`
 */
export const create = async (
  tx: Tx,
  ctx: Context,
  kind: Kind,
  input: Readonly<Record<string, unknown>>,
  origin?: Origin,
): Promise<AnyRecord> => {
  const right = `${kind.name}.create`
  const what = `create ${kind.labels.toLowerCase()}`
  needAnywhere(ctx.actor, right, what)
  const { state, ...fields } = input
  guardFields(ctx, kind, fields)
  const draft: Draft = readFields(kind, fields, ctx.registry)
  // Asked together, so that both travel to the database at once.
  const [number, named] = await Promise.all([nextNumber(tx, kind), resolveLinks(tx, kind, draft)])
  const recordId = newId()
  const at = isoOf(ctx.now)
  Object.assign(draft, {
    id: recordId,
    state: startState(kind, state),
    version: 1,
    created_at: at,
    created_by: ctx.actor.id,
    changed_at: at,
    changed_by: ctx.actor.id,
  })
  draft['ref'] = `${kind.prefix}-${number}`
  await prepared(tx, ctx, kind, draft, null, 'create')
  // A person whose right reaches only some units or services may create only there; what is one's own is judged by the finished draft.
  if (reachOf(ctx.actor, right) !== 'all') needOn(ctx.actor, right, kind, draft, `create ${kind.label.toLowerCase()} there`)
  if (origin === undefined) startsWhereItMay(ctx, kind, draft)
  complete(ctx, kind, draft)
  const behaviours = ctx.registry.behaviours(kind.name)
  const last = behaviours.every((one) => !one.saved || one.along) ? tx.last : undefined
  const along = last ? behaviours.flatMap((one) => one.along?.(tx, ctx, kind, draft) ?? []) : []
  const record = await insert(last ?? tx.first, ctx, kind, draft, origin, along)
  rememberLinks(record, named)
  const change: Change = { kind, verb: 'create', before: null, after: record, changed: new Set(Object.keys(record)) }
  if (last) announced(tx, ctx, change)
  else await followed(tx, ctx, change)
  return record
}

/** A record may begin in another state by who could move it there: no state is reached behind the right to it. @throws MissingRight `<kind>.<verb>` */
const startsWhereItMay = (ctx: Context, kind: Kind, draft: Draft): void => {
  const ways = draft['state'] === kind.lifecycle.initial ? [] : kind.lifecycle.moves.filter((one) => one.to === draft['state'])
  const [first] = ways
  if (first && !ways.some((way) => mayOn(ctx.actor, `${kind.name}.${way.verb}`, kind, draft)))
    needOn(ctx.actor, `${kind.name}.${first.verb}`, kind, draft, `create ${kind.label.toLowerCase()} as ${String(draft['state'])}`)
}

/** A record starts in its initial state unless another is named; imports name whichever it was in. */
const startState = (kind: Kind, asked: unknown): string => {
  if (asked === undefined || asked === null || asked === '') return kind.lifecycle.initial
  const known = kind.lifecycle.states.map((one) => one.name)
  if (typeof asked === 'string' && known.includes(asked)) return asked
  throw new Refusal('invalid', 'invalid_fields', `State must be one of: ${known.join(', ')}.`, [
    { path: 'state', rule: 'choice', message: `State must be one of: ${known.join(', ')}.` },
  ])
}

const nextNumber = async (tx: Tx, kind: Kind): Promise<number> =>
  (await tx.first<{ n: number }>(sql`select nextval(${`ref_${kind.name}`}::regclass) as n`))?.n ?? 0

/** Writes register, event, record and what goes along with them in one statement. */
const insert = async (
  first: Tx['first'],
  ctx: Context,
  kind: Kind,
  draft: Draft,
  origin: Origin | undefined,
  along: readonly Sql[],
): Promise<AnyRecord> => {
  const columns = columnsOf(kind)
  const values = columns.map((column) => sql`${toColumn(column.field, draft[column.name])}`)
  const ref = String(draft['ref'])
  const title = String(draft['title'])
  const more = along.map((one, at) => sql`, ${id(`along_${at}`)} as (${one})`)
  const record = await first<AnyRecord>(sql`with registered as (
      insert into record (id, kind, ref, title, state, source, source_ref, batch, words, changed_at)
      values (${draft['id']}, ${kind.name}, ${ref}, ${title}, ${draft['state']}, ${origin?.source ?? null}, ${origin?.source_ref ?? null}, ${ctx.batch ?? null}, ${wordsOf(ref, title, searchText(kind, draft))}, ${draft['changed_at']})
    ), happened as (${eventInsert(ctx, { verb: 'create', kind: kind.name, record: String(draft['id']), version: 1, before: null, after: setFields(kind, draft) })})${join(more, '')}
    insert into ${id(kind.name)} (${join(columns.map((column) => id(column.name)))}) values (${join(values)}) returning *`)
  if (!record) throw new Error(`the insert into ${kind.name} returned nothing`)
  return record
}

const same = (one: unknown, other: unknown): boolean => one === other || JSON.stringify(one ?? null) === JSON.stringify(other ?? null)

const locked = async (tx: Tx, ctx: Context, kind: Kind, key: string, right: string, what: string, how: ChangeHow): Promise<AnyRecord> => {
  const before = await find(tx, kind, key, true)
  if (!before || !mayOn(ctx.actor, `${kind.name}.see`, kind, before)) throw notFound(`${kind.label} ${key.slice(0, 60)}`)
  needOn(ctx.actor, right, kind, before, what)
  if (how.version !== undefined && how.version !== before.version) throw new StaleVersion(kind, before)
  return before
}

/** Somebody else changed the record in between. Carries it as it is now, so that nothing typed is lost. */
export class StaleVersion extends Refusal {
  readonly current: AnyRecord
  constructor(kind: Kind, current: AnyRecord) {
    super(
      'conflict',
      'stale_version',
      `${kind.label} ${current.ref} was changed by somebody else meanwhile (it is at version ${current.version} now). Look at what changed, then save again.`,
    )
    this.current = current
  }
}

/** Changes fields of a record. Changing nothing writes nothing. @throws Refusal `invalid_fields`, `stale_version`, MissingRight `<kind>.edit` */
export const change = async (
  tx: Tx,
  ctx: Context,
  kind: Kind,
  key: string,
  input: Readonly<Record<string, unknown>>,
  how: ChangeHow = {},
): Promise<AnyRecord> => {
  const before = await locked(tx, ctx, kind, key, `${kind.name}.edit`, `change ${kind.label.toLowerCase()} ${key}`, how)
  guardFields(ctx, kind, input)
  const patch = readFields(kind, input, ctx.registry)
  await resolveLinks(tx, kind, patch)
  return await save(tx, ctx, kind, before, { ...before, ...patch }, 'change', how)
}

/** Moves a record to another state by one of its kind's moves. @throws Refusal `unknown_move`, `not_from_here`, `reason_missing`, MissingRight `<kind>.<verb>` */
export const move = async (
  tx: Tx,
  ctx: Context,
  kind: Kind,
  key: string,
  verb: string,
  input: Readonly<Record<string, unknown>> = {},
  how: ChangeHow = {},
): Promise<AnyRecord> => {
  const way = kind.lifecycle.moves.find((one) => one.verb === verb)
  if (!way)
    throw new Refusal(
      'not_found',
      'unknown_move',
      `${kind.label} has no move “${verb.slice(0, 40)}”. It has: ${kind.lifecycle.moves.map((one) => one.verb).join(', ')}.`,
    )
  const before = await locked(tx, ctx, kind, key, `${kind.name}.${verb}`, `choose “${way.label}” for ${key}`, how)
  const blocked = whyNot(kind, before, way)
  if (blocked) throw new Refusal('conflict', 'not_from_here', blocked)
  if (way.reason === 'required' && !how.reason?.trim())
    throw new Refusal('invalid', 'reason_missing', `Say why: “${way.label}” needs a reason.`, [
      { path: 'reason', rule: 'required', message: 'A reason is needed.' },
    ])
  const extra = Object.keys(input).filter((name) => !(way.asks ?? []).includes(name))
  if (extra.length > 0)
    throw new Refusal('invalid', 'not_asked', `“${way.label}” does not take ${extra.join(', ')}. Change them by editing the record.`)
  const patch = readFields(kind, input, ctx.registry)
  await resolveLinks(tx, kind, patch)
  return await save(tx, ctx, kind, before, { ...before, ...patch, state: way.to }, verb, how)
}

/** Why a move is not possible from the record's state; undefined when it is. */
const whyNot = (kind: Kind, record: Readonly<{ ref: string; state: string }>, way: Move): string | undefined => {
  if (way.from.includes(record.state)) return undefined
  const label = (name: string): string => kind.lifecycle.states.find((state) => state.name === name)?.label ?? name
  return `${record.ref} is ${label(record.state).toLowerCase()}; “${way.label}” is possible only from ${way.from.map((name) => label(name).toLowerCase()).join(' or ')}.`
}

/** Stores a draft over a record that is locked: for actions that decide for themselves who may. */
export const save = async (
  tx: Tx,
  ctx: Context,
  kind: Kind,
  before: AnyRecord,
  wanted: Draft,
  verb: string,
  how: ChangeHow = {},
): Promise<AnyRecord> => {
  const draft: Draft = { ...wanted }
  await prepared(tx, ctx, kind, draft, before, verb)
  complete(ctx, kind, draft)
  const columns = columnsOf(kind).filter(
    ({ name }) => !['id', 'ref', 'version', 'created_at', 'created_by', 'changed_at', 'changed_by'].includes(name),
  )
  const changed = columns.filter(({ name }) => !same(before[name], draft[name]))
  if (changed.length === 0 && verb === 'change') return before
  const at = isoOf(ctx.now)
  const sets = changed.map((column) => sql`${id(column.name)} = ${toColumn(column.field, draft[column.name])}`)
  const pick = (from: Readonly<Record<string, unknown>>): Record<string, unknown> =>
    Object.fromEntries(changed.map(({ name }) => [name, from[name] ?? null]))
  const after =
    await tx.first<AnyRecord>(sql`with happened as (${eventInsert(ctx, { verb, kind: kind.name, record: before.id, version: before.version + 1, before: pick(before), after: pick(draft), reason: how.reason })})
    update ${id(kind.name)} set ${join([...sets, sql`version = version + 1`, sql`changed_at = ${at}`, sql`changed_by = ${ctx.actor.id}`])} where id = ${before.id} returning *`)
  if (!after) throw notFound(`${kind.label} ${before.ref}`)
  const names = new Set(changed.map(({ name }) => name))
  const text = ['title', ...kind.search].some((name) => names.has(name))
  await tx.run(
    sql`update record set title = ${after.title}, state = ${after.state}, changed_at = ${at}${text ? sql`, words = ${wordsOf(after.ref, after.title, searchText(kind, after))}` : sql``} where id = ${after.id}`,
  )
  await followed(tx, ctx, { kind, verb, before, after, changed: names })
  return after
}

/** Takes a record away for good; its events stay. @throws Refusal `still_used` when others name it, MissingRight `<kind>.remove` */
export const remove = async (tx: Tx, ctx: Context, kind: Kind, key: string, how: ChangeHow = {}): Promise<void> => {
  const before = await locked(tx, ctx, kind, key, `${kind.name}.remove`, `remove ${kind.label.toLowerCase()} ${key}`, how)
  for (const behaviour of ctx.registry.behaviours(kind.name)) await behaviour.removing?.(tx, ctx, before)
  await append(tx, ctx, {
    verb: 'remove',
    kind: kind.name,
    record: before.id,
    version: before.version,
    before: { ...before },
    after: null,
    reason: how.reason,
  })
  await tx.run(sql`delete from ${id(kind.name)} where id = ${before.id}`)
  try {
    await tx.run(sql`delete from record where id = ${before.id}`)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === '23503')
      throw new Refusal(
        'conflict',
        'still_used',
        `${before.ref} cannot be removed: other records name it. Retire it instead, or change those first.`,
      )
    throw error
  }
  tx.afterCommit(() =>
    ctx.registry.announce({
      kind: kind.name,
      id: before.id,
      ref: before.ref,
      verb: 'remove',
      version: before.version,
      actor: ctx.actor.id,
    }),
  )
}
