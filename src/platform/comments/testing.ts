import type { InjectOptions } from 'fastify'
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { seedRoles } from '../../capabilities/people/index.ts'
import { actorFor, migrations, openHouse } from '../../house.ts'
import type { Capability } from '../capability.ts'
import { readConfig } from '../config.ts'
import { type Database, openDatabase } from '../db/database.ts'
import { migrate, migrationsIn } from '../db/migrate.ts'
import { freshDatabase } from '../db/testing.ts'
import type { Route } from '../http/contract.ts'
import { makeLive } from '../http/live.ts'
import { buildServer } from '../http/server.ts'
import { makeLog } from '../log.ts'
import type { Context, Registry } from '../records/context.ts'
import type { AnyRecord } from '../records/kind.ts'
import { create } from '../records/write.ts'
import { type Actor, system } from '../rights/grants.ts'

export type Answer = Readonly<{ status: number; body: unknown; text: string; headers: Readonly<Record<string, unknown>> }>

/** Every kind of Reeve with these mechanisms around them, whether or not the house itself holds them already. */
export type Stage = Readonly<{
  db: Database
  registry: Registry
  folder: string
  clock: { now: number }
  ctx: (over?: Partial<Context>) => Context
  person: (title: string, ...roles: readonly string[]) => Promise<Actor>
  make: (kind: string, fields: Readonly<Record<string, unknown>>, as?: Actor) => Promise<AnyRecord>
  call: (
    method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE',
    path: string,
    body?: unknown,
    as?: Actor | null,
    headers?: Readonly<Record<string, string>>,
  ) => Promise<Answer>
  [Symbol.asyncDispose]: () => Promise<void>
}>

type Parts = Readonly<{ folder: string; clock: { now: number } }>

export const stage = async (mechanisms: (parts: Parts) => readonly Capability[]): Promise<Stage> => {
  const folder = mkdtempSync(join(tmpdir(), 'reeve-stage-'))
  const clock = { now: Date.UTC(2026, 2, 2, 9) }
  const rooms = mechanisms({ folder, clock })
  const steps = [...migrations(), ...rooms.flatMap((one) => (one.migrations ? migrationsIn(one.name, one.migrations) : []))]
  const unique = [...new Map(steps.map((step) => [step.name, step])).values()]
  const database = await freshDatabase({
    templateKey: `stage${rooms.map((one) => one.name).join('')}${unique.reduce((sum, step) => (sum + Number.parseInt(step.hash.slice(0, 12), 16)) % 2 ** 47, 0)}`,
    prepare: async (address) => {
      const db = openDatabase(address, 1)
      await migrate(db, unique)
      await db.close()
    },
  })
  const house = await openHouse(database.address, readConfig({ dataDir: folder, sample: false }, {}), makeLog('error'), () => undefined)
  // The house's own mechanisms for every kind make way for those of this test.
  const around = new Set(house.registry.behaviours(randomBytes(8).toString('hex')))
  const mine = rooms.flatMap((one) => one.behaviours ?? [])
  const registry: Registry = {
    ...house.registry,
    behaviours: (name) => [
      ...house.registry.behaviours(name).filter((one) => !around.has(one)),
      ...mine.filter((one) => one.kind === name || one.kind === '*').map((one) => one.behaviour),
    ],
  }
  const own = rooms.flatMap((one) => one.routes ?? [])
  const key = (one: Route): string => `${one.method} ${one.path}`
  const taken = new Set(own.map(key))
  let actor: Actor | null = system
  const app = await buildServer({
    db: house.db,
    registry,
    live: makeLive(() => house.db),
    log: makeLog('error'),
    routes: [...house.routes.filter((one) => !taken.has(key(one))), ...own],
    version: 'test',
    now: () => clock.now,
    identify: async () => (actor ? { actor, via: 'api' } : null),
    holders: async () => [],
    webFolder: join(folder, 'web'),
    maxUploadBytes: 250 * 1024 * 1024,
    secure: false,
  })
  const ctx = (over: Partial<Context> = {}): Context => ({ registry, actor: system, now: clock.now, via: 'web', ...over })
  const make = async (kind: string, fields: Readonly<Record<string, unknown>>, as: Actor = system): Promise<AnyRecord> =>
    await house.db.transaction(async (tx) => await create(tx, ctx({ actor: as }), registry.kind(kind), fields))
  const roles = await house.db.transaction(async (tx) => await seedRoles(tx, ctx()))
  return {
    db: house.db,
    registry,
    folder,
    clock,
    ctx,
    make,
    person: async (title, ...held) => {
      const { id } = await make('person', { title, email: `${title.toLowerCase().replaceAll(/[^a-z]+/g, '.')}@example.org` })
      for (const role of held) await make('role_holding', { title: `${title} ${role}`, person: id, role: roles.get(role) ?? role })
      const found = await actorFor({ db: house.db, registry }, id, clock.now)
      if (!found) throw new Error(`${title} could not be made`)
      return found
    },
    call: async (method, path, body, as = system, headers = {}) => {
      actor = as
      const options: InjectOptions = { method, url: `/api/v1${path}`, headers: { ...headers } }
      if (body !== undefined) options.payload = body as object
      const answer = await app.inject(options)
      const json = String(answer.headers['content-type'] ?? '').includes('json')
      return { status: answer.statusCode, body: json ? answer.json<unknown>() : undefined, text: answer.body, headers: answer.headers }
    },
    [Symbol.asyncDispose]: async () => {
      await app.close()
      await house.db.close()
      await database.drop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
