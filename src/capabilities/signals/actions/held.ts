import { createHash } from 'node:crypto'
import { type Millis, millisOf } from '../../../kernel/instant.ts'
import type { Tx } from '../../../platform/db/database.ts'
import { type Feed, keepingOf, type MeasureFeed } from '../model/feeds.ts'
import { type Known, markOf, type Minute, minuteOf } from '../model/intake.ts'
import type { Series } from '../model/sample.ts'
import { lockIntake, measuresOf, type SourceRow } from '../store/intake.ts'

const heldMinutes = 100_000

/** What is remembered of a source between messages. Right as long as nobody else wrote: the revision in the database tells. */
export type Held = {
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

export const hashOf = (key: string): string => createHash('sha1').update(key).digest('base64url')

/** Locks a source and takes what was remembered of it, or begins anew where somebody else wrote meanwhile or its measures changed. */
export const heldFor = async (tx: Tx, source: SourceRow, before: Held | null): Promise<Held> => {
  const { revision, version, series_n, kept_from } = await lockIntake(tx, source.id)
  const keptFrom = kept_from === null ? null : millisOf(kept_from)
  const size = before ? [...before.minutes.values()].reduce((sum, one) => sum + one.size, 0) : 0
  if (before?.revision === revision && before.version === version && size < heldMinutes) return Object.assign(before, { keptFrom })
  const measures = await measuresOf(tx, source.id)
  return {
    revision,
    version,
    seriesCount: series_n,
    keptFrom,
    measures,
    newest: new Map(measures.flatMap(({ id, last_at }) => (last_at === null ? [] : [[id, minuteOf(millisOf(last_at))]]))),
    known: new Map(),
    minutes: new Map(),
    marked: new Set(),
  }
}

export const minutesFor = (held: Held, measure: string): Map<number, Minute> => {
  const found = held.minutes.get(measure)
  if (found) return found
  const made = new Map<number, Minute>()
  held.minutes.set(measure, made)
  return made
}

/** A series that comes for the first time, as far as is remembered. */
export const knownAs = (held: Held, series: Series, feeds: readonly Feed[], key: string): Known => ({
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

export const directFeed = (held: Held, measure: string): readonly Feed[] => {
  const found = held.measures.find((one) => one.id === measure)
  return found ? [{ measure, role: 'readings', keeping: keepingOf(found) }] : []
}

/** Minutes that are over for an hour are let go; should one be needed again, it is read. */
export const forgetOld = (held: Held, now: Millis): void => {
  const before = now - 3_600_000
  for (const minutes of held.minutes.values()) for (const at of minutes.keys()) if (at < before) minutes.delete(at)
  if (held.marked.size > 200_000) held.marked.clear()
}
