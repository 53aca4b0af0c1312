import type { CustodyFacts, Holder } from '../../levels/index.ts'
import { incident } from '../kind.ts'
import { priorityFrom } from './priority.ts'

export type Fields = Readonly<Record<string, unknown>>

/** Who stands behind the links of incidents: the supplier that a team, component or service belongs to, and what each is called. */
export type Parties = Readonly<{
  supplierOf: (id: string | null) => string | null
  titleOf: (id: string | null) => string | undefined
}>

const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null)

/** What a state means to clocks: its phase, and cancelled apart. */
export const meaningOf = (state: string): CustodyFacts['meaning'] =>
  state === 'cancelled' ? 'cancelled' : (incident.lifecycle.states.find((one) => one.name === state)?.phase ?? 'open')

const named = (type: Holder['type'], id: string | null, name: string | undefined): Holder =>
  name === undefined ? { type, id } : { type, id, name }

const supplierFor = (fields: Fields, parties: Parties): string | null =>
  parties.supplierOf(text(fields['team'])) ?? parties.supplierOf(text(fields['component'])) ?? parties.supplierOf(text(fields['service']))

/**
 * Who has an incident in hand: while it waits for the customer, a supplier or an approval, they; else its team, or the supplier that the team works for.
 * What waits for a problem, a change or evidence stays with the team.
 */
export const holderOf = (fields: Fields, parties: Parties): Holder => {
  const waits = meaningOf(String(fields['state'])) === 'waiting' ? fields['waiting_for'] : null
  const team = text(fields['team'])
  const customer = text(fields['customer'])
  if (waits === 'customer') return named('customer', customer, parties.titleOf(customer) ?? 'Customer')
  if (waits === 'approval') return named('approval', null, 'Approval')
  const supplier = waits === 'supplier' ? supplierFor(fields, parties) : parties.supplierOf(team)
  if (waits === 'supplier' || supplier !== null) return named('supplier', supplier, parties.titleOf(supplier) ?? 'Supplier')
  return named('team', team, parties.titleOf(team))
}

/** What clocks read of an incident. */
export const factsOf = (fields: Fields, parties: Parties): CustodyFacts => {
  const state = String(fields['state'])
  return {
    holder: holderOf(fields, parties),
    state,
    meaning: meaningOf(state),
    waiting_for: text(fields['waiting_for']),
    owner: text(fields['owner']),
    priority: text(fields['priority']) ?? priorityFrom(fields['impact'], fields['urgency']),
  }
}

/** Fields on which an incident's clocks depend. */
export const clockFields = ['state', 'team', 'owner', 'priority', 'waiting_for', 'service', 'component', 'customer', 'opened_at'] as const
