import { isoOf, millisOf } from '../../../kernel/instant.ts'
import type { Tx } from '../../../platform/db/database.ts'
import type { Context } from '../../../platform/records/context.ts'
import { load, type LoadHow, type Loading } from '../../../platform/records/load.ts'
import { adopt, type Arrival, readArrivals, type Reading } from '../../levels/index.ts'
import { incident } from '../kind.ts'
import type { Fields, Parties } from '../model/facts.ts'
import { momentsIn } from '../model/moments.ts'
import { openedOf, type Past, pastFromMoments, pastOf } from '../model/past.ts'
import { priorityFrom } from '../model/priority.ts'
import { allParties } from '../store/parties.ts'

const eventsOf = (row: Loading, ctx: Context) => {
  const opened = openedOf({ opened_at: row.values['opened_at'] ?? row.created_at }, ctx.now)
  const past = row.past ?? []
  const known = past.map((one) => ({ at: millisOf(one.occurred_at), after: one.after }))
  return { opened, known: known.length > 0 ? known : pastFromMoments(row.values, opened, ctx.now) }
}

/** What the source did not say: explicit nulls stay as they are. */
const filled = (values: Fields, from: Fields): Fields => ({
  ...values,
  ...Object.fromEntries(Object.entries(from).filter(([name]) => values[name] === undefined)),
})

const valuesOf = (row: Loading, past: Past, reading: Reading): Fields => {
  const { reassignments, reopenings } = past
  const priority = row.values['priority'] ?? priorityFrom(row.values['impact'], row.values['urgency'])
  return {
    ...filled(row.values, { ...momentsIn(reading.custody), reassignments, reopenings }),
    opened_at: isoOf(reading.ticket.opened_at),
    priority,
    due_at: reading.due_at === null ? null : isoOf(reading.due_at),
    level_state: reading.level_state,
  }
}

const arrivalOf = (row: Loading, opened: number, past: Past): Arrival => {
  const service = row.values['service']
  return {
    id: row.id,
    kind: incident.name,
    service: typeof service === 'string' ? service : null,
    opened_at: opened,
    changes: past.changes,
  }
}

const pastsOf = (rows: readonly Loading[], ctx: Context, parties: Parties) =>
  rows.map((row) => {
    const { opened, known } = eventsOf(row, ctx)
    const past = pastOf(known, opened, parties)
    return { row, past, arrival: arrivalOf(row, opened, past) }
  })

/**
 * Loads many incidents with their past: the moments, counts and priority that the source does not give follow from it, and so do their clocks.
 * In the caller's transaction; behaviours are not called. @returns refs by id
 */
export const loadIncidents = async (
  tx: Tx,
  ctx: Context,
  rows: readonly Loading[],
  how: LoadHow = {},
): Promise<ReadonlyMap<string, string>> => {
  const pasts = pastsOf(rows, ctx, await allParties(tx))
  const readings = await readArrivals(
    tx,
    ctx,
    pasts.map((one) => one.arrival),
  )
  const complete = pasts.flatMap(({ row, past }, at): readonly Loading[] => {
    const reading = readings[at]
    return reading ? [{ ...row, values: valuesOf(row, past, reading) }] : []
  })
  const refs = await load(tx, ctx, incident, complete, how)
  await adopt(tx, ctx, readings)
  return refs
}
