import type { Millis } from '../../../kernel/instant.ts'
import { notFound, Refusal } from '../../../kernel/refusal.ts'
import type { Database, Db, Tx } from '../../../platform/db/database.ts'
import { type Count, type Drop, drops, type Minute, takeDistribution, takeSample, windowAt } from '../model/intake.ts'
import { valueOf } from '../model/rollup.ts'
import { type SourceRow, sourceRow, writeDrops, writeIntake, writeLast, writeMinutes, writeSeries, writeStale } from '../store/intake.ts'
import { touch } from '../store/touched.ts'
import { forgetOld, type Held, heldFor } from './held.ts'
import { countInto, fetchMinutes, type Message, nameOf, place, type Work } from './place.ts'

/** What became of a message: how many numbers were taken, and how many were not, by reason. */
export type Taken = Readonly<{ taken: number; refused: readonly Readonly<{ reason: string; count: number; example?: string }>[] }>

type Waiting = Readonly<{ message: Message; done: (taken: Taken) => void; failed: (error: unknown) => void }>

type Intake = { waiting: Waiting[]; running: boolean; held: Held | null }

const intakes = new WeakMap<Database, Map<string, Intake>>()
/** Messages that are stored together at most, so that one transaction stays short. */
const mostReadings = 200_000
/** How often it is written down that a series still comes. */
const seenEvery = 3_600_000

const hourOf = (at: Millis): Millis => at - (at % 3_600_000)

/** Writes everything that changed. */
const store = async (tx: Tx, source: SourceRow, work: Work, taken: number, now: Millis): Promise<void> => {
  const { held, counts, newSeries } = work
  const changed: { measure: string; minute: Minute }[] = []
  for (const [measure, minutes] of held.minutes)
    for (const minute of minutes.values()) if (minute.changed) changed.push({ measure, minute })
  const openHour = hourOf(now)
  const stale = new Map<string, { measure: string; hour: Millis }>()
  for (const { measure, minute } of changed) {
    const hour = hourOf(minute.at)
    const key = `${measure}${hour}`
    if (hour >= openHour && held.marked.has(key)) continue
    stale.set(key, { measure, hour })
    if (hour >= openHour) held.marked.add(key)
  }
  const series = new Set(newSeries)
  for (const { known } of work.placed) if (known.changed || now - known.seenAt >= seenEvery) series.add(known)
  const shares = new Set(held.measures.filter((one) => one.aggregation === 'share').map((one) => one.id))
  const latest = new Map<string, { id: string; at: Millis; value: number | null }>()
  for (const { measure, minute } of changed) {
    const at = minute.cell.lastAt ?? minute.at
    if (at < (latest.get(measure)?.at ?? -Infinity)) continue
    latest.set(measure, { id: measure, at, value: shares.has(measure) ? valueOf(minute.cell, 'share') : minute.cell.last })
  }
  const dropped = new Map<string, { count: number; example: string | undefined }>()
  for (const one of counts) for (const [reason, { count, example }] of one) countInto(dropped, reason, count, example)
  await Promise.all([
    writeMinutes(tx, changed),
    writeStale(tx, [...stale.values()]),
    writeSeries(tx, source.id, [...series], now),
    writeDrops(
      tx,
      source.id,
      openHour,
      [...dropped].map(([reason, { count, example }]) => ({ reason, n: count, example: example ?? null })),
    ),
    touch(
      tx,
      'measure',
      changed.map(({ measure, minute }) => ({ id: measure, from: minute.at })),
    ),
    writeLast(tx, source.id, [...latest.values()], now),
    writeIntake(tx, source.id, taken, newSeries.length, now),
  ])
  tx.afterCommit(() => {
    for (const { measure, minute } of changed) {
      Object.assign(minute, { changed: false, known: true })
      held.newest.set(measure, Math.max(minute.at, held.newest.get(measure) ?? -Infinity))
    }
    for (const one of series) Object.assign(one, { changed: false, stored: true, seenAt: now })
    held.seriesCount += newSeries.length
    held.revision += 1
  })
}

const takeBatch = async (
  db: Database,
  source: SourceRow,
  intake: Intake,
  batch: readonly Waiting[],
  now: Millis,
): Promise<readonly Taken[]> => {
  try {
    return await db.transaction(async (tx) => {
      // A transaction that is tried again starts from what is stored.
      const held = await heldFor(tx, source, intake.held)
      intake.held = null
      const window = windowAt(now, source.late_after === null ? undefined : source.late_after * 1000, held.keptFrom)
      const work = await place(
        tx,
        held,
        source,
        batch.map((one) => one.message),
        window,
      )
      await fetchMinutes(tx, work)
      const taken = batch.map(() => 0)
      const counters = work.counts.map(
        (into): Count =>
          (drop: Drop, series) =>
            countInto(into, drops[drop], 1, nameOf(series)),
      )
      for (const { one, known, at, from } of work.placed) {
        const count = counters[from]
        if (count && ('counts' in one ? takeDistribution(known, one, at, count) : takeSample(known, one, at, count)))
          taken[from] = (taken[from] ?? 0) + 1
      }
      await store(
        tx,
        source,
        work,
        taken.reduce((sum, n) => sum + n, 0),
        now,
      )
      tx.afterCommit(() => {
        forgetOld(held, now)
        intake.held = held
      })
      return batch.map((_, from) => ({
        taken: taken[from] ?? 0,
        refused: [...(work.counts[from] ?? [])].map(([reason, { count, example }]) => ({
          reason,
          count,
          ...(example === undefined ? {} : { example }),
        })),
      }))
    })
  } catch (error) {
    intake.held = null
    throw error
  }
}

const run = async (db: Database, source: SourceRow, intake: Intake, now: () => Millis): Promise<void> => {
  intake.running = true
  try {
    while (intake.waiting.length > 0) {
      const batch: Waiting[] = []
      let size = 0
      while (intake.waiting[0] && (batch.length === 0 || size + intake.waiting[0].message.reading.samples.length <= mostReadings)) {
        const next = intake.waiting.shift()
        if (!next) break
        size += next.message.reading.samples.length
        batch.push(next)
      }
      try {
        const results = await takeBatch(db, source, intake, batch, now())
        for (const [index, one] of batch.entries()) one.done(results[index] ?? { taken: 0, refused: [] })
      } catch (error) {
        for (const one of batch) one.failed(error)
      }
    }
  } finally {
    intake.running = false
  }
}

/** A source that may send. @throws Refusal `not_found`, `paused` */
export const openSource = async (db: Db, source: string): Promise<SourceRow> => {
  const row = await sourceRow(db, source)
  if (!row) throw notFound('The source')
  if (row.state !== 'active')
    throw new Refusal(
      'conflict',
      'paused',
      'The source is paused or retired in Reeve, so that nothing was taken. Resume it there, then send again.',
    )
  return row
}

/**
 * Takes the readings of a message into the rollups of the measures that they feed, durably. Messages of one source that come at the same time are stored together.
 * Every number that is not taken is counted by hour and reason.
 */
export const takeReadings = async (db: Database, source: SourceRow, message: Message, now: () => Millis): Promise<Taken> => {
  const all = intakes.get(db) ?? new Map<string, Intake>()
  intakes.set(db, all)
  const intake = all.get(source.id) ?? { waiting: [], running: false, held: null }
  all.set(source.id, intake)
  return await new Promise<Taken>((done, failed) => {
    intake.waiting.push({ message, done, failed })
    if (!intake.running) void run(db, source, intake, now)
  })
}
