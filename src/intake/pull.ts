import { countDrop, openSource, type Pulled, pulledMeasures, takeReadings } from '../capabilities/signals/index.ts'
import { isRefusal } from '../kernel/refusal.ts'
import { type Millis, millisOf } from '../kernel/instant.ts'
import type { Database } from '../platform/db/database.ts'
import { type Fetch, pullPromql } from '../connectors/prometheus/query.ts'

/** A fetch that reaches as far as a source may. */
export type Reaching = (reach: Readonly<{ private: boolean }>) => Fetch

/** Passwords and tokens of sources, by the name that the source gives them. */
export type Secret = (name: string) => string | undefined

const usualStep = 60
/** What is asked for after a silence: no more than this, so that one question stays small. */
const longestGap = 6 * 3_600_000
const together = 8

const authorization = ({ settings }: Pulled, secret: Secret): Readonly<Record<string, string>> => {
  const value = settings?.secret === undefined ? undefined : secret(settings.secret)
  if (value === undefined) return {}
  return settings?.user === undefined
    ? { authorization: `Bearer ${value}` }
    : { authorization: `Basic ${Buffer.from(`${settings.user}:${value}`).toString('base64')}` }
}

const pullOne = async (db: Database, one: Pulled, reaching: Reaching, secret: Secret, now: Millis): Promise<void> => {
  const step = Math.max(15, one.every ?? usualStep)
  const stepMs = step * 1000
  const to = Math.floor(now / stepMs) * stepMs
  const last = one.last_at === null ? to - 5 * stepMs : millisOf(one.last_at)
  const from = Math.max(Math.floor(last / stepMs) * stepMs + stepMs, to - longestGap)
  if (from > to) return
  const source = await openSource(db, one.source)
  const reading = await pullPromql({
    fetch: reaching({ private: one.settings?.private === true }),
    base: one.address,
    headers: { ...one.settings?.headers, ...authorization(one, secret) },
    query: one.query,
    name: one.ref,
    range: { from, to, step },
  })
  await takeReadings(db, source, { reading, measure: one.id }, () => now)
}

/**
 * Asks the servers for what their measures have become since the last reading, at steps of a measure's own length: after a pause of Reeve the gap is filled, up to six hours.
 * A server that does not answer is counted at its source, and the others are asked all the same. @returns how many measures were asked
 */
export const pullAll = async (db: Database, reaching: Reaching, secret: Secret, now: Millis): Promise<number> => {
  const all = await pulledMeasures(db)
  for (let at = 0; at < all.length; at += together)
    await Promise.all(
      all.slice(at, at + together).map(async (one) => {
        try {
          await pullOne(db, one, reaching, secret, now)
        } catch (error) {
          if (!isRefusal(error)) throw error
          await countDrop(db, one.source, error.message, `${one.ref}: ${one.query.slice(0, 200)}`, now)
        }
      }),
    )
  return all.length
}
