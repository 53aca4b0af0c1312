import { isoOf, type Millis } from '../../kernel/instant.ts'
import type { Loop } from '../capability.ts'

/** How a loop goes in this process, since it started. */
export type LoopSeen = Readonly<{
  /** It turns in this process. */
  here: boolean
  /** Turns that ended, well or not. */
  turns: number
  failures: number
  /** When the last turn ended. */
  last_ended: string | null
  /** How long it took, in whole milliseconds. */
  last_took_ms: number | null
  last_failed: string | null
  /** What the last turn that failed said. */
  error: string | null
}>

const unseen: LoopSeen = { here: false, turns: 0, failures: 0, last_ended: null, last_took_ms: null, last_failed: null, error: null }

/** What the loops of this process did; other processes keep their own. */
export type LoopBook = Readonly<{
  of: (loop: Pick<Loop, 'name'>) => LoopSeen
  started: (loop: Pick<Loop, 'name'>) => void
  /** @param error what the turn threw; absent when it ended well */
  ended: (loop: Pick<Loop, 'name'>, begun: Millis, now: Millis, error?: unknown) => void
  stopped: (loop: Pick<Loop, 'name'>) => void
}>

const words = (error: unknown): string => (error instanceof Error ? error.message : String(error)).slice(0, 500)

export const makeLoopBook = (): LoopBook => {
  const book = new Map<string, LoopSeen>()
  const of: LoopBook['of'] = ({ name }) => book.get(name) ?? unseen
  const note = (loop: Pick<Loop, 'name'>, change: Partial<LoopSeen>): void => void book.set(loop.name, { ...of(loop), ...change })
  return {
    of,
    started: (loop) => note(loop, { here: true }),
    ended: (loop, begun, now, ...failed) => {
      const before = of(loop)
      const at = isoOf(now)
      note(loop, { turns: before.turns + 1, last_ended: at, last_took_ms: Math.max(0, Math.round(now - begun)) })
      if (failed.length > 0) note(loop, { failures: before.failures + 1, last_failed: at, error: words(failed[0]) })
    },
    stopped: (loop) => note(loop, { here: false }),
  }
}
