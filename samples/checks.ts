import { check } from '../src/capabilities/signals/kind.ts'
import { never, restRuns } from '../src/capabilities/signals/index.ts'
import { isoOf } from '../src/kernel/instant.ts'
import type { Tx } from '../src/platform/db/database.ts'
import { entries, spareParts } from './catalogue.ts'
import { chance } from './chance.ts'
import { imagesSince, unwatched } from './outages.ts'
import { named, type Rows, row, type Times } from './row.ts'

const minute = 60_000
const day = 86_400_000

type How = Readonly<{ type: 'http' | 'tcp' | 'icmp'; target: (key: string) => string; usual: number }>

const web: How = { type: 'http', target: (key) => `https://${key}.larkmere.example/health`, usual: 120 }
const port = (number: number, usual: number): How => ({ type: 'tcp', target: (key) => `${key}.larkmere.example:${number}`, usual })
const ping: How = { type: 'icmp', target: (key) => `${key}.larkmere.example`, usual: 3 }

/** How a service is tried, by its kind; a few differ. */
const byKind: Readonly<Record<string, How>> = {
  application: web,
  infrastructure: ping,
  end_user: web,
  audio_visual: port(443, 25),
  communications: port(5061, 12),
  facilities: port(443, 30),
  industrial_control: port(502, 18),
}
const special: Readonly<Record<string, How>> = {
  databases: port(5432, 4),
  identity: port(636, 6),
  storage: port(2049, 3),
  'patient-portal': web,
  reminders: web,
}

const howOf = (entry: (typeof entries)[number]): How => special[entry.key] ?? byKind[entry.kind] ?? ping
const degraded = 'imaging-archive'

type Watched = Readonly<{ key: string; kind: 'service' | 'component'; title: string; how: How }>

/** Every service but a few, and the components that stand in for each other. */
const watched: readonly Watched[] = [
  ...entries
    .filter((one) => !unwatched.has(one.key))
    .map((one): Watched => ({ key: one.key, kind: 'service', title: one.title, how: howOf(one) })),
  ...spareParts.map(({ key }): Watched => ({ key, kind: 'component', title: key, how: ping })),
]

const host = (key: string): string => key.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')

/** A check for whatever is watched, with what it last saw. */
export const checkRows = (times: Times): Rows => {
  const random = chance(5077)
  return {
    kind: check,
    rows: watched.map(({ key, kind, title, how: { type, target } }) => {
      const since = key === degraded ? imagesSince(times) : times.now - Math.round((2 + random.next() * 70) * day)
      return row(times, check, key, {
        title: `${title} answers`,
        subject: named(times, kind, key),
        check_type: type,
        target: target(host(key)),
        every: 60,
        timeout: 10,
        fails_after: 2,
        slow_after: type === 'http' ? 2000 : null,
        standing: key === degraded ? 'degraded' : 'up',
        standing_since: isoOf(since),
      })
    }),
  }
}

/** What each saw last. Larkmere is invented: its checks rest, so that nothing calls addresses that belong to nobody. */
export const restChecks = async (tx: Tx, times: Times): Promise<void> => {
  const random = chance(5081)
  await restRuns(
    tx,
    watched.map(({ key, how }) => {
      const slow = key === degraded
      const ms = slow ? 4100 : Math.max(1, Math.round(how.usual * (0.7 + random.next() * 0.6)))
      return {
        check: named(times, 'check', key),
        nextAt: never,
        at: times.now - minute,
        ms,
        text: slow ? `Answered after ${ms} ms, slower than 2000 ms` : `Answered after ${ms} ms`,
        outage: slow ? named(times, 'outage', 'images-now') : null,
      }
    }),
  )
}
