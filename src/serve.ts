import { mkdirSync } from 'node:fs'
import { createServer } from 'node:net'
import type { FastifyInstance } from 'fastify'
import { join } from 'node:path'
import { composed, type House, openHouse } from './house.ts'
import type { Config } from './platform/config.ts'
import { type DatabaseServer, databaseFromUrl, startDatabase } from './platform/db/server.ts'
import { tidyImports } from './platform/imports/index.ts'
import { type Log, makeLog, say } from './platform/log.ts'
import { isEmpty, loadSampleOrganisation } from './sample.ts'
import { version } from './version.ts'
import { Refusal } from './kernel/refusal.ts'

/** Says what is being done when it takes longer than a second. */
export const slowly = async <T>(what: string, work: () => Promise<T>): Promise<T> => {
  const timer = setTimeout(() => say(`${what}…`), 1000)
  try {
    return await work()
  } finally {
    clearTimeout(timer)
  }
}

export type Store = Readonly<{ server: DatabaseServer; house: House; log: Log; close: () => Promise<void> }>

/** The database of a configuration, started or joined, at its newest shape. What the server and the CLI share. */
export const openStore = async (config: Config): Promise<Store> => {
  const log = makeLog(config.logLevel)
  mkdirSync(config.dataDir, { recursive: true })
  const notes = { info: (message: string) => log.info(message), error: (message: string) => log.error(message) }
  const server = config.databaseUrl
    ? await databaseFromUrl(config.databaseUrl, say)
    : await startDatabase({ dataDir: config.dataDir, log: notes, say })
  try {
    const house = await slowly('bringing the database to its newest shape', async () => await openHouse(server.url(), config, log, say))
    return {
      server,
      house,
      log,
      close: async () => {
        await house.db.close()
        await server.stop()
      },
    }
  } catch (error) {
    await server.stop()
    throw error
  }
}

/** The first free port from the wished one on; the wished one only when the operator chose it. */
const freePort = async (config: Config): Promise<number> => {
  for (let port = config.port; port < config.port + (config.portIsFixed ? 1 : 50); port++) {
    const free = await new Promise<boolean>((answer) => {
      const probe = createServer()
      probe.once('error', () => answer(false))
      probe.listen(port, config.host, () => probe.close(() => answer(true)))
    })
    if (free) return port
  }
  throw new Refusal(
    'unavailable',
    'port_taken',
    `Port ${config.port} is taken by another program. Stop that program, or choose a port: REEVE_PORT=7310 npm start`,
  )
}

export type Running = Readonly<{ address: string; app: FastifyInstance; store: Store; stop: () => Promise<void> }>

/** Starts everything and answers when pages can be opened. @throws Refusal with a sentence for the operator */
export const serve = async (config: Config): Promise<Running> => {
  const store = await openStore(config)
  try {
    if (config.sample && (await isEmpty(store.house.db))) {
      const size = config.sample === 'large' ? 'large' : 'small'
      say(`loading the sample organisation${size === 'large' ? ' with a million incidents' : ''} into the empty data folder…`)
      await loadSampleOrganisation(store.house, size, Date.now(), say)
    }
    const port = await freePort(config)
    if (port !== config.port) say(`port ${config.port} is taken, using ${port}`)
    await tidyImports(store.house.db, join(config.dataDir, 'imports'), Date.now())
    const whole = await composed(store.house, { config, log: store.log, version })
    await store.house.live.start()
    await whole.app.listen({ port, host: config.host })
    const jobs = await whole.startJobs()
    const address = `http://${config.host.includes(':') ? `[${config.host}]` : config.host}:${port}`
    return {
      address,
      app: whole.app,
      store,
      stop: async () => {
        await jobs.stop()
        await whole.app.close()
        await store.close()
      },
    }
  } catch (error) {
    await store.close()
    throw error
  }
}
