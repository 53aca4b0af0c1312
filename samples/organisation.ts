import { incident } from '../src/capabilities/support/kind.ts'
import type { Millis } from '../src/kernel/instant.ts'
import type { Loading } from '../src/platform/records/load.ts'
import { catalogueRows, entries } from './catalogue.ts'
import { checkRows } from './checks.ts'
import { maintenanceRows, outageRows } from './outages.ts'
import { levelRows } from './levels.ts'
import { needRows } from './needs.ts'
import { organisationRows } from './people.ts'
import { named, type Rows, type Times, timesOf } from './row.ts'
import { signalRows } from './signals.ts'
import { statusRows } from './status.ts'
import { supplierRows } from './suppliers.ts'
import { everyday, openWork } from './support/everyday.ts'
import { majorIncidents } from './support/majors.ts'

export type Size = 'small' | 'large'

/** incidents, and copies of the catalogue (69 services each). */
const sizes: Readonly<Record<Size, Readonly<{ incidents: number; copies: number }>>> = {
  small: { incidents: 3900, copies: 1 },
  large: { incidents: 1_000_000, copies: 145 },
}

/** Rows written at a time, so that memory stays small. */
const piece = 5000

export type Organisation = Readonly<{
  times: Times
  /** Everything but incidents: each set links only to those before it. */
  standing: () => Generator<Rows>
  /** Incidents in pieces, by the moment of opening within each. */
  incidents: () => Generator<Rows>
  /** What is told of incidents, outages and maintenance: after all of them. */
  told: () => readonly Rows[]
  /** Services by owner's key. */
  owned: ReadonlyMap<string, readonly string[]>
}>

/** The sample organisation as plain data: the same `now` gives the same bytes. Counts can be set for benchmarks. */
export const sampleOrganisation = (now: Millis, size: Size, counts: Partial<(typeof sizes)['small']> = {}): Organisation => {
  const { incidents, copies } = { ...sizes[size], ...counts }
  const times = timesOf(now)
  const owned = new Map<string, string[]>()
  for (const entry of entries)
    if (entry.owner) owned.set(entry.owner, [...(owned.get(entry.owner) ?? []), named(times, 'service', entry.key)])
  return {
    times,
    owned,
    standing: function* () {
      const { people, teams } = organisationRows(times)
      const { suppliers, contracts } = supplierRows(times)
      const { calendars, agreements } = levelRows(times)
      yield* people
      yield suppliers
      yield teams
      yield calendars
      for (let copy = 0; copy < copies; copy++) yield* catalogueRows(times, copy)
      yield contracts
      yield* agreements
      yield needRows(times)
      yield checkRows(times)
      yield outageRows(times)
      yield* signalRows(times)
      yield maintenanceRows(times)
    },
    told: () => statusRows(times),
    incidents: function* () {
      const special = [...majorIncidents(times), ...openWork(times)]
      if (size === 'small') {
        const all = [...special, ...[...everyday(times, incidents, copies)].flat()].sort(byOpening)
        for (let at = 0; at < all.length; at += piece) yield { kind: incident, rows: all.slice(at, at + piece) }
        return
      }
      yield { kind: incident, rows: special }
      let rows: Loading[] = []
      for (const day of everyday(times, incidents, copies)) {
        rows.push(...day)
        if (rows.length < 2 * piece) continue
        yield { kind: incident, rows }
        rows = []
      }
      if (rows.length > 0) yield { kind: incident, rows }
    },
  }
}

const byOpening = (a: Loading, b: Loading): number =>
  (a.created_at ?? '') < (b.created_at ?? '') ? -1 : (a.created_at ?? '') > (b.created_at ?? '') ? 1 : a.id < b.id ? -1 : 1
