import type { Custody, CustodyInterval, HolderType } from '../model/custody.ts'
import type { Db, Tx } from '../../../platform/db/database.ts'
import { raw, type Sql, sql } from '../../../platform/db/sql.ts'

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

export type Kept = Readonly<{ service: string | null; opened_at: string; level_version: number; custody: Custody }>

/** The chain of a ticket as it was kept; undefined when the ticket is not followed. */
export const keptChain = async (db: Db, ticket: string): Promise<Kept | undefined> => {
  const row = await db.first<{ service: string | null; opened_at: string; level_version: number; stretches: readonly Stretch[] | null }>(sql`
    select service, opened_at, level_version, (
      select json_agg(json_build_array((date_part('epoch', from_at) * 1000)::bigint, holder_type, holder, holder_name, state, meaning, waiting_for, owner, priority) order by seq)
      from custody where custody.ticket = chain.ticket) as stretches
    from chain where ticket = ${ticket}`)
  return row && { service: row.service, opened_at: row.opened_at, level_version: row.level_version, custody: chainOf(row.stretches ?? []) }
}

/** Many tickets: these, or all between two ids, both included. */
export type Tickets = readonly string[] | Readonly<{ first: string; last: string }>

/** The chains of many tickets, without the names of holders. */
export const keptChains = async (tx: Tx, tickets: Tickets): Promise<ReadonlyMap<string, Custody>> => {
  const lines = tx.copyOut(stretchesOf(tickets)).setEncoding('utf8')
  const chains = new Map<string, CustodyInterval[]>()
  let rest = ''
  let ticket = ''
  let chain: CustodyInterval[] = []
  for await (const piece of lines as AsyncIterable<string>) {
    const text = rest + piece
    let at = 0
    for (let end = text.indexOf('\n'); end !== -1; end = text.indexOf('\n', at)) {
      const [id = '', from, type, holder, state = '', meaning, waiting, owner, priority] = text.slice(at, end).split('\t')
      at = end + 1
      if (id !== ticket) {
        ticket = id
        chain = []
        chains.set(id, chain)
      }
      const begins = Number(from)
      const before = chain.at(-1)
      if (before) chain[chain.length - 1] = { ...before, to: begins }
      chain.push({ from: begins, to: null, holder: { type: type as HolderType, id: known(holder) }, state, meaning: meaning as Meaning, waiting_for: known(waiting), owner: known(owner), priority: known(priority) })
    }
    rest = text.slice(at)
  }
  return chains
}

const known = (text: string | undefined): string | null => (text === undefined || text === '\\N' ? null : text)

const uuid = /^[0-9a-f-]{36}$/

/** COPY takes no parameters, so that the ids stand in the text; they must look like ids. */
const quoted = (id: string): string => {
  if (!uuid.test(id)) throw new Error('not the id of a ticket')
  return `'${id}'`
}

const stretchesOf = (tickets: Tickets): Sql => {
  const which = 'first' in tickets ? `ticket >= ${quoted(tickets.first)} and ticket <= ${quoted(tickets.last)}` : `ticket = any(array[${tickets.map(quoted).join(',')}]::uuid[])`
  return sql`select ticket, (date_part('epoch', from_at) * 1000)::bigint, holder_type, holder, state, meaning, waiting_for, owner, priority from custody where ${raw(which)} order by ticket, seq`
}
