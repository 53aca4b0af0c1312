import { addBusiness } from '../../src/kernel/calendar/business-time.ts'
import type { Timetable } from '../../src/kernel/calendar/timetable.ts'
import { isoOf, type Millis } from '../../src/kernel/instant.ts'
import type { PastEvent } from '../../src/platform/records/load.ts'
import type { TeamKey } from '../cast.ts'
import type { Chance } from '../chance.ts'

export type Priority = '1' | '2' | '3' | '4'

/** What an incident's life is made from. Teams by key; `target` in seconds of the timetable, response and resolution. */
export type Plot = Readonly<{
  opened: Millis
  now: Millis
  priority: Priority
  timetable: Timetable
  target: Readonly<{ response: number; resolution: number }>
  firstTeam: TeamKey
  team: TeamKey
  supplierTeam: TeamKey | null
  /** 1 is usual; more means that work takes longer. */
  strain: number
  solvedByFirst: boolean
  code: string
  fix: string
}>

/** A step: when, by which move, and the fields that it sets. Teams and people still as keys. */
type Step = Readonly<{ at: Millis; verb: string; set: Readonly<Record<string, unknown>> }>

const minute = 60_000

/** Everything that would happen to the incident if there were no end of the story. */
const steps = (random: Chance, plot: Plot, personOf: (team: TeamKey) => string): readonly Step[] => {
  const later = (from: Millis, seconds: number): Millis => Math.round(addBusiness(plot.timetable, from, Math.max(60, Math.round(seconds))))
  const list: Step[] = []
  const { response, resolution } = plot.target
  let at = later(plot.opened, random.skewed(0.28 * response, 0.7) * plot.strain)
  let held = plot.firstTeam
  list.push({ at, verb: 'start', set: { state: 'active', owner: personOf(held), responded_at: isoOf(at) } })
  let work = random.skewed(0.3 * resolution, 0.85) * plot.strain
  let reassignments = 0
  const handOver = (to: TeamKey): void => {
    reassignments++
    held = to
    list.push({ at, verb: 'change', set: { team: to, owner: personOf(to), reassignments } })
  }
  if (!plot.solvedByFirst && plot.team !== plot.firstTeam) {
    const share = 0.05 + random.next() * 0.2
    at = later(at, work * share)
    work *= 1 - share
    handOver(plot.team)
    if (random.hit(0.07)) {
      at = later(at, work * 0.2)
      handOver(plot.firstTeam)
      at = later(at, work * 0.1)
      handOver(plot.team)
    }
  }
  const waits = random.next()
  if (waits < 0.14) {
    at = later(at, work * 0.3)
    list.push({ at, verb: 'wait', set: { state: 'pending', waiting_for: 'customer' } })
    at = later(at, random.skewed(0.5 * resolution, 0.6))
    list.push({ at, verb: 'start', set: { state: 'active', waiting_for: null } })
  } else if (waits < 0.17) {
    at = later(at, work * 0.3)
    list.push({ at, verb: 'wait', set: { state: 'pending', waiting_for: random.pick(['supplier', 'change', 'problem', 'evidence']) } })
    at = later(at, random.skewed(0.6 * resolution, 0.6))
    list.push({ at, verb: 'start', set: { state: 'active', waiting_for: null } })
  } else if (plot.supplierTeam && !plot.solvedByFirst && waits < 0.33) {
    at = later(at, work * 0.3)
    handOver(plot.supplierTeam)
    at = later(at, work * 0.5)
    handOver(plot.team)
  }
  const resolve = (): void => {
    list.push({ at, verb: 'resolve', set: { state: 'resolved', resolved_at: isoOf(at), resolution_code: plot.code, resolution: plot.fix } })
  }
  at = later(at, work * 0.6)
  resolve()
  if (random.hit(0.035)) {
    at += Math.round((30 + random.next() * 1600) * minute)
    list.push({ at, verb: 'reopen', set: { state: 'active', resolved_at: null, reopenings: 1 } })
    at = later(at, work * 0.4)
    resolve()
  }
  at += 3 * 1440 * minute
  list.push({ at, verb: 'close', set: { state: 'closed', closed_at: isoOf(at) } })
  return list
}

export type Life = Readonly<{
  /** The state of affairs now. */
  values: Readonly<Record<string, unknown>>
  past: readonly PastEvent[]
  changed: Millis
}>

/**
 * The life of an incident up to now, from the fields that it was created with. `idsOf` turns keys of teams and people into ids.
 * Fields that a step takes away are null.
 */
export const lifeOf = (
  random: Chance,
  plot: Plot,
  created: Readonly<Record<string, unknown>>,
  personOf: (team: TeamKey) => string,
  idsOf: (set: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>>,
): Life => lived(plot.opened, plot.now, created, steps(random, plot, personOf), idsOf)

/** The same for steps that are written down. */
export const lived = (
  opened: Millis,
  now: Millis,
  created: Readonly<Record<string, unknown>>,
  written: readonly Step[],
  idsOf: (set: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>>,
): Life => {
  const values: Record<string, unknown> = { ...idsOf(created) }
  const past: PastEvent[] = [{ verb: 'create', occurred_at: isoOf(opened), after: { ...values } }]
  let changed = opened
  for (const step of written) {
    if (step.at > now) break
    const set = idsOf(step.set)
    const before = Object.fromEntries(Object.keys(set).map((name) => [name, values[name] ?? null]))
    Object.assign(values, set)
    past.push({
      verb: step.verb,
      occurred_at: isoOf(step.at),
      before,
      after: set,
      actor: typeof values['owner'] === 'string' ? values['owner'] : null,
    })
    changed = step.at
  }
  return { values, past, changed }
}

export type { Step }
