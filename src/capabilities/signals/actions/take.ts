import { createHash } from 'node:crypto'
import { type Millis, millisOf } from '../../../kernel/instant.ts'
import { notFound, Refusal } from '../../../kernel/refusal.ts'
import type { Database, Db, Tx } from '../../../platform/db/database.ts'
import { type Feed, feedsOf, keepingOf, type MeasureFeed } from '../model/feeds.ts'
import {
  type Count,
  type Drop,
  drops,
  type Known,
  markOf,
  type Minute,
  minuteOf,
  readingsOf,
  seriesKey,
  takeDistribution,
  takeSample,
  timeOf,
  usualSeries,
  type Window,
  windowAt,
} from '../model/intake.ts'
import type { Distribution, Reading, Sample, Series } from '../model/sample.ts'
import { valueOf } from '../model/rollup.ts'
import {
  lockIntake,
  measuresOf,
  type MinuteKey,
  newEvents,
  newMinute,
  readMinutes,
  seriesOf,
  type SourceRow,
  sourceRow,
  writeDrops,
  writeIntake,
  writeLast,
  writeMinutes,
  writeSeries,
  writeStale,
} from '../store/intake.ts'
import { touch } from '../store/touched.ts'

/** What became of a message: how many numbers were taken, and how many were not, by reason. */
export type Taken = Readonly<{ taken: number; refused: readonly Readonly<{ reason: string; count: number; example?: string }>[] }>

/** `measure`: every number of the message belongs to this measure, whatever its name says. */
export type Message = Readonly<{ reading: Reading; measure?: string }>

type Waiting = Readonly<{ message: Message; done: (taken: Taken) => void; failed: (error: unknown) => void }>

/** What is remembered of a source between messages. Right as long as nobody else wrote: the revision in the database tells. */
type Held = {
  revision: number
  version: number
  seriesCount: number
  keptFrom: Millis | null
  measures: readonly MeasureFeed[]
  /** The newest minute that is stored of a measure: later ones need not be looked for. */
  newest: Map<string, Millis>
  known: Map<string, Known>
  minutes: Map<string, Map<number, Minute>>
  /** Hours of measures that are marked to be added up once they are over. */
  marked: Set<string>
}

type Intake = { waiting: Waiting[]; running: boolean; held: Held | null }

const intakes = new WeakMap<Database, Map<string, Intake>>()
/** Messages that are stored together at most, so that one transaction stays short. */
const mostReadings = 200_000
const heldMinutes = 100_000
/** How often it is written down that a series still comes. */
const seenEvery = 3_600_000

const hashOf = (key: string): string => createHash('sha1').update(key).digest('base64url')

const heldFor = async (tx: Tx, source: SourceRow, before: Held | null): Promise<Held> => {
  const { revision, version, series_n, kept_from } = await lockIntake(tx, source.id)
  const size = before ? [...before.minutes.values()].reduce((sum, one) => sum + one.size, 0) : 0
  if (before?.revision === revision && before.version === version && size < heldMinutes) return before
  const measures = await measuresOf(tx, source.id)
  return {
    revision,
    version,
    seriesCount: series_n,
    keptFrom: kept_from === null ? null : millisOf(kept_from),
    measures,
    newest: new Map(measures.flatMap(({ id, last_at }) => (last_at === null ? [] : [[id, minuteOf(millisOf(last_at))]]))),
    known: new Map(),
    minutes: new Map(),
    marked: new Set(),
  }
}

const minutesFor = (held: Held, measure: string): Map<number, Minute> => {
  const found = held.minutes.get(measure)
  if (found) return found
  const made = new Map<number, Minute>()
  held.minutes.set(measure, made)
  return made
}

const knownAs = (held: Held, series: Series, feeds: readonly Feed[], key: string): Known => ({
  key,
  name: series.name,
  labels: series.labels,
  hash: hashOf(key),
  mark: markOf(key),
  feeds: feeds.map((feed) => ({ feed, minutes: minutesFor(held, feed.measure) })),
  total: null,
  buckets: null,
  totalAt: null,
  resets: 0,
  seenAt: 0,
  stored: false,
  changed: false,
})

const directFeed = (held: Held, measure: string): readonly Feed[] => {
  const found = held.measures.find((one) => one.id === measure)
  return found ? [{ measure, role: 'readings', keeping: keepingOf(found) }] : []
}

/** Readings with the series they belong to; consecutive ones of one series share the lookup. */
type Placed = Readonly<{ one: Sample | Distribution; known: Known; at: number; from: number }>

type Counted = Map<string, { count: number; example: string | undefined }>

const noCounts = (): Counted => new Map()

const countInto = (counts: Counted, reason: string, n: number, example: string | undefined): void => {
  const found = counts.get(reason)
  if (found) found.count += n
  else counts.set(reason, { count: n, example })
}

const nameOf = ({ name, labels }: Series): string => {
  const shown = Object.entries(labels)
    .slice(0, 6)
    .map(([key, value]) => `${key}="${value.slice(0, 60)}"`)
  return `${name.slice(0, 120)}${shown.length > 0 ? `{${shown.join(', ')}}` : ''}`
}

type Work = Readonly<{
  held: Held
  placed: Placed[]
  counts: readonly Counted[]
  newSeries: readonly Known[]
}>

const eventOf = ({ one }: Placed): string | undefined => ('event' in one ? one.event : undefined)

