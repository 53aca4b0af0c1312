import { formatDuration } from '../../../kernel/duration.ts'
import { isoOf, type Millis } from '../../../kernel/instant.ts'
import type { Database, Tx } from '../../../platform/db/database.ts'
import { append } from '../../../platform/events/append.ts'
import type { Context, Registry } from '../../../platform/records/context.ts'
import { find } from '../../../platform/records/read.ts'
import { system } from '../../../platform/rights/grants.ts'
import type { ClockReading, Reading } from '../model/reading.ts'
import { currentBook } from '../questions/book.ts'
import { dueClocks, markTold } from '../store/told.ts'
import { rereadThese } from './reread.ts'

/** Something that a person is told of a record. */
export type News = Readonly<{ record: string; people: readonly string[]; text: string }>
export type Tell = (tx: Tx, ctx: Context, news: News) => Promise<void>

type Telling = Readonly<{ reading: Reading; one: ClockReading; told: 1 | 2 }>

const verbOf = (told: 1 | 2): string => (told === 2 ? 'promise_missed' : 'promise_at_risk')

const sentence = (ref: string, title: string, { one, told }: Telling): string => {
  const { promise, clock } = one
  const left = clock.remaining_s === null ? '' : `, ${formatDuration(clock.remaining_s)} left`
  return told === 2 ? `${ref} ${title}: missed “${promise.title}”.` : `${ref} ${title}: “${promise.title}” is at risk${left}.`
}

/** Who is told: the person who has the ticket, else the lead of its team. */
const addressees = async (tx: Tx, registry: Registry, record: Readonly<Record<string, unknown>>): Promise<readonly string[]> => {
  if (typeof record['owner'] === 'string') return [record['owner']]
  if (typeof record['team'] !== 'string') return []
  const lead = (await find(tx, registry.kind('team'), record['team']))?.['lead']
  return typeof lead === 'string' ? [lead] : []
}

const tellOne = async (tx: Tx, ctx: Context, telling: Telling, tell: Tell | undefined): Promise<void> => {
  const { ticket } = telling.reading
  const { agreement, promise, clock } = telling.one
  const due = clock.due_at === null ? null : isoOf(clock.due_at)
  const kind = ctx.registry.kind(ticket.kind)
  const after = { promise: promise.id, agreement: agreement.id, measure: promise.measure, due_at: due }
  const occurred = clock.breached_at === null ? undefined : isoOf(clock.breached_at)
  await append(tx, ctx, { verb: verbOf(telling.told), kind: kind.name, record: ticket.id, version: null, before: null, after, occurred })
  const record = await find(tx, kind, ticket.id)
  if (!record) return
  const people = tell ? await addressees(tx, ctx.registry, record) : []
  if (tell && people.length > 0) await tell(tx, ctx, { record: ticket.id, people, text: sentence(record.ref, record.title, telling) })
  tx.afterCommit(() =>
    ctx.registry.announce({
      kind: kind.name,
      id: record.id,
      ref: record.ref,
      verb: verbOf(telling.told),
      version: record.version,
      actor: null,
    }),
  )
}

const tellings = (readings: readonly Reading[], toldBefore: ReadonlyMap<string, number>): readonly Telling[] =>
  readings.flatMap((reading) =>
    reading.clocks.flatMap((one): readonly Telling[] => {
      const before = toldBefore.get(`${reading.ticket.id} ${one.promise.id}`)
      if (before === undefined) return []
      if (one.clock.state === 'missed' && before < 2) return [{ reading, one, told: 2 }]
      if (one.clock.state === 'running' && one.warn_at !== null && one.warn_at <= reading.read_at && before < 1)
        return [{ reading, one, told: 1 }]
      return []
    }),
  )

/** Tickets whose clocks ring by now, a few at a time. @returns how many clocks rang, and how many were told of */
const ring = async (tx: Tx, ctx: Context, tell: Tell | undefined): Promise<Readonly<{ rang: number; told: number }>> => {
  const due = await dueClocks(tx, ctx.now, 500)
  if (due.length === 0) return { rang: 0, told: 0 }
  const book = await currentBook(tx, ctx.registry, ctx.now)
  const readings = await rereadThese(tx, book, [...new Set(due.map((one) => one.ticket))], ctx.now)
  const found = tellings(readings, new Map(due.map((one) => [`${one.ticket} ${one.promise}`, one.told])))
  for (const telling of found) await tellOne(tx, ctx, telling, tell)
  await markTold(
    tx,
    found.map((one) => ({ ticket: one.reading.ticket.id, promise: one.one.promise.id, told: one.told })),
  )
  return { rang: due.length, told: found.length }
}

/**
 * Marks clocks whose target is used up as missed and tells of it, and of those that come near it. Reads only clocks that ring by now.
 * @returns how many clocks were told of
 */
export const ringDue = async (db: Database, registry: Registry, now: Millis, tell?: Tell): Promise<number> => {
  const ctx: Context = { registry, actor: system, now, via: 'job' }
  let all = 0
  for (;;) {
    const { rang, told } = await db.transaction(async (tx) => await ring(tx, ctx, tell), { deadline: 0 })
    all += told
    // Clocks that rang but were being changed by somebody wait for the next minute.
    if (rang < 500 || told === 0) return all
  }
}
