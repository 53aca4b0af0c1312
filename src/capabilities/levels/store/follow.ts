import { isoOf, type Millis } from '../../../kernel/instant.ts'
import { copyLines } from '../../../platform/db/copy.ts'
import type { Tx } from '../../../platform/db/database.ts'
import { raw, type Sql, sql } from '../../../platform/db/sql.ts'
import type { Reading } from '../model/reading.ts'
import { clockColumns, clockDefinition, clockRows, custodyColumns, custodyDefinition, custodyRows, toldBefore } from './columns.ts'

const named = (columns: readonly string[], rows: Iterable<readonly unknown[]>): string =>
  JSON.stringify(Array.from(rows, (row) => Object.fromEntries(columns.map((name, at) => [name, row[at]]))))

const listed = (columns: readonly string[]): Sql => raw(columns.join(', '))
const replaced = (columns: readonly string[]): Sql => raw(columns.map((name) => `${name} = excluded.${name}`).join(', '))

const dueOf = ({ due_at }: Reading): string | null => (due_at === null ? null : isoOf(due_at))

/** A warning or a miss stays told while the clock stays so; a clock that got more time may be told of again. */
const toldAgain = raw(`case
  when excluded.state in ('missed', 'paused') then clock.told
  when excluded.state = 'running' and excluded.warn_at <= excluded.read_at then least(clock.told, 1)
  else 0 end`)

/** The same, for a new reading of the past: nobody is told that a clock which stopped long ago would have been missed. */
const toldOfPast = sql`case when excluded.state = 'missed' and excluded.stopped_at is not null and clock.state <> 'missed' then 2 else ${toldAgain} end`

const read = clockColumns.filter((name) => !['ticket', 'promise', 'told'].includes(name))

const clockUpsert = (source: Sql, told: Sql): Sql => sql`
  insert into clock (${listed(clockColumns)}) select ${listed(clockColumns)} from ${source}
  on conflict (ticket, promise) do update set ${replaced(read)}, told = ${told}`

/**
 * Writes a reading of one ticket in one statement: the stretches of its chain from `from` on, and all its clocks.
 * @returns the version of the agreements that the statement saw: another than the reading's means that it must be read again
 */
export const write = async (tx: Tx, reading: Reading, from: number): Promise<number> => {
  const { ticket, custody, clocks } = reading
  const row = await tx.first<{ n: number }>(sql`
    with head as (
      insert into chain (ticket, kind, service, opened_at, due_at, level_state, level_version)
      values (${ticket.id}, ${ticket.kind}, ${ticket.service}, ${isoOf(ticket.opened_at)}, ${dueOf(reading)}, ${reading.level_state}, ${reading.book_version})
      on conflict (ticket) do update set ${replaced(['kind', 'service', 'opened_at', 'due_at', 'level_state', 'level_version'])}
    ), cut as (
      delete from custody where ticket = ${ticket.id} and seq >= ${custody.length}
    ), stretches as (
      insert into custody (${listed(custodyColumns)})
      select ${listed(custodyColumns)} from json_to_recordset(${named(custodyColumns, custodyRows(reading, from))}::json) as given (${custodyDefinition})
      on conflict (ticket, seq) do update set ${replaced(custodyColumns.slice(2))}
    ), gone as (
      delete from clock where ticket = ${ticket.id} and promise <> all (${clocks.map((one) => one.promise.id)}::uuid[])
    ), clocks as (
      ${clockUpsert(sql`json_to_recordset(${named(clockColumns, clockRows(reading, () => 0))}::json) as given (${clockDefinition})`, toldAgain)}
    )
    select n from level_version`)
  return row?.n ?? 0
}

/** Writes readings of tickets that were not followed before, by COPY. Nobody is told of what was missed before. */
export const copyIn = async (tx: Tx, readings: readonly Reading[]): Promise<void> => {
  function* heads(): Generator<readonly unknown[]> {
    for (const one of readings)
      yield [one.ticket.id, one.ticket.kind, one.ticket.service, isoOf(one.ticket.opened_at), dueOf(one), one.level_state, one.book_version]
  }
  function* stretches(): Generator<readonly unknown[]> {
    for (const one of readings) yield* custodyRows(one)
  }
  function* clocks(): Generator<readonly unknown[]> {
    for (const one of readings) yield* clockRows(one, (state, warnAt) => toldBefore(state, warnAt, one.read_at))
  }
  await tx.copyIn(raw('chain (ticket, kind, service, opened_at, due_at, level_state, level_version)'), copyLines(heads()))
  await tx.copyIn(sql`custody (${listed(custodyColumns)})`, copyLines(stretches()))
  await tx.copyIn(sql`clock (${listed(clockColumns)})`, copyLines(clocks()))
}

/** Writes new readings of tickets that are followed and locked, in bulk; their chains stay as they are. */
export const rewrite = async (tx: Tx, readings: readonly Reading[]): Promise<void> => {
  if (readings.length === 0) return
  await tx.run(raw(`create temp table if not exists reading_chain (ticket uuid, due_at timestamptz, level_state text, level_version bigint) on commit delete rows`))
  await tx.run(sql`create temp table if not exists reading_clock (${clockDefinition}) on commit delete rows`)
  await tx.copyIn(raw('reading_chain'), copyLines(readings.map((one) => [one.ticket.id, dueOf(one), one.level_state, one.book_version])))
  function* clocks(): Generator<readonly unknown[]> {
    for (const one of readings) yield* clockRows(one, (state, _warnAt, stopped) => (state === 'missed' && stopped ? 2 : 0))
  }
  await tx.copyIn(raw('reading_clock'), copyLines(clocks()))
  await tx.run(raw('analyze reading_chain'))
  await tx.run(raw('analyze reading_clock'))
  await tx.run(sql`
    delete from clock using reading_chain
    where clock.ticket = reading_chain.ticket and not exists (select 1 from reading_clock where reading_clock.ticket = clock.ticket and reading_clock.promise = clock.promise)`)
  await tx.run(clockUpsert(raw('reading_clock'), toldOfPast))
  await tx.run(sql`
    update chain set due_at = reading_chain.due_at, level_state = reading_chain.level_state, level_version = reading_chain.level_version
    from reading_chain where chain.ticket = reading_chain.ticket`)
}

/** Forgets everything that was kept of tickets. */
export const erase = async (tx: Tx, ids: readonly string[]): Promise<void> => {
  await tx.run(sql`
    with clocks as (delete from clock where ticket = any(${[...ids]}::uuid[])), stretches as (delete from custody where ticket = any(${[...ids]}::uuid[]))
    delete from chain where ticket = any(${[...ids]}::uuid[])`)
}

/** Marks what was told of clocks. */
export const markTold = async (tx: Tx, marks: readonly Readonly<{ ticket: string; promise: string; told: 1 | 2 }>[]): Promise<void> => {
  if (marks.length === 0) return
  await tx.run(sql`update clock set told = mark.told from json_to_recordset(${JSON.stringify(marks)}::json) as mark (ticket uuid, promise uuid, told smallint)
    where clock.ticket = mark.ticket and clock.promise = mark.promise`)
}

export type Due = Readonly<{ ticket: string; promise: string; state: string; told: number }>

/** Clocks of which something is to be told by now, the earliest first. */
export const dueClocks = async (tx: Tx, now: Millis, most: number): Promise<readonly Due[]> =>
  await tx.rows<Due>(sql`select ticket, promise, state, told from clock where next_at <= ${isoOf(now)} order by next_at limit ${most}`)
