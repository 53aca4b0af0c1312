import { createServer } from 'node:http'
import { composed, openHouse } from '../src/house.ts'
import { seedRoles } from '../src/capabilities/people/index.ts'
import { readConfig } from '../src/platform/config.ts'
import { makeLog } from '../src/platform/log.ts'
import { system } from '../src/platform/rights/grants.ts'

/** The process that is measured: `hello` answers a bare line, `reeve <host> <database>` is Reeve on that database with every right. Prints its port. */
const [what, host = '', database = ''] = process.argv.slice(2)

const told = (port: number): void => {
  process.stdout.write(`${port}\n`)
}

if (what === 'hello') {
  const server = createServer((_request, answer) => answer.setHeader('Content-Type', 'application/json').end('{"hello":"world"}'))
  server.listen(0, '127.0.0.1', () => told((server.address() as { port: number }).port))
} else {
  const config = readConfig({ dataDir: '.cache/bench-data', logLevel: 'error', sample: false }, {})
  const house = await openHouse({ host, user: 'reeve', database }, config, makeLog('error'), () => undefined)
  await house.db.transaction(async (tx) => await seedRoles(tx, { registry: house.registry, actor: system, now: Date.now(), via: 'system' }))
  const { app } = await composed(house, {
    config,
    log: makeLog('error'),
    version: 'bench',
    identify: async () => ({ actor: system, via: 'api' }),
  })
  await app.listen({ port: 0, host: '127.0.0.1' })
  told((app.server.address() as { port: number }).port)
}
process.on('SIGTERM', () => process.exit(0))
