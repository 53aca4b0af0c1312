import { isoOf } from '../../../kernel/instant.ts'
import { copyLines } from '../../../platform/db/copy.ts'
import type { Tx } from '../../../platform/db/database.ts'
import { raw, type Sql, sql } from '../../../platform/db/sql.ts'
import type { Reading } from '../model/reading.ts'
import { clockColumns, clockDefinition, clockRows, custodyColumns, custodyDefinition, custodyRows, toldBefore } from './columns.ts'

const named = (columns: readonly string[], rows: Iterable<readonly unknown[]>): string =>
  JSON.stringify(Array.from(rows, (row) => Object.fromEntries(columns.map((name, at) => [name, row[at]]))))

const listed = (columns: readonly string[]): Sql => raw(columns.join(', '))
const replaced = (columns: readonly string[], by = 'excluded'): Sql => raw(columns.map((name) => `${name} = ${by}.${name}`).join(', '))

const dueOf = ({ due_at }: Reading): string | null => (due_at === null ? null : isoOf(due_at))

const headColumns = ['ticket', 'kind', 'service', 'opened_at', 'due_at', 'level_state', 'level_version', 'revision'] as const

const headRow = (one: Reading): readonly unknown[] => [
  one.ticket.id,
  one.ticket.kind,
  one.ticket.service,
  isoOf(one.ticket.opened_at),
  dueOf(one),
  one.level_state,
  one.book_version,
  one.revision,
]

/** A warning or a miss stays told while the clock stays so; a clock that got more time may be told of again. `by` names the new reading. */
const toldAgain = (by: string): string => `case
  when ${by}.state in ('missed', 'paused') then clock.told
  when ${by}.state = 'running' and ${by}.warn_at <= ${by}.read_at then least(clock.told, 1)
  else 0 end`

/** The same, for a new reading of the past: nobody is told that a clock which stopped long ago would have been missed. */
const toldOfPast = (by: string): string =>
  `case when ${by}.state = 'missed' and ${by}.stopped_at is not null and clock.state <> 'missed' then 2 else ${toldAgain(by)} end`

const read = clockColumns.filter((name) => !['ticket', 'promise', 'told'].includes(name))

/** Rows of values for an insert, each row of the same length. */
const rowsOf = (rows: Iterable<readonly unknown[]>): Sql => {
  const strings: string[] = []
  const values: unknown[] = []
  for (const row of rows)
    for (const [at, value] of row.entries()) {
      strings.push(at > 0 ? ', ' : values.length === 0 ? '(' : '), (')
      values.push(value)
    }
  return { strings: [...strings, ')'], values }
}

const insertingClocks = (reading: Reading): Sql =>
  sql`insert into clock (${listed(clockColumns)}) values ${rowsOf(clockRows(reading, () => 0))}`

const insertingChain = (reading: Reading): Sql => {
  if (reading.custody.length === 0) throw new Error('a ticket without a chain')
  return sql`insert into custody (${listed(custodyColumns)}) values ${rowsOf(custodyRows(reading))}`
}

/** Writes the first reading of a new ticket in one statement. @returns as `write` */
export const writeNew = async (tx: Tx, reading: Reading): Promise<number> => {
  const clocksToo = reading.clocks.length === 0 ? raw('') : sql`, clocks as (${insertingClocks(reading)})`
  const row = await tx.first<{ n: number }>(sql`
    with head as (insert into chain (${listed(headColumns)}) values ${rowsOf([headRow(reading)])}),
    stretches as (${insertingChain(reading)})${clocksToo}
    select n from level_version`)
  return row?.n ?? 0
}

/** The inserts of the first reading of a new ticket. Where the agreements are others than it was read by, they have the whole work tried again. */
export const insertingNew = (reading: Reading): readonly Sql[] => {
  const [ticket, kind, service, opened, due, state, version, revision] = headRow(reading)
  return [
    sql`insert into chain (${listed(headColumns)})
      select ${ticket}::uuid, ${kind}::text, ${service}::uuid, ${opened}::timestamptz, ${due}::timestamptz, ${state}::text,
        case when n = ${version} then n else try_again('the agreements were changed') end, ${revision}::int from level_version`,
    insertingChain(reading),
    ...(reading.clocks.length === 0 ? [] : [insertingClocks(reading)]),
  ]
}

/**
 * Writes a reading of one ticket in one statement: the stretches of its chain from `from` on, and all its clocks.
 * @returns the version of the agreements that the statement saw: another than the reading's means that it must be read again
 */
