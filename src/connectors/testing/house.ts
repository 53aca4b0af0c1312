import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { migrations, migrationsKey, openHouse } from '../../house.ts'
import { readConfig } from '../../platform/config.ts'
import { type Database, openDatabase } from '../../platform/db/database.ts'
import { migrate } from '../../platform/db/migrate.ts'
import { freshDatabase } from '../../platform/db/testing.ts'
import { type Imports, startImport } from '../../platform/imports/index.ts'
import type { Mapping, Reader } from '../../platform/imports/reader.ts'
import { issuesOf, runOf } from '../../platform/imports/runs.ts'
import type { Upload } from '../../platform/imports/files.ts'
import { makeLog } from '../../platform/log.ts'
import type { Context } from '../../platform/records/context.ts'
import { system } from '../../platform/rights/grants.ts'

const silent = makeLog('silent')
const config = (folder: string) => readConfig({ dataDir: folder, sample: false }, {})

export type TestHouse = Readonly<{ db: Database; ctx: Context; imports: Imports; defects: unknown[]; close: () => Promise<void> }>

/** The moment at which tests take place. */
export const testNow = Date.parse('2026-03-02T10:00:00Z')

/** The whole house on a database of its own, with these readers. */
export const testHouse = async (readers: readonly Reader[]): Promise<TestHouse> => {
  const test = await freshDatabase({
    templateKey: migrationsKey(),
    prepare: async (address) => {
      const db = openDatabase(address, 2)
      await migrate(db, migrations())
      await db.close()
    },
  })
  const folder = await mkdtemp(join(tmpdir(), 'reeve-imports-'))
  const { db, registry } = await openHouse(test.address, config(folder), silent, () => undefined)
  const defects: unknown[] = []
  let now = testNow
  const shop = { db, folder, now: () => (now += 1000), defect: (error: unknown) => void defects.push(error) }
  return {
    db,
    ctx: { registry, actor: system, now: testNow, via: 'api' },
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
export const imported = async (
  house: TestHouse,
  reader: string,
  source: string,
  files: Readonly<Record<string, string | Buffer>>,
  how: Readonly<{ dryRun?: boolean; mapping?: Partial<Mapping> }> = {},
) => {
  const started = await startImport(house.imports, house.ctx, {
    reader,
    source,
    dryRun: how.dryRun === true,
    uploads: uploads(files),
    ...(how.mapping ? { mapping: how.mapping } : {}),
  })
  await started.finished
  return await outcomeOf(house, started.id)
}

export const outcomeOf = async (house: TestHouse, id: string) => {
  const run = await runOf(house.db, id)
  const issues = await issuesOf(house.db, id, 0, 200)
  return { ...run, kinds: run.summary?.kinds ?? {}, issues }
}
