import { loadSample } from '../../samples/load.ts'
import type { House } from '../../src/house.ts'
import type { Tx } from '../../src/platform/db/database.ts'
import { raw } from '../../src/platform/db/sql.ts'

/** Tables that grow with every day of use: no screen may read one of them from end to end. */
export const growing = ['record', 'incident', 'event', 'chain', 'custody', 'clock', 'notification', 'comment'] as const

type Text = Readonly<{ text: string }>

/** Takes away what makes each row dear: plain indexes and foreign keys. @returns statements that make the indexes again */
const bared = async (tx: Tx): Promise<readonly string[]> => {
  const names = growing.map((name) => `'${name}'`).join(', ')
  const keys = await tx.rows<Text>(
    raw(`select format('alter table %I drop constraint %I', conrelid::regclass, conname) as text from pg_constraint
      where contype = 'f' and conrelid in (select oid from pg_class where relname in (${names}) and relkind = 'r')`),
  )
  for (const { text } of keys) await tx.run(raw(text))
  const indexes = await tx.rows<Text & Readonly<{ name: string }>>(
    raw(`select indexrelid::regclass::text as name, pg_get_indexdef(indexrelid) as text from pg_index
      where indrelid in (select oid from pg_class where relname in (${names}) and relkind = 'r') and not indisunique`),
  )
  for (const { name } of indexes) await tx.run(raw(`drop index ${name}`))
  return indexes.map((one) => one.text)
}

const columns = async (tx: Tx, table: string): Promise<readonly string[]> =>
  (
    await tx.rows<{ name: string }>(
      raw(
        `select attname as name from pg_attribute where attrelid = '${table}'::regclass and attnum > 0 and not attisdropped and attgenerated = '' and attidentity = '' order by attnum`,
      ),
    )
  ).map((one) => one.name)

/** Rows of a table once more for each copy, some columns said otherwise. `finished` tickets only: open work stays as small as it is in life. */
const multiplied = async (tx: Tx, table: string, ticket: string, copies: number, otherwise: Readonly<Record<string, string>>) => {
  const names = await columns(tx, table)
  const values = names.map((name) => otherwise[name] ?? `source."${name}"`)
  await tx.run(
    raw(`insert into "${table}" (${names.map((name) => `"${name}"`).join(', ')}) select ${values.join(', ')}
      from generate_series(1, ${copies}) as n cross join "${table}" as source
      where source."${ticket}" in (select id from incident where state = 'closed' and ref not like '%x%')`),
  )
}

/**
 * The sample organisation with a long past: its finished incidents as many times over, each copy a week earlier, until about a million rows stand in the
 * growing tables; and one busy person's notifications. By SQL alone, without the triggers and rules of a real change.
 */
export const withLongPast = async (house: House, now: number, copies: number): Promise<number> => {
  await loadSample(house.db, house.registry, { size: 'small', now, say: () => undefined })
  // In the order of their making, as real ids are: rows go to the end of each index.
  const again = (column: string): string => `('03' || lpad(to_hex(n), 6, '0') || substr(source."${column}"::text, 9))::uuid`
  const earlier = (column: string): string => `source."${column}" - n * interval '7 days'`
  await house.db.transaction(
    async (tx) => {
      await tx.run(raw(`set local maintenance_work_mem = '256MB'`))
      const indexes = await bared(tx)
      const copy = async (table: string, ticket: string, otherwise: Readonly<Record<string, string>>) =>
        await multiplied(tx, table, ticket, copies, { [ticket]: again(ticket), ...otherwise })
      const dates = (...names: readonly string[]) => Object.fromEntries(names.map((name) => [name, earlier(name)]))
      const ref = { ref: `source.ref || 'x' || n` }
      await copy('event', 'record_id', dates('at', 'occurred_at'))
      await copy('chain', 'ticket', dates('opened_at'))
      await copy('custody', 'ticket', dates('from_at', 'to_at'))
      await copy('clock', 'ticket', dates('started_at', 'stopped_at', 'due_at', 'breached_at', 'warn_at', 'misses_at', 'read_at'))
      await copy('record', 'id', { ...ref, ...dates('changed_at'), source: 'null', source_ref: 'null' })
      await copy('incident', 'id', {
        ...ref,
        ...dates('opened_at', 'responded_at', 'resolved_at', 'closed_at', 'created_at', 'changed_at'),
      })
      await tx.run(
        raw(`insert into notification (person, at, record_id, kind, ref, verb, text, read_at)
          select (select id from record where kind = 'person' order by ref limit 1), opened_at, id, 'incident', ref, 'resolve', title, opened_at from incident`),
      )
      await tx.run(
        raw(`insert into comment (id, record_id, author, at, text, html)
          select id, id, null, opened_at, title, title from incident`),
      )
      for (const text of indexes) await tx.run(raw(text))
      for (const table of growing) await tx.run(raw(`analyze "${table}"`))
    },
    { deadline: 0 },
  )
  for (const table of growing) await house.db.transaction(async (tx) => await tx.run(raw(`analyze "${table}"`)), { deadline: 0 })
  const days = house.rooms.all.flatMap((one) => one.jobs ?? []).find((one) => one.name === 'reports.days-anew')
  await days?.run(house.db, house.registry, {}, now)
  const rows = await house.db.first<{ n: number }>(
    raw(`select ${growing.map((name) => `(select count(*) from "${name}")`).join(' + ')} as n`),
  )
  return rows?.n ?? 0
}
