import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type House, openHouse } from '../src/house.ts'
import { readConfig } from '../src/platform/config.ts'
import { startDatabase } from '../src/platform/db/server.ts'
import { makeLog } from '../src/platform/log.ts'

/** A whole house on an empty database of its own, for as long as the work takes. `pid`: the database's, null where another process holds it. */
export const withHouse = async <T>(work: (house: House, pid: number | null) => Promise<T>): Promise<T> => {
  const dataDir = mkdtempSync(join(tmpdir(), 'reeve-bench-'))
  const quiet = { info: () => undefined, error: (message: string) => void process.stderr.write(`${message}\n`) }
  const server = await startDatabase({ dataDir, log: quiet, say: () => undefined })
  try {
    const config = readConfig({ dataDir, logLevel: 'error', sample: false }, {})
    const house = await openHouse(server.url(), config, makeLog('error'), () => undefined)
    try {
      return await work(house, server.pid)
    } finally {
      await house.db.close()
    }
  } finally {
    await server.stop()
    rmSync(dataDir, { recursive: true, force: true })
  }
}
