import { isoOf, type Millis } from '../../kernel/instant.ts'
import type { Capability } from '../capability.ts'
import type { Database } from '../db/database.ts'
import { sql } from '../db/sql.ts'
import { type ImportsHow, routesOf } from './api.ts'
import { dropFiles } from './files.ts'
import { markInterrupted } from './runs.ts'
import { isAtWork } from './work.ts'

export { applyImport, type Imports, remap, startImport, undoImport } from './actions.ts'
export type { ImportsHow } from './api.ts'
export { rememberedMapping } from './runs.ts'

/** Marks imports that a dead process left, and takes away files that were kept long enough. Called at the start and every few minutes. */
export const tidyImports = async (db: Database, folder: string, now: Millis): Promise<void> => {
  await markInterrupted(db, now, isAtWork)
  const rows = await db.rows<{ id: string }>(sql`select id from import_run where files_until < ${isoOf(now)} and doing is null`)
  for (const { id } of rows) {
    await dropFiles(folder, id)
    await db.run(sql`update import_run set files_until = null where id = ${id}`)
  }
}

/** Tables that imports need; also when nothing is imported. */
export const importTables: Capability = { name: 'imports', migrations: new URL('./migrations', import.meta.url).pathname }

/**
 * Imports with these readers, as a part of the house.
 * @param how.folder where uploaded files are kept; asked for when it is needed
 * @param how.defect told of errors that are no refusals
 */
export const makeImports = (how: ImportsHow): Capability => ({
  ...importTables,
  routes: routesOf(how),
  jobs: [
    {
      name: 'imports.tidy',
      cron: '*/5 * * * *',
      about: 'Marks imports that were interrupted and removes uploaded files after 30 days.',
      run: async (db) => await tidyImports(db, how.folder(), how.now()),
    },
  ],
})
