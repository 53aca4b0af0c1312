import { randomBytes } from 'node:crypto'
import { spawn } from 'node:child_process'
import { chownSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Refusal } from '../../kernel/refusal.ts'
import { asAccount, nameOf } from './account.ts'
import type { Binaries } from './binaries.ts'
import type { Place } from './place.ts'

/** The database and its owner. `ADMIN` is PostgreSQL's superuser, used to make the two and for nothing else. */
export const DATABASE = 'reeve'
export const USER = 'reeve'
export const ADMIN = 'postgres'

type Ran = Readonly<{ code: number | null; output: string }>

const run = (command: string, args: readonly string[], place: Place, binaries: Binaries): Promise<Ran> =>
  new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: '/', env: binaries.env, stdio: ['ignore', 'pipe', 'pipe'], ...asAccount(place.account) })
    let output = ''
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()))
    child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()))
    child.on('error', reject)
    child.on('close', (code) => resolve({ code, output }))
  })

/** Half-made clusters of Reeve processes that were killed while making one. */
const removeLeftovers = (base: string): void => {
  for (const name of readdirSync(base)) {
    const pid = /^postgres\.new-(\d+)(?:-\w+)?$/.exec(name)?.[1]
    if (pid !== undefined && !existsSync(`/proc/${pid}`) && existsSync('/proc/self'))
      rmSync(join(base, name), { recursive: true, force: true })
  }
}

const noEntry = (place: Place, output: string): Refusal =>
  new Refusal(
    'unavailable',
    'no_user_entry',
    [
      `PostgreSQL cannot make its first files in ${place.cluster}: the user id ${place.account?.uid ?? process.getuid?.()} has no entry in /etc/passwd.`,
      'Run the container as root or as a user that its image knows, or set DATABASE_URL to a PostgreSQL of your own.',
      output.trim(),
    ].join(' '),
  )

/**
 * Makes the cluster when there is none. It is made beside its place and renamed, so that a kill leaves nothing half made
 * and of two processes that begin at once one wins.
 *
 * @throws Refusal `no_user_entry`, `initdb_failed`, `other_version`
 */
export const ensureCluster = async (place: Place, binaries: Binaries): Promise<void> => {
  const versionFile = join(place.cluster, 'PG_VERSION')
  if (existsSync(versionFile)) {
    const made = Number(readFileSync(versionFile, 'utf8'))
    if (made === binaries.major) return
    throw new Refusal(
      'unavailable',
      'other_version',
      `The database in ${place.cluster} was made by PostgreSQL ${made}, the programs here are PostgreSQL ${binaries.major}. Set REEVE_PG_BIN to the programs of PostgreSQL ${made}, or restore a backup into a new data folder.`,
    )
  }
  removeLeftovers(place.base)
  // Threads of one process may make one at the same time, as processes may.
  const making = join(place.base, `postgres.new-${process.pid}-${randomBytes(4).toString('hex')}`)
  mkdirSync(making, { mode: 0o700 })
  if (place.account) chownSync(making, place.account.uid, place.account.gid)
  const args = ['-D', making, '-U', ADMIN, '-E', 'UTF8', '--locale=C', '-A', 'trust', '--no-instructions']
  // The built-in C.UTF-8 knows all of Unicode's letters and never changes under an index, unlike the system's locales.
  if (binaries.major >= 17) args.push('--locale-provider=builtin', '--builtin-locale=C.UTF-8')
  const initdb = join(binaries.bin, 'initdb')
  let made = await run(initdb, args, place, binaries)
  const uid = place.account?.uid ?? process.getuid?.()
  if (made.code !== 0 && uid !== undefined && nameOf(uid) === undefined) {
    // initdb wants a name for its user id: a user namespace can show one, where the system allows it.
    made = await run('unshare', ['--user', '--map-user=65534', initdb, ...args], place, binaries).catch((error: Error) => ({
      code: 1,
      output: error.message,
    }))
    if (made.code !== 0) throw noEntry(place, made.output)
  }
  if (made.code !== 0)
    throw new Refusal('unavailable', 'initdb_failed', `PostgreSQL could not make its files in ${place.cluster}: ${made.output.trim()}`)
  writeFileSync(
    join(making, 'postgresql.conf'),
    "# Reeve's settings; yours go into local.conf, which is read last.\ninclude 'reeve.conf'\ninclude_if_exists 'local.conf'\n",
  )
  writeFileSync(join(making, 'local.conf'), "# Settings of this machine, such as shared_buffers = '1GB'. They win over Reeve's.\n", {
    mode: 0o644,
  })
  try {
    renameSync(making, place.cluster)
  } catch (error) {
    rmSync(making, { recursive: true, force: true })
    if (!existsSync(versionFile)) throw error
  }
}

/** Parallel queries share memory by files in /dev/shm, which containers often keep too small for that. */
const sharedMemory = (): string => {
  try {
    const { blocks, bsize } = statfsSync('/dev/shm')
    return blocks * bsize >= 512 * 1024 * 1024 ? 'posix' : 'mmap'
  } catch {
    return process.platform === 'linux' ? 'mmap' : 'posix'
  }
}

const settings = (durable: boolean): Readonly<Record<string, string>> => ({
  listen_addresses: "''",
  unix_socket_permissions: '0700',
  max_connections: '100',
  shared_buffers: '128MB',
  work_mem: '16MB',
  maintenance_work_mem: '128MB',
  effective_cache_size: '1GB',
  dynamic_shared_memory_type: sharedMemory(),
  random_page_cost: '1.1',
  jit: 'off',
  fsync: durable ? 'on' : 'off',
  synchronous_commit: durable ? 'on' : 'off',
  full_page_writes: durable ? 'on' : 'off',
  wal_compression: 'on',
  max_wal_size: '2GB',
  checkpoint_timeout: '10min',
  timezone: "'UTC'",
  log_timezone: "'UTC'",
  log_line_prefix: "'%m [%p] '",
  log_checkpoints: 'off',
  log_lock_waits: 'on',
  log_min_duration_statement: '5s',
  // Statements that fail are Reeve's to report; the server's log keeps what concerns the server.
  log_min_error_statement: 'panic',
  log_min_messages: 'warning',
})

/**
 * Writes settings and access rules, at each start. Connections come by the socket in a private folder only; as root, by root only.
 * @param durable false for tests alone: a power cut may then lose everything.
 */
export const writeSettings = (place: Place, durable: boolean): void => {
  const lines = Object.entries(settings(durable)).map(([name, value]) => `${name} = ${value}`)
  writeFileSync(join(place.cluster, 'reeve.conf'), `# Written by Reeve at each start: put changes into local.conf.\n${lines.join('\n')}\n`)
  const rootOnly = place.account !== undefined
  writeFileSync(
    join(place.cluster, 'pg_hba.conf'),
    `# Written by Reeve at each start.\nlocal all all ${rootOnly ? 'peer map=reeve' : 'trust'}\n`,
  )
  writeFileSync(
    join(place.cluster, 'pg_ident.conf'),
    `# Written by Reeve at each start.\n${[USER, ADMIN].map((user) => `reeve root ${user}`).join('\n')}\n`,
  )
  if (place.account)
    for (const name of ['reeve.conf', 'pg_hba.conf', 'pg_ident.conf', 'postgresql.conf'])
      chownSync(join(place.cluster, name), place.account.uid, place.account.gid)
}
