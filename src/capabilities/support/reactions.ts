import { isoOf, millisOf } from '../../kernel/instant.ts'
import type { Job } from '../../platform/capability.ts'
import type { Tx } from '../../platform/db/database.ts'
import type { Behaviour, Context, Draft } from '../../platform/records/context.ts'
import type { AnyRecord } from '../../platform/records/kind.ts'
import { follow, following, foresee, type Foreseen, forget, type Ticket } from '../levels/index.ts'
import { closeResolved } from './actions/close.ts'
import { incident } from './kind.ts'
import { clockFields, factsOf, type Fields, type Parties } from './model/facts.ts'
import { countsAfter, momentsIn } from './model/moments.ts'
import { pastOf } from './model/past.ts'
import { priorityAfter } from './model/priority.ts'
import { needResolution, openedFrom, waitingFor } from './model/rules.ts'
import { happenedTo } from './store/events.ts'
import { partiesBehind } from './store/parties.ts'

/** What was foreseen when an incident was prepared, until it is saved in the same transaction. */
const foreseen = new WeakMap<Tx, Map<string, Foreseen>>()

const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null)

const ticketOf = (draft: Draft): Ticket => ({
  id: String(draft['id']),
  kind: incident.name,
  service: text(draft['service']),
  opened_at: millisOf(String(draft['opened_at'])),
})

const differs = (before: Fields, after: Fields, names: readonly string[]): boolean =>
  names.some((name) => (before[name] ?? null) !== (after[name] ?? null))

/** Reads the clocks as they will be, and puts what follows from them into the draft. */
const readClocks = async (tx: Tx, ctx: Context, draft: Draft, before: AnyRecord | null, parties: Parties): Promise<void> => {
  const ticket = ticketOf(draft)
  const facts = factsOf(draft, parties)
  const read = await foresee(tx, ctx, ticket, {
    facts,
    isNew: before === null,
    ...(facts.state === incident.lifecycle.initial
      ? {}
      : { at_first: { state: incident.lifecycle.initial, meaning: 'open', waiting_for: null } }),
    past: async () => {
      const { changes } = pastOf(await happenedTo(tx, ticket.id), ticket.opened_at, parties)
      return [...changes, { at: Math.max(ctx.now, changes.at(-1)?.at ?? 0), order: changes.length + 1, set: facts }]
    },
  })
  Object.assign(draft, momentsIn(read.custody), { due_at: read.due_at === null ? null : isoOf(read.due_at), level_state: read.level_state })
  const plans = foreseen.get(tx) ?? new Map<string, Foreseen>()
  foreseen.set(tx, plans.set(ticket.id, read))
}

/** What follows from the person's own words; not when an earlier state is put back as it was. */
const fill = (ctx: Context, draft: Draft, before: AnyRecord | null): void => {
  draft['opened_at'] =
    before !== null && before['opened_at'] === draft['opened_at'] ? draft['opened_at'] : openedFrom(draft['opened_at'], ctx.now)
  draft['priority'] = priorityAfter(before, draft)
  draft['waiting_for'] = waitingFor(before, draft)
  needResolution(before, draft)
  Object.assign(draft, before === null ? { reassignments: 0, reopenings: 0 } : countsAfter(before, draft))
}

const prepare: Behaviour['prepare'] = async (tx, ctx, draft, before, verb) => {
  if (verb !== 'undo') fill(ctx, draft, before)
  if (before !== null && !differs(before, draft, clockFields)) return
  const { team, customer, parties } = await partiesBehind(tx, draft)
  if (before === null || differs(before, draft, ['service'])) draft['team'] ??= team
  if (before === null || differs(before, draft, ['requester'])) draft['customer'] ??= customer
  await readClocks(tx, ctx, draft, before, parties)
}

const taken = (tx: Tx, id: string): Foreseen | undefined => {
  const plan = foreseen.get(tx)?.get(id)
  foreseen.get(tx)?.delete(id)
  return plan
}

const along: Behaviour['along'] = (tx, _ctx, _kind, draft) => {
  const plan = taken(tx, String(draft['id']))
  return plan ? following(plan) : []
}

const saved: Behaviour['saved'] = async (tx, ctx, { after }) => {
  const plan = taken(tx, after.id)
  if (plan) await follow(tx, ctx, plan)
}

const behaviour: Behaviour = { prepare, along, saved, removing: async (tx, _ctx, record) => await forget(tx, [record.id]) }

export const behaviours = [{ kind: incident.name, behaviour }] as const

export const jobs: readonly Job[] = [
  {
    name: 'support.close',
    cron: '7 * * * *',
    about: 'Closes incidents that have been resolved for five working days, or as many as the organisation chose.',
    run: async (db, registry, _data, now) => void (await closeResolved(db, registry, now)),
  },
]
