import { isoOf, type Millis, millisOf } from '../../../kernel/instant.ts'
import type { Db, Tx } from '../../../platform/db/database.ts'
import { sql } from '../../../platform/db/sql.ts'
import type { MeasureFeed } from '../model/feeds.ts'
import type { Minute } from '../model/intake.ts'
import { cellFrom, nothing } from '../model/rollup.ts'
import { sketchBytes, sketchFrom } from '../model/sketch.ts'

/** What taking needs to know of a source. */
export type SourceRow = Readonly<{
  id: string
  state: string
  late_after: number | null
  max_series: number | null
  zone: string | null
}>

export type Intake = Readonly<{ revision: number; series_n: number; version: number; kept_from: string | null }>

/** Locks the intake of a source: one writer at a time. */
export const lockIntake = async (tx: Tx, source: string): Promise<Intake> => {
  const ask = sql`select revision, series_n, kept_from, (select n from signal_version) as version from source_intake where source = ${source} for update`
  const found = await tx.first<Intake>(ask)
  if (found) return found
  await tx.run(sql`insert into source_intake (source) values (${source}) on conflict do nothing`)
  return (await tx.first<Intake>(ask)) ?? { revision: 0, series_n: 0, version: 0, kept_from: null }
}

export const sourceRow = async (db: Db, source: string): Promise<SourceRow | undefined> =>
  await db.first<SourceRow>(sql`select id, state, late_after, max_series, zone from source where id = ${source}`)

/** A measure with its last reading: nothing is stored of it in any minute after that of `last_at`. */
export type StoredMeasure = MeasureFeed & Readonly<{ last_at: string | null }>

/** Every measure in use that a source feeds. */
export const measuresOf = async (db: Db, source: string): Promise<readonly StoredMeasure[]> =>
  await db.rows<StoredMeasure>(
    sql`select id, aggregation, series, marked_series, marked_are, good_when, good_level, last_at from measure where source = ${source} and state = 'active'`,
  )

export type StoredSeries = Readonly<{
  hash: string
  total_at: string | null
  total: number | null
  buckets: readonly number[] | null
  resets: number
  last_at: string
}>

export const seriesOf = async (db: Db, source: string, hashes: readonly string[]): Promise<readonly StoredSeries[]> =>
  await db.rows<StoredSeries>(
    sql`select hash, total_at, total, buckets, resets, last_at from series where source = ${source} and hash = any(${[...hashes]}::text[])`,
  )

export type SeriesWrite = Readonly<{
  hash: string
  name: string
  labels: Readonly<Record<string, string>>
  total: number | null
  totalAt: Millis | null
  buckets: readonly number[] | null
  resets: number
}>

export const writeSeries = async (tx: Tx, source: string, list: readonly SeriesWrite[], now: Millis): Promise<void> => {
  if (list.length === 0) return
  await tx.run(sql`
    insert into series (source, hash, name, labels, first_at, last_at, total_at, total, buckets, resets)
    select ${source}, hash, name, labels::jsonb, ${isoOf(now)}, ${isoOf(now)}, total_at, total, buckets::jsonb, resets
    from unnest(${list.map((one) => one.hash)}::text[], ${list.map((one) => one.name)}::text[], ${list.map((one) => JSON.stringify(one.labels))}::text[],
      ${list.map((one) => (one.totalAt === null ? null : isoOf(one.totalAt)))}::timestamptz[], ${list.map((one) => one.total)}::double precision[],
      ${list.map((one) => (one.buckets === null ? null : JSON.stringify(one.buckets)))}::text[], ${list.map((one) => one.resets)}::integer[])
      as new (hash, name, labels, total_at, total, buckets, resets)
    on conflict (source, hash) do update set last_at = excluded.last_at, total_at = excluded.total_at, total = excluded.total, buckets = excluded.buckets, resets = excluded.resets`)
}

/** Remembers events. @returns the hashes of those that were not known yet */
export const newEvents = async (tx: Tx, source: string, hashes: readonly string[], now: Millis): Promise<ReadonlySet<string>> => {
  if (hashes.length === 0) return new Set()
  const rows = await tx.rows<{ hash: string }>(sql`
    insert into source_event (source, hash, at) select ${source}, hash, ${isoOf(now)} from unnest(${[...hashes]}::text[]) as new (hash)
    on conflict do nothing returning hash`)
  return new Set(rows.map((row) => row.hash))
}

/** Marks as six bytes each. */
export const marksBytes = (marks: ReadonlySet<number>): Buffer => {
  const bytes = Buffer.alloc(marks.size * 6)
  let at = 0
  for (const mark of marks) at = bytes.writeUIntBE(mark, at, 6)
  return bytes
}

const marksFrom = (bytes: Buffer | null): Set<number> => {
  const marks = new Set<number>()
  if (bytes) for (let at = 0; at + 6 <= bytes.length; at += 6) marks.add(bytes.readUIntBE(at, 6))
  return marks
}

type MinuteRow = Readonly<{
  measure: string
  at: string
  count: number
  good: number
  sum: number
  min: number | null
  max: number | null
  last: number | null
  last_at: string | null
  sketch: Buffer | null
  marks: Buffer | null
}>

export type MinuteKey = Readonly<{ measure: string; at: Millis }>

