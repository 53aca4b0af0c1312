import { computeCredits, evaluateSince, freezeScorecards } from '../src/capabilities/levels/index.ts'
import { seedRoles } from '../src/capabilities/people/index.ts'
import { loadIncidents } from '../src/capabilities/support/index.ts'
import type { Millis } from '../src/kernel/instant.ts'
import type { Database, Tx } from '../src/platform/db/database.ts'
import type { Context, Registry } from '../src/platform/records/context.ts'
import { load } from '../src/platform/records/load.ts'
import { change } from '../src/platform/records/write.ts'
import { system } from '../src/platform/rights/grants.ts'
import { setSetting } from '../src/platform/settings.ts'
import { trust } from './cast.ts'
import { restChecks } from './checks.ts'
import { takeSampleReadings } from './signals.ts'
import { type Organisation, sampleOrganisation, type Size } from './organisation.ts'
import { holdingRows, lateLinks } from './people.ts'
import type { Rows } from './row.ts'

export type LoadAsk = Readonly<{
  size: Size
  /** When the story ends. */
  now: Millis
  say: (message: string) => void
  /** Other counts than the size's, for benchmarks. */
  incidents?: number
  copies?: number
}>

/** Statistics are needed at once: the first pages are asked for before the database would gather them by itself. */
const settle = async (tx: Tx, registry: Registry): Promise<void> => {
  for (const name of ['record', 'event', ...registry.kinds.map((kind) => kind.name)])
    await tx.run({ strings: [`analyze "${name}"`], values: [] })
}

const write = async (tx: Tx, ctx: Context, { kind, rows }: Rows): Promise<void> => {
  // Incidents come with their clocks.
  await (kind.name === 'incident' ? loadIncidents(tx, ctx, rows, { source: 'sample' }) : load(tx, ctx, kind, rows, { source: 'sample' }))
}

const standing = async (tx: Tx, ctx: Context, organisation: Organisation): Promise<void> => {
  for (const rows of organisation.standing()) await write(tx, ctx, rows)
  for (const link of lateLinks(organisation.times)) await change(tx, ctx, link.kind, link.id, link.set)
  await restChecks(tx, organisation.times)
  const roles = await seedRoles(tx, ctx)
  await write(tx, ctx, holdingRows(organisation.times, roles, organisation.owned))
  await setSetting(tx, 'organisation', { name: trust, sample: true })
}

/** How far back promises over windows of time are judged. */
const history = 400 * 86_400_000

/** How promises stood in each window since then, what suppliers owe for it, and their scorecards of the months that are over. */
const judge = async (db: Database, registry: Registry, now: Millis): Promise<void> => {
  await evaluateSince(db, registry, now, now - history)
  await computeCredits(db, registry, now)
  await freezeScorecards(db, registry, now)
}

/**
 * Fills an empty database with the sample organisation. The small one comes in one transaction: it is there as a whole or not at all;
 * the large one brings its incidents in pieces.
 */
export const loadSample = async (db: Database, registry: Registry, { size, now, say, incidents, copies }: LoadAsk): Promise<void> => {
  const ctx: Context = { registry, actor: system, now, via: 'import' }
  const organisation = sampleOrganisation(now, size, {
    ...(incidents === undefined ? {} : { incidents }),
    ...(copies === undefined ? {} : { copies }),
  })
  await db.transaction(
    async (tx) => {
      await standing(tx, ctx, organisation)
      if (size === 'small') for (const rows of [...organisation.incidents(), ...organisation.told()]) await write(tx, ctx, rows)
      await settle(tx, registry)
    },
    { deadline: 0 },
  )
  await takeSampleReadings(db, organisation.times)
  if (size === 'small') {
    await judge(db, registry, now)
    return
  }
  let done = 0
  for (const rows of organisation.incidents()) {
    await db.transaction(async (tx) => await write(tx, ctx, rows), { deadline: 0 })
    done += rows.rows.length
    say(`${done.toLocaleString('en-GB')} incidents`)
  }
  await db.transaction(
    async (tx) => {
      for (const rows of organisation.told()) await write(tx, ctx, rows)
      await settle(tx, registry)
    },
    { deadline: 0 },
  )
  await judge(db, registry, now)
}
