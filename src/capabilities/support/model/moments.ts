import { isoOf } from '../../../kernel/instant.ts'
import type { Custody } from '../../levels/index.ts'
import type { Fields } from './facts.ts'
import { meaningOf } from './facts.ts'

const isOver = (meaning: string): boolean => meaning === 'done' || meaning === 'closed' || meaning === 'cancelled'

/** When an incident was first taken up, and when the end that it has come to began; null where that has not happened. The same moments at which clocks stop. */
export type Moments = Readonly<{ responded_at: string | null; resolved_at: string | null; closed_at: string | null }>

export const momentsIn = (chain: Custody): Moments => {
  const responded = chain.find(
    (one) => one.meaning === 'active' || one.meaning === 'waiting' || one.meaning === 'done' || one.meaning === 'closed',
  )
  const ending = chain.slice(chain.findLastIndex((one) => !isOver(one.meaning)) + 1)
  const resolved = ending.find((one) => one.meaning !== 'cancelled')
  const closed = ending.find((one) => one.meaning === 'closed' || one.meaning === 'cancelled')
  const at = (one: Custody[number] | undefined): string | null => (one ? isoOf(one.from) : null)
  return { responded_at: at(responded), resolved_at: ending.at(-1)?.meaning === 'cancelled' ? null : at(resolved), closed_at: at(closed) }
}

const count = (value: unknown): number => (typeof value === 'number' ? value : 0)

/** How often an incident was given to another team, and how often it came back after it had been resolved, after one more change. */
export const countsAfter = (before: Fields, after: Fields): Readonly<{ reassignments: number; reopenings: number }> => {
  const moved = typeof before['team'] === 'string' && typeof after['team'] === 'string' && before['team'] !== after['team']
  const reopened = isOver(meaningOf(String(before['state']))) && !isOver(meaningOf(String(after['state'])))
  return { reassignments: count(before['reassignments']) + (moved ? 1 : 0), reopenings: count(before['reopenings']) + (reopened ? 1 : 0) }
}
