import type { AnyRecord, Kind, RecordOf } from '../records/kind.ts'
import { call, type Options } from './client/request.ts'
import type { BulkAnswer, ListAnswer, OneAnswer, Query } from './client/shapes.ts'

export * from './client/problem.ts'
export * from './client/shapes.ts'
export { keys } from './client/keys.ts'
export { base, queryText } from './client/request.ts'

/** The record of a kind known here, or any record when the kind is known at run time only. */
export type Known<K extends Kind> = Kind extends K ? AnyRecord : RecordOf<K>
type Draft = Readonly<Record<string, unknown>>
export type Selection = Readonly<{ ids: readonly string[] }> | Readonly<{ filter: string }>

const path = (kind: Kind, ...parts: readonly string[]): string => `/${[kind.plural, ...parts.map(encodeURIComponent)].join('/')}`

/** Everything a screen asks of the server, typed by kind. `key` is an id or a ref. */
export const api = {
  call,
  get: async <T>(address: string, query?: Query, signal?: AbortSignal): Promise<T> => call<T>('GET', address, options(query, signal)),
  list: async <K extends Kind>(kind: K, query?: Query, signal?: AbortSignal): Promise<ListAnswer<Known<K>>> =>
    call('GET', path(kind), options(query, signal)),
  one: async <K extends Kind>(kind: K, key: string, query?: Query, signal?: AbortSignal): Promise<OneAnswer<Known<K>>> =>
    call('GET', path(kind, key), options(query, signal)),
  create: async <K extends Kind>(kind: K, draft: Draft, key?: string): Promise<OneAnswer<Known<K>>> =>
    call('POST', path(kind), { body: draft, ...(key ? { key } : {}) }),
  change: async <K extends Kind>(kind: K, key: string, version: number, change: Draft): Promise<OneAnswer<Known<K>>> =>
    call('PATCH', path(kind, key), { body: change, version }),
  move: async <K extends Kind>(kind: K, key: string, version: number, verb: string, asked: Draft = {}): Promise<OneAnswer<Known<K>>> =>
    call('POST', `${path(kind, key)}/do/${verb}`, { body: asked, version }),
  remove: async (kind: Kind, key: string, reason: string): Promise<void> => call('POST', `${path(kind, key)}/remove`, { body: { reason } }),
  bulk: async (
    kind: Kind,
    body: Readonly<{ select: Selection; change?: Draft; do?: Draft; reason?: string; preview: boolean }>,
  ): Promise<BulkAnswer> => call('POST', `/${kind.plural}/bulk`, { body }),
}

const options = (query: Query | undefined, signal: AbortSignal | undefined): Options => ({
  ...(query ? { query } : {}),
  ...(signal ? { signal } : {}),
})
