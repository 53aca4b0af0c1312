import type { Day } from '../../../../kernel/day.ts'
import { plusDays } from '../../../../kernel/day.ts'
import type { Millis } from '../../../../kernel/instant.ts'
import { type Change, changesBetween, type Fields, type Term, type TermKind, type Terms } from './terms.ts'

/** Something that happened to a record; `before` and `after` hold the fields that changed. */
export type Happened = Readonly<{
  at: Millis
  record: string
  kind: TermKind
  verb: string
  before: Fields | null
  after: Fields | null
  actor: string | null
  reason: string | null
}>

/** A state of an agreement that held at the end of a day, until another took its place. */
export type Version = Readonly<{
  /** From 1, the oldest. */
  number: number
  from: Day
  /** The last day on which it held; null for the one that holds now. */
  to: Day | null
  terms: Terms
  changes: readonly Change[]
  /** Ids of those who made the changes of that day; null is Reeve itself. */
  by: readonly (string | null)[]
  /** Moves of the agreement on that day, such as being put in force: by whom, and why. */
  decisions: readonly Readonly<{ verb: string; by: string | null; reason: string | null }>[]
  reasons: readonly string[]
}>

type Held = ReadonlyMap<string, Term>

const text = (value: unknown): string => (typeof value === 'string' ? value : '')

/** What belongs to an agreement among the records that were held at a moment; null when it was not there. */
const termsIn = (agreement: string, held: Held): Terms | null => {
  const own = held.get(agreement)
  if (!own) return null
  const promises = [...held.values()]
    .filter((one) => one.kind === 'promise' && one.fields['agreement'] === agreement && one.fields['state'] === 'active')
    .sort((a, b) => a.ref.localeCompare(b.ref, 'en', { numeric: true }))
  const named = new Set([own.fields['contract'], own.fields['calendar'], ...promises.map((one) => one.fields['calendar'])])
  return {
    agreement: own,
    promises,
    beside: [...held.values()].filter((one) => one.kind !== 'promise' && one !== own && named.has(one.id)),
  }
}

/** A step back in time. */
const undone = (held: Map<string, Term>, one: Happened): void => {
  if (one.verb === 'create') return void held.delete(one.record)
  const known = held.get(one.record)
  if (!one.before || (!known && one.verb !== 'remove')) return
  const fields = one.verb === 'remove' ? one.before : { ...known?.fields, ...one.before }
  held.set(one.record, {
    kind: one.kind,
    id: one.record,
    ref: text(fields['ref']) || (known?.ref ?? ''),
    title: text(fields['title']) || (known?.title ?? ''),
    fields,
  })
}

type Dated = Readonly<{ on: Day; terms: Terms; events: readonly Happened[] }>

/** The agreement at the end of each day on which anything of it was touched, the newest first. */
const daysOf = (agreement: string, now: Held, events: readonly Happened[], dayOf: (at: Millis) => Day): readonly Dated[] => {
  const held = new Map(now)
  const days: Dated[] = []
  for (const [on, happened] of Map.groupBy(events, (one) => dayOf(one.at))) {
    const terms = termsIn(agreement, held)
    if (terms) days.push({ on, terms, events: happened })
    for (const one of happened) undone(held, one)
  }
  return days
}

/**
 * An agreement version by version, the oldest first: one for each day at whose end something else was agreed than at the end of the day before.
 * @param now the records as they are, and those that were removed left out
 * @param events of all these records, the newest first
 * @param dayOf the day of a moment in the zone of the agreement
 */
export const versionsOf = (agreement: string, now: Held, events: readonly Happened[], dayOf: (at: Millis) => Day): readonly Version[] => {
  const versions: Omit<Version, 'to'>[] = []
  let before: Terms | null = null
  for (const { on, terms, events: happened } of daysOf(agreement, now, events, dayOf).toReversed()) {
    const changes = changesBetween(before, terms)
    if (changes.length === 0) continue
    const touched = new Set(changes.flatMap((one) => [one.before?.id ?? one.after?.id ?? '']))
    const own = happened.toReversed().filter((one) => touched.has(one.record))
    versions.push({
      number: versions.length + 1,
      from: on,
      terms,
      changes,
      by: [...new Set(own.map((one) => one.actor))],
      decisions: own
        .filter((one) => one.record === agreement && (one.verb === 'activate' || one.verb === 'end'))
        .map((one) => ({ verb: one.verb, by: one.actor, reason: one.reason })),
      reasons: [...new Set(own.flatMap((one) => (one.reason ? [one.reason] : [])))],
    })
    before = terms
  }
  return versions.map((one, index) => {
    const next = versions[index + 1]
    return { ...one, to: next ? plusDays(next.from, -1) : null }
  })
}

/** The version that held at the end of a day; undefined before the first. */
export const versionOn = (versions: readonly Version[], on: Day): Version | undefined => versions.findLast((one) => one.from <= on)

/** Whether an agreement was in force on a day, by its state and its dates. */
export const wasInForce = ({ agreement: { fields } }: Terms, on: Day): boolean => {
  const [starts, ends] = [text(fields['starts_on']), text(fields['ends_on'])]
  return fields['state'] === 'active' && (starts === '' || starts <= on) && (ends === '' || on <= ends)
}