/** Leaves out what was told by an event that came before, in this batch or ever. */
const firstTold = async (tx: Tx, source: SourceRow, placed: Placed[], counts: readonly Counted[], now: Millis): Promise<Placed[]> => {
  const by = new Map<string, Readonly<{ hash: string; from: number }>>()
  for (const one of placed) {
    const event = eventOf(one)
    if (event !== undefined && !by.has(event)) by.set(event, { hash: hashOf(event), from: one.from })
  }
  if (by.size === 0) return placed
  const fresh = await newEvents(
    tx,
    source.id,
    [...by.values()].map((one) => one.hash),
    now,
  )
  return placed.filter((one) => {
    const known = by.get(eventOf(one) ?? '')
    if (known === undefined || (known.from === one.from && fresh.has(known.hash))) return true
    countInto(counts[one.from] ?? noCounts(), drops.duplicate, 1, nameOf(one.one))
    return false
  })
}

/** Finds the series of every reading and judges its time. Series that are not known yet are looked up together. */
const place = async (tx: Tx, held: Held, source: SourceRow, batch: readonly Waiting[], window: Window): Promise<Work> => {
  const counts = batch.map(() => new Map<string, { count: number; example: string | undefined }>())
  const unknown = new Map<string, Known>()
  const found: Placed[] = []
  for (const [from, { message }] of batch.entries()) {
    const into = counts[from] ?? noCounts()
    for (const one of message.reading.refused) countInto(into, one.reason, one.count, one.example)
    const count: Count = (drop, series) => countInto(into, drops[drop], 1, nameOf(series))
    const prefix = message.measure === undefined ? '' : `${message.measure}\u0002`
    let [lastLabels, lastName, lastKnown]: [unknown, string, Known | undefined] = [undefined, '', undefined]
    for (const one of readingsOf(message.reading)) {
      const at = timeOf(one, window, count)
      if (at === null) continue
      if (one.labels !== lastLabels || one.name !== lastName || lastKnown === undefined) {
        const key = prefix + seriesKey(one)
        lastKnown = held.known.get(key) ?? unknown.get(key)
        if (!lastKnown) {
          const feeds = message.measure === undefined ? feedsOf(held.measures, one.name, one.labels) : directFeed(held, message.measure)
          lastKnown = knownAs(held, one, feeds, key)
          unknown.set(key, lastKnown)
        }
        lastLabels = one.labels
        lastName = one.name
      }
      found.push({ one, known: lastKnown, at, from })
    }
  }
  const byHash = new Map([...unknown.values()].map((one) => [one.hash, one]))
  for (const row of await (byHash.size === 0 ? [] : seriesOf(tx, source.id, [...byHash.keys()]))) {
    const one = byHash.get(row.hash)
    if (one)
      Object.assign(one, {
        total: row.total,
        totalAt: row.total_at === null ? null : millisOf(row.total_at),
        buckets: row.buckets,
        resets: row.resets,
        seenAt: millisOf(row.last_at),
        stored: true,
      })
  }
  const room = (source.max_series ?? usualSeries) - held.seriesCount
  const newOnes = [...unknown.values()].filter((one) => !one.stored)
  const tooMany = new Set(newOnes.slice(Math.max(0, room)))
  for (const one of unknown.values()) if (!tooMany.has(one)) held.known.set(one.key, one)
  const fitting =
    tooMany.size === 0
      ? found
      : found.filter(({ one, known, from }) => {
          if (!tooMany.has(known)) return true
          countInto(counts[from] ?? noCounts(), drops.too_many_series, 1, nameOf(one))
          return false
        })
  const placed = await firstTold(tx, source, fitting, counts, window.now)
  return { held, placed, counts, newSeries: newOnes.slice(0, Math.max(0, room)) }
}

/** Has every minute that readings will be added to at hand. */
const fetchMinutes = async (tx: Tx, { held, placed }: Work): Promise<void> => {
  const wanted = new Map<string, MinuteKey>()
  for (const { known, at } of placed) {
    const minute = minuteOf(at)
    for (const { feed, minutes } of known.feeds) {
      if (minutes.has(minute)) continue
      if (minute > (held.newest.get(feed.measure) ?? -Infinity)) minutes.set(minute, newMinute(minute))
      else wanted.set(`${feed.measure}${minute}`, { measure: feed.measure, at: minute })
    }
  }
  for (const { measure, minute } of await readMinutes(tx, [...wanted.values()])) minutesFor(held, measure).set(minute.at, minute)
  for (const { measure, at } of wanted.values()) {
    const minutes = minutesFor(held, measure)
    if (!minutes.has(at)) minutes.set(at, newMinute(at))
  }
}

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
  const latest = new Map<string, { id: string; at: Millis; value: number | null }>()
  for (const { measure, minute } of changed) {
    const at = minute.cell.lastAt ?? minute.at
    if (at < (latest.get(measure)?.at ?? -Infinity)) continue
    const shared = held.measures.find((one) => one.id === measure)?.aggregation === 'share'
    latest.set(measure, { id: measure, at, value: shared ? valueOf(minute.cell, 'share') : minute.cell.last })
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
      const work = await place(tx, held, source, batch, window)
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

/** Minutes that are over for an hour are let go; should one be needed again, it is read. */
const forgetOld = (held: Held, now: Millis): void => {
  const before = now - 3_600_000
  for (const minutes of held.minutes.values()) for (const at of minutes.keys()) if (at < before) minutes.delete(at)
  if (held.marked.size > 200_000) held.marked.clear()
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
