import type { Custody, CustodyInterval, HolderType } from '../model/custody.ts'
import type { Db, Tx } from '../../../platform/db/database.ts'
import { raw, sql } from '../../../platform/db/sql.ts'
import { copied, type Tickets, whichTickets } from './copied.ts'

type Meaning = CustodyInterval['meaning']

/** A stretch as it is read back: from (epoch ms), holder type, id and name, state, meaning, waiting for, owner, priority. */
type Stretch = readonly [number, HolderType, string | null, string | null, string, Meaning, string | null, string | null, string | null]

const chainOf = (stretches: readonly Stretch[]): Custody =>
  stretches.map(([from, type, id, name, state, meaning, waiting_for, owner, priority], index) => ({
    from,
    to: stretches[index + 1]?.[0] ?? null,
    holder: name === null ? { type, id } : { type, id, name },
    state,
    meaning,
    waiting_for,
    owner,
    priority,
  }))

export type Kept = Readonly<{ service: string | null; opened_at: string; revision: number; custody: Custody }>

/** The chain of a ticket as it was kept; undefined when the ticket is not followed. `lock` keeps others from changing or reading it anew. */
export const keptChain = async (db: Db, ticket: string, lock = false): Promise<Kept | undefined> => {
  const row = await db.first<{ service: string | null; opened_at: string; revision: number; stretches: readonly Stretch[] | null }>(sql`
    select service, opened_at, revision, (
      select json_agg(json_build_array((date_part('epoch', from_at) * 1000)::bigint, holder_type, holder, holder_name, state, meaning, waiting_for, owner, priority) order by seq)
      from custody where custody.ticket = chain.ticket) as stretches
    from chain where ticket = ${ticket} ${raw(lock ? 'for update' : '')}`)
  return row && { service: row.service, opened_at: row.opened_at, revision: row.revision, custody: chainOf(row.stretches ?? []) }
}

const known = (text: string | undefined): string | null => (text === undefined || text === '\\N' ? null : text)

const stretches = raw(
  "ticket, (date_part('epoch', from_at) * 1000)::bigint, holder_type, holder, state, meaning, waiting_for, owner, priority",
)

/** The chains of many tickets, without the names of holders. */
export const keptChains = async (tx: Tx, tickets: Tickets): Promise<ReadonlyMap<string, Custody>> => {
  const chains = new Map<string, CustodyInterval[]>()
  let ticket = ''
  let chain: CustodyInterval[] = []
  await copied(tx, sql`select ${stretches} from custody where ${raw(whichTickets(tickets))} order by ticket, seq`, (line) => {
    const [id = '', from, type, holder, state = '', meaning, waiting, owner, priority] = line.split('\t')
    if (id !== ticket) {
      ticket = id
      chain = []
      chains.set(id, chain)
    }
    const begins = Number(from)
    const before = chain.at(-1)
    if (before) chain[chain.length - 1] = { ...before, to: begins }
    chain.push({
      from: begins,
      to: null,
      holder: { type: type as HolderType, id: known(holder) },
      state,
      meaning: meaning as Meaning,
      waiting_for: known(waiting),
      owner: known(owner),
      priority: known(priority),
    })
  })
  return chains
}
