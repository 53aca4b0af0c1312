import type { ChildProcess } from 'node:child_process'
import { spawn } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { DatabaseServer } from './server.ts'
import { databaseFromUrl, startDatabase } from './server.ts'

const folder = mkdtempSync(join(tmpdir(), 'reeve-server-test-'))
chmodSync(folder, 0o755)
const dataDir = join(folder, 'data')
const heard: string[] = []
const log = { info: (message: string) => heard.push(message), error: (message: string) => heard.push(message) }
const start = (dir = dataDir): Promise<DatabaseServer> => startDatabase({ dataDir: dir, log, say: () => undefined, graceSeconds: 1 })

const ask = async (server: DatabaseServer, statement: string): Promise<Record<string, unknown>[]> => {
  const client = new pg.Client({ ...server.url() })
  client.on('error', () => undefined)
  try {
    await client.connect()
    return (await client.query<Record<string, unknown>>(statement)).rows
  } finally {
    await client.end()
  }
}

const until = async (what: string, met: () => boolean | Promise<boolean>, withinMs = 20_000): Promise<void> => {
  for (const end = Date.now() + withinMs; Date.now() < end; await sleep(25)) if (await met()) return
  throw new Error(`not within ${withinMs} ms: ${what}`)
}

const lives = (pid: number | null): boolean => pid !== null && existsSync(`/proc/${pid}`)
const pidOf = (server: DatabaseServer): number => server.pid ?? expect.fail('no server runs')

/** Every process that names the folder: server, its workers, keeper. */
const processesOn = async (dir: string): Promise<string[]> => {
  const list = spawn('ps', ['-eo', 'pid=,stat=,args=', '-ww'])
  let text = ''
  for await (const chunk of list.stdout) text += String(chunk)
  return text.split('\n').filter((line) => line.includes(dir) && !/^\s*\d+\s+Z/.test(line))
}

const children: ChildProcess[] = []

/** Another Reeve process that holds the server of `dir`, as a child that can be killed. */
const otherHolder = async (dir: string) => {
  const code = `
    const { startDatabase } = await import(${JSON.stringify(new URL('./server.ts', import.meta.url).href)})
    const say = () => {}
    const server = await startDatabase({ dataDir: process.argv[1], log: { info: say, error: say }, say, graceSeconds: 1 })
    process.stdout.write('held ' + server.adopted)
    process.on('SIGTERM', async () => { await server.stop(); process.exit(0) })
    setInterval(say, 1000)`
  const child = spawn(process.execPath, ['--input-type=module', '-e', code, dir], { stdio: ['ignore', 'pipe', 'inherit'] })
  children.push(child)
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const said = await new Promise<string>((resolve) => {
    child.stdout.once('data', (chunk) => resolve(String(chunk)))
    void ended.then(() => resolve('ended early'))
  })
  return { said, kill: async (signal: NodeJS.Signals) => (child.kill(signal), await ended) }
}

