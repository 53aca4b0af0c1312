import { type Millis, millisOf } from '../../../kernel/instant.ts'
import type { Tx } from '../../../platform/db/database.ts'
import { feedsOf } from '../model/feeds.ts'
import { type Count, drops, type Known, minuteOf, readingsOf, seriesKey, timeOf, usualSeries, type Window } from '../model/intake.ts'
import type { Distribution, Reading, Sample, Series } from '../model/sample.ts'
import { type MinuteKey, newEvents, newMinute, readMinutes, seriesOf, type SourceRow } from '../store/intake.ts'
import { directFeed, hashOf, type Held, knownAs, minutesFor } from './held.ts'

/** `measure`: every number of the message belongs to this measure, whatever its name says. */
export type Message = Readonly<{ reading: Reading; measure?: string }>

/** Readings with the series they belong to; consecutive ones of one series share the lookup. */
export type Placed = Readonly<{ one: Sample | Distribution; known: Known; at: number; from: number }>

export type Counted = Map<string, { count: number; example: string | undefined }>

export const noCounts = (): Counted => new Map()

export const countInto = (counts: Counted, reason: string, n: number, example: string | undefined): void => {
  const found = counts.get(reason)
  if (found) found.count += n
  else counts.set(reason, { count: n, example })
}

export const nameOf = ({ name, labels }: Series): string => {
  const shown = Object.entries(labels)
    .slice(0, 6)
    .map(([key, value]) => `${key}="${value.slice(0, 60)}"`)
  return `${name.slice(0, 120)}${shown.length > 0 ? `{${shown.join(', ')}}` : ''}`
}

/** What a batch comes to: readings with their series, what was not taken of each message, series that are new. */
export type Work = Readonly<{
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
export const place = async (tx: Tx, held: Held, source: SourceRow, batch: readonly Message[], window: Window): Promise<Work> => {
  const counts = batch.map(() => new Map<string, { count: number; example: string | undefined }>())
  const unknown = new Map<string, Known>()
  const found: Placed[] = []
  for (const [from, message] of batch.entries()) {
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
export const fetchMinutes = async (tx: Tx, { held, placed }: Work): Promise<void> => {
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
