import { isoOf, type Millis } from '../../../kernel/instant.ts'
import { raw, type Sql } from '../../../platform/db/sql.ts'
import type { Reading } from '../model/reading.ts'

/** The columns of this capability's own tables, in the order in which rows are written. */

export const custodyColumns = [
  'ticket',
  'seq',
  'from_at',
  'to_at',
  'holder_type',
  'holder',
  'holder_name',
  'state',
  'meaning',
  'waiting_for',
  'owner',
  'priority',
] as const

const custodyTypes = ['uuid', 'int', 'timestamptz', 'timestamptz', 'text', 'uuid', 'text', 'text', 'text', 'text', 'uuid', 'text'] as const

export const clockColumns = [
  'ticket',
  'promise',
  'agreement',
  'measure',
  'state',
  'started_at',
  'stopped_at',
  'due_at',
  'breached_at',
  'warn_at',
  'misses_at',
  'target_s',
  'elapsed_s',
  'paused_s',
  'read_at',
  'calendar',
  'calendar_version',
  'agreement_version',
  'promise_version',
  'told',
  'revision',
] as const

const clockTypes = [
  'uuid',
  'uuid',
  'uuid',
  'text',
  'text',
  'timestamptz',
  'timestamptz',
  'timestamptz',
  'timestamptz',
  'timestamptz',
  'timestamptz',
  'bigint',
  'float8',
  'float8',
  'timestamptz',
  'uuid',
  'int',
  'int',
  'int',
  'smallint',
  'int',
] as const

const defined = (columns: readonly string[], types: readonly string[]): Sql =>
  raw(columns.map((name, at) => `${name} ${types[at] ?? ''}`).join(', '))

export const custodyDefinition = defined(custodyColumns, custodyTypes)
export const clockDefinition = defined(clockColumns, clockTypes)

const moment = (at: Millis | null): string | null => (at === null ? null : isoOf(at))

/** The chain as rows, from the stretch of that number on. */
export function* custodyRows({ ticket, custody }: Pick<Reading, 'ticket' | 'custody'>, from = 0): Generator<readonly unknown[]> {
  for (let seq = from; seq < custody.length; seq++) {
    const one = custody[seq]
    if (!one) continue
    const { holder } = one
    yield [
      ticket.id,
      seq,
      isoOf(one.from),
      moment(one.to),
      holder.type,
      holder.id,
      holder.name ?? null,
      one.state,
      one.meaning,
      one.waiting_for,
      one.owner,
      one.priority,
    ]
  }
}

/** What was told of a clock when nobody is to be told of what happened before now. */
export const toldBefore = (state: string, warnAt: Millis | null, now: Millis): 0 | 1 | 2 =>
  state === 'missed' ? 2 : state === 'running' && warnAt !== null && warnAt <= now ? 1 : 0

/** The clocks as rows. `told`: what is written when the clock is new. */
export function* clockRows(
  reading: Reading,
  told: (state: string, warnAt: Millis | null, stopped: boolean) => number,
): Generator<readonly unknown[]> {
  for (const { agreement, promise, clock, warn_at } of reading.clocks)
    yield [
      reading.ticket.id,
      promise.id,
      agreement.id,
      promise.measure,
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
      isoOf(reading.read_at),
      promise.calendar.id,
      promise.calendar.version,
      agreement.version,
      promise.version,
      told(clock.state, warn_at, clock.stopped_at !== null),
      reading.revision,
    ]
}
