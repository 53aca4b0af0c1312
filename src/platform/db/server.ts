import { closeSync, copyFileSync, existsSync, fstatSync, ftruncateSync, openSync, readFileSync, readlinkSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { spawnSync } from 'node:child_process'
import pg from 'pg'
import { Refusal } from '../../kernel/refusal.ts'
import { findBinaries } from './binaries.ts'
import type { Binaries } from './binaries.ts'
import { ADMIN, DATABASE, ensureCluster, USER, writeSettings } from './cluster.ts'
import type { Hold } from './keeper.ts'
import { others, startKeeper, takeHold } from './keeper.ts'
import type { Place } from './place.ts'
import { settlePlace } from './place.ts'

/** What `pg` needs to connect: spread it into a pool's or client's settings. */
export type DatabaseAddress =
  | Readonly<{ host: string; port: number; user: string; database: string }>
  | Readonly<{ connectionString: string }>

/**
 * A database that answers.
 * `adopted`: it ran already (another Reeve process holds it, or Reeve was killed a moment ago).
 * `pid`: the server's process, null for a server of DATABASE_URL.
 * `stop` lets go; the last Reeve process to let go stops the server and waits for it.
 */
export type DatabaseServer = Readonly<{ url(): DatabaseAddress; adopted: boolean; readonly pid: number | null; stop(): Promise<void> }>

/** What the operator should know of the server's life, such as a restart after a crash. */
export type ServerLog = Readonly<{ info(message: string): void; error(message: string): void }>

export type StartOptions = Readonly<{
  dataDir: string
  log: ServerLog
  /** Called when something takes over a second. */
  say: (message: string) => void
  /** Folder with `initdb` and `postgres` (REEVE_PG_BIN); the npm package's when absent. */
  binDir?: string
  /** How long the server outlives its last, killed holder. 5 when absent. */
  graceSeconds?: number
  /** false: no fsync. For tests alone. */
  durable?: boolean
  /** Where the files go when root's data folder cannot be entered by the account that runs the database. /var/lib/reeve when absent. */
  reachable?: string
}>

const PORT = 5432
const BEAT_MS = 500
const LOG_LIMIT = 8 * 1024 * 1024
const READY_WITHIN_MS = 10 * 60_000
const QUICK_RESTARTS = 6
const SLOW_RESTART_MS = 30_000

const addressOf = (place: Place, user = USER, database = DATABASE): DatabaseAddress => ({ host: place.run, port: PORT, user, database })

/** Runs one statement on a connection of its own. @throws the error of `pg` */
const ask = async (address: DatabaseAddress, statement: string): Promise<unknown> => {
  const client = new pg.Client({ ...address, connectionTimeoutMillis: 10_000, query_timeout: 60_000 })
  client.on('error', () => undefined)
  try {
    await client.connect()
    return (await client.query(statement)).rows[0]
  } finally {
    await client.end().catch(() => undefined)
  }
}

const codeOf = (error: unknown): string => (error instanceof Error && 'code' in error ? String(error.code) : '')

/** Says the message when the work takes over a second. */
const patiently = async <T>(work: Promise<T>, say: (message: string) => void, message: string): Promise<T> => {
  const timer = setTimeout(() => say(message), 1000)
  try {
    return await work
  } finally {
    clearTimeout(timer)
  }
}

/** The command line of a process, or undefined when there is none. */
const commandOf = (pid: number): string | undefined => {
  if (existsSync('/proc/self/cmdline')) {
    try {
      return `${readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')} ${readlinkSync(`/proc/${pid}/cwd`)}`
    } catch {
      return undefined
    }
  }
  const ran = spawnSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' })
  return ran.status === 0 ? ran.stdout : undefined
}

/**
 * The server's process by its own note (`postmaster.pid`). A note whose process is gone, or whose number another program has now, is stale:
 * PostgreSQL itself would take that program for a server and refuse to start, as happens in containers where numbers repeat.
 */
const serverProcess = (place: Place): { pid: number } | 'stale' | 'none' => {
  const file = join(place.cluster, 'postmaster.pid')
  let note: string
  try {
    note = readFileSync(file, 'utf8')
  } catch {
    return 'none'
  }
  const pid = Number.parseInt(note, 10)
  const command = Number.isInteger(pid) && pid > 0 ? commandOf(pid) : undefined
  if (command === undefined) return 'stale'
  return command.includes('postgres') && command.includes(place.cluster) ? { pid } : 'stale'
}

const answers = async (place: Place): Promise<boolean> => {
  try {
    await ask(addressOf(place, ADMIN, 'postgres'), 'select 1')
    return true
  } catch (error) {
    // A server that is starting or stopping refuses with a code of its own (57P03): it is there.
    return codeOf(error).length === 5
  }
}

const removeStaleNote = async (place: Place): Promise<void> => {
  // A server in another container has a process number that is not seen here, but its socket answers.
  if (serverProcess(place) !== 'stale' || (await answers(place))) return
  if (serverProcess(place) === 'stale') rmSync(join(place.cluster, 'postmaster.pid'), { force: true })
}

/** Opens the server's log to add to it; past its limit it becomes `postgres.log.1` and begins anew. The server keeps writing to the same file. */
const openLog = (file: string): number => {
  const log = openSync(file, 'a', 0o600)
  if (fstatSync(log).size > LOG_LIMIT) {
    copyFileSync(file, `${file}.1`)
    ftruncateSync(log, 0)
  }
  return log
}

const lastLines = (file: string): string => (existsSync(file) ? readFileSync(file, 'utf8').trimEnd().split('\n').slice(-5).join('\n') : '')

const ensureDatabase = async (place: Place): Promise<void> => {
  const admin = addressOf(place, ADMIN, 'postgres')
  // Two processes may do this at once: what the other has made already is as good.
  const make = (statement: string): Promise<unknown> =>
    ask(admin, statement).catch((error: unknown) => {
      if (!['42710', '42P04', '23505', '55006'].includes(codeOf(error))) throw error
    })
  await make(`create role ${USER} login createdb`)
  await make(`create database ${DATABASE} owner ${USER}`)
}

/** Waits until the database answers as Reeve's own user. False when the hold was lost: no server is coming up. */
const untilReady = async (place: Place, hold: Hold): Promise<boolean> => {
  for (const end = Date.now() + READY_WITHIN_MS; Date.now() < end; await sleep(25)) {
    try {
      await ask(addressOf(place), 'select 1')
      return true
    } catch (error) {
      const code = codeOf(error)
      if (code === '28000' || code === '3D000') await ensureDatabase(place)
      else if (code.startsWith('28'))
        throw new Refusal(
          'unavailable',
          'database_refuses',
          `The database in ${place.cluster} does not let Reeve in: ${error instanceof Error ? error.message : code}`,
        )
      else if (!hold.beat()) return false
    }
  }
  return false
}

type Attached = Readonly<{ hold: Hold; adopted: boolean }>

/** Takes hold of the running server or starts one, and waits until it answers. @throws Refusal `database_failed` with the end of its log */
const attach = async (place: Place, binaries: Binaries, options: StartOptions): Promise<Attached> => {
  const grace = options.graceSeconds ?? 5
  for (let attempt = 1; attempt <= 20; attempt++) {
    let hold = takeHold(place)
    const adopted = hold !== undefined
    let running = 0
    if (!hold) {
      await removeStaleNote(place)
      const found = serverProcess(place)
      if (typeof found === 'object') running = found.pid
      else writeSettings(place, options.durable ?? true)
      const log = openLog(place.log)
      hold = startKeeper(place, binaries, grace, running, log)
      closeSync(log)
    }
    if (await untilReady(place, hold)) return { hold, adopted: adopted || running > 0 }
    hold.release(false)
    // Another process's server may be on its way down, or a killed server's children on their way out.
    await sleep(Math.min(50 * attempt, 500))
  }
  throw new Refusal(
    'unavailable',
    'database_failed',
    `The database in ${place.cluster} does not start. Its log (${place.log}) ends:\n${lastLines(place.log)}`,
  )
}

const serverPid = (place: Place): number | null => {
  const found = serverProcess(place)
  return typeof found === 'object' ? found.pid : null
}

const untilGone = async (place: Place): Promise<void> => {
  for (const end = Date.now() + 30_000; Date.now() < end && serverPid(place) !== null; ) await sleep(20)
}

/**
 * Starts the PostgreSQL that comes with Reeve, or takes part in the one that runs on this data folder already.
 * While it is held, a server that dies is started again: at once, then with growing pauses, then every 30 seconds.
 *
 * @throws Refusal `no_database_programs`, `no_account`, `foreign_folder`, `no_socket_folder`, `no_user_entry`, `initdb_failed`,
 *   `other_version`, `database_failed`, `database_refuses`: each message tells the operator what to do.
 */
export const startDatabase = async (options: StartOptions): Promise<DatabaseServer> => {
  if (process.platform === 'win32')
    throw new Refusal(
      'unavailable',
      'no_database_here',
      'Reeve does not bring a database for Windows: set DATABASE_URL to a PostgreSQL 15 or later, or use WSL.',
    )
  const { log, say } = options
  const place = settlePlace(options.dataDir, options.reachable)
  const binaries = findBinaries(place.base, place.account, options.binDir)
  if (place.moved && !existsSync(place.cluster))
    log.info(
      `the database's files are in ${place.base}: the user ${place.account?.name ?? ''}, who runs it, may not enter ${place.dataDir}`,
    )
  const prepare = async (): Promise<Attached> => {
    await ensureCluster(place, binaries)
    return attach(place, binaries, options)
  }
  const first = await patiently(prepare(), say, 'preparing the database…')
  let hold = first.hold
  let stopped = false
  let restarting: Promise<void> | undefined

  const restart = async (): Promise<void> => {
    hold.release(false)
    for (let attempt = 1; !stopped; attempt++) {
      log.error(
        attempt === 1 ? 'the database has ended unexpectedly: starting it again' : `the database does not start (attempt ${attempt})`,
      )
      try {
        hold = (await attach(place, binaries, options)).hold
        if (!stopped) log.info('the database runs again')
        return
      } catch (error) {
        log.error(error instanceof Error ? error.message : String(error))
      }
      await sleep(attempt < QUICK_RESTARTS ? 250 * 2 ** attempt : SLOW_RESTART_MS, undefined, { ref: false })
    }
  }

  const boundLog = (): void => {
    try {
      closeSync(openLog(place.log))
    } catch (error) {
      log.error(`the database's log cannot be kept within bounds: ${error instanceof Error ? error.message : String(error)}`)
    }
  }
  let beats = 0
  const timer = setInterval(() => {
    if (restarting) return
    if (!hold.beat()) restarting = restart().finally(() => (restarting = undefined))
    else if (++beats % 120 === 0) boundLog()
  }, BEAT_MS)
  timer.unref()

  const stop = async (): Promise<void> => {
    if (stopped) return
    stopped = true
    clearInterval(timer)
    await restarting
    const last = !others(place, hold)
    hold.release(last)
    if (last) await patiently(untilGone(place), say, 'closing the database…')
  }
  return {
    url: () => addressOf(place),
    adopted: first.adopted,
    get pid() {
      return serverPid(place)
    },
    stop,
  }
}

/**
 * A PostgreSQL of the operator's own (DATABASE_URL). Waits up to a minute for it to answer, as it may be starting beside Reeve.
 * @throws Refusal `database_unreachable`, `database_too_old`
 */
export const databaseFromUrl = async (url: string, say: (message: string) => void): Promise<DatabaseServer> => {
  const address = { connectionString: url }
  const wait = async (): Promise<unknown> => {
    for (const end = Date.now() + 60_000; ; await sleep(500)) {
      try {
        return await ask(address, "select current_setting('server_version_num')::int as version")
      } catch (error) {
        // A wrong password or name does not mend itself.
        const mends = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'ECONNRESET', 'ETIMEDOUT', 'ENOENT', '57P03', ''].includes(codeOf(error))
        if (!mends || Date.now() > end)
          throw new Refusal(
            'unavailable',
            'database_unreachable',
            `The database of DATABASE_URL does not answer: ${error instanceof Error ? error.message : String(error)}`,
          )
      }
    }
  }
  const row = await patiently(wait(), say, 'waiting for the database of DATABASE_URL…')
  const version = typeof row === 'object' && row !== null && 'version' in row ? Number(row.version) : 0
  if (version < 150_000)
    throw new Refusal(
      'unavailable',
      'database_too_old',
      `The database of DATABASE_URL is PostgreSQL ${Math.floor(version / 10_000)}: Reeve needs 15 or later.`,
    )
  return { url: () => address, adopted: true, pid: null, stop: () => Promise.resolve() }
}