/** Minutes as they are stored; those that are not stored are missing. */
export const readMinutes = async (
  db: Db,
  keys: readonly MinuteKey[],
): Promise<readonly Readonly<{ measure: string; minute: Minute }>[]> => {
  if (keys.length === 0) return []
  const rows = await db.rows<MinuteRow>(sql`
    select rollup_minute.* from unnest(${keys.map((one) => one.measure)}::uuid[], ${keys.map((one) => isoOf(one.at))}::timestamptz[]) as wanted (measure, at)
    join rollup_minute using (measure, at)`)
  return rows.map(({ measure, at, last_at, sketch, marks, ...row }) => ({
    measure,
    minute: {
      at: millisOf(at),
      cell: { ...row, lastAt: last_at === null ? null : millisOf(last_at), sketch: sketch ? sketchFrom(sketch) : null },
      marks: marksFrom(marks),
      changed: false,
      known: true,
    },
  }))
}

export const newMinute = (at: Millis): Minute => ({ at, cell: cellFrom(nothing), marks: new Set(), changed: false, known: false })

/** Stores minutes as they are now; the source's lock makes sure that nobody else writes them. */
export const writeMinutes = async (tx: Tx, list: readonly Readonly<{ measure: string; minute: Minute }>[]): Promise<void> => {
  if (list.length === 0) return
  const column = <T>(pick: (minute: Minute) => T): T[] => list.map((one) => pick(one.minute))
  const hex = (bytes: Uint8Array | null): string | null => (bytes === null ? null : `\\x${Buffer.from(bytes).toString('hex')}`)
  await tx.run(sql`
    insert into rollup_minute (measure, at, count, good, sum, min, max, last, last_at, sketch, marks)
    select measure, at, count, good, sum, min, max, last, last_at, sketch::bytea, marks::bytea
    from unnest(${list.map((one) => one.measure)}::uuid[], ${column((one) => isoOf(one.at))}::timestamptz[], ${column((one) => one.cell.count)}::double precision[],
      ${column((one) => one.cell.good)}::double precision[], ${column((one) => one.cell.sum)}::double precision[], ${column((one) => one.cell.min)}::double precision[],
      ${column((one) => one.cell.max)}::double precision[], ${column((one) => one.cell.last)}::double precision[],
      ${column((one) => (one.cell.lastAt === null ? null : isoOf(one.cell.lastAt)))}::timestamptz[],
      ${column((one) => hex(one.cell.sketch && sketchBytes(one.cell.sketch)))}::text[], ${column((one) => (one.marks.size === 0 ? null : hex(marksBytes(one.marks))))}::text[])
      as new (measure, at, count, good, sum, min, max, last, last_at, sketch, marks)
    on conflict (measure, at) do update set count = excluded.count, good = excluded.good, sum = excluded.sum, min = excluded.min, max = excluded.max,
      last = excluded.last, last_at = excluded.last_at, sketch = excluded.sketch, marks = excluded.marks`)
}

/** Marks hours to be added up again from their minutes. */
export const writeStale = async (tx: Tx, hours: readonly Readonly<{ measure: string; hour: Millis }>[]): Promise<void> => {
  if (hours.length === 0) return
  await tx.run(sql`
    insert into rollup_stale (measure, hour) select * from unnest(${hours.map((one) => one.measure)}::uuid[], ${hours.map((one) => isoOf(one.hour))}::timestamptz[])
    on conflict (measure, hour) do update set n = nextval('touch_n')`)
}

export type DropCount = Readonly<{ reason: string; n: number; example: string | null }>

export const writeDrops = async (tx: Tx, source: string, hour: Millis, list: readonly DropCount[]): Promise<void> => {
  if (list.length === 0) return
  await tx.run(sql`
    insert into source_drop (source, hour, reason, n, example)
    select ${source}, ${isoOf(hour)}, reason, n, example from unnest(${list.map((one) => one.reason.slice(0, 500))}::text[], ${list.map((one) => one.n)}::bigint[], ${list.map((one) => one.example?.slice(0, 1500) ?? null)}::text[]) as new (reason, n, example)
    on conflict (source, hour, reason) do update set n = source_drop.n + excluded.n, example = coalesce(source_drop.example, excluded.example)`)
}

export const writeIntake = async (tx: Tx, source: string, taken: number, newSeries: number, now: Millis): Promise<void> => {
  await tx.run(
    sql`update source_intake set taken = taken + ${taken}, series_n = series_n + ${newSeries}, revision = revision + 1, last_at = ${isoOf(now)} where source = ${source}`,
  )
}

/** What lists show of a source and its measures. Readings are no change of the record, so that no event and no version comes of it. */
export const writeLast = async (
  tx: Tx,
  source: string,
  measures: readonly Readonly<{ id: string; at: Millis; value: number | null }>[],
  now: Millis,
): Promise<void> => {
  await tx.run(sql`update source set last_seen_at = ${isoOf(now)} where id = ${source}`)
  if (measures.length === 0) return
  await tx.run(sql`
    update measure set last_at = new.at, last_value = coalesce(new.value, last_value)
    from unnest(${measures.map((one) => one.id)}::uuid[], ${measures.map((one) => isoOf(one.at))}::timestamptz[], ${measures.map((one) => one.value)}::double precision[]) as new (id, at, value)
    where measure.id = new.id and (measure.last_at is null or measure.last_at <= new.at)`)
}
