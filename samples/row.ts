import { addDays, isoOf, type Millis } from '../src/kernel/instant.ts'
import type { Kind, RecordOf } from '../src/platform/records/kind.ts'
import type { Loading } from '../src/platform/records/load.ts'
import { idOf } from './chance.ts'

/** When the sample's story ends ("now") and when its organisation was entered: everything is dated from these two. Epoch milliseconds. */
export type Times = Readonly<{ now: Millis; founded: Millis }>

const day = 86_400_000

/** The organisation was entered two years ago, at midnight UTC. */
export const timesOf = (now: Millis): Times => ({ now, founded: Math.floor(now / day) * day - 730 * day })

/** The id of a named record, the same in every file that names it. */
export const named = (times: Times, kind: string, key: string): string => idOf(times.founded, `${kind}:${key}`)

/** The calendar day so many days after now; negative is before. */
export const dayFromNow = (times: Times, days: number): string => addDays(isoOf(times.now).slice(0, 10), days)

type Values<K extends Kind> = Partial<Omit<RecordOf<K>, 'id' | 'ref' | 'version'>> & Readonly<{ title: string }>

/** A named record on its way in. */
export const row = <K extends Kind>(times: Times, kind: K, key: string, values: Values<K>): Loading => ({
  id: named(times, kind.name, key),
  values,
  created_at: isoOf(times.founded),
})

/** Rows of one kind; sets are loaded in the order in which they stand. */
export type Rows = Readonly<{ kind: Kind; rows: readonly Loading[] }>
