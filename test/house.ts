import type { InjectOptions } from 'fastify'
import { actorFor, composed, type House, migrationsKey, openHouse } from '../src/house.ts'
import { type Config, readConfig } from '../src/platform/config.ts'
import { openDatabase } from '../src/platform/db/database.ts'
import { migrate } from '../src/platform/db/migrate.ts'
import { freshDatabase } from '../src/platform/db/testing.ts'
import { makeLog } from '../src/platform/log.ts'
import type { Context } from '../src/platform/records/context.ts'
import { create } from '../src/platform/records/write.ts'
import { type Actor, system } from '../src/platform/rights/grants.ts'
import { migrations } from '../src/house.ts'
import { seedRoles } from '../src/capabilities/people/index.ts'

export type Answer = Readonly<{ status: number; body: { [name: string]: unknown }; headers: Readonly<Record<string, unknown>> }>

export type Page = Readonly<{ status: number; text: string; headers: Readonly<Record<string, unknown>> }>

/** A whole Reeve on a database of its own, without a port: what tests talk to. */
export type TestHouse = Readonly<{
  house: House
  /** Reeve itself at a moment of the test's choice. */
  ctx: (over?: Partial<Context>) => Context
  /** A request by somebody who may do everything, or by the person named. */
  call: (
    method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE',
    path: string,
    body?: unknown,
    how?: Readonly<{ as?: Actor | null; headers?: Readonly<Record<string, string>> }>,
  ) => Promise<Answer>
  /** A page outside the API as a browser gets it; with `form`, what it answers to that form. */
  visit: (
    path: string,
    how?: Readonly<{ as?: Actor | null; form?: Readonly<Record<string, string>>; headers?: Readonly<Record<string, string>> }>,
  ) => Promise<Page>
  /** A new person who holds a built-in role, everywhere or for one unit or service. */
  person: (title: string, role: string, where?: Readonly<{ for_unit?: string; for_services?: readonly string[] }>) => Promise<Actor>
  now: { value: number }
  dataDir: string
  [Symbol.asyncDispose]: () => Promise<void>
}>

/** 2 March 2026, a Monday, 09:00 UTC. */
export const monday = Date.UTC(2026, 2, 2, 9)

export const testHouse = async (dataDir = '.cache/test-data', over: Partial<Config> = {}): Promise<TestHouse> => {
  const database = await freshDatabase({
    templateKey: migrationsKey(),
    prepare: async (address) => {
      const db = openDatabase(address, 1)
      await migrate(db, migrations())
      await db.close()
    },
  })
  const config = readConfig({ dataDir, logLevel: 'error', sample: false, ...over }, {})
  const house = await openHouse(database.address, config, makeLog('error'), () => undefined)
  const now = { value: monday }
  let actor: Actor | null = system
  const { app } = await composed(house, {
    config,
    log: makeLog('error'),
    version: 'test',
    now: () => now.value,
    identify: async () => (actor ? { actor, via: 'api' } : null),
  })
  const ctx = (over: Partial<Context> = {}): Context => ({
    registry: house.registry,
    actor: system,
    now: now.value,
    via: 'system',
    ...over,
  })
  await house.db.transaction(async (tx) => await seedRoles(tx, ctx()))
  return {
    house,
    ctx,
    now,
    dataDir,
    call: async (method, path, body, how = {}) => {
      actor = how.as === undefined ? system : how.as
      const options: InjectOptions = {
        method,
        url: path.startsWith('/api') || path.startsWith('/healthz') ? path : `/api/v1${path}`,
        headers: { ...how.headers },
        ...(body === undefined ? {} : { payload: body as object }),
      }
      const answer = await app.inject(options)
      const json = String(answer.headers['content-type'] ?? '').includes('json')
      return { status: answer.statusCode, body: json ? answer.json() : { text: answer.body }, headers: answer.headers }
    },
    visit: async (url, { as = null, form, headers = {} } = {}) => {
      actor = as
      const type = { 'content-type': 'application/x-www-form-urlencoded' }
      const answer = await app.inject({
        method: form ? 'POST' : 'GET',
        url,
        headers: { ...(form ? type : {}), ...headers },
        ...(form ? { payload: new URLSearchParams(form).toString() } : {}),
      })
      return { status: answer.statusCode, text: answer.body, headers: answer.headers }
    },
    person: async (title, role, where = {}) => {
      const id = await house.db.transaction(async (tx) => {
        const made = await create(tx, ctx(), house.registry.kind('person'), {
          title,
          email: `${title.toLowerCase().replaceAll(' ', '.')}@example.org`,
        })
        const roles = await seedRoles(tx, ctx())
        await create(tx, ctx(), house.registry.kind('role_holding'), { title, person: made.id, role: roles.get(role) ?? role, ...where })
        return made.id
      })
      const found = await actorFor(house, id, now.value)
      if (!found) throw new Error(`${title} could not be made`)
      return found
    },
    [Symbol.asyncDispose]: async () => {
      await app.close()
      await house.db.close()
      await database.drop()
    },
  }
}
