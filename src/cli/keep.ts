import { join } from 'node:path'
import type { Command } from 'commander'
import { Refusal } from '../kernel/refusal.ts'
import { backup, restore } from '../platform/backup/backup.ts'
import { readConfig } from '../platform/config.ts'
import { verify } from '../platform/events/verify.ts'
import { say } from '../platform/log.ts'
import { openStore, serve } from '../serve.ts'
import type { Where } from './client.ts'
import { json, note, out } from './print.ts'
import { listenStatus } from './status-server.ts'

/** serve, backup, restore and verify: what an operator does at the machine itself. */
export const keepCommands = (program: Command, where: () => Where): void => {
  const local = () => {
    const { data, url } = where()
    if (url !== undefined) throw new Refusal('invalid', 'usage', 'This works on the data folder itself: use --data, not --url.')
    return readConfig(data === undefined ? {} : { dataDir: data })
  }
  program
    .command('serve')
    .description('start Reeve on the data folder')
    .option('--port <n>', 'the port')
    .option('--host <address>', 'the address to listen on; loopback unless told otherwise')
    .option('--empty', 'no sample organisation in an empty data folder')
    .action(async (options: { port?: string; host?: string; empty?: boolean }) => {
      const running = await serve({
        ...local(),
        ...(options.port ? { port: Number(options.port), portIsFixed: true } : {}),
        ...(options.host ? { host: options.host } : {}),
        ...(options.empty ? { sample: false } : {}),
      })
      say(`ready: ${running.address}`)
      await new Promise<void>((stopped) => {
        for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => stopped())
      })
      await running.stop()
    })
  program
    .command('status-server')
    .description('serve the public status pages as they were last written, without Reeve and its database')
    .option('--port <n>', 'the port', '7310')
    .option('--host <address>', 'the address to listen on', '127.0.0.1')
    .action(async (options: { port: string; host: string }) => {
      const { address, server } = await listenStatus({ folder: join(local().dataDir, 'status') }, Number(options.port), options.host)
      say(`status pages: ${address}/status`)
      await new Promise<void>((stopped) => {
        for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => stopped())
      })
      server.close()
    })
  program
    .command('backup <folder>')
    .description('everything as of one moment into a new folder: tables, files, a manifest with checksums')
    .action(async (folder: string) => {
      const config = local()
      const store = await openStore(config)
      try {
        const manifest = await backup(store.house.db, config.dataDir, folder, Date.now())
        note(`${manifest.tables.length} tables, ${manifest.files.length} files`)
        out(folder)
      } finally {
        await store.close()
      }
    })
  program
    .command('restore <folder>')
    .description('a backup into an empty data folder')
    .action(async (folder: string) => {
      const config = local()
      const store = await openStore(config)
      try {
        const manifest = await restore(store.house.db, config.dataDir, folder)
        note(`restored ${manifest.tables.reduce((sum, one) => sum + one.rows, 0)} rows of ${manifest.made_at}`)
      } finally {
        await store.close()
      }
    })
  program
    .command('verify')
    .description('proves that the event log was not changed since it was sealed')
    .option('--json', 'as JSON')
    .option('--kept <hash>', 'the newest hash of an earlier verify: it must still be there')
    .action(async (options: { json?: boolean; kept?: string }) => {
      const store = await openStore(local())
      try {
        const found = await verify(store.house.db, options.kept)
        if (options.json) json(found)
        else
          out(
            found.ok
              ? `ok: ${found.blocks} blocks, ${found.events} events sealed, ${found.unsealed} not sealed yet; newest hash ${found.last ?? 'none yet'}`
              : `BROKEN at block ${found.firstBad?.block ?? 0}: ${found.firstBad?.reason ?? ''}`,
          )
        if (!found.ok)
          throw new Refusal(
            'conflict',
            'log_broken',
            'The event log was changed outside Reeve. Keep this data folder as evidence and compare it with a backup.',
          )
      } finally {
        await store.close()
      }
    })
}
