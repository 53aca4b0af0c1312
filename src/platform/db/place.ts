import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { chmodSync, chownSync, existsSync, lstatSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { Refusal } from '../../kernel/refusal.ts'
import type { Account } from './account.ts'
import { asAccount, canEnter, databaseAccount } from './account.ts'

/**
 * Where a cluster lives.
 * `cluster` holds the rows, `run` the socket and what Reeve processes share, `base` is for files made once (program copies),
 * `log` is the server's log. `account` runs the server when Reeve is root.
 */
export type Place = Readonly<{
  dataDir: string
  base: string
  cluster: string
  run: string
  log: string
  account: Account | undefined
  moved: boolean
}>

/** For root only: a home that any account can enter, when the data folder lies where none may (under /root). */
const REACHABLE = '/var/lib/reeve'
/** A socket address holds about 104 bytes on the strictest system, its file name included. */
const LONGEST_RUN_FOLDER = 100 - '/.s.PGSQL.5432'.length
const SETTLED = 'postgres.where'

const short = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 10)

/** Makes a folder that only its owner may enter. @throws Refusal `foreign_folder` when somebody else's is there. */
const privateFolder = (folder: string, account: Account | undefined): void => {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const uid = account?.uid ?? process.getuid?.() ?? 0
  const found = lstatSync(folder)
  const ours = found.uid === uid || (process.getuid?.() === 0 && found.uid === 0)
  if (!found.isDirectory() || !ours)
    throw new Refusal(
      'unavailable',
      'foreign_folder',
      `${folder} belongs to another user. Remove it, or start Reeve as the user that owns it.`,
    )
  if (account && found.uid !== uid) chownSync(folder, account.uid, account.gid)
  chmodSync(folder, 0o700)
}

const settledBase = (dataDir: string): string | undefined => {
  const file = join(dataDir, SETTLED)
  return existsSync(file) ? readFileSync(file, 'utf8').trim() : undefined
}

/** The folder that holds `postgres/`: the data folder itself, or one outside when root's account cannot get into it. */
const chooseBase = (dataDir: string, account: Account | undefined, reachable: string): string => {
  const settled = settledBase(dataDir)
  if (settled !== undefined) return settled
  if (!account) return dataDir
  const mode = statSync(dataDir).mode
  if (!existsSync(join(dataDir, 'postgres')) && !canEnter(account, dataDir)) chmodSync(dataDir, mode | 0o011)
  if (canEnter(account, dataDir)) return dataDir
  chmodSync(dataDir, mode)
  const base = join(reachable, short(dataDir))
  mkdirSync(base, { recursive: true, mode: 0o755 })
  writeFileSync(join(dataDir, SETTLED), `${base}\n`)
  return base
}

const ownerOf = (path: string): { uid: number; gid: number } | undefined => {
  try {
    const { uid, gid } = statSync(path)
    return { uid, gid }
  } catch {
    return undefined
  }
}

/** Named pipes do not work on every file system (network shares, some container mounts): the folder counts when one can be made. */
const makePipe = (run: string, account: Account | undefined): boolean => {
  const pipe = join(run, 'hold')
  if (existsSync(pipe)) return lstatSync(pipe).isFIFO()
  spawnSync('mkfifo', ['-m', '600', pipe], { stdio: 'ignore', cwd: '/', ...asAccount(account) })
  return existsSync(pipe) && lstatSync(pipe).isFIFO()
}

/** The folder of a server that runs already, by its own word: another process may have chosen by another temporary folder. */
const runningFolder = (base: string): string | undefined => {
  const file = join(base, 'postgres', 'postmaster.pid')
  const folder = existsSync(file) ? readFileSync(file, 'utf8').split('\n')[4] : undefined
  return folder && existsSync(join(folder, 'hold')) && existsSync(join(folder, '.s.PGSQL.5432')) ? folder : undefined
}

const runFolder = (base: string, account: Account | undefined): string => {
  const running = runningFolder(base)
  if (running !== undefined) return running
  const uid = account?.uid ?? process.getuid?.() ?? 0
  const beside = join(base, 'run')
  const elsewhere = [tmpdir(), '/tmp'].map((temporary) => join(temporary, `reeve-${uid}-${short(base)}`))
  for (const run of [beside, ...elsewhere]) {
    if (Buffer.byteLength(run) > LONGEST_RUN_FOLDER) continue
    privateFolder(run, account)
    mkdirSync(join(run, 'holders'), { recursive: true })
    if (makePipe(run, account)) return run
  }
  throw new Refusal(
    'unavailable',
    'no_socket_folder',
    `No folder for the database's socket: ${beside} is too long a path or cannot hold one, and the temporary folder neither. Set REEVE_DATA to a shorter path.`,
  )
}

/** Settles where the cluster of a data folder lives and makes the folders. @throws Refusal `foreign_folder`, `no_socket_folder`, `no_account` */
export const settlePlace = (folder: string, reachable = REACHABLE): Place => {
  const dataDir = resolve(folder)
  mkdirSync(dataDir, { recursive: true, mode: process.getuid?.() === 0 ? 0o711 : 0o700 })
  const owner = ownerOf(join(settledBase(dataDir) ?? dataDir, 'postgres'))
  if (owner && process.getuid?.() !== 0 && owner.uid !== process.getuid?.())
    throw new Refusal(
      'unavailable',
      'foreign_folder',
      `The database in ${dataDir} belongs to another user (id ${owner.uid}). Start Reeve as that user or as root, or choose another folder with REEVE_DATA.`,
    )
  const account = databaseAccount(owner)
  const base = chooseBase(dataDir, account, reachable)
  return {
    dataDir,
    base,
    cluster: join(base, 'postgres'),
    run: runFolder(base, account),
    log: join(dataDir, 'postgres.log'),
    account,
    moved: base !== dataDir,
  }
}