export const write = async (tx: Tx, reading: Reading, from: number): Promise<number> => {
  const { ticket, custody, clocks } = reading
  const row = await tx.first<{ n: number }>(sql`
    with head as (
      insert into chain (${listed(headColumns)}) values ${rowsOf([headRow(reading)])}
      on conflict (ticket) do update set ${replaced(headColumns.slice(1))}
    ), cut as (
      delete from custody where ticket = ${ticket.id} and seq >= ${custody.length}
    ), stretches as (
      insert into custody (${listed(custodyColumns)})
      select ${listed(custodyColumns)} from json_to_recordset(${named(custodyColumns, custodyRows(reading, from))}::json) as given (${custodyDefinition})
      on conflict (ticket, seq) do update set ${replaced(custodyColumns.slice(2))}
    ), gone as (
      delete from clock where ticket = ${ticket.id} and promise <> all (${clocks.map((one) => one.promise.id)}::uuid[])
    ), clocks as (
      insert into clock (${listed(clockColumns)})
      select ${listed(clockColumns)} from json_to_recordset(${named(
        clockColumns,
        clockRows(reading, () => 0),
      )}::json) as given (${clockDefinition})
      on conflict (ticket, promise) do update set ${replaced(read)}, told = ${raw(toldAgain('excluded'))}
    )
    select n from level_version`)
  return row?.n ?? 0
}

/** Writes readings of tickets that were not followed before, by COPY. Nobody is told of what was missed before. */
export const copyIn = async (tx: Tx, readings: readonly Reading[]): Promise<void> => {
  function* stretches(): Generator<readonly unknown[]> {
    for (const one of readings) yield* custodyRows(one)
  }
  function* clocks(): Generator<readonly unknown[]> {
    for (const one of readings) yield* clockRows(one, (state, warnAt) => toldBefore(state, warnAt, one.read_at))
  }
  await tx.copyIn(sql`chain (${listed(headColumns)})`, copyLines(readings.map(headRow)))
  await tx.copyIn(sql`custody (${listed(custodyColumns)})`, copyLines(stretches()))
  await tx.copyIn(sql`clock (${listed(clockColumns)})`, copyLines(clocks()))
}

const stage = async (tx: Tx, readings: readonly Reading[]): Promise<void> => {
  await tx.run(sql`create temp table if not exists reading_clock (${clockDefinition}) on commit delete rows`)
  function* clocks(): Generator<readonly unknown[]> {
    for (const one of readings) yield* clockRows(one, (state, _warnAt, stopped) => (state === 'missed' && stopped ? 2 : 0))
  }
  await tx.copyIn(raw('reading_clock'), copyLines(clocks()))
  await tx.run(raw('analyze reading_clock (ticket, promise)'))
}

/**
 * Writes new readings of clocks whose promises are the same as before. Clocks that got a newer reading meanwhile keep it.
 * @returns whether all were written
 */
export const rewriteClocks = async (tx: Tx, readings: readonly Reading[]): Promise<boolean> => {
  if (readings.length === 0) return true
  await stage(tx, readings)
  const written = await tx.run(sql`
    update clock set ${replaced(read, 'reading_clock')}, told = ${raw(toldOfPast('reading_clock'))}
    from reading_clock where clock.ticket = reading_clock.ticket and clock.promise = reading_clock.promise and clock.revision = reading_clock.revision`)
  await tx.run(raw('truncate reading_clock'))
  return written === readings.reduce((sum, one) => sum + one.clocks.length, 0)
}

/** Writes new readings of tickets that are locked: what clocks they have and what was last shown of them may change as well. */
export const rewriteTickets = async (tx: Tx, readings: readonly Reading[]): Promise<void> => {
  if (readings.length === 0) return
  await tx.run(
    raw('create temp table if not exists reading_chain (ticket uuid, due_at timestamptz, level_state text) on commit delete rows'),
  )
  await tx.copyIn(raw('reading_chain'), copyLines(readings.map((one) => [one.ticket.id, dueOf(one), one.level_state])))
  await tx.run(raw('analyze reading_chain (ticket)'))
  await stage(tx, readings)
  await tx.run(sql`
    delete from clock using reading_chain
    where clock.ticket = reading_chain.ticket and not exists (select 1 from reading_clock where reading_clock.ticket = clock.ticket and reading_clock.promise = clock.promise)`)
  await tx.run(sql`
    insert into clock (${listed(clockColumns)}) select ${listed(clockColumns)} from reading_clock
    on conflict (ticket, promise) do update set ${replaced(read)}, told = ${raw(toldOfPast('excluded'))}`)
  await tx.run(
    sql`update chain set due_at = reading_chain.due_at, level_state = reading_chain.level_state from reading_chain where chain.ticket = reading_chain.ticket`,
  )
}

/** Forgets everything that was kept of tickets. */
export const erase = async (tx: Tx, ids: readonly string[]): Promise<void> => {
  await tx.run(sql`
    with clocks as (delete from clock where ticket = any(${[...ids]}::uuid[])), stretches as (delete from custody where ticket = any(${[...ids]}::uuid[]))
    delete from chain where ticket = any(${[...ids]}::uuid[])`)
}
