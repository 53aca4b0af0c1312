import { createHash } from 'node:crypto'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import pg from 'pg'
import { from as copyFrom, to as copyTo } from 'pg-copy-streams'
import { Refusal } from '../../kernel/refusal.ts'
import { render, type Sql, sql } from './sql.ts'

/** How to reach a PostgreSQL: a socket folder or a host in `host`. */
export type DatabaseAddress = Readonly<{
  host?: string
  port?: number
  user?: string
  database?: string
  password?: string
  connectionString?: string
}>

export type Row = Readonly<Record<string, unknown>>

/** Something that reads. */
export type Db = Readonly<{
  rows: <R extends Row = Row>(query: Sql) => Promise<R[]>
  /** The first row, or undefined. */
  first: <R extends Row = Row>(query: Sql) => Promise<R | undefined>
  /** How many rows a write touched. */
  run: (query: Sql) => Promise<number>
}>

/** A transaction: writers ask for this type, so none of them can work outside one. */
export type Tx = Db &
  Readonly<{
    inTransaction: true
    /** Called once the commit is durable; never when it is rolled back. */
    afterCommit: (then: () => void) => void
    /** Streams lines in the COPY text format into a table. Only in a bulk transaction. */
    copyIn: (table: Sql, lines: Readable) => Promise<void>
    copyOut: (query: Sql) => Readable
    /** How often this work was tried, this time included: what was remembered from before may be out of date from the second time on. */
    turn: number
    /** Only in a short transaction: the first row of its last statement, which takes the commit along with it. Nothing may be asked after it. */
    last?: <R extends Row = Row>(query: Sql) => Promise<R | undefined>
  }>

export type Database = Db &
  Readonly<{
    transaction: <T>(work: (tx: Tx) => Promise<T>, how?: TransactionHow) => Promise<T>
    /** Calls back with each payload sent to the channel; listens again by itself when the connection is lost. */
    listen: (channel: string, heard: (payload: string) => void) => Promise<() => Promise<void>>
    close: () => Promise<void>
    address: DatabaseAddress
  }>

export type TransactionHow = Readonly<{
  /** One unchanging picture of the data, for reading only. */
  snapshot?: boolean
  /** Milliseconds that one statement may take; 0 = no limit: the transaction is bulk work, on connections of its own, and may COPY. */
  deadline?: number
  /** Small work that may end with `last`. */
  short?: boolean
}>

const deadline = 30_000
/** Serialization failure, deadlock: the whole transaction may simply be tried again. */
const worthRetrying = new Set(['40001', '40P01'])

/** timestamptz as ISO text: '2016-02-29 01:16:00.5+00' -> '2016-02-29T01:16:00.500Z'. */
const isoInstant = (text: string): string => {
  if (text.length < 22 || !text.endsWith('+00')) return text
  const fraction = text.slice(19, -3)
  return `${text.slice(0, 10)}T${text.slice(11, 19)}.${(fraction.slice(1) + '000').slice(0, 3)}Z`
}

const parsers: Readonly<Record<number, (text: string) => unknown>> = {
  20: Number,
  1082: (text) => text,
  1114: (text) => text,
  1184: isoInstant,
  1700: (text) => text,
}
const asText = (text: string) => text
/** The driver asks for a reader of each column type; its own type for this is looser than what it calls. */
const types: pg.CustomTypesConfig = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') =>
    format === 'binary' ? asText : (parsers[oid] ?? (pg.types.getTypeParser(oid, 'text') as (text: string) => unknown)),
}

const names = new Map<string, string>()
/** Statements are prepared once per connection under a name made of their text; one-off texts past the bound stay unnamed. */
const nameOf = (text: string): string | undefined => {
  const known = names.get(text)
  if (known) return known
  if (names.size >= 1000) return undefined
  const name = createHash('sha1').update(text).digest('base64url')
  names.set(text, name)
  return name
}

const readable = (error: unknown): unknown => {
  if (!(error instanceof Error) || !('code' in error)) return error
  const { code } = error
  if (code === '57014')
    return new Refusal('busy', 'deadline', 'The question took too long and was stopped. Narrow the filter or try again later.')
  if (code === '25006')
    return new Refusal(
      'unavailable',
      'read_only',
      'The database is read-only at the moment, so nothing was changed. Try again in a minute.',
    )
  if (code === 'ECONNREFUSED' || code === 'ENOENT' || code === '57P03' || code === '57P01')
    return new Refusal(
      'unavailable',
      'database_away',
      'The database cannot be reached at the moment, so nothing was changed. Try again in a few seconds.',
    )
  return error
}

type Socket = Readonly<{ writableCorked: number; cork: () => void; uncork: () => void }>
/** The driver keeps its socket at `connection.stream`, which its types leave out. */
const socketOf = (client: pg.Pool | pg.PoolClient): Socket | undefined =>
  (client as { connection?: Readonly<{ stream?: Socket }> }).connection?.stream

/** Statements that are asked for in the same turn of the program leave in one piece: each piece costs both sides a wake-up. */
const inOnePiece = (client: pg.Pool | pg.PoolClient): void => {
  const socket = socketOf(client)
  if (!socket || socket.writableCorked > 0) return
  socket.cork()
  process.nextTick(() => socket.uncork())
}

