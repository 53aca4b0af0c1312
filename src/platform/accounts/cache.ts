import type { Millis } from '../../kernel/instant.ts'

/** How long another process may still let a revoked session or token through. */
const keptFor = 10_000
const most = 10_000

export type Cache<T> = Readonly<{
  get: (key: string, now: Millis) => T | undefined
  set: (key: string, value: T, now: Millis) => void
  drop: (unwanted: (key: string, value: T) => boolean) => void
}>

/** Remembers what the database said for ten seconds, so that a page of many requests asks once. */
export const makeCache = <T>(): Cache<T> => {
  const kept = new Map<string, Readonly<{ value: T; at: Millis }>>()
  return {
    get: (key, now) => {
      const found = kept.get(key)
      if (found && Math.abs(now - found.at) < keptFor) return found.value
      kept.delete(key)
      return undefined
    },
    set: (key, value, now) => {
      kept.delete(key)
      kept.set(key, { value, at: now })
      const [oldest] = kept.keys()
      if (kept.size > most && oldest !== undefined) kept.delete(oldest)
    },
    drop: (unwanted) => {
      for (const [key, { value }] of kept) if (unwanted(key, value)) kept.delete(key)
    },
  }
}
