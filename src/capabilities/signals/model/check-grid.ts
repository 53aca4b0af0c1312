import type { Millis } from '../../../kernel/instant.ts'

const spread = (id: string): number => {
  let hash = 2_166_136_261
  for (let at = 0; at < id.length; at++) hash = Math.imul(hash ^ id.charCodeAt(at), 16_777_619)
  // The last bits of ids that were made together differ least: mix them.
  hash = Math.imul(hash ^ (hash >>> 16), 2_246_822_507)
  return (hash ^ (hash >>> 13)) >>> 0
}

/** Where within its interval a check has its turn: its own place, the same in every process, so that checks spread evenly. */
export const offsetOf = (check: string, every: Millis): Millis => spread(check) % every

/** The first turn of a check after a moment. Turns lie on a fixed grid, however long a run takes or late it begins. */
export const nextTurn = (check: string, every: Millis, after: Millis): Millis => {
  const offset = offsetOf(check, every)
  return Math.floor((after - offset) / every) * every + every + offset
}
