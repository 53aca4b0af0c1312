// A real Prometheus for the tests that ask one: the machine's own, or Debian's package unpacked into .cache/prometheus, which needs no rights and starts no service.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { at, say } from './setup.mjs'

const folder = at('.cache/prometheus')
const programs = join(folder, 'usr/bin')

const works = (path) => spawnSync(join(path, 'prometheus'), ['--version'], { stdio: 'ignore', timeout: 30_000 }).status === 0

const onPath = () => (process.env.PATH ?? '').split(delimiter).find((path) => path && existsSync(join(path, 'prometheus')) && works(path))

const packageIn = () => readdirSync(folder).find((name) => name.endsWith('.deb'))

const unpack = () => {
  say("no Prometheus found: fetching Debian's package for the tests with apt-get (REEVE_NO_APT=1 stops this)…")
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  const quiet = { cwd: folder, stdio: 'ignore', timeout: 120_000 }
  const fetch = () => spawnSync('apt-get', ['download', '-qq', 'prometheus'], quiet).status === 0
  if (!fetch()) {
    // Without lists of packages nothing is found; they are root's to fetch.
    if (process.getuid?.() !== 0) return
    spawnSync('apt-get', ['update', '-qq'], quiet)
    if (!fetch()) return
  }
  const found = packageIn()
  if (!found) return
  spawnSync('dpkg-deb', ['-x', found, '.'], quiet)
  rmSync(join(folder, found))
}

/** The folder in which `prometheus` and `promtool` are, or undefined. */
export const findPrometheus = () => {
  const installed = onPath() ?? (works(programs) ? programs : undefined)
  if (installed || process.platform !== 'linux' || !existsSync('/usr/bin/apt-get') || process.env.REEVE_NO_APT === '1') return installed
  unpack()
  return works(programs) ? programs : undefined
}
