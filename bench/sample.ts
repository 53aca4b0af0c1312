import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { loadSample } from '../samples/load.ts'
import { type House, openHouse } from '../src/house.ts'
import { readConfig } from '../src/platform/config.ts'
import type { DatabaseServer } from '../src/platform/db/server.ts'
import { startDatabase } from '../src/platform/db/server.ts'
import { raw } from '../src/platform/db/sql.ts'
import { makeLog } from '../src/platform/log.ts'

/** A database server of its own with the sample organisation: `seconds` that loading took and `bytes` on disk. */
export type SampleHouse = Readonly<{ server: DatabaseServer; house: House; seconds: number; bytes: number; end: () => Promise<void> }>

/** So many copies of the catalogue (69 services each) for so many incidents. */
const copiesFor = (incidents: number): number => Math.max(1, Math.round((145 * incidents) / 1_000_000))

/** The sample organisation with so many incidents, its sums by day made, its statistics gathered. */
export const sampleHouse = async (incidents: number): Promise<SampleHouse> => {
  const folder = mkdtempSync(join(tmpdir(), 'reeve-bench-'))
  const quiet = { info: () => undefined, error: (message: string) => void process.stderr.write(`${message}\n`) }
  const server = await startDatabase({ dataDir: folder, log: quiet, say: () => undefined })
  const config = readConfig({ dataDir: folder, logLevel: 'error', sample: false }, {})
  const house = await openHouse(server.url(), config, makeLog('error'), () => undefined)
  const now = Date.now()
  const begun = performance.now()
  await loadSample(house.db, house.registry, { size: 'large', now, incidents, copies: copiesFor(incidents), say: () => undefined })
  const seconds = (performance.now() - begun) / 1000
  const anew = house.rooms.all.flatMap((one) => one.jobs ?? []).find((one) => one.name === 'reports.days-anew')
  await anew?.run(house.db, house.registry, {}, now)
  await house.db.transaction(async (tx) => void (await tx.run(raw('analyze'))), { deadline: 0 })
  const size = await house.db.first<{ bytes: number }>(raw('select pg_database_size(current_database()) as bytes'))
  return {
    server,
    house,
    seconds,
    bytes: size?.bytes ?? 0,
    end: async () => {
      await house.db.close()
      await server.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
