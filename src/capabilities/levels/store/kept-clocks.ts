import type { Tx } from '../../../platform/db/database.ts'
import { raw, sql } from '../../../platform/db/sql.ts'
import type { Reading } from '../model/reading.ts'
import { copied, type Tickets, whichTickets } from './copied.ts'

/** A kept clock as text, to be compared with a new reading: promise, state, moments in epoch ms (\N where there is none), seconds. */
export type KeptClocks = ReadonlyMap<string, readonly string[]>

/** The kept clocks of tickets, the lines of a ticket in order of promise. */
export const keptClocks = async (tx: Tx, tickets: Tickets): Promise<KeptClocks> => {
  const ms = (name: string): string => `(date_part('epoch', ${name}) * 1000)::bigint`
  const moments = ['started_at', 'stopped_at', 'due_at', 'breached_at', 'warn_at', 'misses_at'].map(ms).join(', ')
  const kept = new Map<string, string[]>()
  await copied(
    tx,
    sql`select ticket, promise, state, ${raw(moments)}, target_s, elapsed_s, paused_s from clock where ${raw(whichTickets(tickets))} order by ticket, promise`,
    (line) => {
      const ticket = line.slice(0, 36)
      const lines = kept.get(ticket)
      if (lines) lines.push(line.slice(37))
      else kept.set(ticket, [line.slice(37)])
    },
  )
  return kept
}

const moment = (at: number | null): string => (at === null ? '\\N' : String(at))

/** The clocks of a reading in the same words, in order of promise. */
const linesOf = ({ clocks }: Reading): readonly string[] =>
  clocks
    .map(({ promise, clock, warn_at }) =>
      [
        promise.id,
        clock.state,
        moment(clock.started_at),
        moment(clock.stopped_at),
        moment(clock.due_at),
        moment(clock.breached_at),
        moment(warn_at),
        moment(clock.misses_at),
        promise.target_s,
        clock.elapsed_s,
        clock.paused_s,
      ].join('\t'),
    )
    .sort()

/** Whether a new reading differs from what was kept: not at all, in what the clocks read, or in which promises there are clocks for. */
export const difference = (reading: Reading, kept: readonly string[] = []): 'none' | 'clocks' | 'promises' => {
  const lines = linesOf(reading)
  if (lines.length !== kept.length || lines.some((line, at) => line.slice(0, 36) !== kept[at]?.slice(0, 36))) return 'promises'
  return lines.some((line, at) => line !== kept[at]) ? 'clocks' : 'none'
}
