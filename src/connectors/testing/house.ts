import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { people } from '../../capabilities/people/index.ts'
import { kinds } from '../../kinds.ts'
import { type Database, openDatabase } from '../../platform/db/database.ts'
import { migrate, migrationsIn } from '../../platform/db/migrate.ts'
import { freshDatabase } from '../../platform/db/testing.ts'
import { type Imports, startImport } from '../../platform/imports/index.ts'
import type { Mapping, Reader } from '../../platform/imports/reader.ts'
import { issuesOf, runOf } from '../../platform/imports/runs.ts'
import type { Upload } from '../../platform/imports/files.ts'
import type { Context, Registry } from '../../platform/records/context.ts'
import { makeRegistry } from '../../platform/records/registry.ts'
import { system } from '../../platform/rights/grants.ts'

const rooms = ['platform', 'platform/imports', ...['people', 'needs', 'catalogue', 'suppliers', 'levels', 'support', 'reports'].map((name) => `capabilities/${name}`)]
const folderOf = (room: string): string => fileURLToPath(new URL(`../../${room}/migrations`, import.meta.url))
const steps = () => rooms.filter((room) => existsSync(folderOf(room))).flatMap((room) => migrationsIn(room, folderOf(room)))

/** Every kind with the behaviours of people; structured values are taken as they come. */
export const testRegistry = (): Registry =>
  makeRegistry({
    kinds,
    behaviours: people.behaviours ?? [],
    shapes: Object.fromEntries(kinds.flatMap((kind) => Object.values(kind.fields).flatMap((field) => (field.type === 'structure' ? [[field.shape, z.unknown()]] : [])))),
    announce: () => undefined,
  })

export type TestHouse = Readonly<{ db: Database; ctx: Context; imports: Imports; defects: unknown[]; close: () => Promise<void> }>

/** The moment at which tests take place. */
export const testNow = Date.parse('2026-03-02T10:00:00Z')

export const testHouse = async (readers: readonly Reader[]): Promise<TestHouse> => {
  const all = steps()
  const test = await freshDatabase({
    templateKey: createHash('sha256').update(`imports${all.map((step) => step.name + step.hash).join()}`).digest('hex').slice(0, 20),
    prepare: async (address) => {
      const db = openDatabase(address, 2)
      await migrate(db, all)
      await db.close()
    },
  })
  const db = openDatabase(test.address, 4)
  const folder = await mkdtemp(join(tmpdir(), 'reeve-imports-'))
  const defects: unknown[] = []
  let now = testNow
  const shop = { db, folder, now: () => (now += 1000), defect: (error: unknown) => void defects.push(error) }
  return {
    db,
    ctx: { registry: testRegistry(), actor: system, now: testNow, via: 'api' },
    imports: { shop, readers },
    defects,
    close: async () => {
      await db.close()
      await test.drop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** Files as they would be uploaded. */
export async function* uploads(files: Readonly<Record<string, string | Buffer>>): AsyncGenerator<Upload> {
  for (const [name, content] of Object.entries(files)) yield { name, content: Readable.from([Buffer.from(content)]) }
}

/** The shared folder of real data; null when it is not there, so that tests can skip and say so. */
export const sharedData = (): string | null => {
  const folder = process.env['REEVE_SHARED'] ?? fileURLToPath(new URL('../../../../shared', import.meta.url))
  return existsSync(join(folder, 'data')) ? join(folder, 'data') : null
}

/** Sends files and waits until they are checked (or written): the run with its first issues. */
export const imported = async (house: TestHouse, reader: string, source: string, files: Readonly<Record<string, string | Buffer>>, how: Readonly<{ dryRun?: boolean; mapping?: Partial<Mapping> }> = {}) => {
  const started = await startImport(house.imports, house.ctx, { reader, source, dryRun: how.dryRun === true, uploads: uploads(files), ...(how.mapping ? { mapping: how.mapping } : {}) })
  await started.finished
  return await outcomeOf(house, started.id)
}

export const outcomeOf = async (house: TestHouse, id: string) => {
  const run = await runOf(house.db, id)
  const issues = await issuesOf(house.db, id, 0, 200)
  return { ...run, kinds: run.summary?.kinds ?? {}, issues }
}
