import { type Millis, millisOf } from '../../../kernel/instant.ts'
import type { CustodyChange } from '../../levels/index.ts'
import { incident } from '../kind.ts'
import { factsOf, type Fields, type Parties } from './facts.ts'
import { countsAfter } from './moments.ts'

/** One thing that happened to an incident: when, and the fields that were other afterwards. */
export type Happened = Readonly<{ at: Millis; after: Fields }>

export type Past = Readonly<{ changes: readonly CustodyChange[]; last: Fields; reassignments: number; reopenings: number }>

/**
 * An incident's past as changes of custody: what its events say, in their order. It counts from `opened`;
 * when it was recorded later than that in a state of its own, it was new until then.
 */
export const pastOf = (events: readonly Happened[], opened: Millis, parties: Parties): Past => {
  const changes: CustodyChange[] = []
  let fields: Fields = { reassignments: 0, reopenings: 0 }
  events.forEach(({ at, after }, order) => {
    const next: Fields = { ...fields, ...after, reassignments: fields['reassignments'], reopenings: fields['reopenings'] }
    if (order === 0) {
      const unread = at > opened && next['state'] !== incident.lifecycle.initial
      changes.push({
        at: opened,
        order: -1,
        set: factsOf(unread ? { ...next, state: incident.lifecycle.initial, waiting_for: null } : next, parties),
      })
      fields = next
    } else fields = { ...next, ...countsAfter(fields, next) }
    changes.push({ at: Math.max(opened, at), order, set: factsOf(fields, parties) })
  })
  return { changes, last: fields, reassignments: Number(fields['reassignments']), reopenings: Number(fields['reopenings']) }
}

const moment = (value: unknown): Millis | null => (typeof value === 'string' ? millisOf(value) : null)

/** The past of an incident of which only the state now and some moments are known. */
export const pastFromMoments = (values: Fields, opened: Millis, now: Millis): readonly Happened[] => {
  const { initial } = incident.lifecycle
  const state = typeof values['state'] === 'string' ? values['state'] : initial
  const steps: Happened[] = [{ at: opened, after: { ...values, state: initial, waiting_for: null } }]
  const responded = moment(values['responded_at'])
  const resolved = moment(values['resolved_at'])
  const closed = moment(values['closed_at'])
  if (responded !== null) steps.push({ at: responded, after: { state: 'active' } })
  if (resolved !== null) steps.push({ at: resolved, after: { state: 'resolved' } })
  const since = closed ?? (state === 'resolved' ? resolved : null) ?? moment(values['changed_at']) ?? now
  if (state !== initial) steps.push({ at: since, after: { state, waiting_for: values['waiting_for'] ?? null } })
  return steps.sort((a, b) => a.at - b.at)
}

export const openedOf = (fields: Fields, now: Millis): Millis => moment(fields['opened_at']) ?? now
