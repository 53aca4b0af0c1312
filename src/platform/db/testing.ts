import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import type { DatabaseAddress, DatabaseServer } from './server.ts'
import { databaseFromUrl, startDatabase } from './server.ts'

/** A database of one test (file) alone. Drop it at the end, or declare it with `await using`. */
export type TestDatabase = Readonly<{
  name: string
  address: DatabaseAddress
  drop(): Promise<void>
  [Symbol.asyncDispose](): Promise<void>
}>

export type Template = Readonly<{
  /** Names what `prepare` makes: the hash of all migrations, say. Another key makes another template. */
  templateKey: string
  /** Fills an empty database; runs once for each key, in one of the test workers. */
  prepare: (address: DatabaseAddress) => Promise<void>
}>

const HOUR = 3600
const quiet = { info: () => undefined, error: (message: string) => process.stderr.write(`test database: ${message}\n`) }

const startCluster = (): Promise<DatabaseServer> => {
  const own = process.env['REEVE_TEST_DATABASE_URL']
  if (own !== undefined) return databaseFromUrl(own, quiet.error)
  return startDatabase({
    dataDir: fileURLToPath(new URL('../../../.cache/test-db', import.meta.url)),
    log: quiet,
    say: () => undefined,
    durable: false,
  })
}

let cluster: Promise<DatabaseServer> | undefined

/** The one PostgreSQL of all test workers and runs (in `.cache/test-db`, without fsync); REEVE_TEST_DATABASE_URL takes another one. */
export const testCluster = (): Promise<DatabaseServer> => (cluster ??= startCluster())

const addressOf = (server: DatabaseServer, database: string): DatabaseAddress => {
  const address = server.url()
  if ('host' in address) return { ...address, database }
  const url = new URL(address.connectionString)
  url.pathname = `/${database}`
  return { connectionString: url.href }
}

type Ask = (statement: string, values?: readonly unknown[]) => Promise<readonly Readonly<Record<string, unknown>>[]>

const connected = async <T>(address: DatabaseAddress, work: (ask: Ask) => Promise<T>): Promise<T> => {
  const client = new pg.Client({ ...address })
  client.on('error', () => undefined)
  await client.connect()
  try {
    return await work(async (statement, values = []) => (await client.query<Record<string, unknown>>(statement, [...values])).rows)
  } finally {
    await client.end()
  }
}

const nowSeconds = (): number => Math.floor(Date.now() / 1000)
const random = (): string => crypto.randomUUID().slice(0, 8)
const drop = (name: string): string => `drop database if exists "${name}" with (force)`

/** Databases are named `test_<seconds>_...`, `template_<seconds>_<key>` or `making_<seconds>_...`: what a killed run left is known by its age. */
const dropStale = async (ask: Ask): Promise<void> => {
  const rows = await ask("select datname as name from pg_database where datname ~ '^(test|template|making)_[0-9]+_'")
  for (const { name } of rows) {
    const [kind, seconds] = String(name).split('_')
    const age = nowSeconds() - Number(seconds)
    if (age > (kind === 'template' ? 24 * HOUR : HOUR)) await ask(drop(String(name)))
  }
}

const findTemplate = async (ask: Ask, key: string): Promise<string | undefined> => {
  const rows = await ask(
    "select datname as name from pg_database where datname ~ ('^template_[0-9]+_' || $1 || '$') order by 1 desc limit 1",
    [key],
  )
  const name = rows[0]?.['name']
  return typeof name === 'string' ? name : undefined
}

/** The template of the key; the first worker that asks makes it, the others wait at the lock. */
const ensureTemplate = async (server: DatabaseServer, { templateKey, prepare }: Template): Promise<string> => {
  const key = templateKey
    .toLowerCase()
    .replaceAll(/[^a-z0-9]/g, '')
    .slice(0, 32)
  return connected(addressOf(server, 'reeve'), async (ask) => {
    await ask('select pg_advisory_lock(7267001)')
    const found = await findTemplate(ask, key)
    if (found !== undefined) return found
    await dropStale(ask)
    const making = `making_${nowSeconds()}_${random()}`
    const made = `template_${nowSeconds()}_${key}`
    await ask(`create database "${making}"`)
    try {
      await prepare(addressOf(server, making))
      await ask(`alter database "${making}" rename to "${made}"`)
    } catch (error) {
      await ask(drop(making))
      throw error
    }
    return made
  })
}

const templates = new Map<string, Promise<string>>()

/**
 * A new database made from the template (about 60 ms), to be used by one test or test file.
 * @throws what `prepare` throws; then no template stays.
 */
export const freshDatabase = async (template: Template): Promise<TestDatabase> => {
  const server = await testCluster()
  const known = templates.get(template.templateKey) ?? ensureTemplate(server, template)
  templates.set(template.templateKey, known)
  const from = await known.catch((error: unknown) => {
    templates.delete(template.templateKey)
    throw error
  })
  const name = `test_${nowSeconds()}_${random()}`
  await connected(addressOf(server, 'reeve'), (ask) => ask(`create database "${name}" template "${from}"`))
  const remove = async (): Promise<void> => {
    // The server's own housekeeping may be looking at the database just now, and only its superuser may disturb that: wait for it.
    // What is left all the same is swept away by a later run.
    for (let turn = 0; turn < 20; turn++) {
      const gone = await connected(addressOf(server, 'reeve'), (ask) => ask(drop(name))).then(
        () => true,
        (error: unknown) => {
          if (error instanceof Error && 'code' in error && error.code === '42501') return false
          throw error
        },
      )
      if (gone) return
      await wait(250)
    }
  }
  return { name, address: addressOf(server, name), drop: remove, [Symbol.asyncDispose]: remove }
}