const reader = (client: pg.Pool | pg.PoolClient): Db => {
  const ask = async (query: Sql) => {
    const { text, values } = render(query)
    const name = nameOf(text)
    inOnePiece(client)
    return await client.query(name ? { text, values, name } : { text, values })
  }
  return {
    rows: async <R extends Row>(query: Sql) => (await ask(query)).rows as R[],
    first: async <R extends Row>(query: Sql) => (await ask(query)).rows[0] as R | undefined,
    run: async (query) => (await ask(query)).rowCount ?? 0,
  }
}

const writer = (client: pg.PoolClient, commits: (() => void)[], turn: number): Tx => ({
  ...reader(client),
  inTransaction: true,
  turn,
  afterCommit: (then) => commits.push(then),
  copyIn: async (table, lines) => {
    await pipeline(lines, client.query(copyFrom(render(sql`copy ${table} from stdin`).text)))
  },
  copyOut: (query) => client.query(copyTo(render(sql`copy (${query}) to stdout`).text)),
})

/** Opens a pool of connections. @param most connections at the most; pages wait for a free one. */
export const openDatabase = (address: DatabaseAddress, most = 16): Database => {
  const settings: pg.PoolConfig = {
    ...address,
    max: most,
    types,
    statement_timeout: deadline,
    // Statements that are asked for together travel together.
    pipeline: true,
    options: '-c timezone=UTC -c datestyle=ISO -c intervalstyle=iso_8601',
    application_name: 'reeve',
  }
  const pool = new pg.Pool(settings)
  // COPY keeps a conversation open, so it cannot share a connection whose statements travel together.
  const bulk = new pg.Pool({ ...settings, pipeline: false, max: 4, idleTimeoutMillis: 2000 })
  // An idle connection that dies (the database was restarted) is simply dropped: the next question opens another.
  for (const each of [pool, bulk]) each.on('error', () => undefined)
  const outside = reader(pool)
  const guarded = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work()
    } catch (error) {
      throw readable(error)
    }
  }

  const once = async <T>(work: (tx: Tx) => Promise<T>, how: TransactionHow, turn: number): Promise<T> => {
    const client = await (how.deadline === 0 ? bulk : pool).connect()
    const commits: (() => void)[] = []
    let broken: Error | undefined
    let ended: Promise<unknown> | undefined
    const tx = writer(client, commits, turn)
    // A commit behind a statement that failed rolls back.
    const last: Tx['last'] = async (query) => {
      const answer = tx.first(query)
      ended = client.query('commit')
      ended.catch(() => undefined)
      return (await answer) as never
    }
    try {
      // Sent ahead of the first statement without waiting for its answer; if it fails, so does that statement.
      inOnePiece(client)
      const begun = client.query(how.snapshot ? 'begin isolation level repeatable read read only' : 'begin')
      begun.catch(() => undefined)
      if (how.deadline !== undefined) {
        const set = client.query(`set local statement_timeout = ${Math.trunc(how.deadline)}`)
        // Where statements do not travel together each waits for the one before it.
        if (how.deadline === 0) await set
        else set.catch(() => undefined)
      }
      const result = await work(how.short ? { ...tx, last } : tx)
      await begun
      await (ended ?? client.query('commit'))
      for (const then of commits) then()
      return result
    } catch (error) {
      try {
        await client.query('rollback')
      } catch (lost) {
        broken = lost instanceof Error ? lost : new Error(String(lost))
      }
      throw error
    } finally {
      client.release(broken)
    }
  }

  return {
    rows: async (query) => await guarded(() => outside.rows(query)),
    first: async (query) => await guarded(() => outside.first(query)),
    run: async (query) => await guarded(() => outside.run(query)),
    transaction: async (work, how = {}) =>
      await guarded(async () => {
        for (let turn = 1; ; turn++) {
          try {
            return await once(work, how, turn)
          } catch (error) {
            const code = error instanceof Error && 'code' in error ? String(error.code) : ''
            if (turn >= 4 || !worthRetrying.has(code)) throw error
          }
        }
      }),
    listen: async (channel, heard) => await keepListening(settings, channel, heard),
    close: async () => void (await Promise.all([pool.end(), bulk.end()])),
    address,
  }
}

const keepListening = async (
  settings: pg.ClientConfig,
  channel: string,
  heard: (payload: string) => void,
): Promise<() => Promise<void>> => {
  let stopped = false
  let current: pg.Client | undefined
  const begin = async (): Promise<void> => {
    const client = new pg.Client({ ...settings, statement_timeout: 0 })
    const again = (): void => {
      if (stopped || current !== client) return
      current = undefined
      setTimeout(() => void begin().catch(again), 1000).unref()
    }
    current = client
    client.on('error', again)
    client.on('end', again)
    client.on('notification', (message) => heard(message.payload ?? ''))
    await client.connect()
    await client.query(`listen ${pg.escapeIdentifier(channel)}`)
  }
  await begin()
  return async () => {
    stopped = true
    await current?.end().catch(() => undefined)
  }
}