// The rooms of /proc are Linux's: elsewhere the supervisor uses ps, which the tests of adoption cover.
describe.runIf(process.platform === 'linux')('the database that comes with Reeve', () => {
  let server: DatabaseServer
  beforeAll(async () => {
    server = await start()
  }, 60_000)
  afterAll(async () => {
    for (const child of children) child.kill('SIGKILL')
    await server.stop()
    rmSync(folder, { recursive: true, force: true })
  })

  test('a first start gives an empty database that keeps what it confirms', async () => {
    expect(server.adopted).toBe(false)
    const [settings] = await ask(
      server,
      "select current_setting('fsync') fsync, current_setting('synchronous_commit') commit, current_setting('listen_addresses') listen, current_setting('server_encoding') encoding, current_user who, current_setting('is_superuser') super",
    )
    expect(settings).toEqual({ fsync: 'on', commit: 'on', listen: '', encoding: 'UTF8', who: 'reeve', super: 'off' })
    await ask(server, 'create extension pg_trgm')
    await ask(server, 'create table kept (value int)')
  })

  test('letters beyond ASCII are letters to it', async () => {
    expect(await ask(server, "select lower('ÅÉΣ') low, 'Ünit' ~ '^\\w+$' word")).toEqual([{ low: 'åéσ', word: true }])
  })

  test('nobody but the owner may enter the folders of its rows and socket', async () => {
    const address = server.url()
    if (!('host' in address)) return expect.fail('no socket folder')
    expect(statSync(address.host).mode & 0o777).toBe(0o700)
    expect(statSync(join(dataDir, 'postgres')).mode & 0o777).toBe(0o700)
  })

  test('a second process takes part in the running server and leaves it running', async () => {
    const pid = pidOf(server)
    const other = await otherHolder(dataDir)
    expect(other.said).toBe('held true')
    await other.kill('SIGTERM')
    await sleep(300)
    expect(server.pid).toBe(pid)
  })

  test('a holder that outlives the first keeps the server, and a killed last holder ends it', async () => {
    const other = await otherHolder(dataDir)
    const pid = pidOf(server)
    await server.stop()
    await sleep(1500)
    expect(lives(pid)).toBe(true)
    await other.kill('SIGKILL')
    await until('the server stops by itself', () => !lives(pid))
    await until('no process is left', async () => (await processesOn(dataDir)).length === 0)
    server = await start()
    expect(server.adopted).toBe(false)
  })

  test('a Reeve that comes back soon after a kill finds its server running', async () => {
    const other = await otherHolder(dataDir)
    const pid = pidOf(server)
    await server.stop()
    await other.kill('SIGKILL')
    server = await start()
    expect(server.adopted).toBe(true)
    expect(server.pid).toBe(pid)
    await sleep(1500)
    expect(server.pid).toBe(pid)
  })

  test('a killed server is started again with every confirmed row', async () => {
    await ask(server, 'insert into kept select generate_series(1, 1000)')
    const pid = pidOf(server)
    process.kill(pid, 'SIGKILL')
    await until(
      'another server answers',
      async () => server.pid !== pid && (await ask(server, 'select count(*)::int n from kept').catch(() => []))[0]?.['n'] === 1000,
    )
    expect(heard).toContain('the database has ended unexpectedly: starting it again')
  })

  test('a killed keeper is replaced while the server runs on', async () => {
    const pid = pidOf(server)
    const keepers = (await processesOn(dataDir)).filter((line) => line.includes('reeve-database'))
    expect(keepers.length).toBeGreaterThan(0)
    for (const line of keepers) process.kill(Number.parseInt(line, 10), 'SIGKILL')
    await until('a new keeper', async () => (await processesOn(dataDir)).some((line) => line.includes('reeve-database')))
    expect(server.pid).toBe(pid)
    expect(await ask(server, 'select 1 one')).toEqual([{ one: 1 }])
  })

  test('stop leaves no process and no lock', async () => {
    await server.stop()
    await until('no process is left', async () => (await processesOn(dataDir)).length === 0, 3000)
    expect(existsSync(join(dataDir, 'postgres/postmaster.pid'))).toBe(false)
  })

  test("a lock whose process number is now another program's does not keep it from starting", async () => {
    const bystander = spawn('sleep', ['60'])
    try {
      writeFileSync(
        join(dataDir, 'postgres/postmaster.pid'),
        `${bystander.pid}\n${join(dataDir, 'postgres')}\n1\n5432\n${join(dataDir, 'run')}\n\n0 0\nready\n`,
      )
      server = await start()
      expect(await ask(server, 'select count(*)::int n from kept')).toEqual([{ n: 1000 }])
    } finally {
      bystander.kill('SIGKILL')
    }
  })

  test('two processes that start at once share one server', async () => {
    await server.stop()
    const both = await Promise.all([start(), start(), otherHolder(dataDir)])
    expect(both[0].pid).toBe(both[1].pid)
    expect((await processesOn(dataDir)).filter((line) => line.includes('/postgres -D') && !line.includes('reeve-database'))).toHaveLength(1)
    await both[2].kill('SIGTERM')
    await both[1].stop()
    server = both[0]
  })

  test('two that start at once within one process, as threads do, make the files of one server', async () => {
    const dir = join(folder, 'threads')
    const [one, other] = await Promise.all([start(dir), start(dir)])
    expect(pidOf(one)).toBe(pidOf(other))
    await Promise.all([one.stop(), other.stop()])
  })
  test('a data folder with a long path has its socket elsewhere', async () => {
    const long = join(folder, 'a-folder-with-a-rather-long-name'.repeat(4))
    mkdirSync(long)
    const far = await start(long)
    const address = far.url()
    const host = 'host' in address ? address.host : ''
    expect(host.startsWith(long)).toBe(false)
    expect(await ask(far, 'select 1 one')).toEqual([{ one: 1 }])
    await far.stop()
    rmSync(host, { recursive: true, force: true })
  })

  test.runIf(process.getuid?.() === 0)(
    'as root, a data folder that no other account may enter has its rows outside, and says so',
    async () => {
      const locked = join(folder, 'locked')
      mkdirSync(locked, { mode: 0o700 })
      const dir = join(locked, 'data')
      const reachable = join(folder, 'outside')
      const far = await startDatabase({ dataDir: dir, log, say: () => undefined, graceSeconds: 1, reachable })
      expect(await ask(far, 'select 1 one')).toEqual([{ one: 1 }])
      await far.stop()
      expect(heard.at(-1)).toContain(reachable)
      expect(readFileSync(join(dir, 'postgres.where'), 'utf8')).toContain(reachable)
      expect(existsSync(join(dir, 'postgres'))).toBe(false)
    },
  )

  test('an address of the operator is used as it is', async () => {
    const address = server.url()
    if (!('host' in address)) return expect.fail('no socket folder')
    const own = await databaseFromUrl(`postgres://reeve@/reeve?host=${encodeURIComponent(address.host)}`, () => undefined)
    expect(await ask(own, 'select current_user who')).toEqual([{ who: 'reeve' }])
    await own.stop()
    await expect(
      databaseFromUrl(`postgres://nobody_known@/reeve?host=${encodeURIComponent(address.host)}`, () => undefined),
    ).rejects.toMatchObject({ code: 'database_unreachable' })
  })

  test('a cluster of another PostgreSQL is refused with advice', async () => {
    await server.stop()
    const file = join(dataDir, 'postgres/PG_VERSION')
    const version = readFileSync(file, 'utf8')
    writeFileSync(file, '14\n')
    await expect(start()).rejects.toMatchObject({ code: 'other_version' })
    writeFileSync(file, version)
    server = await start()
  })
})
