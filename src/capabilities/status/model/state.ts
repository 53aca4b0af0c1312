import type { Millis } from '../../../kernel/instant.ts'

/** The five states that readers see, the harmless first. */
export const statuses = ['operational', 'under_maintenance', 'degraded', 'partial_outage', 'major_outage'] as const
export type Status = (typeof statuses)[number]

export const statusWords: Readonly<Record<Status, string>> = {
  operational: 'Operational',
  under_maintenance: 'Under maintenance',
  degraded: 'Degraded',
  partial_outage: 'Partial outage',
  major_outage: 'Major outage',
}

export const worst = (all: readonly Status[]): Status => {
  let found: Status = 'operational'
  for (const one of all) if (statuses.indexOf(one) > statuses.indexOf(found)) found = one
  return found
}

/** A stretch in which one subject was down or degraded; `to` is null while it goes on. */
export type Trouble = Readonly<{ subject: string; severity: 'down' | 'degraded'; from: Millis; to: Millis | null }>
/** Planned work on subjects. */
export type Work = Readonly<{ subjects: readonly string[]; from: Millis; to: Millis }>
/** A disturbance that readers were told of, on items or, when it names none, on the whole page. */
export type Told = Readonly<{ items: readonly string[]; impact: Impact; from: Millis; to: Millis | null }>
export type Impact = 'none' | 'minor' | 'major' | 'critical'

/** What a disturbance of an impact raises the items to that it hits. */
export const raisedBy: Readonly<Record<Impact, Status>> = {
  none: 'operational',
  minor: 'degraded',
  major: 'partial_outage',
  critical: 'major_outage',
}

const during = (one: Readonly<{ from: Millis; to: Millis | null }>, at: Millis): boolean =>
  one.from <= at && (one.to === null || at < one.to)

export const hits = (told: Pick<Told, 'items'>, item: string): boolean => told.items.length === 0 || told.items.includes(item)

/**
 * The state of an item at a moment. All of its subjects down is a major outage, some of them a partial one. What happens to a subject
 * while it is under planned work is part of that work and no outage. A disturbance that readers were told of raises the state, never lowers it.
 */
export const statusAt = (
  item: Readonly<{ id: string; subjects: readonly string[] }>,
  facts: Readonly<{ troubles: readonly Trouble[]; works: readonly Work[]; told: readonly Told[] }>,
  at: Millis,
): Status => {
  const worked = new Set(facts.works.filter((work) => during(work, at)).flatMap((work) => work.subjects))
  const now = facts.troubles.filter((one) => during(one, at) && !worked.has(one.subject))
  const down = new Set(now.filter((one) => one.severity === 'down').map((one) => one.subject))
  const downHere = item.subjects.filter((subject) => down.has(subject)).length
  const measured: Status =
    downHere > 0
      ? downHere === item.subjects.length
        ? 'major_outage'
        : 'partial_outage'
      : item.subjects.some((subject) => now.some((one) => one.subject === subject))
        ? 'degraded'
        : item.subjects.some((subject) => worked.has(subject))
          ? 'under_maintenance'
          : 'operational'
  return worst([measured, ...facts.told.filter((one) => during(one, at) && hits(one, item.id)).map((one) => raisedBy[one.impact])])
}
